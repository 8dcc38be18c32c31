//! Tells by the system's own notifications, 30, 7 and 1 days before it, that a certificate ends with which a profile signs. A
//! click leads to where a new key pair is made.
//!
//! Adobe's client secrets have no end of their own (03-jwt-eol-and-rotation: `expires_at` is `PERMANENT`).

#[cfg(target_os = "linux")]
#[path = "linux.rs"]
mod system;
#[cfg(not(target_os = "linux"))]
#[path = "native.rs"]
mod system;

use crate::settings_file::{stored, write};
use crate::shell::Shell;
use crate::single;
use mudbrick_engine::view::ProfileSummary;
use mudbrick_model::{ProfileId, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::Duration;
use tauri::{AppHandle, Emitter as _, Manager as _, Runtime};

const KEY: &str = "reminded";
/// Told to the window's page: whose keys are to be shown.
const GO: &str = "mudbrick://keys";
/// Who leaves the window open for weeks is told as well.
const BETWEEN: Duration = Duration::from_secs(6 * 3600);
const DAY_MS: i64 = 24 * 3600 * 1000;
/// Days before the end.
const DAYS: [i64; 3] = [1, 7, 30];

/// What is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reminder {
    pub(crate) profile: ProfileId,
    pub(crate) title: String,
    pub(crate) text: String,
}

/// What was told already: of which end, and how many days before it. Another certificate has another end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Told {
    ends: Timestamp,
    days: i64,
}

/// Looks now and then, until the program ends.
pub(crate) fn watch<R: Runtime>(app: &AppHandle<R>) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let mut looks = tokio::time::interval(BETWEEN);
        // A machine that slept through several is told once.
        looks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            looks.tick().await;
            let app = app.clone();
            // It waits for files and for the bus.
            let looking = tauri::async_runtime::spawn_blocking(move || look(&app));
            let _ = looking.await;
        }
    });
}

fn look<R: Runtime>(app: &AppHandle<R>) {
    let shell = app.state::<Shell>();
    let Ok(profiles) = shell.engine.profiles().list() else { return };
    let told = stored(app, &shell.home, KEY).and_then(|value| serde_json::from_value(value).ok());
    let mut told: BTreeMap<ProfileId, Told> = told.unwrap_or_default();
    let before = told.clone();
    for reminder in due(&profiles, &mut told, shell.clock.now()) {
        let leading = app.clone();
        let profile = reminder.profile.clone();
        system::tell(app, &reminder.title, &reminder.text, move || lead(&leading, &profile));
    }
    if told != before
        && let Ok(value) = serde_json::to_value(&told)
    {
        // What cannot be kept is told once more the next time.
        let _ = write(app, &shell.home, KEY, value);
    }
}

/// Opens the place where a new key pair is made.
fn lead<R: Runtime>(app: &AppHandle<R>, profile: &ProfileId) {
    single::show(app);
    // It fails only when the window is closing.
    let _ = app.emit(GO, profile);
}

/// Those that are to be told now, each once for each of the days. What has ended was told before, and the window says it.
fn due(
    profiles: &[ProfileSummary],
    told: &mut BTreeMap<ProfileId, Told>,
    now: Timestamp,
) -> Vec<Reminder> {
    told.retain(|id, _| profiles.iter().any(|profile| profile.id == *id));
    let mut reminders = Vec::new();
    for profile in profiles {
        let Some(ends) = profile.certificate_ends else { continue };
        let left = ends.0.saturating_sub(now.0);
        if left <= 0 {
            continue;
        }
        let Some(days) = DAYS.into_iter().find(|days| left <= days * DAY_MS) else { continue };
        let known = told.get(&profile.id).filter(|known| known.ends == ends);
        if known.is_some_and(|known| known.days <= days) {
            continue;
        }
        told.insert(profile.id.clone(), Told { ends, days });
        reminders.push(Reminder {
            profile: profile.id.clone(),
            title: title(left),
            text: format!(
                "{}: generate a new key pair, and give Adobe its certificate.",
                visible(&profile.title)
            ),
        });
    }
    reminders
}

fn title(left: i64) -> String {
    match left / DAY_MS {
        0 => "A certificate ends within a day".to_owned(),
        1 => "A certificate ends tomorrow".to_owned(),
        days => format!("A certificate ends in {days} days"),
    }
}

/// A name that came with an imported file has nothing to steer a notification with: neither lines of its own nor markup, which
/// desktops understand in it.
fn visible(title: &str) -> String {
    title.chars().filter(|c| !c.is_control() && !matches!(c, '<' | '>' | '&')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(digit: char, ends: i64) -> ProfileSummary {
        ProfileSummary {
            id: ProfileId::parse(&digit.to_string().repeat(32)).unwrap(),
            name: "Campaign".to_owned(),
            organization: "Acme".to_owned(),
            title: "Acme · <b>Campaign</b>".to_owned(),
            org_id: mudbrick_model::OrgId::parse("AAAABBBBCCCCDDDD0A495E00@AdobeOrg").unwrap(),
            client_id: mudbrick_model::ClientId::parse(&"a".repeat(32)).unwrap(),
            grant: mudbrick_model::Grant::Jwt,
            adobe: mudbrick_model::Adobe::Production,
            risk: mudbrick_model::Risk::Production,
            colour: mudbrick_model::Colour::Blue,
            token: mudbrick_engine::view::TokenState::None,
            certificate_ends: Some(Timestamp(ends)),
        }
    }

    /// How many are told on each of these days before the end, one look after the other.
    fn told_on(days: &[i64]) -> Vec<usize> {
        let ends = 1_800_000_000_000;
        let (profiles, mut told) = ([profile('a', ends)], BTreeMap::new());
        let look = |days: &i64| due(&profiles, &mut told, Timestamp(ends - days * DAY_MS)).len();
        days.iter().map(look).collect()
    }

    #[test]
    fn each_end_is_told_three_times_and_not_more() {
        assert_eq!(told_on(&[31, 30, 29, 8, 7, 6, 2, 1, 1, 0]), [0, 1, 0, 0, 1, 0, 0, 1, 0, 0]);
        assert_eq!(told_on(&[3, 3]), [1, 0], "who looks late is told once");
        assert_eq!(told_on(&[-2]), [0], "what has ended is not about to end");
    }

    #[test]
    fn another_certificate_is_told_of_again_and_a_profile_that_is_gone_is_forgotten() {
        let (now, mut told) = (Timestamp(1_800_000_000_000), BTreeMap::new());
        let soon = now.0 + 5 * DAY_MS;
        assert_eq!(due(&[profile('a', soon)], &mut told, now).len(), 1);
        assert_eq!(due(&[profile('a', soon + 1)], &mut told, now).len(), 1);
        assert!(due(&[], &mut told, now).is_empty() && told.is_empty());
    }

    #[test]
    fn it_says_whose_and_how_long_and_no_markup() {
        let (now, mut told) = (Timestamp(1_800_000_000_000), BTreeMap::new());
        let reminders = due(&[profile('a', now.0 + 6 * DAY_MS + 1)], &mut told, now);
        assert_eq!(reminders[0].title, "A certificate ends in 6 days");
        assert!(
            reminders[0].text.starts_with("Acme · bCampaign/b: generate"),
            "{}",
            reminders[0].text
        );
        assert_eq!(title(DAY_MS + 1), "A certificate ends tomorrow");
    }
}
