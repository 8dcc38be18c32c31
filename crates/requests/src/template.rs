//! `{{NAME}}` in a text: where it stands. What it stands for is left to `variables`.

use crate::http_file::without_comments;
use mudbrick_model::Request;

/// A part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Segment<'a> {
    /// As it stands.
    Literal(&'a str),
    /// A variable.
    Variable(Placeholder<'a>),
}

/// One `{{NAME}}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Placeholder<'a> {
    /// `NAME`.
    pub(crate) name: &'a str,
    /// `{{NAME}}` as written.
    pub(crate) written: &'a str,
    /// Written `{{%NAME}}`: REST Client's way to ask for percent-encoding.
    pub(crate) encoded: bool,
}

/// The parts of `text`. Braces that enclose no name are literal, so JSON passes unharmed.
pub(crate) fn segments(text: &str) -> Vec<Segment<'_>> {
    let mut segments = Vec::new();
    let mut rest = text;
    let mut searched = 0;
    while let Some(open) = rest[searched..].find("{{").map(|at| at + searched) {
        let Some(found) = placeholder(&rest[open..]) else {
            searched = open + 1;
            continue;
        };
        if open > 0 {
            segments.push(Segment::Literal(&rest[..open]));
        }
        segments.push(Segment::Variable(found));
        rest = &rest[open + found.written.len()..];
        searched = 0;
    }
    if !rest.is_empty() {
        segments.push(Segment::Literal(rest));
    }
    segments
}

/// The placeholder at the beginning of `text`.
pub(crate) fn placeholder(text: &str) -> Option<Placeholder<'_>> {
    text.strip_prefix("{{")?;
    let inside = text[2..].find(['{', '}', '\n']).map(|end| &text[2..2 + end])?;
    if !text[2 + inside.len()..].starts_with("}}") {
        return None;
    }
    let name = inside.trim();
    let (name, encoded) = match name.strip_prefix('%') {
        Some(name) => (name.trim_start(), true),
        None => (name, false),
    };
    let written = &text[..inside.len() + 4];
    (!name.is_empty()).then_some(Placeholder { name, written, encoded })
}

/// The placeholder that is all of `text`, white space aside.
pub(crate) fn whole(text: &str) -> Option<Placeholder<'_>> {
    match segments(text.trim()).as_slice() {
        [Segment::Variable(placeholder)] => Some(*placeholder),
        _ => None,
    }
}

/// The names of all variables in a request, each once, in order of appearance.
pub fn variable_names(request: &Request) -> Vec<String> {
    let headers = request.headers.iter().map(|header| header.value.as_str());
    let body = without_comments(request);
    let texts = std::iter::once(request.url.as_str()).chain(headers).chain(body.as_deref());
    let mut names: Vec<String> = Vec::new();
    for name in texts.flat_map(names_in) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The names of the variables in a text, as often as they stand there.
pub fn names_in(text: &str) -> Vec<String> {
    let names = segments(text).into_iter().filter_map(|segment| match segment {
        Segment::Variable(found) => Some(found.name.to_owned()),
        Segment::Literal(_) => None,
    });
    names.collect()
}

/// The text with a value in the place of each variable that has one.
pub fn with_values(text: &str, mut value_of: impl FnMut(&str) -> Option<String>) -> String {
    let mut written = String::with_capacity(text.len());
    for segment in segments(text) {
        match segment {
            Segment::Literal(text) => written.push_str(text),
            Segment::Variable(found) => match value_of(found.name) {
                Some(value) => written.push_str(&value),
                None => written.push_str(found.written),
            },
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::one("a {{B}} c", &["B"])]
    #[case::blanks_inside("{{ B }}", &["B"])]
    #[case::dots_and_hyphens("{{schema.name}}{{x-user-token}}", &["schema.name", "x-user-token"])]
    #[case::encoded("{{%B}}", &["B"])]
    #[case::json("{\"a\":{\"b\":{{B}}}}", &["B"])]
    #[case::json_without("{\"a\":{\"b\":{}}}", &[])]
    #[case::three_braces("{{{B}}}", &["B"])]
    #[case::never_closed("{{B", &[])]
    #[case::closed_once("{{B}", &[])]
    #[case::empty("{{}}{{ }}{{%}}", &[])]
    #[case::over_a_line_end("{{A\nB}}", &[])]
    fn variables_are_found(#[case] text: &str, #[case] names: &[&str]) {
        let segments = segments(text);
        let found: Vec<_> = segments
            .iter()
            .filter_map(|segment| match segment {
                Segment::Variable(found) => Some(found.name),
                Segment::Literal(_) => None,
            })
            .collect();
        assert_eq!(found, names);
        let again: String = segments
            .iter()
            .map(|segment| match segment {
                Segment::Variable(found) => found.written,
                Segment::Literal(text) => text,
            })
            .collect();
        assert_eq!(again, text, "nothing is lost");
    }
}
