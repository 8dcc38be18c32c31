//! How finding and changing records fails, in the words a person is told.

use super::codec::Fault;
use mudbrick_model::{ErrorCode, Explain, Problem};
use mudbrick_vault::files::{LockError, ReadError, SaveError};
use std::path::{Path, PathBuf};

/// A record was not found, or its file could not be understood.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FindError {
    /// Nothing is called that.
    #[error("finding the {what} {name:?}: none")]
    NotFound {
        /// `profile` or `key pair`.
        what: &'static str,
        /// What was asked for.
        name: String,
        /// Names that look alike.
        similar: Vec<String>,
        /// The names of files that could not be read and may be it.
        unread: Vec<String>,
    },
    /// Several are called that.
    #[error("finding the {what} {name:?}: {} match", candidates.len())]
    Ambiguous {
        /// `profile` or `key pair`.
        what: &'static str,
        /// What was asked for.
        name: String,
        /// The short name and title of each.
        candidates: Vec<(String, String)>,
    },
    /// The file cannot be understood. It was left as it is.
    #[error("reading {}: {fault}", path.display())]
    Damaged {
        /// `profile` or `key pair`.
        what: &'static str,
        /// The file.
        path: PathBuf,
        /// What is wrong and where.
        fault: String,
    },
    /// A newer Mudbrick wrote the file.
    #[error("reading {}: version {version} is newer than this build", path.display())]
    Newer {
        /// `profile` or `key pair`.
        what: &'static str,
        /// The file.
        path: PathBuf,
        /// Its version.
        version: u32,
    },
    /// Two files hold the same record's identifier, most likely because one was copied by hand.
    #[error("reading {}: has the identifier of {first}", path.display())]
    Duplicate {
        /// `profile` or `key pair`.
        what: &'static str,
        /// The file that is not used.
        path: PathBuf,
        /// The file name of the one that is.
        first: String,
    },
    /// A file's name cannot be a short name.
    #[error("reading {}: not a short name", path.display())]
    Misnamed {
        /// `profile` or `key pair`.
        what: &'static str,
        /// The file.
        path: PathBuf,
    },
    /// A file or folder could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
}

impl FindError {
    /// The file it is about.
    pub(super) fn path(&self) -> Option<&Path> {
        match self {
            Self::NotFound { .. } | Self::Ambiguous { .. } => None,
            Self::Damaged { path, .. }
            | Self::Newer { path, .. }
            | Self::Duplicate { path, .. }
            | Self::Misnamed { path, .. } => Some(path),
            Self::Read(error) => Some(error.path()),
        }
    }

    pub(super) fn fault(what: &'static str, path: &Path, fault: Fault) -> Self {
        let path = path.to_owned();
        match fault {
            Fault::Newer(version) => Self::Newer { what, path, version },
            Fault::Damaged { line, message } => {
                let fault = match line {
                    Some(line) => format!("line {line}: {message}"),
                    None => message,
                };
                Self::Damaged { what, path, fault }
            }
        }
    }
}

impl Explain for FindError {
    fn problem(&self) -> Problem {
        match self {
            Self::NotFound { what, name, similar, unread } => {
                let problem =
                    Problem::new(ErrorCode::NotFound, format!("There is no {what} called {name:?}."));
                let problem = match similar.as_slice() {
                    [] => problem.remedy(format!("List what there is, or make a new {what}.")),
                    names => problem.remedy(format!("Did you mean {}?", names.join(" or "))),
                };
                match unread.as_slice() {
                    [] => problem,
                    files => problem.detail(format!(
                        "it may be in a file that cannot be read: {}",
                        files.join(", ")
                    )),
                }
            }
            Self::Ambiguous { what, name, candidates } => {
                let list: Vec<String> =
                    candidates.iter().map(|(slug, title)| format!("{slug} ({title})")).collect();
                Problem::new(
                    ErrorCode::InvalidInput,
                    format!("{} {what}s are called {name:?}.", candidates.len()),
                )
                .remedy(format!("Use the short name of one of them: {}.", list.join(", ")))
            }
            Self::Damaged { what, path, fault } => Problem::new(
                ErrorCode::Damaged,
                format!("The {what} file {} cannot be understood.", name_of(path)),
            )
            .remedy("Correct it in a text editor, or import your backup and then delete this file; Mudbrick leaves it as it is.")
            .detail(format!("{}, {fault}", path.display())),
            Self::Newer { what, path, version } => Problem::new(
                ErrorCode::Storage,
                format!("A newer Mudbrick wrote the {what} file {}.", name_of(path)),
            )
            .remedy("Use that version of Mudbrick or a later one; this one leaves the file as it is.")
            .detail(format!("{} has version {version}", path.display())),
            Self::Duplicate { what, path, first } => Problem::new(
                ErrorCode::Damaged,
                format!(
                    "The {what} file {} has the same identifier as {first} and is not used.",
                    name_of(path)
                ),
            )
            .remedy("Delete one of the two files, and use Duplicate to make a copy.")
            .detail(path.display().to_string()),
            Self::Misnamed { what, path } => Problem::new(
                ErrorCode::Damaged,
                format!("The {what} file {} has a name Mudbrick cannot use.", name_of(path)),
            )
            .remedy("Rename it with lower-case letters, digits and hyphens only, at most 64.")
            .detail(path.display().to_string()),
            Self::Read(error) => error.problem(),
        }
    }
}

/// A record was not created, saved, deleted or brought back. Nothing was changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Somebody else saved it since it was read.
    #[error("saving the {what} {name:?}: changed since it was read")]
    Conflict {
        /// `profile` or `key pair`.
        what: &'static str,
        /// Its title.
        name: String,
    },
    /// One of that name or identifier is there already.
    #[error("creating the {what} {name:?}: exists already")]
    AlreadyExists {
        /// `profile` or `key pair`.
        what: &'static str,
        /// The name of the one that is there.
        name: String,
    },
    /// It is not in the trash, so that it cannot be brought back.
    #[error("bringing back a {what}: not in the trash")]
    NotDeleted {
        /// `profile` or `key pair`.
        what: &'static str,
    },
    /// It is not there, or cannot be read.
    #[error(transparent)]
    Find(#[from] FindError),
    /// The file could not be saved or moved.
    #[error(transparent)]
    Save(#[from] SaveError),
    /// Another Mudbrick kept the files busy.
    #[error(transparent)]
    Lock(#[from] LockError),
}

impl Explain for StoreError {
    fn problem(&self) -> Problem {
        match self {
            Self::Conflict { what, name } => Problem::new(
                ErrorCode::Conflict,
                format!("The {what} {name} was changed elsewhere while you were editing it."),
            )
            .remedy("Reload it and make your change again."),
            Self::AlreadyExists { what, name } => Problem::new(
                ErrorCode::AlreadyExists,
                format!("There is a {what} called {name} already."),
            )
            .remedy("Choose another name, or use the one that is there."),
            Self::NotDeleted { what } => Problem::new(
                ErrorCode::NotFound,
                format!("This {what} is not among the deleted ones."),
            )
            .remedy(format!(
                "List what there is: it may be back already. A {what} deleted long ago is gone."
            )),
            Self::Find(error) => error.problem(),
            Self::Save(error) => error.problem(),
            Self::Lock(error) => error.problem(),
        }
    }
}

pub(super) fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
