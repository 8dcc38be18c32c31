//! What is given to be written.

use mudbrick_model::{Profile, Slug};
use mudbrick_vault::SecretText;

/// A profile on its way out. Secrets that are not given are empty in their places.
#[derive(Debug)]
pub struct Outgoing<'a> {
    /// Its short name, which no other profile has: for the file's name and the context's.
    pub slug: &'a Slug,
    /// Everything that is no secret.
    pub profile: &'a Profile,
    /// In the order in which they are tried; Adobe lets a credential have two.
    pub client_secrets: &'a [SecretText],
    /// PKCS #8 as PEM, for a profile that signs.
    pub private_key: Option<&'a SecretText>,
    /// The certificate over it, as PEM.
    pub certificate: Option<&'a str>,
}

impl<'a> Outgoing<'a> {
    pub(crate) fn has_secrets(&self) -> bool {
        !self.client_secrets.is_empty() || self.private_key.is_some()
    }

    pub(crate) fn all_client_secrets(&self) -> Vec<&'a str> {
        self.client_secrets.iter().map(|secret| secret.expose().as_str()).collect()
    }

    /// Empty when there is none.
    pub(crate) fn first_client_secret(&self) -> &'a str {
        self.client_secrets.first().map_or("", |secret| secret.expose())
    }

    /// Empty when there is none.
    pub(crate) fn private_key_lines(&self) -> Vec<&'a str> {
        let lines = self.private_key.map_or("", |key| key.expose()).lines();
        lines.map(str::trim).filter(|line| !line.is_empty()).collect()
    }
}
