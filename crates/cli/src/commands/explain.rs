//! `mudbrick explain`: what an answer of Adobe's means. The exit code is 0 when it is known and 1 when it is not; nothing of
//! what was read is printed, since it may hold secrets.

use crate::arguments::ExplainArguments;
use crate::input;
use crate::output::{Output, Page, remedy_command_for};
use crate::session::Session;
use mudbrick_engine::explain_text;
use mudbrick_engine::view::ExplanationView;
use mudbrick_model::{Clock as _, Problem, Profile, ProfileName, SystemClock};
use serde_json::json;
use std::process::ExitCode;

pub(crate) fn run(
    arguments: &ExplainArguments,
    session: &Session,
    output: &Output,
) -> Result<ExitCode, Problem> {
    let profile = match &arguments.profile {
        Some(name) => Some(session.engine()?.profiles().find(name)?),
        None => None,
    };
    let text = input::text(&arguments.file)?;
    let explained = explain_text(&text, profile.as_ref(), SystemClock.now());
    let left_out = explained.lines_left_out;
    if left_out > 0 {
        output.note(&format!(
            "The first {left_out} lines were not looked at: of a long log, only the end is."
        ));
    }
    let Some(known) = explained.known else {
        if output.is_json() {
            output.answer(&json!({ "known": false, "lines_left_out": left_out }), Page::new)?;
        }
        output.note("Nothing in it is an answer that Adobe documents. An answer is known better with its status, its headers and the address it came from: `curl -i` prints the first two, `curl -v` all of them.");
        return Ok(ExitCode::FAILURE);
    };
    let command = command(&known, profile.as_ref());
    let mut answer = json!({ "known": true, "command": command, "lines_left_out": left_out });
    if let (Some(members), Ok(json)) = (answer.as_object_mut(), serde_json::to_value(&known)) {
        members.extend(json.as_object().cloned().unwrap_or_default());
    }
    output.answer(&answer, || page(&known, command.as_deref()))?;
    Ok(ExitCode::SUCCESS)
}

/// The command that mends it; where no profile is named, with a place for its name.
fn command(known: &ExplanationView, profile: Option<&Profile>) -> Option<String> {
    let action = known.problem.remedy.as_ref()?.action.as_deref()?;
    remedy_command_for(action, profile.map(ProfileName::of).as_ref())
}

fn page(known: &ExplanationView, command: Option<&str>) -> Page {
    let mut page = Page::new();
    page.line(known.problem.message.clone());
    writeln!(page, "  {}", known.cause);
    writeln!(page, "  {}: {}", known.service, known.certainty.words());
    if let Some(remedy) = &known.problem.remedy {
        writeln!(page, "  {remedy}");
    }
    if let Some(command) = command {
        writeln!(page, "  {command}");
    }
    page
}
