//! What Policy Service keeps for one sandbox, and where it is addressed.

use crate::products::shelf::Shelf;

pub(super) const ROOT: &str = "/data/foundation/dulepolicy";

/// What Policy Service keeps for one sandbox.
#[derive(Debug)]
pub(crate) struct Policies {
    pub(super) policies: Shelf,
    pub(super) made: u64,
}
