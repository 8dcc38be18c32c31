//! The desktop program. Everything is in the library, where tests can reach it.

// No console window beside the real one on Windows.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    if let Some(done) = mudbrick_engine::jq_work(std::env::args_os().skip(1)) {
        return done;
    }
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    if let Some(done) = mudbrick_desktop::clipboard_guard_work(&arguments) {
        return done;
    }
    mudbrick_desktop::run(arguments.into_iter())
}
