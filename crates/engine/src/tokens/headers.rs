//! The headers that Adobe's APIs ask for: the token, the API key and the organisation.

use mudbrick_ims::AccessToken;
use mudbrick_model::Profile;
use mudbrick_vault::SecretText;

/// A header of every call.
pub struct AdobeHeader {
    /// `x-api-key`.
    pub name: &'static str,
    /// The token is in one of them.
    pub value: SecretText,
}

impl AdobeHeader {
    /// `Authorization` first.
    pub fn of(profile: &Profile, token: &AccessToken) -> [Self; 3] {
        let header = |name, value: String| Self { name, value: SecretText::new(value) };
        [
            header("Authorization", format!("Bearer {}", token.value.expose())),
            header("x-api-key", profile.client_id.to_string()),
            header("x-gw-ims-org-id", profile.org_id.to_string()),
        ]
    }

    /// As it goes over the wire: `x-api-key: …`.
    pub fn line(&self) -> SecretText {
        SecretText::new(format!("{}: {}", self.name, self.value.expose()))
    }
}
