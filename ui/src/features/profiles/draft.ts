/*
 * Drafts of profiles: an empty one, and one made from what is stored.
 */
import type { ProfileDraft } from "../../bindings/ProfileDraft";
import type { ProfileView } from "../../bindings/ProfileView";

export const EMPTY_DRAFT: ProfileDraft = {
  name: "",
  organization: "",
  org_id: "",
  client_id: "",
  grant: "oauth_server_to_server",
  scopes: "",
  technical_account_id: "",
  key: null,
  adobe: "production",
  risk: "development",
  colour: "blue",
  sandbox: "",
  variables: {},
  allowed_hosts: [],
};

/** The draft that saving without a change would send. */
export function draftOf({
  summary,
  credential,
  sandbox,
  variables,
  allowed_hosts,
}: ProfileView): ProfileDraft {
  const { name, organization, org_id, client_id, grant, adobe, risk, colour } = summary;
  const scopes = credential.grant === "jwt" ? credential.metascopes : credential.scopes;
  return {
    name,
    organization,
    org_id,
    client_id,
    grant,
    adobe,
    risk,
    colour,
    sandbox,
    variables,
    allowed_hosts,
    scopes: scopes.join(", "),
    technical_account_id: credential.technical_account_id ?? "",
    key: credential.grant === "jwt" ? (credential.key ?? null) : null,
  };
}
