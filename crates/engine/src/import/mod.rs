//! Import: what people bring is read, compared with what is here, shown, and stored once the person agrees.
//!
//! ```text
//! files, texts ─gather─▶ inputs ─interchange─▶ Reading ─candidates─▶ Prepared ─known─▶ ImportView
//!                           │ held under an id, secrets and all            │
//!                           └── unlock reads again with a passphrase       └─apply─▶ profiles, keys, requests
//! ```
//!
//! Nothing is written before [`Engine::import_apply`].

mod apply;
mod candidates;
mod careful;
mod fields;
mod gather;
mod held;
mod hosts;
mod known;
mod merge;
mod plan;
mod shown;

pub(crate) use candidates::SUBJECTS;
pub(crate) use held::Readings;

use crate::engine::Engine;
use crate::view::{ImportChoice, ImportDone, ImportView};
use mudbrick_interchange::Input;
use mudbrick_model::Problem;
use mudbrick_vault::{Secret, SecretText};
use std::path::PathBuf;

impl Engine {
    /// Reads files and folders together: a key in one of them finds its credential in another.
    pub fn import_files(&self, paths: &[PathBuf]) -> Result<ImportView, Problem> {
        self.import_all(paths, Vec::new())
    }

    /// Reads texts such as the clipboard's, each with the name it is shown under.
    pub fn import_texts(&self, texts: Vec<(String, SecretText)>) -> Result<ImportView, Problem> {
        let bytes = |text: SecretText| Secret::new(text.expose().as_bytes().to_vec());
        self.import_all(&[], texts.into_iter().map(|(name, text)| (name, bytes(text))).collect())
    }

    /// Reads files, folders and what came in another way together.
    pub fn import_all(
        &self,
        paths: &[PathBuf],
        others: Vec<(String, Secret<Vec<u8>>)>,
    ) -> Result<ImportView, Problem> {
        let mut gathered = gather::files(paths, others.len())?;
        gathered.inputs.extend(others.into_iter().map(|(name, bytes)| Input { name, bytes }));
        let (id, prepared) =
            self.readings.hold(gathered, |reading, unread| self.prepare(reading, unread));
        self.import_view(id, &prepared)
    }

    /// Reads again with a passphrase for one of the encrypted things in it.
    pub fn import_unlock(
        &self,
        id: u32,
        item: u32,
        passphrase: SecretText,
    ) -> Result<ImportView, Problem> {
        let prepared = self
            .readings
            .unlock(id, item, passphrase, |reading, unread| self.prepare(reading, unread))?;
        self.import_view(id, &prepared)
    }

    /// What is known of a reading now: after profiles changed, or to look at it again.
    pub fn import_again(&self, id: u32) -> Result<ImportView, Problem> {
        let prepared = self.readings.get(id)?;
        self.import_view(id, &prepared)
    }

    /// Stores what the person wants of a reading, and forgets the reading.
    pub fn import_apply(&self, id: u32, choice: &ImportChoice) -> Result<ImportDone, Problem> {
        let prepared = self.readings.get(id)?;
        let plan = self.plan_import(&prepared, choice)?;
        let done = self.carry_out(plan)?;
        self.readings.discard(id);
        Ok(done)
    }

    /// Forgets a reading and the secrets in it.
    pub fn import_discard(&self, id: u32) {
        self.readings.discard(id);
    }
}
