//! Reading a whole folder of records. What an index knows of a file that has not changed is not read again.

use super::error::FindError;
use super::folder::{Folder, Loaded, Needle, Record};
use super::index::{Draft, Index, WORTH_IT, Wanted};
use super::stamp::Stamp;
use mudbrick_model::Slug;
use mudbrick_vault::files::ReadError;
use std::collections::HashMap;
use std::fs;
use std::io;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;

/// A file that should be a record: its name without extension, and its stamp where that was worth looking for.
struct Found {
    name: String,
    stamp: Option<Stamp>,
}

impl<T: Record> Folder<T> {
    /// Every record, by short name; what a crash left behind is passed over.
    pub(super) fn scan(&self) -> Result<Vec<Result<Loaded<T>, FindError>>, FindError> {
        self.scan_for(None)
    }

    /// The records whose files may hold a text; all of them when there is none.
    pub(super) fn scan_for(
        &self,
        needle: Option<&Needle<'_>>,
    ) -> Result<Vec<Result<Loaded<T>, FindError>>, FindError> {
        // Before the listing, so that what comes or goes meanwhile leaves a stamp that is not the folder's any more.
        let folder = self.stamp();
        let index = Index::read(&self.index, Wanted::Everything);
        let known = index.as_ref().map(Index::by_slug).unwrap_or_default();
        let mut draft = Draft::default();
        let mut read = 0;
        let mut first_with: HashMap<T::Id, Slug> = HashMap::new();
        let mut results = Vec::new();
        let found = self.found()?;
        // Whoever looks for one of many makes the index for the next who does.
        let needle = needle.filter(|_| found.len() < WORTH_IT);
        for Found { name, stamp } in &found {
            let Ok(slug) = Slug::parse(name) else {
                let path = self.path.join(format!("{name}.toml"));
                results.push(Err(FindError::Misnamed { what: T::WHAT, path }));
                continue;
            };
            let unchanged = known.get(name.as_str()).filter(|entry| Some(entry.stamp) == *stamp);
            let loaded = match unchanged.and_then(|entry| Some((entry, entry.stored()?))) {
                Some((entry, stored)) => {
                    draft.keep(entry);
                    Ok(Some(Loaded { stored, text: None }))
                }
                None => self.load_if(&slug, needle),
            };
            let loaded = match loaded {
                // Deleted since the folder was listed; a link that leads nowhere is still there.
                Err(FindError::Read(error))
                    if error.is_not_found() && self.path_of(&slug).symlink_metadata().is_err() =>
                {
                    continue;
                }
                Ok(None) => continue,
                Ok(Some(loaded)) => Ok(loaded),
                Err(error) => Err(error),
            };
            if let (Ok(Loaded { stored, text: Some(_) }), Some(stamp)) = (&loaded, stamp) {
                draft.add(stored, *stamp);
                read += 1;
            }
            results.push(loaded.and_then(|loaded| {
                let id = loaded.stored.value.id().clone();
                match first_with.get(&id) {
                    Some(first) => Err(FindError::Duplicate {
                        what: T::WHAT,
                        path: self.path_of(&slug),
                        first: format!("{first}.toml"),
                    }),
                    None => {
                        first_with.insert(id, slug);
                        Ok(loaded)
                    }
                }
            }));
        }
        // A few files more are read as quickly as a new index is written.
        let is_current = |index: &Index| index.is_complete() && index.is_of(folder);
        let is_old = read > found.len() / 100 || !index.as_ref().is_some_and(is_current);
        if is_old && found.len() >= WORTH_IT {
            draft.save(&self.index, folder);
        }
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        match needle {
            None => *seen = first_with,
            Some(_) => seen.extend(first_with),
        }
        Ok(results)
    }

    pub(super) fn stamp(&self) -> Option<Stamp> {
        fs::metadata(&self.path).ok().as_ref().and_then(Stamp::of)
    }

    /// All record files, by name.
    fn found(&self) -> Result<Vec<Found>, FindError> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        let entries = match fs::read_dir(&self.path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(ReadError::of(&self.path, error).into()),
        };
        let mut entries_found = Vec::new();
        for entry in entries {
            // A listing that breaks off must not pass for a short one.
            let entry = entry.map_err(|error| ReadError::of(&self.path, error))?;
            if let Some(name) = entry.file_name().to_string_lossy().strip_suffix(".toml")
                && !name.starts_with('.')
            {
                entries_found.push((name.to_owned(), entry));
            }
        }
        entries_found.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        let is_worth_it = entries_found.len() >= WORTH_IT;
        // What a link leads to may change without it, so that it is always read.
        let stamp = |entry: &fs::DirEntry| {
            let found = entry.metadata().ok().filter(fs::Metadata::is_file)?;
            Stamp::of(&found)
        };
        let found = entries_found.into_iter();
        Ok(found
            .map(|(name, entry)| Found { name, stamp: stamp(&entry).filter(|_| is_worth_it) })
            .collect())
    }
}
