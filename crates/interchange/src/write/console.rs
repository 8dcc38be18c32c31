//! A project as the Developer Console downloads it, after the schema of `@adobe/aio-cli-plugin-app`, so that
//! `aio app use` takes it. The Console's own numbers are not known to Mudbrick.

use super::carried::{Carried, notes};
use super::{Written, file_name, json};
use crate::Outgoing;
use mudbrick_model::{Credential, ExportFormat, Field, Grant, Note, UserClient};
use serde::Serialize;

const CARRIED: Carried = Carried {
    format: ExportFormat::Console,
    jwt: true,
    users: true,
    second_secret: true,
    private_key: false,
    technical_account: true,
    sandbox: false,
    stage: false,
    variables: false,
};

/// The schema asks for a number.
const UNKNOWN: &str = "0";

#[derive(Serialize)]
struct File<'a> {
    project: Project<'a>,
}

#[derive(Serialize)]
struct Project<'a> {
    id: &'static str,
    name: String,
    title: String,
    description: &'static str,
    org: Org<'a>,
    workspace: Workspace<'a>,
}

#[derive(Serialize)]
struct Org<'a> {
    id: &'static str,
    name: String,
    ims_org_id: &'a str,
}

#[derive(Serialize)]
struct Workspace<'a> {
    id: &'static str,
    name: String,
    title: &'static str,
    description: &'static str,
    action_url: &'static str,
    app_url: &'static str,
    details: Details<'a>,
}

#[derive(Serialize)]
struct Details<'a> {
    credentials: [ConsoleCredential<'a>; 1],
    services: [(); 0],
    runtime: Runtime,
}

#[derive(Serialize)]
struct Runtime {
    namespaces: [(); 0],
}

#[derive(Serialize)]
struct ConsoleCredential<'a> {
    id: &'static str,
    name: String,
    integration_type: &'static str,
    #[serde(flatten)]
    payload: Payload<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Payload<'a> {
    OauthServerToServer {
        client_id: &'a str,
        client_secrets: Vec<&'a str>,
        /// The schema asks for a text; empty where it is not known.
        technical_account_email: &'a str,
        technical_account_id: &'a str,
        scopes: Vec<&'a str>,
    },
    Jwt {
        client_id: &'a str,
        client_secret: &'a str,
        technical_account_email: &'a str,
        technical_account_id: &'a str,
        meta_scopes: Vec<&'a str>,
    },
    Oauth2 {
        client_id: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        client_secret: Option<&'a str>,
        redirect_uri: [&'a str; 1],
        #[serde(rename = "defaultRedirectUri")]
        default_redirect_uri: &'a str,
    },
}

/// A project file.
pub fn console(outgoing: &Outgoing<'_>) -> Written {
    let profile = outgoing.profile;
    let organization = one_line(&profile.organization);
    let project = project(&profile.name, profile.console.workspace.as_deref());
    let ident = profile.org_id.as_str().split('@').next().unwrap_or_default();
    let file = File {
        project: Project {
            id: UNKNOWN,
            name: short_name(project),
            title: title(project),
            description: "",
            org: Org {
                id: UNKNOWN,
                name: organization.unwrap_or_else(|| ident.to_owned()),
                ims_org_id: profile.org_id.as_str(),
            },
            workspace: Workspace {
                id: UNKNOWN,
                name: workspace(outgoing),
                title: "",
                description: "",
                action_url: "https://adobeioruntime.net",
                app_url: "https://adobeio-static.net",
                details: Details {
                    credentials: [credential(outgoing)],
                    services: [],
                    runtime: Runtime { namespaces: [] },
                },
            },
        },
    };
    Written {
        file_name: file_name(outgoing, "console.json"),
        text: json::render(&file),
        notes: console_notes(outgoing),
    }
}

