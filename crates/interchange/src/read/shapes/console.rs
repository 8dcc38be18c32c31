//! The Developer Console's project: `{"project": {"org", "workspace": {"details": {"credentials": [...]}}}}`, also as
//! `aio app use` leaves it in `.aio`, with the credentials' values elsewhere (aio-cli-plugin-app schema/config.schema.json).

use crate::read::fields::{self, keep};
use crate::read::findings::Findings;
use crate::read::partial_credential::PartialCredential;
use crate::read::syntax::Node;
use crate::reading::Found;
use mudbrick_model::{
    ErrorCode, Field as ModelField, Grant, Note, Problem, RedirectUri, Unused, UnusedReason,
    UserClient,
};

const FORMAT: &str = "Developer Console project";

/// What a credential of which a profile can be made has its values under.
const PAYLOADS: [&str; 3] = ["oauth_server_to_server", "jwt", "oauth2"];

/// Reads a project, or one credential of a project by itself.
pub(super) fn read(findings: &mut Findings<'_>, node: &Node<'_>) -> bool {
    let wrapped = node.at(&["aio", "project"]);
    let Some(project) = node.get("project").or(wrapped).filter(Node::is_map) else {
        return lone_credential(findings, node);
    };
    let mut workspaces: Vec<Node<'_>> =
        project.get("workspace").into_iter().filter(Node::is_map).collect();
    workspaces.extend(project.get("workspaces").iter().flat_map(Node::items));
    if workspaces.is_empty() && project.get("org").is_none() {
        return false;
    }
    findings.format(FORMAT);
    settle_names(&project, &workspaces);
    let (partials, ignored) = (findings.partials.len(), findings.ignored.len());
    for workspace in &workspaces {
        let owner = Owner { project: &project, workspace };
        owner.read(findings);
    }
    if findings.partials.len() == partials && findings.ignored.len() == ignored {
        findings.problem(
            Problem::new(ErrorCode::InvalidInput, "The project has no credentials yet.").remedy(
                "Add an OAuth Server-to-Server credential to its workspace in the Developer Console and download the file again.",
            ),
        );
    }
    true
}

/// The Console's own numbers, names, addresses and services of a project are no part of a credential.
fn settle_names(project: &Node<'_>, workspaces: &[Node<'_>]) {
    let settle = |node: &Node<'_>, names: &[&str]| {
        names.iter().filter_map(|name| node.get(name)).for_each(|node| node.settle());
    };
    settle(project, &["id", "name", "title", "description"]);
    if let Some(org) = project.get("org") {
        settle(&org, &["id", "name", "code", "details"]);
    }
    for workspace in workspaces {
        settle(workspace, &["id", "name", "title", "description", "action_url", "app_url"]);
        for holder in [workspace.get("details"), Some(workspace.clone())].into_iter().flatten() {
            settle(&holder, &["services", "endpoints", "mesh"]);
        }
    }
}

fn lone_credential(findings: &mut Findings<'_>, node: &Node<'_>) -> bool {
    let has = PAYLOADS.iter().any(|key| node.at(&[key, "client_id"]).is_some());
    if !has {
        return false;
    }
    findings.format("Developer Console credential");
    credential(findings, node, None);
    true
}

/// What the credentials of a workspace have in common.
struct Owner<'o, 'a> {
    project: &'o Node<'a>,
    workspace: &'o Node<'a>,
}

