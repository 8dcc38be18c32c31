//! Words that mean the same in every language, and what a value has to be to stand for members.

use crate::paste::value::Value;
use mudbrick_model::Method;

/// Words before a value that change nothing about it.
pub(super) const KEYWORDS: [&str; 20] = [
    "async", "auto", "await", "const", "defer", "else", "export", "final", "function", "let",
    "new", "private", "public", "return", "static", "try", "using", "val", "var", "yield",
];

/// The method of a name in any letters.
pub(super) fn method_of(name: &str) -> Option<Method> {
    Method::parse(&name.to_ascii_uppercase())
}

/// The members of a table, or of a list of pairs.
pub(super) fn members_of(value: Value) -> Option<Vec<(String, Value)>> {
    match value {
        Value::Table(members) | Value::Form(members) | Value::Query(members) => Some(members),
        Value::List(pairs) => pairs
            .into_iter()
            .map(|pair| match pair {
                Value::List(mut pair) if pair.len() == 2 => {
                    let value = pair.pop()?;
                    Some((pair.pop()?.into_text(), value))
                }
                _ => None,
            })
            .collect(),
        _ => None,
    }
}
