//! A credential while it is being put together from its parts.

use super::affix::Affix;
use crate::reading::{Found, FoundCredential, Origin};
use mudbrick_model::{Adobe, Fingerprint, Grant, KeyId, Note, UserClient};
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

    /// Whether it holds anything that a profile could be made of.
    pub(crate) fn is_credential(&self) -> bool {
        self.client_id.is_some()
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
        let named = || Found { value: format!("Credential {short}"), origin };
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
