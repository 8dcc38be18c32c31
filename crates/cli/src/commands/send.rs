//! `mudbrick send`: a request from the catalogue, a file or a URL. The answer's body goes to standard output.

use crate::arguments::SendArguments;
use crate::ask;
use crate::commands::given::{self, Given};
use crate::commands::{going_out, history, looked_at, timeline};
use crate::exit_code::CHECK_FAILED;
use crate::output::{Output, Raw, internal};
use crate::session::Session;
use mudbrick_engine::view::{
    BodyFormat, CapturedView, CheckView, ExchangeView, PagesEnd, PagesView, RetriedView,
};
use mudbrick_engine::{BeforeSending, Confirmation, Engine, JobKind, Sending};
use mudbrick_model::{ExchangeId, Problem, Profile, Request};
use serde::Serialize;
use serde_json::{Value, json};
use std::process::ExitCode;

pub(crate) fn run(
    arguments: &SendArguments,
    session: &Session,
    output: &Output,
) -> Result<ExitCode, Problem> {
    let Given { engine, profile, mut sending, mut notes } =
        given::request(&arguments.given, session)?;
    notes.iter().for_each(|note| output.note(note));
    sending.options = arguments.sending.options();
    if arguments.dry_run {
        let going_out = engine.requests().what_goes_out(&profile.id, &sending)?;
        let answer = with_notes(&going_out, &notes)?;
        output.answer(&answer, || going_out::page(&going_out, sending.file.as_ref()))?;
        return Ok(ExitCode::SUCCESS);
    }
    asked(&mut sending, &engine, &profile, output)?;
    let (before, look) = engine.requests().before_sending(&profile.id, &sending)?;
    for said in before.warnings.iter().chain(&before.left_out) {
        output.note(said);
    }
    notes.extend(before.warnings.iter().cloned());
    let confirmation = match arguments.yes || !before.reasons_to_ask.is_empty() {
        true => confirm(arguments, &sending.request, &before, output),
        false => Confirmation::NoReason(look),
    };
    // In one go: the practice Adobe of this process ends with the wait.
    let (exchange, came) = session.wait(async {
        let job = engine.jobs().start(JobKind::Send);
        let requests = engine.requests();
        let (again, agreed) = (sending.clone(), confirmation.clone());
        let first = requests.send_in_file(&job, &profile.id, sending, confirmation).await?;
        let pages = match arguments.all_pages && is_good(&first) {
            true => {
                let how = (agreed, arguments.max_pages);
                let id = first.summary.id;
                Some(requests.further_pages(&job, &profile.id, again, id, how).await?)
            }
            false => None,
        };
        Ok::<_, Problem>((first, pages))
    })??;
    if let Some(came) = came {
        return pages((&exchange, &notes), &came, arguments, &engine, (session, output));
    }
    print((&exchange, &notes), arguments, &engine, (session, output))?;
    Ok(match exchange.summary.status.filter(|_| exchange.summary.failed.is_none()) {
        // An answer that is not what its file says it has to be is told from one that is an error.
        Some(200..=399) if exchange.checks.iter().any(|check| !check.passed) => {
            ExitCode::from(CHECK_FAILED)
        }
        Some(200..=399) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    })
}

/// Asks for what the request's file asks for, as long as somebody is there; the engine refuses what is left unanswered.
fn asked(
    sending: &mut Sending,
    engine: &Engine,
    profile: &Profile,
    output: &Output,
) -> Result<(), Problem> {
    if output.is_json() || !ask::can_ask() {
        return Ok(());
    }
    let prompts = engine.requests().prompts(&profile.id, sending)?;
    for prompt in prompts {
        if let Some(answer) = ask::prompt(&prompt)? {
            sending.variables.insert(prompt.name, answer);
        }
    }
    Ok(())
}

/// What production asks about first is asked on a terminal; elsewhere it needs `--yes`, and the engine refuses without.
fn confirm(
    arguments: &SendArguments,
    request: &Request,
    before: &BeforeSending,
    output: &Output,
) -> Confirmation {
    if arguments.yes || output.is_json() || !ask::can_ask() {
        return Confirmation::given(arguments.yes);
    }
    let reasons = before.reasons_to_ask.join(", and ");
    // With --quiet too: nobody agrees to what is not said.
    output.instruction(&match &before.production {
        Some(production) => format!("PRODUCTION: {production}, and {reasons}."),
        None => format!("{reasons}."),
    });
    Confirmation::given(ask::agrees(&format!("Send {} {}?", request.method, request.url)))
}

fn is_good(exchange: &ExchangeView) -> bool {
    exchange.summary.failed.is_none() && matches!(exchange.summary.status, Some(200..=299))
}

