//! What a person does with exchanges that are in the history: notes, pins, and deleting. And what it takes on the disk.

use super::History;
use super::view::HistorySize;
use crate::events::Event;
use mudbrick_model::{ErrorCode, ExchangeId, Explain, Problem, ProfileId};
use mudbrick_redact::Redactor;
use mudbrick_store::{HistoryOnDisk, Pinned};

/// A note is a few words, and all of them are searched.
const LONGEST_NOTE: usize = 16 * 1024;

impl History {
    /// Writes a note on an exchange in place of the one before; an empty one takes it away. Secrets in it are masked as
    /// everything in the history is.
    pub fn note(&self, id: ExchangeId, note: &str) -> Result<(), Problem> {
        if note.len() > LONGEST_NOTE {
            return Err(Problem::new(ErrorCode::InvalidInput, "The note is longer than 16 KB.")
                .remedy("Write less, or keep it in a file of your own."));
        }
        let known = self.vault.known_secrets();
        let redactor = Redactor::new(&[])
            .with_fingerprints(known.ok().and_then(|known| known.fingerprints.clone()));
        let note = redactor.text(note.trim());
        self.store()?.set_note(id, (!note.is_empty()).then_some(&*note))?;
        self.core.emit(Event::HistoryChanged);
        Ok(())
    }

    /// Has an exchange kept whatever its age and the history's size, or no longer.
    pub fn pin(&self, id: ExchangeId, pinned: Pinned) -> Result<(), Problem> {
        self.store()?.set_pinned(id, pinned)?;
        self.core.emit(Event::HistoryChanged);
        Ok(())
    }

    /// Deletes exchanges with their bodies, pinned or not, and returns how many there were.
    pub fn delete(&self, ids: &[ExchangeId]) -> Result<usize, Problem> {
        self.not_recorded.forget(ids);
        let deleted = self.store()?.delete(ids)?;
        self.core.emit(Event::HistoryChanged);
        Ok(deleted)
    }

    /// Deletes every exchange that fits a search text, pinned or not, and returns how many there were. An empty text fits
    /// all; the copies of a history that was changed by a newer Mudbrick go with it then.
    pub fn delete_matching(
        &self,
        profile: Option<ProfileId>,
        text: &str,
    ) -> Result<usize, Problem> {
        let is_all = profile.is_none() && text.trim().is_empty();
        let filter = self.filter(profile, text)?;
        let store = self.store()?;
        let deleted = store.delete_matching(&filter)?;
        if is_all {
            store.delete_copies()?;
        }
        self.core.emit(Event::HistoryChanged);
        Ok(deleted)
    }

    /// What the history takes on the disk, and what the policy keeps of it.
    pub fn size(&self) -> Result<HistorySize, Problem> {
        let (exchanges, kept_bytes) = self.store()?.total()?;
        let on_disk = HistoryOnDisk::of(&self.core.home).map_err(|error| {
            Problem::new(ErrorCode::Storage, "The history's files could not be looked at.")
                .detail(error.to_string())
        })?;
        let policy = self.core.policy.read().map_err(|error| error.problem())?.history;
        Ok(HistorySize {
            exchanges,
            kept_bytes,
            file_bytes: on_disk.bytes,
            copies_bytes: on_disk.copies_bytes,
            keep_days: policy.keep_days,
            keep_mib: policy.keep_mib,
        })
    }

    /// What a person added to an exchange. Nothing to one that is not in the history.
    pub(crate) fn added(&self, id: ExchangeId) -> (Option<String>, bool) {
        let found = self.store().ok().and_then(|store| store.notes(id).ok());
        found.map_or((None, false), |(note, pinned)| (note, pinned == Pinned::Yes))
    }
}
