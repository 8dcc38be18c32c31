//! Collections that a window shows before it adds them: read and kept, looked at for each place, added or forgotten.

use super::inputs::read;
use super::plan::{Place, planned, written};
use super::view::{FoundRequests, ImportedRequests, RequestImportView, VariablesStay};
use crate::requests::Requests;
use mudbrick_model::Problem;
use std::path::PathBuf;

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
        let read = read(files, texts)?;
        let changes = self.core.own_requests.change()?;
        let place = Place::Below(None);
        let view =
            planned(&read.collections, &read.unread, &place, VariablesStay::InFiles, &changes)?
                .view;
        drop(changes);
        Ok(FoundRequests { id: self.collections.hold(read), view })
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
    Ok(written(to)?.map_or(Place::Below(None), Place::At))
}
