//! `mudbrick diff`: what differs between two answers. The exit codes are those of `diff`: 0 when nothing does, 1 when
//! something does, 2 when they could not be compared.

use crate::arguments::{Counting, DiffArguments};
use crate::output::{Output, Page};
use crate::session::Session;
use mudbrick_engine::view::{
    ComparedAs, ComparisonView, DifferenceForm, DifferenceView, PlaceView,
};
use mudbrick_engine::{
    Arrays, CompareBy, CompareHeaders, CompareOptions, Engine, JsonOptions, Noise, Spelling,
    Subject,
};
use mudbrick_model::{ErrorCode, Problem};
use std::process::ExitCode;

const DIFFERENT: u8 = 1;
const NOT_COMPARED: u8 = 2;

pub(crate) fn run(
    arguments: &DiffArguments,
    session: &Session,
    output: &Output,
) -> Result<ExitCode, Problem> {
    match compared(arguments, session, output) {
        Ok(true) => Ok(ExitCode::SUCCESS),
        Ok(false) => Ok(ExitCode::from(DIFFERENT)),
        Err(problem) if problem.code == ErrorCode::Cancelled => Err(problem),
        // A script must be able to tell “they differ” from “there is no such file”.
        Err(problem) => {
            output.problem(&problem);
            Ok(ExitCode::from(NOT_COMPARED))
        }
    }
}

fn compared(
    arguments: &DiffArguments,
    session: &Session,
    output: &Output,
) -> Result<bool, Problem> {
    let engine = session.engine()?;
    let (left, right) = compared_with(arguments, &engine)?;
    let sides = engine.comparison().read(&left, &right)?;
    let options = CompareOptions {
        by: if arguments.lines { CompareBy::Lines } else { CompareBy::Content },
        headers: match arguments.headers {
            true => CompareHeaders::Compared,
            false => CompareHeaders::Ignored,
        },
        ..counting(&arguments.counting)
    };
    let compared = sides.compare(&options)?;
    let view = &compared.view;
    let patch = arguments.patch.then(|| compared.patch()).transpose()?;
    for note in &view.notes {
        output.note(note);
    }
    if let Some(patch) = patch {
        // A patch is of the bodies alone, and what reads it reads nothing else.
        if let Some((left, right)) = view.statuses {
            output.note(&format!("The statuses differ: {left} and {right}."));
        }
        output.json(&patch)?;
        return Ok(view.is_same);
    }
    let lines = if output.is_json() { None } else { compared.unified() };
    if let Some(lines) = lines {
        if !lines.is_empty() {
            output.text(lines.trim_end_matches('\n'))?;
        }
        output.page(&around(view))?;
    } else {
        output.answer(view, || page(view))?;
    }
    Ok(view.is_same)
}

/// Both sides; where only one is named, the answer before it is the other.
fn compared_with(
    arguments: &DiffArguments,
    engine: &Engine,
) -> Result<(Subject, Subject), Problem> {
    let named = arguments.left.clone();
    match (&named, &arguments.right) {
        (_, Some(right)) => Ok((named, right.clone())),
        (Subject::Exchange(id), None) => match engine.comparison().before(*id)? {
            Some(before) => Ok((Subject::Exchange(before), named)),
            None => {
                let message =
                    format!("No earlier answer to the same request as #{} is kept.", id.0);
                Err(Problem::new(ErrorCode::NotFound, message)
                    .remedy("Name what it is compared with: `mudbrick diff A B`."))
            }
        },
        (Subject::File(path), None) => {
            let message = format!("Nothing is named to compare {} with.", path.display());
            Err(Problem::new(ErrorCode::InvalidInput, message)
                .remedy("Name it too: `mudbrick diff A B`."))
        }
    }
}

/// What counts, as the options say.
pub(crate) fn counting(given: &Counting) -> CompareOptions {
    let json = JsonOptions {
        arrays: match given.ignore_order.as_deref() {
            None => Arrays::InOrder,
            Some("") => Arrays::AnyOrder,
            Some(key) => Arrays::ByKey(key.to_owned()),
        },
        spelling: if given.same_numbers { Spelling::Ignored } else { Spelling::Counts },
        ignored: given.ignored.clone(),
    };
    let noise = if given.ignore_noise { Noise::LeftOut } else { Noise::Counts };
    CompareOptions { json, noise, ..CompareOptions::default() }
}

fn page(view: &ComparisonView) -> Page {
    let mut page = Page::new();
    for difference in &view.differences {
        page.line(told(difference));
    }
    if view.not_listed > 0 {
        writeln!(page, "… and {} more; --patch prints all of them.", view.not_listed);
    }
    if view.compared_as == ComparedAs::Bytes && !view.is_same {
        page.line("The bodies differ, and are not text.");
    }
    page.append(around(view));
    if !view.is_same && view.counts.only_spelling > 0 {
        let count = view.counts.only_spelling;
        writeln!(
            page,
            "{count} of them only in how they are written; --same-numbers leaves them out."
        );
    }
    if !view.left_out.is_empty() {
        writeln!(page, "Left out as noise: {}", view.left_out.join(", "));
    }
    // Only of use as long as something is left to be ignored.
    for suggestion in view.suggestions.iter().filter(|_| !view.is_same) {
        writeln!(page, "--ignore '{}' would leave it out: {}", suggestion.path, suggestion.why);
    }
    page
}

/// What differs besides the bodies.
fn around(view: &ComparisonView) -> Page {
    let mut page = Page::new();
    if let Some((left, right)) = view.statuses {
        writeln!(page, "~ status: {left} → {right}");
    }
    for header in &view.headers {
        let (left, right) = (header.left.join(", "), header.right.join(", "));
        match (header.left.is_empty(), header.right.is_empty()) {
            (true, _) => writeln!(page, "+ {}: {right}", header.name),
            (_, true) => writeln!(page, "- {}: {left}", header.name),
            _ => writeln!(page, "~ {}: {left} → {right}", header.name),
        }
    }
    page
}

fn told(difference: &DifferenceView) -> String {
    let value = |place: &PlaceView| match place.is_cut {
        true => format!("{}…", place.text),
        false => place.text.clone(),
    };
    let pointer = |place: &PlaceView| match place.pointer.as_str() {
        "" => "the whole".to_owned(),
        pointer => pointer.to_owned(),
    };
    match (difference.form, &difference.left, &difference.right) {
        // Its neighbours are those that moved past it.
        (DifferenceForm::Moved, Some(left), Some(right)) if left.pointer == right.pointer => {
            format!("> {}: still there, among others", pointer(right))
        }
        (DifferenceForm::Moved, Some(left), Some(right)) => {
            format!("> {} → {}", pointer(left), pointer(right))
        }
        (_, Some(left), Some(right)) => {
            let spelling =
                if difference.only_spelling { " (only written differently)" } else { "" };
            format!("~ {}: {} → {}{spelling}", pointer(left), value(left), value(right))
        }
        (_, Some(left), None) => format!("- {}: {}", pointer(left), value(left)),
        (_, None, Some(right)) => format!("+ {}: {}", pointer(right), value(right)),
        (_, None, None) => String::new(),
    }
}
