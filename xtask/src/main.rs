//! `cargo xtask`: everything that is done to the project, so that nobody has to remember a second command.
//!
//! Each verb is a module that says what it does and calls the real tools (cargo, npm, apt-get, openssl). Nothing of the
//! product is in here and nothing of the product needs it.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program whose whole work is to run others and tell a person what happens"
)]

mod bench;
mod bindings;
mod calls;
mod checks;
mod circles;
mod cli;
mod dist;
mod documents;
mod files;
mod fixtures;
mod fuzz;
mod leak;
mod packages;
mod private;
mod program;
mod python;
mod session;
mod start;
mod suite;
mod totals;
mod tree;
mod web;
mod window;

use clap::Parser as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    match cli::Xtask::parse().verb.run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
