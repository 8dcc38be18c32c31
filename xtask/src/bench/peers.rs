//! Five hundred small calls, one after the other: `mudbrick run` with its checks and its history against newman and bruno, which have
//! nothing to check here, and against one curl with as many addresses; and one call as a whole process against xh. One server of this
//! process's own answers them all, in clear.

use super::finding::{Finding, Value};
use super::runs::Runs;
use super::sample::{in_turns, process};
use super::server::serve_small;
use crate::files::{self, root};
use crate::program::{cargo, program, run};
use crate::session::Session;
use crate::web;
use anyhow::Result;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const CALLS: usize = 500;
/// Of runs beside those that take seconds.
const RUNS: usize = 5;
const CURLS: usize = 20;
const SENDS: usize = 50;
/// The version of xh.
const XH: &str = "0.26.3";

pub(crate) fn measure() -> Result<Vec<Finding>> {
    let installed = install()?;
    let xh = build_xh()?;
    let session = Session::start("bench")?;
    let port = serve_small()?;
    let runs = Runs::prepare(&session, session.home().path().join("peers"), port)?;
    let rows = runs.rows(CALLS)?;
    let collections = Collections::write(session.home().path(), port)?;
    let mut newman = program(installed.join("newman"));
    newman.arg("run").arg(&collections.postman).arg("--iteration-data").arg(&rows);
    let mut bruno = program(installed.join("bru"));
    bruno.args(["run", "--csv-file-path"]).arg(&rows).current_dir(&collections.bruno);
    let mut curl = program("curl");
    curl.args(["--silent", "--fail", "--noproxy", "*"]);
    curl.arg(format!("http://127.0.0.1:{port}/row-[0-{}]", CALLS - 1));
    let one = format!("http://127.0.0.1:{port}/one");
    let mut xh = program(xh);
    xh.args(["--ignore-stdin", "GET", &one]);
    let mut send = runs.mudbrick();
    send.args(["send", "Measured", &one, "--json"]);

    println!("\n{CALLS} calls in one run, {RUNS} beside newman and bruno, {CURLS} beside curl");
    let of_run = |times, peer: Command| against(&session, times, runs.run(&rows, 1), peer);
    let (newman, bruno) = (of_run(RUNS, newman)?, of_run(RUNS, bruno)?);
    let curl = of_run(CURLS, curl)?;
    println!("one call as a whole process, {SENDS} beside xh");
    let xh = against(&session, SENDS, send, xh)?;
    let finding = |what, (ours, theirs), who, goal| Finding {
        what,
        value: Value::Against { ours, theirs, who },
        goal,
    };
    Ok(vec![
        finding("a run of 500 calls", newman, "newman", 0.04),
        finding("a run of 500 calls", bruno, "bruno", 0.04),
        finding("a run of 500 calls", curl, "curl", 4.0),
        finding("send", xh, "xh", 2.0),
    ])
}

/// Installs what npm has of the peers. Gives the folder of their programs.
pub(super) fn install() -> Result<PathBuf> {
    let folder = root().join("tests/bench/peers");
    web::install(&folder)?;
    Ok(folder.join("node_modules/.bin"))
}

/// Builds xh, unless this version is there already.
fn build_xh() -> Result<PathBuf> {
    let place = files::target().join("bench/xh");
    let version = ["install", "xh", "--locked", "--version", XH, "--root"];
    run(cargo().args(version).arg(&place))?;
    Ok(place.join("bin/xh"))
}

/// The medians of both. Each is run once before: what is measured is not how long its files take to come from the disk.
fn against(
    session: &Session,
    times: usize,
    mut ours: Command,
    mut theirs: Command,
) -> Result<(Duration, Duration)> {
    session.house(&mut theirs);
    process(&mut ours)?;
    process(&mut theirs)?;
    in_turns(times, |_| process(&mut ours), |_| process(&mut theirs))
}

/// The request of [`Runs`] as other programs keep it.
struct Collections {
    postman: PathBuf,
    bruno: PathBuf,
}

impl Collections {
    fn write(folder: &Path, port: u16) -> Result<Self> {
        let postman = folder.join("collection.json");
        let text = format!(
            r#"{{
  "info": {{
    "name": "bench",
    "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
  }},
  "item": [{{ "name": "one", "request": {{ "method": "GET", "url": "http://127.0.0.1:{port}/{{{{N}}}}" }} }}]
}}
"#
        );
        files::write(&postman, &text)?;
        let bruno = folder.join("collection");
        let about = r#"{ "version": "1", "name": "bench", "type": "collection" }"#;
        files::write(&bruno.join("bruno.json"), about)?;
        let text = format!(
            "meta {{
  name: one
  type: http
  seq: 1
}}

get {{
  url: http://127.0.0.1:{port}/{{{{N}}}}
  body: none
  auth: none
}}
"
        );
        files::write(&bruno.join("one.bru"), &text)?;
        Ok(Self { postman, bruno })
    }
}
