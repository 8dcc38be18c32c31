//! The one save. Its single steps are left to `disk`, reading back to `read`, and the words for failures to `error`.

use super::disk::{self, Mode, sync_folder};
use super::folder::folder_of;
use super::{SaveError, read};
use mudbrick_model::Timestamp;
use std::io;
use std::path::Path;
use std::time::{Duration, UNIX_EPOCH};
use tempfile::NamedTempFile;

/// Saves a file whole, replacing an earlier one; makes the folders above it (0700) when they are missing.
///
/// When this returns an error the file is as it was before, and no temporary file is left.
///
/// # Errors
/// No room, not allowed, no such place: see [`SaveError`].
pub fn save(path: &Path, bytes: &[u8], mode: Mode) -> Result<(), SaveError> {
    place(path, bytes, mode, |temporary| disk::place(temporary, path))
}

/// As [`save`], but the file takes its place only when the check of what was written, at its temporary path, is content.
///
/// # Errors
/// As [`save`], or what the check said.
pub fn save_checked(
    path: &Path,
    bytes: &[u8],
    mode: Mode,
    check: impl FnOnce(&Path) -> io::Result<()>,
) -> Result<(), SaveError> {
    place(path, bytes, mode, |temporary| {
        check(temporary.path())?;
        disk::place(temporary, path)
    })
}

/// Saves a file that must not exist yet. Two savers at once cannot both succeed.
///
/// # Errors
/// [`SaveError::AlreadyExists`] when it does; else as [`save`].
pub fn save_new(path: &Path, bytes: &[u8], mode: Mode) -> Result<(), SaveError> {
    save_new_written(path, mode, |file| file.write_all(bytes))
}

/// As [`save`], of contents that are written piece by piece, since they may be larger than memory.
///
/// # Errors
/// As [`save`], or what the writing said.
pub(super) fn save_written(
    path: &Path,
    mode: Mode,
    write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
) -> Result<(), SaveError> {
    place_written(path, mode, write, |temporary| disk::place(temporary, path))
}

/// As [`save_new`], of contents that are written piece by piece.
///
/// # Errors
/// As [`save_new`], or what the writing said.
pub(super) fn save_new_written(
    path: &Path,
    mode: Mode,
    write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
) -> Result<(), SaveError> {
    not_taken(path)?;
    place_written(path, mode, write, |temporary| disk::place_new(temporary, path))
}

/// As [`save_new`], but the file's name lasts only when its folder is synced.
///
/// # Errors
/// As [`save_new`].
pub(super) fn save_new_unsynced(path: &Path, bytes: &[u8], mode: Mode) -> Result<(), SaveError> {
    not_taken(path)?;
    let rename = |temporary| disk::place_new(temporary, path);
    place_unsynced(path, mode, |file| file.write_all(bytes), rename)
        .map_err(|source| SaveError::of(path, source))
}

/// Checked first to spare a full write; the rename is what decides.
fn not_taken(path: &Path) -> Result<(), SaveError> {
    match path.symlink_metadata() {
        Ok(_) => Err(SaveError::AlreadyExists { path: path.to_owned() }),
        Err(_) => Ok(()),
    }
}

/// Saves what can be found again and is checked whenever it is used: whole for whoever reads it, but not synced, so that
/// a power cut may lose or cut it.
///
/// # Errors
/// As [`save`].
pub fn save_cache(path: &Path, bytes: &[u8]) -> Result<(), SaveError> {
    let placing = || {
        let mut temporary = temporary_file(folder_of(path), Mode::Private)?;
        disk::write(&mut temporary, bytes)?;
        disk::place(temporary, path)
    };
    placing().map_err(|source| SaveError::of(path, source))
}

/// Empties a file, making it when it is missing, and gives it a time. Needs no room on the disk where the file is there
/// already, and next to none where it is not.
///
/// # Errors
/// As [`save`].
pub fn touch(path: &Path, at: Timestamp) -> Result<(), SaveError> {
    let since = Duration::from_millis(u64::try_from(at.0).unwrap_or(0));
    let touching = || disk::touch(path, UNIX_EPOCH + since);
    match touching() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            create_folder(folder_of(path)).and_then(|()| touching())
        }
        other => other,
    }
    .map_err(|source| SaveError::of(path, source))
}

