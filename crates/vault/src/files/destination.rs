//! Where a person wants a file, which is not below Mudbrick's own home: anything may be there already. Whether what is
//! there may be replaced is for a client to ask; how a file takes its place is left to `save`.
//!
//! | there is | unless replacing was agreed to | when it was |
//! | --- | --- | --- |
//! | nothing | a new file | a new file |
//! | a file | refused | replaced |
//! | a link, wherever it leads | refused | the link is replaced; what it leads to is not touched |
//! | a folder | refused | refused |
//! | a pipe, a device, a descriptor that a shell opened | written to | written to |

use super::SaveError;
use super::disk::Mode;
use super::save::{save_new_written, save_written};
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What may happen to a file that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// It stays, and nothing is written.
    Kept,
    /// A person agreed that it is replaced.
    Replaced,
}

/// Where a person wants a file.
pub enum Destination<'a> {
    /// Under this name.
    File {
        /// The name.
        path: &'a Path,
        /// What may happen to what is there.
        existing: Existing,
    },
    /// Wherever this leads, such as standard output.
    Stream(&'a mut dyn Write),
}

impl<'a> Destination<'a> {
    /// A file that a person was asked about, by the system's own dialog for instance, which asks before it replaces one.
    pub fn agreed(path: &'a Path) -> Self {
        Self::File { path, existing: Existing::Replaced }
    }

    /// The file's name, for a client that is told what was written.
    pub fn display_name(&self) -> String {
        match self {
            Self::File { path, .. } => path.display().to_string(),
            Self::Stream(_) => "standard output".to_owned(),
        }
    }
}

/// A file that must be new.
impl<'a> From<&'a Path> for Destination<'a> {
    fn from(path: &'a Path) -> Self {
        Self::File { path, existing: Existing::Kept }
    }
}

/// A file that must be new.
impl<'a> From<&'a PathBuf> for Destination<'a> {
    fn from(path: &'a PathBuf) -> Self {
        Self::from(path.as_path())
    }
}

/// What is at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Nothing.
    Free,
    /// A file.
    File,
    /// A symbolic link, wherever it leads.
    Link,
    /// A folder.
    Folder,
    /// A pipe, a device or what a shell opened: something that is written to and never replaced.
    Stream,
}

impl Place {
    /// Looks, without following a link.
    ///
    /// # Errors
    /// The system's own, such as a folder above that may not be searched.
    pub fn of(path: &Path) -> io::Result<Self> {
        let kind = match path.symlink_metadata() {
            Ok(metadata) => metadata.file_type(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::Free),
            Err(error) => return Err(error),
        };
        if kind.is_symlink() {
            return match is_descriptor(path) {
                // A shell's `>(…)` and `3>file`: the system shows what is open as links.
                true if !path.metadata()?.is_dir() => Ok(Self::Stream),
                _ => Ok(Self::Link),
            };
        }
        Ok(match kind {
            kind if kind.is_dir() => Self::Folder,
            kind if kind.is_file() => Self::File,
            _ => Self::Stream,
        })
    }
}

/// Whether a path names something that this process, or one like it, has open. Nothing else below `/dev` counts: `/dev/shm`
/// is a folder that everybody may put links in.
fn is_descriptor(path: &Path) -> bool {
    let parts: Vec<&str> = path.iter().map(|part| part.to_str().unwrap_or_default()).collect();
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match parts[..] {
        ["/", "dev", "stdin" | "stdout" | "stderr"] => true,
        ["/", "dev", "fd", number] => is_number(number),
        ["/", "proc", process, "fd", number] => {
            (is_number(process) || matches!(process, "self" | "thread-self")) && is_number(number)
        }
        _ => false,
    }
}

/// Writes a file where a person wants it: whole or not at all, but to a stream as far as that takes it. Missing folders
/// are made.
///
/// # Errors
/// What is there may not be replaced, is a folder or a link; else as [`super::save`].
pub fn deliver(to: Destination<'_>, bytes: &[u8], mode: Mode) -> Result<(), SaveError> {
    deliver_written(to, mode, |file| file.write_all(bytes))
}

