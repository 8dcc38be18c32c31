//! Locks the vault when nobody is there: after a while without a key or a click, along with the screen, and when another
//! Mudbrick asks for it. Locking also takes our secret from the clipboard, and the same pulse takes it off when its time is
//! over.

use crate::shell::Shell;
use mudbrick_engine::LockCause;
use mudbrick_engine::view::VaultState;
use std::time::Duration;
use tauri::{AppHandle, Manager, Runtime};

/// How often is looked. A person who comes back within it finds the vault open at most that much too long.
pub(crate) const PULSE: Duration = Duration::from_secs(1);

impl Shell {
    /// Locks the vault, and clears the clipboard if it holds one of its secrets.
    pub(crate) fn lock(&self, cause: LockCause) {
        self.engine.vault().lock(cause);
        self.clipboard.clear();
    }
}

/// Looks again and again, until the program ends.
pub(crate) fn watch<R: Runtime>(app: &AppHandle<R>, pulse: Duration) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let mut pulse = tokio::time::interval(pulse);
        pulse.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
        loop {
            pulse.tick().await;
            look(&app);
        }
    });
}

fn look<R: Runtime>(app: &AppHandle<R>) {
    let shell = app.state::<Shell>();
    shell.clipboard.clear_when_due(shell.clock.now());
    shell.size.keep(app, &shell.home);
    let requested = shell.engine.vault().lock_requested();
    if shell.engine.vault().view().state != VaultState::Open {
        return;
    }
    if requested {
        return shell.lock(LockCause::Person);
    }
    let minutes = shell.engine.policy().locking().after_minutes;
    if shell.presence.is_over(minutes, shell.clock.now()) {
        shell.lock(LockCause::Idle);
    }
}

/// The screen was locked, or the machine goes to sleep.
pub(crate) fn screen_locked<R: Runtime>(app: &AppHandle<R>) {
    let shell = app.state::<Shell>();
    let wanted = shell.engine.policy().locking().with_screen;
    if wanted && shell.engine.vault().view().state == VaultState::Open {
        shell.lock(LockCause::Screen);
    }
}
