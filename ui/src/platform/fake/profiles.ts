/*
 * The fake's profiles as the window sees them, and the checks of a draft, in words close to the engine's.
 */
import type { FieldProblem } from "../../bindings/FieldProblem";
import type { Problem } from "../../bindings/Problem";
import type { ProfileDraft } from "../../bindings/ProfileDraft";
import type { ProfileSummary } from "../../bindings/ProfileSummary";
import type { ProfileView } from "../../bindings/ProfileView";
import { title } from "./requests";
import type { FakeProfile, World } from "./world";

export function summarize(world: World, profile: FakeProfile): ProfileSummary {
  const { draft } = profile;
  const key = world.keys.find((one) => one.id === draft.key);
  return {
    id: profile.id,
    name: draft.name,
    organization: draft.organization,
    title: title(profile),
    org_id: draft.org_id,
    client_id: draft.client_id,
    grant: draft.grant,
    adobe: draft.adobe,
    risk: draft.risk,
    colour: draft.colour,
    token: profile.token,
    certificate_ends: key?.certificate?.validity.not_after ?? null,
  };
}

export function view(world: World, profile: FakeProfile): ProfileView {
  const { draft } = profile;
  const scopes = draft.scopes.split(/[\s,]+/).filter(Boolean);
  const present = profile.secret !== null;
  const key = world.keys.find((one) => one.id === draft.key) ?? null;
  return {
    summary: summarize(world, profile),
    credential:
      draft.grant === "jwt"
        ? {
            grant: "jwt",
            technical_account_id: draft.technical_account_id,
            metascopes: scopes,
            key: draft.key,
          }
        : {
            grant: "oauth_server_to_server",
            scopes,
            technical_account_id: draft.technical_account_id || null,
          },
    sandbox: draft.sandbox || "prod",
    variables: draft.variables,
    allowed_hosts: draft.allowed_hosts.filter((host) => !isTooWide(host)),
    refused_hosts: draft.allowed_hosts.filter(isTooWide).map((host) => ({ host, why: tooWide(host) })),
    secrets: [
      { kind: "client_secret", present, masked: present ? "••••••••" : "" },
      {
        kind: "second_client_secret",
        present: profile.second !== null,
        masked: profile.second === null ? "" : "••••••••",
      },
      ...(draft.grant === "jwt"
        ? [
            {
              kind: "private_key" as const,
              present: key !== null,
              masked: key ? "••••••••" : "",
            },
          ]
        : []),
    ],
    key,
    revision: String(profile.revision),
    created_at: profile.createdAt,
    updated_at: profile.updatedAt,
  };
}

/** The engine asks the public suffix list; the fake knows one shape. */
const isTooWide = (host: string) => /^\*\.\w+\.?$/.test(host);
const tooWide = (host: string) =>
  `The allowed host "${host}" is too wide: anybody can have a name below it. Write a host name of your own, such as api.example.com.`;

export function checkDraft(draft: ProfileDraft): FieldProblem[] {
  const found: FieldProblem[] = [];
  const wrong = (field: keyof ProfileDraft, message: string) => found.push({ field, message });
  if (!draft.name.trim()) wrong("name", "Name is empty.");
  if (!draft.client_id.trim()) wrong("client_id", "Client ID is empty.");
  const odd = /[^\w.-]/.exec(draft.client_id.trim())?.[0];
  if (odd) {
    wrong(
      "client_id",
      `Client ID holds the character '${odd}'; it is 32 digits and letters a to f, such as the Console shows.`,
    );
  }
  if (!draft.org_id.trim()) wrong("org_id", "Organization ID is empty.");
  else if (!draft.org_id.trim().endsWith("@AdobeOrg")) {
    wrong(
      "org_id",
      "Organization ID must end in @AdobeOrg, as the Developer Console shows it on the credential's page.",
    );
  }
  if (draft.grant === "jwt" && !draft.technical_account_id.trim().endsWith("@techacct.adobe.com")) {
    wrong("technical_account_id", "Technical account ID must end in @techacct.adobe.com.");
  }
  for (const host of draft.allowed_hosts.filter(isTooWide)) wrong("allowed_hosts", tooWide(host));
  return found;
}

/** The draft's first fault as the problem that saving it ends in. */
export function refuseDraft(draft: ProfileDraft): Problem | null {
  const first = checkDraft(draft)[0];
  return first ? { code: "invalid_input", message: first.message } : null;
}
