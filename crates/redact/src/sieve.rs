//! Where in a text something may begin that is looked for. Whatever has [`FORM`] bytes or more is told by the words of four
//! bytes at its first four places: one of them is at a multiple of four in the text, wherever the form is. So a text costs one
//! look for every four bytes. Whether it is there is left to whoever asks.

use std::ops::ControlFlow;

/// Bytes that are looked at together, and how far it is to the next look.
const WORD: usize = 4;
/// The shortest form that has a word at each of its first four places.
pub(crate) const FORM: usize = 2 * WORD - 1;
/// As much of a word's hash as is kept of a secret: enough to pass over nearly every other, and too little to be four bytes.
const HASH_BITS: u32 = 20;
/// So many bits say of most words at once that they are none of those looked for. They fit the processor's first cache.
const BITS: u32 = 17;
const BIT_WORDS: usize = 1 << (BITS - u64::BITS.trailing_zeros());
/// Looked at without a branch in between.
const TOGETHER: usize = 16;

/// The hashes of a form's first words: of a short one the first alone.
pub(crate) type Words = [u32; WORD];

/// How a word is hashed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WordHash {
    factor: u32,
    fold: u32,
}

impl WordHash {
    /// By this number, which is made odd.
    pub(crate) const fn by(factor: u32) -> Self {
        Self { factor: factor | 1, fold: 0 }
    }

    /// The same, for which letters of either case are one; so are some other bytes.
    pub(crate) const fn in_any_case(self) -> Self {
        Self { fold: 0x2020_2020, ..self }
    }

    const fn of(self, word: [u8; WORD]) -> u32 {
        self.whole(word) >> (u32::BITS - HASH_BITS)
    }

    const fn whole(self, word: [u8; WORD]) -> u32 {
        (u32::from_le_bytes(word) | self.fold).wrapping_mul(self.factor)
    }

    /// The words of a form of four bytes or more.
    pub(crate) fn words(self, form: &[u8]) -> Words {
        let word = |at: usize| form.get(at..at + WORD).and_then(|word| word.try_into().ok());
        let last = if form.len() < FORM { 0 } else { WORD - 1 };
        std::array::from_fn(|at| word(at).filter(|_| at <= last).map_or(0, |word| self.of(word)))
    }
}

/// The words to look for.
#[derive(Debug)]
pub(crate) struct Sieve {
    hash: WordHash,
    /// Of forms that are long enough, at every fourth place.
    in_steps: Table,
    /// Of short ones, at every place.
    everywhere: Table,
}

impl Sieve {
    /// For forms of these lengths and words.
    pub(crate) fn of(hash: WordHash, forms: impl IntoIterator<Item = (usize, Words)>) -> Self {
        let (mut in_steps, mut everywhere) = (Vec::new(), Vec::new());
        for (length, words) in forms {
            if length < FORM {
                everywhere.push((words[0], 0));
            } else {
                in_steps.extend(words.into_iter().zip(0..));
            }
        }
        Self { hash, in_steps: Table::of(in_steps), everywhere: Table::of(everywhere) }
    }

    /// Tells every place at which one of the forms may begin. One that is told twice may begin a short form and a long one.
    pub(crate) fn find(
        &self,
        text: &[u8],
        found: &mut dyn FnMut(usize) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        if !self.in_steps.is_empty() {
            let (blocks, rest) = text.as_chunks::<{ TOGETHER * WORD }>();
            let mut at = 0;
            for block in blocks {
                if self.in_steps.may_be_in(self.hash, block) {
                    self.in_steps(block, at, found)?;
                }
                at += block.len();
            }
            self.in_steps(rest, at, found)?;
        }
        if !self.everywhere.is_empty() {
            for (at, word) in text.array_windows::<WORD>().enumerate() {
                self.everywhere.starts(self.hash.of(*word), at, found)?;
            }
        }
        ControlFlow::Continue(())
    }

    fn in_steps(
        &self,
        text: &[u8],
        at: usize,
        found: &mut dyn FnMut(usize) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        for (number, word) in text.as_chunks().0.iter().enumerate() {
            self.in_steps.starts(self.hash.of(*word), at + number * WORD, found)?;
        }
        ControlFlow::Continue(())
    }
}

