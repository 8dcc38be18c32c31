//! Readings that wait for the person's decision, with their secrets, in memory alone. There are few: the oldest goes when
//! there are too many, and all go when the vault is locked.

use super::candidates::Prepared;
use super::inputs::Gathered;
use crate::threads::lock;
use crate::view::ImportSource;
use mudbrick_interchange::{Input, Passphrases, Reading};
use mudbrick_model::{ErrorCode, Problem};
use mudbrick_vault::{KeyDerivation, SecretText};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

/// More than a person has open at once.
const MOST: usize = 8;

/// The readings that wait.
pub(crate) struct Readings {
    state: Mutex<State>,
    /// For the passphrases of backups.
    derivation: KeyDerivation,
}

#[derive(Default)]
struct State {
    last: u32,
    held: VecDeque<Held>,
}

struct Held {
    id: u32,
    /// Kept only while something in them is encrypted, since then they are read again.
    source: Option<Arc<Source>>,
    /// Those that opened something.
    passphrases: Passphrases,
    prepared: Arc<Prepared>,
}

struct Source {
    inputs: Vec<Input>,
    unread: Vec<ImportSource>,
}

impl Readings {
    /// None yet.
    pub(crate) fn new(derivation: KeyDerivation) -> Self {
        Self { state: Mutex::default(), derivation }
    }

    /// Reads and keeps what came of it.
    pub(super) fn hold(
        &self,
        gathered: Gathered,
        prepare: impl FnOnce(Reading, &[ImportSource]) -> Prepared,
    ) -> (u32, Arc<Prepared>) {
        let source = Source { inputs: gathered.inputs, unread: gathered.unread };
        let passphrases =
            Passphrases { derivation: self.derivation.clone(), ..Passphrases::default() };
        let reading = mudbrick_interchange::read(&source.inputs, &passphrases);
        let prepared = Arc::new(prepare(reading, &source.unread));
        let source = (!prepared.locked.is_empty()).then(|| Arc::new(source));
        let mut state = lock(&self.state);
        state.last += 1;
        let id = state.last;
        state.held.push_back(Held { id, source, passphrases, prepared: Arc::clone(&prepared) });
        if state.held.len() > MOST {
            state.held.pop_front();
        }
        (id, prepared)
    }

    /// Reads again with one more passphrase. A wrong one is told in the item and not kept.
    pub(super) fn unlock(
        &self,
        id: u32,
        item: u32,
        passphrase: SecretText,
        prepare: impl FnOnce(Reading, &[ImportSource]) -> Prepared,
    ) -> Result<Arc<Prepared>, Problem> {
        let (source, mut passphrases) = {
            let state = lock(&self.state);
            let held = state.held.iter().find(|held| held.id == id).ok_or_else(gone)?;
            let waits = held.prepared.locked.iter().any(|locked| locked.index == item);
            let source = held.source.clone().filter(|_| waits).ok_or_else(nothing_locked)?;
            (source, held.passphrases.clone())
        };
        let place = usize::try_from(item).unwrap_or(usize::MAX);
        passphrases.by_place.insert(place, passphrase);
        // Deriving a key takes a second and more, in which nobody else waits for this lock.
        let reading = mudbrick_interchange::read(&source.inputs, &passphrases);
        if reading.locked.iter().any(|locked| locked.place == place) {
            passphrases.by_place.remove(&place);
        }
        let prepared = Arc::new(prepare(reading, &source.unread));
        let mut state = lock(&self.state);
        // Discarded meanwhile, or forgotten with a lock: it must not come back.
        let held = state.held.iter_mut().find(|held| held.id == id).ok_or_else(gone)?;
        held.source = (!prepared.locked.is_empty()).then_some(source);
        held.passphrases = passphrases;
        held.prepared = Arc::clone(&prepared);
        Ok(prepared)
    }

    pub(super) fn get(&self, id: u32) -> Result<Arc<Prepared>, Problem> {
        let state = lock(&self.state);
        let held = state.held.iter().find(|held| held.id == id).ok_or_else(gone)?;
        Ok(Arc::clone(&held.prepared))
    }

    pub(super) fn discard(&self, id: u32) {
        lock(&self.state).held.retain(|held| held.id != id);
    }

    /// Forgets them all, secrets and passphrases.
    pub(crate) fn forget_all(&self) {
        lock(&self.state).held.clear();
    }
}

fn gone() -> Problem {
    Problem::new(ErrorCode::NotFound, "What was read is not in memory any more.")
        .remedy("Drop, paste or open it again: it is forgotten when the vault is locked.")
}

fn nothing_locked() -> Problem {
    Problem::new(ErrorCode::NotFound, "Nothing in it waits for this passphrase.")
}
