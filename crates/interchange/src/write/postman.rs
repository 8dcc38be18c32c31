//! A Postman environment with the names of Adobe's collections, in the shape of the Developer Console's download.

use super::carried::{Carried, notes};
use super::{Written, file_name, json};
use crate::Outgoing;
use mudbrick_model::{Credential, ExportFormat, Note};
use mudbrick_redact::looks_secret;
use serde::Serialize;
use zeroize::Zeroizing;

const CARRIED: Carried = Carried {
    format: ExportFormat::Postman,
    jwt: true,
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
    let profile = outgoing.profile;
    let mut notes = notes(outgoing, &CARRIED);
    let key_lines = outgoing.private_key_lines();
    let private_key = Zeroizing::new(key_lines.join("\n"));
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
    };
    let mut values = vec![
        secret("CLIENT_SECRET", outgoing.first_client_secret()),
        text("API_KEY", profile.client_id.as_str()),
        secret("ACCESS_TOKEN", ""),
        Variable { r#type: "text", value: Value::List(scopes), key: scopes_name, enabled: true },
        text("TECHNICAL_ACCOUNT_ID", account),
        text("IMS", profile.adobe.ims_host()),
        text("IMS_ORG", profile.org_id.as_str()),
    ];
    if matches!(profile.credential, Credential::Jwt { .. }) {
        values.push(secret("PRIVATE_KEY", &private_key));
        values.push(secret("JWT_TOKEN", ""));
    }
    values.push(text("SANDBOX_NAME", &profile.sandbox));
    for (name, value) in &profile.variables {
        if values.iter().any(|variable| variable.key.eq_ignore_ascii_case(name)) {
            notes.push(Note::VariableNameTaken { name: name.clone() });
        } else if looks_secret(name, value) && !outgoing.has_secrets() {
            notes.push(Note::VariableLeftEmpty { name: name.clone() });
            values.push(secret(name, ""));
        } else {
            values.push(text(name, value));
        }
    }
    let file = File { values, name: &profile.name, _postman_variable_scope: "environment" };
    Written {
        file_name: file_name(outgoing, "postman_environment.json"),
        text: json::render(&file),
        notes,
    }
}

fn text<'a>(key: &'a str, value: &'a str) -> Variable<'a> {
    Variable { r#type: "text", value: Value::Text(value), key, enabled: true }
}

/// Postman shows the value of one of this type as dots.
fn secret<'a>(key: &'a str, value: &'a str) -> Variable<'a> {
    Variable { r#type: "secret", ..text(key, value) }
}
