//! Passes the engine's events to the window as one broadcast, `mudbrick://event`.

use mudbrick_engine::EventSink;
use mudbrick_engine::view::Event;
use tauri::{AppHandle, Emitter, Runtime};

/// The event's name on both sides.
const NAME: &str = "mudbrick://event";

pub(crate) struct TauriEvents<R: Runtime>(AppHandle<R>);

impl<R: Runtime> TauriEvents<R> {
    pub(crate) fn new(app: AppHandle<R>) -> Self {
        Self(app)
    }
}

impl<R: Runtime> EventSink for TauriEvents<R> {
    fn emit(&self, event: Event) {
        // It fails only when the window is closing, and then nobody is left to be told.
        let _ = self.0.emit(NAME, event);
    }
}
