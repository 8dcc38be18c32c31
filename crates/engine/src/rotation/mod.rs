//! The room of rotation: a client secret is replaced at Adobe and here, step by step, and nobody is left without one that works.
//!
//! ```text
//! journal ─▶ POST ─▶ vault: second ─▶ a token with it ─▶ vault: first ─▶ … the old one is watched … ─▶ DELETE ─▶ vault ─▶ no journal
//! ```
//!
//! Where it stands is read again from Adobe, the vault and the `journal` at each call (`standing`), so that a program that was
//! killed anywhere is no special case. `steps` goes forward, `ending` deletes, `abandoning` goes back.

mod abandoning;
mod adobe;
mod colleagues;
mod ending;
mod journal;
mod problems;
mod standing;
mod steps;
mod vault_changes;
pub(crate) mod view;

use crate::core::Core;
use crate::events::Event;
use crate::practice::PracticeAdobe;
use crate::requests::Confirmation;
use crate::retry::tried_again;
use crate::threads::blocking;
use crate::tokens::{Freshness, Tokens};
use crate::vault::Vault;
use journal::Journal;
use mudbrick_ims::SECRET_SCOPES;
use mudbrick_model::{ConsolePlace, Grant, Problem, Profile, ProfileId, ProfileName, Risk};
use mudbrick_vault::files::FileLock;
use std::sync::Arc;
use view::{PlannedRotation, RotationProgress, RotationView};

/// What is done with a secret that a rotation added before it was killed, and whose value nobody has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LostSecret {
    /// It stays, and the rotation does not go on.
    Kept,
    /// It is deleted at Adobe, and another one added.
    Replaced,
}

/// Whether a secret is deleted although somebody may still use it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StillUsed {
    /// Then it stays.
    Kept,
    /// A person has looked, and wants it deleted.
    DeletedToo,
}

type Tell = Arc<dyn Fn(RotationProgress) + Send + Sync>;

/// The room of rotation.
#[derive(Clone)]
pub struct Rotation {
    core: Arc<Core>,
    vault: Arc<Vault>,
    practice: Arc<PracticeAdobe>,
    tokens: Arc<Tokens>,
    tell: Option<Tell>,
}

impl Rotation {
    pub(crate) fn new(
        core: &Arc<Core>,
        vault: &Arc<Vault>,
        practice: &Arc<PracticeAdobe>,
        tokens: &Arc<Tokens>,
    ) -> Self {
        Self {
            core: Arc::clone(core),
            vault: Arc::clone(vault),
            practice: Arc::clone(practice),
            tokens: Arc::clone(tokens),
            tell: None,
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
        ids.iter().map(|id| self.planned(&self.core.profiles.get(id)?.value)).collect()
    }

    fn planned(&self, profile: &Profile) -> Result<PlannedRotation, Problem> {
        let others = self.core.others_of_client(profile)?;
        let is_jwt = |profile: &Profile| profile.credential.grant() == Grant::Jwt;
        Ok(PlannedRotation {
            profile: ProfileName::of(profile),
            production: profile.risk == Risk::Production,
            under_way: Journal::load(&self.core.home, profile)?.is_some(),
            place: profile.console.place.clone(),
            missing_scopes: missing(profile, &SECRET_SCOPES),
            grant: profile.credential.grant(),
            may_be_migrating: others.iter().any(is_jwt),
            changes_too: others
                .iter()
                .filter(|other| !is_jwt(other))
                .map(ProfileName::of)
                .collect(),
        })
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
        let standing = self.standing(profile, Freshness::Cached).await;
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
        confirmation: &Confirmation,
    ) -> Result<(Profile, FileLock), Problem> {
        let profile = self.profile(id).await?;
        guard(&profile, confirmation)?;
        let turn = self.turn(&profile).await?;
        Ok((profile, turn))
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

/// Refuses to change secrets of a production profile that nobody has agreed to.
fn guard(profile: &Profile, confirmation: &Confirmation) -> Result<(), Problem> {
    match profile.risk == Risk::Production && !matches!(confirmation, Confirmation::Given) {
        true => Err(problems::not_confirmed(profile)),
        false => Ok(()),
    }
}

/// Which of the scopes the profile does not ask for.
fn missing(profile: &Profile, needed: &[&str]) -> Vec<String> {
    let scopes = profile.credential.scopes().iter();
    let own: Vec<&str> = scopes.map(mudbrick_model::Scope::as_str).collect();
    needed.iter().filter(|one| !own.contains(*one)).map(|&one| one.to_owned()).collect()
}
