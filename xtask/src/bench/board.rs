//! A board of a thousand profiles: from the start until it is there, a key in its filter, a click that sorts it. How even it scrolls,
//! as do an answer of 100 MB and a history of twenty thousand. What the window takes while nobody does anything, and how long the quick
//! window lets one wait for a token. tests/bench/board.mjs does it in the real window.

use super::finding::{Finding, Value};
use super::lines::{Goal, Share, findings, number, time};
use super::peer::add_profile;
use super::runs::Runs;
use super::sample::process;
use super::server::serve_large;
use super::window;
use crate::files::built;
use crate::program::{cargo, program, read, run};
use crate::session::Session;
use anyhow::Result;

const SENT: usize = 20_000;

const GOALS: [Goal; 6] = [
    ("filter", "a key in the board's filter, 95 of 100", Share::Most, 16.0),
    ("sort", "a click that sorts the board, 95 of 100", Share::Most, 16.0),
    ("board-frame", "longest frame, board of 1,000 scrolled", Share::Half, 32.0),
    ("answer-frame", "longest frame, answer of 100 MB scrolled", Share::Half, 32.0),
    ("history-frame", "longest frame, history of 20,000 scrolled", Share::Half, 32.0),
    ("quick", "quick window's wait for a token, 95 of 100", Share::Most, 150.0),
];

pub(crate) fn measure() -> Result<Vec<Finding>> {
    window::build()?;
    run(cargo().args(["build", "--locked", "--package", "mudbrick-x11"]))?;
    let session = Session::start("bench")?;
    let port = serve_large()?;
    // The home that the window finds by itself.
    let runs = Runs::prepare(&session, session.home().path().join("mudbrick"), port)?;
    println!("\n{SENT} requests for a history, then a board of 1,000 profiles");
    process(&mut runs.run(&runs.rows(SENT)?, 4))?;
    add_profile(runs.mudbrick(), "Places", "practice", session.home().path())?;
    // The token that is copied is in the cache.
    read(runs.mudbrick().args(["token", "Places"]))?;
    let mut script = program("node");
    script.arg("tests/bench/board.mjs").arg(built("release", "mudbrick-desktop"));
    script.arg(built("release", "mudbrick-bare-window")).arg(port.to_string());
    script.env("MUDBRICK_X11", built("debug", "mudbrick-x11"));
    let output = read(session.house(&mut script))?;
    let (ours, theirs) = (time(&output, "start", 0)?, time(&output, "start", 1)?);
    let start = Value::Against { ours, theirs, who: window::BARE };
    let rest = Value::Processor(number(&output, "rest", 0)?);
    let mut found = vec![
        Finding { what: "start to board of 1,000", value: start, goal: 1.2 },
        Finding { what: "processor at rest, all processes", value: rest, goal: 0.5 },
    ];
    found.extend(findings(&output, &GOALS)?);
    Ok(found)
}
