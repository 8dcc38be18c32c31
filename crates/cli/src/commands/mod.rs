//! One module a command.

mod damaged;
pub(crate) mod doctor;
mod given;
mod hosts;
pub(crate) mod import;
pub(crate) mod key;
mod key_file;
mod key_pair;
mod key_use;
pub(crate) mod practice;
pub(crate) mod profile;
pub(crate) mod reading;
pub(crate) mod send;
pub(crate) mod token;
pub(crate) mod tour;
pub(crate) mod transfer;
pub(crate) mod vault;

use crate::arguments::Arguments;
use crate::output::{Output, internal};
use clap::CommandFactory;
use clap_complete::Shell;
use mudbrick_model::Problem;
use std::process::ExitCode;

/// Prints the completion script.
pub(crate) fn completions(shell: Shell, output: &Output) -> Result<ExitCode, Problem> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "mudbrick", &mut script);
    output.text(String::from_utf8(script).map_err(internal)?.trim_end_matches('\n'))?;
    Ok(ExitCode::SUCCESS)
}
