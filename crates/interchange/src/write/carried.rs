//! What a format carries, and the notes about what it does not.

use crate::Outgoing;
use mudbrick_model::{Adobe, Credential, ExportFormat, Field, Grant, Note};

/// What a format has a place for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Carried {
    pub(super) format: ExportFormat,
    pub(super) jwt: bool,
    /// Credentials with which people sign in.
    pub(super) users: bool,
    pub(super) second_secret: bool,
    pub(super) private_key: bool,
    pub(super) technical_account: bool,
    pub(super) sandbox: bool,
    pub(super) stage: bool,
    pub(super) variables: bool,
}

/// What of this profile is not carried and will be missed.
pub(super) fn notes(outgoing: &Outgoing<'_>, carried: &Carried) -> Vec<Note> {
    let profile = outgoing.profile;
    let format = carried.format;
    let is_jwt = profile.credential.grant() == Grant::Jwt;
    let is_user = profile.credential.grant() == Grant::OauthUser;
    let not_carried = |field| Note::NotCarried { format, field };
    let mut notes = Vec::new();
    let mut lacks = |missing: bool, note: Note| {
        if missing {
            notes.push(note);
        }
    };
    lacks(is_jwt && !carried.jwt, Note::GrantNotCarried { format });
    lacks(is_user && !carried.users, Note::UserGrantNotCarried { format });
    lacks(
        outgoing.client_secrets.len() > 1 && !carried.second_secret,
        not_carried(Field::SecondClientSecret),
    );
    lacks(
        is_jwt && outgoing.private_key.is_some() && !carried.private_key,
        not_carried(Field::PrivateKey),
    );
    lacks(
        has_technical_account(&profile.credential) && !carried.technical_account,
        not_carried(Field::TechnicalAccountId),
    );
    lacks(
        profile.sandbox != "prod" && !carried.sandbox,
        Note::SandboxNotCarried { format, sandbox: profile.sandbox.clone() },
    );
    lacks(profile.adobe == Adobe::Stage && !carried.stage, not_carried(Field::Adobe));
    lacks(profile.adobe == Adobe::Practice, Note::PracticeProfile);
    lacks(!profile.variables.is_empty() && !carried.variables, not_carried(Field::Variables));
    notes
}

fn has_technical_account(credential: &Credential) -> bool {
    credential.technical_account().is_some()
}
