//! What is known of the secrets, kept between uses for as long as the vault is open.

use super::index::Index;
use crate::threads::lock;
use mudbrick_redact::Fingerprints;
use mudbrick_vault::Kept;
use std::sync::{Arc, Mutex};

/// What is known, kept between uses for as long as the vault is open.
#[derive(Default)]
pub(crate) struct LastKnown(pub(super) Mutex<Option<Arc<KnownSecrets>>>);

impl LastKnown {
    /// Forgets it with the vault's other secrets.
    pub(crate) fn forget(&self) {
        *lock(&self.0) = None;
    }
}

/// Every secret that the vault still has, as far as it can be told.
#[derive(Default)]
pub(crate) struct KnownSecrets {
    pub(crate) fingerprints: Option<Arc<Fingerprints>>,
    /// The vault's files, by which the fingerprints number their owners.
    pub(super) files: Vec<Kept>,
    /// Those of them that cannot be read and never were: what is in them cannot be looked for.
    pub(crate) unreadable: Vec<Kept>,
    pub(super) index: Index,
}
