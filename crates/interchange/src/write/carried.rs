//! What a format carries, and the sentences about what it does not.

use crate::Outgoing;
use mudbrick_model::{Adobe, Credential, Grant};

/// What a format has a place for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Carried {
    /// The format in a sentence: `An aepp configuration`.
    pub(super) format: &'static str,
    pub(super) jwt: bool,
    pub(super) second_secret: bool,
    pub(super) private_key: bool,
    pub(super) technical_account: bool,
    pub(super) sandbox: bool,
    pub(super) stage: bool,
    pub(super) variables: bool,
}

/// What of this profile is not carried and will be missed.
pub(super) fn notes(outgoing: &Outgoing<'_>, carried: &Carried) -> Vec<String> {
    let profile = outgoing.profile;
    let format = carried.format;
    let is_jwt = profile.credential.grant() == Grant::Jwt;
    let mut notes = Vec::new();
    let mut lacks = |missing: bool, sentence: String| {
        if missing {
            notes.push(sentence);
        }
    };
    lacks(
        is_jwt && !carried.jwt,
        format!(
            "{format} knows OAuth Server-to-Server alone; this Service account (JWT) profile cannot log in with it."
        ),
    );
    lacks(
        outgoing.client_secrets.len() > 1 && !carried.second_secret,
        format!("{format} holds one client secret; the second was left out."),
    );
    lacks(
        is_jwt && outgoing.private_key.is_some() && !carried.private_key,
        format!("{format} has no place for a private key; save the key as a file of its own."),
    );
    lacks(
        has_technical_account(&profile.credential) && !carried.technical_account,
        format!("{format} has no place for the technical account ID."),
    );
    lacks(
        profile.sandbox != "prod" && !carried.sandbox,
        format!("{format} has no place for the sandbox {}.", profile.sandbox),
    );
    lacks(
        profile.adobe == Adobe::Stage && !carried.stage,
        format!("{format} does not say that this profile speaks to Adobe's stage environment."),
    );
    lacks(
        profile.adobe == Adobe::Practice,
        "This is a practice profile: other tools would take it to the real Adobe, which does not know it.".to_owned(),
    );
    lacks(
        !profile.variables.is_empty() && !carried.variables,
        format!("{format} has no place for the profile's variables."),
    );
    notes
}

fn has_technical_account(credential: &Credential) -> bool {
    match credential {
        Credential::OauthServerToServer { technical_account_id, .. } => {
            technical_account_id.is_some()
        }
        Credential::Jwt { .. } => true,
    }
}
