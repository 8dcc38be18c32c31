//! `mudbrick send`: a request from the catalogue, a file or a URL. The answer's body goes to standard output.

use crate::arguments::SendArguments;
use crate::output::Output;
use crate::session::Session;
use crate::{ask, input};
use mudbrick_engine::view::{BodyFormat, ExchangeView};
use mudbrick_engine::{Confirmation, Engine};
use mudbrick_model::{ErrorCode, ExchangeId, Header, Method, Problem, Profile, Request};
use std::io::IsTerminal;
use std::path::Path;
use std::process::ExitCode;

pub(crate) fn run(
    arguments: &SendArguments,
    session: &Session,
    output: &Output,
) -> Result<ExitCode, Problem> {
    let engine = session.engine_with_vault()?;
    let profile = engine.find_profile(&arguments.profile)?;
    let request = request(arguments, &engine)?;
    let variables = arguments.variables.iter().cloned().collect();
    let before = engine.before_sending(&profile.id, &request, &variables)?;
    for warning in &before.warnings {
        output.note(warning);
    }
    let confirmation = confirm(arguments, &profile, &request, &before.reasons_to_ask, output);
    let exchange =
        session.wait(engine.send_with(&profile.id, request, &variables, confirmation))??;
    print(&exchange, arguments, &engine, output)?;
    Ok(match exchange.summary.status {
        Some(200..=399) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    })
}

fn request(arguments: &SendArguments, engine: &Engine) -> Result<Request, Problem> {
    let named = &arguments.request;
    if named.contains("://") {
        return from_url(arguments);
    }
    if Path::new(named).extension().is_some_and(|extension| extension == "http") {
        return engine.request_from_file(Path::new(named));
    }
    engine.find_request(named)
}

fn from_url(arguments: &SendArguments) -> Result<Request, Problem> {
    let method = Method::parse(&arguments.method).ok_or_else(|| {
        Problem::new(
            ErrorCode::InvalidInput,
            format!("{} is not an HTTP method.", arguments.method),
        )
        .remedy("Use GET, HEAD, OPTIONS, POST, PUT, PATCH or DELETE.")
    })?;
    let headers = arguments.headers.iter().map(|line| header(line)).collect::<Result<_, _>>()?;
    let body = arguments.data.as_deref().map(body).transpose()?;
    let url = arguments.request.clone();
    Ok(Request { name: format!("{method} {url}"), method, url, headers, body })
}

fn header(line: &str) -> Result<Header, Problem> {
    let (name, value) = line.split_once(':').ok_or_else(|| {
        Problem::new(ErrorCode::InvalidInput, format!("The header {line:?} has no colon."))
            .remedy("Write it as 'Name: value'.")
    })?;
    Ok(Header::new(name.trim(), value.trim()))
}

fn body(data: &str) -> Result<String, Problem> {
    match data.strip_prefix('@') {
        None => Ok(data.to_owned()),
        Some(file) => input::whole_text(Path::new(file)),
    }
}

/// What production asks about first is asked on a terminal; elsewhere it needs `--yes`, and the engine refuses without.
fn confirm(
    arguments: &SendArguments,
    profile: &Profile,
    request: &Request,
    reasons: &[String],
    output: &Output,
) -> Confirmation {
    let nobody_to_ask = output.is_json() || !std::io::stdin().is_terminal();
    if arguments.yes || reasons.is_empty() || nobody_to_ask {
        return Confirmation::given(arguments.yes);
    }
    output.note(&format!("{} is PRODUCTION, and {}.", profile.title(), reasons.join(", and ")));
    Confirmation::given(ask::agrees(&format!("Send {} {}?", request.method, request.url)))
}

fn print(
    exchange: &ExchangeView,
    arguments: &SendArguments,
    engine: &Engine,
    output: &Output,
) -> Result<(), Problem> {
    if output.is_json() {
        return output.answer(exchange, String::new);
    }
    let summary = &exchange.summary;
    let Some(status) = summary.status else {
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
        output.problem(problem);
    }
    output.note(&format!("{status} in {:.0} ms", summary.total_ms));
    match exchange.body.format {
        BodyFormat::Binary if output.is_terminal() => {
            output.note("The body is not text; redirect standard output to keep it.");
            Ok(())
        }
        BodyFormat::Json if output.is_terminal() => output.line(&exchange.body.text),
        _ => raw_body(summary.id, engine, output),
    }
}

fn raw_body(id: ExchangeId, engine: &Engine, output: &Output) -> Result<(), Problem> {
    let mut offset = 0;
    loop {
        let part = engine.raw_body(id, offset)?;
        if part.is_empty() {
            return Ok(());
        }
        output.bytes(&part)?;
        offset += part.len() as u64;
    }
}
