//! Quotations with escapes in which a program or a shell has a command run: `"curl -H \"a: b\" https://x"`. They are written as
//! what they stand for, between brackets.

use super::curl_name::curls;
use super::enclosed::{MOST_BEFORE, runs};
use super::{message, powershell, script};
use std::borrow::Cow;

/// The text with these quotations resolved. Each is as long as it was, so that everything else keeps its place.
pub(super) fn resolved(text: &str) -> Cow<'_, str> {
    let mut resolved = String::new();
    let mut done = 0;
    for (at, _) in text.match_indices("curl") {
        if at < done {
            continue;
        }
        let Some(Quotation { begin, end, said }) = Quotation::around(text, at) else { continue };
        // What stands in another request is its body.
        if done == 0 && holds_a_request(text) || curls(&text[done..begin]).next().is_some() {
            break;
        }
        let blanks = " ".repeat(end - begin - 1 - said.len());
        resolved.push_str(&format!("{}({said}{blanks})", &text[done..begin]));
        done = end + 1;
    }
    match done {
        0 => Cow::Borrowed(text),
        _ => Cow::Owned(resolved + &text[done..]),
    }
}

/// Whether there is a request in a language with quotations of its own.
fn holds_a_request(text: &str) -> bool {
    script::find(text).next().is_some()
        || powershell::find(text).next().is_some()
        || text.lines().any(message::begins)
}

struct Quotation {
    /// Its first mark.
    begin: usize,
    /// Its last.
    end: usize,
    said: String,
}

impl Quotation {
    /// The one that byte `at` stands in, if there are escapes in it.
    fn around(text: &str, at: usize) -> Option<Self> {
        let before = &text[..at];
        let near = before.ceil_char_boundary(at.saturating_sub(MOST_BEFORE));
        let line = before[near..].rfind('\n').map_or(near, |end| near + end + 1);
        let mut marks = before[line..].match_indices(['"', '\'']).rev();
        let (begin, mark, is_shells) = loop {
            let (begin, mark) = marks.next()?;
            let begin = line + begin;
            let outside = Some(&before[..begin]).filter(|outside| !outside.ends_with('\\'));
            if let Some(by) = outside.and_then(runs) {
                break (begin, mark, by.is_shell);
            }
        };
        let mark = mark.chars().next()?;
        let (said, length) = unescaped(&text[begin + 1..], mark, is_shells)?;
        let end = begin + 1 + length;
        (end > at && said.len() < length).then_some(Self { begin, end, said })
    }
}

/// What stands up to the mark that ends a quotation, and how long it was. A shell knows fewer escapes than a program.
fn unescaped(text: &str, mark: char, is_shells: bool) -> Option<(String, usize)> {
    let mut said = String::new();
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        if character == mark {
            return Some((said, at));
        }
        if character != '\\' || (is_shells && mark == '\'') {
            said.push(character);
            continue;
        }
        match characters.next()?.1 {
            plain @ ('"' | '\\') => said.push(plain),
            '\'' if !is_shells => said.push('\''),
            '/' if !is_shells => said.push('/'),
            'n' if !is_shells => said.push('\n'),
            't' if !is_shells => said.push('\t'),
            other => said.extend(['\\', other]),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::a_shells("sh -c \"curl -H \\\"a: b\\\" x\" && b", "sh -c (curl -H \"a: b\" x  ) && b")]
    #[case::a_shells_variable("eval \"curl \\\"\\$A\\n\\\"\"", "eval (curl \"\\$A\\n\"  )")]
    #[case::a_programs("run(\"curl -d '{\\\"a\\\": 1}'\")", "run((curl -d '{\"a\": 1}'  ))")]
    #[case::between_apostrophes("run('curl -d \\'a\\'')", "run((curl -d 'a'  ))")]
    #[case::a_values("{\"a\": \"cd b && curl \\\"c\\\"\"}", "{\"a\": (cd b && curl \"c\"  )}")]
    #[case::two(
        "a: \"curl \\\"b\\\"\"\nc: \"curl \\\"d\\\"\"",
        "a: (curl \"b\"  )\nc: (curl \"d\"  )"
    )]
    #[case::a_body(
        "curl x -d '{\"a\": \"curl \\\"b\\\"\"}'",
        "curl x -d '{\"a\": \"curl \\\"b\\\"\"}'"
    )]
    #[case::a_scripts_body(
        "fetch(u, { body: \"curl \\\"b\\\"\" })",
        "fetch(u, { body: \"curl \\\"b\\\"\" })"
    )]
    #[case::a_messages_body(
        "POST https://x\n\n{\"a\": \"curl \\\"b\\\"\"}",
        "POST https://x\n\n{\"a\": \"curl \\\"b\\\"\"}"
    )]
    #[case::plain("sh -c \"curl 'b'\"", "sh -c \"curl 'b'\"")]
    #[case::shown("echo \"curl \\\"b\\\"\"", "echo \"curl \\\"b\\\"\"")]
    #[case::never_ended("sh -c \"curl \\\"b\\\"", "sh -c \"curl \\\"b\\\"")]
    #[case::ended_before("sh -c \"a\\\"\"; curl \"b\"", "sh -c \"a\\\"\"; curl \"b\"")]
    fn they_are_resolved(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(resolved(text), expected);
        assert_eq!(resolved(text).len(), text.len());
    }
}
