//! How the last call for a token ended, for other processes: `cache/token-<profile>.json`.
//!
//! Nothing in it is a secret; a token itself goes through the vault. A process that asked before the call ended takes its
//! outcome, failure or not, instead of asking Adobe once more: twenty scripts with a wrong secret at once are one call. No
//! clock is compared for that: the outcome is another one than was there at the start, or it is not.
//!
//! Whoever asks later asks anew: a person may have put right what was wrong. From the second failure in a row on, that one holds
//! for a second, then for twice as long each time, or for as long as Adobe asks to wait. Twenty scripts one after the other are
//! a few calls then.

use super::cache_key::CacheKey;
use mudbrick_model::{ErrorCode, Problem, RemedyAction, Timestamp};
use mudbrick_store::Home;
use mudbrick_vault::files;
use serde::{Deserialize, Serialize};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use std::time::Duration;

/// A problem is a few hundred bytes.
const LIMIT: u64 = 64 * 1024;

/// How long the second failure in a row holds.
const FIRST_HOLD: Duration = Duration::from_secs(1);
/// How long a failure holds at most, however often it has happened: a person who has put something right waits no longer.
const LONGEST_HOLD: Duration = Duration::from_secs(300);
/// The most that Adobe is believed to want. A day in `Retry-After` would keep a profile shut for a mistake of some proxy.
const LONGEST_WAIT: Duration = Duration::from_secs(3_600);

/// Where the outcome is, and which one was there when this caller asked.
#[derive(Clone)]
pub(super) struct SharedOutcome {
    path: PathBuf,
    seen: Option<String>,
}

/// What the file says.
#[derive(Serialize, Deserialize)]
struct Outcome {
    /// Another one for each call.
    id: String,
    /// A digest of what the token was asked for with. A build that digests in another way shares nothing, no more.
    #[serde(rename = "asked_with")]
    cache_key: u64,
    /// Why there is no token; none when there is one, in the vault.
    problem: Option<Problem>,
    /// When the call ended, on this machine's clock.
    #[serde(default)]
    ended_at: Option<Timestamp>,
    /// How often in a row it has failed.
    #[serde(default)]
    failures: u32,
    /// Until when the token that came is good.
    #[serde(default)]
    expires_at: Option<Timestamp>,
}

impl Outcome {
    /// How long a failure holds.
    fn hold(&self) -> Duration {
        let hold = match self.failures.checked_sub(2) {
            None => Duration::ZERO,
            Some(times) => {
                let doubled = 1_u32.checked_shl(times).unwrap_or(u32::MAX);
                FIRST_HOLD.saturating_mul(doubled).min(LONGEST_HOLD)
            }
        };
        hold.max(self.problem.as_ref().map_or(Duration::ZERO, asked_to_wait))
    }

    /// Why nobody asks again yet.
    fn held_back(self, now: Timestamp) -> Option<Problem> {
        let ended_at = self.ended_at?;
        // A clock that was set back knows nothing of how long ago it was.
        let is_over = now < ended_at || now >= ended_at.after(self.hold());
        self.problem.filter(|_| !is_over)
    }
}

/// What the problem asks to wait. Only Adobe's own answer brings such a remedy here.
fn asked_to_wait(problem: &Problem) -> Duration {
    match problem.remedy.as_ref().and_then(|remedy| remedy.action.as_deref()) {
        Some(RemedyAction::Wait { seconds }) => {
            Duration::from_secs(u64::from(*seconds)).min(LONGEST_WAIT)
        }
        _ => Duration::ZERO,
    }
}

/// What the call that was waited for came to.
pub(super) enum Ended {
    /// There is a token in the vault.
    WithToken,
    /// Adobe refused, or could not be reached.
    Failed(Problem),
}

impl SharedOutcome {
    /// Looks at the outcome that is there before the caller begins to wait.
    pub(super) fn before_waiting(home: &Home, kept_as: &str) -> Self {
        let path = path(home, kept_as);
        let seen = read(&path).map(|outcome| outcome.id);
        Self { path, seen }
    }

