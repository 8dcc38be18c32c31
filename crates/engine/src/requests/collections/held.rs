//! Collections that were read for a window and wait for the person's word, in memory alone: looked at again for each place
//! that they try, then added. Few wait: the oldest goes when there are too many, and all go when the vault is locked.

use super::view::UnreadFile;
use crate::threads::lock;
use mudbrick_interchange::collections::Collection;
use mudbrick_model::{ErrorCode, Problem};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

/// More than a person has open at once; a collection may have 64 MiB.
const MOST: usize = 4;

/// The collections that wait.
#[derive(Default)]
pub(in crate::requests) struct HeldCollections {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    last: u32,
    held: VecDeque<(u32, Arc<Held>)>,
}

/// What was read.
pub(super) struct Held {
    pub(super) collections: Vec<Collection>,
    pub(super) unread: Vec<UnreadFile>,
}

impl HeldCollections {
    /// Forgets them all.
    pub(in crate::requests) fn forget_all(&self) {
        lock(&self.state).held.clear();
    }

    pub(super) fn hold(&self, held: Held) -> u32 {
        let mut state = lock(&self.state);
        state.last += 1;
        let id = state.last;
        state.held.push_back((id, Arc::new(held)));
        if state.held.len() > MOST {
            state.held.pop_front();
        }
        id
    }

    pub(super) fn get(&self, id: u32) -> Result<Arc<Held>, Problem> {
        let state = lock(&self.state);
        let held = state.held.iter().find(|(other, _)| *other == id);
        held.map(|(_, held)| Arc::clone(held)).ok_or_else(gone)
    }

    pub(super) fn discard(&self, id: u32) {
        lock(&self.state).held.retain(|(other, _)| *other != id);
    }
}

fn gone() -> Problem {
    Problem::new(ErrorCode::NotFound, "What was read is not in memory any more.")
        .remedy("Drop or open it again: it is forgotten when the vault is locked.")
}
