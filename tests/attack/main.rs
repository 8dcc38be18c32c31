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
mod guard;
mod hosts;
mod inputs;
mod outputs;
mod practice;
mod recovery;
mod relay;
mod scan;
#[cfg(target_os = "linux")]
mod servers;
mod terminal;

/// A home of its own for the program, with an empty vault that opens at once.
fn new_home() -> mudbrick_testkit::Home {
    mudbrick_testkit::Home::with_vault(env!("CARGO_BIN_EXE_mudbrick"))
}

/// A home of its own in which the program makes the vault, with all the work to a guess that it gives people's.
fn bare_home() -> mudbrick_testkit::Home {
    mudbrick_testkit::Home::of(env!("CARGO_BIN_EXE_mudbrick"))
}
