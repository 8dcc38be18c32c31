/*
 * The fake's profiles as the window sees them, and the checks of a draft.
 */
import type { FieldProblem } from "../../bindings/FieldProblem";
import type { ProfileDraft } from "../../bindings/ProfileDraft";
import type { ProfileSummary } from "../../bindings/ProfileSummary";
import type { ProfileView } from "../../bindings/ProfileView";
import { fill, recorded, refuse } from "./fixtures";
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
        : draft.grant === "oauth_user"
          ? { grant: "oauth_user", client: draft.user_client, redirect_uri: draft.redirect_uri, scopes }
          : {
              grant: "oauth_server_to_server",
              scopes,
              technical_account_id: draft.technical_account_id || null,
            },
    sandbox: draft.sandbox || "prod",
    variables: draft.variables,
    sending: draft.sending,
    allowed_hosts: draft.allowed_hosts.filter((host) => !isTooWide(host)),
    refused_hosts: draft.allowed_hosts
      .filter(isTooWide)
      .map((host) => ({ host, why: tooWide(host).message })),
    secrets: [
      { kind: "client_secret", present, masked: present ? recorded.mask : "" },
      {
        kind: "second_client_secret",
        present: profile.second !== null,
        masked: profile.second === null ? "" : recorded.mask,
      },
      ...(draft.grant === "jwt"
        ? [
            {
              kind: "private_key" as const,
              present: key !== null,
              masked: key ? recorded.mask : "",
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
  fill(recorded.checks.host_too_wide, { host, domain: host.replace(/^\*\.|\.$/g, "") });

export function checkDraft(draft: ProfileDraft): FieldProblem[] {
  const { checks } = recorded;
  const found: FieldProblem[] = [];
  const client = draft.client_id.trim();
  const odd = /[^0-9a-z]/i.exec(client)?.[0];
  const character = odd === " " ? "a space" : odd && `the character '${odd}'`;
  if (!draft.name.trim()) found.push(checks.name_empty);
  if (!draft.org_id.trim()) found.push(checks.org_id_empty);
  else if (!draft.org_id.trim().endsWith("@AdobeOrg")) found.push(checks.org_id_unended);
  if (!client) found.push(checks.client_id_empty);
  if (character) found.push(fill(checks.client_id_odd, { character }));
  if (draft.grant === "jwt" && !draft.technical_account_id.trim().endsWith("@techacct.adobe.com")) {
    found.push(checks.account_unended);
  }
  if (draft.scopes.includes(";")) {
    found.push(draft.grant === "jwt" ? checks.metascopes_semicolon : checks.scopes_semicolon);
  }
  if (draft.grant === "jwt" && !draft.scopes.trim()) found.push(checks.metascopes_empty);
  for (const variable of Object.keys(draft.variables)) {
    if (!/^[\w.-]+$/.test(variable)) found.push(fill(checks.variable_odd, { variable }));
  }
  return [...found, ...draft.allowed_hosts.filter(isTooWide).map(tooWide)];
}

/** Refuses to save a draft with faults; the sentence is the first one's. */
export function refuseDraft(draft: ProfileDraft): void {
  const [first, ...more] = checkDraft(draft).map(({ message }) => message);
  if (first !== undefined) refuse("draft_refused", { first, second: more.join("\n") });
}
