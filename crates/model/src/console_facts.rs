//! What the Developer Console says about a credential and no call needs. It is kept, so that an export invents nothing.

use serde::{Deserialize, Serialize};

/// Known where the credential came from a download of the Console's.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsoleFacts {
    /// The workspace's name, such as `Production`, `Stage` or a person's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workspace: Option<String>,
    /// The technical account's second name, which looks like its ID and is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub technical_account_email: Option<String>,
}

impl ConsoleFacts {
    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// These, and what is known besides.
    #[must_use]
    pub fn or(self, others: &Self) -> Self {
        Self {
            workspace: self.workspace.or_else(|| others.workspace.clone()),
            technical_account_email: self
                .technical_account_email
                .or_else(|| others.technical_account_email.clone()),
        }
    }
}
