//! Fingerprints of secrets that are not at hand: enough to find one anywhere without having it. To whom a fingerprint belongs
//! and where it is kept is left to the engine.
//!
//! A fingerprint is two hashes under one random key: a rolling one of a form's beginning, which costs a multiplication for
//! each byte that is looked at, and of the whole form a slow one, which is asked only where the first agrees. Without the key
//! neither says anything, so the key is kept as the secrets are.

use crate::forms::forms_of;
use crate::readings::{Matcher, Origin, SHORTEST_IN_DIGITS};
use aws_lc_rs::{hmac, rand};
use mudbrick_vault::SecretText;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fmt;
use std::ops::{ControlFlow, Range};

/// The prime that the rolling hash counts by: a product is reduced by a shift and an addition.
const PRIME: u64 = (1 << 61) - 1;
/// How much of a form's beginning the rolling hash is of: of short ones less.
const WIDTHS: [usize; 3] = [16, 8, 4];
/// So many bits say at once that a hash is none of those looked for. They fit the processor's first cache.
const SIEVE_BITS: u64 = 1 << 17;
const SIEVE_WORDS: usize = 1 << 11;
/// So many stretches of a text are looked through at once, each no shorter than this.
const LANES: usize = 4;
const SHORTEST_LANE: usize = 64;
/// Bytes of the slow hash that are kept.
const CHECK: usize = 16;

/// What fingerprints are made with. Kept as secret as what they are of, so `Debug` says nothing.
#[derive(Clone)]
pub struct FingerprintKey {
    bytes: [u8; 32],
    base: u64,
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
    /// The rolling hash of the beginning.
    begin: u64,
    /// How long the form is.
    length: u32,
    /// The slow hash of all of it.
    check: u128,
}

/// A mark as it is kept: few bytes, for a vault has thousands.
type Kept = (u64, u32, u64, u64);

impl From<Kept> for Mark {
    fn from((begin, length, high, low): Kept) -> Self {
        Self { begin, length, check: u128::from(high) << 64 | u128::from(low) }
    }
}

impl From<Mark> for Kept {
    #[allow(clippy::cast_possible_truncation, reason = "each takes its half")]
    fn from(mark: Mark) -> Self {
        (mark.begin, mark.length, (mark.check >> 64) as u64, mark.check as u64)
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
        let mut base = [0; 8];
        base.copy_from_slice(&bytes[..8]);
        // Neither 0 nor 1, under which all texts of a kind would have one hash.
        let base = 257 + u64::from_le_bytes(base) % (PRIME - 512);
        Self { bytes, base, slow: hmac::Key::new(hmac::HMAC_SHA256, &bytes) }
    }

    /// Its bytes, for keeping them.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.bytes
    }

    /// The fingerprints of a secret in all its forms. One of less than 4 bytes has none: it would be found everywhere.
    pub fn marks(&self, secret: &SecretText) -> Vec<Mark> {
        let mark = |form: &[u8]| {
            let width = WIDTHS.into_iter().find(|width| *width <= form.len())?;
            let begin = form[..width].iter().fold(0, |hash, byte| self.add(hash, *byte));
            Some(Mark { begin, length: u32::try_from(form.len()).ok()?, check: self.check(form) })
        };
        forms_of(secret).iter().filter_map(|form| mark(form)).collect()
    }

    fn add(&self, hash: u64, byte: u8) -> u64 {
        // Not 0, so that a beginning of zeros counts.
        reduced(product(hash, self.base) + u64::from(byte) + 1)
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
    widths: Vec<Width>,
    shortest: usize,
    longest: usize,
}

impl fmt::Debug for Fingerprints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count: usize = self.widths.iter().map(|width| width.marks.len()).sum();
        write!(f, "Fingerprints({count})")
    }
}

/// All fingerprints whose rolling hash is of so many bytes.
struct Width {
    width: usize,
    sieve: Box<[u64; SIEVE_WORDS]>,
    marks: HashMap<u64, Vec<(Mark, usize)>>,
    /// What each byte adds to the hash of a window that it is about to leave.
    leaving: Box<[u64; 256]>,
}

impl Fingerprints {
    /// Fingerprints made with `key`; none when there are none.
    pub fn of(
        key: &FingerprintKey,
        marks: impl IntoIterator<Item = (usize, Mark)>,
    ) -> Option<Self> {
        let mut all =
            Self { key: key.clone(), widths: Vec::new(), shortest: usize::MAX, longest: 0 };
        for (owner, mark) in marks {
            let length = mark.length as usize;
            let Some(width) = WIDTHS.into_iter().find(|width| *width <= length) else { continue };
            all.shortest = all.shortest.min(length);
            all.longest = all.longest.max(length);
            let place = all.widths.iter().position(|known| known.width == width);
            let place = place.unwrap_or_else(|| {
                all.widths.push(Width::new(key, width));
                all.widths.len() - 1
            });
            all.widths[place].add(mark, owner);
        }
        (!all.widths.is_empty()).then_some(all)
    }
}

impl Width {
    fn new(key: &FingerprintKey, width: usize) -> Self {
        let factor = (1..width).fold(1, |power, _| product(power, key.base));
        let mut leaving = Box::new([0; 256]);
        for (place, byte) in leaving.iter_mut().zip(1..) {
            *place = product(byte, factor);
        }
        let sieve = Box::new([0; SIEVE_WORDS]);
        Self { width, sieve, marks: HashMap::new(), leaving }
    }

