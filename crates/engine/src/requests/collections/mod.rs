//! Requests of other programs: read, shown before anything is written, and then added as one change; and the other way round.
//! What a file of another program means is `mudbrick-interchange`'s.

mod export;
mod held;
mod inputs;
mod keeping;
mod plan;
pub(crate) mod view;

pub use export::RequestTexts;
pub(super) use held::HeldCollections;
pub use plan::RequestImport;

use super::Requests;
use crate::events::Event;
use inputs::read;
use mudbrick_model::Problem;
use mudbrick_store::RequestChanges;
use plan::Place;
use std::path::PathBuf;
use view::{ImportedRequests, VariablesStay};

impl Requests {
    /// What is in files and folders of other programs, and in texts with the names that people know them by, and where it
    /// would go: below `into`, or to the folder of requests itself. Nothing is changed.
    ///
    /// # Errors
    /// Nothing of it can be read, or `into` cannot be a folder of requests. What cannot be read beside something that can is in
    /// [`view::RequestImportView::unread`].
    pub fn read_collections(
        &self,
        files: &[PathBuf],
        texts: Vec<(String, Vec<u8>)>,
        into: Option<&str>,
    ) -> Result<RequestImport, Problem> {
        let into = plan::written(into)?;
        let read = read(files, texts)?;
        let changes = self.core.own_requests.change()?;
        let place = Place::Below(into);
        plan::planned(&read.collections, &read.unread, &place, VariablesStay::InFiles, &changes)
    }

    /// Adds what was read, as one change: all of it or nothing.
    ///
    /// # Errors
    /// Something has the place by now, or the disk refuses. Nothing was added then.
    pub fn import(&self, import: &RequestImport) -> Result<ImportedRequests, Problem> {
        let changes = self.core.own_requests.change()?;
        self.add_planned(import, &changes)
    }

    fn add_planned(
        &self,
        import: &RequestImport,
        changes: &RequestChanges<'_>,
    ) -> Result<ImportedRequests, Problem> {
        let RequestImport { view, top, files } = import;
        let change = match view.is_here_already {
            true => None,
            false => Some(changes.add(top.as_str(), top, files, self.core.now())?.to_string()),
        };
        self.core.emit(Event::RequestsChanged);
        Ok(ImportedRequests {
            folder: view.folder.clone(),
            requests: view.requests,
            files: crate::export::count(files.len()),
            change,
        })
    }
}
