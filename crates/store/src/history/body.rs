//! Answers' bodies: small ones in the database, large ones in files of their own.

use super::HistoryError;
use mudbrick_vault::files::{self, Mode, ReadError, SaveError};
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// A body above this many bytes is a file.
pub const LARGEST_IN_DATABASE: u64 = 64 * 1024;

/// Where an exchange's body comes from.
#[derive(Debug, Clone, Copy)]
pub enum BodySource<'a> {
    /// There is none.
    None,
    /// It is in memory.
    Bytes(&'a [u8]),
    /// It was streamed to a file on the home folder's disk, which the history takes over.
    File(&'a Path),
}

/// A part of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyPart {
    /// The part's bytes.
    pub bytes: Vec<u8>,
    /// The whole body's length in bytes.
    pub total: u64,
}

/// A body that can be read at any place, for as long as it is held, whatever becomes of its exchange meanwhile.
#[derive(Debug)]
pub enum OpenBody {
    /// It was in the database.
    Bytes(Vec<u8>),
    /// It is a file.
    File(File),
}

impl BodyPart {
    /// At most `length` bytes of a file from `offset`; none past its end.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn read(file: &mut File, offset: u64, length: u32) -> io::Result<Self> {
        let total = file.metadata()?.len();
        let mut bytes = Vec::new();
        if offset < total {
            file.seek(SeekFrom::Start(offset))?;
            file.take(u64::from(length)).read_to_end(&mut bytes)?;
        }
        Ok(Self { bytes, total })
    }
}

impl BodySource<'_> {
    /// The body, when it is small enough for the database.
    pub(super) fn small(&self) -> Result<Option<Vec<u8>>, HistoryError> {
        match self {
            Self::None => Ok(Some(Vec::new())),
            Self::Bytes(bytes) if bytes.len() as u64 <= LARGEST_IN_DATABASE => {
                Ok(Some(bytes.to_vec()))
            }
            Self::Bytes(_) => Ok(None),
            Self::File(path) => match files::read(path, LARGEST_IN_DATABASE) {
                Ok(bytes) => Ok(Some(bytes)),
                Err(ReadError::TooLarge { .. }) => Ok(None),
                Err(error) => Err(error.into()),
            },
        }
    }

    /// What can be searched for of a body that is too large for the database.
    pub(super) fn beginning(&self) -> Result<Vec<u8>, HistoryError> {
        match self {
            Self::None => Ok(Vec::new()),
            Self::Bytes(bytes) => {
                Ok(bytes[..bytes.len().min(LARGEST_IN_DATABASE as usize)].to_vec())
            }
            Self::File(path) => Ok(read_part(path, 0, LARGEST_IN_DATABASE as u32)?.bytes),
        }
    }

    /// Its length in bytes.
    pub(super) fn length(&self) -> u64 {
        match self {
            Self::None => 0,
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::File(path) => path.metadata().map_or(0, |found| found.len()),
        }
    }

    /// Removes the streamed file of a body that was small enough for the database. Should that fail, a useless file
    /// stays, and the exchange is recorded all the same.
    pub(super) fn discard(&self) {
        if let Self::File(path) = self {
            let _ = files::remove(path);
        }
    }

    /// Makes it the file at `place`.
    pub(super) fn keep_as(&self, place: &Path) -> Result<(), HistoryError> {
        match self {
            Self::None => Ok(()),
            Self::Bytes(bytes) => Ok(files::save(place, bytes, Mode::Private)?),
            Self::File(path) => Ok(files::move_file(path, place)?),
        }
    }
}

/// The bytes that are kept of an exchange.
pub(super) fn kept_bytes(json: &str, body: u64) -> i64 {
    i64::try_from((json.len() as u64).saturating_add(body)).unwrap_or(i64::MAX)
}

/// Of a body that is a file; none when it is gone.
pub(super) fn file_length(bodies: &Path, id: i64) -> u64 {
    path(bodies, id).metadata().map_or(0, |found| found.len())
}

/// What can be searched for of a body that is kept, in the database or in its file. One that cannot be read has nothing.
pub(super) fn beginning_of(small: Option<Vec<u8>>, bodies: &Path, id: i64) -> Vec<u8> {
    let of_file = || read_part(&path(bodies, id), 0, LARGEST_IN_DATABASE as u32);
    small.unwrap_or_else(|| of_file().map_or_else(|_| Vec::new(), |part| part.bytes))
}

/// Removes the files of exchanges that are gone. Their numbers are not used again, so that nobody can be recording one.
pub(super) fn remove_files(bodies: &Path, ids: &[i64]) -> Result<(), HistoryError> {
    let Some((last, others)) = ids.split_last() else { return Ok(()) };
    for id in others {
        match fs::remove_file(path(bodies, *id)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(SaveError::of(&path(bodies, *id), error).into());
            }
            _ => {}
        }
    }
    // Syncs the folder, once for all of them.
    Ok(files::remove(&path(bodies, *last))?)
}

pub(super) fn path(bodies: &Path, id: i64) -> PathBuf {
    bodies.join(format!("{id}.body"))
}

pub(super) fn open(path: &Path) -> Result<File, HistoryError> {
    File::open(path).map_err(|source| ReadError::of(path, source).into())
}

pub(super) fn read_part(path: &Path, offset: u64, length: u32) -> Result<BodyPart, HistoryError> {
    let read = File::open(path).and_then(|mut file| BodyPart::read(&mut file, offset, length));
    read.map_err(|source| ReadError::of(path, source).into())
}
