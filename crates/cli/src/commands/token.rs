//! `mudbrick token` and `mudbrick header`: the two that run ten times a day, in scripts and by hand.

use crate::arguments::{HeaderArguments, TokenArguments};
use crate::output::{Output, Page};
use crate::session::Session;
use mudbrick_engine::{AccessToken, AdobeHeader, Engine, Freshness};
use mudbrick_model::{Problem, Profile};
use serde_json::json;
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
    let freshness = if arguments.renew { Freshness::Renewed } else { Freshness::Cached };
    let token = fresh_token(&profile, freshness, &engine, session)?;
    let value = token.value.expose();
    let answer = json!({
        "access_token": value,
        "created_at": token.created_at,
        "expires_at": token.expires_at,
        "profile": profile.id,
    });
    output.answer(&answer, || &**value)?;
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn header(
    arguments: &HeaderArguments,
    session: &Session,
    output: &Output,
) -> Result<ExitCode, Problem> {
    let engine = session.engine()?;
    let profile = engine.profiles().find(&arguments.profile)?;
    let token = fresh_token(&profile, Freshness::Cached, &engine, session)?;
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

/// A cached token needs no runtime, and that is most of this program's speed.
fn fresh_token(
    profile: &Profile,
    freshness: Freshness,
    engine: &Engine,
    session: &Session,
) -> Result<AccessToken, Problem> {
    if freshness == Freshness::Cached
        && let Some(token) = session.unlocking(engine, || engine.tokens().cached(profile))?
    {
        return Ok(token);
    }
    session.unlock(engine)?;
    session.wait(engine.tokens().get(&profile.id, freshness))?
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
