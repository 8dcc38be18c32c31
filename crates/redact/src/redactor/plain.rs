//! A redactor that looks at every byte for everything: slow, and simple enough to be believed. The quick one is compared with it.

use crate::FingerprintKey;
use crate::forms::{BEGINNING, forms_of};
use crate::found::{Found, masked_into};
use crate::readings::{Matcher, Origin, SHORTEST_IN_DIGITS, plain};
use crate::rules;
use mudbrick_vault::SecretText;
use std::ops::{ControlFlow, Range};
use zeroize::Zeroizing;

/// The secrets at hand, and those known by their fingerprints.
pub(super) struct Plain {
    pub(super) at_hand: Vec<Zeroizing<Vec<u8>>>,
    pub(super) fingerprinted: Vec<Zeroizing<Vec<u8>>>,
}

impl Plain {
    pub(super) fn of(at_hand: &[SecretText], fingerprinted: &[SecretText]) -> Self {
        let forms = |secrets: &[SecretText]| secrets.iter().flat_map(forms_of).collect();
        Self { at_hand: forms(at_hand), fingerprinted: forms(fingerprinted) }
    }

    pub(super) fn bytes(&self, bytes: &[u8]) -> Vec<u8> {
        let mut found = Vec::new();
        if !self.at_hand.is_empty() || !self.fingerprinted.is_empty() {
            plain::search(self, bytes, &mut |mask| found.push(Found { from: mask.start, mask }));
        }
        rules::tests::find_plainly(bytes, &mut found);
        found.sort_unstable_by_key(|found| (found.mask.start, found.mask.end));
        let mut out = Vec::new();
        masked_into(bytes, &found, &mut out);
        out
    }
}

impl Matcher for Plain {
    fn shortest(&self) -> usize {
        let shown = |form: &Zeroizing<Vec<u8>>| form.len().min(BEGINNING);
        let at_hand = self.at_hand.iter().map(shown);
        let all = at_hand.chain(self.fingerprinted.iter().map(|form| form.len()));
        all.min().unwrap_or(usize::MAX)
    }

    fn longest(&self) -> usize {
        self.at_hand.iter().chain(&self.fingerprinted).map(|form| form.len()).max().unwrap_or(0)
    }

    fn find(
        &self,
        reading: &[u8],
        origin: Origin,
        found: &mut dyn FnMut(Range<usize>, usize) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let counts = |form: &[u8]| origin == Origin::Text || form.len() >= SHORTEST_IN_DIGITS;
        for start in 0..reading.len() {
            let here = &reading[start..];
            for form in self.at_hand.iter().filter(|form| counts(form)) {
                let same = form.iter().zip(here).take_while(|(one, other)| one == other).count();
                if same >= form.len().min(BEGINNING) {
                    found(start..start + same, 0)?;
                }
            }
            for form in self.fingerprinted.iter().filter(|form| counts(form)) {
                if here.starts_with(form) {
                    found(start..start + form.len(), 0)?;
                }
            }
        }
        ControlFlow::Continue(())
    }
}

/// The quick one that knows the same.
pub(super) fn quick(at_hand: &[SecretText], fingerprinted: &[SecretText]) -> super::Redactor {
    let key = FingerprintKey::of([9; 32]);
    let marks = fingerprinted.iter().flat_map(|secret| key.marks(secret)).map(|mark| (0, mark));
    let prints = crate::Fingerprints::of(&key, marks).map(std::sync::Arc::new);
    super::Redactor::new(&at_hand.iter().collect::<Vec<_>>()).with_fingerprints(prints)
}
