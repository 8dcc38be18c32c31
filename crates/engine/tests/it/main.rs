//! The engine against the practice Adobe, over real TLS, in homes of their own.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that fails says so by a panic")]

mod client_secrets;
mod home;
mod keys;
mod sending;
mod tokens;
