//! What a rotation changes in the vault. Each change may be made twice: whoever goes on after a kill makes it again.

use super::Rotation;
use crate::core::Change;
use crate::events::Event;
use crate::threads::blocking;
use crate::vault::stored::{self, NamedSecret};
use mudbrick_model::{Problem, Profile};
use mudbrick_vault::SecretText;

impl Rotation {
    /// Notes Adobe's name for the profile's first secret, in a save that is made whether the name is news or not: a vault that
    /// cannot be written must say so before Adobe tells a secret once.
    pub(super) async fn name_first(
        &self,
        profile: &Profile,
        uuid: Option<String>,
    ) -> Result<(), Problem> {
        self.change(profile, move |mut stored| {
            if let (Some(first), Some(uuid)) = (stored.first_mut(), uuid) {
                first.uuid = Some(uuid);
            }
            (!stored.is_empty()).then_some(stored)
        })
        .await
    }

    /// Keeps the new secret behind the one that works.
    pub(super) async fn keep_new(
        &self,
        profile: &Profile,
        new: NamedSecret,
    ) -> Result<(), Problem> {
        self.change(profile, move |stored| {
            let first = stored.into_iter().find(|known| known.text.expose() != new.text.expose());
            Some(first.into_iter().chain([new]).collect())
        })
        .await
    }

    /// Has this secret used first, and keeps the one that was before it.
    pub(super) async fn put_first(
        &self,
        profile: &Profile,
        secret: NamedSecret,
    ) -> Result<(), Problem> {
        self.change(profile, move |stored| {
            let is_it = |known: &NamedSecret| known.text.expose() == secret.text.expose();
            if stored.first().is_some_and(|first| is_it(first) && first.uuid == secret.uuid) {
                return None;
            }
            let before = stored.into_iter().find(|known| !is_it(known));
            Some([secret].into_iter().chain(before).collect())
        })
        .await
    }

    /// Forgets every secret but this one, where this one is there.
    pub(super) async fn keep_only(
        &self,
        profile: &Profile,
        text: SecretText,
    ) -> Result<(), Problem> {
        self.change(profile, move |stored| {
            let count = stored.len();
            let kept: Vec<_> =
                stored.into_iter().filter(|known| known.text.expose() == text.expose()).collect();
            (!kept.is_empty() && kept.len() < count).then_some(kept)
        })
        .await
    }

    /// Forgets the secret with this name of Adobe's, where another stays.
    pub(super) async fn forget(&self, profile: &Profile, uuid: &str) -> Result<(), Problem> {
        let uuid = uuid.to_owned();
        self.change(profile, move |stored| {
            let count = stored.len();
            let kept: Vec<_> =
                stored.into_iter().filter(|known| known.uuid.as_ref() != Some(&uuid)).collect();
            (!kept.is_empty() && kept.len() < count).then_some(kept)
        })
        .await
    }

    async fn change(
        &self,
        profile: &Profile,
        change: impl FnOnce(Vec<NamedSecret>) -> Option<Vec<NamedSecret>> + Send + 'static,
    ) -> Result<(), Problem> {
        let (this, profile) = (self.clone(), profile.clone());
        blocking(move || {
            let vault = &this.core.vault;
            stored::change_named_client_secrets(vault, &profile, &profile.client_id, change)?;
            this.vault.note_secrets();
            this.core.changed(Change::Profile(&profile.id));
            this.core.emit(Event::ProfilesChanged);
            Ok(())
        })
        .await?
    }
}
