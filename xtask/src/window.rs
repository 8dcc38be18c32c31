//! `cargo xtask e2e`: the real window, driven through the whole job. The journey itself is tests/e2e; here is what it
//! needs around it: a build with the pages inside, and a session of its own.

use crate::files::{built, root, target};
use crate::packages::{self, Purpose};
use crate::program::{program, run};
use crate::session::Session;
use crate::suite::Suite;
use crate::{start, totals, web};
use anyhow::{Result, bail};
use std::process::Command;

/// What becomes of the pictures of the steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pictures {
    /// Kept in docs/screenshots.
    Documentation,
    /// Below `target`, for looking at when something went wrong.
    Passing,
}

/// Builds the window and drives it.
pub(crate) fn journey(pictures: Pictures) -> Result<()> {
    let session = prepare()?;
    run(&mut command(&session, pictures))
}

/// The same as a part of a suite.
pub(crate) fn journey_as_part(suite: &mut Suite) {
    match prepare() {
        Ok(session) => suite.run(
            "window's journey",
            &mut command(&session, Pictures::Passing),
            totals::of_node,
        ),
        Err(error) => suite.check("window's journey", || Err(error)),
    }
}

fn prepare() -> Result<Session> {
    if !cfg!(target_os = "linux") {
        bail!("the window is driven through WebKitGTK's driver, which is there on Linux only");
    }
    packages::need(&[Purpose::Build, Purpose::Test, Purpose::Window])?;
    web::build()?;
    start::build_window("debug")?;
    Session::start("e2e")
}

fn command(session: &Session, pictures: Pictures) -> Command {
    let folder = match pictures {
        Pictures::Documentation => root().join("docs/screenshots"),
        Pictures::Passing => target().join("e2e"),
    };
    let mut journey = program("node");
    journey.args(["--test", "tests/e2e/journey.test.mjs"]);
    session.house(&mut journey);
    journey.env("MUDBRICK_DESKTOP", built("debug", "mudbrick-desktop"));
    journey.env("MUDBRICK_PICTURES", folder);
    journey
}
