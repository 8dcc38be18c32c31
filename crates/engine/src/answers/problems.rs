//! What a person is told of a body that cannot be shown, searched or asked.

use mudbrick_answers::AnswerError;
use mudbrick_answers::index::FaultKind;
use mudbrick_model::{ErrorCode, Problem};

pub(super) fn problem(error: AnswerError) -> Problem {
    match error {
        AnswerError::Read(error) => {
            Problem::new(ErrorCode::Storage, "The answer's body could not be read again.")
                .remedy("Send the request once more.")
                .detail(error.to_string())
        }
        AnswerError::Stopped => Problem::new(ErrorCode::Cancelled, "You stopped it."),
        AnswerError::Pattern { message } => {
            Problem::new(ErrorCode::InvalidInput, "This is not a regular expression.")
                .remedy("Correct it, or search for it as plain text.")
                .detail(message)
        }
        AnswerError::Path { message } => {
            Problem::new(ErrorCode::InvalidInput, "This JSONPath cannot be followed.")
                .remedy("A JSONPath begins with $: $.items[*].name, or $..id.")
                .detail(message)
        }
        AnswerError::TooLarge { bytes, most } => Problem::new(
            ErrorCode::InvalidInput,
            format!(
                "The JSONPath looks at a value of {} MiB at once; at most {} MiB are possible.",
                bytes >> 20,
                most >> 20
            ),
        )
        .remedy("Use a path that leads closer to what the filter looks at."),
        AnswerError::TooManyElements { most } => Problem::new(
            ErrorCode::InvalidInput,
            format!("The JSONPath counts from the end of a list of more than {most} elements."),
        )
        .remedy("Count from its beginning, such as $[0:10]."),
        AnswerError::NoTable => Problem::new(
            ErrorCode::NotFound,
            "The answer has no list of objects, which would be the rows of a table.",
        )
        .remedy("Enter a JSONPath that leads to a list, or look at it as a tree."),
        AnswerError::TooManyColumns { most } => Problem::new(
            ErrorCode::InvalidInput,
            format!("The table has more than {most} columns, which no spreadsheet has. Nothing was written."),
        )
        .remedy("Save the answer itself, or the part of it that a JSONPath leads to."),
        AnswerError::TooManyRows { most } => Problem::new(
            ErrorCode::InvalidInput,
            format!("The table has more than {most} rows. It can be shown, and not sorted."),
        )
        .remedy("Filter it by a JSONPath first."),
        other => Problem::new(ErrorCode::Internal, other.to_string()),
    }
}

/// Why a body is no JSON from a place on.
pub(super) fn fault_sentence(kind: FaultKind) -> &'static str {
    match kind {
        FaultKind::ValueExpected => "A value has to be here",
        FaultKind::NameExpected => "A name in quotes has to be here",
        FaultKind::ColonExpected => "A colon has to be here",
        FaultKind::CommaExpected => "A comma or a closing bracket has to be here",
        FaultKind::WrongBracket => "Another kind of bracket has to close here",
        FaultKind::Escape => "There is no such escape",
        FaultKind::ControlCharacter => {
            "A control character cannot be in a text; a closing quote may be missing"
        }
        FaultKind::Number => "This is not how JSON writes a number",
        FaultKind::Word => "This is neither true nor false nor null",
        FaultKind::TooDeep => "This is nested too deeply",
        FaultKind::EndsEarly => "The text ends too early",
    }
}
