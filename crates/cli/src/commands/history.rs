//! `mudbrick history`: list, show, note, pin, delete, size. What a search text means is the engine's.

use crate::arguments::{
    DeleteArguments, HistoryArguments, HistoryCommand, ListArguments, ShowArguments,
};
use crate::ask;
use crate::commands::{looked_at, timeline};
use crate::input;
use crate::output::{Output, Page, Raw, internal, local};
use crate::session::Session;
use mudbrick_engine::view::{
    ExchangeSummary, ExchangeView, HistoryCount, HistorySize, NewSecretView,
};
use mudbrick_engine::{Engine, Pinned};
use mudbrick_model::{ErrorCode, ExchangeId, Header, Problem, counted};
use serde_json::json;
use std::path::Path;
use std::process::ExitCode;

/// How many are read at a time: a history of a million needs the memory of these.
const PAGE: u32 = 500;

pub(crate) fn run(
    arguments: HistoryArguments,
    session: &Session,
    output: &Output,
) -> Result<ExitCode, Problem> {
    // A note is looked through for secrets, which are known to an open vault.
    let engine = match arguments.command {
        Some(HistoryCommand::Note { .. } | HistoryCommand::StoreSecret { .. }) => {
            session.engine_with_vault()?
        }
        _ => session.engine()?,
    };
    let history = engine.history();
    match arguments.command.unwrap_or(HistoryCommand::List(arguments.list)) {
        HistoryCommand::List(arguments) => list(&arguments, &engine, output)?,
        HistoryCommand::Show(arguments) => show(&arguments, &engine, session, output)?,
        HistoryCommand::Note { id, text } => {
            let text = if text == "-" { input::text(Path::new("-"))? } else { text };
            history.note(ExchangeId(id), &text)?;
            let done = if text.trim().is_empty() { "has no note now" } else { "has its note" };
            output.answer(&json!({ "id": id }), || format!("Exchange {id} {done}."))?;
        }
        HistoryCommand::Pin { id } => {
            history.pin(ExchangeId(id), Pinned::Yes)?;
            output.answer(&json!({ "id": id }), || {
                format!("Exchange {id} is kept until you delete or unpin it.")
            })?;
        }
        HistoryCommand::Unpin { id } => {
            history.pin(ExchangeId(id), Pinned::No)?;
            output.answer(&json!({ "id": id }), || {
                format!("Exchange {id} is not pinned any more.")
            })?;
        }
        HistoryCommand::StoreSecret { id, profile } => {
            store_secret(ExchangeId(id), profile.as_deref(), &engine, output)?;
        }
        HistoryCommand::Delete(arguments) => return delete(&arguments, &engine, output),
        HistoryCommand::Size => {
            let size = history.size()?;
            output.answer(&size, || size_in_words(&size))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Page by page, so that the first lines are there at once, and `| head` ends it.
fn list(arguments: &ListArguments, engine: &Engine, output: &Output) -> Result<(), Problem> {
    let text = arguments.filter.join(" ");
    let mut left = if arguments.all { u32::MAX } else { arguments.limit };
    let mut before = None;
    let mut is_empty = true;
    while left > 0 {
        let wanted = left.min(PAGE);
        let page = engine.history().list(None, &text, before, wanted)?;
        let Some(last) = page.last() else { break };
        before = Some(last.id);
        is_empty = false;
        print(&page, output)?;
        let found = u32::try_from(page.len()).unwrap_or(u32::MAX);
        left -= found.min(left);
        if found < wanted {
            break;
        }
    }
    if is_empty {
        output.note(match text.trim().is_empty() {
            true => "Nothing was sent yet.",
            false => "Nothing that was sent fits.",
        });
    }
    Ok(())
}

fn print(page: &[ExchangeSummary], output: &Output) -> Result<(), Problem> {
    if output.is_json() {
        for summary in page {
            output.json(&serde_json::to_string(summary).map_err(internal)?)?;
        }
        return Ok(());
    }
    let mut lines = Page::new();
    for summary in page {
        let status = summary.status.map_or_else(|| "none".to_owned(), |status| status.to_string());
        let cut = match (summary.status, summary.failed) {
            (Some(_), Some(_)) => "  incomplete",
            _ => "",
        };
        let pin = if summary.pinned { "  pinned" } else { "" };
        let note = summary.note.as_ref().map(|note| format!("  “{note}”")).unwrap_or_default();
        writeln!(
            lines,
            "{:>7}  {}  {status:<4} {:<7} {}  {}  {:.0} ms{cut}{pin}{note}",
            summary.id.0,
            local(summary.started_at),
            summary.method.as_str(),
            summary.url,
            summary.profile_title,
            summary.total_ms,
        );
    }
    output.page(&lines)
}

fn show(
    arguments: &ShowArguments,
    engine: &Engine,
    session: &Session,
    output: &Output,
) -> Result<(), Problem> {
    let id = ExchangeId(arguments.id);
    if arguments.looked_at.is_given() {
        return looked_at::print((id, &[]), &arguments.looked_at, engine, (session, output));
    }
    let exchange = engine.answers().get(id)?;
    if output.is_json() {
        return output.answer(&exchange, Page::new);
    }
    if arguments.timeline {
        return output.page(&timeline::page(&exchange));
    }
    let is_whole = !arguments.headers && !arguments.body && !arguments.sent;
    let mut page = Page::new();
    if is_whole {
        about(&exchange, &mut page);
    }
    if is_whole || arguments.sent {
        writeln!(page, "{} {}", exchange.summary.method.as_str(), exchange.summary.url);
        headers(&exchange.sent_headers, &mut page);
        for line in exchange.sent_body.iter().flat_map(|body| body.lines()) {
            writeln!(page, "{line}");
        }
    }
    if is_whole {
        writeln!(page);
    }
    if is_whole || arguments.headers {
        match exchange.summary.status {
            Some(status) => writeln!(page, "HTTP {status}"),
            None => writeln!(page, "No answer"),
        }
        headers(&exchange.headers, &mut page);
    }
    if is_whole {
        writeln!(page);
    }
    if !arguments.body {
        output.page(&page)?;
    }
    if let Some(told) = new_secret_told(&exchange).filter(|_| is_whole) {
        output.note(&told);
    }
    if let Some(problem) = exchange.problem.as_ref().filter(|_| is_whole) {
        output.warning(problem);
    }
    if is_whole || arguments.body {
        let mut offset = 0;
        output.parts(
            || {
                let part = engine.answers().raw_body(id, offset)?;
                offset += part.len() as u64;
                Ok(part)
            },
            Raw::No,
        )?;
    }
    Ok(())
}

fn about(exchange: &ExchangeView, page: &mut Page) {
    let summary = &exchange.summary;
    writeln!(page, "Exchange {}, {}", summary.id.0, local(summary.started_at));
    writeln!(page, "{} with {}", summary.name, summary.profile_title);
    if let Some(note) = &summary.note {
        for line in note.lines() {
            writeln!(page, "Note: {line}");
        }
    }
    if summary.pinned {
        writeln!(page, "Pinned");
    }
    writeln!(page);
}

fn headers(headers: &[Header], page: &mut Page) {
    for header in headers {
        writeln!(page, "{}: {}", header.name, header.value);
    }
}

fn store_secret(
    id: ExchangeId,
    profile: Option<&str>,
    engine: &Engine,
    output: &Output,
) -> Result<(), Problem> {
    let into = match profile {
        Some(name) => engine.profiles().find(name)?.id,
        None => engine.answers().get(id)?.summary.profile,
    };
    let stored = engine.history().store_new_secret(id, &into)?;
    output.answer(&json!({ "id": id, "profile": stored.id }), || {
        format!("The new client secret is stored in {}, which uses it from now on.", stored.title)
    })
}

/// What there is to do about a new client secret that came in an answer.
pub(crate) fn new_secret_told(exchange: &ExchangeView) -> Option<String> {
    let id = exchange.summary.id.0;
    Some(match exchange.new_secret.as_ref()? {
        NewSecretView::Waiting => format!(
            "A new client secret came in this answer. Adobe tells it only once, and Mudbrick does not show it. \
             It stays with this exchange until you store it: mudbrick history store-secret {id}"
        ),
        NewSecretView::Stored { title, .. } => {
            format!("The new client secret of this answer is stored in {title}.")
        }
    })
}

fn delete(
    arguments: &DeleteArguments,
    engine: &Engine,
    output: &Output,
) -> Result<ExitCode, Problem> {
    let history = engine.history();
    let text = arguments.filter.as_deref().unwrap_or_default();
    // An empty filter fits everything, which only `--all` says.
    if arguments.filter.is_some() && text.trim().is_empty() {
        return Err(Problem::new(ErrorCode::InvalidInput, "The filter is empty.")
            .remedy("To delete the whole history, use --all."));
    }
    let count = match arguments.ids.is_empty() {
        true => history.count(None, text)?,
        false => HistoryCount { exchanges: arguments.ids.len(), or_more: false },
    };
    if !arguments.yes && count.exchanges > 0 {
        let what = match count {
            HistoryCount { exchanges, or_more: false } => counted(exchanges, "exchange"),
            HistoryCount { exchanges, or_more: true } => {
                format!("more than {}", counted(exchanges, "exchange"))
            }
        };
        if output.is_json() || !ask::can_ask() {
            return Err(Problem::new(
                ErrorCode::NeedsConfirmation,
                format!("This would delete {what} for good."),
            )
            .remedy("Add --yes to delete without being asked."));
        }
        if !ask::agrees(&format!("Delete {what} for good, pinned ones too?")) {
            output.note("Nothing was deleted.");
            return Ok(ExitCode::FAILURE);
        }
    }
    let ids: Vec<ExchangeId> = arguments.ids.iter().copied().map(ExchangeId).collect();
    let deleted = match ids.is_empty() {
        true => history.delete_matching(None, text)?,
        false => history.delete(&ids)?,
    };
    output.answer(&json!({ "deleted": deleted }), || match deleted {
        1 => "1 exchange is deleted.".to_owned(),
        _ => format!("{deleted} exchanges are deleted."),
    })?;
    Ok(ExitCode::SUCCESS)
}

fn size_in_words(size: &HistorySize) -> Page {
    let mut page = Page::new();
    writeln!(
        page,
        "{}, {} of requests and answers",
        counted(size.exchanges, "exchange"),
        mebibytes(size.kept_bytes)
    );
    writeln!(page, "{} on the disk with the index", mebibytes(size.file_bytes));
    if size.copies_bytes > 0 {
        writeln!(page, "{} in copies of earlier histories beside it", mebibytes(size.copies_bytes));
    }
    let days = (size.keep_days > 0).then(|| format!("{} days", size.keep_days));
    let mib = (size.keep_mib > 0).then(|| format!("{} MiB", size.keep_mib));
    let limits: Vec<String> = days.into_iter().chain(mib).collect();
    match limits.is_empty() {
        true => writeln!(page, "Nothing is removed by age or size."),
        false => writeln!(page, "Kept: {}, and what is pinned.", limits.join(" and ")),
    }
    page
}

fn mebibytes(bytes: u64) -> String {
    format!("{:.1} MiB", bytes as f64 / f64::from(1 << 20))
}
