//! A key pair's public half: what can be shown and shared. The private key lives in the vault under the same [`KeyId`].

use crate::{ClientId, KeyId, Timestamp};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A named RSA key, with its certificate when there is one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyPair {
    /// SHA-256 of the SubjectPublicKeyInfo.
    pub id: KeyId,
    /// What the person calls it; also the stem of the file names `<name>_private.key` and `<name>_public.crt`.
    pub name: String,
    /// Modulus length in bits.
    pub bits: u32,
    /// The X.509 certificate as PEM; a private key that came without one has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<String>,
    /// Clients of the practice Adobe that its certificate was registered for: they are told again at every start.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub practice_clients: Vec<ClientId>,
    /// When it was generated or imported.
    pub created_at: Timestamp,
}

/// From when to when a certificate is valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Validity {
    /// First valid instant.
    pub not_before: Timestamp,
    /// Last valid instant.
    pub not_after: Timestamp,
}

/// A certificate's digest. `Display` gives Adobe's form for SHA-1: lower-case hexadecimal without separators.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(as = "String"))]
pub struct Fingerprint(String);

impl Fingerprint {
    /// The fingerprint over a digest's bytes.
    pub fn from_digest(digest: &[u8]) -> Self {
        Self(digest.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// Lower-case hexadecimal, no separators.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
