//! One module a command.

pub(crate) mod check;
mod child;
pub(crate) mod credential_helper;
pub(crate) mod curl;
mod curl_files;
mod damaged;
pub(crate) mod diff;
pub(crate) mod doctor;
pub(crate) mod env;
pub(crate) mod exec;
pub(crate) mod explain;
mod given;
mod going_out;
pub(crate) mod history;
mod hosts;
pub(crate) mod import;
pub(crate) mod inspect;
pub(crate) mod key;
mod key_file;
mod key_pair;
mod key_use;
mod looked_at;
pub(crate) mod migrate;
pub(crate) mod practice;
pub(crate) mod profile;
mod profile_choice;
pub(crate) mod prompt;
pub(crate) mod quick;
pub(crate) mod reading;
pub(crate) mod replay;
pub(crate) mod request;
mod request_transfer;
pub(crate) mod rotate;
pub(crate) mod run;
mod sandbox;
mod scopes;
pub(crate) mod send;
pub(crate) mod sign_in;
mod timeline;
pub(crate) mod token;
pub(crate) mod tour;
pub(crate) mod transfer;
pub(crate) mod vault;

use crate::arguments::Arguments;
use crate::output::{Output, internal};
use clap::{Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;
use mudbrick_model::Problem;
use std::io::{self, Write as _};
use std::process::ExitCode;

/// Prints the completion script.
pub(crate) fn completions(shell: Shell, output: &Output) -> Result<ExitCode, Problem> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "mudbrick", &mut script);
    output.text(String::from_utf8(script).map_err(internal)?.trim_end_matches('\n'))?;
    Ok(ExitCode::SUCCESS)
}

/// Prints the page of the program, then those of its commands. Before each, a comment says which file it belongs in: whoever
/// makes a package cuts the manual there.
pub(crate) fn manual(output: &Output) -> Result<ExitCode, Problem> {
    let mut grammar = Arguments::command().disable_help_subcommand(true);
    grammar.build();
    let mut pages = Vec::new();
    page(&grammar, &mut pages).map_err(internal)?;
    output.text(String::from_utf8(pages).map_err(internal)?.trim_end_matches('\n'))?;
    Ok(ExitCode::SUCCESS)
}

fn page(command: &Command, pages: &mut Vec<u8>) -> io::Result<()> {
    let man = Man::new(command.clone());
    writeln!(pages, ".\\\" page {}", man.get_filename())?;
    man.render(pages)?;
    command.get_subcommands().try_for_each(|below| page(below, pages))
}
