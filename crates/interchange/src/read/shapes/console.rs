//! The Developer Console's project: `{"project": {"org", "workspace": {"details": {"credentials": [...]}}}}`, also as
//! `aio app use` leaves it in `.aio`, with the credentials' values elsewhere (aio-cli-plugin-app schema/config.schema.json).

use crate::read::draft::{Draft, JWT_ENDED};
use crate::read::fields::{self, keep};
use crate::read::finds::Finds;
use crate::read::syntax::Node;
use crate::reading::Found;
use mudbrick_model::{ErrorCode, Grant, Problem};

const FORMAT: &str = "Developer Console project";

/// Reads a project, or one credential of a project by itself.
pub(super) fn read(finds: &mut Finds<'_>, node: &Node<'_>) -> bool {
    let wrapped = node.at(&["aio", "project"]);
    let Some(project) = node.get("project").or(wrapped).filter(Node::is_map) else {
        return lone_credential(finds, node);
    };
    let mut workspaces: Vec<Node<'_>> =
        project.get("workspace").into_iter().filter(Node::is_map).collect();
    workspaces.extend(project.get("workspaces").iter().flat_map(Node::items));
    if workspaces.is_empty() && project.get("org").is_none() {
        return false;
    }
    finds.format(FORMAT);
    let (drafts, ignored) = (finds.drafts.len(), finds.ignored.len());
    for workspace in &workspaces {
        let owner = Owner { project: &project, workspace };
        owner.read(finds);
    }
    if finds.drafts.len() == drafts && finds.ignored.len() == ignored {
        finds.problem(
            Problem::new(ErrorCode::InvalidInput, "The project has no credentials yet.").remedy(
                "Add an OAuth Server-to-Server credential to its workspace in the Developer Console and download the file again.",
            ),
        );
    }
    true
}

fn lone_credential(finds: &mut Finds<'_>, node: &Node<'_>) -> bool {
    let payloads = ["oauth_server_to_server", "jwt"];
    let has = payloads.iter().any(|key| node.at(&[key, "client_id"]).is_some());
    if !has {
        return false;
    }
    finds.format("Developer Console credential");
    credential(finds, node, None);
    true
}

/// What the credentials of a workspace have in common.
struct Owner<'o, 'a> {
    project: &'o Node<'a>,
    workspace: &'o Node<'a>,
}

impl Owner<'_, '_> {
    fn read(&self, finds: &mut Finds<'_>) {
        let details = self.workspace.get("details").unwrap_or_else(|| self.workspace.clone());
        let credentials = details.get("credentials");
        let credentials = credentials.iter().flat_map(Node::items).filter(Node::is_map);
        for node in credentials {
            credential(finds, &node, Some(self));
        }
        let namespaces = details.at(&["runtime", "namespaces"]);
        for namespace in namespaces.iter().flat_map(Node::items) {
            if namespace.text_at("auth").is_some() {
                let name = namespace.text_at("name").map_or_else(String::new, |name| name.value);
                finds.ignore(
                    format!("Runtime namespace {name}").trim_end(),
                    "Its key is a secret of Adobe I/O Runtime and no part of a profile.",
                );
            }
        }
    }

    /// `Geo Demo`, and the workspace when it is not the usual one.
    fn title(&self) -> Option<Found<String>> {
        let named = |node: &Node<'_>| node.text_at("title").or_else(|| node.text_at("name"));
        let mut title = named(self.project)?;
        if let Some(workspace) = named(self.workspace)
            && !workspace.value.eq_ignore_ascii_case("production")
        {
            title.value = format!("{} ({})", title.value, workspace.value);
        }
        Some(title)
    }

