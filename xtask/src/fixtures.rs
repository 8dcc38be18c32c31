//! `cargo xtask gen`: what the real engine says to scenes that `tests/ipc` plays, recorded for the pages' fake engine. The same
//! test compares when nobody asks it to record, so there is no check of its own here.

use crate::packages::{self, Purpose};
use crate::private::PrivateHome;
use crate::program::{cargo, run};
use anyhow::Result;

/// Writes `ui/src/platform/fake/fixtures`.
pub(crate) fn record() -> Result<()> {
    packages::need(&[Purpose::Build])?;
    let home = PrivateHome::make("gen")?;
    run(home
        .house(&mut cargo())
        .args([
            "test",
            "--quiet",
            "--locked",
            "--package",
            "mudbrick-desktop",
            "--test",
            "ipc",
            "--",
        ])
        .arg("the_fixtures_are_what_the_engine_says")
        .env("MUDBRICK_RECORD_FIXTURES", "1"))
}
