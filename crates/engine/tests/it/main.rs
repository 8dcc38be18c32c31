//! The engine against the practice Adobe, over real TLS, in homes of their own.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that fails says so by a panic")]
#![allow(
    clippy::disallowed_methods,
    reason = "what a test puts into a folder need not survive a crash"
)]

mod answers;
mod board;
mod callers;
mod catalogue;
mod checkup;
mod client_secrets;
mod clocks;
mod code;
mod comparison;
mod custody;
mod damaged_homes;
mod drafts;
mod edited_options;
mod exports;
mod home;
mod hostile;
mod how_sent;
mod import;
mod imported_requests;
mod jobs;
mod kept_places;
mod kept_requests;
mod key_studio;
mod keys;
mod killed;
mod migration;
mod new_secrets;
mod not_silent;
mod open_comparison;
mod pages;
mod policy;
mod production_sandboxes;
mod replayed_files;
mod request_files;
mod rotation;
mod rotation_history;
mod runs;
mod sending;
mod sign_in;
mod sign_in_killed;
mod silent_keyring;
mod timeline;
mod token_year;
mod tokens;
mod trash;
mod typing;
mod watching;
