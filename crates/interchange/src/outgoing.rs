//! What is given to be written.

use mudbrick_model::Profile;
use mudbrick_vault::SecretText;

/// A profile on its way out. Secrets that are not given are empty in their places.
#[derive(Debug)]
pub struct Outgoing<'a> {
    /// Everything that is no secret.
    pub profile: &'a Profile,
    /// In the order in which they are tried; Adobe lets a credential have two.
    pub client_secrets: &'a [SecretText],
    /// PKCS #8 as PEM, for a profile that signs.
    pub private_key: Option<&'a SecretText>,
    /// The certificate over it, as PEM.
    pub certificate: Option<&'a str>,
}
