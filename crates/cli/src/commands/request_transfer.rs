//! `mudbrick request import` and `export`: requests of other programs in, and the person's own out.

use super::import::agreed;
use crate::arguments::{RequestExportArguments, RequestImportArguments};
use crate::input;
use crate::output::{Output, Page, quoted};
use crate::target::{Force, Target};
use mudbrick_engine::view::{
    CollectionView, ExportedRequests, ImportedRequests, LeftOutView, RequestExportFormat,
    RequestImportView,
};
use mudbrick_engine::{Engine, Existing, RequestTexts};
use mudbrick_model::{Problem, counted};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// How many names a line lists. `--json` has all of them.
const MOST_LISTED: usize = 12;

/// What `--json` prints.
#[derive(Serialize)]
struct Answer<'a> {
    read: &'a RequestImportView,
    #[serde(skip_serializing_if = "Option::is_none")]
    imported: Option<&'a ImportedRequests>,
}

pub(crate) fn import(
    arguments: &RequestImportArguments,
    engine: &Engine,
    output: &Output,
) -> Result<ExitCode, Problem> {
    let is_stdin = |path: &&PathBuf| path.as_path() == Path::new("-");
    let (stdin, files): (Vec<&PathBuf>, Vec<&PathBuf>) = arguments.files.iter().partition(is_stdin);
    let files: Vec<PathBuf> = files.into_iter().cloned().collect();
    let texts = match stdin.is_empty() {
        true => Vec::new(),
        false => {
            let bytes = input::whole_bytes(Path::new("-"))?;
            vec![("standard input".to_owned(), bytes.expose().clone())]
        }
    };
    let found = engine.requests().read_collections(&files, texts, arguments.into.as_deref())?;
    if !output.is_json() {
        output.page(&described(&found.view))?;
    }
    if arguments.dry_run {
        if output.is_json() {
            output.answer(&Answer { read: &found.view, imported: None }, String::new)?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    if !found.view.is_here_already {
        agreed(arguments.yes, output)?;
    }
    let imported = engine.requests().import(&found)?;
    let answer = Answer { read: &found.view, imported: Some(&imported) };
    output.answer(&answer, || done(&imported))?;
    Ok(ExitCode::SUCCESS)
}

fn done(imported: &ImportedRequests) -> Page {
    let mut page = Page::new();
    match &imported.change {
        None => page.line("All of it is there already. Nothing was changed."),
        Some(change) => {
            let count = counted(imported.requests, "request");
            writeln!(page, "{count} added in {}.", imported.folder);
            writeln!(page, "To undo it: mudbrick request undo {}", quoted(change));
        }
    }
    page
}

/// What was read and where it would go.
fn described(view: &RequestImportView) -> Page {
    let mut page = Page::new();
    for collection in &view.collections {
        describe(collection, &mut page);
    }
    if !view.unread.is_empty() {
        page.blank();
        page.line("Not read:");
        for unread in &view.unread {
            writeln!(page, "  {}", unread.text);
        }
    }
    page.blank();
    let slash = if view.is_folder { "/" } else { "" };
    writeln!(page, "{} to {}{slash}", counted(view.requests, "request"), view.folder);
    if let Some(name) = &view.renamed_from {
        writeln!(page, "  {name} is there already and is kept.");
    }
    listed("  Variables to be set before sending", &view.unset, &mut page);
    let optional = "  Left out of a request as long as they are not set";
    listed(optional, &view.optional, &mut page);
    page
}

fn describe(collection: &CollectionView, page: &mut Page) {
    let CollectionView { source, format_title, name, requests, files, .. } = collection;
    writeln!(page, "{source}: {format_title}");
    let in_files = counted(files.len(), "file");
    writeln!(page, "  {name}: {} in {in_files}", counted(*requests, "request"));
    for file in files.iter().take(MOST_LISTED) {
        let count = u32::try_from(file.requests.len()).unwrap_or(u32::MAX);
        writeln!(page, "    {} ({})", file.path, counted(count, "request"));
    }
    if files.len() > MOST_LISTED {
        writeln!(page, "    and {} more", files.len() - MOST_LISTED);
    }
    for variable in &collection.variables {
        writeln!(page, "  Variable {} = {}", variable.name, variable.value);
    }
    if !collection.left_out.is_empty() {
        page.line("  Left out or changed:");
    }
    for (text, places) in by_text(&collection.left_out) {
        match places.as_slice() {
            [""] => writeln!(page, "    {text}"),
            [only] => writeln!(page, "    {only}: {text}"),
            [first, ..] => writeln!(page, "    {} places, such as {first}: {text}", places.len()),
            [] => {}
        }
    }
}

/// The same sentence once, with its places, each once.
fn by_text(left_out: &[LeftOutView]) -> Vec<(&str, Vec<&str>)> {
    let mut grouped: Vec<(&str, Vec<&str>)> = Vec::new();
    for one in left_out {
        match grouped.iter_mut().find(|(text, _)| *text == one.text) {
            Some((_, places)) if places.last() == Some(&&*one.place) => {}
            Some((_, places)) => places.push(&one.place),
            None => grouped.push((&one.text, vec![&one.place])),
        }
    }
    grouped
}

fn listed(what: &str, names: &[String], page: &mut Page) {
    if names.is_empty() {
        return;
    }
    let mut text = names.iter().take(MOST_LISTED).cloned().collect::<Vec<_>>().join(", ");
    if names.len() > MOST_LISTED {
        text.push_str(&format!(" and {} more", names.len() - MOST_LISTED));
    }
    writeln!(page, "{what}: {text}");
}

pub(crate) fn export(
    arguments: &RequestExportArguments,
    engine: &Engine,
    output: &Output,
) -> Result<ExitCode, Problem> {
    let (format, out) = (RequestExportFormat::from(arguments.format), arguments.out.as_path());
    let force = Force::given(arguments.force);
    let requests = engine.requests();
    if format == RequestExportFormat::Http && !is_one_file(out) {
        let texts = requests.export_texts(&arguments.requests, format)?;
        let existing = if arguments.force { Existing::Replaced } else { Existing::Kept };
        let done = requests.export_folder(&texts, out, existing)?;
        output.answer(&done, || words(&done))?;
        tell(&texts, output);
        return Ok(exit_code(&texts, output));
    }
    let mut target = Target::of(out, force, output)?;
    let texts = requests.export_texts(&arguments.requests, format)?;
    let done = requests.export_file(&texts, target.destination())?;
    target.written(&done, &words(&done), output)?;
    tell(&texts, output);
    Ok(exit_code(&texts, output))
}

/// Whether `.http` files go to one file.
fn is_one_file(out: &Path) -> bool {
    out == Path::new("-") || out.extension().is_some_and(|ending| ending == "http")
}

fn words(done: &ExportedRequests) -> String {
    format!("{} in {}, without secrets.", counted(done.requests, "request"), done.path)
}

fn tell(texts: &RequestTexts, output: &Output) {
    for note in &texts.notes {
        output.note(note);
    }
}

/// What is not whole says so, and is no success to a script.
fn exit_code(texts: &RequestTexts, output: &Output) -> ExitCode {
    for left_out in &texts.left_out {
        output.note(&format!("Left out: {left_out}"));
    }
    if texts.left_out.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