/// As [`deliver`], of contents that are written piece by piece, since they may be larger than memory.
///
/// # Errors
/// As [`deliver`], or what the writing said.
pub fn deliver_written(
    to: Destination<'_>,
    mode: Mode,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), SaveError> {
    let (path, existing) = match to {
        Destination::File { path, existing } => (path, existing),
        Destination::Stream(stream) => {
            let written = write(stream).and_then(|()| stream.flush());
            return written.map_err(|source| SaveError::of(Path::new("standard output"), source));
        }
    };
    let place = Place::of(path).map_err(|source| SaveError::of(path, source))?;
    match (place, existing) {
        (Place::Folder, _) => Err(SaveError::IsFolder { path: path.to_owned() }),
        (Place::Stream, _) => {
            let open = OpenOptions::new().write(true).open(path);
            let written =
                open.and_then(|mut stream| write(&mut stream).and_then(|()| stream.flush()));
            written.map_err(|source| SaveError::of(path, source))
        }
        (Place::Link, Existing::Kept) => Err(SaveError::IsLink { path: path.to_owned() }),
        // What came into being since the look above still counts: the new name is given, or not, in one step.
        (Place::Free | Place::File, Existing::Kept) => save_new_written(path, mode, write),
        // A rename takes the place of a link itself.
        (Place::Free | Place::File | Place::Link, Existing::Replaced) => {
            save_written(path, mode, write)
        }
    }
    .map_err(SaveError::outside)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::files::save;

    #[test]
    fn descriptors_are_known_by_their_names_alone() {
        for path in ["/dev/stdout", "/dev/fd/63", "/proc/self/fd/1", "/proc/12/fd/3"] {
            assert!(is_descriptor(Path::new(path)), "{path}");
        }
        for path in [
            "/dev/shm/x",
            "/dev/fd/x",
            "/dev/fd",
            "/proc/self/fd/../x",
            "/tmp/dev/fd/1",
            "/proc/self/fd/x",
            "/proc/x/fd/1",
        ] {
            assert!(!is_descriptor(Path::new(path)), "{path}");
        }
    }

    #[test]
    fn what_is_there_decides() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("out");
        let to = |existing| Destination::File { path: &path, existing };
        let read = || std::fs::read_to_string(&path).expect("a file");

        deliver(to(Existing::Kept), b"1", Mode::Private).expect("nothing is there");
        let refused = deliver(to(Existing::Kept), b"2", Mode::Private);
        assert!(refused.is_err_and(|error| error.is_already_exists()));
        assert_eq!(read(), "1");
        deliver(to(Existing::Replaced), b"3", Mode::Private).expect("agreed");
        assert_eq!(read(), "3");

        let target = folder.path().join("target");
        for exists in [false, true] {
            std::fs::remove_file(&path).expect("it is there");
            std::os::unix::fs::symlink(&target, &path).expect("a link");
            let refused = deliver(to(Existing::Kept), b"4", Mode::Private);
            assert!(matches!(refused, Err(SaveError::IsLink { .. })), "{refused:?}");
            assert_eq!(target.exists(), exists);
            deliver(to(Existing::Replaced), b"5", Mode::Private).expect("agreed");
            assert!(path.symlink_metadata().expect("there").is_file());
            assert_eq!((read().as_str(), target.exists()), ("5", exists));
            save(&target, b"untouched", Mode::Shared).expect("the target");
        }
        assert_eq!(std::fs::read_to_string(&target).expect("a file"), "untouched");

        let folder = Destination::agreed(folder.path());
        let refused = deliver(folder, b"6", Mode::Private);
        assert!(matches!(refused, Err(SaveError::IsFolder { .. })), "{refused:?}");
    }
}
