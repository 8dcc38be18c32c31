//! Bodies in all their views: against naive readers, and over made-up texts.

#![allow(clippy::unwrap_used, reason = "a test that fails says so by a panic")]

mod charsets;
mod finding;
mod formatted;
mod queries;
mod ranges;
mod support;
mod trees;
