/*
 * Drafts of profiles: an empty one, and one made from what is stored.
 */
import type { Adobe } from "../../bindings/Adobe";
import type { ProfileDraft } from "../../bindings/ProfileDraft";
import type { ProfileView } from "../../bindings/ProfileView";
import type { Risk } from "../../bindings/Risk";

export const EMPTY_DRAFT: ProfileDraft = {
  name: "",
  organization: "",
  org_id: "",
  client_id: "",
  grant: "oauth_server_to_server",
  user_client: "web",
  redirect_uri: "",
  scopes: "",
  technical_account_id: "",
  key: null,
  adobe: "production",
  risk: "production",
  colour: "blue",
  sandbox: "",
  variables: {},
  allowed_hosts: [],
  sending: {},
};

/** How careful to be with a profile as long as the person has not said otherwise. */
const USUAL: Record<Adobe, Risk> = { production: "production", stage: "staging", practice: "development" };
const CAREFUL: Risk[] = ["production", "staging", "development"];

/** Another Adobe: a risk that nobody chose goes along; one that somebody chose never gets less careful by it. */
export function withAdobe({ adobe: before, risk }: ProfileDraft, adobe: Adobe): Partial<ProfileDraft> {
  const usual = USUAL[adobe];
  if (risk === USUAL[before]) return { adobe, risk: usual };
  return { adobe, risk: CAREFUL.indexOf(usual) < CAREFUL.indexOf(risk) ? usual : risk };
}

/** The draft that saving without a change would send. */
export function draftOf({
  summary,
  credential,
  sandbox,
  variables,
  allowed_hosts,
  refused_hosts,
  sending,
}: ProfileView): ProfileDraft {
  const { name, organization, org_id, client_id, grant, adobe, risk, colour } = summary;
  const scopes = credential.grant === "jwt" ? credential.metascopes : credential.scopes;
  return {
    name,
    organization,
    org_id,
    client_id,
    grant,
    user_client: credential.grant === "oauth_user" ? credential.client : "web",
    redirect_uri: credential.grant === "oauth_user" ? credential.redirect_uri : "",
    adobe,
    risk,
    colour,
    sandbox,
    variables,
    // One that is no host stays until the person takes it out: the form says what is wrong with it.
    allowed_hosts: [...allowed_hosts, ...refused_hosts.map(({ host }) => host)],
    sending,
    scopes: scopes.join(", "),
    technical_account_id: credential.grant === "oauth_user" ? "" : (credential.technical_account_id ?? ""),
    key: credential.grant === "jwt" ? (credential.key ?? null) : null,
  };
}
