//! `mudbrick prompt`: one short line for a shell's prompt. It runs before every command that a person types: no network, no
//! vault, and no word when something is wrong.

use crate::arguments::PromptArguments;
use crate::output::Output;
use crate::session::Session;
use mudbrick_engine::PROFILE_VARIABLE;
use mudbrick_model::{Clock as _, Problem, SystemClock, Timestamp};
use serde_json::json;
use std::process::ExitCode;

pub(crate) fn run(
    arguments: &PromptArguments,
    session: &Session,
    output: &Output,
) -> Result<ExitCode, Problem> {
    let named = arguments.profile.clone().or_else(|| std::env::var(PROFILE_VARIABLE).ok());
    let Some(name) = named.filter(|name| !name.is_empty()) else { return Ok(ExitCode::SUCCESS) };
    let engine = session.engine()?;
    // One that was deleted, or a folder that cannot be read: a prompt is no place to say so.
    let Ok(profile) = engine.profiles().find(&name) else { return Ok(ExitCode::SUCCESS) };
    let left = minutes_left(engine.tokens().known_end(&profile), SystemClock.now());
    let answer = json!({ "profile": profile.id, "title": profile.title(), "minutes_left": left });
    output.answer(&answer, || match left {
        Some(left) => format!("{} {left}m", profile.title()),
        None => format!("{} -", profile.title()),
    })?;
    Ok(ExitCode::SUCCESS)
}

/// None when no token is known, or it has ended.
fn minutes_left(end: Option<Timestamp>, now: Timestamp) -> Option<u64> {
    end.filter(|end| now < *end).map(|end| now.until(end).as_secs() / 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_are_counted_down_to_the_end() {
        let left = |end| minutes_left(Some(Timestamp(end)), Timestamp(1_000));
        assert_eq!(left(1_000 + 119_999), Some(1));
        assert_eq!(left(1_001), Some(0));
        assert_eq!(left(1_000), None);
        assert_eq!(minutes_left(None, Timestamp(0)), None);
    }
}
