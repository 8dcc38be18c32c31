//! What Catalog keeps for one sandbox. The calls on it are left to the others.

use crate::products::shelf::Shelf;

/// The catalogue of one sandbox.
#[derive(Debug)]
pub(crate) struct Catalog {
    /// By id, without the id inside, as Catalog shows them.
    pub(super) datasets: Shelf,
    pub(super) batches: Shelf,
    /// The uploaded parts of batches, as `batch/dataset/name` with their sizes in bytes.
    pub(super) parts: Shelf,
    pub(super) made: u64,
}
