//! The practice Adobe as a client sees it.

use crate::profiles::view::ProfileDraft;
use mudbrick_model::Fingerprint;
use serde::Serialize;

/// The practice Adobe, running.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct PracticeView {
    /// `http://127.0.0.1:8443`: for clients that take a base URL.
    pub base_url: String,
    /// Its credentials, as the Developer Console would show them.
    pub projects: Vec<PracticeProject>,
}

/// A project of the practice Adobe: what the Console's credential page shows. Nothing in it opens anything real.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct PracticeProject {
    /// `Places (OAuth Server-to-Server)`.
    pub title: String,
    /// Everything a new profile needs but the secret.
    pub draft: ProfileDraft,
    /// The client secret, which is public knowledge: it works nowhere else.
    pub client_secret: String,
    /// SHA-1 fingerprints of the certificates registered for it.
    pub certificates: Vec<Fingerprint>,
}
