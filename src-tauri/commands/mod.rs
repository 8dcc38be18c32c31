//! What the window may ask: each command unpacks its arguments, calls the engine and passes the answer on.

pub(crate) mod answers;
pub(crate) mod app;
pub(crate) mod board;
pub(crate) mod checkup;
pub(crate) mod collections;
pub(crate) mod comparison;
pub(crate) mod doctor;
pub(crate) mod exports;
pub(crate) mod history;
pub(crate) mod import;
pub(crate) mod inspection;
pub(crate) mod jobs;
pub(crate) mod keys;
pub(crate) mod migration;
pub(crate) mod profiles;
pub(crate) mod quick;
pub(crate) mod requests;
pub(crate) mod rotation;
pub(crate) mod running;
pub(crate) mod runs;
pub(crate) mod tabs;
pub(crate) mod tokens;
pub(crate) mod vault;

use crate::shell::Shell;
use mudbrick_model::Problem;

/// The engine and the clipboard, as Tauri hands them to a command.
type State<'a> = tauri::State<'a, Shell>;

/// Every failure crosses to the window as a problem: code, sentence, remedy, detail.
type Answer<T> = Result<T, Problem>;
