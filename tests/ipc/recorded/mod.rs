//! What the pages' fake engine serves: views and refusals that the real engine gives, through the real commands, to scenes
//! played here. The files are committed, and this test fails when they are not what the engine says today. `cargo xtask
//! gen` records them again.

mod checkup;
mod comparisons;
mod exports;
mod imports;
mod inspections;
mod keys;
mod migrations;
mod profiles;
mod requests;
mod rotations;
mod tabs;
mod tape;
mod vault;

use std::path::Path;
use tape::Tape;

const RECORD: &str = "MUDBRICK_RECORD_FIXTURES";

#[test]
fn the_fixtures_are_what_the_engine_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/src/platform/fake/fixtures");
    let mut tape = Tape::default();
    // One after the other: Tauri's runtime, on which the practice Adobe answers too, is one for all windows of a process.
    profiles::play(&mut tape);
    inspections::play(&mut tape);
    vault::play(&mut tape);
    requests::play(&mut tape);
    tabs::play(&mut tape);
    keys::play(&mut tape);
    imports::play(&mut tape);
    exports::play(&mut tape);
    comparisons::play(&mut tape);
    checkup::play(&mut tape);
    rotations::play(&mut tape);
    migrations::play(&mut tape);
    if std::env::var_os(RECORD).is_some() {
        tape.save(&folder);
    }
    let differences = tape.differences(&folder);
    assert!(
        differences.is_empty(),
        "run `cargo xtask gen`, and read what it changes:\n{}",
        differences.join("\n")
    );
}
