//! The quick window: a small second window over whatever program one is in, opened by a shortcut of the whole system, by
//! `mudbrick quick`, from the tray and from the palette. It is made beforehand and hidden, since making a web view takes
//! longer than a person waits for a key.

use crate::shell::Shell;
use crate::{quick_wanted, single, told};
use mudbrick_model::{ErrorCode, Problem};
use std::time::Duration;
use tauri::{
    AppHandle, Emitter as _, Manager, Runtime, WebviewWindow, WebviewWindowBuilder, Window,
    WindowEvent,
};
use tauri_plugin_global_shortcut::{GlobalShortcutExt as _, ShortcutState};

/// The window's label, as in `tauri.conf.json`.
pub(crate) const LABEL: &str = "quick";
/// Who has turned to another window has done so after this.
const BACK_WITHIN: Duration = Duration::from_millis(200);
/// Told to the window's page whenever it is shown.
const SHOWN: &str = "mudbrick://quick";

/// Shows it in front of everything, ready for typing. From any thread.
pub(crate) fn show<R: Runtime>(app: &AppHandle<R>) {
    let shell = app.state::<Shell>();
    shell.quick.shown(&shell.engine);
    on_main_thread(app, |app| {
        let Some(window) = existing_or_new(app) else {
            // Better the large window than none.
            return single::show(app);
        };
        // Before it is seen: what was typed the last time is not.
        let _ = window.emit(SHOWN, ());
        let _ = window.center();
        let _ = window.show();
        let _ = window.set_focus();
    });
}

/// Makes it, hidden.
pub(crate) fn prepare<R: Runtime>(app: &AppHandle<R>) {
    on_main_thread(app, |app| drop(existing_or_new(app)));
}

/// It goes when one turns to another window, and closing it only puts it away.
pub(crate) fn on_event<R: Runtime>(window: &Window<R>, event: &WindowEvent) {
    match event {
        WindowEvent::Focused(false) => hide_unless_back(window),
        WindowEvent::CloseRequested { api, .. } => {
            api.prevent_close();
            hide(window.app_handle());
        }
        _ => {}
    }
}

/// A shortcut that is let go of, and some window managers, take the keyboard away for a moment and give it back.
fn hide_unless_back<R: Runtime>(window: &Window<R>) {
    let window = window.clone();
    let showing = window.state::<Shell>().quick.showing();
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(BACK_WITHIN).await;
        let app = window.app_handle();
        // One that was shown again in between has its keyboard in a moment.
        let is_up = app.state::<Shell>().quick.is_up(showing);
        if is_up && !window.is_focused().unwrap_or(false) {
            // Who pressed Enter and went on believes that the token is on the clipboard.
            if hide(app) {
                told::tell(app, quick_wanted::too_late());
            }
        }
    });
}

/// Puts it away, and stops the copy that is under way for it; whether there was one.
pub(crate) fn hide<R: Runtime>(app: &AppHandle<R>) -> bool {
    let shell = app.state::<Shell>();
    let was_copying = shell.quick.give_up(&shell.engine);
    if let Some(window) = app.get_webview_window(LABEL) {
        // It fails only when the window has gone.
        let _ = window.hide();
    }
    was_copying
}

/// Whether what the window says is read.
pub(crate) fn has_focus<R: Runtime>(app: &AppHandle<R>) -> bool {
    let window = app.get_webview_window(LABEL);
    window.is_some_and(|window| window.is_focused().unwrap_or(false))
}

/// Windows are made on the main thread alone; who calls may be on any.
fn on_main_thread<R: Runtime>(
    app: &AppHandle<R>,
    work: impl FnOnce(&AppHandle<R>) + Send + 'static,
) {
    let handle = app.clone();
    // It fails only when the program is about to end.
    let _ = app.run_on_main_thread(move || work(&handle));
}

fn existing_or_new<R: Runtime>(app: &AppHandle<R>) -> Option<WebviewWindow<R>> {
    if let Some(window) = app.get_webview_window(LABEL) {
        return Some(window);
    }
    let config = app.config().app.windows.iter().find(|window| window.label == LABEL)?;
    WebviewWindowBuilder::from_config(app, config).ok()?.build().ok()
}

/// Has a shortcut of the whole system open it, in place of the one that did before; an empty text is none.
///
/// # Errors
/// The shortcut is none, or another program has it.
pub(crate) fn listen<R: Runtime>(app: &AppHandle<R>, keys: &str) -> Result<(), Problem> {
    // A test and a system without shortcuts of its own have no such plugin.
    if !app.state::<Shell>().has_shortcuts {
        return Ok(());
    }
    let shortcuts = app.global_shortcut();
    // One that was never registered cannot be taken back, which is as well.
    let _ = shortcuts.unregister_all();
    if keys.is_empty() {
        return Ok(());
    }
    let registered = shortcuts.on_shortcut(keys, |app, _, event| {
        if event.state == ShortcutState::Pressed {
            show(app);
        }
    });
    registered.map_err(|error| {
        let message = format!("The shortcut {keys} could not be registered.");
        Problem::new(ErrorCode::InvalidInput, message)
            .remedy("Another program may have it. Choose another one, or have your desktop run `mudbrick quick`.")
            .detail(error.to_string())
    })
}
