//! Secrets that are at hand, in all forms in which they may stand before anybody encodes them.

use crate::readings::{Escapes, Matcher, Origin, SHORTEST_IN_DIGITS, View};
use crate::sieve::{Sieve, WordHash};
use mudbrick_pki::PrivateKey;
use mudbrick_vault::SecretText;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::ops::{ControlFlow, Range};
use zeroize::Zeroizing;

/// Shorter secrets would be found everywhere.
const SHORTEST: usize = 4;
/// A line of a private key or a part of a token that is long enough to be a secret by itself.
const SHORTEST_PART: usize = 20;
/// How often a secret's own escapes are undone inside each other.
const ROUNDS: usize = 3;
/// As much of a form's beginning shows that it is there, also where the rest is cut off.
pub(crate) const BEGINNING: usize = 32;
/// No secret of its own: whoever knows how forms begin could write a text of their beginnings anyway.
const WORDS: WordHash = WordHash::by(0x9E37_79B9);
/// A private key's numbers are looked for in pieces of this many bytes, for they seldom stand in one line.
const PIECE: usize = 24;

/// What counts as a find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    /// All of a form.
    Whole,
    /// Also a form that is cut off behind its first 32 bytes: what is masked is masked rather too much.
    CutOff,
}

/// All forms of secrets. They are secrets, so `Debug` says nothing.
pub struct Forms {
    ends: Ends,
    sieve: Sieve,
    /// Each with the secret it is one of.
    forms: Vec<(Zeroizing<Vec<u8>>, usize)>,
    /// The forms that begin with four bytes.
    by_beginning: HashMap<[u8; SHORTEST], Vec<usize>>,
}

impl fmt::Debug for Forms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Forms({})", self.forms.len())
    }
}

impl Forms {
    /// None when there is nothing to look for: a secret of less than 4 bytes would be found everywhere.
    pub fn of(secrets: &[&SecretText], ends: Ends) -> Option<Self> {
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
        let sieve = Sieve::of(WORDS, forms.iter().map(|(form, _)| (form.len(), WORDS.words(form))));
        let mut by_beginning: HashMap<_, Vec<usize>> = HashMap::new();
        for (number, (form, _)) in forms.iter().enumerate() {
            if let Some(beginning) = form.first_chunk() {
                by_beginning.entry(*beginning).or_default().push(number);
            }
        }
        Some(Self { ends, sieve, forms, by_beginning })
    }
}

impl Matcher for Forms {
    fn shortest(&self) -> usize {
        self.forms.iter().map(|(form, _)| form.len().min(BEGINNING)).min().unwrap_or(SHORTEST)
    }

    fn longest(&self) -> usize {
        self.forms.iter().map(|(form, _)| form.len()).max().unwrap_or(0)
    }

    fn find(
        &self,
        reading: &[u8],
        origin: Origin,
        found: &mut dyn FnMut(Range<usize>, usize) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        self.sieve.find(reading, &mut |start| {
            let here = &reading[start..];
            let known = here.first_chunk().and_then(|begin| self.by_beginning.get(begin));
            for number in known.into_iter().flatten() {
                let (form, secret) = &self.forms[*number];
                let same = form.iter().zip(here).take_while(|(one, other)| one == other).count();
                let counts = match self.ends {
                    Ends::Whole => same == form.len(),
                    Ends::CutOff => same >= form.len().min(BEGINNING),
                };
                let by_accident = origin == Origin::Digits && form.len() < SHORTEST_IN_DIGITS;
                if counts && !by_accident {
                    found(start..start + same, *secret)?;
                }
            }
            ControlFlow::Continue(())
        })
    }
}

/// The forms in which a secret may stand anywhere before anybody encodes it: of a private key the numbers that nobody else
/// has; of anything else itself, as it reads when its own escapes are undone, its lines and its parts (of a token).
pub(crate) fn forms_of(secret: &SecretText) -> Vec<Zeroizing<Vec<u8>>> {
    if secret.expose().contains("PRIVATE KEY")
        && let Ok(key) = PrivateKey::from_pem(secret.expose())
        && let Some(pieces) = private_numbers(&key.pkcs1_der())
    {
        return pieces;
    }
    let mut plain = BTreeSet::new();
    add_parts(secret.expose(), &mut plain);
    plain.into_iter().map(Zeroizing::new).collect()
}

