//! The person's own requests: `.http` files in any folders under `requests/`. Only their text; what it means is left to
//! `mudbrick-requests`.

mod changes;
mod encoding;
mod error;
mod kept;
mod ours;
mod places;
#[cfg(test)]
mod tests;

pub use changes::RequestChanges;
pub use encoding::request_text;
pub use error::RequestsError;
pub use kept::{ChangeId, FileChange, KeptChange, KeptFile, KeptPlace, Undoing};
pub use places::RequestPlace;

use crate::{Damaged, Home, Revision};
use encoding::Encoding;
use mudbrick_model::{ErrorCode, Explain, Problem, RequestPath, natural_key};
use mudbrick_vault::files::{self, Mode, ReadError};
use ours::Ours;
use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};

/// Far above any request a person writes, in bytes.
const LIMIT: u64 = 16 * 1024 * 1024;
/// A request file's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRequest {
    /// Its place under `requests/`, without `.http`.
    pub path: RequestPath,
    /// The file's whole text.
    pub text: String,
    /// To be given back when it is saved.
    pub revision: Revision,
}

/// The request files there are, sorted by path, and those that cannot be used.
#[derive(Debug, Clone, Default)]
pub struct RequestListing {
    /// What can be loaded.
    pub paths: Vec<RequestPath>,
    /// The folders in which they are or could be.
    pub folders: Vec<RequestPath>,
    /// Each file or folder that was left out.
    pub damaged: Vec<Damaged>,
}

/// `requests/`. Shared by reference, from any thread.
pub struct OwnRequests {
    folder: PathBuf,
    trash: PathBuf,
    lock: PathBuf,
    ours: Ours,
}

impl OwnRequests {
    /// Folders below this depth are not looked into: a link that leads back up must not be followed for ever.
    pub const DEEPEST: usize = 16;

    /// The requests of a home folder. Reads nothing yet.
    pub fn open(home: &Home) -> Self {
        Self {
            folder: home.requests(),
            trash: home.trash().join("requests"),
            lock: home.lock("requests"),
            ours: Ours::default(),
        }
    }

    /// Every `.http` file.
    ///
    /// # Errors
    /// The folder cannot be read. One inside it that cannot is reported in the listing.
    pub fn list(&self) -> Result<RequestListing, RequestsError> {
        let mut listing = RequestListing::default();
        match fs::read_dir(&self.folder) {
            Ok(_) => self.collect(&self.folder, "", 0, &mut listing),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(ReadError::of(&self.folder, error).into()),
        }
        listing.paths.sort_by_cached_key(|path| natural_key(path.as_str()));
        listing.folders.sort_by_cached_key(|folder| natural_key(folder.as_str()));
        Ok(listing)
    }

    /// A file's text.
    ///
    /// # Errors
    /// Not found, no text, or the disk refuses.
    pub fn text(&self, path: &RequestPath) -> Result<String, RequestsError> {
        let place = self.place(&self.folder, path);
        // Opening a pipe would wait for whoever writes to it.
        if fs::metadata(&place).is_ok_and(|found| !found.is_file()) {
            return Err(ReadError::of(&place, io::ErrorKind::InvalidInput.into()).into());
        }
        // A byte-order mark is the person's, and is saved again with the rest.
        let text = files::read(&place, LIMIT).and_then(|bytes| request_text(&place, bytes));
        text.map_err(|error| match error.is_not_found() {
            true => RequestsError::NotFound { path: path.clone() },
            false => error.into(),
        })
    }

    /// A file's text, and in which state it is, which takes longer to find out than to read it.
    ///
    /// # Errors
    /// As for [`OwnRequests::text`].
    pub fn load(&self, path: &RequestPath) -> Result<StoredRequest, RequestsError> {
        let text = self.text(path)?;
        let revision = Revision::of(text.as_bytes());
        Ok(StoredRequest { path: path.clone(), text, revision })
    }

    /// Saves a file: a new one with no expected revision, else one that is still as it was at that revision.
    ///
    /// # Errors
    /// [`RequestsError::AlreadyExists`], [`RequestsError::Conflict`], or the disk refuses.
    pub fn save(
        &self,
        path: &RequestPath,
        text: &str,
        expected: Option<&Revision>,
    ) -> Result<StoredRequest, RequestsError> {
        // Between reading the revision and saving, an editor of ours in another window must not save.
        let _lock = files::lock(&self.lock)?;
        let _turn = self.ours.begin();
        let place = self.place(&self.folder, path);
        let path = path.clone();
        match expected {
            None => match files::save_new(&place, text.as_bytes(), Mode::Shared) {
                Err(error) if error.is_already_exists() => {
                    return Err(RequestsError::AlreadyExists { path });
                }
                saved => saved?,
            },
            Some(expected) => match self.load(&path) {
                Ok(stored) if stored.revision == *expected => {
                    files::save(&place, &self.encoding(&path).encode(text), Mode::Shared)?;
                }
                Ok(_) | Err(RequestsError::NotFound { .. }) => {
                    return Err(RequestsError::Conflict { path });
                }
                Err(error) => return Err(error),
            },
        }
        self.note(&place);
        let revision = Revision::of(text.as_bytes());
        Ok(StoredRequest { path, text: text.to_owned(), revision })
    }

