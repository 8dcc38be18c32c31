//! Integration tests of the vault, in one binary, which also runs itself inside a D-Bus session of its own.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod files;
// On macOS and Windows a test cannot have a keyring of its own.
#[cfg(target_os = "linux")]
mod keyring;
#[cfg(target_os = "linux")]
mod memory;
#[cfg(target_os = "linux")]
mod session;
mod vault;
