//! A run of a hundred thousand requests beside one of a thousand: by how much the process grows. A server of a few lines answers
//! both, so that what is measured is the run.

use super::finding::{Finding, Value};
use super::peer::{CLIENT, ORGANIZATION};
use super::sample::memory;
use super::server::serve_small;
use crate::files::{self, built};
use crate::program::{program, read};
use crate::session::Session;
use anyhow::Result;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

const FEW: usize = 1_000;
const MANY: usize = 100_000;

pub(crate) fn measure() -> Result<Vec<Finding>> {
    let session = Session::start("bench")?;
    let runs = Runs::prepare(&session, session.home().path().join("run-home"), serve_small()?)?;
    println!("\na run of {MANY} requests, which takes minutes, and one of {FEW}");
    let peak = |rows: usize| {
        let mut time = program("time");
        let run = runs.run(&runs.rows(rows)?, 4);
        memory(session.house(&mut time), &session.home().path().join("peak"), &run)
    };
    let (few, many) = (peak(FEW)?, peak(MANY)?);
    let value = Value::Memory(many.saturating_sub(few));
    Ok(vec![Finding { what: "growth of a run of 100,000", value, goal: 20.0 }])
}

/// A home with the profile `Measured`, and a request for a server of this process's, with a row of data for each time that it is
/// sent.
pub(super) struct Runs<'a> {
    session: &'a Session,
    home: PathBuf,
    folder: PathBuf,
    request: PathBuf,
}

impl<'a> Runs<'a> {
    pub(super) fn prepare(session: &'a Session, home: PathBuf, port: u16) -> Result<Self> {
        let folder = session.home().path().join("runs");
        let request = folder.join("one.http");
        let text = format!("# @check status 200\nGET http://127.0.0.1:{port}/{{{{N}}}}\n");
        files::write(&request, &text)?;
        let runs = Self { session, home, folder, request };
        let secret = runs.folder.join("secret");
        files::write(&secret, "p8e-measured")?;
        let mut add = runs.mudbrick();
        add.args(["profile", "add", "Measured", "--org-id", ORGANIZATION, "--client-id", CLIENT]);
        read(add.args(["--risk", "development", "--secret-file"]).arg(&secret))?;
        Ok(runs)
    }

    /// A file of so many rows, each of which has another N.
    pub(super) fn rows(&self, count: usize) -> Result<PathBuf> {
        let data = self.folder.join(format!("{count}.csv"));
        let mut text = String::from("N\n");
        for row in 0..count {
            // Writing to a text does not fail.
            let _ = writeln!(text, "row-{row}");
        }
        files::write(&data, &text)?;
        Ok(data)
    }

    /// The run of a file of rows, with so many calls at once.
    pub(super) fn run(&self, rows: &Path, parallel: usize) -> Command {
        let mut command = self.mudbrick();
        command.arg("run").arg(&self.request).args(["--on", "Measured", "--proxy", "none"]);
        command.args(["--parallel", &parallel.to_string(), "--data"]).arg(rows);
        command
    }

    /// The command line with this home.
    pub(super) fn mudbrick(&self) -> Command {
        let mut command = program(built("release", "mudbrick"));
        self.session.house(&mut command).env("MUDBRICK_HOME", &self.home);
        command
    }
}
