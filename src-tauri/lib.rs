//! The window's shell: starts Tauri, hands the engine to the commands, and passes the engine's events on.
//!
//! Only what needs a window lives here: commands that unpack and call, the clipboard, native file dialogs, window
//! settings. Everything else is the engine's.

mod arguments;
mod board;
mod brought;
mod clipboard;
mod closing;
mod commands;
mod dialogs;
mod drop;
mod events;
mod locking;
mod presence;
mod screen;
mod settings;
mod settings_file;
mod shell;
mod shown;
mod single;
mod size;
mod view;

use arguments::{Arguments, complain};
pub use board::{Board, Content};
use clipboard::Clipboard;
use closing::Closing;
pub use dialogs::Dialogs;
pub use drop::dragged;
use mudbrick_engine::{DiagnosticsLog, Engine, EngineOptions, Secret, SecretText};
use mudbrick_model::{Clock, Explain, SystemClock};
use mudbrick_store::Home;
use presence::Presence;
use shell::Shell;
use shown::Shown;
use std::ffi::OsString;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tauri::{App, AppHandle, Context, Manager, RunEvent, Runtime, WindowEvent};

/// What the window is built over. A test puts its own in the places of the system's.
pub struct ShellOptions {
    /// Where everything is kept.
    pub home: Home,
    /// Opens a vault whose key a passphrase protects.
    pub passphrase: Option<SecretText>,
    /// The clipboard.
    pub board: Box<dyn Board>,
    /// The system's dialogs when none.
    pub dialogs: Option<Box<dyn Dialogs>>,
    /// Where the time comes from.
    pub clock: Arc<dyn Clock>,
    /// How often is looked whether the vault has to be locked.
    pub pulse: Duration,
}

impl ShellOptions {
    /// The system's own clipboard, dialogs and clock.
    pub fn over(home: Home) -> Self {
        Self {
            home,
            passphrase: None,
            board: Box::new(board::System::default()),
            dialogs: None,
            clock: Arc::new(SystemClock),
            pulse: locking::PULSE,
        }
    }
}

/// Runs the program until its window is closed, or says what was asked for where no window is needed.
pub fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::read(arguments) {
        Ok(arguments) => arguments,
        Err(code) => return code,
    };
    match start(arguments.practice) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            complain(&message);
            ExitCode::FAILURE
        }
    }
}

fn start(practice: bool) -> Result<(), String> {
    let home =
        Home::locate(|name| std::env::var_os(name)).map_err(|error| error.problem().message)?;
    // A vault whose key a passphrase protects is opened with it until the window can ask.
    let passphrase = std::env::var("MUDBRICK_PASSPHRASE").ok().map(Secret::new);
    keep_log(&home);
    find_display()?;
    let options = ShellOptions { passphrase, ..ShellOptions::over(home) };
    let mut context = tauri::generate_context!();
    let config = context.config_mut();
    config.identifier = single::identifier(&config.identifier, &options.home);
    if let Some(window) = config.app.windows.first_mut() {
        size::restore(&options.home, window);
    }
    let app = build(tauri::Builder::default().plugin(single::plugin()), context, options)
        .map_err(|error| format!("the window cannot be opened: {error}"))?;
    let handle = app.handle().clone();
    screen::watch(move || locking::screen_locked(&handle));
    if practice {
        let engine = Arc::clone(&app.state::<Shell>().engine);
        tauri::async_runtime::spawn(async move { engine.practice().start().await });
    }
    app.run(|app, event| {
        if matches!(event, RunEvent::Exit) {
            // What was typed last may not have been due yet, and nothing else runs before the process ends.
            app.state::<Shell>().engine.drafts().flush();
            // A secret that was copied stays for a minute at most, and a program that has ended cannot take it off again.
            app.state::<Shell>().clipboard.clear();
        }
    });
    Ok(())
}

/// Tauri panics where there is no display, with pages that nobody can use.
#[cfg(target_os = "linux")]
fn find_display() -> Result<(), String> {
    gtk::init().map_err(|_| {
        "there is no display to open a window on. The command `mudbrick` does the same from a terminal.".to_owned()
    })
}

#[cfg(not(target_os = "linux"))]
fn find_display() -> Result<(), String> {
    Ok(())
}

/// Looking through all folders of requests takes a moment, for which no window waits.
fn watch_requests<R: Runtime>(app: &AppHandle<R>) {
    let app = app.clone();
    tauri::async_runtime::spawn_blocking(move || {
        let shell = app.state::<Shell>();
        // Where they cannot be watched, the log says so, and the page looks when somebody comes back to it.
        let watched = shell.engine.requests().watch().ok();
        *shell.watched.lock().unwrap_or_else(PoisonError::into_inner) = watched;
    });
}

/// Has what happens in this process written to the home's diagnostics log.
pub fn keep_log(home: &Home) {
    DiagnosticsLog::of(home, Arc::new(SystemClock)).install();
}

