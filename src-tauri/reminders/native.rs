//! Notifications of macOS and Windows, as Tauri has them. They do not tell of a click, which brings the program to the front.

use tauri::{AppHandle, Runtime};
use tauri_plugin_notification::NotificationExt as _;

pub(super) fn tell<R: Runtime>(
    app: &AppHandle<R>,
    title: &str,
    text: &str,
    _: impl FnOnce() + Send + 'static,
) {
    // One that the person has forbidden is not shown.
    let _ = app.notification().builder().title(title).body(text).show();
}
