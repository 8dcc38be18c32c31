/*
 * The fake's requests: variables filled, sent, kept in history. What its Adobe says is in answers.ts.
 */
import type { BodySlice } from "../../bindings/BodySlice";
import type { ExchangeView } from "../../bindings/ExchangeView";
import type { Problem } from "../../bindings/Problem";
import type { Request } from "../../bindings/Request";
import type { RequestCheck } from "../../bindings/RequestCheck";
import { answer } from "./answers";
import type { FakeProfile, World } from "./world";

const SLICE = 64 * 1024;
const WRITES = new Set(["POST", "PUT", "PATCH", "DELETE"]);

function variables({ draft }: FakeProfile): Record<string, string> {
  return {
    ACCESS_TOKEN: "••••••••",
    API_KEY: draft.client_id,
    IMS_ORG: draft.org_id,
    SANDBOX_NAME: draft.sandbox || "prod",
    ...draft.variables,
  };
}

function fill(text: string, values: Record<string, string>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => values[name] ?? whole);
}

/** The engine looks for every secret; the fake for one variable. */
const isTokenInUrl = ({ url }: Request) => url.includes("{{ACCESS_TOKEN}}");

export function check(profile: FakeProfile, request: Request): RequestCheck {
  const values = variables(profile);
  const all = [request.url, request.body ?? "", ...request.headers.map((header) => header.value)].join("\n");
  const missing = [...new Set([...all.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? ""))].filter(
    (name) => !(name in values),
  );
  const url = fill(request.url, values);
  const host = /^https?:\/\/([^/:?#]+)/.exec(url)?.[1] ?? "";
  const allowed = /\.adobe(login)?\.(io|com|net)$/.test(host);
  const accept = request.headers.find((header) => header.name.toLowerCase() === "accept")?.value ?? "";
  const warnings =
    url.includes("/schemaregistry/") && !accept.includes("vnd.adobe.xed")
      ? [
          "The Schema Registry refuses calls whose Accept header is not one of its own, such as application/vnd.adobe.xed-id+json.",
        ]
      : [];
  return {
    url,
    missing,
    warnings,
    host_not_allowed: allowed || !host ? null : host,
    needs_confirmation:
      profile.draft.risk === "production" && (WRITES.has(request.method) || isTokenInUrl(request)),
  };
}

export function refusal(profile: FakeProfile, request: Request): Problem | null {
  const found = check(profile, request);
  if (found.missing.length) {
    return {
      code: "invalid_input",
      message: `${found.missing.join(", ")} has no value in this profile.`,
      remedy: {
        text: "Add it to the profile's variables, or write the value in place of it.",
        action: { kind: "set_variable", name: found.missing[0] ?? "" },
      },
    };
  }
  if (found.host_not_allowed) {
    return {
      code: "host_not_allowed",
      message: `${found.host_not_allowed} may not be sent this profile's token.`,
      remedy: {
        text: "Add the host to the profile's allowed hosts if it is yours.",
        action: { kind: "allow_host", host: found.host_not_allowed },
      },
    };
  }
  return null;
}

export function slice(text: string, offset: number, format: BodySlice["format"]): BodySlice {
  const end = Math.min(text.length, offset + SLICE);
  return { format, text: text.slice(offset, end), next: end < text.length ? end : null };
}

export function exchange(world: World, profile: FakeProfile, request: Request, now: number): ExchangeView {
  const values = variables(profile);
  const url = fill(request.url, values);
  const { status, body } = answer(url, request.method);
  const text = body === null ? "" : JSON.stringify(body, null, 2);
  const id = world.history.length + 1;
  world.bodies.set(id, text);
  const view: ExchangeView = {
    summary: {
      id,
      profile: profile.id,
      profile_title: title(profile),
      started_at: now,
      name: request.name,
      method: request.method,
      url,
      status,
      failed: null,
      total_ms: 84.2,
      body_bytes: text.length,
    },
    request,
    sent_headers: request.headers.map(({ name, value }) => ({ name, value: fill(value, values) })),
    sent_body: request.body === null ? null : fill(request.body, values),
    headers: [
      { name: "content-type", value: "application/json;charset=utf-8" },
      { name: "date", value: new Date(now).toUTCString() },
      { name: "x-request-id", value: "qX3mTz0bJk8rV1wN5cLd7fGhY2sPaE9u" },
      { name: "content-length", value: String(text.length) },
    ],
    timings: { connect_ms: 12.4, first_byte_ms: 71.9, total_ms: 84.2 },
    problem:
      status === 404
        ? {
            code: "not_found",
            message: "Adobe found nothing at this address.",
            remedy: { text: "Check the URL's path, and that what it names still exists." },
          }
        : null,
    body: slice(text, 0, body === null ? "empty" : "json"),
  };
  world.history.push(view);
  return view;
}

export function title({ draft }: FakeProfile): string {
  return draft.organization ? `${draft.organization} · ${draft.name}` : draft.name;
}
