/*
 * The fake's requests: variables filled, sent, kept in history. What its Adobe says is in answers.ts.
 */
import type { Timeline } from "../../bindings/Timeline";
import type { ExchangeView } from "../../bindings/ExchangeView";
import type { PromptAnswers } from "../../bindings/PromptAnswers";
import type { EditedRequest } from "../../bindings/EditedRequest";
import type { RequestCheck } from "../../bindings/RequestCheck";
import type { RequestOption } from "../../bindings/RequestOption";
import type { VariableValue } from "../../bindings/VariableValue";
import type { VariableView } from "../../bindings/VariableView";
import type { WrittenOptions } from "../../bindings/WrittenOptions";
import { answer } from "./answers";
import { fill, recorded, refuse } from "./fixtures";
import type { FakeFile, FakeProfile, World } from "./world";

const SLICE = 64 * 1024;
const WRITES = new Set(["POST", "PUT", "PATCH", "DELETE"]);
const RETRIED = new Set(["reads", "idempotent", "all"]);
const VARIABLE = /\{\{(\w+)\}\}/g;

/** A request with what its file gives to it, and what the person answered. */
export interface Sending {
  request: EditedRequest;
  file: { name: string; has: FakeFile } | null;
  answers: PromptAnswers;
}

/** Those of the profile; stronger ones come behind. */
function variables({ draft }: FakeProfile): Record<string, string> {
  return {
    ACCESS_TOKEN: "••••••••",
    API_KEY: draft.client_id,
    IMS_ORG: draft.org_id,
    SANDBOX_NAME: draft.sandbox || "prod",
    ...draft.variables,
  };
}

const put = (text: string, values: Record<string, string>) =>
  text.replace(VARIABLE, (whole, name: string) => values[name] ?? whole);

/** A parameter whose variable has no value is left out, as the engine does. */
function urlOf(request: EditedRequest, values: Record<string, string>): string {
  const [path = "", query = ""] = put(request.url, values).split("?");
  const given = query.split("&").filter((one) => one && !/=\{\{\w+\}\}$/.test(one));
  return [path, ...(given.length ? [given.join("&")] : [])].join("?");
}

/** The engine looks for every secret; the fake for one variable. */
const isTokenInUrl = ({ url }: EditedRequest) => url.includes("{{ACCESS_TOKEN}}");

const valuesOf = (profile: FakeProfile, { file, answers }: Sending): Record<string, string> =>
  Object.assign(variables(profile), file?.has.variables, answers);

