//! What the disk says of a file, by which one state of it is told from another without reading it.

use std::fmt;
use std::fs::Metadata;
use std::str::FromStr;
use std::time::{Duration, UNIX_EPOCH};

/// The coarsest clock of a file system in use (FAT) ticks every two seconds.
const TICK: Duration = Duration::from_secs(2);

/// Times, size and number of a file or folder. On Unix one of the times is the system's own: whoever writes to a file and
/// gives it its old date again is seen all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    /// Nanoseconds since 1970.
    modified: u128,
    changed: u128,
    bytes: u64,
    number: u64,
}

impl Stamp {
    /// None for what has no times.
    pub(super) fn of(found: &Metadata) -> Option<Self> {
        let since = |at: std::time::SystemTime| at.duration_since(UNIX_EPOCH).ok();
        let modified = since(found.modified().ok()?)?.as_nanos();
        #[cfg(unix)]
        let (changed, number) = {
            use std::os::unix::fs::MetadataExt as _;
            let seconds = u128::try_from(found.ctime()).ok()?;
            let rest = u128::try_from(found.ctime_nsec()).ok()?;
            (seconds * 1_000_000_000 + rest, found.ino())
        };
        // Every save makes a new file, with a time of its own.
        #[cfg(not(unix))]
        let (changed, number) =
            (found.created().ok().and_then(since).unwrap_or_default().as_nanos(), 0);
        Some(Self { modified, changed, bytes: found.len(), number })
    }

    /// Whether it is older than `later` by so much that no change since can have left it as it is. What is compared with is
    /// a file on the same disk: this machine's clock may be another.
    pub(super) fn is_settled_at(&self, later: Self) -> bool {
        self.modified.max(self.changed) + TICK.as_nanos() <= later.modified
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}-{:x}-{:x}-{:x}", self.modified, self.changed, self.bytes, self.number)
    }
}

/// It is no stamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NoStamp;

impl FromStr for Stamp {
    type Err = NoStamp;

    fn from_str(text: &str) -> Result<Self, NoStamp> {
        let mut parts = text.split('-');
        let mut part = || parts.next().ok_or(NoStamp);
        let wide = |text: &str| u128::from_str_radix(text, 16).map_err(|_| NoStamp);
        let narrow = |text: &str| u64::from_str_radix(text, 16).map_err(|_| NoStamp);
        Ok(Self {
            modified: wide(part()?)?,
            changed: wide(part()?)?,
            bytes: narrow(part()?)?,
            number: narrow(part()?)?,
        })
    }
}
