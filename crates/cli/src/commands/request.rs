//! `mudbrick request`: list, show, code, rename, move, duplicate, delete, undo. What each verb does is the engine's; what comes
//! in and goes out is next door.

use super::given::{self, Given};
use super::{damaged, request_transfer};
use crate::arguments::{CodeArguments, RequestCommand};
use crate::output::{Output, Page, quoted};
use crate::session::Session;
use crate::target::{Force, Target};
use mudbrick_engine::requests::Requests;
use mudbrick_engine::view::{
    ChangedRequest, RequestAddress, RequestOrigin, RequestSummary, UndoneChange,
};
use mudbrick_engine::{CodeFile, Engine, SecretCode, Taken};
use mudbrick_model::{CodeLanguage, ErrorCode, Problem, RequestChangeKind};
use serde_json::json;
use std::process::ExitCode;

pub(crate) fn run(
    command: RequestCommand,
    session: &Session,
    output: &Output,
) -> Result<ExitCode, Problem> {
    if let RequestCommand::Code(arguments) = &command {
        return code(arguments, session, output);
    }
    let engine = session.engine()?;
    let requests = engine.requests();
    match command {
        // It alone may need the vault.
        RequestCommand::Code(_) => {}
        RequestCommand::List { all, profile } => list(all, profile.as_deref(), &engine, output)?,
        RequestCommand::Show { request } => show(&request, &engine, output)?,
        RequestCommand::Rename { request, name } => {
            let changed = requests.rename(&requests.find_own(&request)?, &name)?;
            output.answer(&changed, || told(&changed, "is its new address"))?;
        }
        RequestCommand::Move { request, to, replace } => {
            let request = requests.find_own(&request)?;
            // Told before, as the window tells it: a request without its variables is filled in another way or not at all.
            let before = requests.before_moving(&request, &to)?;
            if !before.stays_behind.is_empty() {
                output.note(&stays_behind(&request, &before.stays_behind));
            }
            let changed = requests.move_to(&request, &to, Taken::agreed(replace))?;
            output.answer(&changed, || told(&changed, "is where it is now"))?;
        }
        RequestCommand::Duplicate { request, name } => {
            let changed = requests.duplicate(&requests.find_own(&request)?, name.as_deref())?;
            output.answer(&changed, || told(&changed, "is its copy"))?;
        }
        RequestCommand::Delete { request } => {
            let changed = requests.delete(&requests.find_own(&request)?)?;
            output.answer(&changed, || told(&changed, ""))?;
        }
        RequestCommand::Import(arguments) => {
            return request_transfer::import(&arguments, &engine, output);
        }
        RequestCommand::Export(arguments) => {
            // What leaves is looked through for secrets, which are known to an open vault.
            let engine = session.engine_with_vault()?;
            return request_transfer::export(&arguments, &engine, output);
        }
        RequestCommand::Undo { change } => {
            let undone = requests.undo(change.as_deref())?;
            output.answer(&undone, || undone_in_words(&undone))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn list(all: bool, profile: Option<&str>, engine: &Engine, output: &Output) -> Result<(), Problem> {
    let profile = profile.map(|named| engine.profiles().find(named)).transpose()?;
    let mut requests = match &profile {
        Some(profile) => engine.requests().list_for(&profile.id)?,
        None => engine.requests().list()?,
    };
    let usable = requests.iter().filter(|request| request.usable).count();
    if !all && profile.is_some() && usable < requests.len() {
        output.note(&format!(
            "{} more requests of the catalogue need what the credential does not have: add --all to see them.",
            requests.len() - usable
        ));
    }
    requests.retain(|request| {
        all || request.origin == RequestOrigin::Own || (profile.is_some() && request.usable)
    });
    let damaged = engine.requests().damaged()?;
    damaged::say(&damaged, output);
    output.answer(&damaged::listed(&requests, &damaged), || {
        if requests.is_empty() && damaged.is_empty() {
            return "No requests of your own yet. Save one in the window, or put a .http file into the folder of requests."
                .into();
        }
        let mut page = table(&requests);
        damaged::add(&damaged, &mut page);
        page
    })
}

fn table(requests: &[RequestSummary]) -> Page {
    let mut page = Page::new();
    for request in requests {
        let from = match request.origin {
            RequestOrigin::Own => "",
            RequestOrigin::Catalogue => "  catalogue",
        };
        let why_not = request.why_not.as_ref().map(|why| format!("  {why}")).unwrap_or_default();
        writeln!(page, "{:<7} {}{from}{why_not}", request.method.as_str(), request.address);
    }
    page
}

fn show(named: &str, engine: &Engine, output: &Output) -> Result<(), Problem> {
    let (address, origin) = engine.requests().locate(named)?;
    let opened = engine.requests().open(&address, origin)?;
    output.answer_text(&opened, &engine.requests().text(&address, origin)?)
}

fn code(
    arguments: &CodeArguments,
    session: &Session,
    output: &Output,
) -> Result<ExitCode, Problem> {
    let Given { engine, profile, sending, notes: mut told } =
        given::request(&arguments.given, session)?;
    let language: CodeLanguage = arguments.language.into();
    let requests = engine.requests();
    let id = &profile.id;
    let target = body_target(arguments, output)?;
    if arguments.with_secrets {
        let written = requests.written_with_secrets(id, &sending, language);
        let SecretCode { code, body_file, notes } = session.wait(written)??;
        if let Some(target) = target {
            let file = requests.code_file_with_secrets(id, &sending, language);
            save_body(target, session.wait(file)??, requests, output)?;
        }
        let text = code.value.expose();
        told.extend(notes);
        told.iter().for_each(|note| output.note(note));
        let answer =
            json!({ "language": language, "text": text, "notes": told, "body_file": body_file });
        output.answer_text(&answer, text)?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut code = requests.written_as(id, &sending, language)?;
    if let Some(target) = target {
        save_body(target, requests.code_file(id, &sending, language)?, requests, output)?;
    }
    // In the order in which they came about.
    told.append(&mut code.notes);
    told.iter().for_each(|note| output.note(note));
    code.notes = told;
    output.answer_text(&code, &code.text)?;
    Ok(ExitCode::SUCCESS)
}

/// Where the body goes, looked at before any work. Standard output has the code.
fn body_target<'a>(
    arguments: &'a CodeArguments,
    output: &Output,
) -> Result<Option<Target<'a>>, Problem> {
    let Some(path) = arguments.body_out.as_deref() else { return Ok(None) };
    match Target::of(path, Force::given(arguments.force), output)? {
        Target::Stdout(_) => Err(Problem::new(
            ErrorCode::InvalidInput,
            "The code and its body would both go to standard output.",
        )
        .remedy("Name a file for --body-out.")),
        target => Ok(Some(target)),
    }
}

fn save_body(
    mut target: Target<'_>,
    file: Option<CodeFile>,
    requests: &Requests,
    output: &Output,
) -> Result<(), Problem> {
    let Some(file) = file else {
        output.note("No file was written: the body stands in the code, or the code reads the request’s own file.");
        return Ok(());
    };
    let to = target.destination();
    let path = to.display_name();
    requests.save_code_file(&file, to)?;
    output.note(&format!("{path} holds the body, which the code reads as {}.", file.name()));
    Ok(())
}

fn told(changed: &ChangedRequest, what: &str) -> Page {
    let mut page = Page::new();
    match &changed.address {
        Some(address) => writeln!(page, "{address} {what}."),
        None => writeln!(page, "{} is deleted.", changed.name),
    }
    writeln!(page, "To undo it: mudbrick request undo {}", quoted(&changed.change));
    page
}

fn stays_behind(request: &RequestAddress, names: &[String]) -> String {
    let names = names.join(", ");
    format!("{request} uses of its file what stays there: {names}.")
}

fn undone_in_words(undone: &UndoneChange) -> Page {
    let name = &undone.name;
    let what = match undone.kind {
        RequestChangeKind::Renamed => format!("{name} has its old name again."),
        RequestChangeKind::Moved => format!("{name} is back in its old place."),
        RequestChangeKind::Duplicated => format!("The copy of {name} is gone."),
        RequestChangeKind::Deleted => format!("{name} is back."),
        RequestChangeKind::Imported => format!("The requests that came with {name} are gone."),
    };
    let mut page = Page::from(what);
    if let Some(address) = &undone.address {
        writeln!(page, "{address} is its address.");
    }
    if undone.at_end {
        page.line("Its file was changed since, so it stands at its end.");
    }
    page
}
