//! `mudbrick import`: shows what was understood, asks, stores, and tries the new profiles.

use super::hosts;
use super::reading::{self, Wanted};
use crate::arguments::ReadArguments;
use crate::ignored::useless;
use crate::output::{Output, local};
use crate::session::Session;
use crate::{ask, input};
use mudbrick_engine::view::{
    FoundProfile, ImportChoice, ImportDone, ImportInto, ImportMatch, ImportView, ProfileChoice,
    TokenState,
};
use mudbrick_engine::{Engine, Freshness};
use mudbrick_model::{ErrorCode, Problem};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What `--json` prints.
#[derive(Serialize)]
struct Answer<'a> {
    read: &'a ImportView,
    #[serde(skip_serializing_if = "Option::is_none")]
    imported: Option<&'a ImportDone>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tests: Vec<Test>,
}

#[derive(Serialize)]
struct Test {
    profile: String,
    token: TokenState,
}

pub(crate) fn run(
    arguments: &ReadArguments,
    allowed_hosts: &[String],
    wanted: Wanted,
    session: &Session,
    output: &Output,
) -> Result<ExitCode, Problem> {
    let engine = session.engine_with_vault()?;
    let view = unlocked(read(arguments, &engine)?, arguments, &engine, output)?;
    let mut choice = choice(&view, wanted);
    hosts::named(allowed_hosts, &view, &mut choice)?;
    if !output.is_json() {
        output.page(&reading::described(&view, wanted))?;
    }
    let left_out = wanted == Wanted::Everything && choice.profiles.len() < view.profiles.len();
    if choice.profiles.is_empty() && choice.keys.is_empty() && !choice.requests {
        answer(output, &view, None, Vec::new())?;
        return Err(nothing_importable(&view));
    }
    if arguments.dry_run {
        // As importing it would end, so that a script can ask first.
        answer(output, &view, None, Vec::new())?;
        return Ok(if left_out { ExitCode::FAILURE } else { ExitCode::SUCCESS });
    }
    agreed(arguments.yes, output)?;
    if !arguments.yes {
        hosts::ask(&view, &mut choice);
    }
    let done = engine.import().apply(view.id, &choice)?;
    let tests = match arguments.test {
        true => tested(&done, &engine, session)?,
        false => Vec::new(),
    };
    if !output.is_json() {
        output.page(&reading::done(&done))?;
        for test in &tests {
            output.line(&test_result(test))?;
        }
        if left_out {
            output.note("Profiles that lack something were left out: complete the file, or make them with `mudbrick profile add`.");
        }
    }
    let failed =
        left_out || tests.iter().any(|test| !matches!(test.token, TokenState::Ready { .. }));
    answer(output, &view, Some(&done), tests)?;
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn read(arguments: &ReadArguments, engine: &Engine) -> Result<ImportView, Problem> {
    let is_stdin = |path: &&PathBuf| path.as_path() == Path::new("-");
    let (stdin, files): (Vec<&PathBuf>, Vec<&PathBuf>) = arguments.files.iter().partition(is_stdin);
    let files: Vec<PathBuf> = files.into_iter().cloned().collect();
    let others = match stdin.is_empty() {
        true => Vec::new(),
        false => vec![("standard input".to_owned(), input::whole_bytes(Path::new("-"))?)],
    };
    engine.import().read(&files, others)
}

/// Opens what is encrypted, with the passphrase from the file or as often as the person types another.
fn unlocked(
    mut view: ImportView,
    arguments: &ReadArguments,
    engine: &Engine,
    output: &Output,
) -> Result<ImportView, Problem> {
    let items: Vec<(u32, String)> = view
        .locked
        .iter()
        .map(|item| (item.index, format!("Passphrase of {} ({})", item.source, item.what)))
        .collect();
    if let Some(file) = &arguments.key_passphrase_file {
        // Of a file that could not be read nobody knows whether it is encrypted, and why it could not is to be told.
        let all_read = view.sources.iter().all(|source| source.problem.is_none());
        if items.is_empty() && all_read {
            return Err(useless("--key-passphrase-file", "nothing in the files is encrypted"));
        }
        let passphrase = input::passphrase_from_file(file)?;
        for (index, _) in &items {
            view = engine.import().unlock(view.id, *index, passphrase.clone())?;
        }
        return Ok(view);
    }
    if !ask::can_ask() || output.is_json() {
        return Ok(view);
    }
    for (index, what) in items {
        while let Some(item) = view.locked.iter().find(|item| item.index == index) {
            if let Some(problem) = &item.problem {
                output.note(&problem.message);
            }
            let Some(passphrase) = ask::passphrase(&format!("{what}, empty to leave it out"))?
            else {
                break;
            };
            view = engine.import().unlock(view.id, index, passphrase)?;
        }
    }
    Ok(view)
}

/// Everything that can be stored: a profile needs its fields, but no secret to be one.
fn choice(view: &ImportView, wanted: Wanted) -> ImportChoice {
    let chosen = |found: &FoundProfile| ProfileChoice {
        index: found.index,
        draft: found.draft.clone(),
        into: ImportInto::Known,
        hosts: Vec::new(),
    };
    let profiles = match wanted {
        Wanted::Everything => {
            view.profiles.iter().filter(|found| found.readiness.storable).map(chosen).collect()
        }
        Wanted::KeysAlone => Vec::new(),
    };
    ImportChoice {
        profiles,
        keys: view.keys.iter().map(|key| key.index).collect(),
        requests: wanted == Wanted::Everything && !view.requests.is_empty(),
    }
}

/// Asks, unless `--yes` was given.
pub(super) fn agreed(yes: bool, output: &Output) -> Result<(), Problem> {
    if yes {
        return Ok(());
    }
    if ask::can_ask() && !output.is_json() && ask::agrees("Import this?") {
        return Ok(());
    }
    let problem = Problem::new(ErrorCode::NeedsConfirmation, "Nothing was imported.");
    Err(problem.remedy("Add --yes to import what is shown, or --dry-run to only look."))
}

fn tested(done: &ImportDone, engine: &Engine, session: &Session) -> Result<Vec<Test>, Problem> {
    session.wait(async {
        let mut tests = Vec::new();
        for profile in &done.profiles {
            let token = match engine.tokens().ready(&profile.id, Freshness::Renewed).await {
                Ok(token) => token,
                Err(problem) => TokenState::Failed { problem },
            };
            tests.push(Test { profile: profile.title.clone(), token });
        }
        tests
    })
}

fn test_result(test: &Test) -> String {
    match &test.token {
        TokenState::Ready { expires_at, .. } => {
            format!("{}: Adobe gave a token, good until {}.", test.profile, local(*expires_at))
        }
        TokenState::Failed { problem } => {
            let remedy = problem.remedy_text().unwrap_or_default();
            format!("{}: {} {remedy}", test.profile, problem.message)
        }
        TokenState::None | TokenState::Unknown => format!("{}: no token.", test.profile),
    }
}

fn answer(
    output: &Output,
    read: &ImportView,
    imported: Option<&ImportDone>,
    tests: Vec<Test>,
) -> Result<(), Problem> {
    match output.is_json() {
        true => output.answer(&Answer { read, imported, tests }, String::new),
        false => Ok(()),
    }
}

fn nothing_importable(view: &ImportView) -> Problem {
    if !view.locked.is_empty() {
        return Problem::new(ErrorCode::InvalidInput, "What is in it is encrypted.")
            .remedy("Name a file with its passphrase with --key-passphrase-file.");
    }
    let incomplete = view.profiles.iter().any(|found| matches!(found.known, ImportMatch::New));
    match incomplete {
        true => Problem::new(ErrorCode::InvalidInput, "What was found lacks what a profile needs.")
            .remedy("Complete the file, or make the profile with `mudbrick profile add`."),
        false => Problem::new(ErrorCode::InvalidInput, "Nothing was found that could be imported.")
            .remedy("Give the file that the Developer Console, Postman or another tool wrote, or a key."),
    }
}
