//! Profiles: made, looked at, duplicated, deleted and brought back. Editing is left to `editing`.

use crate::client_secrets::ClientSecrets;
use crate::engine::Engine;
use crate::view::{
    DamagedRecord, Event, FieldProblem, ProfileDraft, ProfileSummary, ProfileView, RefusedHost,
    SecretKind, SecretView, StartView,
};
use crate::{draft, secrets};
use mudbrick_model::{AllowedHost, ErrorCode, Grant, Problem, Profile, ProfileId};
use mudbrick_store::{Listing, Stored};
use mudbrick_vault::SecretText;
use std::time::Duration;

/// How long a deleted profile or key pair can be brought back.
const KEPT_IN_TRASH: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// What stands for a stored secret, of a length that says nothing.
pub(crate) const MASK: &str = "••••••••••••";

impl Engine {
    /// All the window needs to draw itself once. Also sweeps out what crashes left and profiles deleted long ago.
    pub fn start(&self) -> Result<StartView, Problem> {
        let listing = self.profiles.list()?;
        self.home.sweep(self.now());
        self.sweep_trash();
        // What cannot be swept now is swept the next time.
        let _ = self.sweep_unfinished();
        let _ = self.home.sweep_bodies();
        let mut damaged: Vec<DamagedRecord> =
            listing.damaged.iter().map(DamagedRecord::profile).collect();
        damaged.extend(self.damaged_keys()?);
        Ok(StartView {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            profiles: self.summaries(&listing),
            practice: self.practice_view(),
            damaged,
        })
    }

    /// Profiles whose files cannot be read.
    pub fn damaged_profiles(&self) -> Result<Vec<DamagedRecord>, Problem> {
        Ok(self.profiles.list()?.damaged.iter().map(DamagedRecord::profile).collect())
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
        client_secrets: impl Into<ClientSecrets>,
    ) -> Result<ProfileView, Problem> {
        let checked = draft::check(draft).map_err(|problems| draft::refused(&problems))?;
        let profile = checked.into_new(make_id()?, self.now());
        let client_secrets = client_secrets.into().into_list();
        let stored = self.store_new(profile, &client_secrets)?;
        self.tell_vault();
        self.emit(Event::ProfilesChanged);
        Ok(self.profile_view(&stored))
    }

    /// A copy with its own identity and the same secrets, named `… copy`.
    pub fn duplicate_profile(&self, id: &ProfileId) -> Result<ProfileView, Problem> {
        let mut profile = self.profiles.get(id)?.value;
        let client_secrets = secrets::client_secrets_of(&self.vault, &profile)?;
        profile.id = make_id()?;
        profile.name = format!("{} copy", profile.name);
        profile.created_at = self.now();
        profile.updated_at = profile.created_at;
        let stored = self.store_new(profile, &client_secrets)?;
        self.emit(Event::ProfilesChanged);
        Ok(self.profile_view(&stored))
    }

    /// Puts a profile aside; its secrets stay in the vault until it can no longer be brought back.
    pub fn delete_profile(&self, id: &ProfileId) -> Result<(), Problem> {
        self.profiles.delete(id)?;
        self.tokens.forget(id);
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
            self.tell_vault();
        }
    }

    fn store_new(
        &self,
        profile: Profile,
        client_secrets: &[SecretText],
    ) -> Result<Stored<Profile>, Problem> {
        let owner = profile.id.to_string();
        let stored = self.making(&owner, || {
            secrets::save_client_secrets(&self.vault, &profile, client_secrets)?;
            Ok(self.profiles.create(profile)?)
        })?;
        self.note_secrets();
        Ok(stored)
    }

    fn sweep_trash(&self) {
        let before = self.now().before(KEPT_IN_TRASH);
        // What cannot be removed now is removed the next time. A secret that stays is an encrypted file nobody needs.
        for id in self.keys.sweep_trash(before).unwrap_or_default() {
            let _ = secrets::forget_key(&self.vault, &id);
        }
        for id in self.profiles.sweep_trash(before).unwrap_or_default() {
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

    pub(crate) fn profile_view(&self, stored: &Stored<Profile>) -> ProfileView {
        self.shown.note(stored);
        let profile = &stored.value;
        let mut secrets = self.client_secret_views(profile);
        if profile.credential.grant() == Grant::Jwt {
            let present = profile.credential.key().is_some_and(|key| self.holds_private_key(key));
            secrets.push(secret_view(SecretKind::PrivateKey, present));
        }
        ProfileView {
            summary: self.summary(profile),
            credential: profile.credential.clone(),
            sandbox: profile.sandbox.clone(),
            variables: profile.variables.clone(),
            allowed_hosts: profile.host_patterns().map(ToString::to_string).collect(),
            refused_hosts: profile
                .allowed_hosts
                .iter()
                .filter_map(AllowedHost::refused)
                .map(|invalid| RefusedHost { host: invalid.text.clone(), why: invalid.sentence() })
                .collect(),
            secrets,
            key: profile.credential.key().and_then(|key| self.key(key).ok()),
            revision: stored.revision.to_string(),
            created_at: profile.created_at,
            updated_at: profile.updated_at,
        }
    }

    /// Whether there is a second secret shows only inside the file of both, and a page must not open the vault by being
    /// looked at: the second is left out while the vault is closed.
    fn client_secret_views(&self, profile: &Profile) -> Vec<SecretView> {
        if self.vault.is_open()
            && let Ok(stored) = secrets::client_secrets_of(&self.vault, profile)
        {
            return vec![
                secret_view(SecretKind::ClientSecret, !stored.is_empty()),
                secret_view(SecretKind::SecondClientSecret, stored.len() > 1),
            ];
        }
        let present = secrets::holds_client_secret(&self.vault, &profile.id);
        vec![secret_view(SecretKind::ClientSecret, present)]
    }
}

fn secret_view(kind: SecretKind, present: bool) -> SecretView {
    let masked = if present { MASK.to_owned() } else { String::new() };
    SecretView { kind, present, masked }
}

pub(crate) fn make_id() -> Result<ProfileId, Problem> {
    ProfileId::parse(&uuid::Uuid::new_v4().simple().to_string())
        .map_err(|invalid| Problem::new(ErrorCode::Internal, invalid.to_string()))
}
