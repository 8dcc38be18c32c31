//! What is given to be read.

use mudbrick_vault::{Secret, SecretText};
use std::collections::HashMap;

/// A file or text. Its name is told to people and says nothing about what it holds.
#[derive(Debug)]
pub struct Input {
    /// `console.json`, `clipboard`.
    pub name: String,
    /// All of it.
    pub bytes: Secret<Vec<u8>>,
}

/// Passphrases for what is encrypted, by [`crate::Locked::place`]: a reading of the same inputs has the same places.
#[derive(Debug, Default)]
pub struct Passphrases(pub HashMap<usize, SecretText>);
