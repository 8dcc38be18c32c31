//! A folder of records: listing, getting, creating and updating, the same for every kind. What may be done with a kind is
//! decided by `profiles` and `keys`; what a person may call a record is left to `find`, what was deleted to `trash`.

use super::codec;
use super::error::{FindError, StoreError};
use super::merge::merge;
use crate::Revision;
use mudbrick_model::{Explain, Problem, Slug, natural_key};
use mudbrick_vault::files::{self, FileLock, Mode, ReadError, SaveError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::fmt::Display;
use std::fs;
use std::hash::Hash;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// A record is a few kilobytes; a file larger than this many bytes is something else.
const LIMIT: u64 = 1024 * 1024;

/// What a hint begins with: the version of its form.
const HINT: &str = "1 ";
/// A short name has 64 characters at most.
const HINT_LIMIT: u64 = 128;

/// A kind of record.
pub(super) trait Record: Clone + PartialEq + Serialize + DeserializeOwned {
    type Id: Clone + Eq + Hash + Display + TryFrom<String>;
    /// What a person calls the kind.
    const WHAT: &'static str;
    fn id(&self) -> &Self::Id;
    /// What a person calls this one; its file is named after it when it is made.
    fn title(&self) -> String;
    /// What a person may call this one, in any case: its name, and its title.
    fn names(&self) -> [String; 2];
}

/// A text that every record looked for has in its file, in lower case; files without it need not be understood.
pub(super) struct Needle<'a>(&'a str);

impl<'a> Needle<'a> {
    pub(super) fn new(lower_case: &'a str) -> Self {
        Self(lower_case)
    }

    /// Whether a file may hold it. TOML can spell any character with a backslash, so a file with one is not left out.
    fn may_be_in(&self, text: &str) -> bool {
        text.contains('\\') || text.to_lowercase().contains(self.0)
    }
}

/// A record with where it lies and which state of it this is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored<T> {
    /// The record.
    pub value: T,
    /// Its file's name without extension: the short name on the command line. It stays when the title changes.
    pub slug: Slug,
    /// To be given back when it is saved.
    pub revision: Revision,
}

/// All records of a kind, by title, and what could not be read.
#[derive(Debug, Clone)]
pub struct Listing<T> {
    /// By title, without regard to case.
    pub items: Vec<Stored<T>>,
    /// Each file that was left out, by name.
    pub damaged: Vec<Damaged>,
}

/// A file that should be one of the records and cannot be read as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damaged {
    /// Where it lies.
    pub path: PathBuf,
    /// What is wrong with it, and what to do.
    pub problem: Problem,
}

impl Damaged {
    /// The file's name without extension, which was made of the record's title.
    pub fn name(&self) -> String {
        let stem = self.path.file_stem().unwrap_or(self.path.as_os_str());
        stem.to_string_lossy().into_owned()
    }
}

/// A record together with the text it was read from; none when it was not read from its file.
pub(super) struct Loaded<T> {
    pub(super) stored: Stored<T>,
    pub(super) text: Option<String>,
}

pub(super) struct Folder<T: Record> {
    pub(super) path: PathBuf,
    lock: PathBuf,
    /// Where a record was last seen, so that getting it again reads one file. Checked when used, so it may be wrong.
    pub(super) seen: Mutex<HashMap<T::Id, Slug>>,
    /// The same for another process: a file of each id's name that holds the short name.
    hints: PathBuf,
    pub(super) index: PathBuf,
    pub(super) reads: AtomicU64,
}

impl<T: Record> Folder<T> {
    pub(super) fn new(path: PathBuf, lock: PathBuf, hints: PathBuf) -> Self {
        let index = hints.with_extension("index");
        Self { path, lock, seen: Mutex::default(), hints, index, reads: AtomicU64::new(0) }
    }

    pub(super) fn path_of(&self, slug: &Slug) -> PathBuf {
        self.path.join(format!("{slug}.toml"))
    }

    pub(super) fn lock(&self) -> Result<FileLock, StoreError> {
        Ok(files::lock(&self.lock)?)
    }

    /// How many files were read and folders listed.
    pub(super) fn reads(&self) -> u64 {
        self.reads.load(Ordering::Relaxed)
    }

    pub(super) fn list(&self) -> Result<Listing<T>, FindError> {
        let (mut items, mut damaged) = (Vec::new(), Vec::new());
        for result in self.scan()? {
            match result {
                Ok(loaded) => items.push(loaded.stored),
                Err(error) => damaged.push(self.left_out(&error)),
            }
        }
        items.sort_by_cached_key(|stored| {
            (natural_key(&stored.value.title()), stored.slug.as_str().to_owned())
        });
        Ok(Listing { items, damaged })
    }

    /// A file whose error names none is the folder's own.
    pub(super) fn left_out(&self, error: &FindError) -> Damaged {
        let path = error.path().map_or_else(|| self.path.clone(), Path::to_owned);
        Damaged { path, problem: error.problem() }
    }

