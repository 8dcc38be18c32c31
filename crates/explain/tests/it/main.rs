//! The rule book from outside: every documented error by one rule, everything else by none, and the texts that hold answers.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that fails says so by a panic")]

mod book;
mod documented;
mod nearly;
mod others;
mod records;
mod reshaped;
mod texts;
mod unrelated;
mod whose;

use mudbrick_explain::{Answer, Facts, explain, read};

/// The rule for the answer in a text.
fn found(text: &str) -> Option<&'static str> {
    let seen = read(text, None).seen;
    let known = seen.iter().find_map(|seen| explain(&seen.answer(Facts::default())));
    known.map(|known| known.rule.id.as_str())
}

/// An answer of a host to a GET.
fn answer<'a>(host: &'a str, path: &'a str, status: u16, body: &'a str) -> Answer<'a> {
    Answer {
        host: Some(host),
        path: Some(path),
        method: Some("GET"),
        status: Some(status),
        body: Some(body.as_bytes()),
        ..Answer::default()
    }
}
