//! The window's shell: starts Tauri, hands the engine to the commands, and passes the engine's events on.
//!
//! Only what needs a window lives here: commands that unpack and call, the clipboard, native file dialogs, window
//! settings. Everything else is the engine's.

mod arguments;
mod brought;
mod clipboard;
mod clipboard_guard;
mod closing;
mod commands;
mod copying;
mod dialogs;
mod drop;
mod events;
mod locking;
mod metered;
mod pasteboard;
mod presence;
mod quick;
mod quick_copying;
mod quick_wanted;
mod reminders;
mod renewing;
mod screen;
mod settings;
mod settings_file;
mod shell;
mod shown;
mod single;
mod size;
mod told;
mod tray;
mod vault_keys;
mod view;

use arguments::{Arguments, complain};
use clipboard::Clipboard;
use clipboard_guard::Guard;
use closing::Closing;
pub use dialogs::Dialogs;
pub use drop::dragged;
use mudbrick_engine::{AgeKey, DiagnosticsLog, Engine, EngineOptions, Secret, SecretText};
use mudbrick_model::{Clock, Explain, SystemClock};
use mudbrick_store::Home;
pub use pasteboard::{Content, Pasteboard};
use presence::Presence;
use shell::Shell;
use shown::Shown;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tauri::{App, AppHandle, Context, Manager, RunEvent, Runtime, Window, WindowEvent};
use tray::{Tray, acting};
use vault_keys::{Ended, VaultKeys};

/// The first view has the machine to itself for so long.
const AFTER_START: Duration = Duration::from_millis(1500);

/// What the window is built over. A test puts its own in the places of the system's.
pub struct ShellOptions {
    /// Where everything is kept.
    pub home: Home,
    /// Opens a vault whose key a passphrase protects.
    pub passphrase: Option<SecretText>,
    /// The vault's key itself, where the person keeps it.
    pub age_key: Option<AgeKey>,
    /// The clipboard.
    pub pasteboard: Box<dyn Pasteboard>,
    /// The program that takes a secret off the clipboard when this one was killed; nobody does when none.
    pub clipboard_guard: Option<PathBuf>,
    /// The system's dialogs when none.
    pub dialogs: Option<Box<dyn Dialogs>>,
    /// Where the time comes from.
    pub clock: Arc<dyn Clock>,
    /// Whether shortcuts of the whole system may be registered.
    pub shortcuts: bool,
    /// How often is looked whether the vault has to be locked.
    pub pulse: Duration,
}

impl ShellOptions {
    /// The system's own clipboard, dialogs and clock.
    pub fn over(home: Home) -> Self {
        Self {
            home,
            passphrase: None,
            age_key: None,
            pasteboard: Box::new(pasteboard::System::default()),
            clipboard_guard: None,
            dialogs: None,
            clock: Arc::new(SystemClock),
            shortcuts: false,
            pulse: locking::PULSE,
        }
    }
}

/// Takes a secret off the clipboard when the window's program was killed, if this process is the one that was started for that.
pub fn clipboard_guard_work(arguments: &[OsString]) -> Option<ExitCode> {
    let arguments = arguments.iter().map(OsString::as_os_str);
    clipboard_guard::work(arguments, || Box::new(pasteboard::System::default()))
}

/// Runs the program until its window is closed, or says what was asked for where no window is needed.
pub fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    // Before there is a thread, and before anything is said or opened.
    let (keys, arguments) = match VaultKeys::take(arguments.collect()) {
        Ok(taken) => taken,
        Err(Ended::With(code)) => return code,
        Err(Ended::Failed(message)) => {
            complain(&message);
            return ExitCode::FAILURE;
        }
    };
    let arguments = match Arguments::read(arguments.into_iter()) {
        Ok(arguments) => arguments,
        Err(code) => return code,
    };
    match start(&arguments, &keys) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            complain(&message);
            ExitCode::FAILURE
        }
    }
}