    pub(super) fn get(&self, id: &T::Id) -> Result<Loaded<T>, FindError> {
        // The lock is not kept while a file is read: a slow disk would hold up every other look-up.
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner).get(id).cloned();
        let was_seen = seen.is_some();
        if let Some(slug) = seen.or_else(|| self.hint(id))
            && let Ok(loaded) = self.load(&slug)
            && loaded.stored.value.id() == id
        {
            return Ok(loaded);
        }
        let text = id.to_string();
        let mut unread = Vec::new();
        for result in self.scan_for(Some(&Needle::new(&text)))? {
            match result {
                Ok(loaded) if loaded.stored.value.id() == id => {
                    self.note(id, &loaded.stored.slug);
                    // Whoever edits it needs its text.
                    return if loaded.text.is_some() {
                        Ok(loaded)
                    } else {
                        self.load(&loaded.stored.slug)
                    };
                }
                Ok(_) => {}
                Err(error) => unread.push(error),
            }
        }
        if was_seen {
            self.forget(id);
        }
        // A record that was damaged is still there, and is not to be told as gone.
        let damaged = unread.into_iter().find(|error| mentions(error, &text));
        Err(damaged.unwrap_or_else(|| FindError::NotFound {
            what: T::WHAT,
            name: text,
            similar: Vec::new(),
            unread: Vec::new(),
        }))
    }

    pub(super) fn create(&self, record: T) -> Result<Stored<T>, StoreError> {
        // Of two programs that make a record of the same name, the second must see the file of the first.
        let _lock = self.lock()?;
        let wanted = Slug::derive(&record.title());
        let text = self.render(&record, &self.path_of(&wanted))?;
        for slug in candidates(&wanted) {
            match files::save_new(&self.path_of(&slug), text.as_bytes(), Mode::Shared) {
                Ok(()) => {
                    self.note(record.id(), &slug);
                    return Ok(self.stored(record, slug, &text));
                }
                Err(error) if error.is_already_exists() => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(StoreError::AlreadyExists { what: T::WHAT, name: wanted.to_string() })
    }

    pub(super) fn update(&self, record: T, expected: &Revision) -> Result<Stored<T>, StoreError> {
        // From the comparison to the save nobody else may write, or the revision would say nothing.
        let _lock = self.lock()?;
        let Loaded { stored, text } = self.get(record.id())?;
        let text = text.unwrap_or_default();
        if stored.revision != *expected {
            return Err(StoreError::Conflict { what: T::WHAT, name: stored.value.title() });
        }
        let path = self.path_of(&stored.slug);
        let after = self.render(&record, &path)?;
        let merged = merge(&text, &self.render(&stored.value, &path)?, &after);
        // A person's own way of writing the file must never change what is saved.
        let faithful = codec::parse::<T>(&merged).is_ok_and(|read| read == record);
        let text = if faithful { merged } else { after };
        files::save(&path, text.as_bytes(), Mode::Shared)?;
        Ok(self.stored(record, stored.slug, &text))
    }

    pub(super) fn load(&self, slug: &Slug) -> Result<Loaded<T>, FindError> {
        self.load_if(slug, None).and_then(|loaded| {
            let path = self.path_of(slug);
            loaded.ok_or_else(|| ReadError::of(&path, io::ErrorKind::NotFound.into()).into())
        })
    }

    pub(super) fn load_if(
        &self,
        slug: &Slug,
        needle: Option<&Needle<'_>>,
    ) -> Result<Option<Loaded<T>>, FindError> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        let path = self.path_of(slug);
        // Opening a pipe would wait for whoever writes to it.
        if fs::metadata(&path).is_ok_and(|found| !found.is_file()) {
            let fault = "it is not a file".to_owned();
            return Err(FindError::Damaged { what: T::WHAT, path, fault });
        }
        let text = match files::read_text(&path, LIMIT) {
            Ok(text) => text,
            Err(ReadError::NotText { path }) => {
                let fault = "it is not UTF-8 text".to_owned();
                return Err(FindError::Damaged { what: T::WHAT, path, fault });
            }
            Err(error) => return Err(error.into()),
        };
        if needle.is_some_and(|needle| !needle.may_be_in(&text)) {
            return Ok(None);
        }
        let value: T =
            codec::parse(&text).map_err(|fault| FindError::fault(T::WHAT, &path, fault))?;
        let stored = self.stored(value, slug.clone(), &text);
        Ok(Some(Loaded { stored, text: Some(text) }))
    }

    /// Where another process last saw a record. Checked by who uses it.
    fn hint(&self, id: &T::Id) -> Option<Slug> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        let text = files::read_text(&self.hint_path(id), HINT_LIMIT).ok()?;
        Slug::parse(text.strip_prefix(HINT)?.trim_end()).ok()
    }

    /// Leaves a hint for other processes. Without one they look into every file, so that nothing depends on it.
    fn note(&self, id: &T::Id, slug: &Slug) {
        let _ = files::save_cache(&self.hint_path(id), format!("{HINT}{slug}\n").as_bytes());
    }

    /// Forgets where a record was seen, here and for other processes.
    pub(super) fn forget(&self, id: &T::Id) {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).remove(id);
        let _ = fs::remove_file(self.hint_path(id));
    }

    fn hint_path(&self, id: &T::Id) -> PathBuf {
        // An id is a safe file name.
        self.hints.join(id.to_string())
    }

    fn stored(&self, value: T, slug: Slug, text: &str) -> Stored<T> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.entry(value.id().clone()).or_insert_with(|| slug.clone());
        Stored { value, slug, revision: Revision::of(text.as_bytes()) }
    }

    fn render(&self, record: &T, path: &Path) -> Result<String, StoreError> {
        codec::render(record).map_err(|error| SaveError::of(path, io::Error::other(error)).into())
    }
}

/// Whether a file that cannot be read as a record still has a text in it, which is in lower case.
pub(super) fn mentions(error: &FindError, lower_case: &str) -> bool {
    let Some(path) = error.path().filter(|path| path.is_file()) else { return false };
    let bytes = files::read(path, LIMIT).unwrap_or_default();
    String::from_utf8_lossy(&bytes).to_lowercase().contains(lower_case)
}

/// The wanted short name, unless Windows has it for a device, then the same with numbers.
pub(super) fn candidates(wanted: &Slug) -> impl Iterator<Item = Slug> {
    let plain = (!files::is_device_name(wanted.as_str())).then(|| wanted.clone());
    plain.into_iter().chain((2..=u32::MAX).map(|number| wanted.numbered(number)))
}
