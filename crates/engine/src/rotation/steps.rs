//! Forward: a secret is added, stored, tried, and put first. The old one stays, here and at Adobe.

use super::journal::Journal;
use super::standing::{Stage, Standing};
use super::view::{RotationProgress, RotationView};
use super::{Intent, LostSecret, Rotation, problems};
use crate::history::NewSecretGoes;
use crate::requests::Confirmation;
use crate::threads::to_the_end;
use crate::tokens::Freshness;
use crate::vault::stored::NamedSecret;
use mudbrick_model::{Problem, ProfileId, ProfileName};
use mudbrick_vault::files::FileLock;
use std::sync::Arc;
use tracing::info;

impl Rotation {
    /// Goes as far as the new secret is used and the old one still works, from wherever the last call has ended.
    ///
    /// # Errors
    /// Nobody agreed to change a production profile, or to delete a lost secret; Adobe has two secrets already, or one that this
    /// rotation does not know; or what Adobe, the vault and the disk say. What was reached stays, and the next call goes on from there.
    pub async fn rotate(
        &self,
        id: &ProfileId,
        lost: LostSecret,
        confirmation: &Confirmation,
    ) -> Result<RotationView, Problem> {
        let intent = match lost {
            LostSecret::Kept => Intent::Adds,
            LostSecret::Replaced => Intent::Deletes,
        };
        let (profile, turn) = self.to_change(id, intent, confirmation).await?;
        let named = ProfileName::of(&profile);
        let standing = self.unless_stopped(self.standing(profile, Freshness::Renewed)).await;
        let outcome = match standing {
            Ok(standing) => self.go_on(standing, lost, &turn).await,
            Err(problem) => Err(problem),
        };
        outcome.map_err(|problem| problem.of_profile(&named))
    }

    async fn go_on(
        &self,
        standing: Standing,
        lost: LostSecret,
        turn: &Arc<FileLock>,
    ) -> Result<RotationView, Problem> {
        if self.is_stopped() {
            return Ok(standing.view());
        }
        let standing = match (standing.stage(), lost) {
            (Stage::NotBegun, _) if standing.listed.len() >= 2 => {
                return Err(problems::two_secrets(&standing.view()));
            }
            (Stage::NotBegun | Stage::NotAdded, _) => self.add(standing, turn).await?,
            (Stage::Lost { added }, LostSecret::Replaced) => {
                standing.access.delete(&added).await?;
                self.did(RotationProgress::Deleted);
                let standing = self.again(standing).await?;
                self.add(standing, turn).await?
            }
            (Stage::Lost { added }, LostSecret::Kept) => {
                return Err(problems::lost(&standing.profile, &added));
            }
            (Stage::Unaccounted, _) => return Err(problems::unaccounted(&standing.view())),
            (Stage::NewDeleted { .. }, _) => return Err(problems::new_deleted(&standing.profile)),
            (Stage::Stored { .. } | Stage::Switched { .. } | Stage::Alone { .. }, _) => standing,
        };
        let standing = match standing.stage() {
            Stage::Stored { .. } if self.is_stopped() => return Ok(standing.view()),
            Stage::Stored { added } => self.switch(standing, &added).await?,
            _ => standing,
        };
        match standing.stage() {
            Stage::Switched { others, .. } => {
                let standing = self.note_switch(standing, &others).await?;
                Ok(standing.view())
            }
            Stage::Alone { added } => self.finish(standing, &added).await,
            _ => Ok(standing.view()),
        }
    }

