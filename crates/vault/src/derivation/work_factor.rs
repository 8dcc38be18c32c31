//! How much work and memory one guess at a passphrase takes.

/// What the first line of an age file says, and the beginning of the second in one under a passphrase.
const HEAD: &[u8] = b"age-encryption.org/v1\n-> scrypt ";

/// The base-2 logarithm of scrypt's N. With age's r of 8 and p of 1, a run takes N KiB of memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct WorkFactor(u8);

impl WorkFactor {
    /// The most Mudbrick writes: 256 MiB. docs/decisions/scrypt-memory.md says what that means to somebody who guesses.
    pub const MOST_WRITTEN: Self = Self(18);
    /// The least Mudbrick writes, however little memory there is: 32 MiB.
    pub const LEAST_WRITTEN: Self = Self(15);
    /// The most Mudbrick reads: about 16 s and 4 GiB. A file that asks for more was not made by Mudbrick.
    pub const MOST_READ: Self = Self(22);

    /// age takes 1 to 63.
    pub(crate) fn clamped(log_n: u8) -> Self {
        Self(log_n.clamp(1, Self::MOST_READ.0))
    }

    /// The largest that leaves half of the free memory to others; the most where the system does not tell how much is free.
    pub(crate) fn fitting(free: Option<u64>) -> Self {
        let fits = |factor: &Self| free.is_none_or(|free| factor.memory() <= free / 2);
        let factors = (Self::LEAST_WRITTEN.0..=Self::MOST_WRITTEN.0).rev().map(Self);
        factors.into_iter().find(fits).unwrap_or(Self::LEAST_WRITTEN)
    }

    /// The number itself.
    pub fn log_n(self) -> u8 {
        self.0
    }

    /// The memory a run takes, in bytes.
    pub fn memory(self) -> u64 {
        // A file can ask for any factor up to 99; nobody has the memory that would not fit the number.
        1024_u64.checked_shl(self.0.into()).filter(|bytes| *bytes > 0).unwrap_or(u64::MAX)
    }

    /// What an age file under a passphrase asks for: `-> scrypt <salt> <factor>`.
    pub(crate) fn of_file(bytes: &[u8]) -> Option<Self> {
        let line = bytes.strip_prefix(HEAD)?.split(|byte| *byte == b'\n').next()?;
        let (_, factor) = str::from_utf8(line).ok()?.split_once(' ')?;
        factor.parse().ok().filter(|factor| *factor > 0).map(Self)
    }
}
