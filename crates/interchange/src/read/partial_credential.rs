//! A credential while it is being put together from its parts.

use super::affix::Affix;
use crate::reading::{Found, FoundCredential, Origin};
use mudbrick_model::{
    Adobe, Field, Fingerprint, Grant, KeyId, Note, UserClient, holds_client_secret,
};
use mudbrick_vault::SecretText;
use std::collections::BTreeMap;

/// What one place holds of a credential. Two of one credential are merged when everything was read.
#[derive(Debug, Default)]
pub(crate) struct PartialCredential {
    /// The input it is from; files of one archive share it.
    pub(crate) group: usize,
    pub(crate) name: Option<Found<String>>,
    /// What stood around the names of its values.
    pub(crate) affix: Affix,
    /// The name of an `aio` context, by which a `.env` and a `.aio` file mean the same credential.
    pub(crate) context: Option<Found<String>>,
    pub(crate) organization: Option<Found<String>>,
    pub(crate) workspace: Option<Found<String>>,
    pub(crate) org_id: Option<Found<String>>,
    pub(crate) client_id: Option<Found<String>>,
    pub(crate) grant: Option<Grant>,
    pub(crate) user_client: Option<UserClient>,
    pub(crate) redirect_uri: Option<Found<String>>,
    pub(crate) scopes: Option<Found<Vec<String>>>,
    pub(crate) metascopes: Option<Found<Vec<String>>>,
    pub(crate) technical_account_id: Option<Found<String>>,
    pub(crate) technical_account_email: Option<Found<String>>,
    pub(crate) sandbox: Option<Found<String>>,
    pub(crate) adobe: Option<Found<Adobe>>,
    pub(crate) variables: BTreeMap<String, Found<String>>,
    pub(crate) client_secrets: Vec<Found<SecretText>>,
    pub(crate) key: Option<KeyId>,
    /// The file the key is in, where the place names one.
    pub(crate) key_path: Option<String>,
    /// What opens that file.
    pub(crate) key_passphrase: Option<SecretText>,
    pub(crate) certificates: Vec<Fingerprint>,
    pub(crate) notes: Vec<Note>,
}

impl PartialCredential {
    pub(crate) fn note(&mut self, note: Note) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// Adds a secret unless it is there already.
    pub(crate) fn secret(&mut self, value: &str, origin: Origin) {
        if self.client_secrets.iter().all(|known| known.value.expose() != value) {
            let value = SecretText::new(value.to_owned());
            self.client_secrets.push(Found { value, origin });
        }
    }

    /// Every field but the secrets is stored and shown as it is, so a client secret under another's name is not taken.
    pub(crate) fn refuse_secrets_in_the_open(&mut self) {
        self.refuse_swapped();
        let texts = [
            (Field::Name, &mut self.name),
            (Field::Name, &mut self.context),
            (Field::Name, &mut self.workspace),
            (Field::Organization, &mut self.organization),
            (Field::OrgId, &mut self.org_id),
            (Field::ClientId, &mut self.client_id),
            (Field::TechnicalAccountId, &mut self.technical_account_id),
            (Field::TechnicalAccountId, &mut self.technical_account_email),
            (Field::Sandbox, &mut self.sandbox),
            (Field::RedirectUri, &mut self.redirect_uri),
        ];
        let mut refused = Vec::new();
        for (field, place) in texts {
            let secret = place.take_if(|found| holds_client_secret(&found.value));
            refused.extend(secret.map(|found| (field, found.origin)));
        }
        for scopes in [&mut self.scopes, &mut self.metascopes] {
            let Some(found) = scopes else { continue };
            let before = found.value.len();
            found.value.retain(|scope| !holds_client_secret(scope));
            if found.value.len() < before {
                refused.push((Field::Scopes, found.origin.clone()));
            }
            scopes.take_if(|found| found.value.is_empty());
        }
        self.variables.retain(|_, found| {
            let holds = holds_client_secret(&found.value);
            if holds {
                refused.push((Field::Variables, found.origin.clone()));
            }
            !holds
        });
        for (field, Origin(place)) in refused {
            self.notes.retain(|note| !cannot_be_at(note, &place));
            self.note(Note::HoldsSecret { field, place });
        }
    }

