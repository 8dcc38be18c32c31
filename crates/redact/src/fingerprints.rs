//! Fingerprints of secrets that are not at hand: enough to find one anywhere without having it. To whom a fingerprint belongs
//! and where it is kept is left to the engine.
//!
//! A fingerprint is three hashes under one random key, each asked only where the one before agrees: short ones of a form's
//! first words, by which a text is sieved, one of its beginning, and of the whole form a slow one. Without the key none of them
//! says anything, so the key is kept as the secrets are. With it, the short ones tell seven bytes of a secret at most.

use crate::forms::forms_of;
use crate::readings::{Matcher, Origin, SHORTEST_IN_DIGITS};
use crate::sieve::{Sieve, WordHash, Words};
use aws_lc_rs::{hmac, rand};
use mudbrick_vault::SecretText;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fmt;
use std::ops::{ControlFlow, Range};

/// The prime that the hash of a beginning counts by: a product is reduced by a shift and an addition.
const PRIME: u64 = (1 << 61) - 1;
/// How much of a form's beginning that hash is of: of short ones less.
const WIDTHS: [usize; 3] = [16, 8, 4];
/// Bytes of the slow hash that are kept.
const CHECK: usize = 16;

/// What fingerprints are made with. Kept as secret as what they are of, so `Debug` says nothing.
#[derive(Clone)]
pub struct FingerprintKey {
    bytes: [u8; 32],
    base: u64,
    words: WordHash,
    slow: hmac::Key,
}

impl fmt::Debug for FingerprintKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FingerprintKey(…)")
    }
}

/// The fingerprint of one form of a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "Kept", into = "Kept")]
pub struct Mark {
    /// The hash of the beginning.
    begin: u64,
    /// How long the form is.
    length: u32,
    /// The slow hash of all of it.
    check: u128,
    /// The hashes of the first words; none where an earlier version made the mark of a secret that cannot be read any more.
    words: Option<Words>,
}

impl Mark {
    /// Whether a text can be sieved for it.
    fn is_current(&self) -> bool {
        self.words.is_some()
    }
}

/// A mark as it is kept: few bytes, for a vault has thousands.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Kept {
    Whole(u64, u32, u64, u64, Words),
    Earlier(u64, u32, u64, u64),
}

impl From<Kept> for Mark {
    fn from(kept: Kept) -> Self {
        let (begin, length, high, low, words) = match kept {
            Kept::Whole(begin, length, high, low, words) => (begin, length, high, low, Some(words)),
            Kept::Earlier(begin, length, high, low) => (begin, length, high, low, None),
        };
        Self { begin, length, check: u128::from(high) << 64 | u128::from(low), words }
    }
}

impl From<Mark> for Kept {
    #[allow(clippy::cast_possible_truncation, reason = "each takes its half")]
    fn from(mark: Mark) -> Self {
        let (high, low) = ((mark.check >> 64) as u64, mark.check as u64);
        match mark.words {
            Some(words) => Self::Whole(mark.begin, mark.length, high, low, words),
            None => Self::Earlier(mark.begin, mark.length, high, low),
        }
    }
}

impl FingerprintKey {
    /// A new one; none when the system has no random bytes.
    pub fn random() -> Option<Self> {
        let mut bytes = [0; 32];
        rand::fill(&mut bytes).ok()?;
        Some(Self::of(bytes))
    }

    /// The key that these bytes are.
    pub fn of(bytes: [u8; 32]) -> Self {
        let (mut base, mut words) = ([0; 8], [0; 4]);
        base.copy_from_slice(&bytes[..8]);
        words.copy_from_slice(&bytes[8..12]);
        // Neither 0 nor 1, under which all texts of a kind would have one hash.
        let base = 257 + u64::from_le_bytes(base) % (PRIME - 512);
        let words = WordHash::by(u32::from_le_bytes(words));
        Self { bytes, base, words, slow: hmac::Key::new(hmac::HMAC_SHA256, &bytes) }
    }

