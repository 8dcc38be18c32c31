//! HTTPie for a POSIX shell (HTTPie's documentation, "Request items" and "Raw request body").

use super::command::{Lines, Word, bare};
use super::follower::Follower;
use super::how::{Said, seconds};
use super::message::{Body, Message, Part, Text};
use super::normal;
use super::note::{CodeNote, Notes};
use super::posix;
use super::python::say_compression;
use mudbrick_model::HttpVersion;

pub(super) fn write(message: &Message, profile: &str, notes: &mut Notes) -> String {
    normal::say(&message.url, "HTTPie", notes);
    // Without the first option, HTTPie waits for a body wherever its input is not a terminal.
    let mut first = vec![bare("http"), bare("--ignore-stdin")];
    first.extend(how(message, notes));
    first.extend([bare(message.method.as_str()), Word::Quoted(message.url.clone())]);
    let mut lines = vec![first];
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
            Body::File(file) => Text::plain(&format!("@{}", file.name)),
        };
        lines.push(vec![Word::Quoted(item)]);
    }
    let lines = Lines(lines);
    lines.texts().for_each(|text| posix::limits(text, notes));
    lines.written(" \\\n  ", |text| posix::quoted(text, profile))
}

const FOLLOWER: Follower =
    Follower { name: "HTTPie", drops: &["authorization", "cookie"], to_http: true };

/// The options that say how it is sent.
fn how(message: &Message, notes: &mut Notes) -> Vec<Word> {
    let mut options = Vec::new();
    if message.how.follows() {
        options.push(bare("--follow"));
    }
    FOLLOWER.say(message, notes);
    say_compression(message, FOLLOWER.name, notes);
    for said in &message.how.said {
        match said {
            Said::MostRedirects(most) => options.push(bare(&format!("--max-redirects={most}"))),
            Said::Total(limit) => {
                notes.add(CodeNote::Waits { language: FOLLOWER.name });
                options.push(bare(&format!("--timeout={}", seconds(*limit))));
            }
            // Nothing else is what it sends.
            Said::Version(HttpVersion::Http1) => {}
            Said::Proxy(url) => {
                for scheme in ["http", "https"] {
                    options.push(Word::Quoted(Text::plain(&format!("--proxy={scheme}:{url}"))));
                }
            }
            said => said.not_told(FOLLOWER.name, notes),
        }
    }
    options
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
