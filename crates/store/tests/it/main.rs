//! Integration tests of the store, in one binary. It also runs itself as the writer that is killed in mid-save.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

#[cfg(unix)]
mod crash;
mod disk;
mod earlier;
mod faults;
mod fixtures;
mod history;
mod history_kept;
#[cfg(unix)]
mod history_killed;
mod index;
mod policy;
mod records;
mod subjects;
#[cfg(unix)]
mod together;
#[cfg(unix)]
mod worker;