/// The application, on the real runtime and on Tauri's mock runtime alike.
pub fn build<R: Runtime>(
    builder: tauri::Builder<R>,
    context: Context<R>,
    options: ShellOptions,
) -> tauri::Result<App<R>> {
    let ShellOptions { home, passphrase, board, dialogs, clock, pulse } = options;
    let app = builder
        .plugin(tauri_plugin_store::Builder::default().build())
        .plugin(tauri_plugin_dialog::init())
        .on_window_event(|window, event| match event {
            WindowEvent::DragDrop(event) => dragged(window.app_handle(), event),
            WindowEvent::CloseRequested { api, .. } => {
                if let Some(shell) = window.try_state::<Shell>() {
                    closing::requested(window, api, &shell.closing);
                }
            }
            // The first ones come before there is anything to keep them in.
            WindowEvent::Resized(_) => {
                if let Some(shell) = window.try_state::<Shell>() {
                    shell.size.changed(window);
                }
            }
            _ => {}
        })
        .invoke_handler(tauri::generate_handler![
            commands::app::start,
            commands::app::settings_get,
            commands::app::settings_set,
            commands::app::practice_start,
            commands::app::practice_stop,
            commands::doctor::diagnostics_save,
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
            commands::keys::key_check,
            commands::keys::key_generate,
            commands::running::run_plan,
            commands::running::run_begin,
            commands::running::run_resume,
            commands::running::run_results,
            commands::running::runs_list,
            commands::running::run_report_save,
            commands::running::run_data_choose,
            commands::jobs::jobs_list,
            commands::jobs::job_stop,
            commands::keys::key_match,
            commands::keys::key_rename,
            commands::keys::key_delete,
            commands::keys::key_save_certificate,
            commands::keys::key_save_private,
            commands::keys::key_save_pkcs12,
            commands::keys::key_save_reminder,
            commands::keys::key_register_with_practice,
            commands::keys::subject_templates,
            commands::keys::subject_template_save,
            commands::keys::subject_template_delete,
            commands::import::import_open,
            commands::import::import_clipboard,
            commands::import::import_unlock,
            commands::import::import_apply,
            commands::import::import_discard,
            commands::exports::export_profile,
            commands::exports::export_kit,
            commands::exports::export_backup,
            commands::exports::export_inventory,
            commands::vault::vault_state,
            commands::vault::vault_unlock,
            commands::vault::vault_lock,
            commands::vault::vault_use_passphrase,
            commands::vault::vault_change_passphrase,
            commands::vault::vault_use_keyring,
            commands::vault::activity,
            commands::vault::secret_generations,
            commands::vault::secret_restore,
            commands::vault::secret_remove,
            commands::requests::requests_list,
            commands::requests::request_get,
            commands::requests::request_save,
            commands::requests::request_rename,
            commands::requests::request_before_moving,
            commands::requests::request_move,
            commands::requests::request_duplicate,
            commands::requests::request_delete,
            commands::requests::request_undo,
            commands::requests::request_places,
            commands::requests::place_before_moving,
            commands::requests::place_move,
            commands::requests::place_duplicate,
            commands::requests::place_delete,
            commands::requests::place_make,
            commands::requests::request_pasted,
            commands::requests::request_clipboard,
            commands::requests::request_check,
            commands::requests::request_prompts,
            commands::requests::request_send,
            commands::requests::request_going_out,
            commands::requests::request_written_as,
            commands::requests::request_copy_with_secrets,
            commands::collections::collections_open,
            commands::collections::collections_open_folder,
            commands::collections::collections_plan,
            commands::collections::collections_add,
            commands::collections::collections_discard,
            commands::collections::requests_export,
            commands::tabs::tabs_list,
            commands::tabs::tab_keep,
            commands::tabs::tab_edit,
            commands::tabs::tabs_handed_over,
            commands::tabs::tab_close,
            commands::tabs::tab_reopen,
            commands::tabs::tabs_arrange,
            commands::tabs::tab_settle,
            commands::history::history_list,
            commands::history::history_get,
            commands::history::history_replay,
            commands::history::history_count,
            commands::history::history_size,
            commands::history::history_note,
            commands::history::history_pin,
            commands::history::history_delete,
            commands::history::history_delete_matching,
            commands::answers::answer_look,
            commands::answers::answer_rows,
            commands::answers::answer_children,
            commands::answers::answer_table,
            commands::answers::answer_find,
            commands::answers::answer_found,
            commands::answers::answer_match,
            commands::answers::answer_row_at,
            commands::answers::answer_query,
            commands::answers::answer_pages,
            commands::answers::answer_path,
            commands::answers::answer_text,
            commands::answers::answer_picture,
            commands::answers::answer_save,
            commands::comparison::comparison_open,
            commands::comparison::comparison_rows,
            commands::comparison::comparison_place,
            commands::comparison::comparison_text,
            commands::comparison::comparison_before,
            commands::comparison::comparison_file,
            commands::runs::replay_plan,
            commands::runs::replay_on,
        ])
        .build(context)?;
    let events = events::TauriEvents::new(app.handle().clone());
    let path = home.path().to_owned();
    let options = EngineOptions {
        jq_program: mudbrick_engine::jq_program(),
        passphrase,
        clock: Arc::clone(&clock),
        ..EngineOptions::with_events(events)
    };
    app.manage(Shell {
        engine: Arc::new(Engine::open(home, options)),
        clipboard: Clipboard::over(board),
        dialogs: dialogs.unwrap_or_else(|| Box::new(dialogs::Native(app.handle().clone()))),
        presence: Presence::now(clock.now()),
        clock,
        shown: Shown::default(),
        size: size::Pending::default(),
        closing: Closing::default(),
        watched: Mutex::default(),
        home: path,
    });
    settings::take_over(app.handle(), &app.state::<Shell>());
    locking::watch(app.handle(), pulse);
    watch_requests(app.handle());
    Ok(app)
}
