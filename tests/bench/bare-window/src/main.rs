//! A window with one sentence in it. Every Tauri program pays for this much; `cargo xtask bench` shows what Mudbrick
//! adds.

use std::process::ExitCode;

fn main() -> ExitCode {
    match tauri::Builder::default().run(tauri::generate_context!()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
