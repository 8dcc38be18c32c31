//! The room of rotation: a client secret is replaced at Adobe and here, step by step, and nobody is left without one that works.
//!
//! ```text
//! journal ─▶ POST ─▶ vault: second ─▶ a token with it ─▶ vault: first ─▶ … the old one is watched … ─▶ DELETE ─▶ vault ─▶ no journal
//! ```
//!
//! Where it stands is read again from Adobe, the vault and the `journal` at each call (`standing`), so that a program that was
//! killed anywhere is no special case. `steps` goes forward, `ending` deletes, `abandoning` goes back; `many` does one of these
//! for many profiles.

mod abandoning;
mod adobe;
mod calls;
mod colleagues;
mod deed;
mod ending;
mod journal;
mod many;
mod place;
mod problems;
mod standing;
mod steps;
mod vault_changes;
pub(crate) mod view;

use crate::core::{Core, is_other_of_client};
use crate::events::Event;
use crate::history::History;
use crate::jobs::Job;
use crate::practice::PracticeAdobe;
use crate::requests::Confirmation;
use crate::retry::tried_again;
use crate::threads::blocking;
use crate::tokens::{Freshness, Tokens};
use crate::vault::Vault;
pub use deed::{LostSecret, RotationDeed, RotationWish, StillUsed};
use journal::Journal;
use mudbrick_model::{ConsolePlace, Grant, Problem, Profile, ProfileId, ProfileName, Risk};
use mudbrick_vault::files::FileLock;
use std::sync::Arc;
use view::{PlannedRotation, RotationProgress, RotationView};

/// What is about to be done at Adobe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Intent {
    Adds,
    Deletes,
}

type Tell = Arc<dyn Fn(RotationProgress) + Send + Sync>;

/// The room of rotation.
#[derive(Clone)]
pub struct Rotation {
    core: Arc<Core>,
    vault: Arc<Vault>,
    practice: Arc<PracticeAdobe>,
    tokens: Arc<Tokens>,
    history: Arc<History>,
    tell: Option<Tell>,
    /// Stops it between two steps.
    job: Option<Arc<Job>>,
}

impl Rotation {
    pub(crate) fn new(
        core: &Arc<Core>,
        vault: &Arc<Vault>,
        practice: &Arc<PracticeAdobe>,
        tokens: &Arc<Tokens>,
        history: &Arc<History>,
    ) -> Self {
        Self {
            core: Arc::clone(core),
            vault: Arc::clone(vault),
            practice: Arc::clone(practice),
            tokens: Arc::clone(tokens),
            history: Arc::clone(history),
            tell: None,
            job: None,
        }
    }

    /// The same room, which tells of each thing that it has done.
    #[must_use]
    pub fn telling(&self, tell: impl Fn(RotationProgress) + Send + Sync + 'static) -> Self {
        Self { tell: Some(Arc::new(tell)), ..self.clone() }
    }

    /// What rotating these profiles' secrets needs and would change, found without asking Adobe and without the vault.
    ///
    /// # Errors
    /// A profile is gone.
    pub fn plan(&self, ids: &[ProfileId]) -> Result<Vec<PlannedRotation>, Problem> {
        // All of them once, however many are asked for.
        let all = self.core.profiles.list()?.items;
        let all: Vec<Profile> = all.into_iter().map(|stored| stored.value).collect();
        ids.iter().map(|id| Ok(self.planned(&self.core.profiles.get(id)?.value, &all))).collect()
    }

    fn planned(&self, profile: &Profile, all: &[Profile]) -> PlannedRotation {
        let others = all.iter().filter(|other| is_other_of_client(profile, other));
        let is_jwt = |other: &Profile| other.credential.grant() == Grant::Jwt;
        let journal = Journal::load(&self.core.home, profile);
        let begun_at = journal.as_ref().ok().and_then(|journal| Some(journal.as_ref()?.begun_at));
        let obstacle = place::usable_place(profile).err().or(journal.err());
        PlannedRotation {
            profile: ProfileName::of(profile),
            production: production(profile, others.clone()).is_some(),
            begun_at,
            place: profile.console.place.clone(),
            obstacle,
            may_be_migrating: others.clone().any(is_jwt),
            changes_too: others.filter(|other| !is_jwt(other)).map(ProfileName::of).collect(),
        }
    }

