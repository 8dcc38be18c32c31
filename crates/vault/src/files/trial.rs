//! A look at a folder by using it: whether it can be written, has room, and is the person's own. What the system says of
//! permissions is not asked: disks, quotas and containers refuse for reasons that no permission tells.

use super::{Mode, SaveError, disk};
use std::fs::{self, Metadata};
use std::path::Path;

/// What a folder turned out to be.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trial {
    /// Files and folders in it, two levels deep, that belong to somebody else; itself is `.`.
    pub foreign: Vec<String>,
    /// Whether everybody on this computer, or a group, may write in it.
    pub writable_by_others: bool,
}

/// Writes a file of `bytes` bytes in a folder and removes it again.
///
/// # Errors
/// The folder cannot be written, or has no room for that.
pub fn try_folder(folder: &Path, bytes: usize) -> Result<Trial, SaveError> {
    let trying = || {
        let mut file = disk::create_file(folder, Mode::Private)?;
        disk::write(&mut file, &vec![0; bytes])?;
        disk::sync_file(&file)?;
        let (own, itself) = (file.as_file().metadata()?, fs::metadata(folder)?);
        let mut foreign = Vec::new();
        if is_foreign(&itself, &own) {
            foreign.push(".".to_owned());
        }
        collect_foreign(folder, "", &own, &mut foreign);
        foreign.sort_unstable();
        Ok(Trial { foreign, writable_by_others: is_writable_by_others(&itself) })
    };
    trying().map_err(|source| SaveError::of(folder, source))
}

/// What cannot be listed is not listed.
fn collect_foreign(folder: &Path, before: &str, own: &Metadata, foreign: &mut Vec<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let Ok(found) = entry.metadata() else { continue };
        let name = format!("{before}{}", entry.file_name().to_string_lossy());
        if found.is_dir() && before.is_empty() {
            collect_foreign(&entry.path(), &format!("{name}/"), own, foreign);
        }
        if is_foreign(&found, own) {
            foreign.push(name);
        }
    }
}

#[cfg(unix)]
fn is_foreign(found: &Metadata, own: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    found.uid() != own.uid()
}

#[cfg(unix)]
fn is_writable_by_others(folder: &Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    folder.permissions().mode() & 0o022 != 0
}

/// Windows keeps a person's own folders to that person already.
#[cfg(not(unix))]
fn is_foreign(_: &Metadata, _: &Metadata) -> bool {
    false
}

#[cfg(not(unix))]
fn is_writable_by_others(_: &Metadata) -> bool {
    false
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::files::faults::{Call, Fault, watched};
    use std::io;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn a_folder_is_tried_and_left_as_it_was() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path();
        assert_eq!(try_folder(path, 1 << 16).expect("can be written"), Trial::default());
        fs::set_permissions(path, fs::Permissions::from_mode(0o770)).expect("its mode");
        assert!(try_folder(path, 1).expect("can be written").writable_by_others);
        assert_eq!(fs::read_dir(path).expect("a folder").count(), 0);
    }

    #[test]
    fn no_room_and_no_permission_are_told_apart() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let full = |call: &Call<'_>| {
            let refused = || Fault::Refused(io::ErrorKind::StorageFull.into());
            matches!(call, Call::Write { .. }).then(refused)
        };
        let outcome = watched(full, || try_folder(folder.path(), 10));
        assert!(matches!(outcome, Err(SaveError::Full { .. })), "{outcome:?}");
        let refused = |_: &Call<'_>| Some(Fault::Refused(io::ErrorKind::ReadOnlyFilesystem.into()));
        let outcome = watched(refused, || try_folder(folder.path(), 10));
        assert!(matches!(outcome, Err(SaveError::NotAllowed { .. })), "{outcome:?}");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
    }
}
