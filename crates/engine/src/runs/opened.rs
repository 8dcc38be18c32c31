//! The journal that somebody looks at just now.

use super::journal::Index;
use std::sync::Mutex;

/// The journal that somebody looks at. A window asks for some rows of it many times a second.
#[derive(Default)]
pub(crate) struct Opened(pub(super) Mutex<Option<Index>>);