    /// The profiles with which a rotation was begun that is not over, found without asking Adobe and without the vault.
    ///
    /// # Errors
    /// The folder of profiles cannot be read.
    pub fn under_way(&self) -> Result<Vec<ProfileId>, Problem> {
        let all = self.core.profiles.list()?.items.into_iter().map(|stored| stored.value);
        let begun = |profile: &Profile| {
            // What cannot be read is said where somebody wants to go on with it.
            let journal = Journal::load(&self.core.home, profile).ok().flatten();
            journal.is_some_and(|journal| journal.profile == profile.id)
        };
        Ok(all.filter(begun).map(|profile| profile.id).collect())
    }

    /// The same as [`set_place`](Self::set_place), from the address of the credential's page.
    ///
    /// # Errors
    /// It is no such address, or the disk refuses.
    pub fn set_address(&self, id: &ProfileId, address: &str) -> Result<(), Problem> {
        let place = ConsolePlace::from_address(address).ok_or_else(problems::no_address)?;
        self.set_place(id, &place)
    }

    /// Where the credential is in the Console, so that nobody is asked twice.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn set_place(&self, id: &ProfileId, place: &ConsolePlace) -> Result<(), Problem> {
        tried_again(|| {
            let stored = self.core.profiles.get(id)?;
            if stored.value.console.place.as_ref() != Some(place) {
                let mut profile = stored.value;
                profile.console.place = Some(place.clone());
                self.core.profiles.update(profile, &stored.revision)?;
            }
            Ok(())
        })?;
        self.core.emit(Event::ProfilesChanged);
        Ok(())
    }

    /// Where the rotation of a profile's secret stands, by what Adobe says now.
    ///
    /// # Errors
    /// Adobe refuses, or something that it takes is missing.
    pub async fn status(&self, id: &ProfileId) -> Result<RotationView, Problem> {
        let profile = self.profile(id).await?;
        let named = ProfileName::of(&profile);
        let standing = self.unless_stopped(self.standing(profile, Freshness::Cached)).await;
        Ok(standing.map_err(|problem| problem.of_profile(&named))?.view())
    }

    async fn profile(&self, id: &ProfileId) -> Result<Profile, Problem> {
        let (core, id) = (Arc::clone(&self.core), id.clone());
        blocking(move || Ok(core.profiles.get(&id)?.value)).await?
    }

    /// Held while something is changed. Two rotations of one client at once would each count the other's secret as unknown.
    async fn turn(&self, profile: &Profile) -> Result<FileLock, Problem> {
        let (home, profile) = (self.core.home.clone(), profile.clone());
        blocking(move || journal::turn(&home, &profile)).await?
    }

    /// The profile whose secrets are about to be changed, and the turn to change them.
    ///
    /// # Errors
    /// The profile is gone, nobody has agreed, or its secrets are being changed already.
    async fn to_change(
        &self,
        id: &ProfileId,
        intent: Intent,
        confirmation: &Confirmation,
    ) -> Result<(Profile, Arc<FileLock>), Problem> {
        let profile = self.profile(id).await?;
        let (core, owned) = (Arc::clone(&self.core), profile.clone());
        let others = blocking(move || core.others_of_client(&owned)).await??;
        guard(&profile, &others, intent, confirmation)?;
        let turn = self.turn(&profile).await?;
        Ok((profile, Arc::new(turn)))
    }

    async fn save_journal(&self, journal: &Journal) -> Result<(), Problem> {
        let (home, journal) = (self.core.home.clone(), journal.clone());
        blocking(move || journal.save(&home)).await?
    }

    async fn remove_journal(&self, profile: &Profile) -> Result<(), Problem> {
        let (home, profile) = (self.core.home.clone(), profile.clone());
        blocking(move || Journal::remove(&home, &profile)).await?
    }

    /// Tells that something was done. A test lets the process die here, so it is called after every single change.
    fn did(&self, what: RotationProgress) {
        if let Some(tell) = &self.tell {
            tell(what);
        }
    }
}

/// Refuses what nobody has agreed to: any change where one of the client's profiles is production, since a secret is the client's,
/// and wherever a secret is deleted, which nobody can take back.
fn guard(
    profile: &Profile,
    others: &[Profile],
    intent: Intent,
    confirmation: &Confirmation,
) -> Result<(), Problem> {
    if matches!(confirmation, Confirmation::Given) {
        return Ok(());
    }
    match (production(profile, others), intent) {
        (Some(production), _) => Err(problems::not_confirmed(profile, production)),
        (None, Intent::Deletes) => Err(problems::deletion_not_confirmed(profile)),
        (None, Intent::Adds) => Ok(()),
    }
}

/// A production profile among those of the client: this one before any other.
fn production<'p>(
    profile: &'p Profile,
    others: impl IntoIterator<Item = &'p Profile>,
) -> Option<&'p Profile> {
    [profile].into_iter().chain(others).find(|one| one.risk == Risk::Production)
}
