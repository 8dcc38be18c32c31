//! `mudbrick token` and `mudbrick header`: the two that run ten times a day, in scripts and by hand.

use crate::arguments::{HeaderArguments, TokenArguments, TokenNeed};
use crate::input;
use crate::output::{Output, Page};
use crate::session::Session;
use mudbrick_engine::{AccessToken, AdobeHeader, Engine, Freshness, TokenFor, token_json};
use mudbrick_model::{Problem, Profile};
use serde_json::json;
use std::path::Path;
use std::process::ExitCode;

pub(crate) fn token(
    arguments: &TokenArguments,
    session: &Session,
    output: &Output,
) -> Result<ExitCode, Problem> {
    let engine = session.engine()?;
    let profile = engine.profiles().find(&arguments.profile)?;
    if arguments.curl {
        return session.unlocking(&engine, || curl(arguments, &profile, &engine, output));
    }
    if let Some(file) = &arguments.on_behalf_of {
        return on_behalf_of(arguments, file, &profile, &engine, session, output);
    }
    let whose = TokenFor::only(profile.clone(), &arguments.need.scopes)?;
    let freshness = if arguments.renew { Freshness::Renewed } else { arguments.need.freshness() };
    let token = fresh(&whose, freshness, &engine, session)?;
    print(arguments, &profile, &token, &engine, output)
}

/// The subject's token is never an argument, and what comes of it stays in this process.
fn on_behalf_of(
    arguments: &TokenArguments,
    file: &Path,
    profile: &Profile,
    engine: &Engine,
    session: &Session,
    output: &Output,
) -> Result<ExitCode, Problem> {
    let subject = input::from_file(file)?;
    session.unlock(engine)?;
    let scopes = &arguments.need.scopes;
    let token = session.wait(engine.tokens().on_behalf_of(profile, scopes, &subject))??;
    print(arguments, profile, &token, engine, output)
}

fn print(
    arguments: &TokenArguments,
    profile: &Profile,
    token: &AccessToken,
    engine: &Engine,
    output: &Output,
) -> Result<ExitCode, Problem> {
    if let Some(form) = arguments.form {
        let text = engine.tokens().written(profile, token, form.into())?;
        output.answer_text(&json!({ "text": text.expose() }), text.expose())?;
        return Ok(ExitCode::SUCCESS);
    }
    output.answer(&token_json(profile, token)?, || &**token.value.expose())?;
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn header(
    arguments: &HeaderArguments,
    session: &Session,
    output: &Output,
) -> Result<ExitCode, Problem> {
    let engine = session.engine()?;
    let (profile, token) = needed(&arguments.profile, &arguments.need, &engine, session)?;
    let headers = AdobeHeader::of(&profile, &token);
    let wanted = if arguments.only_authorization { &headers[..1] } else { &headers[..] };
    let answer: serde_json::Map<_, _> = wanted
        .iter()
        .map(|header| (header.name.to_owned(), json!(header.value.expose())))
        .collect();
    output.answer(&answer, || {
        let mut page = Page::new();
        for header in wanted {
            page.line(&**header.line().expose());
        }
        page
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The profile that is named, and a token of it that will do.
pub(super) fn needed(
    name: &str,
    need: &TokenNeed,
    engine: &Engine,
    session: &Session,
) -> Result<(Profile, AccessToken), Problem> {
    let profile = engine.profiles().find(name)?;
    let whose = TokenFor::only(profile.clone(), &need.scopes)?;
    let token = fresh(&whose, need.freshness(), engine, session)?;
    Ok((profile, token))
}

/// A cached token needs no runtime, and that is most of this program's speed.
fn fresh(
    whose: &TokenFor,
    freshness: Freshness,
    engine: &Engine,
    session: &Session,
) -> Result<AccessToken, Problem> {
    let cached = || engine.tokens().cached_for(whose, freshness);
    if freshness != Freshness::Renewed
        && let Some(token) = session.unlocking(engine, cached)?
    {
        return Ok(token);
    }
    session.unlock(engine)?;
    session.wait(engine.tokens().get_for(whose, freshness))?
}

fn curl(
    arguments: &TokenArguments,
    profile: &Profile,
    engine: &Engine,
    output: &Output,
) -> Result<ExitCode, Problem> {
    let command = if arguments.with_secrets {
        engine.tokens().curl_with_secrets(&profile.id)?.expose().clone()
    } else {
        engine.tokens().curl(&profile.id)?
    };
    output.answer_text(&json!({ "curl": command }), &command)?;
    Ok(ExitCode::SUCCESS)
}
