//! The profiles' room: made, looked at, edited, duplicated, deleted and brought back, with their client secrets.

mod base_revisions;
pub(crate) mod draft;
mod editing;
mod secrets;
pub(crate) mod view;

use crate::core::{Change, Core, KEPT_IN_TRASH};
use crate::damaged::DamagedRecord;
use crate::events::Event;
use crate::keys::Keys;
use crate::tokens::Tokens;
use crate::tokens::view::TokenState;
use crate::vault::view::{SecretKind, SecretView};
use crate::vault::{ClientSecrets, Vault, stored};
use base_revisions::BaseRevisions;
use mudbrick_model::{AllowedHost, ErrorCode, Grant, Problem, Profile, ProfileId};
use mudbrick_store::{Listing, Stored};
use mudbrick_vault::{SecretText, Shelf};
use std::sync::Arc;
use view::{FieldProblem, ProfileDraft, ProfileSummary, ProfileView, RefusedHost};

/// What stands for a stored secret, of a length that says nothing.
pub(crate) const MASK: &str = "••••••••••••";

/// The room of profiles.
pub struct Profiles {
    core: Arc<Core>,
    vault: Arc<Vault>,
    keys: Arc<Keys>,
    tokens: Arc<Tokens>,
    base_revisions: BaseRevisions,
}

impl Profiles {
    pub(crate) fn new(
        core: &Arc<Core>,
        vault: &Arc<Vault>,
        keys: &Arc<Keys>,
        tokens: &Arc<Tokens>,
    ) -> Self {
        Self {
            core: Arc::clone(core),
            vault: Arc::clone(vault),
            keys: Arc::clone(keys),
            tokens: Arc::clone(tokens),
            base_revisions: BaseRevisions::default(),
        }
    }

    /// Every profile, by organisation and name, and those whose files cannot be read.
    pub(crate) fn list_all(&self) -> Result<(Vec<ProfileSummary>, Vec<DamagedRecord>), Problem> {
        let listing = self.core.profiles.list()?;
        let damaged = listing.damaged.iter().map(DamagedRecord::profile).collect();
        Ok((self.summaries(&listing), damaged))
    }

    /// Profiles whose files cannot be read.
    pub fn damaged(&self) -> Result<Vec<DamagedRecord>, Problem> {
        Ok(self.core.profiles.list()?.damaged.iter().map(DamagedRecord::profile).collect())
    }

    /// Every profile, by organisation and name.
    pub fn list(&self) -> Result<Vec<ProfileSummary>, Problem> {
        Ok(self.summaries(&self.core.profiles.list()?))
    }

    /// One profile.
    pub fn get(&self, id: &ProfileId) -> Result<ProfileView, Problem> {
        Ok(self.profile_view(&self.core.profiles.get(id)?))
    }

    /// The profile a person means by a name, a short name or the start of an identifier.
    pub fn find(&self, name: &str) -> Result<Profile, Problem> {
        Ok(self.core.profiles.find(name)?.value)
    }

    /// What is wrong with a draft; empty when nothing is.
    pub fn check(&self, draft: &ProfileDraft) -> Vec<FieldProblem> {
        draft::check(draft).err().unwrap_or_default()
    }

    /// A stored profile as a form shows it.
    pub fn draft(&self, id: &ProfileId) -> Result<ProfileDraft, Problem> {
        Ok(draft::from_profile(&self.core.profiles.get(id)?.value))
    }

    /// Makes a profile. Its secret is saved first, so that no crash leaves a profile that has silently lost it.
    pub fn create(
        &self,
        draft: &ProfileDraft,
        client_secrets: impl Into<ClientSecrets>,
    ) -> Result<ProfileView, Problem> {
        self.create_as(make_id()?, draft, client_secrets)
    }

    /// The same under an id that is nobody's, for those who have to know it beforehand.
    pub(crate) fn create_as(
        &self,
        id: ProfileId,
        draft: &ProfileDraft,
        client_secrets: impl Into<ClientSecrets>,
    ) -> Result<ProfileView, Problem> {
        let checked = draft::check(draft).map_err(|problems| draft::refused(&problems))?;
        let profile = checked.into_new(id, self.core.now());
        let client_secrets = client_secrets.into().into_list();
        let stored = self.store_new(profile, &client_secrets)?;
        self.vault.tell();
        self.core.emit(Event::ProfilesChanged);
        Ok(self.profile_view(&stored))
    }

    /// A copy with its own identity and the same secrets, named `… copy`.
    pub fn duplicate(&self, id: &ProfileId) -> Result<ProfileView, Problem> {
        let mut profile = self.core.profiles.get(id)?.value;
        let client_secrets = stored::client_secrets_of(&self.core.vault, &profile)?;
        profile.id = make_id()?;
        profile.name = format!("{} copy", profile.name);
        profile.created_at = self.core.now();
        profile.updated_at = profile.created_at;
        let stored = self.store_new(profile, &client_secrets)?;
        self.core.emit(Event::ProfilesChanged);
        Ok(self.profile_view(&stored))
    }

