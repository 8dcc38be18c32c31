//! What the tests of several crates make: a home of its own for the real program, a terminal to run it on, and a
//! server that says what no library would. What a test checks is left to the test.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test that fails says so by a panic, and what it puts into a folder need not survive a crash"
)]

mod home;
mod raw;
#[cfg(unix)]
mod terminal;

pub use home::{CLIENT, Home, ORG, secret, text};
pub use raw::{Answering, RawServer};
#[cfg(unix)]
pub use terminal::Terminal;
