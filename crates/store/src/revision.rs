//! [`Revision`]: which state of a file a person was looking at when they began to edit it.

use std::fmt;
use std::hash::{DefaultHasher, Hasher};

/// Stands for a file's exact bytes. Compared before saving, so that nobody overwrites what they have not seen.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Revision(String);

impl Revision {
    /// The revision of these bytes. It guards against accidents, not against somebody who makes two files collide, and is
    /// never stored; the standard library's hash and the length are enough.
    pub fn of(bytes: &[u8]) -> Self {
        let mut hasher = DefaultHasher::new();
        hasher.write(bytes);
        Self(format!("{:016x}-{}", hasher.finish(), bytes.len()))
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
