//! The rule book from outside: every documented error by one rule, everything else by none, and the texts that hold answers.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that fails says so by a panic")]

mod book;
mod documented;
mod nearly;
mod records;
mod reshaped;
mod texts;
mod unrelated;
mod whose;

use mudbrick_explain::{Facts, explain, read};

/// The rule for the answer in a text.
fn found(text: &str) -> Option<&'static str> {
    let seen = read(text, None);
    let known = seen.iter().find_map(|seen| explain(&seen.answer(Facts::default())));
    known.map(|known| known.rule.id.as_str())
}
