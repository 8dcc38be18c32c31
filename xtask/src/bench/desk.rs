//! The requests page: a key in a body of megabytes, a collection of another program until its tree can be used, and what is found
//! among thousands. tests/bench/desk.mjs does it in the real window.

use super::finding::Finding;
use super::lines::{Goal, Share, findings};
use crate::files::built;
use crate::program::{cargo, program, read, run};
use crate::session::Session;
use crate::{start, web};
use anyhow::Result;

/// How many keys are typed into each body.
const KEYS: &str = "220";

const GOALS: [Goal; 5] = [
    ("key-lines", "a key in a body of 5 MB, 95 of 100", Share::Most, 16.0),
    ("key-line", "the same with all of it on one line", Share::Most, 16.0),
    ("collection", "445 requests dropped, read and in the tree", Share::Half, 300.0),
    ("page", "requests page opened with them", Share::Half, 300.0),
    ("find", "a letter to find among 5,000, 95 of 100", Share::Most, 30.0),
];

pub(crate) fn measure() -> Result<Vec<Finding>> {
    web::build()?;
    start::build_window("release")?;
    run(cargo().args(["build", "--locked", "--package", "mudbrick-x11"]))?;
    println!("\nthe requests page, {KEYS} keys in each body");
    let session = Session::start("bench")?;
    let mut script = program("node");
    script.arg("tests/bench/desk.mjs").arg(built("release", "mudbrick-desktop")).arg(KEYS);
    script.env("MUDBRICK_X11", built("debug", "mudbrick-x11"));
    findings(&read(session.house(&mut script))?, &GOALS)
}
