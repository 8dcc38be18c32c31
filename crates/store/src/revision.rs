//! [`Revision`]: which state of a file a person was looking at when they began to edit it.

use std::fmt;

/// Stands for a file's exact bytes. Compared before saving, so that nobody overwrites what they have not seen.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Revision(String);

impl Revision {
    /// The revision of these bytes. It guards against accidents, not against somebody who makes two files collide, so 64
    /// bits of FNV-1a and the length are enough. It is kept with what undoes a change, and the standard library's hash may
    /// be another one in the next release.
    pub fn of(bytes: &[u8]) -> Self {
        let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Self(format!("{hash:016x}-{}", bytes.len()))
    }
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
