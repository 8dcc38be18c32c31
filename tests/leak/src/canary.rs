//! Values that stand for secrets, and the byte patterns that would give them away in whatever they are wrapped in.

use anyhow::{Context as _, Result, bail};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use std::collections::BTreeSet;
use std::hash::{BuildHasher as _, RandomState};

/// A piece of a canary: long enough to be no accident, short enough to be found when a page or a line ends within the
/// canary.
const PIECE: usize = 12;

/// A value that must not turn up.
#[derive(Debug, Clone)]
pub(crate) struct Canary {
    pub(crate) name: String,
    /// Pieces of it that no escape changes. Finding one is finding the canary.
    pieces: Vec<Vec<u8>>,
}

/// How a piece was written where it was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    Plain,
    Hex,
    Base32,
    Base64,
}

impl Form {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Plain => "as it is",
            Self::Hex => "hex",
            Self::Base32 => "base32",
            Self::Base64 => "base64",
        }
    }
}

impl Canary {
    /// A secret that is text. Its runs of letters and digits are the same under every escape.
    pub(crate) fn text(name: &str, text: &str) -> Result<Self> {
        let runs = text.split(|c: char| !c.is_ascii_alphanumeric());
        let pieces: Vec<Vec<u8>> = runs
            .flat_map(|run| run.as_bytes().chunks_exact(PIECE))
            .take(6)
            .map(<[u8]>::to_vec)
            .collect();
        if pieces.is_empty() {
            bail!("the canary {name} has no run of {PIECE} letters and digits");
        }
        Ok(Self { name: name.to_owned(), pieces })
    }

    /// Letters that only a secret begins with, whatever follows.
    pub(crate) fn literal(name: &str, beginning: &str) -> Self {
        Self { name: name.to_owned(), pieces: vec![beginning.as_bytes().to_vec()] }
    }

    /// An access token: its signature, since header and claims hold nothing that is its own.
    pub(crate) fn token(name: &str, token: &str) -> Result<Self> {
        let signature = token.trim().rsplit('.').next().unwrap_or_default();
        Self::text(name, signature)
    }

    /// An RSA private key in PEM, unencrypted: pieces of what is not in its public half.
    pub(crate) fn private_key(name: &str, pem: &str) -> Result<Self> {
        let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
        let der = STANDARD.decode(body.trim()).with_context(|| format!("reading {name}"))?;
        // The public exponent, 65537, stands between the modulus and everything private.
        let exponent: [u8; 5] = [0x02, 0x03, 0x01, 0x00, 0x01];
        let public = der.windows(exponent.len()).position(|window| window == exponent);
        let private = &der[public.context("no public exponent in the key")? + exponent.len()..];
        let window = 2 * PIECE;
        let pieces = [1, 3, 5, 7].map(|eighth| {
            let from = private.len() * eighth / 8;
            private[from..from + window].to_vec()
        });
        Ok(Self { name: name.to_owned(), pieces: pieces.into() })
    }

    /// Every pattern that shows it, with what was done to the piece.
    pub(crate) fn patterns(&self) -> Vec<(Form, Vec<u8>)> {
        let mut patterns = BTreeSet::new();
        for piece in &self.pieces {
            patterns.insert((Form::Plain, piece.clone()));
            let hex: String = piece.iter().map(|byte| format!("{byte:02x}")).collect();
            patterns.insert((Form::Hex, hex.to_uppercase().into_bytes()));
            for between in [":", " ", "-", "\\x", ", 0x"] {
                let pairs: Vec<_> = piece.iter().map(|byte| format!("{byte:02x}")).collect();
                patterns.insert((Form::Hex, pairs.join(between).into_bytes()));
                let pairs: Vec<_> = piece.iter().map(|byte| format!("{byte:02X}")).collect();
                patterns.insert((Form::Hex, pairs.join(between).into_bytes()));
            }
            patterns.insert((Form::Hex, hex.into_bytes()));
            for before in 0..5 {
                let digits = base32(before, piece);
                patterns.insert((Form::Base32, digits.to_ascii_lowercase().into_bytes()));
                patterns.insert((Form::Base32, digits.into_bytes()));
            }
            for before in 0..3 {
                let mut bytes = vec![0; before];
                bytes.extend_from_slice(piece);
                // Only what neither the bytes before nor those behind it can change.
                let certain = (before * 8).div_ceil(6)..bytes.len() * 8 / 6;
                for engine in [STANDARD.encode(&bytes), URL_SAFE_NO_PAD.encode(&bytes)] {
                    patterns.insert((Form::Base64, engine.as_bytes()[certain.clone()].to_vec()));
                }
            }
        }
        patterns.into_iter().collect()
    }
}

/// Bytes in base32 behind so many others, as far as neither those nor what follows can change it.
pub(crate) fn base32(before: usize, bytes: &[u8]) -> String {
    let all = before * 8 + bytes.len() * 8;
    let bit = |place: usize| match place.checked_sub(before * 8) {
        Some(place) => bytes[place / 8] >> (7 - place % 8) & 1,
        None => 0,
    };
    let digits = (before * 8).div_ceil(5)..all / 5;
    let value = |digit: usize| (0..5).fold(0, |value, next| value << 1 | bit(digit * 5 + next));
    let letter = |digit| char::from(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[usize::from(value(digit))]);
    digits.map(letter).collect()
}

/// Bytes in base64, in one line.
#[cfg(test)]
pub(crate) fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Letters and digits that were never written anywhere before: 24 of them, in lower case, because a full-text index
/// folds case.
pub(crate) fn random() -> String {
    const ALPHABET: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let mut text = String::from("k");
    while text.len() < 2 * PIECE {
        // The keys of a fresh hash state are the standard library's only source of randomness.
        let number = RandomState::new().hash_one(text.len());
        for digit in 0..8 {
            let index = (number >> (8 * digit)) as usize % ALPHABET.len();
            text.push(char::from(ALPHABET[index]));
        }
    }
    text.truncate(2 * PIECE);
    text
}

#[cfg(test)]
mod tests {
    use super::{Canary, Form, random};

    #[test]
    fn two_canaries_are_never_the_same() {
        let (one, other) = (random(), random());
        assert_eq!(one.len(), 24);
        assert_ne!(one, other);
    }

    #[test]
    fn each_half_of_a_text_is_a_piece() {
        let canary = Canary::text("x", "p8e-abcdefghijklmnopqrstuvwx").unwrap();
        let plain: Vec<_> =
            canary.patterns().into_iter().filter(|(form, _)| *form == Form::Plain).collect();
        assert_eq!(plain[0].1, b"abcdefghijkl");
        assert_eq!(plain[1].1, b"mnopqrstuvwx");
        assert!(Canary::text("x", "short").is_err());
    }

    #[test]
    fn nothing_public_is_a_piece_of_a_private_key() {
        let mut der = vec![0xaa; 300];
        der.extend([0x02, 0x03, 0x01, 0x00, 0x01]);
        der.extend((0..900_u32).map(|n| (n % 160) as u8));
        let body = super::base64(&der);
        let pem = format!("-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\n");
        let canary = Canary::private_key("x", &pem).unwrap();
        assert_eq!(canary.pieces.len(), 4);
        assert!(canary.pieces.iter().all(|piece| !piece.contains(&0xaa)));
    }
}
