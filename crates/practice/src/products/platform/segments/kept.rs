//! What Segmentation keeps for one sandbox. The calls on it are left to the others.

use crate::products::shelf::Shelf;

/// What Segmentation keeps for one sandbox.
#[derive(Debug)]
pub(crate) struct Segments {
    pub(super) definitions: Shelf,
    pub(super) jobs: Shelf,
    pub(super) exports: Shelf,
    /// By preview id: when it was asked for, and the size it will find.
    pub(super) previews: Shelf,
    pub(super) made: u64,
}
