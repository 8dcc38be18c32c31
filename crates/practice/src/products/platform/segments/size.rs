//! How many people a segment finds.

use crate::products::dice::Dice;
use crate::products::platform::ups::Ups;

/// How many people are in the segment `of`: the same number every time, and no more than there are.
pub(super) fn size_of(of: &str, ups: &Ups) -> u64 {
    Dice::of(of).below(u64::from(ups.profiles) / 2 + 1)
}
