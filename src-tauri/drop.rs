//! Files dragged over the window. Rust reads them; the page is told what was recognised and never gets to see the files.

use crate::brought;
use crate::shell::Shell;
use crate::view::Brought;
use mudbrick_engine::view::{FoundRequests, VaultState};
use mudbrick_model::Problem;
use serde::Serialize;
use std::path::PathBuf;
use tauri::{AppHandle, DragDropEvent, Emitter, Manager, Runtime};

/// The event's name on both sides.
const NAME: &str = "mudbrick://drop";

/// What the page is told.
#[derive(Clone, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Dropped {
    Over,
    Left,
    Read { view: Box<Brought> },
    Requests { found: Box<FoundRequests> },
    Failed { problem: Problem },
}

/// Passes a drag on to the page, and reads what is dropped.
pub fn dragged<R: Runtime>(app: &AppHandle<R>, event: &DragDropEvent) {
    match event {
        DragDropEvent::Enter { .. } => tell(app, Dropped::Over),
        DragDropEvent::Leave => tell(app, Dropped::Left),
        DragDropEvent::Drop { paths, .. } => {
            let (app, paths) = (app.clone(), paths.clone());
            // Reading may take a while, and this is the window's own thread.
            tauri::async_runtime::spawn_blocking(move || tell(&app, read(&app, &paths)));
        }
        // Where the pointer is does not matter: the whole window takes files.
        _ => {}
    }
}

fn read<R: Runtime>(app: &AppHandle<R>, paths: &[PathBuf]) -> Dropped {
    let engine = &app.state::<Shell>().engine;
    // A locked vault has nothing in memory, and what is read stays there.
    if let VaultState::Locked { problem, .. } = engine.vault().view().state {
        return Dropped::Failed { problem };
    }
    match brought::files(engine, paths) {
        Ok(view) => Dropped::Read { view: Box::new(view) },
        Err(problem) => match brought::alone(engine, paths) {
            Some(found) => Dropped::Requests { found: Box::new(found) },
            None => Dropped::Failed { problem },
        },
    }
}

fn tell<R: Runtime>(app: &AppHandle<R>, dropped: Dropped) {
    // It fails only when the window is closing, and then nobody is left to be told.
    let _ = app.emit(NAME, dropped);
}
