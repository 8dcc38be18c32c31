//! Findings and log as one file for others. It is looked through for every secret that the vault has, as every export is;
//! where that cannot be done, only what cannot hold a secret is saved.

use super::view::{DiagnosticsSaved, DoctorView};
use super::{Doctor, log};
use crate::export::count;
use mudbrick_model::{Problem, Timestamp};
use mudbrick_vault::files::{self, Destination, Mode};
use serde_json::{Value, json};

impl Doctor {
    /// Saves what an examination finds, with the log, to a file that can be given to others.
    ///
    /// # Errors
    /// A known secret would be in it, or the place cannot be written; nothing was written then.
    pub fn save_diagnostics<'a>(
        &self,
        to: impl Into<Destination<'a>>,
    ) -> Result<DiagnosticsSaved, Problem> {
        let to = to.into();
        let (path, found, now) = (to.display_name(), self.examine(), self.core.now());
        let wrong = count(found.wrong());
        let left_out = match self.vault.guard(&[]) {
            Ok(guard) => {
                let text = text(&whole(&found, &self.lines(), now));
                guard.deliver(to, text.as_bytes(), Mode::Private)?;
                None
            }
            Err(problem) => {
                files::deliver(to, text(&bare(&found, now)).as_bytes(), Mode::Private)?;
                Some(cannot_look(&problem))
            }
        };
        Ok(DiagnosticsSaved { path, wrong, left_out })
    }

    /// The log's lines. One that cannot be read is as good as none.
    fn lines(&self) -> Vec<String> {
        let path = self.core.home.diagnostics_log();
        // Opening a pipe would wait for whoever writes to it.
        if !path.symlink_metadata().is_ok_and(|found| found.is_file()) {
            return Vec::new();
        }
        let bytes = files::newer_half(&path, log::MOST).unwrap_or_default();
        String::from_utf8_lossy(&bytes).lines().map(str::to_owned).collect()
    }
}

fn whole(found: &DoctorView, lines: &[String], now: Timestamp) -> Value {
    json!({ "version": 1, "saved_at": now, "found": found, "log": lines })
}

/// Words of Mudbrick's own alone.
fn bare(found: &DoctorView, now: Timestamp) -> Value {
    let findings = found.findings.iter();
    let findings: Vec<Value> =
        findings.map(|it| json!({ "kind": it.kind, "grade": it.grade })).collect();
    let found = json!({ "version": found.version, "findings": findings });
    json!({ "version": 1, "saved_at": now, "found": found })
}

fn text(value: &Value) -> String {
    format!("{value:#}\n")
}

fn cannot_look(why: &Problem) -> Problem {
    let message = "The log and all names were left out, because Mudbrick could not look through them for your secrets.";
    Problem { remedy: why.remedy.clone(), ..Problem::new(why.code, message) }
}
