//! Failures as people meet them: a code for programs, a sentence that says what happened, and what to do about it.

use crate::{ProfileName, Remedy, RemedyAction};
use serde::{Deserialize, Serialize};

/// What went wrong, flat and stable, for the shells to branch on. A code is added when a consumer branches on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[non_exhaustive]
pub enum ErrorCode {
    /// Something typed or read is not valid; nothing was changed.
    InvalidInput,
    /// What was named does not exist.
    NotFound,
    /// A name or file that must be new exists already.
    AlreadyExists,
    /// It was changed elsewhere since it was read.
    Conflict,
    /// A file or folder cannot be read or written.
    Storage,
    /// A stored file is damaged; it was kept aside.
    Damaged,
    /// The vault needs its passphrase, or the keyring is locked.
    VaultLocked,
    /// There is no keyring, or the vault's key is not in it.
    VaultAbsent,
    /// The keyring refused.
    VaultDenied,
    /// A profile lacks a secret it needs for this.
    SecretMissing,
    /// A key or certificate cannot be used.
    BadKey,
    /// IMS refused the credential.
    CredentialRefused,
    /// IMS refused the scopes.
    ScopeRefused,
    /// Adobe asks to wait.
    Throttled,
    /// The other end could not be reached, or broke off.
    Network,
    /// The answer was not what the protocol allows.
    BadAnswer,
    /// The profile does not allow its token to be sent to this host.
    HostNotAllowed,
    /// A writing call to production, not confirmed.
    NeedsConfirmation,
    /// A body is a file from outside of the request's folder, and nobody has agreed to send it.
    FileOutside,
    /// The person stopped it.
    Cancelled,
    /// The practice Adobe is not running.
    PracticeDown,
    /// A fault in Mudbrick.
    Internal,
}

/// What a person is told. Holds no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Problem {
    /// For programs.
    pub code: ErrorCode,
    /// One sentence: what happened, and why when that is known.
    pub message: String,
    /// What to do now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub remedy: Option<Remedy>,
    /// The raw answer, request id or system error, for the Details fold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub detail: Option<String>,
}

impl Problem {
    /// A problem with a message alone.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), remedy: None, detail: None }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn remedy(mut self, remedy: impl Into<Remedy>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }

    /// Adds what a program can do about it, to the sentence that is there.
    #[must_use]
    pub fn action(mut self, action: RemedyAction) -> Self {
        if let Some(remedy) = &mut self.remedy {
            remedy.action = Some(Box::new(action));
        }
        self
    }

    /// Names the profile that it is about, where none is named yet.
    #[must_use]
    pub fn of_profile(mut self, profile: &ProfileName) -> Self {
        if let Some(remedy) = &mut self.remedy {
            remedy.action = remedy.action.take().map(|action| Box::new(action.of_profile(profile)));
        }
        self
    }

    /// The sentence that says what to do.
    pub fn remedy_text(&self) -> Option<&str> {
        self.remedy.as_ref().map(|remedy| remedy.text.as_str())
    }

    /// Adds the raw cause.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }
}

/// An error that can be told to a person. `Display` speaks to developers (lower case, what was being done); this to users.
pub trait Explain: std::error::Error {
    /// The sentence, the remedy and the code.
    fn problem(&self) -> Problem;

    /// The code alone.
    fn code(&self) -> ErrorCode {
        self.problem().code
    }
}

impl<E: Explain> From<E> for Problem {
    fn from(error: E) -> Self {
        error.problem()
    }
}

impl Explain for crate::InvalidId {
    fn problem(&self) -> Problem {
        Problem::new(ErrorCode::InvalidInput, self.to_string())
    }
}
