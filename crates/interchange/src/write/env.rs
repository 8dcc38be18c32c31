//! `.env`: the variables that `aio app use` writes (`@adobe/aio-cli-plugin-app`), for the aio CLI (`AIO_ims_contexts_…`) and
//! for App Builder's actions (`SERVICE_API_KEY`, `IMS_OAUTH_S2S_…`).

use super::aio::{Context, context_notes};
use super::carried::Carried;
use super::{Written, context_name, file_name, json};
use crate::Outgoing;
use mudbrick_model::{Adobe, ExportFormat, Note, Profile};
use mudbrick_vault::SecretText;
use zeroize::Zeroizing;

const CARRIED: Carried = Carried {
    format: ExportFormat::Env,
    jwt: true,
    users: true,
    second_secret: true,
    private_key: true,
    technical_account: true,
    sandbox: false,
    stage: true,
    variables: false,
};

/// A `.env` file.
pub fn env(outgoing: &Outgoing<'_>) -> Written {
    let mut lines = Lines {
        // A single `_` separates, two are one: the CLI's own escape.
        context: format!("AIO_ims_contexts_{}_", context_name(outgoing).replace('_', "__")),
        lines: Vec::new(),
        uncarried: Vec::new(),
    };
    match Context::of(outgoing) {
        Context::Oauth {
            client_id,
            client_secrets,
            technical_account_email,
            technical_account_id,
            scopes,
            ims_org_id,
        } => {
            lines.in_context("client_id", client_id);
            lines.list("client_secrets", &client_secrets);
            if let Some(email) = technical_account_email {
                lines.in_context("technical_account_email", email);
            }
            lines.in_context("technical_account_id", technical_account_id);
            lines.list("scopes", &scopes);
            lines.in_context("ims_org_id", ims_org_id);
            lines.add("SERVICE_API_KEY".to_owned(), client_id);
            lines.add("IMS_OAUTH_S2S_CLIENT_ID".to_owned(), client_id);
            lines.add("IMS_OAUTH_S2S_CLIENT_SECRET".to_owned(), outgoing.first_client_secret());
            lines.add("IMS_OAUTH_S2S_ORG_ID".to_owned(), ims_org_id);
            lines.add("IMS_OAUTH_S2S_SCOPES".to_owned(), json::one_line(&scopes).expose());
        }
        Context::Jwt {
            client_id,
            client_secret,
            technical_account_id,
            meta_scopes,
            ims_org_id,
            private_key,
        } => {
            lines.in_context("client_id", client_id);
            lines.in_context("client_secret", client_secret);
            lines.in_context("technical_account_id", technical_account_id);
            lines.list("meta_scopes", &meta_scopes);
            lines.in_context("ims_org_id", ims_org_id);
            lines.list("private_key", &private_key);
            lines.add("SERVICE_API_KEY".to_owned(), client_id);
        }
        Context::User { client_id, client_secret, redirect_uri, scope } => {
            lines.in_context("client_id", client_id);
            lines.in_context("client_secret", client_secret);
            lines.in_context("redirect_uri", redirect_uri);
            lines.in_context("scope", &scope);
            lines.add("SERVICE_API_KEY".to_owned(), client_id);
        }
    }
    if outgoing.profile.adobe == Adobe::Stage {
        lines.add("AIO_CLI_ENV".to_owned(), "stage");
    }
    let mut notes = context_notes(outgoing, &CARRIED);
    notes.append(&mut lines.uncarried);
    Written { file_name: file_name(outgoing, "env"), text: lines.text(), notes }
}

/// What a call needs besides its URL, by the names that Adobe's Postman collections have for it; none where no quotation marks
/// hold the token.
pub fn env_with_token(profile: &Profile, token: &str) -> Option<SecretText> {
    let (key, org) = (profile.client_id.as_str(), profile.org_id.as_str());
    let lines =
        [("ACCESS_TOKEN", token), ("API_KEY", key), ("IMS_ORG", org)].map(|(name, value)| {
            quoted(value).map(|value| Zeroizing::new(format!("{name}={}\n", value.as_str())))
        });
    let [Some(token), Some(key), Some(org)] = lines else { return None };
    Some(SecretText::new([token.as_str(), &key, &org].concat()))
}

struct Lines {
    /// What the names of the context's values begin with.
    context: String,
    lines: Vec<Zeroizing<String>>,
    uncarried: Vec<Note>,
}

impl Lines {
    fn in_context(&mut self, key: &str, value: &str) {
        self.add(format!("{}{}", self.context, key.replace('_', "__")), value);
    }

    fn list(&mut self, key: &str, values: &[&str]) {
        if values.is_empty() {
            return self.in_context(key, "[]");
        }
        let json = json::one_line(values);
        // JSON has a second way to write the one character that a quoted value cannot hold.
        let json = Zeroizing::new(json.expose().replace('\'', "\\u0027"));
        self.in_context(key, &json);
    }

    fn add(&mut self, name: String, value: &str) {
        match quoted(value) {
            Some(value) => {
                let mut line = Zeroizing::new(String::with_capacity(name.len() + value.len() + 2));
                line.extend([name.as_str(), "=", value.as_str(), "\n"]);
                self.lines.push(line);
            }
            None => {
                self.uncarried.push(Note::ValueLeftEmpty { name: name.clone() });
                self.lines.push(Zeroizing::new(format!("{name}=\n")));
            }
        }
    }

    fn text(self) -> SecretText {
        let length = self.lines.iter().map(|line| line.len()).sum();
        let mut text = String::with_capacity(length);
        for line in &self.lines {
            text.push_str(line);
        }
        SecretText::new(text)
    }
}

/// The value as `dotenv` and a shell both read it back; none when there is no such form. `dotenv` knows no escapes but `\n`
/// and `\r` between double quotation marks, where a shell knows others; backticks, its third mark, make a shell run what
/// is between them.
pub(super) fn quoted(value: &str) -> Option<Zeroizing<String>> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.@:/+,%".contains(c);
    if value.chars().all(plain) {
        return Some(Zeroizing::new(value.to_owned()));
    }
    // `dotenv` takes a closing mark behind a backslash for one of the value's own.
    let single = !value.contains(['\'', '\r']) && !value.ends_with('\\');
    let double = !value.contains(['"', '\\', '$', '`', '\r']);
    let mark = if single { '\'' } else { '"' };
    (single || double).then(|| {
        let mut text = Zeroizing::new(String::with_capacity(value.len() + 2));
        text.push(mark);
        text.push_str(value);
        text.push(mark);
        text
    })
}