    /// Its bytes, for keeping them.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.bytes
    }

    /// The fingerprints of a secret in all its forms. One of less than 4 bytes has none: it would be found everywhere.
    pub fn marks(&self, secret: &SecretText) -> Vec<Mark> {
        let mark = |form: &[u8]| {
            let width = WIDTHS.into_iter().find(|width| *width <= form.len())?;
            Some(Mark {
                begin: self.begin(&form[..width]),
                length: u32::try_from(form.len()).ok()?,
                check: self.check(form),
                words: Some(self.words.words(form)),
            })
        };
        forms_of(secret).iter().filter_map(|form| mark(form)).collect()
    }

    fn begin(&self, beginning: &[u8]) -> u64 {
        // Not 0, so that a beginning of zeros counts.
        let add = |hash, byte: &u8| reduced(product(hash, self.base) + u64::from(*byte) + 1);
        beginning.iter().fold(0, add)
    }

    fn check(&self, form: &[u8]) -> u128 {
        let mut check = [0; CHECK];
        check.copy_from_slice(&hmac::sign(&self.slow, form).as_ref()[..CHECK]);
        u128::from_be_bytes(check)
    }
}

/// Below [`PRIME`], of a sum of two that are.
fn reduced(sum: u64) -> u64 {
    if sum >= PRIME { sum - PRIME } else { sum }
}

fn product(one: u64, other: u64) -> u64 {
    let product = u128::from(one) * u128::from(other);
    #[allow(clippy::cast_possible_truncation, reason = "both halves are below 2^61")]
    let (low, high) = ((product as u64) & PRIME, (product >> 61) as u64);
    reduced(low + high)
}

/// Fingerprints to look for, each with a number of its owner's.
pub struct Fingerprints {
    key: FingerprintKey,
    sieve: Sieve,
    widths: Vec<Width>,
    /// Those that no text can be sieved for: looked for at every place.
    unsieved: Vec<Width>,
    shortest: usize,
    longest: usize,
}

impl fmt::Debug for Fingerprints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = self.widths.iter().chain(&self.unsieved);
        write!(f, "Fingerprints({})", all.map(|width| width.marks.len()).sum::<usize>())
    }
}

/// All fingerprints that have a hash of so many bytes.
struct Width {
    width: usize,
    marks: HashMap<u64, Vec<(Mark, usize)>>,
}

impl Fingerprints {
    /// Fingerprints made with `key`; none when there are none.
    pub fn of(
        key: &FingerprintKey,
        marks: impl IntoIterator<Item = (usize, Mark)>,
    ) -> Option<Self> {
        let (mut widths, mut unsieved, mut words) = (Vec::new(), Vec::new(), Vec::new());
        let (mut shortest, mut longest) = (usize::MAX, 0);
        for (owner, mark) in marks {
            let length = mark.length as usize;
            let Some(width) = WIDTHS.into_iter().find(|width| *width <= length) else { continue };
            (shortest, longest) = (shortest.min(length), longest.max(length));
            words.extend(mark.words.map(|words| (length, words)));
            let of_its_kind = if mark.is_current() { &mut widths } else { &mut unsieved };
            Width::among(of_its_kind, width).add(mark, owner);
        }
        let sieve = Sieve::of(key.words, words);
        let is_any = !widths.is_empty() || !unsieved.is_empty();
        is_any.then(|| Self { key: key.clone(), sieve, widths, unsieved, shortest, longest })
    }
}

impl Width {
    fn among(all: &mut Vec<Self>, width: usize) -> &mut Self {
        let place = all.iter().position(|known| known.width == width);
        let place = place.unwrap_or_else(|| {
            all.push(Self { width, marks: HashMap::new() });
            all.len() - 1
        });
        &mut all[place]
    }

    fn add(&mut self, mark: Mark, owner: usize) {
        let same = self.marks.entry(mark.begin).or_default();
        // Two owners of one secret are told apart nowhere: the first one's name is as good.
        if same.iter().all(|(known, _)| *known != mark) {
            same.push((mark, owner));
        }
    }

