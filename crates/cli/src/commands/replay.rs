//! `mudbrick replay`: an entry of the history sent again on many profiles, and what differs on each.

use super::diff::counting;
use crate::arguments::ReplayArguments;
use crate::ask;
use crate::output::{Output, Page, internal};
use crate::session::Session;
use mudbrick_engine::view::{ComparedTo, PlannedCall, PromptAnswers, ReplayedOn};
use mudbrick_engine::{Against, Confirmation, Engine, JobKind, Pace, ReplayOn};
use mudbrick_model::{ExchangeId, Problem, ProfileId, counted};
use std::collections::BTreeMap;
use std::process::ExitCode;

pub(crate) fn run(
    arguments: &ReplayArguments,
    session: &Session,
    output: &Output,
) -> Result<ExitCode, Problem> {
    let engine = session.engine_with_vault()?;
    let profiles: Vec<ProfileId> =
        arguments.profiles.find(&engine)?.into_iter().map(|profile| profile.id).collect();
    let answers = asked(arguments.exchange, &profiles, &engine, output)?;
    let plan = engine.runs().replay_plan(arguments.exchange, &profiles, &answers)?;
    if arguments.dry_run {
        output.answer(&plan, || listed(&plan))?;
        return Ok(ExitCode::SUCCESS);
    }
    left_out(&plan).iter().for_each(|line| output.note(line));
    let replay = ReplayOn {
        exchange: arguments.exchange,
        profiles,
        pace: Pace { parallel: arguments.parallel, per_second: arguments.rate },
        against: if arguments.against_first { Against::First } else { Against::Original },
        options: counting(&arguments.counting),
        answers,
    };
    let confirmation = confirm(arguments, &plan, output);
    let mut unwritten = None;
    let done = session.wait(async {
        let job = engine.jobs().start(JobKind::Replay);
        let tell = |result: &ReplayedOn| {
            // What cannot be written stops no call that is under way, and is said at the end.
            if let Err(problem) = line(result, output) {
                unwritten.get_or_insert(problem);
            }
        };
        engine.runs().replay_on(&job, &replay, &confirmation, tell).await
    })??;
    if let Some(problem) = unwritten {
        return Err(problem);
    }
    let is_good = |result: &ReplayedOn| matches!(result.status, Some(200..=399));
    Ok(match done.not_sent == 0 && done.results.iter().all(is_good) {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

/// Says what became of the request's file, and asks once, as long as somebody is there, for what the file asks for; the engine
/// refuses what is left unanswered.
fn asked(
    exchange: ExchangeId,
    profiles: &[ProfileId],
    engine: &Engine,
    output: &Output,
) -> Result<PromptAnswers, Problem> {
    let Some(profile) = profiles.first() else { return Ok(PromptAnswers::default()) };
    let Some(from) = engine.requests().before_replay(exchange, profile)? else {
        return Ok(PromptAnswers::default());
    };
    if let Some(note) = &from.note {
        output.note(note);
    }
    let mut answers = BTreeMap::new();
    if !output.is_json() && ask::can_ask() {
        for prompt in engine.runs().replay_prompts(exchange, profiles)? {
            if let Some(answer) = ask::prompt(&prompt)? {
                answers.insert(prompt.name, answer);
            }
        }
    }
    Ok(PromptAnswers::given(answers))
}

/// One question with the whole list; elsewhere than on a terminal it needs `--yes`, and the engine refuses without.
fn confirm(arguments: &ReplayArguments, plan: &[PlannedCall], output: &Output) -> Confirmation {
    let asks = plan.iter().any(|call| !call.reasons_to_ask.is_empty());
    if arguments.yes || !asks || output.is_json() || !ask::can_ask() {
        return Confirmation::given(arguments.yes);
    }
    // With --quiet too: nobody agrees to what is not said.
    for call in plan {
        output.instruction(&planned(call));
    }
    Confirmation::given(ask::agrees(&format!("Send {}?", counted(plan.len(), "call"))))
}

fn listed(plan: &[PlannedCall]) -> Page {
    let mut page = Page::new();
    plan.iter().for_each(|call| page.line(planned(call)));
    left_out(plan).into_iter().for_each(|line| page.line(line));
    page
}

/// What is left out on each profile, a line each.
fn left_out(plan: &[PlannedCall]) -> Vec<String> {
    let of = |call: &PlannedCall| {
        let title = call.title.clone();
        call.left_out.clone().into_iter().map(move |text| format!("{title}: {text}"))
    };
    plan.iter().flat_map(of).collect()
}

fn planned(call: &PlannedCall) -> String {
    let mark = if call.production.is_some() { " PRODUCTION" } else { "" };
    let reasons = match call.reasons_to_ask.is_empty() {
        true => String::new(),
        false => format!("; {}", call.reasons_to_ask.join(", and ")),
    };
    let missing = match call.missing.is_empty() {
        true => String::new(),
        false => format!("; without a value: {}", call.missing.join(", ")),
    };
    format!("{}{mark}: {} {}{reasons}{missing}", call.title, call.method, call.url)
}

fn line(result: &ReplayedOn, output: &Output) -> Result<(), Problem> {
    if output.is_json() {
        return output.json(&serde_json::to_string(result).map_err(internal)?);
    }
    let (Some(status), Some(ms)) = (result.status, result.total_ms) else {
        let why = result.problem.as_ref().map_or("No answer came.", |problem| &problem.message);
        return output.line(&format!("{}: {why}", result.title));
    };
    let bytes = result.body_bytes.unwrap_or_default();
    let compared = match &result.compared {
        None => String::new(),
        Some(ComparedTo::Same) => ", the same".to_owned(),
        Some(ComparedTo::Differs { places: 1 }) => ", differs in 1 place".to_owned(),
        Some(ComparedTo::Differs { places }) => format!(", differs in {places} places"),
        Some(ComparedTo::NotCompared { problem }) => {
            format!(", not compared: {}", problem.message)
        }
    };
    let entry = result.exchange.map_or_else(String::new, |id| format!(" (#{})", id.0));
    output
        .line(&format!("{}: {status} in {ms:.0} ms, {bytes} bytes{compared}{entry}", result.title))
}
