//! Why a file under a passphrase could not be written or opened. Its callers know what the file is and find the words.

/// Deriving a key from a passphrase, or what came after it, failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DerivationError {
    /// scrypt would need more memory than this process can have. Nothing was allocated.
    #[error("deriving a key: {needed} bytes of memory needed, {free} free")]
    NotEnoughMemory {
        /// In bytes.
        needed: u64,
        /// In bytes.
        free: u64,
    },
    /// The passphrase does not open the file.
    #[error("deriving a key: the passphrase is wrong")]
    WrongPassphrase,
    /// The file asks for more work than any that Mudbrick wrote.
    #[error("deriving a key: work factor {work_factor}")]
    TooMuchWork {
        /// The base-2 logarithm of scrypt's N.
        work_factor: u8,
    },
    /// Not an age file under a passphrase, or one that was changed or cut off.
    #[error("opening a file under a passphrase: damaged")]
    Damaged,
    /// The file could not be put together.
    #[error("sealing a file under a passphrase: {0}")]
    Unwritable(String),
}
