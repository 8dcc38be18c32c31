//! What attackers tried, and what happens to people on a bad day, each against the real program. One file a defence: take
//! the defence out of the program, and its file goes red.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that fails says so by a panic")]
#![allow(
    clippy::disallowed_methods,
    reason = "what a test puts into a folder need not survive a crash"
)]

mod callers;
mod clear_text;
mod complete;
mod credentials;
mod hosts;
mod inputs;
mod outputs;
mod practice;
mod recovery;
mod relay;
mod scan;
mod terminal;

use mudbrick_engine::{Engine, EngineOptions, Secret};

/// A home whose vault is there already and takes little work to open, for tests that run the program many times.
fn light_home() -> mudbrick_testkit::Home {
    let home = new_home();
    let passphrase = Some(Secret::new("correct horse".to_owned()));
    let options = EngineOptions { passphrase, work_factor: Some(1), ..EngineOptions::default() };
    let place = mudbrick_store::Home::at(home.path().join("home"));
    Engine::open(place, options).unlock(None).unwrap();
    home
}

/// A home of its own for the program.
fn new_home() -> mudbrick_testkit::Home {
    mudbrick_testkit::Home::of(env!("CARGO_BIN_EXE_mudbrick"))
}
