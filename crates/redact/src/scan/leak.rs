//! What the scan finds: which secret is in a file, and where.

/// A secret was found. Which one, and where; never what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leak {
    /// Its place among the secrets that were given, or its owner's number.
    pub secret: usize,
    /// Where it, or its encoding, begins, in bytes: of the file, or of the member.
    pub at: usize,
    /// The member of a zip file that it is in: `profiles/acme.toml`.
    pub member: Option<String>,
}

/// Which secret, and where.
pub(super) type Hit = (usize, usize);
