//! Collections that were read for a window and wait for the person's word, in memory alone: looked at again for each place
//! that they try, then added. Few wait: the oldest goes when there are too many, and all go when the vault is locked.

use super::plan::{Place, planned};
use super::view::{FoundRequests, ImportedRequests, RequestImportView, UnreadFile, VariablesStay};
use crate::requests::Requests;
use crate::threads::lock;
use mudbrick_interchange::collections::Collection;
use mudbrick_model::{ErrorCode, Problem, RequestPath};
use std::collections::VecDeque;
use std::path::PathBuf;
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

    fn hold(&self, held: Held) -> (u32, Arc<Held>) {
        let held = Arc::new(held);
        let mut state = lock(&self.state);
        state.last += 1;
        let id = state.last;
        state.held.push_back((id, Arc::clone(&held)));
        if state.held.len() > MOST {
            state.held.pop_front();
        }
        (id, held)
    }

    fn get(&self, id: u32) -> Result<Arc<Held>, Problem> {
        let state = lock(&self.state);
        let held = state.held.iter().find(|(other, _)| *other == id);
        held.map(|(_, held)| Arc::clone(held)).ok_or_else(gone)
    }

    fn discard(&self, id: u32) {
        lock(&self.state).held.retain(|(other, _)| *other != id);
    }
}

impl Requests {
    /// Reads what [`Requests::read_collections`] reads, and keeps it until the person has decided.
    ///
    /// # Errors
    /// As there.
    pub fn hold_collections(
        &self,
        files: &[PathBuf],
        texts: Vec<(String, Vec<u8>)>,
    ) -> Result<FoundRequests, Problem> {
        let read = super::read(files, texts)?;
        let changes = self.core.own_requests.change()?;
        let place = Place::Below(None);
        let view =
            planned(&read.collections, &read.unread, &place, VariablesStay::InFiles, &changes)?
                .view;
        drop(changes);
        let (id, _) = self.collections.hold(read);
        Ok(FoundRequests { id, view })
    }

    /// What adding it would do: at its own name, or at a certain place. Nothing is changed.
    ///
    /// # Errors
    /// It is not in memory any more, or the place cannot be one.
    pub fn plan_held(
        &self,
        id: u32,
        to: Option<&str>,
        variables: VariablesStay,
    ) -> Result<RequestImportView, Problem> {
        let place = place(to)?;
        let held = self.collections.get(id)?;
        let changes = self.core.own_requests.change()?;
        Ok(planned(&held.collections, &held.unread, &place, variables, &changes)?.view)
    }

    /// Adds it as one change, and forgets it: all of it or nothing.
    ///
    /// # Errors
    /// As in [`Requests::plan_held`], or the disk refuses. Nothing was added then.
    pub fn import_held(
        &self,
        id: u32,
        to: Option<&str>,
        variables: VariablesStay,
    ) -> Result<ImportedRequests, Problem> {
        let place = place(to)?;
        let held = self.collections.get(id)?;
        // From the look at what is there to the adding nobody else may take the place.
        let changes = self.core.own_requests.change()?;
        let import = planned(&held.collections, &held.unread, &place, variables, &changes)?;
        let imported = self.add_planned(&import, &changes)?;
        self.collections.discard(id);
        Ok(imported)
    }

    /// Forgets what was read.
    pub fn discard_held(&self, id: u32) {
        self.collections.discard(id);
    }
}

fn place(to: Option<&str>) -> Result<Place, Problem> {
    let to = to.map(|to| to.trim().trim_end_matches('/')).filter(|to| !to.is_empty());
    Ok(to.map(RequestPath::parse).transpose()?.map_or(Place::Below(None), Place::At))
}

fn gone() -> Problem {
    Problem::new(ErrorCode::NotFound, "What was read is not in memory any more.")
        .remedy("Drop or open it again: it is forgotten when the vault is locked.")
}