    /// Puts a profile aside; its secrets stay in the vault until it can no longer be brought back.
    pub fn delete(&self, id: &ProfileId) -> Result<(), Problem> {
        self.core.profiles.delete(id)?;
        // The token in memory is dropped before anybody hears of it and asks for one.
        self.core.changed(Change::Profile(id));
        self.core.emit(Event::ProfilesChanged);
        Ok(())
    }

    /// Brings a deleted profile back.
    pub fn restore(&self, id: &ProfileId) -> Result<ProfileView, Problem> {
        let stored = self.core.profiles.restore(id)?;
        self.core.emit(Event::ProfilesChanged);
        Ok(self.profile_view(&stored))
    }

    /// Opens the vault if a token waits in it, so that lists can say until when. Blocks while the keyring is asked.
    pub fn open_vault(&self) {
        if let Some(profile) = self.one_with_a_token() {
            // Whether it worked is the vault's state, which the lists and the vault's own view tell.
            let _ = self.tokens.cached(&profile);
            self.vault.tell();
        }
    }

    fn one_with_a_token(&self) -> Option<Profile> {
        let owners = self.core.vault.owners_on(Shelf::Tokens).ok()?;
        let first = ProfileId::parse(stored::profile_of_token(owners.first()?)).ok()?;
        if let Ok(stored) = self.core.profiles.get(&first) {
            return Some(stored.value);
        }
        // A deleted profile's token stays until nobody can bring the profile back.
        let all = self.core.profiles.list().ok()?.items.into_iter().map(|stored| stored.value);
        let mut with_token = all.filter(|profile| owners.contains(&profile.id.to_string()));
        with_token.next()
    }

    fn store_new(
        &self,
        profile: Profile,
        client_secrets: &[SecretText],
    ) -> Result<Stored<Profile>, Problem> {
        let owner = profile.id.to_string();
        let stored = self.vault.making(&owner, || {
            stored::save_client_secrets(&self.core.vault, &profile, client_secrets)?;
            Ok(self.core.profiles.create(profile)?)
        })?;
        self.vault.note_secrets();
        Ok(stored)
    }

    /// Removes those that were deleted too long ago to be brought back, with their secrets.
    pub(crate) fn sweep_trash(&self) {
        let before = self.core.now().before(KEPT_IN_TRASH);
        // What cannot be removed now is removed the next time. A secret that stays is an encrypted file nobody needs.
        for id in self.core.profiles.sweep_trash(before).unwrap_or_default() {
            let _ = stored::forget_profile(&self.core.vault, &id);
        }
    }

    fn summaries(&self, listing: &Listing<Profile>) -> Vec<ProfileSummary> {
        let profiles = listing.items.iter().map(|stored| &stored.value);
        let states = self.tokens.known_states(profiles.clone());
        profiles.zip(states).map(|(profile, token)| self.summary_with(profile, token)).collect()
    }

    pub(crate) fn summary(&self, profile: &Profile) -> ProfileSummary {
        self.summary_with(profile, self.tokens.known_state(profile))
    }

    fn summary_with(&self, profile: &Profile, token: TokenState) -> ProfileSummary {
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
            token,
            certificate_ends: self.keys.certificate_end(profile),
        }
    }

    pub(crate) fn profile_view(&self, stored: &Stored<Profile>) -> ProfileView {
        self.base_revisions.note(stored);
        let profile = &stored.value;
        let mut secrets = match profile.credential.has_secret() {
            true => self.client_secret_views(profile),
            false => Vec::new(),
        };
        if profile.credential.grant() == Grant::Jwt {
            let present =
                profile.credential.key().is_some_and(|key| self.keys.holds_private_key(key));
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
            sending: profile.sending.clone(),
            secrets,
            key: profile.credential.key().and_then(|key| self.keys.get(key).ok()),
            clock: self.core.adobe_clock.note_for(profile, self.core.now()),
            revision: stored.revision.to_string(),
            created_at: profile.created_at,
            updated_at: profile.updated_at,
        }
    }

    /// Whether there is a second secret shows only inside the file of both, and a page must not open the vault by being
    /// looked at: the second is left out while the vault is closed.
    fn client_secret_views(&self, profile: &Profile) -> Vec<SecretView> {
        if self.core.vault.is_open()
            && let Ok(stored) = stored::client_secrets_of(&self.core.vault, profile)
        {
            return vec![
                secret_view(SecretKind::ClientSecret, !stored.is_empty()),
                secret_view(SecretKind::SecondClientSecret, stored.len() > 1),
            ];
        }
        let present = stored::holds_client_secret(&self.core.vault, &profile.id);
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
