//! `mudbrick exec`: another program with a profile's token in its environment, or with an address that always has a fresh one.

use super::child::{self, Child};
use super::token::needed;
use crate::arguments::ExecArguments;
use crate::output::Output;
use crate::session::{Session, block_on};
use crate::stop::unless_stopped;
use mudbrick_engine::{Engine, LockCause, TokenFor, TokenServer, TokenVariable};
use mudbrick_model::{ErrorCode, Problem, Profile};
use mudbrick_vault::other_program;
use std::process::{Command, ExitCode};
use std::time::Duration;

/// How long a vault that was locked elsewhere stays open here at most.
const LOOK_FOR_LOCKING: Duration = Duration::from_secs(1);

pub(crate) fn run(
    arguments: &ExecArguments,
    session: &Session,
    output: &Output,
) -> Result<ExitCode, Problem> {
    let engine = session.engine()?;
    let Some((program, words)) = arguments.command.split_first() else {
        return Err(Problem::new(ErrorCode::InvalidInput, "There is no program to run."));
    };
    let mut command = other_program(program);
    command.args(words);
    if arguments.serve {
        session.unlock(&engine)?;
        return block_on(serve(arguments, command, &engine, output))?;
    }
    let (profile, token) = needed(&arguments.profile, &arguments.need, &engine, session)?;
    set(&mut command, &arguments.prefix, &TokenVariable::of(&profile, &token)?);
    Ok(child::become_it(command, output))
}

async fn serve(
    arguments: &ExecArguments,
    mut command: Command,
    engine: &Engine,
    output: &Output,
) -> Result<ExitCode, Problem> {
    let (profile, server) = unless_stopped(begin(arguments, engine)).await??;
    let mut variables = TokenVariable::without_token(&profile);
    variables.extend(server.variables());
    set(&mut command, &arguments.prefix, &variables);
    let mut running = match Child::start(command) {
        Ok(running) => running,
        Err(failed) => return Ok(failed.told(output)),
    };
    // The child's own copy is in its environment; this one would stay in memory as long as the child runs.
    drop(variables);
    let mut look = tokio::time::interval(LOOK_FOR_LOCKING);
    loop {
        tokio::select! {
            code = running.ended() => return Ok(code),
            _ = look.tick() => {
                if engine.vault().lock_requested() {
                    engine.vault().lock(LockCause::Person);
                }
            }
        }
    }
}

/// The profile, and the address from which it is served.
async fn begin(
    arguments: &ExecArguments,
    engine: &Engine,
) -> Result<(Profile, TokenServer), Problem> {
    let profile = engine.profiles().find(&arguments.profile)?;
    let (tokens, need) = (engine.tokens(), &arguments.need);
    let whose = TokenFor::only(profile.clone(), &need.scopes)?;
    // What would fail for the child fails here first, where a person sees it.
    tokens.get_for(&whose, need.freshness()).await?;
    let (id, scopes) = (profile.id.clone(), need.scopes.clone());
    let server = TokenServer::start(tokens, id, scopes, need.freshness()).await?;
    Ok((profile, server))
}

fn set(command: &mut Command, prefix: &str, variables: &[TokenVariable]) {
    for TokenVariable { name, value } in variables {
        command.env(format!("{prefix}{name}"), value.expose());
    }
}
