//! What one organisation keeps in Places. The calls on it are left to the others.

use super::poi::Poi;
use crate::products::dice::Dice;
use indexmap::IndexMap;

/// What one organisation keeps. No call reaches another's.
#[derive(Debug)]
pub(super) struct Organisation {
    pub(super) id: String,
    /// Library names by library id.
    pub(super) libraries: IndexMap<String, String>,
    pub(super) pois: IndexMap<String, Poi>,
    /// Every library once, the most important first.
    pub(super) rank: Vec<String>,
    pub(super) fresh: Dice,
}