    fn refuse_swapped(&mut self) {
        let is_hex = |text: &str| text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit());
        let Some(client_id) =
            self.client_id.as_ref().filter(|found| holds_client_secret(&found.value))
        else {
            return;
        };
        let Some(at) = self.client_secrets.iter().position(|it| is_hex(it.value.expose())) else {
            return;
        };
        let client_id = client_id.origin.0.clone();
        let client_secret = self.client_secrets.remove(at).origin.0;
        self.client_id = None;
        self.notes.retain(|note| !cannot_be_at(note, &client_id));
        self.note(Note::Swapped { client_id, client_secret });
    }

    /// How it asks for a token, as far as its parts tell.
    pub(crate) fn derived_grant(&self) -> Option<Grant> {
        let signs = self.metascopes.is_some()
            || self.key.is_some()
            || self.key_path.is_some()
            || !self.certificates.is_empty();
        self.grant.or_else(|| match (self.scopes.is_some(), signs) {
            (true, _) => Some(Grant::OauthServerToServer),
            (false, true) => Some(Grant::Jwt),
            (false, false) => None,
        })
    }

    /// Its context's name as `aio app use` makes it of a credential's.
    pub(crate) fn context_name(&self) -> Option<String> {
        self.context.as_ref().map(|found| found.value.trim().replace(' ', "_").to_lowercase())
    }

    /// A key beside a technical account, and no scopes: it signs.
    pub(crate) fn sign_with_key_beside(&mut self) {
        if self.technical_account_id.is_some() && self.scopes.is_none() {
            self.grant = self.grant.or(Some(Grant::Jwt));
        }
    }

    /// Whether it is a client ID and nothing that a token could be requested with.
    pub(crate) fn is_api_key_alone(&self) -> bool {
        self.client_id.is_some()
            && self.org_id.is_none()
            && self.client_secrets.is_empty()
            && self.technical_account_id.is_none()
            && self.scopes.is_none()
            && self.metascopes.is_none()
            && self.grant.is_none()
            && self.key.is_none()
            && self.key_path.is_none()
            && self.certificates.is_empty()
    }

    /// The credential, when all of it is known.
    pub(crate) fn finish(self, key: Option<usize>) -> FoundCredential {
        let grant = self.derived_grant().unwrap_or(Grant::OauthServerToServer);
        let client_id = self.client_id.as_ref();
        let origin = client_id.map_or_else(|| Origin(String::new()), |found| found.origin.clone());
        let short: String = client_id.map_or("", |found| &found.value).chars().take(8).collect();
        let named = || Found { value: format!("Credential {short}").trim_end().to_owned(), origin };
        let (scopes, other) = match grant {
            Grant::OauthServerToServer | Grant::OauthUser => (self.scopes, self.metascopes),
            Grant::Jwt => (self.metascopes, self.scopes),
        };
        let mut notes = self.notes;
        if grant != Grant::Jwt {
            notes.retain(|note| *note != Note::JwtEnded);
        }
        if let Some(other) = other.filter(|_| grant != Grant::Jwt) {
            notes.push(Note::MetascopesLeftOut { metascopes: other.value });
        }
        FoundCredential {
            name: self.name.unwrap_or_else(named),
            organization: self.organization,
            workspace: self.workspace,
            org_id: self.org_id,
            client_id: self.client_id,
            grant,
            user_client: self.user_client.filter(|_| grant == Grant::OauthUser),
            redirect_uri: self.redirect_uri.filter(|_| grant == Grant::OauthUser),
            scopes,
            technical_account_id: self.technical_account_id,
            technical_account_email: self.technical_account_email,
            sandbox: self.sandbox,
            adobe: self.adobe,
            variables: self.variables,
            client_secrets: self.client_secrets,
            key: key.filter(|_| grant == Grant::Jwt),
            certificates: self.certificates,
            notes,
        }
    }
}

/// Whether a note says less of a place than that a secret is there.
fn cannot_be_at(note: &Note, at: &str) -> bool {
    matches!(note, Note::CannotBe { place, .. } if place == at)
}
