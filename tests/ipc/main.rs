//! The window's commands as the web view calls them, on Tauri's mock runtime: names, argument names, shapes, errors; and
//! what the shell does by itself: drops, locking, the clipboard. `recorded` makes the fixtures of the pages' tests.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that fails says so by a panic")]
#![allow(clippy::print_stdout, reason = "how one process of a test tells another")]

mod collections;
mod custody;
mod exports;
mod guard;
mod imports;
mod keys;
mod leak;
#[cfg(target_os = "linux")]
mod memory;
mod policy;
mod quick;
// Some of what is recorded are the system's words and paths, and the files are Linux's.
#[cfg(target_os = "linux")]
mod recorded;
mod runs;
mod stand_ins;
mod window;
mod work;
