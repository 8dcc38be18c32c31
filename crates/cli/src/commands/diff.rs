//! `mudbrick diff`: what differs between two answers. The exit codes are those of `diff`: 0 when nothing does, 1 when
//! something does, 2 when they could not be compared.

use crate::arguments::{Counting, DiffArguments};
use crate::output::{Output, Page};
use crate::session::Session;
use mudbrick_engine::view::{
    ComparedAs, ComparisonView, DifferenceForm, DifferenceView, PlaceView,
};
use mudbrick_engine::{Arrays, CompareBy, CompareHeaders, CompareOptions, JsonOptions, Spelling};
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
    let sides = engine.comparison().read(&arguments.left, &arguments.right)?;
    let options = CompareOptions {
        json: counting(&arguments.counting),
        by: if arguments.lines { CompareBy::Lines } else { CompareBy::Content },
        headers: match arguments.headers {
            true => CompareHeaders::Compared,
            false => CompareHeaders::Ignored,
        },
    };
    if arguments.patch {
        let patch = sides.patch(&options)?;
        output.json(&patch)?;
        return Ok(patch == "[]");
    }
    let compared = sides.compare(&options)?;
    let view = &compared.view;
    for note in &view.notes {
        output.note(note);
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

/// What counts, as the options say.
pub(crate) fn counting(given: &Counting) -> JsonOptions {
    JsonOptions {
        arrays: match given.ignore_order.as_deref() {
            None => Arrays::InOrder,
            Some("") => Arrays::AnyOrder,
            Some(key) => Arrays::ByKey(key.to_owned()),
        },
        spelling: if given.same_numbers { Spelling::Ignored } else { Spelling::Counts },
        ignored: given.ignored.clone(),
    }
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
