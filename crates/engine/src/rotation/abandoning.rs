//! Back: the old secret is used again, and the new one deleted, as long as the old one is there.

use super::standing::{Stage, Standing};
use super::view::{RotationProgress, RotationView};
use super::{Intent, Rotation, problems};
use crate::requests::Confirmation;
use crate::tokens::Freshness;
use crate::vault::stored::NamedSecret;
use mudbrick_model::{Problem, Profile, ProfileId, ProfileName};
use tracing::info;

impl Rotation {
    /// Gives a rotation up: afterwards the old secret is the only one. Nothing that somebody may use is deleted.
    ///
    /// # Errors
    /// Nobody agreed, none is under way, the old secret is gone or does not work any more, or what Adobe and the disk say.
    pub async fn abandon(
        &self,
        id: &ProfileId,
        confirmation: &Confirmation,
    ) -> Result<RotationView, Problem> {
        let (profile, _turn) = self.to_change(id, Intent::Deletes, confirmation).await?;
        let named = ProfileName::of(&profile);
        let abandoned = self.abandon_of(profile).await;
        abandoned.map_err(|problem| problem.of_profile(&named))
    }

    async fn abandon_of(&self, profile: Profile) -> Result<RotationView, Problem> {
        // A new token shows that the first secret works.
        let standing = self.unless_stopped(self.standing(profile, Freshness::Renewed)).await?;
        match standing.stage() {
            Stage::NotBegun => return Err(problems::none_under_way(&standing.profile)),
            Stage::Alone { .. } => return Err(problems::old_deleted(&standing.profile)),
            // Nothing of it is here, and what is at Adobe may be somebody else's.
            Stage::NotAdded | Stage::Unaccounted => {}
            Stage::Lost { added } => standing.access.delete(&added).await?,
            Stage::NewDeleted { added } => {
                // It works: a token was got with it just now.
                if let Some(first) = standing.stored.first() {
                    self.put_first_everywhere(&standing, first).await?;
                }
                self.forget_everywhere(&standing, &added).await?;
            }
            // Before this profile is switched, another one may have the new secret already, and perhaps no other.
            Stage::Stored { added } | Stage::Switched { added, .. } => {
                let old = self.old_that_works(&standing, &added).await?;
                self.put_first_everywhere(&standing, &old).await?;
                self.take_back(&standing, &added).await?;
            }
        }
        self.did(RotationProgress::Deleted);
        self.remove_journal(&standing.profile).await?;
        info!(profile = standing.profile.id.as_str(), "rotation given up");
        self.did(RotationProgress::Ended);
        let profile = standing.profile;
        Ok(self.standing(profile, Freshness::Cached).await?.view())
    }

    async fn old_that_works(
        &self,
        standing: &Standing,
        added: &str,
    ) -> Result<NamedSecret, Problem> {
        let old = standing.stored.iter().find(|secret| secret.uuid.as_deref() != Some(added));
        let old = old.cloned().ok_or_else(|| problems::old_deleted(&standing.profile))?;
        let tried = self.tokens.try_secret(&standing.profile, &old.text).await;
        tried.map_err(|problem| problems::old_refused(&standing.profile, problem))?;
        self.did(RotationProgress::Tried);
        Ok(old)
    }

    /// Deletes the new secret at Adobe, and then here.
    async fn take_back(&self, standing: &Standing, added: &str) -> Result<(), Problem> {
        standing.access.delete(added).await?;
        self.did(RotationProgress::Deleted);
        self.forget_everywhere(standing, added).await
    }

    async fn forget_everywhere(&self, standing: &Standing, added: &str) -> Result<(), Problem> {
        for profile in standing.others.iter().chain([&standing.profile]) {
            self.forget(profile, added).await?;
            self.did(RotationProgress::Forgotten);
        }
        Ok(())
    }
}
