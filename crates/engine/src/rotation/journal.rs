//! How far a rotation is, in a file of its client, without a secret: `rotations/<Adobe>-<client ID>.json`. It is written before
//! Adobe is asked for a secret and removed when only one is left.

use crate::step_file;
use mudbrick_model::{Adobe, ErrorCode, Problem, Profile, ProfileId, Timestamp};
use mudbrick_store::Home;
use mudbrick_vault::files::{self, FileLock};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

const VERSION: u32 = 1;

/// A secret that Adobe made so near to when it was asked for one, by its own clock: a call takes at most 45 seconds, and Adobe's
/// machines have clocks of their own.
const MADE_WITHIN: Duration = Duration::from_secs(60);

/// A rotation that was begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Journal {
    version: u32,
    client: String,
    /// Whose vault file has the new secret until all profiles of the client have it.
    pub(super) profile: ProfileId,
    pub(super) begun_at: Timestamp,
    /// Adobe's names of the secrets that there were before.
    pub(super) known: BTreeSet<String>,
    /// When Adobe was asked for another one, by Adobe's clock; none where Adobe did not say how late it was.
    asked_at: Option<Timestamp>,
    /// Adobe's name of the secret that was added, once it is in the vault.
    pub(super) added: Option<String>,
    /// When the new secret took the old one's place.
    pub(super) switched: Option<Switched>,
}

/// When the new secret took the old one's place, and when the old one was used last until then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Switched {
    pub(super) at: Timestamp,
    /// By Adobe's clock, so that it is compared with nothing but Adobe's clock.
    pub(super) old_used_at: Option<Timestamp>,
}

impl Journal {
    /// One that is about to add a secret, now and by Adobe's clock.
    pub(super) fn begun(
        profile: &Profile,
        known: BTreeSet<String>,
        (now, asked_at): (Timestamp, Option<Timestamp>),
    ) -> Self {
        Self {
            version: VERSION,
            client: name(profile),
            profile: profile.id.clone(),
            begun_at: now,
            known,
            asked_at,
            added: None,
            switched: None,
        }
    }

    /// Whether a secret that Adobe made then may be the one that it was asked for. Where a time is not known, it is not.
    pub(super) fn may_have_added(&self, created_at: Option<Timestamp>) -> bool {
        let (Some(asked_at), Some(created_at)) = (self.asked_at, created_at) else { return false };
        (asked_at.before(MADE_WITHIN)..=asked_at.after(MADE_WITHIN)).contains(&created_at)
    }

    /// The same once the new secret is in the vault under this name of Adobe's.
    pub(super) fn with_added(self, uuid: String) -> Self {
        Self { added: Some(uuid), ..self }
    }

    /// The same once the new secret is the first.
    pub(super) fn with_switched(self, at: Timestamp, old_used_at: Option<Timestamp>) -> Self {
        Self { switched: Some(Switched { at, old_used_at }), ..self }
    }

    /// The one of the profile's client; none when no rotation is under way.
    ///
    /// # Errors
    /// It is there and cannot be understood: going on without it could count a secret as somebody else's.
    pub(super) fn load(home: &Home, profile: &Profile) -> Result<Option<Self>, Problem> {
        let is_known = |journal: &Self| journal.version == VERSION;
        let remedy = "Move the file away. Then Mudbrick shows which secrets Adobe has, and deletes none that you do not name.";
        step_file::load(&path(home, &name(profile)), is_known, remedy)
    }

    pub(super) fn save(&self, home: &Home) -> Result<(), Problem> {
        step_file::save(&path(home, &self.client), self)
    }

    pub(super) fn remove(home: &Home, profile: &Profile) -> Result<(), Problem> {
        step_file::remove(&path(home, &name(profile)))
    }
}

/// The lock of the profile's client.
///
/// # Errors
/// Another process rotates its secret just now.
pub(super) fn turn(home: &Home, profile: &Profile) -> Result<FileLock, Problem> {
    let held = files::lock_if_free(&home.lock(&format!("rotation-{}", name(profile))))?;
    held.ok_or_else(|| {
        let title = profile.title();
        Problem::new(
            ErrorCode::Conflict,
            format!("The secret of {title} is being rotated already."),
        )
        .remedy("Wait until the other program is done.")
    })
}

fn path(home: &Home, name: &str) -> PathBuf {
    home.rotations().join(format!("{name}.json"))
}

/// A client ID is a safe file name.
fn name(profile: &Profile) -> String {
    let adobe = match profile.adobe {
        Adobe::Production => "production",
        Adobe::Stage => "stage",
        Adobe::Practice => "practice",
    };
    format!("{adobe}-{}", profile.client_id)
}