impl Owner<'_, '_> {
    fn read(&self, findings: &mut Findings<'_>) {
        let details = self.workspace.get("details").unwrap_or_else(|| self.workspace.clone());
        let credentials = details.get("credentials");
        let credentials = credentials.iter().flat_map(Node::items).filter(Node::is_map);
        for node in credentials {
            credential(findings, &node, Some(self));
        }
        let namespaces = details.at(&["runtime", "namespaces"]);
        for namespace in namespaces.iter().flat_map(Node::items) {
            namespace.settle();
            if namespace.text_at("auth").is_some() {
                let name = namespace.text_at("name").map_or_else(String::new, |name| name.value);
                let what = Unused::RuntimeNamespace { name };
                findings.ignore_at(&namespace, what, UnusedReason::SecretOfRuntime);
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
        let usable = |node: &&Node<'_>| PAYLOADS.iter().any(|key| node.get(key).is_some());
        credentials.iter().flat_map(Node::items).collect::<Vec<_>>().iter().filter(usable).count()
            <= 1
    }

    fn describe(&self, partial: &mut PartialCredential) {
        let org = self.project.get("org");
        let of_org = |key: &str| org.as_ref().and_then(|org| org.text_at(key));
        keep(&mut partial.org_id, of_org("ims_org_id"));
        keep(&mut partial.org_id, of_org("code").filter(|code| code.value.contains('@')));
        keep(&mut partial.organization, of_org("name"));
        // Its title is the person's to choose, its name is the Console's.
        let workspace = |key: &str| self.workspace.text_at(key);
        keep(&mut partial.workspace, workspace("name").or_else(|| workspace("title")));
    }
}

fn credential(findings: &mut Findings<'_>, node: &Node<'_>, owner: Option<&Owner<'_, '_>>) {
    let own_name = node.text_at("name");
    for name in ["id", "name", "integration_type"] {
        node.get(name).iter().for_each(Node::settle);
    }
    let oauth = node.get("oauth_server_to_server").filter(Node::is_map);
    let jwt = node.get("jwt").filter(Node::is_map);
    let user = node.get("oauth2").filter(Node::is_map);
    let mut partial = findings.partial();
    match (&oauth, &jwt) {
        (Some(oauth), jwt) => {
            partial.grant = Some(Grant::OauthServerToServer);
            fields::fill(findings, &mut partial, oauth);
            if let Some(jwt) = jwt {
                migrating(findings, &mut partial, jwt);
            }
        }
        (None, Some(jwt)) => {
            partial.grant = Some(Grant::Jwt);
            fields::fill(findings, &mut partial, jwt);
            partial.note(Note::JwtEnded);
        }
        (None, None) if user.is_some() => {
            if let Some(user) = &user {
                fields::fill(findings, &mut partial, user);
                let kind = node.text_at("integration_type");
                signs_in_people(&mut partial, kind.as_ref().map(|kind| kind.value.as_str()), user);
            }
        }
        (None, None) => {
            let name = own_name.as_ref().map(|name| name.value.clone());
            if let Some((kind, why)) = other_kind(node) {
                let what = Unused::Credential { name, type_name: Some(kind.to_owned()) };
                return findings.ignore_at(node, what, why);
            }
            if name.is_none() {
                let what = Unused::Credential { name, type_name: None };
                return findings.ignore_at(node, what, UnusedReason::NamelessAndEmpty);
            }
        }
    }
    partial.context = own_name.clone();
    // One credential is known by its project's name, several by their own.
    let title = owner.and_then(Owner::title);
    match owner.is_some_and(Owner::is_only_credential) {
        true => keep(&mut partial.name, title),
        false => partial.name = own_name.or(title).or(partial.name.take()),
    }
    if let Some(owner) = owner {
        owner.describe(&mut partial);
    }
    findings.partials.push(partial);
}

/// A credential on its way from JWT to OAuth has both halves with one client ID.
fn migrating(findings: &mut Findings<'_>, partial: &mut PartialCredential, jwt: &Node<'_>) {
    partial.note(Note::Migrating);
    let mut half = findings.partial();
    fields::fill(findings, &mut half, jwt);
    if partial.client_secrets.is_empty() && !half.client_secrets.is_empty() {
        partial.note(Note::SecretOfJwtHalf);
        partial.client_secrets = half.client_secrets;
    }
    keep(&mut partial.technical_account_id, half.technical_account_id);
    keep(&mut partial.client_id, half.client_id);
}

/// A credential with which people sign in. Its kind is told by its type, and in a file without one by whether it has a secret.
pub(super) fn signs_in_people(
    partial: &mut PartialCredential,
    kind: Option<&str>,
    user: &Node<'_>,
) {
    partial.grant = Some(Grant::OauthUser);
    partial.user_client = Some(match kind.map(str::to_ascii_lowercase).as_deref() {
        Some("oauthweb" | "oauthwebapp") => UserClient::Web,
        Some("oauthsinglepageapp") => UserClient::SinglePage,
        Some("oauthios" | "oauthandroid" | "oauthnativeapp") => UserClient::Native,
        _ => kind_by_secret(partial),
    });
    redirect_uri(partial, redirect_uris(user));
}

/// The same where nothing says its kind but the places that people come back to.
pub(super) fn signs_in_people_at(partial: &mut PartialCredential, places: Vec<Node<'_>>) {
    partial.grant = Some(Grant::OauthUser);
    partial.user_client = Some(kind_by_secret(partial));
    redirect_uri(partial, places.into_iter().flat_map(each).collect());
}

fn kind_by_secret(partial: &PartialCredential) -> UserClient {
    match partial.client_secrets.is_empty() {
        true => UserClient::SinglePage,
        false => UserClient::Web,
    }
}

/// The places that people come back to, the one that the Console calls the default first.
fn redirect_uris<'a>(user: &Node<'a>) -> Vec<Node<'a>> {
    let registered = ["redirect_uri", "callback_url"].into_iter().filter_map(|key| user.get(key));
    user.get("defaultRedirectUri").into_iter().chain(registered.flat_map(each)).collect()
}

/// The items of a list, or the value itself.
fn each(node: Node<'_>) -> Vec<Node<'_>> {
    let items = node.items();
    if items.is_empty() { vec![node] } else { items }
}

/// One that Mudbrick can listen at comes first, then the one that the Console calls the default. `redirect_uri` may be
/// patterns in the Console's own notation: what is no address is passed over.
fn redirect_uri(partial: &mut PartialCredential, places: Vec<Node<'_>>) {
    let mut found: Vec<(RedirectUri, Found<String>)> = Vec::new();
    let is_only = places.len() == 1;
    for node in &places {
        node.settle();
        let Some(text) = node.found() else { continue };
        match RedirectUri::parse(&text.value) {
            Ok(uri) => found.push((uri, text)),
            Err(_) if is_only => partial.note(Note::CannotBe {
                field: ModelField::RedirectUri,
                place: text.origin.0.clone(),
            }),
            Err(_) => {}
        }
    }
    let here = found.iter().position(|(uri, _)| uri.loopback().is_some());
    partial.redirect_uri =
        (!found.is_empty()).then(|| found.swap_remove(here.unwrap_or_default()).1);
}

/// A credential that signs in people and names nothing, or nobody.
fn other_kind(node: &Node<'_>) -> Option<(&'static str, UnusedReason)> {
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
        return Some((named, UnusedReason::CredentialForPeople));
    }
    if node.get("oauth2").is_some() {
        return Some(("OAuth for people", UnusedReason::CredentialForPeople));
    }
    if kind.as_deref() == Some("apikey") || node.get("api_key").is_some() {
        return Some(("API key", UnusedReason::ApiKeyAlone));
    }
    None
}
