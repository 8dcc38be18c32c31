//! The tray of macOS and Windows, as Tauri has it. Its menu is made again every minute, since nobody says when it is opened.

use super::menu::{self, Choice, Entry, VERBS};
use std::sync::Arc;
use std::time::Duration;
use tauri::menu::{Menu, MenuItem, PredefinedMenuItem};
use tauri::tray::TrayIconBuilder;
use tauri::{AppHandle, Runtime};

/// What the tray and its menu's lines are called.
const ID: &str = "mudbrick";
const COPY: &str = "copy ";
const BETWEEN: Duration = Duration::from_secs(60);

pub(crate) struct Shown(tauri::async_runtime::JoinHandle<()>);

pub(super) fn show<R: Runtime>(app: &AppHandle<R>, lines: menu::Menu) -> Option<Shown> {
    let lines = Arc::new(lines);
    let chosen = Arc::clone(&lines);
    let tray = TrayIconBuilder::with_id(ID)
        .tooltip("Mudbrick")
        .menu(&made(app, &(lines.look)()).ok()?)
        .on_menu_event(move |_, event| {
            if let Some(choice) = choice_of(event.id().as_ref()) {
                (chosen.choose)(choice);
            }
        });
    let icon = app.default_window_icon().cloned();
    let tray = match icon {
        Some(icon) => tray.icon(icon),
        None => tray,
    };
    tray.build(app).ok()?;
    let app = app.clone();
    Some(Shown(tauri::async_runtime::spawn(async move {
        let mut minutes = tokio::time::interval(BETWEEN);
        loop {
            minutes.tick().await;
            let shown = app.tray_by_id(ID).zip(made(&app, &(lines.look)()).ok());
            let Some((tray, menu)) = shown else { return };
            let _ = tray.set_menu(Some(menu));
        }
    })))
}

pub(super) fn remove<R: Runtime>(app: &AppHandle<R>, Shown(minutes): Shown) {
    minutes.abort();
    drop(app.remove_tray_by_id(ID));
}

fn made<R: Runtime>(app: &AppHandle<R>, entries: &[Entry]) -> tauri::Result<Menu<R>> {
    let menu = Menu::new(app)?;
    let line = |id: &str, label: &str| MenuItem::with_id(app, id, label, true, None::<&str>);
    for entry in entries {
        // A single one would mark a key.
        let label = entry.label.replace('&', "&&");
        menu.append(&line(&format!("{COPY}{}", entry.id), &label)?)?;
    }
    if !entries.is_empty() {
        menu.append(&PredefinedMenuItem::separator(app)?)?;
    }
    for (label, _) in VERBS {
        menu.append(&line(label, label)?)?;
    }
    Ok(menu)
}

fn choice_of(id: &str) -> Option<Choice> {
    if let Some(profile) = id.strip_prefix(COPY) {
        return mudbrick_model::ProfileId::parse(profile).ok().map(Choice::Copy);
    }
    VERBS.into_iter().find(|(label, _)| *label == id).map(|(_, choice)| choice)
}
