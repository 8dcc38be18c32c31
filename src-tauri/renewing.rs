//! Renews the tokens of profiles in use while the window is open, so that nobody waits for Adobe when they copy one. Which are due,
//! and how many at a time, is the engine's rule.

use crate::shell::Shell;
use std::sync::Arc;
use std::time::Duration;
use tauri::{AppHandle, Manager as _, Runtime};

/// A token is due ten minutes before its end: a look a minute leaves nine tries.
const LOOK: Duration = Duration::from_secs(60);

/// Looks again and again, until the program ends.
pub(crate) fn watch<R: Runtime>(app: &AppHandle<R>) {
    let engine = Arc::clone(&app.state::<Shell>().engine);
    tauri::async_runtime::spawn(async move {
        let mut look = tokio::time::interval(LOOK);
        // After a sleep one look is enough: what has ended meanwhile is renewed by who asks for it.
        look.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
        loop {
            look.tick().await;
            engine.tokens().renew_due().await;
        }
    });
}
