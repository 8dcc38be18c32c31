//! `.aio`: an IMS context of the aio CLI under `ims.contexts` (`@adobe/aio-lib-ims`), as JSON, which its HJSON reader takes.

use super::carried::{Carried, notes};
use super::{Written, context_name, file_name, json};
use crate::Outgoing;
use mudbrick_model::{Adobe, Credential, ExportFormat, Note};
use serde::Serialize;
use std::collections::BTreeMap;

const CARRIED: Carried = Carried {
    format: ExportFormat::Aio,
    jwt: true,
    users: true,
    second_secret: true,
    private_key: true,
    technical_account: true,
    sandbox: false,
    stage: true,
    variables: false,
};

#[derive(Serialize)]
struct File<'a> {
    ims: Ims<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cli: Option<Cli>,
}

#[derive(Serialize)]
struct Ims<'a> {
    contexts: BTreeMap<String, Context<'a>>,
}

#[derive(Serialize)]
struct Cli {
    env: &'static str,
}

/// The keys of a context, as the two plugins of `aio-lib-ims` ask for them.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Context<'a> {
    Oauth {
        client_id: &'a str,
        client_secrets: Vec<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        technical_account_email: Option<&'a str>,
        technical_account_id: &'a str,
        scopes: Vec<&'a str>,
        ims_org_id: &'a str,
    },
    Jwt {
        client_id: &'a str,
        client_secret: &'a str,
        technical_account_id: &'a str,
        meta_scopes: Vec<&'a str>,
        ims_org_id: &'a str,
        /// Line by line: a text with line ends in it does not survive every tool on the way.
        private_key: Vec<&'a str>,
    },
    /// As `aio-lib-ims-oauth` asks for it.
    User { client_id: &'a str, client_secret: &'a str, redirect_uri: &'a str, scope: String },
}

impl<'a> Context<'a> {
    pub(super) fn of(outgoing: &Outgoing<'a>) -> Self {
        let profile = outgoing.profile;
        let (client_id, ims_org_id) = (profile.client_id.as_str(), profile.org_id.as_str());
        match &profile.credential {
            Credential::OauthServerToServer { scopes, technical_account_id } => {
                let account = technical_account_id.as_ref().map_or("", |id| id.as_str());
                Self::Oauth {
                    client_id,
                    client_secrets: outgoing.all_client_secrets(),
                    technical_account_email: profile.console.technical_account_email.as_deref(),
                    technical_account_id: account,
                    scopes: scopes.iter().map(|scope| scope.as_str()).collect(),
                    ims_org_id,
                }
            }
            Credential::Jwt { technical_account_id, metascopes, .. } => Self::Jwt {
                client_id,
                client_secret: outgoing.first_client_secret(),
                technical_account_id: technical_account_id.as_str(),
                meta_scopes: metascopes.iter().map(|scope| scope.as_str()).collect(),
                ims_org_id,
                private_key: outgoing.private_key_lines(),
            },
            Credential::OauthUser { client, redirect_uri, scopes } => {
                let scopes: Vec<&str> = scopes.iter().map(|scope| scope.as_str()).collect();
                let secret = if client.has_secret() { outgoing.first_client_secret() } else { "" };
                Self::User {
                    client_id,
                    client_secret: secret,
                    redirect_uri: redirect_uri.as_str(),
                    scope: scopes.join(","),
                }
            }
        }
    }
}

/// A `.aio` file.
pub fn aio(outgoing: &Outgoing<'_>) -> Written {
    let contexts = BTreeMap::from([(context_name(outgoing), Context::of(outgoing))]);
    let stage = outgoing.profile.adobe == Adobe::Stage;
    let file = File { ims: Ims { contexts }, cli: stage.then_some(Cli { env: "stage" }) };
    Written {
        file_name: file_name(outgoing, "aio"),
        text: json::render(&file),
        notes: context_notes(outgoing, &CARRIED),
    }
}

/// What the plugins of `aio-lib-ims` will not do with this context.
pub(super) fn context_notes(outgoing: &Outgoing<'_>, carried: &Carried) -> Vec<Note> {
    let grant = outgoing.profile.credential.grant();
    let is_server = grant == mudbrick_model::Grant::OauthServerToServer;
    let carried = Carried { second_secret: carried.second_secret && is_server, ..*carried };
    let mut notes = notes(outgoing, &carried);
    if let Credential::OauthServerToServer { technical_account_id: None, .. } =
        outgoing.profile.credential
    {
        notes.push(Note::TechnicalAccountNeeded { format: carried.format });
    } else if is_server && outgoing.profile.console.technical_account_email.is_none() {
        notes.push(Note::TechnicalAccountEmailNeeded { format: carried.format });
    }
    notes
}
