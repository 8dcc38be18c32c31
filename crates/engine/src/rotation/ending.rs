//! The end: the old secret is deleted at Adobe, then forgotten here. And a secret that a person names is deleted, where two
//! that are there already keep a rotation from beginning.

use super::standing::{Stage, Standing};
use super::view::{RotationProgress, RotationStep, RotationView, SecretRole};
use super::{Intent, Rotation, StillUsed, problems};
use crate::requests::Confirmation;
use crate::tokens::Freshness;
use mudbrick_model::{Problem, Profile, ProfileId, ProfileName};
use tracing::info;

impl Rotation {
    /// Deletes the old secret. Adobe cannot bring it back.
    ///
    /// # Errors
    /// Nobody agreed; somebody has used it since the new one took its place, or that cannot be told, and it is to be kept then; the
    /// new one does not work; no rotation is that far. Nothing was deleted then.
    pub async fn delete_old(
        &self,
        id: &ProfileId,
        still_used: StillUsed,
        confirmation: &Confirmation,
    ) -> Result<RotationView, Problem> {
        let (profile, _turn) = self.to_change(id, Intent::Deletes, confirmation).await?;
        let named = ProfileName::of(&profile);
        let deleted = self.delete_old_of(profile, still_used).await;
        deleted.map_err(|problem| problem.of_profile(&named))
    }

    async fn delete_old_of(
        &self,
        profile: Profile,
        still_used: StillUsed,
    ) -> Result<RotationView, Problem> {
        let standing = self.unless_stopped(self.standing(profile, Freshness::Cached)).await?;
        let (added, old) = match standing.stage() {
            Stage::Alone { added } => return self.finish(standing, &added).await,
            Stage::Switched { added, others } => match &others[..] {
                [old] => (added, old.clone()),
                _ => return Err(problems::unaccounted(&standing.view())),
            },
            _ => return Err(problems::nothing_to_delete(&standing.view())),
        };
        if still_used == StillUsed::Kept && standing.old_used_since() != Some(false) {
            return Err(problems::still_used(&standing.view()));
        }
        let Some(new) = standing.stored.first().cloned() else {
            return Err(problems::nothing_to_delete(&standing.view()));
        };
        // The last look before a step that nobody can undo.
        let tried = self.tokens.try_secret(&standing.profile, &new.text).await;
        tried.map_err(|problem| problems::new_refused(&standing.profile, problem))?;
        self.did(RotationProgress::Tried);
        // A profile of this client that was made since the switch has the old secret alone.
        self.put_first_everywhere(&standing, &new).await?;
        standing.access.delete(&old).await?;
        info!(profile = standing.profile.id.as_str(), "old client secret deleted at Adobe");
        self.did(RotationProgress::Deleted);
        let standing = self.again(standing).await?;
        self.finish(standing, &added).await
    }

    /// Adobe has the new secret alone: every other one in the vault opens nothing any more.
    pub(super) async fn finish(
        &self,
        standing: Standing,
        added: &str,
    ) -> Result<RotationView, Problem> {
        let new = standing.stored.iter().find(|secret| secret.uuid.as_deref() == Some(added));
        let Some(new) = new.cloned() else { return Ok(standing.view()) };
        self.put_first_everywhere(&standing, &new).await?;
        for profile in standing.others.iter().chain([&standing.profile]) {
            self.keep_only(profile, new.text.clone()).await?;
            self.did(RotationProgress::Forgotten);
        }
        // Last: as long as it is there, all of this is done again.
        self.remove_journal(&standing.profile).await?;
        self.did(RotationProgress::Ended);
        Ok(self.again(standing).await?.view_at(RotationStep::Done))
    }

    /// Deletes one of two secrets that Adobe has, by Adobe's name for it, where no rotation of Mudbrick's accounts for it.
    ///
    /// # Errors
    /// Nobody agreed; it is the one that the profile uses, or may be; there is no other; a rotation is under way that knows it.
    pub async fn delete_named(
        &self,
        id: &ProfileId,
        uuid: &str,
        still_used: StillUsed,
        confirmation: &Confirmation,
    ) -> Result<RotationView, Problem> {
        let (profile, _turn) = self.to_change(id, Intent::Deletes, confirmation).await?;
        let named = ProfileName::of(&profile);
        let deleted = self.delete_one(profile, uuid, still_used).await;
        deleted.map_err(|problem| problem.of_profile(&named))
    }

    async fn delete_one(
        &self,
        profile: Profile,
        uuid: &str,
        still_used: StillUsed,
    ) -> Result<RotationView, Problem> {
        let standing = self.unless_stopped(self.standing(profile, Freshness::Renewed)).await?;
        let view = standing.view();
        let Some(one) = view.secrets.iter().find(|one| one.uuid == uuid) else {
            return Err(problems::no_such_secret(&view, uuid));
        };
        if !matches!(standing.stage(), Stage::NotBegun | Stage::Unaccounted) {
            return Err(problems::rotation_under_way(&view));
        }
        if one.role == SecretRole::First || view.secrets.len() < 2 {
            return Err(problems::is_the_first(&view, uuid));
        }
        // Which of them the profile uses is known by the name of its first secret, or because the others' names are known, or
        // does not matter because both of its secrets work.
        let first_is_known = view.secrets.iter().any(|one| one.role == SecretRole::First);
        let staying = match first_is_known {
            true => standing.stored.iter().take(1).cloned().collect(),
            false => self.working(&standing.profile, &standing.stored).await,
        };
        if !first_is_known && staying.len() < 2 {
            return Err(problems::may_be_the_first(&view, uuid));
        }
        if still_used == StillUsed::Kept && one.last_used_at.is_some() {
            return Err(problems::in_use(&view, one));
        }
        // Another profile of this client may have the one that goes alone. The last that is put first is the profile's own first.
        for secret in staying.iter().rev() {
            for other in &standing.others {
                self.put_first(other, secret.clone()).await?;
                self.did(RotationProgress::PutFirst);
            }
        }
        standing.access.delete(uuid).await?;
        info!(profile = standing.profile.id.as_str(), "a named client secret deleted at Adobe");
        self.did(RotationProgress::Deleted);
        for profile in standing.others.iter().chain([&standing.profile]) {
            self.forget(profile, uuid).await?;
        }
        // Its first secret may be the one that is gone, and the second takes its place then.
        let profile = standing.profile;
        Ok(self.standing(profile, Freshness::Renewed).await?.view())
    }
}
