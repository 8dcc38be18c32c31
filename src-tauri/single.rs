//! One window for each home folder: a second start shows the first window and ends.
//!
//! How the two find each other is `tauri-plugin-single-instance`'s: a name on the session's bus, a mutex or a socket, all made of
//! the application's identifier. So a home of its own gets an identifier of its own.

use crate::shell::Shell;
use mudbrick_store::Home;
use serde_json::Value;
use std::error::Error;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;
use tauri::plugin::Plugin;
use tauri::{AppHandle, Manager, Runtime};

/// What a second start says to have the quick window opened in place of the large one.
const QUICK: &str = "--quick";

/// How often the first program is asked again that ended while it was asked, and how long after.
const TRIES: u32 = 40;
const PAUSE: Duration = Duration::from_millis(50);

/// Has to be the first plugin: the second process ends while it is set up, before it opens the home.
pub(crate) struct Single<R: Runtime> {
    pub(crate) show_quick: fn(&AppHandle<R>),
}

impl<R: Runtime> Single<R> {
    fn asked(&self) -> impl Plugin<R> + use<R> {
        let show_quick = self.show_quick;
        tauri_plugin_single_instance::init(move |app: &AppHandle<R>, arguments, _folder| {
            // There is no shell yet while this one starts.
            if let Some(shell) = app.try_state::<Shell>() {
                shell.closing.call_off();
            }
            match arguments.iter().any(|argument| argument == QUICK) {
                true => show_quick(app),
                false => show(app),
            }
        })
    }
}

impl<R: Runtime> Plugin<R> for Single<R> {
    fn name(&self) -> &'static str {
        "single-instance"
    }

    /// A program that ends, or is killed, has its name for a moment longer, and answers nobody. Whoever is started in that moment
    /// takes its place.
    fn initialize(&mut self, app: &AppHandle<R>, config: Value) -> Result<(), Box<dyn Error>> {
        let mut tries = 0..TRIES;
        loop {
            match self.asked().initialize(app, config.clone()) {
                Err(_) if tries.next().is_some() => sleep(PAUSE),
                result => return result,
            }
        }
    }
}

/// This program ends: who is started from now on opens a window of its own.
pub(crate) fn let_go<R: Runtime>(app: &AppHandle<R>) {
    tauri_plugin_single_instance::destroy(app);
}

/// Has the program that runs already open its quick window; false when none runs, or it cannot be asked so. The plug-in would
/// do it too, after a display was opened and a web view set up.
#[cfg(target_os = "linux")]
pub(crate) fn hand_over(identifier: &str) -> bool {
    // As the plug-in names what it listens to.
    let name = format!("{identifier}.SingleInstance");
    let path = format!("/{}", name.replace('.', "/").replace('-', "_"));
    let arguments = (vec!["mudbrick-desktop", QUICK], "");
    zbus::blocking::Connection::session().is_ok_and(|bus| {
        let interface = Some("org.SingleInstance.DBus");
        let (to, path) = (Some(name.as_str()), path.as_str());
        bus.call_method(to, path, interface, "ExecuteCallback", &arguments).is_ok()
    })
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn hand_over(_: &str) -> bool {
    false
}

/// Brings the window to the front.
pub(crate) fn show<R: Runtime>(app: &AppHandle<R>) {
    let Some(window) = app.get_webview_window("main") else { return };
    // Each of them may be refused by a window manager, and the next may help all the same.
    let _ = window.unminimize();
    let _ = window.show();
    let _ = window.set_focus();
}

/// The identifier of the window over a home.
pub(crate) fn identifier(usual: &str, home: &Home) -> String {
    let variable = |name: &str| std::env::var_os(name).filter(|_| name != "MUDBRICK_HOME");
    let is_usual = Home::locate(variable).is_ok_and(|usual| usual.path() == home.path());
    if is_usual { usual.to_owned() } else { of_home(usual, home.path()) }
}

fn of_home(usual: &str, path: &Path) -> String {
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    // A part of a name on the bus may not begin with a digit.
    format!("{usual}.home{:016x}", fnv1a(path.as_os_str().as_encoded_bytes()))
}

/// The FNV-1a hash: two processes, perhaps of two versions, have to come to the same one.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_home_has_an_identifier_of_its_own_that_is_the_same_each_time() {
        let first = of_home("app.mudbrick.desktop", Path::new("/nowhere/first"));
        assert_eq!(first, of_home("app.mudbrick.desktop", Path::new("/nowhere/first")));
        assert_ne!(first, of_home("app.mudbrick.desktop", Path::new("/nowhere/second")));
        assert!(first.starts_with("app.mudbrick.desktop.home"), "{first}");
        assert!(first.len() < 60, "a socket's path has room for about a hundred bytes");
    }

    #[test]
    fn a_folder_reached_in_two_ways_is_one_home() {
        let folder = tempfile::tempdir().unwrap();
        let around = folder.path().join("..").join(folder.path().file_name().unwrap());
        assert_eq!(of_home("a.b", folder.path()), of_home("a.b", &around));
    }

    /// The published test vectors of FNV-1a.
    #[test]
    fn the_hash_is_fnv_1a() {
        assert_eq!(fnv1a(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a(b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fnv1a(b"foobar"), 0x8594_4171_f739_67e8);
    }
}
