//! `mudbrick send`: a request from the catalogue, a file or a URL. The answer's body goes to standard output.

use crate::arguments::SendArguments;
use crate::ask;
use crate::commands::given::{self, Given};
use crate::commands::going_out;
use crate::output::{Output, Raw};
use crate::session::Session;
use mudbrick_engine::view::{BodyFormat, ExchangeView};
use mudbrick_engine::{Confirmation, Engine, JobKind};
use mudbrick_model::{ExchangeId, Problem, Profile, Request};
use std::io::IsTerminal;
use std::process::ExitCode;

pub(crate) fn run(
    arguments: &SendArguments,
    session: &Session,
    output: &Output,
) -> Result<ExitCode, Problem> {
    let engine = session.engine_with_vault()?;
    let profile = engine.profiles().find(&arguments.given.profile)?;
    let Given { request, file, variables } =
        given::request(&arguments.given, &profile, &engine, output)?;
    if arguments.dry_run {
        let going_out = engine.requests().what_goes_out(&profile.id, &request, &variables)?;
        output.answer(&going_out, || going_out::page(&going_out, file.as_ref()))?;
        return Ok(ExitCode::SUCCESS);
    }
    let (before, look) = engine.requests().before_sending(&profile.id, &request, &variables)?;
    for warning in &before.warnings {
        output.note(warning);
    }
    let confirmation = match arguments.yes || !before.reasons_to_ask.is_empty() {
        true => confirm(arguments, &profile, &request, &before.reasons_to_ask, output),
        false => Confirmation::NoReason(look),
    };
    let exchange = session.wait(async {
        match &file {
            None => {
                engine
                    .requests()
                    .send_with(
                        &engine.jobs().start(JobKind::Send),
                        &profile.id,
                        request,
                        &variables,
                        confirmation,
                    )
                    .await
            }
            Some(file) => {
                engine
                    .requests()
                    .send_file(
                        &engine.jobs().start(JobKind::Send),
                        &profile.id,
                        request,
                        file,
                        &variables,
                        confirmation,
                    )
                    .await
            }
        }
    })??;
    print(&exchange, arguments, &engine, output)?;
    Ok(match exchange.summary.status {
        Some(200..=399) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    })
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
    if arguments.yes || nobody_to_ask {
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
        match status {
            200..=399 => output.warning(problem),
            _ => output.problem(problem),
        }
    }
    output.note(&format!("{status} in {:.0} ms", summary.total_ms));
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
