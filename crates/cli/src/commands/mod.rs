//! One module a command.

pub(crate) mod key;
pub(crate) mod practice;
pub(crate) mod profile;
pub(crate) mod send;
pub(crate) mod token;
pub(crate) mod tour;

use crate::arguments::Arguments;
use clap::CommandFactory;
use clap_complete::Shell;
use std::process::ExitCode;

/// Prints the completion script.
pub(crate) fn completions(shell: Shell) -> ExitCode {
    clap_complete::generate(shell, &mut Arguments::command(), "mudbrick", &mut std::io::stdout());
    ExitCode::SUCCESS
}
