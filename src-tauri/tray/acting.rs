//! What the tray's menu lists, and what is done when a person chooses in it.

use super::menu::{Choice, Entry, Menu};
use crate::copying::copy_token;
use crate::shell::Shell;
use crate::{closing, quick, single, told};
use mudbrick_engine::view::{TokenForm, TokenState};
use mudbrick_engine::{JobKind, LockCause, Pace};
use mudbrick_model::{Problem, ProfileId, Timestamp, visible};
use tauri::{AppHandle, Manager as _, Runtime};

/// As many as a menu can have without growing over the screen; the quick window has them all.
const MOST: usize = 15;

/// Shows the tray, or takes it away. Waits for the bus.
pub(crate) fn apply<R: Runtime>(app: &AppHandle<R>, wanted: bool) {
    let (looking, choosing) = (app.clone(), app.clone());
    let menu = wanted.then(|| Menu {
        look: Box::new(move || entries(&looking)),
        choose: Box::new(move |choice| choose(&choosing, choice)),
    });
    app.state::<Shell>().tray.show(app, menu);
}

/// The profiles with what their tokens have left. What cannot be read is not listed; the window says why.
fn entries<R: Runtime>(app: &AppHandle<R>) -> Vec<Entry> {
    let shell = app.state::<Shell>();
    let now = shell.clock.now();
    let profiles = shell.engine.board().recent().unwrap_or_default();
    let each = profiles.into_iter().take(MOST);
    each.map(|one| Entry { label: label(&one.title, &one.token, now), id: one.id }).collect()
}

fn label(title: &str, token: &TokenState, now: Timestamp) -> String {
    let left = match token {
        TokenState::Ready { expires_at, .. } => match now.until(*expires_at).as_secs() / 60 {
            0 => "no token".to_owned(),
            minutes @ ..60 => format!("{minutes} min"),
            minutes => format!("{} h", minutes / 60),
        },
        TokenState::None => "no token".to_owned(),
        TokenState::Unknown => "locked".to_owned(),
        TokenState::Failed { .. } => "failed".to_owned(),
    };
    // A name that came with an imported file has nothing to steer a menu with.
    format!("{} — {left}", visible::line(title))
}

/// Does what was chosen. From any thread, and without waiting.
fn choose<R: Runtime>(app: &AppHandle<R>, choice: Choice) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        match choice {
            Choice::Copy(id) => tell(&app, copy(&app, &id).await),
            Choice::Quick => quick::show(&app),
            Choice::RenewAll => tell(&app, renew_all(&app).await),
            Choice::Lock => lock(&app).await,
            Choice::Open => single::show(&app),
            Choice::Quit => closing::quit(&app, &app.state::<Shell>().closing),
        }
    });
}

async fn copy<R: Runtime>(app: &AppHandle<R>, id: &ProfileId) -> Result<(), Problem> {
    let shell = app.state::<Shell>();
    let job = shell.engine.jobs().start(JobKind::Token);
    copy_token(&shell, &job, id, TokenForm::Token).await.map(drop)
}

async fn renew_all<R: Runtime>(app: &AppHandle<R>) -> Result<(), Problem> {
    let shell = app.state::<Shell>();
    let ids: Vec<ProfileId> = shell.engine.profiles().list()?.into_iter().map(|it| it.id).collect();
    let job = shell.engine.jobs().start(JobKind::Renewal);
    let renewed = shell.engine.board().renew(&job, &ids, Pace::RENEWAL, |_| ()).await?;
    // One that says what is wrong with all of them would be too long for a notice: the board has the rest.
    renewed.failed.into_iter().next().map_or(Ok(()), |failed| Err(failed.problem))
}

async fn lock<R: Runtime>(app: &AppHandle<R>) {
    let app = app.clone();
    // Locking waits for files.
    let locking = tauri::async_runtime::spawn_blocking(move || {
        app.state::<Shell>().lock(LockCause::Person);
    });
    let _ = locking.await;
}

fn tell<R: Runtime>(app: &AppHandle<R>, outcome: Result<(), Problem>) {
    if let Err(problem) = outcome {
        told::tell(app, problem);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_whose_and_how_long() {
        let now = Timestamp(1_000_000_000);
        let ready = |minutes: i64| TokenState::Ready {
            expires_at: Timestamp(now.0 + minutes * 60_000),
            created_at: now,
        };
        assert_eq!(label("Acme · Places", &ready(59), now), "Acme · Places — 59 min");
        assert_eq!(label("Acme · Places", &ready(60), now), "Acme · Places — 1 h");
        assert_eq!(label("Acme · Places", &ready(-1), now), "Acme · Places — no token");
        assert_eq!(label("Acme · Places", &TokenState::Unknown, now), "Acme · Places — locked");
        assert_eq!(
            label("a\u{7}\nb\u{202e}c", &TokenState::None, now),
            "a\\u{7}\\nb\\u{202e}c — no token"
        );
    }
}