fn credential<'a>(outgoing: &Outgoing<'a>) -> ConsoleCredential<'a> {
    let profile = outgoing.profile;
    let client_id = profile.client_id.as_str();
    let email = profile.console.technical_account_email.as_deref().unwrap_or_default();
    let (integration_type, payload) = match &profile.credential {
        Credential::OauthServerToServer { scopes, technical_account_id } => {
            let account = technical_account_id.as_ref().map_or("", |id| id.as_str());
            let payload = Payload::OauthServerToServer {
                client_id,
                client_secrets: outgoing.all_client_secrets(),
                technical_account_email: email,
                technical_account_id: account,
                scopes: scopes.iter().map(|scope| scope.as_str()).collect(),
            };
            ("oauth_server_to_server", payload)
        }
        Credential::Jwt { technical_account_id, metascopes, .. } => {
            let payload = Payload::Jwt {
                client_id,
                client_secret: outgoing.first_client_secret(),
                technical_account_email: email,
                technical_account_id: technical_account_id.as_str(),
                meta_scopes: metascopes.iter().map(|scope| scope.as_str()).collect(),
            };
            ("service", payload)
        }
        Credential::OauthUser { client, redirect_uri, .. } => {
            let payload = Payload::Oauth2 {
                client_id,
                client_secret: client.has_secret().then(|| outgoing.first_client_secret()),
                redirect_uri: [redirect_uri.as_str()],
                default_redirect_uri: redirect_uri.as_str(),
            };
            let kind = match client {
                UserClient::Web => "oauthwebapp",
                UserClient::SinglePage => "oauthsinglepageapp",
                UserClient::Native => "oauthnativeapp",
            };
            (kind, payload)
        }
    };
    let name = one_line(&profile.name).unwrap_or_else(|| "Credential".to_owned());
    ConsoleCredential { id: UNKNOWN, name, integration_type, payload }
}

fn console_notes(outgoing: &Outgoing<'_>) -> Vec<Note> {
    let grant = outgoing.profile.credential.grant();
    let second_secret = grant == Grant::OauthServerToServer;
    let mut notes = notes(outgoing, &Carried { second_secret, ..CARRIED });
    notes.push(Note::ConsoleNumbersUnknown);
    let console = &outgoing.profile.console;
    if console.workspace.is_none() {
        notes.push(Note::WorkspaceUnknown);
    }
    if grant == Grant::OauthUser {
        // The Console's own file has no place for them either.
        notes.push(Note::NotCarried { format: ExportFormat::Console, field: Field::Scopes });
        return notes;
    }
    if console.technical_account_email.is_none() {
        notes.push(Note::TechnicalAccountEmailNeeded { format: ExportFormat::Console });
    }
    if let Credential::OauthServerToServer { technical_account_id: None, .. } =
        outgoing.profile.credential
    {
        notes.push(Note::TechnicalAccountNeeded { format: ExportFormat::Console });
    }
    notes
}

/// As the Console has it; a project must name one.
fn workspace(outgoing: &Outgoing<'_>) -> String {
    let known = outgoing.profile.console.workspace.as_deref();
    known.map_or_else(|| "Production".to_owned(), short_name)
}

/// The project's own name, without the workspace that reading such a file puts behind it: `Geo Demo` of `Geo Demo (Stage)`.
fn project<'a>(name: &'a str, workspace: Option<&str>) -> &'a str {
    let without = workspace.and_then(|workspace| {
        name.strip_suffix(')')?.strip_suffix(workspace)?.strip_suffix('(').map(str::trim_end)
    });
    without.filter(|name| !name.is_empty()).unwrap_or(name)
}

/// Letters that the schema allows in names: ASCII's and Latin-1's, and digits.
fn is_name_letter(character: &char) -> bool {
    character.is_ascii_alphanumeric()
        || matches!(character, '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{FF}')
}

/// 1 to 20 letters and digits.
fn short_name(name: &str) -> String {
    let short: String = name.chars().filter(is_name_letter).take(20).collect();
    if short.is_empty() { "Project".to_owned() } else { short }
}

/// 1 to 45 letters, digits and blanks.
fn title(name: &str) -> String {
    let words = name.split(|character| !is_name_letter(&character)).filter(|word| !word.is_empty());
    let title: String = words.collect::<Vec<_>>().join(" ").chars().take(45).collect();
    let title = title.trim_end();
    if title.is_empty() { "Project".to_owned() } else { title.to_owned() }
}

/// A line of 1 to 256 UTF-16 units without blanks at its ends; none when nothing is left.
fn one_line(text: &str) -> Option<String> {
    let line = text.replace(
        |character: char| character.is_control() || matches!(character, '\u{2028}' | '\u{2029}'),
        " ",
    );
    let mut length = 0;
    let fits = |character: &char| {
        length += character.len_utf16();
        length <= 256
    };
    let line: String = line.trim_matches(is_blank).chars().take_while(fits).collect();
    let line = line.trim_end_matches(is_blank);
    (!line.is_empty()).then(|| line.to_owned())
}

/// What the schema's `\s` is; it counts the byte order mark too.
fn is_blank(character: char) -> bool {
    character.is_whitespace() || character == '\u{FEFF}'
}
