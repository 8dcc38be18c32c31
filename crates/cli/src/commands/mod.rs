//! One module a command.

mod damaged;
pub(crate) mod import;
pub(crate) mod key;
mod key_file;
mod key_use;
pub(crate) mod practice;
pub(crate) mod profile;
mod reading;
pub(crate) mod send;
pub(crate) mod token;
pub(crate) mod tour;
pub(crate) mod transfer;
pub(crate) mod vault;

use crate::arguments::Arguments;
use clap::CommandFactory;
use clap_complete::Shell;
use std::process::ExitCode;

/// Prints the completion script.
pub(crate) fn completions(shell: Shell) -> ExitCode {
    clap_complete::generate(shell, &mut Arguments::command(), "mudbrick", &mut std::io::stdout());
    ExitCode::SUCCESS
}
