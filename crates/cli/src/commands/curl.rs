//! `mudbrick curl`: curl with a profile's headers, which it reads from a pipe: its arguments can be seen by every user of the
//! machine, and a file would stay behind.

use super::child::{self, Child};
use super::curl_files;
use super::token::needed;
use crate::arguments::CurlArguments;
use crate::ask;
use crate::output::Output;
use crate::session::{Session, block_on};
use crate::stop::unless_stopped;
use mudbrick_engine::view::PracticeView;
use mudbrick_engine::{CurlPlan, Engine, Freshness, SecretText, TokenFor};
use mudbrick_model::{Adobe, ErrorCode, Problem, Profile};
use mudbrick_vault::{files, other_program};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, ExitCode};

/// A `.curlrc` may name a proxy, another host or a log, which no check of the arguments sees. It counts as the first argument
/// alone.
const ALONE: [&str; 1] = ["-q"];

pub(crate) fn run(
    arguments: &CurlArguments,
    session: &Session,
    output: &Output,
) -> Result<ExitCode, Problem> {
    let (name, words) = arguments.split();
    if name.starts_with('-') {
        let message = format!("There is no option {name} here.");
        return Err(Problem::new(ErrorCode::InvalidInput, message)
            .remedy("Options of curl stand behind the profile."));
    }
    let engine = session.engine_with_vault()?;
    let profile = engine.profiles().find(name)?;
    let plan = engine.requests().plan_curl(&profile, words)?;
    agreed(&plan, arguments, output)?;
    if profile.adobe == Adobe::Practice {
        // Its Adobe runs in this process, which has to live as long as curl.
        return block_on(beside(&plan, arguments, &profile, &engine, output))?;
    }
    let (_, token) = needed(name, &arguments.need, &engine, session)?;
    let files = curl_files::for_curl(&plan, &profile, &engine)?;
    let (command, _pipe) = curl(&plan.config(&profile, &token, &files.options), words)?;
    Ok(child::become_it(command, output))
}

/// What production asks about first is asked on a terminal; elsewhere it needs `--yes`.
fn agreed(plan: &CurlPlan, arguments: &CurlArguments, output: &Output) -> Result<(), Problem> {
    plan.before.iter().flat_map(|before| &before.warnings).for_each(|warning| output.note(warning));
    let Some(problem) = plan.before.iter().find_map(|before| before.not_confirmed()) else {
        return Ok(());
    };
    if arguments.yes {
        return Ok(());
    }
    if output.is_json() || !ask::can_ask() {
        return Err(problem.remedy("Put --yes before the profile, if you mean it."));
    }
    // With --quiet too: nobody agrees to what is not said.
    output.instruction(&format!("PRODUCTION: {}", problem.message));
    match ask::agrees("Call curl?") {
        true => Ok(()),
        false => Err(problem),
    }
}

async fn beside(
    plan: &CurlPlan,
    arguments: &CurlArguments,
    profile: &Profile,
    engine: &Engine,
    output: &Output,
) -> Result<ExitCode, Problem> {
    let whose = TokenFor::only(profile.clone(), &arguments.need.scopes)?;
    let (practice, token) = unless_stopped(async {
        let practice = engine.practice().start().await?;
        // One of this very run: the practice Adobe takes none of an earlier.
        let token = engine.tokens().get_for(&whose, Freshness::Renewed).await?;
        Ok::<_, Problem>((practice, token))
    })
    .await??;
    let root = engine.home().practice().join("root.pem");
    let pem = engine.practice().root_pem().unwrap_or_default();
    files::save(&root, pem.as_bytes(), files::Mode::Shared)?;
    let config = plan.config(profile, &token, &way(&practice, &root));
    let started = {
        let (command, _pipe) = curl(&config, arguments.split().1)?;
        Child::start(command)
    };
    match started {
        Ok(mut running) => Ok(running.ended().await),
        Err(failed) => Ok(failed.told(output)),
    }
}

/// How curl reaches the practice Adobe under the names of the real one.
fn way(practice: &PracticeView, root: &Path) -> [(&'static str, String); 2] {
    let address = practice.base_url.trim_start_matches("http://");
    [("connect-to", format!("::{address}")), ("cacert", root.display().to_string())]
}

/// curl, and the pipe that it reads from: it has to live until curl has it.
#[cfg(unix)]
fn curl(
    config: &SecretText,
    arguments: &[String],
) -> Result<(Command, std::io::PipeReader), Problem> {
    use rustix::io::{FdFlags, fcntl_setfd};
    use std::os::fd::AsRawFd as _;

    let (pipe, mut writer) = std::io::pipe().map_err(no_pipe)?;
    // Nobody reads yet: the pipe holds all of it, which is a token and a few lines.
    writer.write_all(config.expose().as_bytes()).map_err(no_pipe)?;
    drop(writer);
    // Whatever else this program has open is closed for curl.
    fcntl_setfd(&pipe, FdFlags::empty()).map_err(|error| no_pipe(error.into()))?;
    let mut command = other_program("curl");
    command
        .args(ALONE)
        .arg("--config")
        .arg(format!("/dev/fd/{}", pipe.as_raw_fd()))
        .args(arguments);
    Ok((command, pipe))
}

/// As above through standard input, which curl then has for nothing else.
#[cfg(not(unix))]
fn curl(config: &SecretText, arguments: &[String]) -> Result<(Command, ()), Problem> {
    if arguments.iter().any(|word| word.ends_with("@-") || word == "-") {
        let message =
            "curl reads the token from standard input here, so nothing else can come from there.";
        return Err(
            Problem::new(ErrorCode::InvalidInput, message).remedy("Name a file in place of -.")
        );
    }
    let (pipe, mut writer) = std::io::pipe().map_err(no_pipe)?;
    writer.write_all(config.expose().as_bytes()).map_err(no_pipe)?;
    let mut command = other_program("curl");
    command.args(ALONE).args(["--config", "-"]).args(arguments).stdin(pipe);
    Ok((command, ()))
}

fn no_pipe(error: std::io::Error) -> Problem {
    Problem::new(ErrorCode::Internal, "There is no pipe for curl to read the token from.")
        .detail(error.to_string())
}
