//! Places of some of many items, from which any other is found again without going through all of them.

use crate::index::SPACING;

/// Numbers and places, in order; one for each [`SPACING`] of text at most.
#[derive(Debug, Clone, Default)]
pub(crate) struct Places(Vec<(u64, u64)>);

impl Places {
    /// Hears of an item. Items come in their order.
    pub(crate) fn take(&mut self, number: u64, place: u64) {
        if self.0.last().is_none_or(|(_, last)| place >= last + SPACING) {
            self.0.push((number, place));
        }
    }

    /// The last known item up to one.
    pub(crate) fn before(&self, number: u64) -> Option<(u64, u64)> {
        let next = self.0.partition_point(|(known, _)| *known <= number);
        self.0.get(next.checked_sub(1)?).copied()
    }
}