fn start(arguments: &Arguments, keys: &VaultKeys) -> Result<(), String> {
    let home =
        Home::locate(|name| std::env::var_os(name)).map_err(|error| error.problem().message)?;
    // A vault whose key a passphrase protects is opened with it until the window can ask.
    let passphrase = keys.get("MUDBRICK_PASSPHRASE");
    let passphrase = passphrase.and_then(|text| text.into_string().ok()).map(Secret::new);
    let mut context = tauri::generate_context!();
    context.config_mut().identifier = single::identifier(&context.config().identifier, &home);
    // Before anything is opened: it is waited for.
    if arguments.quick && single::hand_over(&context.config().identifier) {
        return Ok(());
    }
    keep_log(&home);
    find_display()?;
    let age_key = AgeKey::from_environment(|name| keys.get(name));
    let clipboard_guard = std::env::current_exe().ok();
    let options = ShellOptions {
        passphrase,
        age_key,
        clipboard_guard,
        shortcuts: true,
        ..ShellOptions::over(home)
    };
    let config = context.config_mut();
    if let Some(window) = config.app.windows.first_mut() {
        size::restore(&options.home, window);
    }
    let builder = tauri::Builder::default()
        .plugin(single::Single { show_quick: quick::show })
        .plugin(tauri_plugin_global_shortcut::Builder::new().build());
    #[cfg(not(target_os = "linux"))]
    let builder = builder.plugin(tauri_plugin_notification::init());
    let app = build(builder, context, options)
        .map_err(|error| format!("the window cannot be opened: {error}"))?;
    let handle = app.handle().clone();
    screen::watch(move || locking::screen_locked(&handle));
    stand_by(app.handle());
    if arguments.quick {
        quick::show(app.handle());
    }
    if arguments.practice {
        let engine = Arc::clone(&app.state::<Shell>().engine);
        tauri::async_runtime::spawn(async move { engine.practice().start().await });
    }
    app.run(|app, event| {
        if matches!(event, RunEvent::Exit) {
            // What was typed last may not have been due yet, and nothing else runs before the process ends.
            app.state::<Shell>().engine.drafts().flush();
            single::let_go(app);
            // A secret that was copied stays for a minute at most, and a program that has ended cannot take it off again.
            app.state::<Shell>().clipboard.clear();
            // What Adobe tells once, such as what renews a sign-in, is lost with the process.
            tauri::async_runtime::block_on(mudbrick_engine::all_kept());
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

/// What nobody waits for when the window opens: the tray, the shortcut of the whole system, and the quick window behind it.
fn stand_by<R: Runtime>(app: &AppHandle<R>) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(AFTER_START).await;
        let settings = settings::load(&app, &app.state::<Shell>());
        // The shortcut may be another program's by now, which the settings say when they are looked at.
        let _ = quick::listen(&app, &settings.quick_keys);
        quick::prepare(&app);
        reminders::watch(&app);
        // It waits for the bus.
        let with_tray = app.clone();
        tauri::async_runtime::spawn_blocking(move || acting::apply(&with_tray, settings.tray));
    });
}

fn on_window_event<R: Runtime>(window: &Window<R>, event: &WindowEvent) {
    // The first ones come before there is anything to keep them in.
    let Some(shell) = window.try_state::<Shell>() else { return };
    if window.label() == quick::LABEL {
        return quick::on_event(window, event);
    }
    match event {
        WindowEvent::DragDrop(event) => dragged(window.app_handle(), event),
        WindowEvent::CloseRequested { api, .. } if shell.tray.is_shown() => {
            closing::put_away(window, api);
        }
        WindowEvent::CloseRequested { api, .. } => closing::requested(window, api, &shell.closing),
        WindowEvent::Resized(_) => shell.size.changed(window),
        _ => {}
    }
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
    let ShellOptions {
        home,
        passphrase,
        age_key,
        pasteboard,
        clipboard_guard,
        dialogs,
        clock,
        shortcuts,
        pulse,
    } = options;
    let app = builder
        .plugin(tauri_plugin_store::Builder::default().build())
        .plugin(tauri_plugin_dialog::init())
        .on_window_event(on_window_event)
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
            commands::quick::quick_list,
            commands::quick::quick_copy,
            commands::quick::quick_show,
            commands::quick::quick_hide,
            commands::quick::window_show,
            commands::board::board_rows,
            commands::board::board_renew,
            commands::board::board_save,
            commands::checkup::checkup,
            commands::checkup::checkup_markdown,
            commands::checkup::checkup_save,
            commands::checkup::products_list,
            commands::checkup::sandboxes_list,
            commands::checkup::sandbox_switch,
            commands::rotation::rotation_plan,
            commands::rotation::rotation_under_way,
            commands::rotation::rotation_set_place,
            commands::rotation::rotation_carry_out,
            commands::tokens::secret_copy,
            commands::tokens::secret_reveal,
            commands::tokens::token_get,
            commands::tokens::token_renew,
            commands::tokens::sign_in,
            commands::tokens::sign_in_answer,
            commands::tokens::sign_out,
            commands::tokens::token_copy,
            commands::tokens::token_curl,
            commands::tokens::clipboard_clear,
            commands::inspection::token_inspect,
            commands::inspection::token_compare,
            commands::inspection::token_ask,
            commands::inspection::token_revoke,
            commands::migration::migrations_list,
            commands::migration::migration_status,
            commands::migration::migration_try,
            commands::migration::migration_switch,
            commands::migration::migration_undo,
            commands::migration::migration_retire,
            commands::migration::console_open,
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
            commands::requests::request_save_code_body,
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
            commands::history::history_before_replay,
            commands::history::history_count,
            commands::history::history_size,
            commands::history::history_note,
            commands::history::history_pin,
            commands::history::history_store_secret,
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
            commands::runs::replay_prompts,
            commands::runs::replay_plan,
            commands::runs::replay_on,
        ])
        .build(context)?;
    let events = events::TauriEvents::new(app.handle().clone());
    let path = home.path().to_owned();
    let options = EngineOptions {
        jq_program: mudbrick_engine::jq_program(),
        passphrase,
        age_key,
        clock: Arc::clone(&clock),
        metered: metered::network(),
        ..EngineOptions::with_events(events)
    };
    app.manage(Shell {
        engine: Arc::new(Engine::open(home, options)),
        clipboard: Clipboard::over(pasteboard, Guard::by(clipboard_guard)),
        dialogs: dialogs.unwrap_or_else(|| Box::new(dialogs::Native(app.handle().clone()))),
        presence: Presence::now(clock.now()),
        clock,
        shown: Shown::default(),
        size: size::Pending::default(),
        closing: Closing::default(),
        tray: Tray::default(),
        quick: quick_wanted::Wanted::default(),
        has_shortcuts: shortcuts,
        watched: Mutex::default(),
        home: path,
    });
    settings::take_over(app.handle(), &app.state::<Shell>());
    locking::watch(app.handle(), pulse);
    renewing::watch(app.handle());
    watch_requests(app.handle());
    Ok(app)
}
