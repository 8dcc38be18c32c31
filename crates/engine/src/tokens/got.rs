//! What a call for a token brings.

use crate::vault::stored::KeptRefresh;
use mudbrick_ims::AccessToken;

/// What IMS gave.
pub(crate) struct Got {
    pub(crate) token: AccessToken,
    /// For people: what the next token is got with.
    pub(crate) refresh: Option<KeptRefresh>,
}

impl From<AccessToken> for Got {
    fn from(token: AccessToken) -> Self {
        Self { token, refresh: None }
    }
}
