//! What the journey through the real window does on its display and bus that no ordinary tool does.
//!
//! ```text
//! mudbrick-x11 drop TITLE FILE…    drops files on the window of that title, as a file manager does, and prints when, in
//!                                  milliseconds since 1970
//! mudbrick-x11 type TITLE TEXT     types into the window of that title, and Enter
//! mudbrick-x11 quick TITLE TEXT    copies through the quick window of that title, and prints how long it made one wait, in
//!                                  milliseconds
//! mudbrick-x11 unlock PASSWORD      unlocks the keyring
//! mudbrick-x11 titles              prints the title of every window
//! mudbrick-x11 tray host            is the desktop's tray until it is killed
//! mudbrick-x11 tray menu            prints the lines of the menu in it
//! mudbrick-x11 tray choose LABEL    clicks the line that begins so
//! ```

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program that the journey reads from"
)]

#[cfg(target_os = "linux")]
mod drag;
#[cfg(target_os = "linux")]
mod keyring;
#[cfg(target_os = "linux")]
mod keys;
#[cfg(target_os = "linux")]
mod quick;
#[cfg(target_os = "linux")]
mod selection;
#[cfg(target_os = "linux")]
mod tray;
#[cfg(target_os = "linux")]
mod windows;

use std::process::ExitCode;

#[cfg(target_os = "linux")]
fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["drop", title, files @ ..] if !files.is_empty() => {
            drag::drop_files(title, files).map(|at| println!("{at}"))
        }
        ["type", title, text] => keys::type_into(title, text),
        ["quick", title, text] => {
            quick::copy(title, text).map(|took| println!("{:.1}", took.as_secs_f64() * 1e3))
        }
        ["unlock", password] => keyring::unlock(password),
        ["titles"] => windows::titles().map(|titles| println!("{}", titles.join("\n"))),
        ["tray", "host"] => tray::host(),
        ["tray", "menu"] => tray::menu().map(|lines| println!("{lines}")),
        ["tray", "choose", label] => tray::choose(label),
        _ => Err(anyhow::anyhow!(
            "usage: mudbrick-x11 drop TITLE FILE… | type TITLE TEXT | quick TITLE TEXT | unlock PASSWORD | titles | tray host | tray menu | tray choose LABEL"
        )),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("mudbrick-x11: {error:#}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn main() -> ExitCode {
    eprintln!("mudbrick-x11: there is no X11 display on this system");
    ExitCode::FAILURE
}
