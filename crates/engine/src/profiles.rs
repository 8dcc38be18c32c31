//! Profiles: made, looked at, edited, duplicated, deleted and brought back.

use crate::engine::Engine;
use crate::view::{
    Event, FieldProblem, ProfileDraft, ProfileSummary, ProfileView, SecretKind, SecretView,
    StartView,
};
use crate::{draft, secrets};
use mudbrick_model::{ErrorCode, Grant, Problem, Profile, ProfileId};
use mudbrick_store::{Listing, Revision, Stored};
use mudbrick_vault::SecretText;
use std::time::Duration;

/// How long a deleted profile can be brought back.
const KEPT_IN_TRASH: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// What stands for a stored secret, of a length that says nothing.
const MASK: &str = "••••••••••••";

impl Engine {
    /// All the window needs to draw itself once. Also sweeps out what crashes left and profiles deleted long ago.
    pub fn start(&self) -> Result<StartView, Problem> {
        let listing = self.profiles.list()?;
        self.home.sweep(self.now());
        self.sweep_trash();
        Ok(StartView {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            profiles: self.summaries(&listing),
            practice: self.practice_view(),
            damaged: listing.damaged,
        })
    }

    /// Every profile, by organisation and name.
    pub fn profiles(&self) -> Result<Vec<ProfileSummary>, Problem> {
        Ok(self.summaries(&self.profiles.list()?))
    }

    /// One profile.
    pub fn profile(&self, id: &ProfileId) -> Result<ProfileView, Problem> {
        Ok(self.profile_view(&self.profiles.get(id)?))
    }

    /// The profile a person means by a name, a short name or the start of an identifier.
    pub fn find_profile(&self, name: &str) -> Result<Profile, Problem> {
        Ok(self.profiles.find(name)?.value)
    }

    /// What is wrong with a draft; empty when nothing is.
    pub fn check_profile(&self, draft: &ProfileDraft) -> Vec<FieldProblem> {
        draft::check(draft).err().unwrap_or_default()
    }

    /// A stored profile as a form shows it.
    pub fn draft_of(&self, id: &ProfileId) -> Result<ProfileDraft, Problem> {
        Ok(draft::of(&self.profiles.get(id)?.value))
    }

    /// Makes a profile. Its secret is saved first, so that no crash leaves a profile that has silently lost it.
    pub fn create_profile(
        &self,
        draft: &ProfileDraft,
        client_secret: Option<SecretText>,
    ) -> Result<ProfileView, Problem> {
        let checked = draft::check(draft).map_err(|problems| draft::refused(&problems))?;
        let profile = checked.into_new(make_id()?, self.now());
        if let Some(secret) = typed(client_secret) {
            secrets::save_client_secret(&self.vault, &profile.id, &secret)?;
        }
        let stored = self.profiles.create(profile)?;
        self.emit(Event::ProfilesChanged);
        Ok(self.profile_view(&stored))
    }

    /// Saves an edit of the profile that was read at `revision`; without a new secret the stored one stays.
    pub fn update_profile(
        &self,
        id: &ProfileId,
        revision: &str,
        draft: &ProfileDraft,
        client_secret: Option<SecretText>,
    ) -> Result<ProfileView, Problem> {
        let old = self.profiles.get(id)?;
        let checked = draft::check(draft).map_err(|problems| draft::refused(&problems))?;
        let edited = checked.into_edited(&old.value, self.now());
        let stored = self.profiles.update(edited, &Revision::from(revision))?;
        if let Some(secret) = typed(client_secret) {
            secrets::save_client_secret(&self.vault, id, &secret)?;
        }
        self.desk.forget(id);
        self.emit(Event::ProfilesChanged);
        Ok(self.profile_view(&stored))
    }

    /// A copy with its own identity and the same secrets, named `… copy`.
    pub fn duplicate_profile(&self, id: &ProfileId) -> Result<ProfileView, Problem> {
        let mut profile = self.profiles.get(id)?.value;
        let secret = secrets::client_secret(&self.vault, id)?;
        profile.id = make_id()?;
        profile.name = format!("{} copy", profile.name);
        profile.created_at = self.now();
        profile.updated_at = profile.created_at;
        if let Some(secret) = secret {
            secrets::save_client_secret(&self.vault, &profile.id, &secret)?;
        }
        let stored = self.profiles.create(profile)?;
        self.emit(Event::ProfilesChanged);
        Ok(self.profile_view(&stored))
    }

