//! What the tests of several crates make: a home of its own for the real program, and a terminal to run it on. What a
//! test checks is left to the test.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test that fails says so by a panic, and what it puts into a folder need not survive a crash"
)]

mod home;
#[cfg(unix)]
mod terminal;

pub use home::{CLIENT, Home, ORG, secret, text};
#[cfg(unix)]
pub use terminal::Terminal;
