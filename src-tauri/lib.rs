//! The window's shell: starts Tauri, hands the engine to the commands, and passes the engine's events on.
//!
//! Only what needs a window lives here: commands that unpack and call, the clipboard, native file dialogs, window
//! settings. Everything else is the engine's.

mod clipboard;
mod commands;
mod events;
mod settings;

use clipboard::Clipboard;
use mudbrick_engine::{Engine, EngineOptions, Secret, SecretText};
use mudbrick_model::Explain;
use mudbrick_store::Home;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use tauri::{App, Context, Manager, Runtime};

/// What every command can reach.
pub struct Shell {
    engine: Arc<Engine>,
    clipboard: Clipboard,
    home: PathBuf,
}

/// Runs the program until its window is closed. `--practice` starts the practice Adobe along with the window.
#[allow(clippy::print_stderr, reason = "before there is a window, standard error is all there is")]
pub fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let practice = arguments.into_iter().any(|argument| argument == "--practice");
    match start(practice) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("mudbrick-desktop: {message}");
            ExitCode::FAILURE
        }
    }
}

fn start(practice: bool) -> Result<(), String> {
    let home =
        Home::locate(|name| std::env::var_os(name)).map_err(|error| error.problem().message)?;
    // A vault whose key a passphrase protects is opened with it until the window can ask.
    let passphrase = std::env::var("MUDBRICK_PASSPHRASE").ok().map(Secret::new);
    let app = build(tauri::Builder::default(), tauri::generate_context!(), home, passphrase)
        .map_err(|error| format!("the window cannot be opened: {error}"))?;
    if practice {
        let engine = Arc::clone(&app.state::<Shell>().engine);
        tauri::async_runtime::spawn(async move { engine.start_practice().await });
    }
    app.run(|_, _| {});
    Ok(())
}

/// The application, on the real runtime and on Tauri's mock runtime alike.
pub fn build<R: Runtime>(
    builder: tauri::Builder<R>,
    context: Context<R>,
    home: Home,
    passphrase: Option<SecretText>,
) -> tauri::Result<App<R>> {
    let app = builder
        .plugin(tauri_plugin_store::Builder::default().build())
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(tauri::generate_handler![
            commands::app::start,
            commands::app::vault_state,
            commands::app::settings_get,
            commands::app::settings_set,
            commands::app::practice_start,
            commands::app::practice_stop,
            commands::profiles::profiles_list,
            commands::profiles::profile_get,
            commands::profiles::profile_check,
            commands::profiles::profile_create,
            commands::profiles::profile_update,
            commands::profiles::profile_duplicate,
            commands::profiles::profile_delete,
            commands::profiles::profile_restore,
            commands::tokens::secret_copy,
            commands::tokens::secret_reveal,
            commands::tokens::token_get,
            commands::tokens::token_renew,
            commands::tokens::token_copy,
            commands::tokens::token_curl,
            commands::tokens::clipboard_clear,
            commands::keys::keys_list,
            commands::keys::key_generate,
            commands::keys::key_cancel,
            commands::keys::key_save_certificate,
            commands::keys::key_save_private,
            commands::keys::key_register_with_practice,
            commands::requests::requests_list,
            commands::requests::request_get,
            commands::requests::request_save,
            commands::requests::request_check,
            commands::requests::request_send,
            commands::requests::request_cancel,
            commands::history::history_list,
            commands::history::history_get,
            commands::history::history_replay,
            commands::history::history_body,
        ])
        .build(context)?;
    let events = events::TauriEvents::new(app.handle().clone());
    let path = home.path().to_owned();
    let options = EngineOptions { passphrase, ..EngineOptions::with_events(events) };
    let engine = Arc::new(Engine::open(home, options));
    app.manage(Shell { engine, clipboard: Clipboard::default(), home: path });
    Ok(app)
}