    fn add(&mut self, mark: Mark, owner: usize) {
        let (word, bit) = sieve(mark.begin);
        self.sieve[word] |= bit;
        let same = self.marks.entry(mark.begin).or_default();
        // Two owners of one secret are told apart nowhere: the first one's name is as good.
        if same.iter().all(|(known, _)| *known != mark) {
            same.push((mark, owner));
        }
    }

    fn find(
        &self,
        key: &FingerprintKey,
        reading: &[u8],
        shortest: usize,
        found: &mut dyn FnMut(Range<usize>, usize) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let Some(starts) = (reading.len() + 1).checked_sub(self.width).filter(|it| *it > 0) else {
            return ControlFlow::Continue(());
        };
        // Each hash waits for the one before, so that the processor has time for those of other stretches meanwhile.
        let lane = if starts >= SHORTEST_LANE * LANES { starts / LANES } else { 0 };
        for (number, hits) in self.hits(key, reading, lane).iter().enumerate() {
            for (start, hash) in hits {
                self.compare(key, *hash, reading, number * lane + start, shortest, found)?;
            }
        }
        let rest = lane * LANES;
        if rest == starts {
            return ControlFlow::Continue(());
        }
        let mut hash = self.begin(key, &reading[rest..]);
        self.compare(key, hash, reading, rest, shortest, found)?;
        let enters = &reading[rest + self.width..];
        for (start, (leaves, enters)) in reading[rest..].iter().zip(enters).enumerate() {
            hash = self.roll(key, hash, *leaves, *enters);
            if self.may_be(hash) {
                self.compare(key, hash, reading, rest + start + 1, shortest, found)?;
            }
        }
        ControlFlow::Continue(())
    }

    /// Looks through stretches of `lane` beginnings, one behind the other, all at once. Where in each a hash may be one of
    /// those looked for, and which it is.
    fn hits(
        &self,
        key: &FingerprintKey,
        reading: &[u8],
        lane: usize,
    ) -> [Vec<(usize, u64)>; LANES] {
        let mut hits = [const { Vec::new() }; LANES];
        if lane == 0 {
            return hits;
        }
        let stretch = |number: usize| &reading[number * lane..][..lane + self.width - 1];
        let stretches: [&[u8]; LANES] = std::array::from_fn(stretch);
        let mut hashes = stretches.map(|stretch| self.begin(key, stretch));
        for (hits, hash) in hits.iter_mut().zip(hashes) {
            hits.extend(self.may_be(hash).then_some((0, hash)));
        }
        let leaving = stretches.map(|stretch| &stretch[..lane - 1]);
        let entering = stretches.map(|stretch| &stretch[self.width..][..lane - 1]);
        for place in 0..lane - 1 {
            for number in 0..LANES {
                let (leaves, enters) = (leaving[number][place], entering[number][place]);
                let hash = self.roll(key, hashes[number], leaves, enters);
                hashes[number] = hash;
                if self.may_be(hash) {
                    hits[number].push((place + 1, hash));
                }
            }
        }
        hits
    }

    fn begin(&self, key: &FingerprintKey, reading: &[u8]) -> u64 {
        reading[..self.width].iter().fold(0, |hash, byte| key.add(hash, *byte))
    }

    fn roll(&self, key: &FingerprintKey, hash: u64, leaves: u8, enters: u8) -> u64 {
        let hash = reduced(hash + PRIME - self.leaving[usize::from(leaves)]);
        key.add(hash, enters)
    }

    /// Whether a hash may be one of those looked for.
    fn may_be(&self, hash: u64) -> bool {
        let (word, bit) = sieve(hash);
        self.sieve[word] & bit != 0
    }

    fn compare(
        &self,
        key: &FingerprintKey,
        hash: u64,
        reading: &[u8],
        start: usize,
        shortest: usize,
        found: &mut dyn FnMut(Range<usize>, usize) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        for (mark, owner) in self.marks.get(&hash).into_iter().flatten() {
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

/// The word of the sieve and the bit in it.
#[allow(clippy::cast_possible_truncation, reason = "it is below the sieve's length")]
fn sieve(hash: u64) -> (usize, u64) {
    let bit = hash % SIEVE_BITS;
    ((bit / 64) as usize, 1 << (bit % 64))
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
        for width in &self.widths {
            width.find(&self.key, reading, shortest, found)?;
        }
        ControlFlow::Continue(())
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
        assert_eq!(kept, serde_json::json!([[begin, 25, check.0, check.1]]));
    }

    #[test]
    fn a_mark_is_kept_whole() {
        let mark = Mark { begin: 1, length: 2, check: 0x3333_3333_3333_3334_5555_5555_5555_5556 };
        let kept = serde_json::to_value(mark).unwrap();
        let halves = (0x3333_3333_3333_3334_u64, 0x5555_5555_5555_5556_u64);
        assert_eq!(kept, serde_json::json!([1, 2, halves.0, halves.1]));
        assert_eq!(serde_json::from_value::<Mark>(kept).unwrap(), mark);
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