fn add_parts(secret: &str, plain: &mut BTreeSet<Vec<u8>>) {
    let whole = secret.trim();
    let lines = whole.lines().map(str::trim).filter(|line| !line.starts_with("-----"));
    // A token's header says nothing; its payload and its signature do.
    let parts = whole.split('.').skip(usize::from(whole.starts_with("eyJ")));
    let parts = lines.chain(parts).filter(|part| part.len() >= SHORTEST_PART);
    for text in std::iter::once(whole).chain(parts) {
        let mut form = text.as_bytes().to_vec();
        for _ in 0..=ROUNDS {
            if form.len() < SHORTEST {
                break;
            }
            if form.contains(&b' ') {
                let plus = form.iter().map(|byte| if *byte == b' ' { b'+' } else { *byte });
                plain.insert(plus.collect());
            }
            plain.insert(form.clone());
            match View::of(&form, Escapes::All) {
                Some(view) => form = view.bytes().to_vec(),
                None => break,
            }
        }
    }
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
            // The last reaches to the end, so that nothing of a number is left when its pieces are masked.
            let last = number.len().checked_sub(PIECE).map(|start| &number[start..]);
            pieces.extend(whole.chain(last).map(|piece| Zeroizing::new(piece.to_vec())));
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

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> SecretText {
        SecretText::new(text.to_owned())
    }

    fn found_in(forms: &Forms, text: &str, origin: Origin) -> Vec<(Range<usize>, usize)> {
        let mut all = Vec::new();
        let _ = forms.find(text.as_bytes(), origin, &mut |range, which| {
            all.push((range, which));
            ControlFlow::Continue(())
        });
        all
    }

    #[test]
    fn they_say_how_many_they_are_and_how_long() {
        let long = "QZ0123456789".repeat(10);
        let forms = Forms::of(&[&secret("canary"), &secret(&long)], Ends::Whole).unwrap();
        assert_eq!((forms.shortest(), forms.longest()), (6, long.len()));
        assert_eq!(format!("{forms:?}"), "Forms(2)");
        let forms = Forms::of(&[&secret(&long)], Ends::Whole).unwrap();
        assert_eq!(forms.shortest(), BEGINNING, "no more of it need be there");
    }

    #[test]
    fn what_is_found_by_accident_is_no_find() {
        let forms = Forms::of(&[&secret("pass1"), &secret("pass12")], Ends::Whole).unwrap();
        assert_eq!(found_in(&forms, "-pass1-", Origin::Text), [(1..6, 0)]);
        assert_eq!(found_in(&forms, "-pass1-", Origin::Digits), []);
        assert_eq!(found_in(&forms, "-pass12-", Origin::Digits), [(1..7, 1)]);
    }

    #[test]
    fn the_pieces_of_a_private_number_leave_nothing_of_it() {
        let number: Vec<u8> = (0..60).collect();
        let element = |content: &[u8]| [&[2, content.len() as u8], content].concat();
        let known = [element(&[0]), element(&number), element(&[1, 0, 1])];
        let content = [known.concat(), element(&number), element(&[7]).repeat(5)].concat();
        let key = [&[0x30, 0x81, content.len() as u8], &*content].concat();
        let pieces = private_numbers(&key).unwrap();
        let pieces: Vec<&[u8]> = pieces.iter().map(|piece| piece.as_slice()).collect();
        assert_eq!(pieces, [&number[..24], &number[24..48], &number[36..]]);
    }

    #[test]
    fn half_a_secret_counts_where_it_is_said_to() {
        let long: String = ('A'..='z').collect();
        let found = |ends| {
            let forms = Forms::of(&[&secret(&long)], ends).unwrap();
            found_in(&forms, &format!("-{}-", &long[..50]), Origin::Text)
        };
        assert_eq!(found(Ends::Whole), []);
        assert_eq!(found(Ends::CutOff), [(1..51, 0)]);
    }
}
