//! Import: what people bring is read, compared with what is here, shown, and stored once the person agrees.
//!
//! ```text
//! files, texts ─inputs─▶ inputs ─interchange─▶ Reading ─candidates─▶ Prepared ─matching─▶ ImportView
//!                           │ kept under an id, secrets and all            │
//!                           └── unlock reads again with a passphrase       └─apply─▶ profiles, keys, requests
//! ```
//!
//! Nothing is written before [`Import::apply`].

mod apply;
mod candidates;
pub(crate) mod change;
mod fields;
mod hosts;
mod inputs;
mod matching;
mod merge;
mod plan;
mod preparing;
mod preview;
mod readings;
mod suggested_risk;
pub(crate) mod view;

pub(crate) use candidates::SUBJECTS;

use crate::core::{Change, Core};
use crate::keys::Keys;
use crate::practice::PracticeAdobe;
use crate::profiles::Profiles;
use crate::vault::Vault;
use mudbrick_interchange::Input;
use mudbrick_model::Problem;
use mudbrick_vault::KeyDerivation;
use mudbrick_vault::{Secret, SecretText};
use readings::Readings;
use std::path::PathBuf;
use std::sync::Arc;
use view::{ImportChoice, ImportDone, ImportView};

/// The room of what people bring.
pub struct Import {
    core: Arc<Core>,
    vault: Arc<Vault>,
    keys: Arc<Keys>,
    practice: Arc<PracticeAdobe>,
    profiles: Arc<Profiles>,
    readings: Arc<Readings>,
}

impl Import {
    pub(crate) fn new(
        core: &Arc<Core>,
        vault: &Arc<Vault>,
        keys: &Arc<Keys>,
        practice: &Arc<PracticeAdobe>,
        profiles: &Arc<Profiles>,
    ) -> Self {
        let readings = Arc::new(Readings::new(KeyDerivation::in_home(core.home.path())));
        let waiting = Arc::clone(&readings);
        core.listen(move |change| match change {
            Change::VaultLocked => waiting.forget_all(),
            Change::Profile(_) => {}
        });
        Self {
            core: Arc::clone(core),
            vault: Arc::clone(vault),
            keys: Arc::clone(keys),
            practice: Arc::clone(practice),
            profiles: Arc::clone(profiles),
            readings,
        }
    }

    /// Reads files and folders together: a key in one of them finds its credential in another.
    pub fn read_files(&self, paths: &[PathBuf]) -> Result<ImportView, Problem> {
        self.read(paths, Vec::new())
    }

    /// Reads texts such as the clipboard's, each with the name it is shown under.
    pub fn read_texts(&self, texts: Vec<(String, SecretText)>) -> Result<ImportView, Problem> {
        let bytes = |text: SecretText| Secret::new(text.expose().as_bytes().to_vec());
        self.read(&[], texts.into_iter().map(|(name, text)| (name, bytes(text))).collect())
    }

    /// Reads files, folders and what came in another way together.
    pub fn read(
        &self,
        paths: &[PathBuf],
        others: Vec<(String, Secret<Vec<u8>>)>,
    ) -> Result<ImportView, Problem> {
        let mut gathered = inputs::files(paths, others.len())?;
        gathered.inputs.extend(others.into_iter().map(|(name, bytes)| Input { name, bytes }));
        let (id, prepared) =
            self.readings.hold(gathered, |reading, unread| self.prepare(reading, unread));
        self.preview(id, &prepared)
    }

    /// Reads again with a passphrase for one of the encrypted things in it.
    pub fn unlock(
        &self,
        id: u32,
        item: u32,
        passphrase: SecretText,
    ) -> Result<ImportView, Problem> {
        let prepared = self
            .readings
            .unlock(id, item, passphrase, |reading, unread| self.prepare(reading, unread))?;
        self.preview(id, &prepared)
    }

    /// What is known of a reading now: after profiles changed, or to look at it again.
    pub fn view(&self, id: u32) -> Result<ImportView, Problem> {
        let prepared = self.readings.get(id)?;
        self.preview(id, &prepared)
    }

    /// Stores what the person wants of a reading, and forgets the reading.
    pub fn apply(&self, id: u32, choice: &ImportChoice) -> Result<ImportDone, Problem> {
        let prepared = self.readings.get(id)?;
        let plan = self.plan(&prepared, choice)?;
        let done = self.carry_out(plan)?;
        self.readings.discard(id);
        Ok(done)
    }

    /// Forgets a reading and the secrets in it.
    pub fn discard(&self, id: u32) {
        self.readings.discard(id);
    }
}
