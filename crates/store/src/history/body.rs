//! Answers' bodies: small ones in the database, large ones in files of their own.

use super::HistoryError;
use mudbrick_vault::files::{self, Mode, ReadError};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// A body above this many bytes is a file.
const SMALL: u64 = 64 * 1024;

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
            Self::Bytes(bytes) if bytes.len() as u64 <= SMALL => Ok(Some(bytes.to_vec())),
            Self::Bytes(_) => Ok(None),
            Self::File(path) => match files::read(path, SMALL) {
                Ok(bytes) => Ok(Some(bytes)),
                Err(ReadError::TooLarge { .. }) => Ok(None),
                Err(error) => Err(error.into()),
            },
        }
    }

    /// What of it can be searched for.
    pub(super) fn beginning(&self) -> Result<Option<Vec<u8>>, HistoryError> {
        match self {
            Self::None => Ok(None),
            Self::Bytes(bytes) => Ok(bytes.chunks(SMALL as usize).next().map(<[u8]>::to_vec)),
            Self::File(path) => Ok(Some(read_part(path, 0, SMALL as u32)?.bytes)),
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
