//! What came of a run, read back from its journal: some results at a time, and the runs that there are.

use super::Runs;
use super::journal::{self, Index};
use super::run_view::{RunFilter, RunId, RunResults, RunSettings, RunSummary};
use crate::threads::lock;
use mudbrick_model::Problem;

/// So many results are given at once.
const MOST: usize = 1000;

impl Runs {
    /// Some results of a run, in the order in which they ended, also while it goes on.
    ///
    /// # Errors
    /// There is no such run, or its journal cannot be read.
    pub fn run_results(
        &self,
        id: &RunId,
        filter: RunFilter,
        from: usize,
        count: usize,
    ) -> Result<RunResults, Problem> {
        let mut slot = lock(&self.opened.0);
        let index = match slot.take() {
            Some(mut index) if index.header.id == *id => {
                index.read_on()?;
                index
            }
            _ => Index::open(&self.core, id)?,
        };
        let (total, results) = index.part(filter, from, count.min(MOST))?;
        *slot = Some(index);
        Ok(RunResults { total, results })
    }

    /// What a run was begun with.
    ///
    /// # Errors
    /// As [`Runs::run_results`].
    pub fn run_settings(&self, id: &RunId) -> Result<RunSettings, Problem> {
        Ok(Index::open(&self.core, id)?.header.settings)
    }

    /// The runs that there are, the newest first. One whose journal cannot be read is left out: nothing can be done with it.
    pub fn run_list(&self, most: usize) -> Vec<RunSummary> {
        let ids = journal::all(&self.core).into_iter().take(most);
        let opened = ids.filter_map(|id| Index::open(&self.core, &id).ok());
        let summaries = opened.map(|Index { header, counts, .. }| RunSummary {
            id: header.id,
            started_at: header.started_at,
            settings: header.settings,
            counts,
        });
        summaries.collect()
    }
}
