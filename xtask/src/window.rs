//! `cargo xtask e2e`: the real window, driven through the whole job. The journeys themselves are tests/e2e; here is what
//! they need around them: a build with the pages inside, and a session of its own.

use crate::files::{built, root, target};
use crate::packages::{self, Purpose};
use crate::program::{cargo, program, run};
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

/// The journeys, each in a session of its own: the whole job, and credentials in, kept and out again.
const JOURNEYS: [(&str, &str); 2] =
    [("window's journey", "journey"), ("window's credentials", "credentials")];

/// Builds the window and drives it.
pub(crate) fn journey(pictures: Pictures) -> Result<()> {
    prepare()?;
    for (_, name) in JOURNEYS {
        let session = Session::start("e2e")?;
        run(&mut command(&session, name, pictures))?;
    }
    Ok(())
}

/// The same as parts of a suite.
pub(crate) fn journey_as_part(suite: &mut Suite) {
    if let Err(error) = prepare() {
        return suite.check("window's journey", || Err(error));
    }
    for (part, name) in JOURNEYS {
        match Session::start("e2e") {
            Ok(session) => {
                suite.run(part, &mut command(&session, name, Pictures::Passing), totals::of_node);
            }
            Err(error) => suite.check(part, || Err(error)),
        }
    }
}

fn prepare() -> Result<()> {
    if !cfg!(target_os = "linux") {
        bail!("the window is driven through WebKitGTK's driver, which is there on Linux only");
    }
    packages::need(&[Purpose::Build, Purpose::Test, Purpose::Window])?;
    web::build()?;
    start::build_window("debug")?;
    // Drops and types on the display, looks for secrets, and is the practice Adobe in a process of its own.
    let helpers = ["mudbrick-x11", "mudbrick-leak", "mudbrick-cli"];
    let packages = helpers.iter().flat_map(|name| ["--package", name]);
    run(cargo().args(["build", "--locked"]).args(packages))
}

fn command(session: &Session, name: &str, pictures: Pictures) -> Command {
    let folder = match pictures {
        Pictures::Documentation => root().join("docs/screenshots"),
        Pictures::Passing => target().join("e2e"),
    };
    let mut journey = program("node");
    journey.arg("--test").arg(format!("tests/e2e/{name}.test.mjs"));
    session.house(&mut journey);
    journey.env("MUDBRICK_BIN", built("debug", "mudbrick"));
    journey.env("MUDBRICK_LEAK", built("debug", "mudbrick-leak"));
    journey.env("MUDBRICK_X11", built("debug", "mudbrick-x11"));
    journey.env("MUDBRICK_DESKTOP", built("debug", "mudbrick-desktop"));
    journey.env("MUDBRICK_PICTURES", folder);
    journey
}