/// Prints the elements of all pages.
fn pages(
    (first, notes): (&ExchangeView, &[String]),
    came: &PagesView,
    arguments: &SendArguments,
    engine: &Engine,
    (session, output): (&Session, &Output),
) -> Result<ExitCode, Problem> {
    let id = first.summary.id;
    let is_whole = came.ended == PagesEnd::Last;
    if output.is_json() {
        output.answer(&with_notes(came, notes)?, String::new)?;
    } else {
        looked_at::print((id, &came.pages), &arguments.looked_at, engine, (session, output))?;
        let count = came.pages.len();
        output.note(&format!("{count} pages. {}", end_told(&came.ended)));
        if let Some(problem) = &came.problem {
            output.problem(problem);
        }
    }
    Ok(if is_whole || came.ended == PagesEnd::Limit {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn end_told(end: &PagesEnd) -> String {
    match end {
        PagesEnd::Last => "The last one names no further one.".to_owned(),
        PagesEnd::Limit => "There are more; --max-pages fetches more of them.".to_owned(),
        PagesEnd::AnotherServer { url } => {
            format!("The next one is on another server, which is not asked: {url}")
        }
        PagesEnd::Circle => "The next one is one of these.".to_owned(),
        PagesEnd::Failed => "The next one did not come.".to_owned(),
        PagesEnd::Stopped => "Stopped.".to_owned(),
        PagesEnd::TooLarge => "The last one is too large to look for the next in it.".to_owned(),
    }
}

/// An answer that carries what is said besides in words: with `--json` that is left out.
fn with_notes(answer: &impl Serialize, notes: &[String]) -> Result<Value, Problem> {
    let mut answer = serde_json::to_value(answer).map_err(internal)?;
    answer["notes"] = json!(notes);
    Ok(answer)
}

fn print(
    (exchange, notes): (&ExchangeView, &[String]),
    arguments: &SendArguments,
    engine: &Engine,
    (session, output): (&Session, &Output),
) -> Result<(), Problem> {
    if output.is_json() {
        return output.answer(&with_notes(exchange, notes)?, String::new);
    }
    for tried in &exchange.retried {
        output.note(&tried_again(tried));
    }
    if arguments.timeline {
        output.note_page(&timeline::page(exchange));
    }
    let summary = &exchange.summary;
    // An answer that broke off is none.
    let Some(status) = summary.status.filter(|_| summary.failed.is_none()) else {
        return exchange.problem.clone().map_or(Ok(()), Err);
    };
    if arguments.include {
        output.line(&format!("HTTP {status}"))?;
        for header in &exchange.headers {
            output.line(&format!("{}: {}", header.name, header.value))?;
        }
        output.line("")?;
    }
    if let Some(problem) = &exchange.problem {
        match status {
            200..=399 => output.warning(problem),
            _ => output.problem(problem),
        }
    }
    output.note(&format!("{status} in {:.0} ms", summary.total_ms));
    if let Some(told) = history::new_secret_told(exchange) {
        output.note(&told);
    }
    for check in &exchange.checks {
        output.note(&check_told(check));
    }
    for CapturedView { name, value, is_secret } in &exchange.captured {
        output.note(&match value {
            Some(value) => format!("{name} = {value}"),
            None if *is_secret => format!("{name} is a secret, and is not shown."),
            None => format!("{name} has no value: the answer has nothing there."),
        });
    }
    if arguments.looked_at.is_given() {
        let wanted = &arguments.looked_at;
        return looked_at::print((summary.id, &[]), wanted, engine, (session, output));
    }
    let raw = if arguments.raw { Raw::Yes } else { Raw::No };
    match exchange.body.format {
        BodyFormat::Binary if output.is_terminal() && raw == Raw::No => {
            output.note("The body is not text. Redirect standard output to keep it, or add --raw.");
            Ok(())
        }
        BodyFormat::Json if output.is_terminal() && raw == Raw::No => {
            output.json(&exchange.body.text)
        }
        _ => body_as_it_came(summary.id, engine, output, raw),
    }
}

fn tried_again(RetriedView { status, waited_ms, .. }: &RetriedView) -> String {
    let came = status.map_or_else(|| "no connection".to_owned(), |status| status.to_string());
    #[allow(clippy::cast_precision_loss, reason = "a wait is far below 2^53 milliseconds")]
    let seconds = *waited_ms as f64 / 1000.0;
    format!("{came}; tried again after {seconds} s")
}

fn check_told(CheckView { check, passed, found, because }: &CheckView) -> String {
    match (passed, found, because) {
        (true, _, _) => format!("passed: {check}"),
        (false, _, Some(because)) => format!("failed: {check}; {because}"),
        (false, Some(found), None) => format!("failed: {check}; it is {found}"),
        (false, None, None) => format!("failed: {check}; there is none"),
    }
}

fn body_as_it_came(
    id: ExchangeId,
    engine: &Engine,
    output: &Output,
    raw: Raw,
) -> Result<(), Problem> {
    let mut offset = 0;
    let next = || {
        let part = engine.answers().raw_body(id, offset)?;
        offset += part.len() as u64;
        Ok(part)
    };
    output.parts(next, raw)
}
