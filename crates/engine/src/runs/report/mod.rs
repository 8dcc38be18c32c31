//! The report of a run as a file: for build servers, for programs, for people. It is written from the journal, result by result,
//! and looked through for secrets once more: the vault may know more of them by now.

mod json;
mod junit;
mod markdown;
mod source;

use super::Runs;
use super::journal::Index;
use super::run_view::{RunId, RunReport};
use mudbrick_model::Problem;
use mudbrick_vault::files::{self, Destination, Mode};
use source::Source;
use std::io::{BufWriter, Write as _};

impl Runs {
    /// Writes the report of a run, whether it is over or not, where a person wants it.
    ///
    /// # Errors
    /// There is no such run, or the place cannot be written.
    pub fn run_report(
        &self,
        id: &RunId,
        report: RunReport,
        to: Destination<'_>,
    ) -> Result<(), Problem> {
        let index = Index::open(&self.core, id)?;
        let mut results = index.in_order()?;
        let source = Source { redactor: self.requests.redactor(), index: &index };
        files::deliver_written(to, Mode::Shared, |file| {
            let mut file = BufWriter::new(file);
            match report {
                RunReport::Junit => junit::write(&source, &mut results, &mut file)?,
                RunReport::Json => json::write(&source, &mut results, &mut file)?,
                RunReport::Markdown => markdown::write(&source, &mut results, &mut file)?,
            }
            file.flush()
        })?;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