    /// Has what this process changes noted from now on, or no longer, for [`OwnRequests::is_any_foreign`].
    pub fn note_changes(&self, is_watched: bool) {
        self.ours.watch(is_watched);
    }

    /// Whether another program has changed any of these files and folders; none while this one is at it, and it has to be
    /// asked again.
    pub fn is_any_foreign<'a>(
        &self,
        places: impl IntoIterator<Item = &'a PathBuf>,
    ) -> Option<bool> {
        self.ours.is_any_foreign(places)
    }

    /// The folder of all of them.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn note(&self, place: &Path) {
        self.ours.note(place, &self.folder);
    }

    /// The encoding that a file has now; a new one gets the usual one.
    fn encoding(&self, path: &RequestPath) -> Encoding {
        let bytes = files::read(&self.place(&self.folder, path), LIMIT);
        bytes.map(|bytes| Encoding::of(&bytes)).unwrap_or_default()
    }

    /// Where a file is on disk.
    pub fn file_of(&self, path: &RequestPath) -> PathBuf {
        self.place(&self.folder, path)
    }

    /// A checked path has no part that leads out of its folder.
    fn place(&self, folder: &Path, path: &RequestPath) -> PathBuf {
        folder.join(format!("{path}.http"))
    }

    fn collect(&self, folder: &Path, prefix: &str, depth: usize, listing: &mut RequestListing) {
        let unread = |error| {
            let problem = ReadError::of(folder, error).problem();
            Damaged { path: folder.to_owned(), problem }
        };
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => return listing.damaged.push(unread(error)),
        };
        for entry in entries {
            match entry {
                Ok(entry) => self.take(&entry, prefix, depth, listing),
                Err(error) => listing.damaged.push(unread(error)),
            }
        }
    }

    fn take(&self, entry: &DirEntry, prefix: &str, depth: usize, listing: &mut RequestListing) {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        if name.starts_with('.') {
            return;
        }
        let refused =
            |problem: fn(&Path) -> Problem| Damaged { path: path.clone(), problem: problem(&path) };
        let stem = name.strip_suffix(".http");
        match stem {
            // A folder of a request's name is most likely what took its place.
            Some(_) if path.is_dir() => listing.damaged.push(refused(not_a_file)),
            None if path.is_dir() && depth == Self::DEEPEST => {
                listing.damaged.push(refused(too_deep))
            }
            None if path.is_dir() => {
                // One of another name holds files that are damaged for it, each told by itself.
                let whole = format!("{prefix}{name}");
                listing
                    .folders
                    .extend(RequestPath::parse(&whole).ok().filter(|it| it.as_str() == whole));
                self.collect(&path, &format!("{prefix}{name}/"), depth + 1, listing);
            }
            // Parsing drops white space at the ends, and then it is another name.
            Some(stem) => match RequestPath::parse(&format!("{prefix}{stem}")) {
                Ok(found) if found.as_str() == format!("{prefix}{stem}") => {
                    listing.paths.push(found);
                }
                _ => listing.damaged.push(refused(misnamed)),
            },
            None if is_request_file(&name) => listing.damaged.push(refused(other_ending)),
            None => {}
        }
    }
}

/// Whether a file holds requests for other programs, by an ending that is none here: REST Client has `.rest` too.
fn is_request_file(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    lower.ends_with(".http") || lower.ends_with(".rest")
}

fn other_ending(path: &Path) -> Problem {
    Problem::new(
        ErrorCode::Damaged,
        format!("The file {} is not listed: its name has to end in .http.", path.display()),
    )
    .remedy("Rename it so that it ends in .http, or send it by its whole path.")
}

fn misnamed(path: &Path) -> Problem {
    Problem::new(
        ErrorCode::Damaged,
        format!("The request file {} has a name Mudbrick cannot use.", path.display()),
    )
    .remedy(r#"Rename it without \ : * ? " < > | and without dots or spaces at either end."#)
}

fn not_a_file(path: &Path) -> Problem {
    Problem::new(
        ErrorCode::Damaged,
        format!("The request {} is a folder and not a file.", path.display()),
    )
    .remedy("Rename or remove it.")
}

fn too_deep(path: &Path) -> Problem {
    Problem::new(
        ErrorCode::Damaged,
        format!("The folder {} is too deep among the requests.", path.display()),
    )
    .remedy(format!("Move it up: Mudbrick looks {} folders deep.", OwnRequests::DEEPEST))
}