export function check(profile: FakeProfile, sending: Sending): RequestCheck {
  const { request, file } = sending;
  const values = valuesOf(profile, sending);
  const toCome = new Set(file?.has.prompts?.map(({ name }) => name));
  const url = urlOf(request, values);
  const all = [url, request.body ?? "", ...request.headers.map((header) => header.value)].join("\n");
  const names = [...all.matchAll(VARIABLE)].map((match) => match[1] ?? "");
  const missing = [...new Set(names)].filter((name) => !(name in values || toCome.has(name)));
  const host = /^https?:\/\/([^/:?#]+)/.exec(url)?.[1] ?? "";
  const allowed = /\.adobe(login)?\.(io|com|net)$/.test(host);
  const accept = request.headers.find((header) => header.name.toLowerCase() === "accept")?.value ?? "";
  const warnings =
    url.includes("/schemaregistry/") && !accept.includes("vnd.adobe.xed") ? recorded.listWarnings : [];
  const written = request.options ?? {};
  return {
    url,
    written,
    options: optionsOf(written, profile),
    variables: variableViews(sending, profile),
    notes: file?.has.notes ?? [],
    missing,
    warnings,
    host_not_allowed: allowed || !host ? null : host,
    needs_confirmation:
      profile.draft.risk === "production" && (WRITES.has(request.method) || isTokenInUrl(request)),
  };
}

/** The engine reads what is typed; the fake knows how it begins. */
const IS_NUMBER = /^\d/;

/** How it is sent, as the engine says it of a request that says nothing and of one that says everything wrongly. */
function optionsOf(written: WrittenOptions, { draft }: FakeProfile): RequestOption[] {
  return recorded.options.usual.map((usual) => {
    const { option } = usual;
    const limit = option === "timeout" ? draft.sending.total_seconds : undefined;
    const by = limit === undefined ? usual : { ...usual, text: `${limit} s`, origin: "profile" as const };
    const one = { ...by, otherwise: by.text, otherwise_origin: by.origin };
    const typed = option in written ? written[option as keyof WrittenOptions] : undefined;
    if (typeof typed !== "string" || option === "cookies") return one;
    if (IS_NUMBER.test(typed)) return { ...one, text: typed, origin: "request" as const };
    const problem = recorded.options.wrong.find((wrong) => wrong.option === option)?.problem ?? null;
    const isWord = option === "http_version" ? typed === "HTTP/2" : RETRIED.has(typed);
    return isWord ? { ...one, text: typed, origin: "request" as const } : { ...one, problem };
  });
}

/** What the request names, then what it could. The fake has the profile's own values, its credential's and the file's. */
function variableViews({ request, file }: Sending, profile: FakeProfile): VariableView[] {
  const values = variables(profile);
  const inFile = file?.has.variables ?? {};
  const prompts = (file?.has.prompts ?? []).map(({ name }) => name);
  const text = [request.url, ...request.headers.map(({ value }) => value), request.body ?? ""].join("\n");
  const used = [...new Set([...text.matchAll(VARIABLE)].map((match) => match[1] ?? ""))];
  const view = (name: string, is_used: boolean): VariableView => {
    const own = profile.draft.variables[name];
    const value = name === "ACCESS_TOKEN" ? null : (values[name] ?? "");
    const source = name === "ACCESS_TOKEN" ? "token" : own === undefined ? "profile" : "own";
    const found: VariableValue[] = name in values ? [{ source, value, file: null }] : [];
    const written = inFile[name];
    if (written !== undefined) found.unshift({ source: "file", value: written, file: file?.name ?? null });
    if (!found.length && prompts.includes(name)) found.push({ source: "prompt", value: null, file: null });
    return { name, is_used, values: found };
  };
  const all = [...new Set([...Object.keys(inFile), ...Object.keys(values), ...prompts])];
  const others = all.filter((name) => !used.includes(name));
  return [...used.map((name) => view(name, true)), ...others.map((name) => view(name, false))];
}

/** Refuses what the engine would not send. */
export function gate(profile: FakeProfile, sending: Sending, confirmed: boolean): void {
  const { missing, host_not_allowed: host, needs_confirmation: asks } = check(profile, sending);
  const { request } = sending;
  const names = missing.map((name) => `{{${name}}}`).join(", ");
  if (missing.length) {
    const words = { ...named(profile), variables: names, variable: missing[0] ?? "" };
    refuse(missing.length > 1 ? "variables_missing" : "variable_missing", words);
  }
  if (host) refuse("host_not_allowed", { ...named(profile), host });
  if (asks && !confirmed) refuse("needs_confirmation", { ...named(profile), method: request.method });
}

/** Sends the request, and keeps it in history with its answer or with what stopped it. */
export function exchange(
  world: World,
  profile: FakeProfile,
  sending: Sending,
  stopped: boolean,
): ExchangeView {
  const { file } = sending;
  // History keeps what was sent.
  const { options: _, ...request } = sending.request;
  const values = valuesOf(profile, sending);
  const url = urlOf(request, values);
  const said = stopped ? recorded.answers.stopped : answer(url, request);
  const { text, format } = said.body;
  const id = (world.history.at(-1)?.summary.id ?? 0) + 1;
  world.bodies.set(id, text);
  const sent = request.headers.map(({ name, value }) => ({
    name: name.toLowerCase(),
    value: put(value, values),
  }));
  const own = new Set(sent.map(({ name }) => name));
  const recordedToo = new Set(said.request.headers.map(({ name }) => name.toLowerCase()));
  const added = said.sent_headers.filter(({ name }) => !own.has(name) && !recordedToo.has(name));
  const view: ExchangeView = {
    ...said,
    summary: {
      ...said.summary,
      id,
      profile: profile.id,
      profile_title: title(profile),
      started_at: Date.now(),
      name: request.name,
      method: request.method,
      url,
      total_ms: 84.2,
      body_bytes: stopped ? null : text.length,
    },
    request,
    sent_headers: [...sent, ...added],
    sent_body: request.body === null ? null : put(request.body, values),
    timeline: stopped ? said.timeline : measured(said.timeline),
    timings: stopped ? said.timings : { connect_ms: 12.4, first_byte_ms: 71.9, total_ms: 84.2 },
    body: { format, text: text.slice(0, SLICE), next: text.length > SLICE ? SLICE : null },
    checks: file?.has.checks ?? [],
    captured: file?.has.captured ?? [],
  };
  const whole = fill(view, named(profile));
  world.history.push(whole);
  return whole;
}

/** Times that fit the others that are made up here: the recorded ones are left out, since they are others each time. */
function measured(timeline: Timeline | null): Timeline | null {
  if (!timeline) return null;
  const times = {
    reused: false,
    connect: { from_ms: 0.4, to_ms: 4.1 },
    tls: { from_ms: 4.1, to_ms: 12.4 },
    headers_ms: 71.9,
  };
  return { ...timeline, legs: timeline.legs.map((leg) => ({ ...leg, ...times })), last_byte_ms: 84.2 };
}

/** What a sentence or a remedy calls a profile. */
export const named = (profile: FakeProfile) => ({ profile: profile.id, title: title(profile) });

export function title({ draft }: FakeProfile): string {
  return draft.organization ? `${draft.organization} · ${draft.name}` : draft.name;
}
