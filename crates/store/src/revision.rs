//! [`Revision`]: which state of a file a person was looking at when they began to edit it.

use std::fmt;
use std::io::{self, Read};

/// Stands for a file's exact bytes. Compared before saving, so that nobody overwrites what they have not seen.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Revision(String);

impl Revision {
    /// The revision of these bytes. It guards against accidents, not against somebody who makes two files collide, so 64
    /// bits of FNV-1a and the length are enough. It is kept with what undoes a change, and the standard library's hash may
    /// be another one in the next release.
    pub fn of(bytes: &[u8]) -> Self {
        Self::made(hash(EMPTY, bytes), bytes.len() as u64)
    }

    /// The same of all that is read, of any length.
    ///
    /// # Errors
    /// The reader's own.
    pub fn read(mut from: impl Read) -> io::Result<Self> {
        let (mut so_far, mut length, mut piece) = (EMPTY, 0, vec![0; PIECE]);
        loop {
            match from.read(&mut piece) {
                Ok(0) => return Ok(Self::made(so_far, length)),
                Ok(count) => {
                    so_far = hash(so_far, &piece[..count]);
                    length += count as u64;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    fn made(hash: u64, length: u64) -> Self {
        Self(format!("{hash:016x}-{length}"))
    }
}

/// The hash of nothing.
const EMPTY: u64 = 0xcbf2_9ce4_8422_2325;
/// So much is read at a time.
const PIECE: usize = 64 * 1024;

fn hash(so_far: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(so_far, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// A revision that went through a client and comes back as text.
impl From<&str> for Revision {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