/// Hashes, each with the place in a form that its word has.
#[derive(Debug)]
struct Table {
    bits: Box<[u64; BIT_WORDS]>,
    hashes: Vec<(u32, usize)>,
}

impl Table {
    fn of(mut hashes: Vec<(u32, usize)>) -> Self {
        hashes.sort_unstable();
        hashes.dedup();
        let mut bits = Box::new([0; BIT_WORDS]);
        for (hash, _) in &hashes {
            let hash = hash << (u32::BITS - HASH_BITS);
            bits[word_of(hash)] |= 1 << bit_of(hash);
        }
        Self { bits, hashes }
    }

    fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// Without a branch for each word.
    fn may_be_in(&self, hash: WordHash, block: &[u8; TOGETHER * WORD]) -> bool {
        let bit = |word: &[u8; WORD]| self.bit(hash.whole(*word));
        block.as_chunks().0.iter().fold(0, |any, word| any | bit(word)) & 1 == 1
    }

    /// Its last bit says whether a word may be one of these.
    fn bit(&self, whole: u32) -> u64 {
        self.bits[word_of(whole)] >> bit_of(whole)
    }

    fn starts(
        &self,
        hash: u32,
        at: usize,
        found: &mut dyn FnMut(usize) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        if self.bit(hash << (u32::BITS - HASH_BITS)) & 1 == 0 {
            return ControlFlow::Continue(());
        }
        let first = self.hashes.partition_point(|(known, _)| *known < hash);
        let same = self.hashes[first..].iter().take_while(|(known, _)| *known == hash);
        same.filter_map(|(_, place)| at.checked_sub(*place)).try_for_each(found)
    }
}

/// Where a hash's bit is: in which word, and there.
const fn word_of(whole: u32) -> usize {
    (whole >> (u32::BITS - BIT_WORDS.trailing_zeros())) as usize
}

const fn bit_of(whole: u32) -> u32 {
    whole >> (u32::BITS - BITS) & (u64::BITS - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(sieve: &Sieve, text: &[u8]) -> Vec<usize> {
        let mut all = Vec::new();
        let _ = sieve.find(text, &mut |start| {
            all.push(start);
            ControlFlow::Continue(())
        });
        all
    }

    proptest! {
        #[test]
        fn every_form_is_told_wherever_it_is(
            forms in prop::collection::vec(prop::collection::vec(any::<u8>(), 4..20), 1..40),
            before in prop::collection::vec(any::<u8>(), 0..90),
            after in prop::collection::vec(any::<u8>(), 0..90),
            factor in any::<u32>(),
        ) {
            let hash = WordHash::by(factor);
            let sieve = Sieve::of(hash, forms.iter().map(|form| (form.len(), hash.words(form))));
            for form in &forms {
                let text = [&*before, form, &*after].concat();
                prop_assert!(found(&sieve, &text).contains(&before.len()));
            }
        }

        #[test]
        fn letters_may_be_of_either_case(form in "[a-zA-Z_ -]{7,12}", before in "[a-z]{0,9}") {
            let hash = WordHash::by(0x9E37_79B9).in_any_case();
            let sieve = Sieve::of(hash, [(form.len(), hash.words(form.as_bytes()))]);
            for written in [form.to_uppercase(), form.to_lowercase()] {
                let text = format!("{before}{written}");
                prop_assert!(found(&sieve, text.as_bytes()).contains(&before.len()));
            }
        }
    }

    #[test]
    fn hardly_anything_else_is_told() {
        let hash = WordHash::by(0x9E37_79B9);
        let form = |number: u32| format!("p8e-{:08x}", number.wrapping_mul(0x85EB_CA6B));
        let forms = (0..1_000).map(|number| (12, hash.words(form(number).as_bytes())));
        let sieve = Sieve::of(hash, forms);
        let text: Vec<u8> =
            (0..1_u32 << 16).flat_map(|it| it.wrapping_mul(0xC2B2_AE35).to_be_bytes()).collect();
        let told = found(&sieve, &text).len();
        assert!(told < text.len() / 4 / 100, "{told} of {}", text.len());
    }

    #[test]
    fn a_sieve_of_nothing_tells_nothing() {
        let sieve = Sieve::of(WordHash::by(1), []);
        assert_eq!(found(&sieve, &[0; 100]), [0_usize; 0]);
    }
}
