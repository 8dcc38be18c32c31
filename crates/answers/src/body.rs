//! A body that lies in a file or in memory, read at any place. Where it comes from is left to the caller.

use crate::AnswerError;
use std::fs::File;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Bytes that can be read at any place, from several threads.
pub trait Body: Send + Sync {
    /// How many there are.
    fn length(&self) -> u64;

    /// Reads some at a place; 0 at the end and past it.
    ///
    /// # Errors
    /// The disk refuses.
    fn read_at(&self, at: u64, into: &mut [u8]) -> io::Result<usize>;
}

impl Body for Vec<u8> {
    fn length(&self) -> u64 {
        self.len() as u64
    }

    fn read_at(&self, at: u64, into: &mut [u8]) -> io::Result<usize> {
        let from = usize::try_from(at).unwrap_or(usize::MAX).min(self.len());
        let count = into.len().min(self.len() - from);
        into[..count].copy_from_slice(&self[from..from + count]);
        Ok(count)
    }
}

/// A body in a file, whose length is what it was when it was opened.
pub struct FileBody {
    file: File,
    length: u64,
}

impl FileBody {
    /// Of an open file, all of it.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn new(file: File) -> io::Result<Self> {
        let length = file.metadata()?.len();
        Ok(Self { file, length })
    }
}

impl Body for FileBody {
    fn length(&self) -> u64 {
        self.length
    }

    fn read_at(&self, at: u64, into: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.length.saturating_sub(at)).unwrap_or(usize::MAX);
        let most = into.len().min(left);
        #[cfg(unix)]
        return std::os::unix::fs::FileExt::read_at(&self.file, &mut into[..most], at);
        #[cfg(windows)]
        return std::os::windows::fs::FileExt::seek_read(&self.file, &mut into[..most], at);
    }
}

/// A part of a body, as a body.
pub struct Part {
    body: Arc<dyn Body>,
    from: u64,
    to: u64,
}

impl Part {
    /// From one place up to another; what lies past the end is left out.
    pub fn new(body: Arc<dyn Body>, from: u64, to: u64) -> Self {
        let to = to.min(body.length());
        Self { body, from: from.min(to), to }
    }
}

impl Body for Part {
    fn length(&self) -> u64 {
        self.to - self.from
    }

    fn read_at(&self, at: u64, into: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.length().saturating_sub(at)).unwrap_or(usize::MAX);
        let most = into.len().min(left);
        match most {
            0 => Ok(0),
            _ => self.body.read_at(self.from + at, &mut into[..most]),
        }
    }
}

/// Stops work that goes through a body.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Asks for the end; the work ends with [`AnswerError::Stopped`] at its next piece.
    pub fn stop(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether somebody asked.
    pub fn is_stopped(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Goes on, or not.
    ///
    /// # Errors
    /// [`AnswerError::Stopped`].
    pub fn go_on(&self) -> Result<(), AnswerError> {
        if self.is_stopped() { Err(AnswerError::Stopped) } else { Ok(()) }
    }
}

/// Reads from a place on until `into` is full or the body ends; how much that was.
pub(crate) fn fill(body: &dyn Body, at: u64, into: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < into.len() {
        match body.read_at(at + filled as u64, &mut into[filled..]) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// A part of a body in memory, as far as there is one; the caller knows that it is not too much.
///
/// # Errors
/// The disk refuses.
pub fn bytes(body: &dyn Body, from: u64, to: u64) -> Result<Vec<u8>, AnswerError> {
    let length = usize::try_from(to.min(body.length()).saturating_sub(from)).unwrap_or(0);
    let mut all = vec![0; length];
    let filled = fill(body, from, &mut all)?;
    all.truncate(filled);
    Ok(all)
}

/// How much is read at a time.
const PIECE: usize = 64 << 10;

/// Goes through a part of a body from front to back, and jumps when asked to.
pub(crate) struct Reader<'a> {
    body: &'a dyn Body,
    end: u64,
    stop: &'a Stop,
    /// What was read last, and where it lies.
    piece: Vec<u8>,
    start: u64,
    used: usize,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(body: &'a dyn Body, from: u64, end: u64, stop: &'a Stop) -> Self {
        let end = end.min(body.length());
        Self { body, end, stop, piece: Vec::new(), start: from, used: 0 }
    }

    /// Where the next byte lies.
    pub(crate) fn at(&self) -> u64 {
        self.start + self.used as u64
    }

    /// The bytes that come next, as many as are at hand; none at the end alone.
    pub(crate) fn slice(&mut self) -> Result<&[u8], AnswerError> {
        if self.used == self.piece.len() {
            self.fill()?;
        }
        Ok(&self.piece[self.used..])
    }

    fn fill(&mut self) -> Result<(), AnswerError> {
        self.stop.go_on()?;
        self.start = self.at();
        self.used = 0;
        let left = usize::try_from(self.end.saturating_sub(self.start)).unwrap_or(usize::MAX);
        self.piece.resize(PIECE.min(left), 0);
        let filled = fill(self.body, self.start, &mut self.piece)?;
        self.piece.truncate(filled);
        Ok(())
    }

    pub(crate) fn consume(&mut self, count: usize) {
        self.used += count;
    }

    pub(crate) fn peek(&mut self) -> Result<Option<u8>, AnswerError> {
        Ok(self.slice()?.first().copied())
    }

    /// A short part, most often of what was just read; the place stays.
    pub(crate) fn part(&mut self, from: u64, to: u64) -> Result<Vec<u8>, AnswerError> {
        let place = self.at();
        self.seek(from);
        let mut part = Vec::new();
        while self.at() < to {
            let left = usize::try_from(to - self.at()).unwrap_or(usize::MAX);
            let slice = self.slice()?;
            if slice.is_empty() {
                break;
            }
            let count = slice.len().min(left);
            part.extend_from_slice(&slice[..count]);
            self.consume(count);
        }
        self.seek(place);
        Ok(part)
    }

    pub(crate) fn seek(&mut self, at: u64) {
        let known = self.start..=self.start + self.piece.len() as u64;
        if known.contains(&at) {
            self.used = (at - self.start) as usize;
        } else {
            self.piece.clear();
            self.start = at;
            self.used = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_ends_where_it_ends() {
        let body: Arc<dyn Body> = Arc::new(b"0123456789".to_vec());
        let part = Part::new(Arc::clone(&body), 3, 6);
        assert_eq!(bytes(&part, 0, 100).unwrap(), b"345");
        assert_eq!(bytes(&part, 2, 100).unwrap(), b"5");
        assert_eq!(bytes(&part, 7, 100).unwrap(), b"");
        assert_eq!(Part::new(body, 20, 30).length(), 0);
    }

    #[test]
    fn a_reader_jumps_and_can_be_stopped() {
        let body = vec![7u8; PIECE * 3];
        let stop = Stop::default();
        let mut reader = Reader::new(&body, 0, u64::MAX, &stop);
        assert_eq!(reader.slice().unwrap().len(), PIECE);
        reader.seek(PIECE as u64 * 3 - 1);
        assert_eq!(reader.slice().unwrap(), [7]);
        reader.seek(5);
        stop.stop();
        assert!(matches!(reader.slice(), Err(AnswerError::Stopped)));
    }
}