    fn find_at(
        &self,
        start: usize,
        key: &FingerprintKey,
        reading: &[u8],
        shortest: usize,
        found: &mut dyn FnMut(Range<usize>, usize) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let Some(beginning) = reading.get(start..start + self.width) else {
            return ControlFlow::Continue(());
        };
        for (mark, owner) in self.marks.get(&key.begin(beginning)).into_iter().flatten() {
            let range = start..start + mark.length as usize;
            if range.len() >= shortest
                && reading.get(range.clone()).is_some_and(|form| key.check(form) == mark.check)
            {
                found(range, *owner)?;
            }
        }
        ControlFlow::Continue(())
    }
}

impl Matcher for Fingerprints {
    fn shortest(&self) -> usize {
        self.shortest
    }

    fn longest(&self) -> usize {
        self.longest
    }

    fn find(
        &self,
        reading: &[u8],
        origin: Origin,
        found: &mut dyn FnMut(Range<usize>, usize) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let shortest = if origin == Origin::Digits { SHORTEST_IN_DIGITS } else { 0 };
        for width in &self.unsieved {
            for start in 0..(reading.len() + 1).saturating_sub(width.width) {
                width.find_at(start, &self.key, reading, shortest, found)?;
            }
        }
        self.sieve.find(reading, &mut |start| {
            let mut widths = self.widths.iter();
            widths.try_for_each(|width| width.find_at(start, &self.key, reading, shortest, found))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn secret(text: &str) -> SecretText {
        SecretText::new(text.to_owned())
    }

    fn found_in(prints: &Fingerprints, text: &[u8]) -> Vec<(Range<usize>, usize)> {
        let mut all = Vec::new();
        let _ = prints.find(text, Origin::Text, &mut |range, owner| {
            all.push((range, owner));
            ControlFlow::Continue(())
        });
        all
    }

    proptest! {
        #[test]
        fn a_secret_is_found_by_its_fingerprint_alone(
            secrets in prop::collection::vec("[!-~]{4,60}", 1..6),
            before in "[ -~]{0,30}",
            after in "[ -~]{0,30}",
            key in any::<[u8; 32]>(),
        ) {
            let key = FingerprintKey::of(key);
            let marks = secrets.iter().enumerate().flat_map(|(owner, text)| {
                key.marks(&secret(text)).into_iter().map(move |mark| (owner, mark))
            });
            let prints = Fingerprints::of(&key, marks).unwrap();
            for text in &secrets {
                let place = before.len()..before.len() + text.len();
                let found = found_in(&prints, format!("{before}{text}{after}").as_bytes());
                prop_assert!(found.iter().any(|(range, owner)| *range == place && secrets[*owner] == *text));
            }
        }

        /// Also where a long text is looked through in several stretches at once: in each, and where two of them meet.
        #[test]
        fn a_secret_is_found_anywhere_in_a_long_text(
            text in "[!-~]{4,60}",
            before in 0_usize..1_200,
            after in 0_usize..1_200,
        ) {
            let key = FingerprintKey::of([7; 32]);
            let marks = key.marks(&secret(&text)).into_iter().map(|mark| (0, mark));
            let prints = Fingerprints::of(&key, marks).unwrap();
            let whole = format!("{}{text}{}", " ".repeat(before), " ".repeat(after));
            let place = before..before + text.len();
            prop_assert!(found_in(&prints, whole.as_bytes()).contains(&(place, 0)));
        }

        #[test]
        fn nothing_else_is_found(text in prop::collection::vec(any::<u8>(), 0..3_000), key in any::<[u8; 32]>()) {
            let key = FingerprintKey::of(key);
            let marks = key.marks(&secret("p8e-0123456789-0123456789"));
            let prints = Fingerprints::of(&key, marks.into_iter().map(|mark| (0, mark))).unwrap();
            prop_assert_eq!(found_in(&prints, &text), []);
        }
    }

    #[test]
    fn a_secret_that_is_nearly_one_is_none() {
        let key = FingerprintKey::random().unwrap();
        let marks = key.marks(&secret("p8e-0123456789-0123456789"));
        let prints = Fingerprints::of(&key, marks.into_iter().map(|mark| (0, mark))).unwrap();
        assert_eq!(found_in(&prints, b"p8e-0123456789-0123456788"), []);
        assert_eq!(found_in(&prints, b"p8e-0123456789-012345678"), []);
    }

    #[test]
    fn another_key_makes_other_fingerprints() {
        let (one, other) = (FingerprintKey::random().unwrap(), FingerprintKey::random().unwrap());
        let text = secret("p8e-0123456789");
        assert_ne!(one.marks(&text), other.marks(&text));
        assert_eq!(one.marks(&text), FingerprintKey::of(*one.bytes()).marks(&text));
        assert_eq!(format!("{one:?}"), "FingerprintKey(…)");
    }

    /// A vault keeps them, and the next version looks for them.
    #[test]
    fn what_a_fingerprint_is_does_not_change() {
        let key = FingerprintKey::of(std::array::from_fn(|place| 200 + place as u8));
        let kept = serde_json::to_value(key.marks(&secret("p8e-0123456789-0123456789"))).unwrap();
        let begin = 2_150_226_792_473_611_922_u64;
        let check = (2_869_446_031_273_693_895_u64, 11_599_967_967_029_557_963_u64);
        let words = [321_896, 608_805, 1_020_904, 779_889];
        assert_eq!(kept, serde_json::json!([[begin, 25, check.0, check.1, words]]));
    }

    #[test]
    fn a_mark_is_kept_whole() {
        let check = 0x3333_3333_3333_3334_5555_5555_5555_5556;
        let mark = Mark { begin: 1, length: 2, check, words: Some([3, 4, 5, 6]) };
        let kept = serde_json::to_value(mark).unwrap();
        let halves = (0x3333_3333_3333_3334_u64, 0x5555_5555_5555_5556_u64);
        assert_eq!(kept, serde_json::json!([1, 2, halves.0, halves.1, [3, 4, 5, 6]]));
        assert_eq!(serde_json::from_value::<Mark>(kept).unwrap(), mark);
    }

    /// Of secrets that cannot be read any more there is nothing else.
    #[test]
    fn a_mark_of_an_earlier_version_still_finds() {
        let key = FingerprintKey::of([7; 32]);
        let marks =
            ["p8e-0123456789-0123456789", "canary!", "four"].map(|it| key.marks(&secret(it)));
        let earlier = marks.concat().into_iter().map(|mark| {
            let kept = serde_json::to_value(mark).unwrap();
            let earlier = serde_json::Value::from(&kept.as_array().unwrap()[..4]);
            let mark: Mark = serde_json::from_value(earlier.clone()).unwrap();
            assert!(!mark.is_current());
            assert_eq!(serde_json::to_value(mark).unwrap(), earlier);
            mark
        });
        let prints = Fingerprints::of(&key, earlier.map(|mark| (0, mark))).unwrap();
        let found = found_in(&prints, b"-four canary! p8e-0123456789-0123456789");
        let mut found: Vec<_> = found.into_iter().map(|(range, _)| range).collect();
        found.sort_by_key(|range| range.start);
        assert_eq!(found, [1..5, 6..13, 14..39]);
        assert_eq!(format!("{prints:?}"), "Fingerprints(3)");
    }

    #[test]
    fn they_say_how_many_they_are_and_how_long_what_they_are_of_is() {
        let key = FingerprintKey::random().unwrap();
        let marks = ["p8e-0123456789", "abcdef"].map(|text| key.marks(&secret(text)));
        let marks = marks.concat().into_iter().map(|mark| (0, mark));
        let prints = Fingerprints::of(&key, marks).unwrap();
        assert_eq!((prints.shortest(), prints.longest()), (6, 14));
        assert_eq!(format!("{prints:?}"), "Fingerprints(2)");
    }
}
