//! Texts: what they are encoded in, and where in them a key may be.

use super::finds::Finds;
use super::job::Job;
use super::{der, jwk, mend, openssh};
use crate::armour::{self, ArmourError};
use crate::repair::{Repair, Repairs};
use crate::{KeyError, armour::base64_bytes};
use zeroize::{Zeroize, Zeroizing};

/// Shorter than any key or certificate.
const SHORTEST: usize = 64;

/// How many encodings of a whole text are undone at most.
const MENDINGS: u8 = 6;

impl Job<'_> {
    pub(super) fn encoded_text(self, bytes: &[u8]) -> Finds {
        let mut repairs = Repairs::default();
        let text = decode(bytes, &mut repairs);
        let mut finds = self.text(&text);
        finds.mended_before(repairs);
        finds
    }

    /// The text as it is, or else mended as far as it can be.
    fn text(self, text: &str) -> Finds {
        let mut best = self.shape(text);
        let mut repairs = Repairs::default();
        let mut mended = mend::once(text, &mut repairs);
        for _ in 0..MENDINGS {
            let Some(next) = mended.filter(|_| !best.is_clean()) else { break };
            let mut finds = self.shape(&next);
            mended = mend::once(&next, &mut repairs);
            if finds.worth() >= best.worth() {
                finds.mended_before(repairs.clone());
                best = finds;
            }
        }
        best
    }

    /// JSON, PEM, or base64 without anything around it.
    fn shape(self, text: &str) -> Finds {
        if let Some(finds) = self.json(text) {
            return finds;
        }
        let mut finds = Finds::default();
        let blocks = armour::blocks(text);
        for block in &blocks {
            self.block(block, &mut finds);
        }
        if blocks.is_empty() {
            self.bare(text, &mut finds);
        }
        finds
    }

    /// A JSON text, a list of lines, or a JSON Web Key; other JSON is looked through as any text is.
    fn json(self, text: &str) -> Option<Finds> {
        let text = text.trim();
        let (inner, repair) = match text.chars().next()? {
            '"' => (serde_json::from_str::<String>(text).ok()?, Repair::JsonText),
            '[' => {
                let mut lines = serde_json::from_str::<Vec<String>>(text).ok()?;
                let joined = lines.join("\n");
                lines.zeroize();
                (joined, Repair::JsonLines)
            }
            '{' => return jwk::read(text),
            _ => return None,
        };
        let inner = Zeroizing::new(inner);
        let mut finds = self.deeper()?.text(&inner);
        finds.mended_before(Repairs::one(repair));
        Some(finds)
    }

    /// A text without a BEGIN line.
    fn bare(self, text: &str, finds: &mut Finds) {
        let error = KeyError::without_block(text);
        if error == KeyError::PublicKey {
            let words = text.split_whitespace();
            let blob = words.skip(1).find_map(|w| base64_bytes(w, &mut Repairs::default()).ok());
            return finds.public_key(blob.and_then(|blob| openssh::public(&blob)));
        }
        if error != KeyError::NotPem && error != KeyError::CutOff {
            return finds.refuse(error);
        }
        let body = armour::before_the_end(text).unwrap_or(text);
        let around = |c: char| c.is_whitespace() || ",;`".contains(c);
        let body = body.trim_matches(around);
        let mut repairs = Repairs::default();
        let begins_as_der = body.trim_start_matches(['"', '\'']).starts_with("MII");
        match base64_bytes(body, &mut repairs) {
            Ok(bytes) if body.len() >= SHORTEST => {
                if let Some((mut inside, repair)) = self.inside(&bytes) {
                    repairs.remove(Repair::OneLine);
                    repairs.add(repair);
                    inside.mended_before(repairs);
                    *finds = inside;
                    return;
                }
            }
            Err(ArmourError::Foreign(character)) if begins_as_der && body.len() >= SHORTEST => {
                return finds.refuse(KeyError::Foreign { character });
            }
            Err(ArmourError::Uneven) if begins_as_der => return finds.refuse(KeyError::CutOff),
            _ => {}
        }
        finds.refuse(error);
    }

    /// What the bytes of a bare base64 text are, when they are anything.
    fn inside(self, bytes: &[u8]) -> Option<(Finds, Repair)> {
        let deeper = self.deeper()?;
        let is_der = der::whole(bytes).is_some();
        let finds = deeper.bytes(bytes);
        let is_key_file = is_der && der::kind(bytes) != Some(der::Kind::Pkcs12);
        if is_key_file || bytes.starts_with(openssh::MAGIC) {
            Some((finds, Repair::MissingFences))
        } else {
            // Any word is base64 of something; of what, is told only when it is of use or known.
            (is_der || finds.worth() > 0).then_some((finds, Repair::Base64))
        }
    }
}

/// `bytes` as a text, in whichever of the encodings that Windows, editors and shells leave behind.
fn decode(bytes: &[u8], repairs: &mut Repairs) -> Zeroizing<String> {
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes, repairs),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes, repairs),
        [first, 0, _, 0, ..] if *first != 0 => utf16(bytes, u16::from_le_bytes, repairs),
        [0, second, 0, _, ..] if *second != 0 => utf16(bytes, u16::from_be_bytes, repairs),
        [0xef, 0xbb, 0xbf, rest @ ..] => {
            repairs.add(Repair::ByteOrderMark);
            narrow(rest)
        }
        _ => narrow(bytes),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16, repairs: &mut Repairs) -> Zeroizing<String> {
    repairs.add(Repair::Utf16);
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let characters = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER));
    let mut text = Zeroizing::new(String::with_capacity(bytes.len() * 3 / 2));
    text.extend(characters);
    text
}

/// UTF-8, or else Windows-1252 as far as keys are concerned.
fn narrow(bytes: &[u8]) -> Zeroizing<String> {
    if let Ok(text) = str::from_utf8(bytes) {
        return Zeroizing::new(text.to_owned());
    }
    let mut text = Zeroizing::new(String::with_capacity(bytes.len() * 3));
    text.extend(bytes.iter().map(|byte| match byte {
        // Where it differs from Latin-1 and a word processor puts something.
        0x91 | 0x92 => '\'',
        0x93 | 0x94 => '"',
        0x96 => '–',
        0x97 => '—',
        other => char::from(*other),
    }));
    text
}
