//! `mudbrick`: the engine from a terminal. Standard output carries what was asked for and nothing else; everything said
//! about it goes to standard error. Exit codes: 0 done, 1 failed, 2 wrong usage, 3 the vault needs unlocking, 4 an answer
//! came and a check of the request's file does not hold of it, 130 stopped by Ctrl+C, 143 and 129 by SIGTERM and SIGHUP. `mudbrick exec` and `mudbrick curl` have
//! those of the program that they run. `mudbrick run` has them too: 4 when checks
//! failed and nothing worse, 1 when anything else did. `mudbrick diff` has those of `diff`: 0
//! nothing differs, 1 something does, 2 they could not be compared. `mudbrick explain` says 1 when an answer is not known,
//! `mudbrick inspect` when a token has ended or is not the profile's, `mudbrick migrate` when an answer differs.

mod arguments;
mod ask;
mod commands;
mod exit_code;
mod ignored;
mod input;
mod output;
mod session;
mod stop;
mod target;
mod usage;

use arguments::{Arguments, Command};
use commands::reading::Wanted;
use mudbrick_model::Problem;
use output::Output;
use session::Session;
use std::process::ExitCode;

fn main() -> ExitCode {
    if let Some(done) = mudbrick_engine::jq_work(std::env::args_os().skip(1)) {
        return done;
    }
    let arguments = match usage::parse(std::env::args_os()) {
        Ok(arguments) => arguments,
        Err(usage) => return usage.report(),
    };
    let output = Output::new(arguments.format(), arguments.remarks());
    match run(arguments, &output) {
        Ok(code) => code,
        Err(problem) => {
            output.problem(&problem);
            ExitCode::from(exit_code::of(problem.code))
        }
    }
}

fn run(arguments: Arguments, output: &Output) -> Result<ExitCode, Problem> {
    ignored::none(&arguments)?;
    let session = Session::new(arguments.passphrase_file);
    match arguments.command {
        Command::Profile(command) => commands::profile::run(command, &session, output),
        Command::Key(command) => commands::key::run(command, &session, output),
        Command::Import(command) => {
            let (read, hosts) = (&command.read, &command.allowed_hosts);
            commands::import::run(read, hosts, Wanted::Everything, &session, output)
        }
        Command::Export(command) => commands::transfer::export(&command, &session, output),
        Command::Kit(command) => commands::transfer::kit(&command, &session, output),
        Command::Backup(command) => commands::transfer::backup(&command, &session, output),
        Command::Inventory(command) => commands::transfer::inventory(&command, &session, output),
        Command::Vault(command) => commands::vault::run(command, &session, output),
        Command::Token(command) => commands::token::token(&command, &session, output),
        Command::SignIn(command) => commands::sign_in::run(&command, &session, output),
        Command::SignOut(command) => commands::sign_in::sign_out(&command, &session, output),
        Command::Header(command) => commands::token::header(&command, &session, output),
        Command::Exec(command) => commands::exec::run(&command, &session, output),
        Command::Env(command) => commands::env::run(&command, &session, output),
        Command::Curl(command) => commands::curl::run(&command, &session, output),
        Command::Prompt(command) => commands::prompt::run(&command, &session, output),
        Command::CredentialHelper(_) => commands::credential_helper::run(&session, output),
        Command::Send(command) => commands::send::run(&command, &session, output),
        Command::Run(command) => commands::run::run(&command, &session, output),
        Command::Replay(command) => commands::replay::run(&command, &session, output),
        Command::Diff(command) => commands::diff::run(&command, &session, output),
        Command::Inspect(command) => commands::inspect::run(&command, &session, output),
        Command::Explain(command) => commands::explain::run(&command, &session, output),
        Command::Rotate(command) => commands::rotate::run(&command, &session, output),
        Command::Migrate(command) => commands::migrate::run(&command, &session, output),
        Command::Request(command) => commands::request::run(command, &session, output),
        Command::History(command) => commands::history::run(command, &session, output),
        Command::Practice(command) => commands::practice::run(&command, &session, output),
        Command::Check(command) => commands::check::run(&command, &session, output),
        Command::Doctor(command) => commands::doctor::run(&command, &session, output),
        Command::Quick => commands::quick::run(),
        Command::Tour => commands::tour::run(output),
        Command::Completions { shell } => commands::completions(shell, output),
        Command::Manual => commands::manual(output),
    }
}