    /// How a call ended that asked for the same, since this caller began to wait.
    pub(super) fn since(&self, key: &CacheKey) -> Option<Ended> {
        let outcome = read(&self.path)?;
        if Some(&outcome.id) == self.seen.as_ref() || outcome.cache_key != digest(key) {
            return None;
        }
        Some(outcome.problem.map_or(Ended::WithToken, Ended::Failed))
    }

    /// Why nobody may ask for the same yet: it has just failed.
    pub(super) fn held_back(&self, key: &CacheKey, now: Timestamp) -> Option<Problem> {
        let outcome = read(&self.path)?;
        if outcome.cache_key == digest(key) { outcome.held_back(now) } else { None }
    }

    /// Tells those who wait: until when the token is good, or why there is none. The caller keeps the token's lock, so that
    /// nobody looks too early.
    pub(super) fn record(
        &self,
        key: &CacheKey,
        ended: Result<Timestamp, &Problem>,
        now: Timestamp,
    ) {
        if !ended.err().is_none_or(is_adobes) {
            return;
        }
        let cache_key = digest(key);
        let before = read(&self.path).filter(|outcome| outcome.cache_key == cache_key);
        let outcome = Outcome {
            id: uuid::Uuid::new_v4().simple().to_string(),
            cache_key,
            problem: ended.err().cloned(),
            ended_at: Some(now),
            failures: match ended {
                Ok(_) => 0,
                Err(_) => before.as_ref().map_or(0, |before| before.failures).saturating_add(1),
            },
            // A failed renewal leaves the token that may still be good.
            expires_at: ended.ok().or_else(|| before?.expires_at),
        };
        let Ok(bytes) = serde_json::to_vec(&outcome) else { return };
        // On a full disk everybody asks for himself, as if nobody had asked before.
        let _ = files::save_cache(&self.path, &bytes);
    }
}

/// Until when the last token is good that was got with this key, as far as a file without secrets tells.
pub(super) fn known_end(home: &Home, kept_as: &str, key: &CacheKey) -> Option<Timestamp> {
    let outcome = read(&path(home, kept_as))?;
    outcome.expires_at.filter(|_| outcome.cache_key == digest(key))
}

/// When the last call that asked with this key brought a token; none when it failed.
pub(super) fn last_success(home: &Home, kept_as: &str, key: &CacheKey) -> Option<Timestamp> {
    let outcome = read(&path(home, kept_as))?;
    outcome.ended_at.filter(|_| outcome.problem.is_none() && outcome.cache_key == digest(key))
}

/// Forgets how the last call ended: the token that came of it was ended before its time.
pub(super) fn forget(home: &Home, kept_as: &str) {
    // Where it stays, it tells an end that is not the token's any more, until the next call.
    let _ = files::remove(&path(home, kept_as));
}

fn path(home: &Home, kept_as: &str) -> PathBuf {
    home.cache().join(format!("token-{kept_as}.json"))
}

/// Whether it is about the call, and so the same for whoever asks. Another process may have another passphrase, or a vault
/// that opens.
fn is_adobes(problem: &Problem) -> bool {
    matches!(
        problem.code,
        ErrorCode::CredentialRefused
            | ErrorCode::ScopeRefused
            | ErrorCode::Throttled
            | ErrorCode::Network
            | ErrorCode::BadAnswer
    )
}

fn read(path: &std::path::Path) -> Option<Outcome> {
    serde_json::from_slice(&files::read(path, LIMIT).ok()?).ok()
}

