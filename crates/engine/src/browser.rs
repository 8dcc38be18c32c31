//! Opens a page in the browser of the system, for both handles. Which page is the engine's own to say: nothing that came from
//! elsewhere is opened.

use crate::tokens::view::SignInPage;
use std::process::{Command, Stdio};

/// Opens the page where somebody signs in. That nothing opens is seen by the person, who is shown its address.
pub fn open_page(page: &SignInPage) {
    let (program, arguments): (&str, &[&str]) = if cfg!(windows) {
        // `start` is a word of cmd's, which reads & in an address as the end of a command.
        ("rundll32", &["url.dll,FileProtocolHandler"])
    } else if cfg!(target_os = "macos") {
        ("open", &[])
    } else {
        ("xdg-open", &[])
    };
    let mut opening = Command::new(program);
    opening.args(arguments).arg(&page.url);
    opening.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    if let Ok(mut opening) = opening.spawn() {
        // It ends at once, and stays in the system's list of processes until somebody has asked how.
        std::thread::spawn(move || opening.wait());
    }
}
