//! What went wrong out of sight of the large window, in the tray or the quick window: it is said where it can be read.

use crate::single;
use mudbrick_model::Problem;
use tauri::{AppHandle, Emitter as _, Runtime};

/// The event's name on both sides.
const NAME: &str = "mudbrick://told";

/// Brings the large window to the front, which says it.
pub(crate) fn tell<R: Runtime>(app: &AppHandle<R>, problem: Problem) {
    single::show(app);
    // It fails only when the window is closing.
    let _ = app.emit(NAME, problem);
}
