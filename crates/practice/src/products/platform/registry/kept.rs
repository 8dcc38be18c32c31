//! What the Schema Registry keeps for one sandbox. The calls on it are left to the others.

use crate::products::shelf::Shelf;

/// The registry of one sandbox.
#[derive(Debug)]
pub(crate) struct Registry {
    /// The tenant's resources by `$id`.
    pub(super) tenant: Shelf,
    /// By `@id`.
    pub(super) descriptors: Shelf,
    /// How many resources were made since the start, for fresh ids.
    pub(super) made: u64,
}