    fn is_only_credential(&self) -> bool {
        let credentials = self.workspace.at(&["details", "credentials"]);
        let usable = |node: &&Node<'_>| {
            ["oauth_server_to_server", "jwt"].iter().any(|key| node.get(key).is_some())
        };
        credentials.iter().flat_map(Node::items).collect::<Vec<_>>().iter().filter(usable).count()
            <= 1
    }

    fn describe(&self, draft: &mut Draft) {
        let org = self.project.get("org");
        let of_org = |key: &str| org.as_ref().and_then(|org| org.text_at(key));
        keep(&mut draft.org_id, of_org("ims_org_id"));
        keep(&mut draft.org_id, of_org("code").filter(|code| code.value.contains('@')));
        keep(&mut draft.organization, of_org("name"));
        // Its title is the person's to choose, its name is the Console's.
        let workspace = |key: &str| self.workspace.text_at(key);
        keep(&mut draft.workspace, workspace("name").or_else(|| workspace("title")));
    }
}

fn credential(finds: &mut Finds<'_>, node: &Node<'_>, owner: Option<&Owner<'_, '_>>) {
    let own_name = node.text_at("name");
    let oauth = node.get("oauth_server_to_server").filter(Node::is_map);
    let jwt = node.get("jwt").filter(Node::is_map);
    let mut draft = finds.draft();
    match (&oauth, &jwt) {
        (Some(oauth), jwt) => {
            draft.grant = Some(Grant::OauthServerToServer);
            fields::fill(finds, &mut draft, oauth);
            if let Some(jwt) = jwt {
                migrating(finds, &mut draft, jwt);
            }
        }
        (None, Some(jwt)) => {
            draft.grant = Some(Grant::Jwt);
            fields::fill(finds, &mut draft, jwt);
            draft.note(JWT_ENDED);
        }
        (None, None) => {
            if let Some((kind, why)) = other_kind(node) {
                let name =
                    own_name.as_ref().map_or_else(String::new, |name| format!(" {:?}", name.value));
                finds.ignore(format!("credential{name} ({kind})"), why);
                return;
            }
            if own_name.is_none() {
                return finds.ignore("credential", "It has neither a name nor any values.");
            }
        }
    }
    draft.context = own_name.clone();
    // One credential is known by its project's name, several by their own.
    let title = owner.and_then(Owner::title);
    match owner.is_some_and(Owner::is_only_credential) {
        true => keep(&mut draft.name, title),
        false => draft.name = own_name.or(title).or(draft.name.take()),
    }
    if let Some(owner) = owner {
        owner.describe(&mut draft);
    }
    finds.drafts.push(draft);
}

/// A credential on its way from JWT to OAuth has both halves with one client ID.
fn migrating(finds: &mut Finds<'_>, draft: &mut Draft, jwt: &Node<'_>) {
    draft.note(
        "The Console is moving this credential from JWT, which is legacy, to OAuth Server-to-Server. Both give the same token, so the profile uses OAuth.",
    );
    let mut half = finds.draft();
    fields::fill(finds, &mut half, jwt);
    if draft.client_secrets.is_empty() && !half.client_secrets.is_empty() {
        draft.note("The client secret is the JWT half's; the OAuth half has none.");
        draft.client_secrets = half.client_secrets;
    }
    keep(&mut draft.technical_account_id, half.technical_account_id);
    keep(&mut draft.client_id, half.client_id);
}

/// A credential that signs in people, or nobody.
fn other_kind(node: &Node<'_>) -> Option<(&'static str, &'static str)> {
    const PEOPLE: &str =
        "It signs in a person in a browser; a profile is for a program that signs in by itself.";
    let kind = node.text_at("integration_type").map(|kind| kind.value.to_ascii_lowercase());
    let named = match kind.as_deref() {
        Some("oauthweb") => Some("OAuth Web"),
        Some("oauthwebapp") => Some("OAuth Web App"),
        Some("oauthios") => Some("OAuth iOS"),
        Some("oauthandroid") => Some("OAuth Android"),
        Some("oauthnativeapp") => Some("OAuth Native App"),
        Some("oauthsinglepageapp") => Some("OAuth Single-Page App"),
        _ => None,
    };
    if let Some(named) = named {
        return Some((named, PEOPLE));
    }
    if node.get("oauth2").is_some() {
        return Some(("OAuth for people", PEOPLE));
    }
    if kind.as_deref() == Some("apikey") || node.get("api_key").is_some() {
        let why = "It is an API key alone: there is no token to ask for with it.";
        return Some(("API key", why));
    }
    None
}
