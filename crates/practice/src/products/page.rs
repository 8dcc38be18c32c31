//! The one way of cutting a page out of a list. How a product numbers its pages and names their links is left to it.

/// A stretch of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Page<T> {
    /// What stands on it.
    pub(super) items: Vec<T>,
    /// How many items the whole list has.
    pub(super) total: usize,
    /// Where the next page starts, unless this is the last.
    pub(super) next: Option<usize>,
}

/// Cuts `size` items (at least one) from `start` on; a start beyond the end gives an empty last page.
pub(super) fn cut<T>(
    items: impl ExactSizeIterator<Item = T>,
    start: usize,
    size: usize,
) -> Page<T> {
    let total = items.len();
    let size = size.max(1);
    let end = start.saturating_add(size);
    Page {
        items: items.skip(start).take(size).collect(),
        total,
        next: (end < total).then_some(end),
    }
}

#[cfg(test)]
mod tests {
    use super::cut;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn pages_visit_every_item_once(total in 0_usize..300, size in 0_usize..50) {
            let (mut seen, mut start) = (Vec::new(), Some(0));
            while let Some(from) = start {
                let page = cut(0..total, from, size);
                prop_assert_eq!(page.total, total);
                seen.extend(page.items);
                start = page.next;
            }
            prop_assert_eq!(seen, (0..total).collect::<Vec<_>>());
        }

        #[test]
        fn a_start_beyond_the_end_is_empty(start in 10_usize.., size in 0_usize..) {
            let page = cut(0..10, start, size);
            prop_assert!(page.items.is_empty() && page.next.is_none());
        }
    }
}