    /// Puts a profile aside; its secrets stay in the vault until it can no longer be brought back.
    pub fn delete_profile(&self, id: &ProfileId) -> Result<(), Problem> {
        self.profiles.delete(id)?;
        self.desk.forget(id);
        self.emit(Event::ProfilesChanged);
        Ok(())
    }

    /// Brings a deleted profile back.
    pub fn restore_profile(&self, id: &ProfileId) -> Result<ProfileView, Problem> {
        let stored = self.profiles.restore(id)?;
        self.emit(Event::ProfilesChanged);
        Ok(self.profile_view(&stored))
    }

    /// Opens the vault if a token waits in it, so that lists can say until when. Blocks while the keyring is asked.
    pub fn open_vault(&self) {
        let Ok(listing) = self.profiles.list() else { return };
        let profiles = listing.items.iter().map(|stored| &stored.value);
        let with_token = |profile: &&Profile| secrets::holds_token(&self.vault, &profile.id);
        if let Some(profile) = profiles.into_iter().find(with_token) {
            // Whether it worked is the vault's state, which the lists and the vault's own view tell.
            let _ = self.cached_token(profile);
            self.emit(Event::ProfilesChanged);
        }
    }

    fn sweep_trash(&self) {
        let Ok(gone) = self.profiles.sweep_trash(self.now().before(KEPT_IN_TRASH)) else { return };
        for id in gone {
            // A locked vault keeps the encrypted file; nobody has its profile any more.
            let _ = secrets::forget_profile(&self.vault, &id);
        }
    }

    fn summaries(&self, listing: &Listing<Profile>) -> Vec<ProfileSummary> {
        listing.items.iter().map(|stored| self.summary(&stored.value)).collect()
    }

    pub(crate) fn summary(&self, profile: &Profile) -> ProfileSummary {
        ProfileSummary {
            id: profile.id.clone(),
            name: profile.name.clone(),
            organization: profile.organization.clone(),
            title: profile.title(),
            org_id: profile.org_id.clone(),
            client_id: profile.client_id.clone(),
            grant: profile.credential.grant(),
            adobe: profile.adobe,
            risk: profile.risk,
            colour: profile.colour,
            token: self.known_token_state(profile),
            certificate_ends: self.certificate_end(profile),
        }
    }

    fn profile_view(&self, stored: &Stored<Profile>) -> ProfileView {
        let profile = &stored.value;
        let mut secrets = vec![self.secret_view(profile, SecretKind::ClientSecret)];
        if profile.credential.grant() == Grant::Jwt {
            secrets.push(self.secret_view(profile, SecretKind::PrivateKey));
        }
        ProfileView {
            summary: self.summary(profile),
            credential: profile.credential.clone(),
            sandbox: profile.sandbox.clone(),
            variables: profile.variables.clone(),
            allowed_hosts: profile.allowed_hosts.clone(),
            secrets,
            key: profile.credential.key().and_then(|key| self.key(key).ok()),
            revision: stored.revision.to_string(),
            created_at: profile.created_at,
            updated_at: profile.updated_at,
        }
    }

    fn secret_view(&self, profile: &Profile, kind: SecretKind) -> SecretView {
        let present = match kind {
            SecretKind::ClientSecret => secrets::holds_client_secret(&self.vault, &profile.id),
            SecretKind::SecondClientSecret => false,
            SecretKind::PrivateKey => profile.credential.key().is_some(),
        };
        let masked = if present { MASK.to_owned() } else { String::new() };
        SecretView { kind, present, masked }
    }
}

/// A form's empty field means no change, not an empty secret. White space around a pasted secret is never part of it.
fn typed(secret: Option<SecretText>) -> Option<SecretText> {
    let secret = secret?;
    let trimmed = secret.expose().trim();
    (!trimmed.is_empty()).then(|| SecretText::new(trimmed.to_owned()))
}

fn make_id() -> Result<ProfileId, Problem> {
    ProfileId::parse(&uuid::Uuid::new_v4().simple().to_string())
        .map_err(|invalid| Problem::new(ErrorCode::Internal, invalid.to_string()))
}