    /// Has Adobe add a secret, and stores it before anything else is done.
    async fn add(&self, standing: Standing, turn: &Arc<FileLock>) -> Result<Standing, Problem> {
        let profile = standing.profile.clone();
        // A token was got with the first secret just now. Where Adobe has no other, it is that one.
        let first = match &standing.listed[..] {
            [only] => Some(only.uuid.clone()),
            _ => None,
        };
        self.name_first(&profile, first).await?;
        self.did(RotationProgress::VaultWritten);
        let known = standing.listed.iter().map(|one| one.uuid.clone()).collect();
        let now = self.core.now();
        let journal = Journal::begun(&profile, known, (now, standing.at_adobe(now)));
        self.save_journal(&journal).await?;
        self.did(RotationProgress::JournalWritten);
        let (this, access) = (self.clone(), standing.access.clone());
        let turn = Arc::clone(turn);
        // Whoever waits may go away, and what Adobe tells once has to be stored all the same, before it is anybody else's turn.
        to_the_end(async move {
            let _turn = turn;
            this.add_and_keep(&access, &profile, journal).await
        })
        .await??;
        self.again(standing).await
    }

    async fn add_and_keep(
        &self,
        access: &super::adobe::Access,
        profile: &mudbrick_model::Profile,
        journal: Journal,
    ) -> Result<(), Problem> {
        let added = match access.add().await {
            Ok(added) => added,
            Err(error) => {
                access.record_added(NewSecretGoes::Nowhere).await;
                // Where the answer was lost, the journal stays, and the next call sees whether a secret was made.
                if error.is_without_effect() {
                    self.remove_journal(profile).await?;
                }
                return Err(access.explained(error).await);
            }
        };
        self.did(RotationProgress::Added);
        let new = NamedSecret { text: added.value, uuid: Some(added.uuid.clone()) };
        let kept = self.keep_new(profile, new).await;
        if kept.is_ok() {
            self.did(RotationProgress::Stored);
        }
        access
            .record_added(match kept {
                Ok(()) => NewSecretGoes::IntoProfile(ProfileName::of(profile)),
                Err(_) => NewSecretGoes::Nowhere,
            })
            .await;
        if let Err(problem) = kept {
            // Nobody has its value, so nobody misses it.
            let deleted = access.delete(&added.uuid).await;
            if deleted.is_ok() {
                self.remove_journal(profile).await?;
            }
            return Err(problems::not_kept(&problem, deleted.is_ok()));
        }
        info!(profile = profile.id.as_str(), "new client secret stored");
        self.save_journal(&journal.with_added(added.uuid)).await?;
        self.did(RotationProgress::JournalWritten);
        Ok(())
    }

    /// Tries the new secret, and has it used first by every profile of the client.
    async fn switch(&self, standing: Standing, added: &str) -> Result<Standing, Problem> {
        let new = standing.stored.iter().find(|secret| secret.uuid.as_deref() == Some(added));
        let Some(new) = new.cloned() else { return Ok(standing) };
        let tried = self.tokens.try_secret(&standing.profile, &new.text).await;
        tried.map_err(|problem| problems::new_refused(&standing.profile, problem))?;
        self.did(RotationProgress::Tried);
        self.put_first_everywhere(&standing, &new).await?;
        info!(profile = standing.profile.id.as_str(), "new client secret put first");
        self.again(standing).await
    }

    pub(super) async fn put_first_everywhere(
        &self,
        standing: &Standing,
        secret: &NamedSecret,
    ) -> Result<(), Problem> {
        // The rotated profile comes last: as long as it is not switched, whoever goes on does all of this again.
        for profile in standing.others.iter().chain([&standing.profile]) {
            self.put_first(profile, secret.clone()).await?;
            self.did(RotationProgress::PutFirst);
        }
        Ok(())
    }

    /// Writes down when the old secret was used last before now: a later use is somebody else's.
    async fn note_switch(
        &self,
        standing: Standing,
        others: &[String],
    ) -> Result<Standing, Problem> {
        let Some(journal) = standing.journal.clone() else { return Ok(standing) };
        if journal.switched.is_some() {
            return Ok(standing);
        }
        let old = standing.listed.iter().find(|one| others.first() == Some(&one.uuid));
        let old_used_at = old.and_then(|old| old.last_used_at);
        let journal = journal.with_switched(self.core.now(), old_used_at);
        self.save_journal(&journal).await?;
        self.did(RotationProgress::JournalWritten);
        Ok(Standing { journal: Some(journal), ..standing })
    }
}
