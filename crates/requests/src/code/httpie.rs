//! HTTPie for a POSIX shell (HTTPie's documentation, "Request items" and "Raw request body").

use super::command::{Lines, Word, bare};
use super::message::{Body, Message, Part, Text};
use super::normal;
use super::note::{CodeNote, Notes};
use super::posix;

pub(super) fn write(message: &Message, profile: &str, notes: &mut Notes) -> String {
    normal::say(&message.url, "HTTPie", notes);
    // Without the first option, HTTPie waits for a body wherever its input is not a terminal.
    let mut lines = vec![vec![
        bare("http"),
        bare("--ignore-stdin"),
        bare(message.method.as_str()),
        Word::Quoted(message.url.clone()),
    ]];
    for (name, value) in &message.headers {
        let item = match value.is_empty() {
            true => Text::plain(&format!("{name};")),
            false => escaped(value).behind(&format!("{name}:")),
        };
        if value.plains().any(has_escape) {
            notes.add(CodeNote::HeaderValue { language: "HTTPie", name: name.clone() });
        }
        lines.push(vec![Word::Quoted(item)]);
    }
    if let Some(body) = &message.body {
        if message.header("content-type").is_none() {
            // Otherwise HTTPie would call it JSON.
            lines.push(vec![Word::Quoted(Text::plain("Content-Type:"))]);
        }
        // With its own name in front, a text that begins with a hyphen is no option.
        let item = match body {
            Body::Text(text) => text.behind("--raw="),
            Body::File(file) => Text::plain(&format!("@{}", file.name())),
        };
        lines.push(vec![Word::Quoted(item)]);
    }
    let lines = Lines(lines);
    lines.texts().for_each(|text| posix::limits(text, notes));
    lines.written(" \\\n  ", |text| posix::quoted(text, profile))
}

/// A value whose first character does not make another separator of the colon before it (`:=`, `:@`).
fn escaped(value: &Text) -> Text {
    match value.0.first() {
        Some(Part::Plain(text)) if text.starts_with(['=', '@']) => value.behind("\\"),
        _ => value.clone(),
    }
}

/// Whether HTTPie would take a backslash of the text away, as it does before a separator. There is no way to write one there.
fn has_escape(text: &str) -> bool {
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        // It reads them in pairs.
        if character == '\\' && characters.next().is_some_and(|next| ":=@;".contains(next)) {
            return true;
        }
    }
    false
}
