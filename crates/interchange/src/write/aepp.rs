//! The configuration of aepp, the Python library for Experience Platform (`aepp/configs.py`, `importConfigFile`).

use super::carried::{Carried, notes};
use super::{Written, file_name, json};
use crate::Outgoing;
use mudbrick_model::{Adobe, Credential, ExportFormat};
use serde::Serialize;

const CARRIED: Carried = Carried {
    format: ExportFormat::Aepp,
    jwt: false,
    users: false,
    second_secret: false,
    private_key: false,
    technical_account: false,
    sandbox: true,
    stage: true,
    variables: false,
};

#[derive(Serialize)]
struct File<'a> {
    org_id: &'a str,
    client_id: &'a str,
    secret: &'a str,
    #[serde(rename = "sandbox-name")]
    sandbox_name: &'a str,
    environment: &'static str,
    scopes: String,
}

/// A configuration for `aepp.importConfigFile`.
pub fn aepp(outgoing: &Outgoing<'_>) -> Written {
    let profile = outgoing.profile;
    let scopes = match &profile.credential {
        Credential::OauthServerToServer { scopes, .. } => {
            scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(",")
        }
        Credential::Jwt { .. } | Credential::OauthUser { .. } => String::new(),
    };
    let file = File {
        org_id: profile.org_id.as_str(),
        client_id: profile.client_id.as_str(),
        secret: outgoing.first_client_secret(),
        sandbox_name: &profile.sandbox,
        // The word is a part of the host: platform-stage.adobe.io.
        environment: if profile.adobe == Adobe::Stage { "stage" } else { "prod" },
        scopes,
    };
    Written {
        file_name: file_name(outgoing, "aepp.json"),
        text: json::render(&file),
        notes: notes(outgoing, &CARRIED),
    }
}
