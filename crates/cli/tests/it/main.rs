//! The command line as people run it: real processes, a home of their own, the practice Adobe.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that fails says so by a panic")]
#![allow(
    clippy::disallowed_methods,
    reason = "what a test puts into a folder need not survive a crash"
)]

mod commands;
mod exchange;
mod home;
mod keys;
mod vault;
