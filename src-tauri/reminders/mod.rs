//! Tells by the system's own notifications, 30, 7 and 1 days before it, that a certificate ends with which a profile signs. A
//! click leads to where a new key pair is made, or to the way from JWT where Adobe takes no certificate any more.
//!
//! Adobe's client secrets have no end of their own (03-jwt-eol-and-rotation: `expires_at` is `PERMANENT`).

mod due;
#[cfg(target_os = "linux")]
#[path = "linux.rs"]
mod system;
#[cfg(not(target_os = "linux"))]
#[path = "native.rs"]
mod system;

use crate::settings_file::{stored, write};
use crate::shell::Shell;
use crate::single;
use crate::view::ReminderLead;
use due::{Told, due, is_near};
use jiff::tz::TimeZone;
use mudbrick_engine::view::SigningCertificate;
use mudbrick_model::{KeyId, Timestamp};
use std::collections::BTreeMap;
use std::time::Duration;
use tauri::{AppHandle, Emitter as _, Manager as _, Runtime};

const KEY: &str = "reminded";
/// Told to the window's page: where a click leads.
const GO: &str = "mudbrick://reminder";
/// Timers stand still while a computer sleeps: the clock is looked at so often, and says when it is time.
const TICK: Duration = Duration::from_secs(60);
/// Who leaves the window open for weeks is told as well.
const BETWEEN: Duration = Duration::from_secs(6 * 3600);

/// Looks now and then, until the program ends.
pub(crate) fn watch<R: Runtime>(app: &AppHandle<R>) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let mut ticks = tokio::time::interval(TICK);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut last = None;
        loop {
            ticks.tick().await;
            let now = app.state::<Shell>().clock.now();
            if !is_time(last, now) {
                continue;
            }
            last = Some(now);
            let app = app.clone();
            // It waits for files and for the bus.
            let looking = tauri::async_runtime::spawn_blocking(move || look(&app, now));
            let _ = looking.await;
        }
    });
}

/// Whether to look again: a machine that slept through several times looks once, and a clock that was set back counts anew.
fn is_time(last: Option<Timestamp>, now: Timestamp) -> bool {
    last.is_none_or(|last| now < last || now >= last.after(BETWEEN))
}

fn look<R: Runtime>(app: &AppHandle<R>, now: Timestamp) {
    let shell = app.state::<Shell>();
    let zone = TimeZone::system();
    let Some(signing) = signing(&shell, now, &zone) else { return };
    let told = stored(app, &shell.home, KEY).and_then(|value| serde_json::from_value(value).ok());
    let mut told: BTreeMap<KeyId, Told> = told.unwrap_or_default();
    let before = told.clone();
    for reminder in due(&signing, &mut told, now, &zone) {
        let leading = app.clone();
        let to = reminder.lead;
        system::tell(app, &reminder.title, &reminder.text, move || lead(&leading, &to));
    }
    if told != before
        && let Ok(value) = serde_json::to_value(&told)
    {
        // What cannot be kept is told once more the next time.
        let _ = write(app, &shell.home, KEY, value);
    }
}

/// The certificates that end in the days that count.
fn signing(shell: &Shell, now: Timestamp, zone: &TimeZone) -> Option<Vec<SigningCertificate>> {
    let all = shell.engine.keys().signing().ok()?;
    Some(all.into_iter().filter(|one| is_near(one.ends, now, zone)).collect())
}

/// Opens the place where something is done about it.
fn lead<R: Runtime>(app: &AppHandle<R>, to: &ReminderLead) {
    single::show(app);
    // It fails only when the window is closing.
    let _ = app.emit(GO, to);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_says_when_to_look_again_and_no_timer() {
        let at = |hours: i64| Timestamp(hours * 3_600_000);
        assert!(is_time(None, at(0)));
        assert!(!is_time(Some(at(0)), at(5)));
        assert!(is_time(Some(at(0)), at(6)) && is_time(Some(at(0)), at(60)));
        assert!(is_time(Some(at(0)), at(-1)), "the clock was set back");
    }
}
