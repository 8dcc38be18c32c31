//! The calls that change a disk. Each is made here and nowhere else in this crate, one by one, so that a test can refuse any
//! of them, cut a write short, and know what a power cut would have left. What they add up to is left to `save`.

use super::{Call, faults};
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::time::SystemTime;
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

/// Makes an empty file of a name nobody else has. It is removed when dropped.
pub(super) fn create_file(folder: &Path, mode: Mode) -> io::Result<NamedTempFile> {
    faults::before(&Call::CreateFile { folder })?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMP_PREFIX).suffix(TEMP_SUFFIX);
    set_mode(&mut builder, mode);
    builder.tempfile_in(folder)
}

/// Writes all of the bytes, in as many calls as the system needs.
pub(super) fn write(file: &mut NamedTempFile, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        let written = faults::before_write(&Call::Write { path: file.path(), bytes })
            .and_then(|allowed| file.as_file_mut().write(&bytes[..allowed.min(bytes.len())]));
        match written {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => bytes = &bytes[written..],
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// A file that somebody writes piece by piece.
pub(super) struct Written<'a>(pub(super) &'a mut NamedTempFile);

impl Write for Written<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        write(self.0, bytes).map(|()| bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Adds bytes to the end of a file, whoever else adds to it at the same time, or to a new one for its owner alone.
pub(super) fn append(path: &Path, bytes: &[u8]) -> io::Result<()> {
    faults::before_write(&Call::Write { path, bytes })?;
    let mut options = fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(bytes)
}

/// Makes what was written to a file last through a power cut.
pub(super) fn sync_file(file: &NamedTempFile) -> io::Result<()> {
    faults::before(&Call::SyncFile { path: file.path() })?;
    // The times on the file may be lost, and waiting for them costs a fifth more.
    file.as_file().sync_data()
}

/// Gives a temporary file its name, in place of a file that may have it.
pub(super) fn place(file: NamedTempFile, path: &Path) -> io::Result<()> {
    faults::before(&Call::Rename { from: file.path(), to: path })?;
    file.persist(path).map(drop).map_err(|error| error.error)
}

/// Gives a temporary file its name, which nobody may have yet.
pub(super) fn place_new(file: NamedTempFile, path: &Path) -> io::Result<()> {
    faults::before(&Call::Rename { from: file.path(), to: path })?;
    file.persist_noclobber(path).map(drop).map_err(|error| error.error)
}

pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    faults::before(&Call::Rename { from, to })?;
    fs::rename(from, to)
}

/// A second name for a file; the name must be new.
pub(super) fn link(from: &Path, to: &Path) -> io::Result<()> {
    faults::before(&Call::Link { from, to })?;
    fs::hard_link(from, to)
}

/// Empties a file or makes an empty one for its owner alone, and sets its time.
pub(super) fn touch(path: &Path, at: SystemTime) -> io::Result<()> {
    faults::before(&Call::Touch { path })?;
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.set_modified(at)
}

pub(super) fn remove_file(path: &Path) -> io::Result<()> {
    faults::before(&Call::RemoveFile { path })?;
    fs::remove_file(path)
}

/// Removes a folder with nothing in it.
pub(super) fn remove_folder(path: &Path) -> io::Result<()> {
    faults::before(&Call::RemoveFolder { path })?;
    fs::remove_dir(path)
}

/// Makes one folder, for its owner alone.
pub(super) fn create_folder(path: &Path) -> io::Result<()> {
    faults::before(&Call::CreateFolder { path })?;
    #[cfg_attr(not(unix), allow(unused_mut))]
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Makes a rename or removal last through a power cut. Some network file systems cannot sync a folder and say so by
/// "invalid argument"; nothing better can be done there.
#[cfg(unix)]
pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    let synced = faults::before(&Call::SyncFolder { path })
        .and_then(|()| fs::File::open(path))
        .and_then(|folder| folder.sync_all());
    match synced {
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
pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    faults::before(&Call::SyncFolder { path })
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
