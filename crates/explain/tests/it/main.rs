//! The rule book from outside: every documented error by one rule, everything else by none, and the texts that hold answers.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that fails says so by a panic")]

mod book;
mod documented;
mod reshaped;
mod texts;
mod unrelated;
