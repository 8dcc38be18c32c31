//! `mudbrick inspect`: what is in a token, offline. The exit code is 1 when the token has ended, does not work or is not the
//! profile's; with `--compare`, when the two differ. The token itself is printed nowhere.

use crate::arguments::InspectArguments;
use crate::ask;
use crate::input;
use crate::output::{Output, Page, local, span};
use crate::session::Session;
use mudbrick_engine::view::{AskedView, InspectedKind, InspectedView};
use mudbrick_engine::{Engine, SecretText};
use mudbrick_model::{Clock as _, ErrorCode, Problem, Profile, SystemClock, Timestamp};
use serde_json::json;
use std::path::Path;
use std::process::ExitCode;

pub(crate) fn run(
    arguments: &InspectArguments,
    session: &Session,
    output: &Output,
) -> Result<ExitCode, Problem> {
    let engine = session.engine()?;
    let profile = match &arguments.profile {
        Some(name) => Some(engine.profiles().find(name)?),
        None => None,
    };
    let token = token(arguments, profile.as_ref(), session, &engine)?;
    if let Some(file) = &arguments.compare {
        return compare(&token, file, &engine, output);
    }
    let view = engine.inspection().inspect(&token, profile.as_ref())?;
    if let (true, Some(profile)) = (arguments.revoke, &profile) {
        agreed(arguments, &view, profile, output)?;
        session.unlock(&engine)?;
        session.wait(engine.inspection().revoke(&token, profile))??;
        output.answer(
            &json!({ "revoked": true }),
            || "The token has been ended. Adobe's gateway may go on taking it for a minute.",
        )?;
        return Ok(ExitCode::SUCCESS);
    }
    let asked = match (arguments.ask, &profile) {
        (true, Some(profile)) => Some(session.wait(engine.inspection().ask(&token, profile))??),
        _ => None,
    };
    let answer = json!({ "token": view, "asked": asked });
    output.answer(&answer, || page(&view, asked.as_ref(), SystemClock.now()))?;
    let works = asked.is_none_or(|asked| asked.valid);
    let is_well = works && view.is_over != Some(true) && view.not_the_profiles.is_empty();
    Ok(if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Asks, unless `--yes` was given: whoever has the token is refused from then on.
fn agreed(
    arguments: &InspectArguments,
    view: &InspectedView,
    profile: &Profile,
    output: &Output,
) -> Result<(), Problem> {
    if arguments.yes {
        return Ok(());
    }
    if output.is_json() || !ask::can_ask() {
        let problem = Problem::new(ErrorCode::NeedsConfirmation, "Nothing was revoked.");
        return Err(problem.remedy(
            "Add --yes to end the token for every program that has it, without being asked.",
        ));
    }
    // With --quiet too: nobody agrees to what is not said.
    if view.not_the_profiles.is_empty() {
        output.instruction(&format!("This is a token of {}.", profile.title()));
    }
    for sentence in &view.not_the_profiles {
        output.instruction(&format!("It is not this profile's. {sentence}"));
    }
    if ask::agrees("End this token for every program that has it?") {
        return Ok(());
    }
    Err(Problem::new(ErrorCode::Cancelled, "Nothing was revoked."))
}

fn token(
    arguments: &InspectArguments,
    profile: Option<&Profile>,
    session: &Session,
    engine: &Engine,
) -> Result<SecretText, Problem> {
    match (&arguments.token_file, profile) {
        (Some(file), _) => input::from_file(file),
        (None, None) => input::from_file(Path::new("-")),
        (None, Some(profile)) if arguments.assertion => {
            session.unlocking(engine, || engine.inspection().assertion(profile))
        }
        (None, Some(profile)) => session.unlocking(engine, || engine.inspection().kept(profile)),
    }
}

fn compare(
    token: &SecretText,
    file: &Path,
    engine: &Engine,
    output: &Output,
) -> Result<ExitCode, Problem> {
    let other = input::from_file(file)?;
    let found = engine.inspection().compare(token, &other)?;
    output.answer(&found, || {
        let mut page = Page::new();
        for difference in &found {
            match (&difference.left, &difference.right) {
                (Some(left), Some(right)) => {
                    writeln!(page, "~ {}: {left} → {right}", difference.name)
                }
                (Some(left), None) => writeln!(page, "- {}: {left}", difference.name),
                (None, Some(right)) => writeln!(page, "+ {}: {right}", difference.name),
                (None, None) => {}
            }
        }
        page
    })?;
    Ok(if found.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn page(view: &InspectedView, asked: Option<&AskedView>, now: Timestamp) -> Page {
    let mut page = Page::new();
    page.line(match view.kind {
        InspectedKind::AccessToken => "An access token",
        InspectedKind::RefreshToken => "A refresh token",
        InspectedKind::Assertion => "A signed assertion, to be exchanged for a token",
        InspectedKind::Other => "A token of another kind",
    });
    if let Some(created) = view.created_at {
        writeln!(page, "made   {}", local(created));
    }
    match view.expires_at {
        Some(end) if end <= now => {
            writeln!(page, "ended  {}, {} ago", local(end), span(end.until(now)))
        }
        Some(end) => writeln!(page, "ends   {}, in {}", local(end), span(now.until(end))),
        None => page.line("It does not say when it ends."),
    }
    if let Some(asked) = asked {
        page.line(match (asked.valid, &asked.reason) {
            (true, _) => "Adobe takes it.".to_owned(),
            (false, Some(reason)) => format!("Adobe does not take it: {reason}."),
            (false, None) => "Adobe does not take it.".to_owned(),
        });
    }
    for sentence in &view.not_the_profiles {
        writeln!(page, "It is not this profile's. {sentence}");
    }
    page.blank();
    for claim in &view.claims {
        match claim.when {
            Some(at) => writeln!(page, "{}: {} ({})", claim.name, claim.value, local(at)),
            None => writeln!(page, "{}: {}", claim.name, claim.value),
        }
        if let Some(meaning) = &claim.meaning {
            writeln!(page, "  {meaning}");
        }
    }
    if !view.scopes.is_empty() {
        page.blank();
    }
    for scope in &view.scopes {
        match (&scope.opens, scope.is_verified) {
            (Some(opens), true) => writeln!(page, "{}: {opens}", scope.name),
            (Some(opens), false) => writeln!(page, "{}: {opens} (not verified)", scope.name),
            (None, _) => writeln!(page, "{}: nothing is documented of it", scope.name),
        }
    }
    page
}
