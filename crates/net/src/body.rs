//! What a request sends along: bytes in memory, or a file that is read while it goes out. Both can be read from the start as
//! often as it takes, for a second try or to be looked through before anything leaves.

use bytes::Bytes;
use std::fs::File;
use std::io::{self, Read};
use std::sync::Arc;
use std::time::SystemTime;

/// A request's body.
#[derive(Clone)]
pub enum Body {
    /// In memory.
    Bytes(Bytes),
    /// On disk, of any size.
    File(FileBody),
}

impl Body {
    /// Its length in bytes.
    pub fn length(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::File(file) => file.length,
        }
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.length() == 0
    }

    /// Reads it from the start, byte for byte as it goes out.
    pub fn open(&self) -> Box<dyn Read + Send + '_> {
        match self {
            Self::Bytes(bytes) => Box::new(&bytes[..]),
            Self::File(file) => Box::new(file.open()),
        }
    }
}

impl<T: Into<Bytes>> From<T> for Body {
    fn from(bytes: T) -> Self {
        Self::Bytes(bytes.into())
    }
}

/// A file on its way out. It stays open, so that what is sent is what was looked at, whatever its name leads to later.
#[derive(Debug, Clone)]
pub struct FileBody {
    file: Arc<File>,
    length: u64,
    modified: Option<SystemTime>,
}

/// The file was written to after it was taken for a body. What went out of it is neither the old nor the new.
#[derive(Debug, thiserror::Error)]
#[error("the file was changed while it was sent")]
pub(crate) struct FileChanged;

impl FileBody {
    /// A file as it is now. It must be one that can be read again, which a pipe cannot.
    ///
    /// # Errors
    /// It is no regular file, or the system's own.
    pub fn of(file: File) -> io::Result<Self> {
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file"));
        }
        let (length, modified) = (metadata.len(), metadata.modified().ok());
        Ok(Self { file: Arc::new(file), length, modified })
    }

    /// Its length in bytes.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Reads it from the start.
    pub fn open(&self) -> impl Read + Send + use<> {
        Reading { body: self.clone(), offset: 0 }
    }

    /// Whether it was written to since it was taken for a body.
    pub fn has_changed(&self) -> bool {
        match self.file.metadata() {
            Ok(now) => now.len() != self.length || now.modified().ok() != self.modified,
            Err(_) => true,
        }
    }

    /// The piece at an offset, at most `most` bytes of it; empty at the end alone.
    pub(crate) fn piece(&self, offset: u64, most: usize) -> io::Result<Bytes> {
        let left = self.length.saturating_sub(offset);
        let length = usize::try_from(left).unwrap_or(usize::MAX).min(most);
        let mut piece = vec![0; length];
        let mut filled = 0;
        // One read may give less than was asked for, also of a plain file.
        while filled < length {
            match read_at(&self.file, &mut piece[filled..], offset + filled as u64) {
                Ok(0) => return Err(io::Error::other(FileChanged)),
                Ok(count) => filled += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        // The other end has the whole body only once it has the last piece.
        if length as u64 == left && self.has_changed() {
            return Err(io::Error::other(FileChanged));
        }
        Ok(piece.into())
    }
}

struct Reading {
    body: FileBody,
    offset: u64,
}

impl Read for Reading {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let piece = self.body.piece(self.offset, buffer.len())?;
        buffer[..piece.len()].copy_from_slice(&piece);
        self.offset += piece.len() as u64;
        Ok(piece.len())
    }
}

/// Reads without moving the place that other readers of the same open file are at.
#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, offset)
}

/// It moves the file's own place, which nobody here uses.
#[cfg(windows)]
fn read_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, offset)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Seek, Write};

    fn file(text: &str) -> (File, FileBody) {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        (file.try_clone().unwrap(), FileBody::of(file).unwrap())
    }

    #[test]
    fn it_is_read_as_often_as_it_takes() {
        let (_, body) = file("nine bytes");
        for _ in 0..2 {
            let mut read = Vec::new();
            Body::File(body.clone()).open().read_to_end(&mut read).unwrap();
            assert_eq!(read, b"nine bytes");
        }
        assert_eq!(body.piece(5, 3).unwrap(), "byt");
        assert_eq!(body.piece(10, 3).unwrap(), "");
    }

    #[test]
    fn a_file_that_changes_is_no_body_any_more() {
        let (mut writer, body) = file("nine bytes");
        assert!(!body.has_changed());
        writer.write_all(b"!").unwrap();
        assert!(body.has_changed());
        assert_eq!(body.piece(0, 4).unwrap(), "nine", "the beginning tells nothing");
        assert!(body.piece(4, 100).is_err());
        writer.set_len(2).unwrap();
        assert!(body.piece(0, 4).is_err());
    }

    #[test]
    fn a_file_of_the_same_length_that_was_written_to_is_another() {
        let (mut writer, body) = file("nine bytes");
        writer.seek(io::SeekFrom::Start(0)).unwrap();
        writer.write_all(b"NINE BYTES").unwrap();
        let written = body.modified.unwrap() + std::time::Duration::from_secs(1);
        writer.set_modified(written).unwrap();
        assert!(body.has_changed());
    }

    #[test]
    fn it_has_the_length_of_its_file() {
        let (_, body) = file("nine bytes");
        assert_eq!((body.length(), Body::File(body.clone()).length()), (10, 10));
        assert!(!Body::File(body).is_empty());
    }

    #[test]
    fn a_file_that_cannot_be_read_is_an_error() {
        let named = tempfile::NamedTempFile::new().unwrap();
        named.as_file().write_all(b"nine bytes").unwrap();
        let for_writing = File::options().write(true).open(named.path()).unwrap();
        assert!(FileBody::of(for_writing).unwrap().piece(0, 4).is_err());
    }
}
