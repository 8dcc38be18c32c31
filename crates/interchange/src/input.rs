//! What is given to be read.

use mudbrick_vault::{KeyDerivation, Secret, SecretText};
use std::collections::HashMap;

/// A file or text. Its name is told to people and says nothing about what it holds.
#[derive(Debug)]
pub struct Input {
    /// `console.json`, `clipboard`.
    pub name: String,
    /// All of it.
    pub bytes: Secret<Vec<u8>>,
}

/// Passphrases for what is encrypted, and how they are used.
#[derive(Debug, Clone, Default)]
pub struct Passphrases {
    /// By [`crate::Locked::place`]: a reading of the same inputs has the same places.
    pub by_place: HashMap<usize, SecretText>,
    /// For those of backups.
    pub derivation: KeyDerivation,
}

impl From<HashMap<usize, SecretText>> for Passphrases {
    fn from(by_place: HashMap<usize, SecretText>) -> Self {
        Self { by_place, ..Self::default() }
    }
}
