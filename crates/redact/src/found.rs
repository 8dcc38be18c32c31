//! What was found of a secret in a text, and the mask that takes its place.

use std::ops::Range;

/// What stands in the place of a secret, whatever its length.
pub const MASK: &str = "••••••••";

/// A secret found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    /// Where what shows that it is one begins: a field's name stands before its value.
    pub(crate) from: usize,
    /// What to mask.
    pub(crate) mask: Range<usize>,
}

/// Writes `bytes` with every finding masked; masks that touch become one.
pub(crate) fn masked_into(bytes: &[u8], found: &[Found], out: &mut Vec<u8>) {
    let mut written = 0;
    let mut found = found.iter().peekable();
    while let Some(first) = found.next() {
        let mut mask = first.mask.clone();
        while let Some(next) = found.next_if(|next| next.mask.start <= mask.end) {
            mask.end = mask.end.max(next.mask.end);
        }
        out.extend_from_slice(&bytes[written..mask.start]);
        out.extend_from_slice(MASK.as_bytes());
        written = mask.end;
    }
    out.extend_from_slice(&bytes[written..]);
}
