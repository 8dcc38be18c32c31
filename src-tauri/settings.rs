//! What the pages remember. When the vault locks itself does matter: the window shows and changes it along with the rest, and
//! the policy keeps it.

use crate::quick;
use crate::settings_file::{not_saved, stored, write};
use crate::shell::Shell;
use crate::tray::acting;
use crate::view::Settings;
use mudbrick_engine::Locking;
use mudbrick_model::Problem;
use serde_json::Value;
use tauri::{AppHandle, Runtime};

const KEY: &str = "window";
/// What earlier versions kept here.
const LOCKING: [&str; 2] = ["lock_after_minutes", "lock_with_screen"];

pub(crate) fn load<R: Runtime>(app: &AppHandle<R>, shell: &Shell) -> Settings {
    let locking = shell.engine.policy().locking();
    *shell.shown.lock() = Some(locking);
    Settings {
        lock_after_minutes: locking.after_minutes,
        lock_with_screen: locking.with_screen,
        ..load_own(app, shell)
    }
}

pub(crate) fn save<R: Runtime>(
    app: &AppHandle<R>,
    shell: &Shell,
    settings: &Settings,
) -> Result<(), Problem> {
    let before_this = load_own(app, shell);
    let mut value = serde_json::to_value(settings).map_err(not_saved)?;
    remove_locking(&mut value);
    write(app, &shell.home, KEY, value)?;
    let wanted = Locking {
        after_minutes: settings.lock_after_minutes,
        with_screen: settings.lock_with_screen,
    };
    let mut shown = shell.shown.lock();
    let before = shown.unwrap_or_else(|| shell.engine.policy().locking());
    if wanted != before {
        shell.engine.policy().set(|policy| change(&mut policy.locking, before, wanted))?;
        *shown = Some(wanted);
    }
    if settings.tray != before_this.tray {
        acting::apply(app, settings.tray);
    }
    if settings.quick_keys != before_this.quick_keys {
        quick::listen(app, &settings.quick_keys)?;
    }
    Ok(())
}

/// What is kept of the window's own, without what the policy keeps.
fn load_own<R: Runtime>(app: &AppHandle<R>, shell: &Shell) -> Settings {
    let stored = stored(app, &shell.home, KEY);
    stored.and_then(|value| serde_json::from_value(value).ok()).unwrap_or_default()
}

/// Changes what the person changed, and nothing that was changed elsewhere meanwhile.
fn change(locking: &mut Locking, before: Locking, wanted: Locking) {
    if wanted.after_minutes != before.after_minutes {
        locking.after_minutes = wanted.after_minutes;
    }
    if wanted.with_screen != before.with_screen {
        locking.with_screen = wanted.with_screen;
    }
}

/// Moves what an earlier version kept here into the policy, once. Where there is a policy already, that one counts. What
/// cannot be moved now stays for the next start.
pub(crate) fn take_over<R: Runtime>(app: &AppHandle<R>, shell: &Shell) {
    let Some(mut value) = stored(app, &shell.home, KEY) else { return };
    if LOCKING.iter().all(|key| value.get(key).is_none()) {
        return;
    }
    let policy = shell.engine.policy();
    if !policy.is_written() {
        let Ok(settings) = serde_json::from_value::<Settings>(value.clone()) else { return };
        let moved = policy.set(|policy| {
            policy.locking.after_minutes = settings.lock_after_minutes;
            policy.locking.with_screen = settings.lock_with_screen;
        });
        if moved.is_err() {
            return;
        }
    }
    remove_locking(&mut value);
    // Should this fail, the policy counts all the same.
    let _ = write(app, &shell.home, KEY, value);
}

fn remove_locking(value: &mut Value) {
    if let Some(members) = value.as_object_mut() {
        for key in LOCKING {
            members.remove(key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Locking, change};

    #[test]
    fn what_the_window_did_not_change_is_left_as_the_policy_has_it() {
        let shown = Locking { after_minutes: 15, with_screen: true };
        let mut policy = Locking { after_minutes: 5, with_screen: true };
        change(&mut policy, shown, Locking { with_screen: false, ..shown });
        assert_eq!(policy, Locking { after_minutes: 5, with_screen: false });
        change(&mut policy, shown, Locking { after_minutes: 30, ..shown });
        assert_eq!(policy, Locking { after_minutes: 30, with_screen: false });
    }
}