fn digest(key: &CacheKey) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::fixtures::{PROFILE, key};
    use rstest::rstest;
    use tempfile::TempDir;

    const NOW: Timestamp = Timestamp(1_767_225_600_000);

    fn home() -> (TempDir, Home) {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path());
        (folder, home)
    }

    fn failed(outcome: Option<Ended>) -> Option<Problem> {
        match outcome {
            Some(Ended::Failed(problem)) => Some(problem),
            Some(Ended::WithToken) | None => None,
        }
    }

    fn problem() -> Problem {
        Problem::new(ErrorCode::CredentialRefused, "No.")
    }

    #[test]
    fn who_asked_before_the_end_takes_the_outcome_and_who_asks_after_does_not() {
        let (_folder, home) = home();
        let before = || SharedOutcome::before_waiting(&home, PROFILE);
        let waited = before();
        before().record(&key('a'), Err(&problem()), NOW);
        let late = before();
        assert_eq!(failed(waited.since(&key('a'))), Some(problem()));
        assert!(waited.since(&key('b')).is_none(), "it asked with something else");
        assert!(late.since(&key('a')).is_none());
        // The same failure once more is another one.
        late.record(&key('a'), Err(&problem()), NOW);
        assert_eq!(failed(late.since(&key('a'))), Some(problem()));
        late.record(&key('a'), Ok(NOW), NOW);
        assert!(matches!(late.since(&key('a')), Some(Ended::WithToken)));
    }

    #[rstest]
    #[case::locked(ErrorCode::VaultLocked)]
    #[case::no_secret(ErrorCode::SecretMissing)]
    #[case::disk(ErrorCode::Storage)]
    #[case::cancelled(ErrorCode::Cancelled)]
    fn what_is_this_processs_own_is_not_told(#[case] code: ErrorCode) {
        let (_folder, home) = home();
        let waited = SharedOutcome::before_waiting(&home, PROFILE);
        waited.record(&key('a'), Err(&Problem::new(code, "Own.")), NOW);
        assert!(waited.since(&key('a')).is_none());
    }

    /// The seconds for which a failure holds, each time it happens.
    fn holds(home: &Home, problem: &Problem, times: usize) -> Vec<u64> {
        let shared = SharedOutcome::before_waiting(home, PROFILE);
        let held = |seconds: u64| {
            let now = NOW.after(Duration::from_secs(seconds));
            shared.held_back(&key('a'), now).is_some()
        };
        let fail = |_| {
            shared.record(&key('a'), Err(problem), NOW);
            (0..5_000).find(|seconds| !held(*seconds)).unwrap()
        };
        (0..times).map(fail).collect()
    }

    #[test]
    fn a_failure_holds_twice_as_long_each_time_and_a_token_ends_it() {
        let (_folder, home) = home();
        assert_eq!(holds(&home, &problem(), 12), [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        let shared = SharedOutcome::before_waiting(&home, PROFILE);
        assert!(shared.held_back(&key('b'), NOW).is_none(), "it was asked for with something else");
        assert!(
            shared.held_back(&key('a'), Timestamp(NOW.0 - 1)).is_none(),
            "the clock was set back"
        );
        shared.record(&key('a'), Ok(NOW), NOW);
        assert!(shared.held_back(&key('a'), NOW).is_none());
        assert_eq!(holds(&home, &problem(), 2), [0, 1]);
    }

    #[rstest]
    #[case::a_while(30, 30)]
    #[case::a_day(86_400, 3_600)]
    fn adobe_is_given_the_time_that_it_asks_for(#[case] seconds: u32, #[case] expected: u64) {
        let (_folder, home) = home();
        let wait = Problem::new(ErrorCode::Throttled, "Wait.")
            .remedy("Wait.")
            .action(RemedyAction::Wait { seconds });
        assert_eq!(holds(&home, &wait, 2), [expected, expected]);
    }

    #[test]
    fn the_end_of_the_last_token_is_known_without_opening_anything() {
        let (_folder, home) = home();
        assert_eq!(known_end(&home, PROFILE, &key('a')), None);
        let shared = SharedOutcome::before_waiting(&home, PROFILE);
        shared.record(&key('a'), Ok(NOW), NOW);
        assert_eq!(known_end(&home, PROFILE, &key('a')), Some(NOW));
        assert_eq!(known_end(&home, PROFILE, &key('b')), None);
    }
}
