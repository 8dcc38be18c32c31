//! Opens a page in the browser of the system, for both handles. Which page is the engine's own to say: nothing that came from
//! elsewhere is opened.
//!
//! The address of a sign-in has its state in it, and every user of the machine can read the arguments of every program. So the
//! browser is given a file that leads on to the address, which its owner alone can read.

use crate::engine::Engine;
use crate::threads::lock;
use crate::tokens::view::SignInPage;
use mudbrick_model::Timestamp;
use mudbrick_vault::{files, other_program};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::{Duration, UNIX_EPOCH};

/// Where Adobe's developers have their projects.
const CONSOLE: &str = "https://developer.adobe.com/console";

/// No sign-in lasts so long: a file of before is one that a killed process left.
const DEAD_AFTER: Duration = Duration::from_secs(24 * 60 * 60);

/// A page that was opened. What leads to it goes when this is dropped.
#[must_use = "the browser finds nothing once this is dropped"]
pub struct OpenedPage {
    path: PathBuf,
    /// Whether nothing is to be opened any more.
    is_over: Arc<Mutex<bool>>,
}

/// Opens the Adobe Developer Console.
pub fn open_console() {
    std::thread::spawn(|| start(CONSOLE.as_ref()));
}

impl Engine {
    /// Opens the page where somebody signs in. That nothing opens is seen by the person, who is shown its address. Keep what
    /// comes until the sign-in has ended.
    pub fn open_page(&self, page: &SignInPage) -> OpenedPage {
        let folder = self.core.home.cache().join("sign-in");
        let path = folder.join(format!("{}.html", uuid::Uuid::new_v4().simple()));
        let opened = OpenedPage { path: path.clone(), is_over: Arc::default() };
        let (is_over, html, now) =
            (Arc::clone(&opened.is_over), leading_to(&page.url), self.core.now());
        // The disk makes its thread wait, and so does the program, which stays in the system's list of processes until
        // somebody has asked how it ended.
        std::thread::spawn(move || {
            sweep(&folder, now);
            // Kept while the file is saved: a sign-in that ends meanwhile would leave it behind.
            let over = lock(&is_over);
            if *over || files::save(&path, html.as_bytes(), files::Mode::Private).is_err() {
                return;
            }
            drop(over);
            start(path.as_os_str());
        });
        opened
    }
}

impl Drop for OpenedPage {
    fn drop(&mut self) {
        let mut over = lock(&self.is_over);
        *over = true;
        // What cannot be removed leads to a sign-in that is over.
        let _ = files::remove(&self.path);
    }
}

/// Has the system's browser open a file or an address, and waits until it was told.
fn start(what: &OsStr) {
    let (program, arguments): (&str, &[&str]) = if cfg!(windows) {
        ("rundll32", &["url.dll,FileProtocolHandler"])
    } else if cfg!(target_os = "macos") {
        ("open", &[])
    } else {
        ("xdg-open", &[])
    };
    let mut opening = other_program(program);
    opening.args(arguments).arg(what);
    opening.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    if let Ok(mut opening) = opening.spawn() {
        let _ = opening.wait();
    }
}

/// A page that leads on by itself, without a script, and has a link where a browser does not follow.
fn leading_to(url: &str) -> String {
    let mut escaped = String::with_capacity(url.len());
    for sign in url.chars() {
        match sign {
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            sign => escaped.push(sign),
        }
    }
    format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Mudbrick</title>\
         <meta name=\"referrer\" content=\"no-referrer\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\">\
         <meta http-equiv=\"refresh\" content=\"0; url={escaped}\">\
         <p><a href=\"{escaped}\">Sign in at Adobe</a></p></html>\n"
    )
}

/// Removes what killed processes left.
fn sweep(folder: &Path, now: Timestamp) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let now = UNIX_EPOCH + Duration::from_millis(u64::try_from(now.0).unwrap_or(0));
    for entry in entries.flatten() {
        let written = entry.metadata().and_then(|metadata| metadata.modified());
        let age = written.ok().and_then(|written| now.duration_since(written).ok());
        if age.is_some_and(|age| age > DEAD_AFTER) {
            let _ = files::remove(&entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_leads_on_whatever_is_in_the_address() {
        let html = leading_to("https://ims.example/a?b=c&state=x\"><script>");
        assert!(
            html.contains("url=https://ims.example/a?b=c&amp;state=x&quot;&gt;&lt;script&gt;\"")
        );
        assert!(!html.contains("<script"), "{html}");
    }

    #[test]
    fn what_a_killed_process_left_goes_and_what_is_new_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.html");
        files::save(&path, b"x", files::Mode::Private).unwrap();
        let written = std::fs::metadata(&path).unwrap().modified().unwrap();
        let written = written.duration_since(UNIX_EPOCH).unwrap().as_millis();
        let written = i64::try_from(written).unwrap();
        let hour = 60 * 60 * 1000;
        sweep(folder.path(), Timestamp(written + 23 * hour));
        assert!(path.exists());
        sweep(folder.path(), Timestamp(written + 25 * hour));
        assert!(!path.exists());
    }
}
