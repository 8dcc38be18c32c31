//! What is looked for: all secrets in all forms in which they may stand before anybody encodes them.

use super::Hit;
use aho_corasick::AhoCorasick;
use mudbrick_pki::PrivateKey;
use mudbrick_requests::encodings::plain_forms;
use mudbrick_vault::SecretText;
use std::collections::BTreeMap;
use std::fmt;
use zeroize::Zeroizing;

/// The automaton knows only the beginning of a form; the rest is compared byte by byte.
const BEGINNING: usize = 32;
/// What base64 makes of any text holds every short text by accident.
const SHORTEST_IN_BASE64: usize = 6;
/// A private key's numbers are looked for in pieces of this many bytes, for they seldom stand in one line.
const PIECE: usize = 24;

/// They are secrets, so `Debug` says nothing.
pub(super) struct Forms {
    beginnings: AhoCorasick,
    /// By the automaton's pattern: a form, and the secret it is one of.
    forms: Vec<(Zeroizing<Vec<u8>>, usize)>,
}

impl fmt::Debug for Forms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Forms({})", self.forms.len())
    }
}

impl Forms {
    /// None when there is nothing to look for.
    pub(super) fn of(secrets: &[&SecretText]) -> Option<Self> {
        let mut known: BTreeMap<Vec<u8>, usize> = BTreeMap::new();
        for (secret, text) in secrets.iter().enumerate() {
            for mut form in forms_of(text) {
                if !known.contains_key(&*form) {
                    known.insert(std::mem::take(&mut *form), secret);
                }
            }
        }
        if known.is_empty() {
            return None;
        }
        let forms: Vec<_> =
            known.into_iter().map(|(form, secret)| (Zeroizing::new(form), secret)).collect();
        let beginnings = forms.iter().map(|(form, _)| &form[..form.len().min(BEGINNING)]);
        #[allow(clippy::expect_used, reason = "it holds 2^31 states, which no memory does")]
        let beginnings =
            AhoCorasick::new(beginnings).expect("BUG: too many secrets for one automaton");
        Some(Self { beginnings, forms })
    }

    pub(super) fn find(&self, bytes: &[u8], from_base64: bool) -> Option<Hit> {
        let shortest = if from_base64 { SHORTEST_IN_BASE64 } else { 0 };
        self.beginnings.find_overlapping_iter(bytes).find_map(|hit| {
            let (form, secret) = &self.forms[hit.pattern().as_usize()];
            let is_whole = form.len() >= shortest && bytes[hit.start()..].starts_with(form);
            is_whole.then_some((*secret, hit.start()))
        })
    }
}

fn forms_of(secret: &SecretText) -> Vec<Zeroizing<Vec<u8>>> {
    if secret.expose().contains("PRIVATE KEY")
        && let Ok(key) = PrivateKey::from_pem(secret.expose())
        && let Some(pieces) = private_numbers(&key.pkcs1_der())
    {
        return pieces;
    }
    let mut forms = Vec::new();
    for form in plain_forms(secret) {
        if let Ok(text) = std::str::from_utf8(&form) {
            forms.push(units(text, u16::to_le_bytes));
            forms.push(units(text, u16::to_be_bytes));
        }
        forms.push(form);
    }
    forms
}

fn units(text: &str, bytes: fn(u16) -> [u8; 2]) -> Zeroizing<Vec<u8>> {
    let mut units = Zeroizing::new(Vec::with_capacity(text.len() * 2));
    units.extend(text.encode_utf16().flat_map(bytes));
    units
}

/// The numbers of an RSA key (RFC 8017, appendix A.1.2) that its certificate does not have, in pieces. The others must not
/// be looked for: they stand in every certificate over the key. None when this is not such a key.
fn private_numbers(pkcs1: &[u8]) -> Option<Vec<Zeroizing<Vec<u8>>>> {
    let (mut rest, _) = element(pkcs1, 0x30)?;
    let mut pieces = Vec::new();
    // Version, modulus and public exponent come first.
    for place in 0..9 {
        let (number, after) = element(rest, 0x02)?;
        rest = after;
        if place >= 3 {
            let whole = number.chunks(PIECE).filter(|piece| piece.len() == PIECE);
            pieces.extend(whole.map(|piece| Zeroizing::new(piece.to_vec())));
        }
    }
    (!pieces.is_empty()).then_some(pieces)
}

/// The content of a DER element with this tag at the beginning, and what follows it.
fn element(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (first, rest) = der.split_first()?;
    let (length, rest) = rest.split_first()?;
    if *first != tag {
        return None;
    }
    let (length, rest) = match length {
        0..=0x7F => (usize::from(*length), rest),
        _ => {
            let (digits, rest) = rest.split_at_checked(usize::from(length & 0x7F))?;
            (
                digits.iter().try_fold(0_usize, |all, digit| {
                    all.checked_mul(256)?.checked_add(usize::from(*digit))
                })?,
                rest,
            )
        }
    };
    rest.split_at_checked(length)
}
