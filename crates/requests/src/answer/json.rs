//! JSONPath (RFC 9535) into a text of JSON. What it leads to is given as it stands in the text: parsing a number would change
//! a long one.

use super::error::{PartError, TakeError};
use mudbrick_compare::json::{Query, Tree};

/// Reads a path.
pub(super) fn query(text: &str) -> Result<Query, PartError> {
    Query::parse(text).map_err(|error| PartError::Path { reason: error.why().to_owned() })
}

/// The first that a path leads to.
pub(super) fn first(query: &Query, text: &str) -> Result<Option<String>, TakeError> {
    if text.trim().is_empty() {
        return Err(TakeError::Empty);
    }
    let tree = Tree::read(text).map_err(|_| TakeError::NotJson)?;
    let found = query.ask(&tree);
    let found = found.map_err(|error| TakeError::NotFiltered { why: error.why().to_owned() })?;
    Ok(found.first().map(|value| (*value).to_owned()))
}

/// How far a JSONPath reaches: up to the first blank that is in no brackets and no quotes.
pub(super) fn path_length(text: &str) -> usize {
    let (mut depth, mut quote, mut escaped) = (0_usize, None, false);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            _ if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(open), _) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if depth > 0 => quote = Some(c),
            (None, '[' | '(') => depth += 1,
            (None, ']' | ')') => depth = depth.saturating_sub(1),
            (None, c) if c.is_whitespace() && depth == 0 => return at,
            (None, _) => {}
        }
    }
    text.len()
}

/// A string without its quotes and escapes; any other value as it stands.
pub(super) fn as_text(json: &str) -> String {
    match json.starts_with('"') {
        true => serde_json::from_str(json).unwrap_or_else(|_| json.to_owned()),
        false => json.to_owned(),
    }
}
