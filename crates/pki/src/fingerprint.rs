//! Fingerprints as people have them: the Console's, OpenSSL's, a browser's.

use mudbrick_model::{ErrorCode, Explain, Fingerprint, Problem};

/// Why a text is not a certificate's fingerprint.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FingerprintError {
    /// A character that is neither a digit nor a separator.
    #[error("reading a fingerprint: the character {character:?} does not belong in it")]
    Foreign {
        /// The first of them.
        character: char,
    },
    /// Neither SHA-1 nor SHA-256.
    #[error("reading a fingerprint: {digits} hexadecimal digits")]
    Length {
        /// How many there are.
        digits: usize,
    },
}

/// Reads a certificate's SHA-1 or SHA-256 fingerprint: hexadecimal in any case, with colons, blanks or hyphens or without,
/// behind `SHA1 Fingerprint=` or not.
pub fn parse_fingerprint(text: &str) -> Result<Fingerprint, FingerprintError> {
    // OpenSSL: `sha1 Fingerprint=AB:CD…`; browsers and keytool: `SHA-256: AB:CD…`.
    let value = text.rsplit_once('=').map_or(text, |(_, value)| value).trim();
    let named = ["sha256", "sha-256", "sha1", "sha-1"].iter().find_map(|name| {
        let rest = value.get(name.len()..).filter(|_| value.is_char_boundary(name.len()))?;
        value[..name.len()].eq_ignore_ascii_case(name).then_some(rest)
    });
    let value = named.unwrap_or(value);
    let mut nibbles = Vec::with_capacity(64);
    for character in value.chars() {
        match character.to_digit(16) {
            #[allow(clippy::cast_possible_truncation, reason = "a hexadecimal digit is below 16")]
            Some(digit) => nibbles.push(digit as u8),
            None if character.is_whitespace()
                || ":-.,\"'\u{feff}\u{200b}\u{200e}".contains(character) => {}
            None => return Err(FingerprintError::Foreign { character }),
        }
    }
    if !matches!(nibbles.len(), 40 | 64) {
        return Err(FingerprintError::Length { digits: nibbles.len() });
    }
    let digest: Vec<u8> = nibbles.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect();
    Ok(Fingerprint::from_digest(&digest))
}

impl Explain for FingerprintError {
    fn problem(&self) -> Problem {
        let message = match self {
            Self::Foreign { character } => {
                format!(
                    "A fingerprint has only the digits 0 to 9 and a to f, and this has {character:?}."
                )
            }
            Self::Length { digits } => format!(
                "A fingerprint has 40 digits (SHA-1) or 64 (SHA-256), and this has {digits}."
            ),
        };
        Problem::new(ErrorCode::InvalidInput, message)
            .remedy("Copy the fingerprint whole, as the Console or OpenSSL shows it.")
    }
}
