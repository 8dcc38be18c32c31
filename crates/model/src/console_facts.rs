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

/// The workspace that the Console makes with every project.
const USUAL_WORKSPACE: &str = "Production";

impl ConsoleFacts {
    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// These, with what a file says of them. Every file of the Console's kind names a workspace, also one that Mudbrick wrote
    /// without knowing any: its usual one says nothing where none is known.
    #[must_use]
    pub fn with(&self, found: &Self) -> Self {
        let is_news = |name: &&String| self.workspace.is_some() || *name != USUAL_WORKSPACE;
        let workspace = found.workspace.as_ref().filter(is_news).or(self.workspace.as_ref());
        let email = found.technical_account_email.as_ref();
        let email = email.or(self.technical_account_email.as_ref());
        Self { workspace: workspace.cloned(), technical_account_email: email.cloned() }
    }
}
