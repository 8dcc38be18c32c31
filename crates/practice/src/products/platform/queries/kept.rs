//! What Query Service keeps for one sandbox, and where it is addressed.

use crate::products::shelf::Shelf;

pub(super) const ROOT: &str = "/data/foundation/query";

/// The queries of one sandbox.
#[derive(Debug)]
pub(crate) struct Queries {
    /// By id, as submitted; state and links are added when shown.
    pub(super) queries: Shelf,
    pub(super) schedules: Shelf,
    pub(super) made: u64,
}
