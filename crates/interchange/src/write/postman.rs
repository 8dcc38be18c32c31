//! A Postman environment with the names of Adobe's collections, in the shape of the Developer Console's download.

use super::carried::{Carried, notes};
use super::{Written, file_name, json};
use crate::Outgoing;
use mudbrick_model::{Credential, ExportFormat, Note, Profile};
use mudbrick_redact::looks_secret;
use mudbrick_vault::SecretText;
use serde::Serialize;
use zeroize::Zeroizing;

const CARRIED: Carried = Carried {
    format: ExportFormat::Postman,
    jwt: true,
    users: true,
    second_secret: false,
    private_key: true,
    technical_account: true,
    sandbox: true,
    stage: true,
    variables: true,
};

#[derive(Serialize)]
struct File<'a> {
    values: Vec<Variable<'a>>,
    name: &'a str,
    _postman_variable_scope: &'static str,
}

#[derive(Serialize)]
struct Variable<'a> {
    r#type: &'static str,
    value: Value<'a>,
    key: &'a str,
    enabled: bool,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Value<'a> {
    Text(&'a str),
    /// The Console writes scopes as a list and not as a text.
    List(Vec<&'a str>),
}

/// A Postman environment.
pub fn postman(outgoing: &Outgoing<'_>) -> Written {
    let mut notes = notes(outgoing, &CARRIED);
    let key_lines = outgoing.private_key_lines();
    let secrets = Secrets {
        client_secret: outgoing.first_client_secret(),
        private_key: &Zeroizing::new(key_lines.join("\n")),
        token: "",
        given: outgoing.has_secrets(),
    };
    let text = environment(outgoing.profile, &secrets, &mut notes);
    Written { file_name: file_name(outgoing, "postman_environment.json"), text, notes }
}

/// The same environment with a token in it and no other secret.
pub fn postman_with_token(profile: &Profile, token: &str) -> SecretText {
    let secrets = Secrets { client_secret: "", private_key: "", token, given: false };
    environment(profile, &secrets, &mut Vec::new())
}

/// The secrets of an environment, each empty where it is not in it.
struct Secrets<'a> {
    client_secret: &'a str,
    private_key: &'a str,
    token: &'a str,
    /// Whether the person asked for the profile's own secrets: variables that look like one are in it then.
    given: bool,
}

fn environment(profile: &Profile, secrets: &Secrets<'_>, notes: &mut Vec<Note>) -> SecretText {
    let (scopes_name, scopes, account) = match &profile.credential {
        Credential::OauthServerToServer { scopes, technical_account_id } => (
            "SCOPES",
            scopes.iter().map(|scope| scope.as_str()).collect(),
            technical_account_id.as_ref().map_or("", |id| id.as_str()),
        ),
        Credential::Jwt { technical_account_id, metascopes, .. } => (
            "META_SCOPE",
            metascopes.iter().map(|scope| scope.as_str()).collect(),
            technical_account_id.as_str(),
        ),
        Credential::OauthUser { scopes, .. } => {
            ("SCOPES", scopes.iter().map(|scope| scope.as_str()).collect(), "")
        }
    };
    let mut values = vec![
        secret("CLIENT_SECRET", secrets.client_secret),
        text("API_KEY", profile.client_id.as_str()),
        secret("ACCESS_TOKEN", secrets.token),
        Variable { r#type: "text", value: Value::List(scopes), key: scopes_name, enabled: true },
        text("TECHNICAL_ACCOUNT_ID", account),
        text("IMS", profile.adobe.ims_host()),
        text("IMS_ORG", profile.org_id.as_str()),
    ];
    if matches!(profile.credential, Credential::Jwt { .. }) {
        values.push(secret("PRIVATE_KEY", secrets.private_key));
        values.push(secret("JWT_TOKEN", ""));
    }
    values.push(text("SANDBOX_NAME", &profile.sandbox));
    for (name, value) in &profile.variables {
        if values.iter().any(|variable| variable.key.eq_ignore_ascii_case(name)) {
            notes.push(Note::VariableNameTaken { name: name.clone() });
        } else if looks_secret(name, value) && !secrets.given {
            notes.push(Note::VariableLeftEmpty { name: name.clone() });
            values.push(secret(name, ""));
        } else {
            values.push(text(name, value));
        }
    }
    json::render(&File { values, name: &profile.name, _postman_variable_scope: "environment" })
}

fn text<'a>(key: &'a str, value: &'a str) -> Variable<'a> {
    Variable { r#type: "text", value: Value::Text(value), key, enabled: true }
}

/// Postman shows the value of one of this type as dots.
fn secret<'a>(key: &'a str, value: &'a str) -> Variable<'a> {
    Variable { r#type: "secret", ..text(key, value) }
}
