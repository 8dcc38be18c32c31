//! How saving, reading and locking fail, in the words a person is told.

use super::folder::folder_of;
use mudbrick_model::{ErrorCode, Explain, Problem};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A file was not saved. It is as it was before.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SaveError {
    /// It had to be new and is not.
    #[error("saving {}: it exists already", path.display())]
    AlreadyExists {
        /// The file.
        path: PathBuf,
    },
    /// A symbolic link is in the way, and what it leads to is never written to.
    #[error("saving {}: it is a link", path.display())]
    IsLink {
        /// The link.
        path: PathBuf,
    },
    /// A folder is in the way.
    #[error("saving {}: it is a folder", path.display())]
    IsFolder {
        /// The folder.
        path: PathBuf,
    },
    /// A place that a person chose, outside of Mudbrick's own folder, cannot be written.
    #[error("saving {}", path.display())]
    Outside {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The disk, the quota or the process's own limit has no room.
    #[error("saving {}: no room", path.display())]
    Full {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Permissions or a read-only disk forbid it.
    #[error("saving {}: not allowed", path.display())]
    NotAllowed {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Anything else, such as a file where a folder should be.
    #[error("saving {}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl SaveError {
    /// The error for what the system said about saving at a path.
    pub fn of(path: &Path, source: io::Error) -> Self {
        use io::ErrorKind as Kind;
        let path = path.to_owned();
        match source.kind() {
            Kind::AlreadyExists => Self::AlreadyExists { path },
            Kind::StorageFull | Kind::QuotaExceeded | Kind::FileTooLarge | Kind::WriteZero => {
                Self::Full { path, source }
            }
            Kind::PermissionDenied | Kind::ReadOnlyFilesystem => Self::NotAllowed { path, source },
            _ => Self::Io { path, source },
        }
    }

    /// The same for a place that is not below Mudbrick's own folder, which has other remedies.
    pub(super) fn outside(self) -> Self {
        match self {
            Self::NotAllowed { path, source } | Self::Io { path, source } => {
                Self::Outside { path, source }
            }
            other => other,
        }
    }

    /// Whether a file of that name was in the way.
    pub fn is_already_exists(&self) -> bool {
        matches!(self, Self::AlreadyExists { .. })
    }
}

impl Explain for SaveError {
    fn problem(&self) -> Problem {
        match self {
            Self::AlreadyExists { path } => Problem::new(
                ErrorCode::AlreadyExists,
                format!("{} exists already and was not touched.", path.display()),
            )
            .remedy("Choose another name, or move that file away first."),
            Self::IsLink { path } => Problem::new(
                ErrorCode::AlreadyExists,
                format!("{} is a link. Nothing was written.", path.display()),
            )
            .remedy("Choose another name, or name the file that the link leads to."),
            Self::IsFolder { path } => Problem::new(
                ErrorCode::AlreadyExists,
                format!("{} is a folder. Nothing was written.", path.display()),
            )
            .remedy("Name a file in it."),
            Self::Outside { path, source } => Problem::new(
                ErrorCode::Storage,
                format!("{} cannot be written.", path.display()),
            )
            .remedy("Choose a folder that you may write to. Nothing was changed.")
            .detail(source.to_string()),
            Self::Full { path, source } => Problem::new(
                ErrorCode::Storage,
                format!("There is no room on the disk to save {}.", path.display()),
            )
            .remedy("Make room on that disk and try again; nothing was changed.")
            .detail(source.to_string()),
            Self::NotAllowed { path, source } => Problem::new(
                ErrorCode::Storage,
                format!("Mudbrick is not allowed to save {}.", path.display()),
            )
            .remedy(format!(
                "Make the folder {} writable for you, or have MUDBRICK_HOME name another one; nothing was changed.",
                folder_of(path).display()
            ))
            .detail(source.to_string()),
            Self::Io { path, source } => Problem::new(
                ErrorCode::Storage,
                format!("{} could not be saved.", path.display()),
            )
            .remedy(format!(
                "Make sure that {} is a folder on a disk that works, and try again; nothing was changed.",
                folder_of(path).display()
            ))
            .detail(source.to_string()),
        }
    }
}

/// A file was not read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// There is none.
    #[error("reading {}: not found", path.display())]
    NotFound {
        /// The file.
        path: PathBuf,
    },
    /// It is larger than anything that belongs there.
    #[error("reading {}: larger than {limit} bytes", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// The most that is read, in bytes.
        limit: u64,
    },
    /// It is not UTF-8.
    #[error("reading {}: not UTF-8", path.display())]
    NotText {
        /// The file.
        path: PathBuf,
    },
    /// Anything else.
    #[error("reading {}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl ReadError {
    /// The error for what the system said about a path.
    pub fn of(path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::NotFound => Self::NotFound { path },
            _ => Self::Io { path, source },
        }
    }

    /// The file or folder.
    pub fn path(&self) -> &Path {
        match self {
            Self::NotFound { path }
            | Self::TooLarge { path, .. }
            | Self::NotText { path }
            | Self::Io { path, .. } => path,
        }
    }

    /// Whether there is no such file.
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::NotFound { .. })
    }
}

impl Explain for ReadError {
    fn problem(&self) -> Problem {
        match self {
            Self::NotFound { path } => {
                Problem::new(ErrorCode::NotFound, format!("{} does not exist.", path.display()))
                    .remedy("Look whether it was moved or deleted.")
            }
            Self::TooLarge { path, limit } => Problem::new(
                ErrorCode::Storage,
                format!(
                    "{} is larger than the {limit} bytes Mudbrick reads of it.",
                    path.display()
                ),
            )
            .remedy("Look whether another file took its place."),
            Self::NotText { path } => {
                Problem::new(ErrorCode::Damaged, format!("{} is not UTF-8 text.", path.display()))
                    .remedy("Save it as UTF-8, or put it back from a backup.")
            }
            Self::Io { path, source } => {
                Problem::new(ErrorCode::Storage, format!("{} could not be read.", path.display()))
                    .remedy("Make sure that it is yours to read and that its disk works.")
                    .detail(source.to_string())
            }
        }
    }
}

/// A lock was not got.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LockError {
    /// Somebody else held it all the time.
    #[error("locking {}: held by another for {waited:?}", path.display())]
    Held {
        /// The lock's file.
        path: PathBuf,
        /// How long was waited.
        waited: Duration,
    },
    /// The lock's file cannot be made or locked.
    #[error("locking {}", path.display())]
    Io {
        /// The lock's file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl Explain for LockError {
    fn problem(&self) -> Problem {
        match self {
            Self::Held { waited, .. } => Problem::new(
                ErrorCode::Storage,
                format!(
                    "Another Mudbrick has been at work on the same files for {} s.",
                    waited.as_secs()
                ),
            )
            .remedy("Close the other window or command, then try again."),
            Self::Io { path, source } => {
                SaveError::of(path, io::Error::new(source.kind(), source.to_string())).problem()
            }
        }
    }
}
