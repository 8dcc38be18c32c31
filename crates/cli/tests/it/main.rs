//! The command line as people run it: real processes, a home of their own, the practice Adobe.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that fails says so by a panic")]
#![allow(
    clippy::disallowed_methods,
    reason = "what a test puts into a folder need not survive a crash"
)]

mod check;
mod closed_pipe;
mod commands;
mod compare;
#[cfg(target_os = "linux")]
mod curl;
mod doctor;
mod documents;
mod exchange;
#[cfg(unix)]
mod exec;
mod explain;
mod history;
mod homes;
mod inspect;
mod keys;
mod looked_at;
mod migrate;
mod pasted;
#[cfg(target_os = "linux")]
mod pipelines;
mod practised;
mod requests;
mod rotate;
mod run;
mod scripts;
mod sending;
mod sign_in;
#[cfg(unix)]
mod stopping;
#[cfg(unix)]
mod tour;
mod vault;

/// A home of its own for the program of this package, with an empty vault that opens at once.
fn new_home() -> mudbrick_testkit::Home {
    mudbrick_testkit::Home::with_vault(env!("CARGO_BIN_EXE_mudbrick"))
}

/// A home of its own in which nothing is yet.
fn bare_home() -> mudbrick_testkit::Home {
    mudbrick_testkit::Home::of(env!("CARGO_BIN_EXE_mudbrick"))
}