/// Keeps a file under a second, new name, so that it outlasts what will be done to the first. The two share their content
/// on the disk where it can do that.
///
/// # Errors
/// As [`save_new`].
pub fn keep(path: &Path, second: &Path, limit: u64) -> Result<(), SaveError> {
    let keeping = || {
        create_folder(folder_of(second))?;
        // A link and not a move: at no moment is there no file under the first name.
        disk::link(path, second)?;
        sync_folder(folder_of(second))
    };
    match keeping() {
        Ok(()) => Ok(()),
        // FAT, and some network disks, know one name for each file.
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::Unsupported
                    | io::ErrorKind::PermissionDenied
                    | io::ErrorKind::TooManyLinks
            ) =>
        {
            let bytes = read(path, limit)
                .map_err(|error| SaveError::of(second, io::Error::other(error)))?;
            save_new(second, &bytes, Mode::Private)
        }
        Err(source) => Err(SaveError::of(second, source)),
    }
}

/// Moves a file to a place, maybe in another folder of the same disk, replacing what is there.
///
/// # Errors
/// As [`save`]; the file is then where it was.
pub fn move_file(from: &Path, to: &Path) -> Result<(), SaveError> {
    let moving = || {
        create_folder(folder_of(to))?;
        disk::rename(from, to)?;
        // The new name first. A power cut between the two leaves both names, and never neither.
        sync_folder(folder_of(to))?;
        if folder_of(from) == folder_of(to) { Ok(()) } else { sync_folder(folder_of(from)) }
    };
    moving().map_err(|source| SaveError::of(to, source))
}

/// Removes a file. One that is not there counts as removed.
///
/// # Errors
/// As [`save`]; the file is then still there.
pub fn remove(path: &Path) -> Result<(), SaveError> {
    match disk::remove_file(path) {
        // A secret that was removed must not be back after a power cut.
        Ok(()) => sync_folder(folder_of(path)).map_err(|source| SaveError::of(path, source)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(source) => Err(SaveError::of(path, source)),
    }
}

/// Removes a folder when it is empty. One that is not there counts as removed; whether that lasts through a power cut is not
/// made sure of, since an empty folder harms nobody.
///
/// # Errors
/// The system's own, such as when it is not empty.
pub fn remove_folder(folder: &Path) -> io::Result<()> {
    match disk::remove_folder(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// Makes a folder and those above it (0700 each), and syncs what was made.
///
/// # Errors
/// The system's own.
pub fn create_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let above = folder_of(folder);
    if above == folder {
        // A root that is not there, such as a drive that was taken out.
        return Err(io::ErrorKind::NotFound.into());
    }
    create_folder(above)?;
    match disk::create_folder(folder) {
        Ok(()) => sync_folder(above),
        // Somebody else was quicker.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => Ok(()),
        // Said as it is: the caller would take "exists already" for the file to be saved.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Err(io::ErrorKind::NotADirectory.into())
        }
        Err(error) => Err(error),
    }
}

fn place(
    path: &Path,
    bytes: &[u8],
    mode: Mode,
    rename: impl FnOnce(NamedTempFile) -> io::Result<()>,
) -> Result<(), SaveError> {
    place_written(path, mode, |file| file.write_all(bytes), rename)
}

fn place_written(
    path: &Path,
    mode: Mode,
    write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
    rename: impl FnOnce(NamedTempFile) -> io::Result<()>,
) -> Result<(), SaveError> {
    // The rename itself is lost in a power cut until the folder is on the disk.
    place_unsynced(path, mode, write, rename)
        .and_then(|()| sync_folder(folder_of(path)))
        .map_err(|source| SaveError::of(path, source))
}

fn place_unsynced(
    path: &Path,
    mode: Mode,
    write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
    rename: impl FnOnce(NamedTempFile) -> io::Result<()>,
) -> io::Result<()> {
    let mut temporary = temporary_file(folder_of(path), mode)?;
    write(&mut disk::Written(&mut temporary))?;
    // Before the rename: a disk may write the new name first, and a power cut would leave an empty file under it.
    disk::sync_file(&temporary)?;
    rename(temporary)
}

fn temporary_file(folder: &Path, mode: Mode) -> io::Result<NamedTempFile> {
    match disk::create_file(folder, mode) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            create_folder(folder)?;
            disk::create_file(folder, mode)
        }
        other => other,
    }
}
