//! The one save. Reading back is left to `read`, and the words for failures to `error`.

use super::SaveError;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use tempfile::NamedTempFile;

/// Temporary files are hidden and recognisable, so that a crash's leftovers can be told from anything else.
pub(super) const TEMP_PREFIX: &str = ".mudbrick-";
/// See [`TEMP_PREFIX`].
pub(super) const TEMP_SUFFIX: &str = ".tmp";

/// Who may read a saved file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Its owner alone (0600).
    Private,
    /// Whoever the person's umask lets.
    Shared,
}

/// Saves a file whole, replacing an earlier one; makes the folders above it (0700) when they are missing.
///
/// When this returns an error the file is as it was before, and no temporary file is left.
///
/// # Errors
/// No room, not allowed, no such place: see [`SaveError`].
pub fn save(path: &Path, bytes: &[u8], mode: Mode) -> Result<(), SaveError> {
    place(path, bytes, mode, |temporary| temporary.persist(path).map(drop).map_err(|e| e.error))
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
        temporary.persist(path).map(drop).map_err(|e| e.error)
    })
}

/// Saves a file that must not exist yet. Two savers at once cannot both succeed.
///
/// # Errors
/// [`SaveError::AlreadyExists`] when it does; else as [`save`].
pub fn save_new(path: &Path, bytes: &[u8], mode: Mode) -> Result<(), SaveError> {
    // Checked first to spare a full write; the rename below is what decides.
    if path.symlink_metadata().is_ok() {
        return Err(SaveError::AlreadyExists { path: path.to_owned() });
    }
    place(path, bytes, mode, |temporary| {
        temporary.persist_noclobber(path).map(drop).map_err(|e| e.error)
    })
}

/// Moves a file to a place, maybe in another folder of the same disk, replacing what is there.
///
/// # Errors
/// As [`save`]; the file is then where it was.
pub fn move_file(from: &Path, to: &Path) -> Result<(), SaveError> {
    let moving = || {
        create_folder(folder_of(to))?;
        fs::rename(from, to)?;
        sync_folder(folder_of(to))?;
        sync_folder(folder_of(from))
    };
    moving().map_err(|source| SaveError::of(to, source))
}

/// Removes a file. One that is not there counts as removed.
///
/// # Errors
/// As [`save`]; the file is then still there.
pub fn remove(path: &Path) -> Result<(), SaveError> {
    match fs::remove_file(path) {
        Ok(()) => sync_folder(folder_of(path)).map_err(|source| SaveError::of(path, source)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(source) => Err(SaveError::of(path, source)),
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
    match private_folder().create(folder) {
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
    let folder = folder_of(path);
    let placing = || {
        let mut temporary = temporary_file(folder, mode)?;
        temporary.write_all(bytes)?;
        temporary.as_file().sync_all()?;
        rename(temporary)?;
        sync_folder(folder)
    };
    placing().map_err(|source| SaveError::of(path, source))
}

fn temporary_file(folder: &Path, mode: Mode) -> io::Result<NamedTempFile> {
    match builder(mode).tempfile_in(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            create_folder(folder)?;
            builder(mode).tempfile_in(folder)
        }
        other => other,
    }
}

fn builder(mode: Mode) -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMP_PREFIX).suffix(TEMP_SUFFIX);
    set_mode(&mut builder, mode);
    builder
}

#[cfg(unix)]
fn set_mode(builder: &mut tempfile::Builder<'_, '_>, mode: Mode) {
    use std::os::unix::fs::PermissionsExt;
    // The umask takes away from these, as it does from any file a program makes.
    let bits = match mode {
        Mode::Private => 0o600,
        Mode::Shared => 0o666,
    };
    builder.permissions(fs::Permissions::from_mode(bits));
}

/// Windows keeps a person's own folders to that person already.
#[cfg(not(unix))]
fn set_mode(_: &mut tempfile::Builder<'_, '_>, _: Mode) {}

fn private_folder() -> fs::DirBuilder {
    #[cfg_attr(not(unix), allow(unused_mut))]
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

/// The folder a path is in; a bare name is in the current one.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) => Path::new("."),
        None => path,
    }
}

/// Makes a rename or removal last through a power cut. Some network file systems cannot sync a folder and say so by
/// "invalid argument"; nothing better can be done there.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    match fs::File::open(folder)?.sync_all() {
        Err(error)
            if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) =>
        {
            Ok(())
        }
        other => other,
    }
}

/// NTFS journals renames itself, and Windows gives programs no way to sync a folder.
#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
