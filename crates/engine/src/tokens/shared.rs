//! How the last call for a profile's token ended, for processes that waited for it: `cache/token-<profile>.json`.
//!
//! Nothing in it is a secret; a token itself goes through the vault. A process that asked before the call ended takes its
//! outcome, failure or not, instead of asking Adobe once more: twenty scripts with a wrong secret are one call. Whoever
//! asks later asks anew. No clock is compared: the outcome is another one than was there at the start, or it is not.

use super::cache_key::CacheKey;
use mudbrick_model::{ErrorCode, Problem, ProfileId};
use mudbrick_store::Home;
use mudbrick_vault::files;
use serde::{Deserialize, Serialize};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;

/// A problem is a few hundred bytes.
const LIMIT: u64 = 64 * 1024;

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
    pub(super) fn before_waiting(home: &Home, id: &ProfileId) -> Self {
        let path = home.cache().join(format!("token-{id}.json"));
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

    /// Tells those who wait. The caller keeps the token's lock, so that nobody looks too early.
    pub(super) fn record(&self, key: &CacheKey, problem: Option<&Problem>) {
        if !problem.is_none_or(is_adobes) {
            return;
        }
        let id = uuid::Uuid::new_v4().simple().to_string();
        let outcome = Outcome { id, cache_key: digest(key), problem: problem.cloned() };
        let Ok(bytes) = serde_json::to_vec(&outcome) else { return };
        // On a full disk everybody asks for himself, as if nobody had asked before.
        let _ = files::save_cache(&self.path, &bytes);
    }
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

    fn home() -> (TempDir, Home, ProfileId) {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path());
        (folder, home, ProfileId::parse(PROFILE).unwrap())
    }

    fn failed(outcome: Option<Ended>) -> Option<Problem> {
        match outcome {
            Some(Ended::Failed(problem)) => Some(problem),
            Some(Ended::WithToken) | None => None,
        }
    }

    #[test]
    fn who_asked_before_the_end_takes_the_outcome_and_who_asks_after_does_not() {
        let (_folder, home, id) = home();
        let waited = SharedOutcome::before_waiting(&home, &id);
        let problem = Problem::new(ErrorCode::Throttled, "Wait.").remedy("Wait 7 s.");
        SharedOutcome::before_waiting(&home, &id).record(&key('a'), Some(&problem));
        let late = SharedOutcome::before_waiting(&home, &id);
        assert_eq!(failed(waited.since(&key('a'))), Some(problem.clone()));
        assert!(waited.since(&key('b')).is_none(), "it asked with something else");
        assert!(late.since(&key('a')).is_none());
        // The same failure once more is another one.
        late.record(&key('a'), Some(&problem));
        assert_eq!(failed(late.since(&key('a'))), Some(problem));
        late.record(&key('a'), None);
        assert!(matches!(late.since(&key('a')), Some(Ended::WithToken)));
    }

    #[rstest]
    #[case::locked(ErrorCode::VaultLocked)]
    #[case::no_secret(ErrorCode::SecretMissing)]
    #[case::disk(ErrorCode::Storage)]
    #[case::cancelled(ErrorCode::Cancelled)]
    fn what_is_this_processs_own_is_not_told(#[case] code: ErrorCode) {
        let (_folder, home, id) = home();
        let waited = SharedOutcome::before_waiting(&home, &id);
        waited.record(&key('a'), Some(&Problem::new(code, "Own.")));
        assert!(waited.since(&key('a')).is_none());
    }
}
