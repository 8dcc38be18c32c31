//! `cargo xtask e2e`: the real window, driven through the whole job from where its package puts it. The journeys themselves
//! are tests/e2e; here is what they need around them: a build with the pages inside, installed, and a session of its own.

use crate::dist::Installed;
use crate::files::{built, root, target};
use crate::packages::{self, Purpose};
use crate::program::{cargo, program, run};
use crate::session::Session;
use crate::suite::Suite;
use crate::{dist, start, totals, web};
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

/// The journeys, each in a session of its own: the whole job; credentials in, kept and out again; the keyboard alone; every
/// screen; requests pasted and written; requests kept, sent as their files say and brought from elsewhere; tabs over a restart and
/// a kill; answers read, replayed and compared; a folder run; the board over many profiles; people who sign in; a client secret
/// rotated; a way from JWT to OAuth; every remedy's button.
const JOURNEYS: [(&str, &str); 14] = [
    ("window's journey", "journey"),
    ("window's credentials", "credentials"),
    ("window by keyboard", "keyboard"),
    ("window's screens", "screens"),
    ("window's requests", "requests"),
    ("window's keeping", "keeping"),
    ("window's tabs", "tabs"),
    ("window's answers", "answers"),
    ("window's runs", "runs"),
    ("window's board", "board"),
    ("window's people", "people"),
    ("window's rotation", "rotate"),
    ("window's way from JWT", "migrate"),
    ("window's remedies", "remedies"),
];
/// Those whose pictures are the documentation's.
const DOCUMENTED: [&str; 2] = ["journey", "credentials"];

/// Builds the window and drives it.
pub(crate) fn journey(pictures: Pictures) -> Result<()> {
    prepare()?;
    let installed = dist::is_possible().then(dist::install).transpose()?;
    for (_, name) in JOURNEYS {
        let session = Session::start("e2e")?;
        run(&mut command(&session, name, pictures, installed.as_ref()))?;
    }
    installed.map_or(Ok(()), Installed::remove)
}

/// The same as parts of a suite.
pub(crate) fn journey_as_part(suite: &mut Suite) {
    if let Err(error) = prepare() {
        return suite.check("window's journey", || Err(error));
    }
    let mut installed = None;
    if dist::is_possible() {
        suite.check("packages", || {
            installed = Some(dist::install()?);
            Ok(())
        });
    } else {
        suite.skip("packages", "they are made on Debian and its kin");
    }
    for (part, name) in JOURNEYS {
        match Session::start("e2e") {
            Ok(session) => {
                let mut journey = command(&session, name, Pictures::Passing, installed.as_ref());
                suite.run(part, &mut journey, totals::of_node);
            }
            Err(error) => suite.check(part, || Err(error)),
        }
    }
    if let Some(installed) = installed {
        suite.check("packages removed", || installed.remove());
    }
}

fn prepare() -> Result<()> {
    if !cfg!(target_os = "linux") {
        bail!("the window is driven through WebKitGTK's driver, which is there on Linux only");
    }
    packages::need(&[Purpose::Build, Purpose::Test, Purpose::Window, Purpose::Packages])?;
    web::build()?;
    start::build_window("debug")?;
    build_programs()
}

/// Builds what is run beside the window: it drops and types on the display, looks for secrets, and is the practice Adobe in a
/// process of its own. The tests build none of them as a program but the command line.
pub(crate) fn build_programs() -> Result<()> {
    let helpers = ["mudbrick-x11", "mudbrick-leak", "mudbrick-cli"];
    let packages = helpers.iter().flat_map(|name| ["--package", name]);
    run(cargo().args(["build", "--locked"]).args(packages))
}

/// A journey, with the programs as they are installed, or as they were built where that cannot be done.
fn command(
    session: &Session,
    name: &str,
    pictures: Pictures,
    installed: Option<&Installed>,
) -> Command {
    let ours = |name: &str| match installed {
        Some(installed) => installed.path(&format!("usr/bin/{name}")),
        None => built("debug", name),
    };
    let folder = match pictures {
        Pictures::Documentation if DOCUMENTED.contains(&name) => root().join("docs/screenshots"),
        _ => target().join("e2e"),
    };
    let mut journey = program("node");
    journey.arg("--test").arg(format!("tests/e2e/{name}.test.mjs"));
    session.house(&mut journey);
    journey.env("MUDBRICK_BIN", ours("mudbrick"));
    journey.env("MUDBRICK_LEAK", built("debug", "mudbrick-leak"));
    journey.env("MUDBRICK_X11", built("debug", "mudbrick-x11"));
    journey.env("MUDBRICK_DESKTOP", ours("mudbrick-desktop"));
    journey.env("MUDBRICK_PICTURES", folder);
    journey
}
