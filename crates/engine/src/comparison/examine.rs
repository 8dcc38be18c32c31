//! Two bodies as what they are: both JSON, both text, or bytes. What differs between them, before anybody has asked how it is
//! to be shown.

use super::options::{CompareBy, CompareOptions, Noise};
use super::sides::Sides;
use super::subject::MOST_BYTES;
use super::view::SuggestedPath;
use mudbrick_compare::json::{Comparison as JsonComparison, Options, PathError, Suggestion, Tree};
use mudbrick_compare::lines::Lines;
use mudbrick_model::{ErrorCode, Problem};

/// Two bodies, compared as what they are.
pub(super) enum Examined<'s> {
    Json(Box<JsonExamined<'s>>),
    Lines(Lines<'s>),
    Bytes,
}

pub(super) struct JsonExamined<'s> {
    pub(super) comparison: JsonComparison<'s>,
    pub(super) suggestions: Vec<SuggestedPath>,
    /// What was suggested and is not looked at.
    pub(super) left_out: Vec<String>,
}

pub(super) fn examine<'s>(
    sides: &'s Sides,
    options: &CompareOptions,
) -> Result<Examined<'s>, Problem> {
    // Before anybody looks whether they are JSON: what is no path is refused whatever they are.
    options.json.check().map_err(|error| not_found(&error))?;
    let (Some(one), Some(other)) = (sides.left.text(), sides.right.text()) else {
        return Ok(Examined::Bytes);
    };
    if options.by == CompareBy::Content
        && let (Ok(left), Ok(right)) = sides.trees()
    {
        return Ok(Examined::Json(Box::new(json(left, right, options)?)));
    }
    let lines = Lines::of(one, other, MOST_BYTES * 2);
    lines.map(Examined::Lines).map_err(|error| {
        Problem::new(ErrorCode::InvalidInput, "They are too large to be compared by line.")
            .detail(error.to_string())
    })
}

fn json<'s>(
    left: &'s Tree,
    right: &'s Tree,
    options: &CompareOptions,
) -> Result<JsonExamined<'s>, Problem> {
    let comparison = comparison(left, right, &options.json)?;
    let suggestions = comparison.suggestions();
    if options.noise == Noise::Counts || suggestions.is_empty() {
        let suggestions = suggestions.into_iter().map(SuggestedPath::from).collect();
        return Ok(JsonExamined { comparison, suggestions, left_out: Vec::new() });
    }
    let left_out: Vec<String> = suggestions.into_iter().map(|found| found.path).collect();
    let mut without = options.json.clone();
    without.ignored.extend(left_out.iter().cloned());
    let comparison = self::comparison(left, right, &without)?;
    Ok(JsonExamined { comparison, suggestions: Vec::new(), left_out })
}

fn comparison<'s>(
    left: &'s Tree,
    right: &'s Tree,
    options: &Options,
) -> Result<JsonComparison<'s>, Problem> {
    JsonComparison::of(left, right, options).map_err(|error| not_found(&error))
}

fn not_found(error: &PathError) -> Problem {
    Problem::new(ErrorCode::InvalidInput, "What is to be ignored cannot be found.")
        .remedy("Write it as a JSONPath, such as $.items[*].created or $..etag.")
        .detail(error.to_string())
}

impl From<Suggestion> for SuggestedPath {
    fn from(Suggestion { path, why }: Suggestion) -> Self {
        Self { path, why }
    }
}
