//! Every secret that the vault still has: of all profiles and keys, earlier states, what was deleted and can be brought back,
//! and tokens. What leaves Mudbrick or is recorded is looked through for them.
//!
//! ```text
//! vault's files ──opened once, each──▶ fingerprints.age ──one decryption──▶ KnownSecrets ─┬─▶ guard     exports
//!                                                                                 ├─▶ leaving   requests
//!                                                                                 └─▶ masking   history
//! ```
//!
//! No use opens every secret: [`index`] keeps fingerprints, and opens only files that are new or were written again. It is
//! compared with the files at every use, so nobody who saves a secret has to remember it, and no crash leaves it behind them.
//! A file that cannot be read is still looked for when it was read once; else it is named, and whoever needs to know says no.

mod guard;
mod index;
mod known;
mod leaving;

pub(crate) use known::{KnownSecrets, LastKnown};
pub(crate) use leaving::Taken;

use super::{Vault, stored};
use crate::threads::lock;
use index::Index;
use mudbrick_model::{ErrorCode, KeyId, Problem, ProfileId};
use mudbrick_vault::{Kept, KeptState, Shelf};
use std::sync::Arc;

impl Vault {
    /// Every secret that the vault still has. Opens the vault, unless there is nothing in it.
    ///
    /// # Errors
    /// The vault is closed, or its folder cannot be read.
    pub(crate) fn known_secrets(&self) -> Result<Arc<KnownSecrets>, Problem> {
        let files = self.core.vault.survey()?;
        // Kept while fingerprints are made: a second caller would open every new secret once more.
        let mut slot = lock(&self.known.0);
        if let Some(known) = &*slot
            && known.files == files
        {
            return Ok(Arc::clone(known));
        }
        if files.is_empty() {
            return Ok(Arc::default());
        }
        let known = Arc::new(self.look_at(files)?);
        *slot = Some(Arc::clone(&known));
        Ok(known)
    }

    /// Makes sure that what was saved is known, so that a file that is damaged tomorrow is looked for all the same. Should
    /// this fail, the next use does it.
    pub(crate) fn note_secrets(&self) {
        if self.core.vault.is_open() {
            let _ = self.known_secrets();
        }
    }

    fn look_at(&self, files: Vec<Kept>) -> Result<KnownSecrets, Problem> {
        let (index, is_new) = Index::load(&self.core.vault, &files)?;
        if is_new {
            // It is made again when it is missing.
            let _ = index.save(&self.core.vault);
        }
        let unreadable = files.iter().filter(|file| index.is_unknown(file)).cloned().collect();
        let fingerprints = index.fingerprints(&files, &[]).map(Arc::new);
        Ok(KnownSecrets { fingerprints, files, unreadable, index })
    }

    /// What a person calls a secret: `The client secret of Acme · Places`.
    pub(crate) fn name_of_secret(&self, kept: &Kept) -> String {
        let owner = match kept.id.shelf() {
            Shelf::Tokens => stored::profile_of_token(kept.id.owner()),
            Shelf::Secrets => kept.id.owner(),
        };
        let profile = ProfileId::parse(owner).ok().and_then(|id| self.core.profiles.get(&id).ok());
        let profile = profile.map(|stored| stored.value.title());
        let key = || KeyId::parse(owner).ok().and_then(|id| self.core.keys.get(&id).ok());
        let what = match (kept.id.shelf(), kept.state) {
            (Shelf::Tokens, _) => "The token",
            (Shelf::Secrets, KeptState::Present) => "The client secret",
            (Shelf::Secrets, _) => "An earlier client secret",
        };
        match (profile, key()) {
            (Some(title), _) => format!("{what} of {title}"),
            (None, Some(key)) => format!("The private key {}", key.value.name),
            (None, None) if kept.id.shelf() == Shelf::Tokens => {
                "The token of a deleted profile".to_owned()
            }
            (None, None) => "A secret of a deleted or damaged profile or key".to_owned(),
        }
    }

    /// Says that a secret cannot be looked for, and so whether it is in something.
    pub(crate) fn cannot_look(&self, kept: &Kept, place: &str) -> Problem {
        let name = self.name_of_secret(kept);
        Problem::new(
            ErrorCode::Damaged,
            format!("{name} cannot be read, so Mudbrick cannot tell whether it is in {place}."),
        )
        .remedy(match (kept.id.shelf(), kept.state) {
            (Shelf::Tokens, _) => {
                "Get a new token for that profile, or remove the file, and try again."
            }
            (Shelf::Secrets, KeptState::Present) => {
                "Enter the secret again or restore an earlier state of it, and try again."
            }
            (Shelf::Secrets, _) => "Remove the file if you do not need it, and try again.",
        })
        .detail(kept.name.clone())
    }
}
