//! Where a rotation stands: found from the journal, from what the vault has, and from what Adobe says, in that order of belief
//! for what is ours and the other way round for what is there.

use super::adobe::Access;
use super::journal::Journal;
use super::view::{AdobeSecret, RotationStep, RotationView, SecretRole};
use super::{Rotation, problems};
use crate::threads::blocking;
use crate::tokens::Freshness;
use crate::vault::stored::{self, NamedSecret};
use mudbrick_ims::{ListedSecret, SecretList};
use mudbrick_model::{Grant, Problem, Profile, ProfileName, Timestamp};
use std::sync::Arc;

/// All that is known.
pub(super) struct Standing {
    pub(super) profile: Profile,
    /// Other profiles of the client that have a client secret of their own in the vault.
    pub(super) others: Vec<Profile>,
    pub(super) journal: Option<Journal>,
    pub(super) stored: Vec<NamedSecret>,
    pub(super) listed: Vec<ListedSecret>,
    /// When that was, by Adobe's clock and by this computer's; none where Adobe does not say.
    pub(super) listed_at: Option<(Timestamp, Timestamp)>,
    /// Whether a stored secret whose name is not known works: it may be one that Adobe has more than there was.
    pub(super) works_unnamed: bool,
    pub(super) access: Access,
}

/// What that comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stage {
    /// No journal.
    NotBegun,
    /// A journal, and Adobe has nothing that was not there before.
    NotAdded,
    /// Adobe has one more secret, made when this rotation asked for one, and nobody has its value.
    Lost { added: String },
    /// Adobe has one more secret or several that are in use or were not added by this rotation.
    Unaccounted,
    /// The new secret is in the vault and not the first.
    Stored { added: String },
    /// The new secret is the first, and Adobe has others.
    Switched { added: String, others: Vec<String> },
    /// The new secret is the first, and Adobe has no other.
    Alone { added: String },
    /// The new secret is not at Adobe any more.
    NewDeleted { added: String },
}

impl Rotation {
    /// Asks Adobe how things are.
    pub(super) async fn standing(
        &self,
        profile: Profile,
        freshness: Freshness,
    ) -> Result<Standing, Problem> {
        let access = self.access(&profile, freshness).await?;
        let SecretList { secrets: listed, at } = access.list().await?;
        let listed_at = at.map(|at| (at, self.core.now()));
        let this = self.clone();
        let standing = blocking(move || {
            // Behind the token: getting it may have made the second secret the first.
            let stored = stored::named_client_secrets(&this.core.vault, &profile)?;
            let journal = Journal::load(&this.core.home, &profile)?;
            let mut others = this.core.others_of_client(&profile)?;
            if let Some(journal) = &journal {
                // Until it is switched, only that one has the new secret: for any other it would look lost.
                let begun_with = others.iter().find(|other| other.id == journal.profile);
                if let Some(other) = begun_with {
                    return Err(problems::begun_with(&profile, other));
                }
            }
            let vault = &this.core.vault;
            others.retain(|other| {
                other.credential.grant() != Grant::Jwt
                    && stored::holds_client_secret(vault, &other.id)
            });
            let works_unnamed = false;
            Ok(Standing {
                profile,
                others,
                journal,
                stored,
                listed,
                listed_at,
                works_unnamed,
                access,
            })
        });
        let standing = standing.await??;
        // Before anything is done about a lost secret: it may be one that a person added and typed.
        if freshness == Freshness::Renewed && matches!(standing.stage(), Stage::Lost { .. }) {
            let tried = self.works_unnamed(&standing.profile, &standing.others);
            let works_unnamed = tried.await?;
            return Ok(Standing { works_unnamed, ..standing });
        }
        Ok(standing)
    }

    /// The same once more by the same way.
    pub(super) async fn again(&self, before: Standing) -> Result<Standing, Problem> {
        let SecretList { secrets: listed, at } = before.access.list().await?;
        let listed_at = at.map(|at| (at, self.core.now()));
        let (core, home) = (Arc::clone(&self.core), self.core.home.clone());
        blocking(move || {
            let stored = stored::named_client_secrets(&core.vault, &before.profile)?;
            let journal = Journal::load(&home, &before.profile)?;
            Ok(Standing { journal, stored, listed, listed_at, ..before })
        })
        .await?
    }
}

impl Standing {
    pub(super) fn stage(&self) -> Stage {
        let Some(journal) = &self.journal else { return Stage::NotBegun };
        let is_new = |uuid: &str| !journal.known.contains(uuid);
        // A kill between the vault and the journal leaves the name in the vault alone.
        let in_vault = self.stored.iter().filter_map(|secret| secret.uuid.clone());
        let added = journal.added.clone().or_else(|| in_vault.clone().find(|uuid| is_new(uuid)));
        let Some(added) = added else {
            let unknown: Vec<_> = self.listed.iter().filter(|one| is_new(&one.uuid)).collect();
            return match unknown[..] {
                [] => Stage::NotAdded,
                // Nobody has got its value, so nobody can have used or stored it.
                [one]
                    if one.last_used_at.is_none()
                        && !self.works_unnamed
                        && journal.may_have_added(one.created_at) =>
                {
                    Stage::Lost { added: one.uuid.clone() }
                }
                _ => Stage::Unaccounted,
            };
        };
        if !self.listed.iter().any(|one| one.uuid == added) {
            return Stage::NewDeleted { added };
        }
        match self.stored.iter().position(|secret| secret.uuid.as_ref() == Some(&added)) {
            // It was taken out of the vault, and somebody may have it.
            None => Stage::Unaccounted,
            Some(0) => {
                let others = self.listed.iter().map(|one| one.uuid.clone());
                let others: Vec<String> = others.filter(|uuid| *uuid != added).collect();
                match others.is_empty() {
                    true => Stage::Alone { added },
                    false => Stage::Switched { added, others },
                }
            }
            Some(_) => Stage::Stored { added },
        }
    }

    /// How late it is by Adobe's clock, going by when it answered last.
    pub(super) fn at_adobe(&self, now: Timestamp) -> Option<Timestamp> {
        self.listed_at.map(|(adobes, here)| adobes.after(here.until(now)))
    }

    /// Whether the old secret was used since the new one took its place; none while that cannot be told.
    pub(super) fn old_used_since(&self) -> Option<bool> {
        let Stage::Switched { others, .. } = self.stage() else { return None };
        let switched = self.journal.as_ref()?.switched.as_ref()?;
        let [old] = &others[..] else { return None };
        let listed = self.listed.iter().find(|one| one.uuid == *old)?;
        // Both by Adobe's clock.
        Some(listed.last_used_at > switched.old_used_at)
    }

    pub(super) fn view(&self) -> RotationView {
        let stage = self.stage();
        self.view_at(match &stage {
            Stage::NotBegun => RotationStep::NotBegun,
            Stage::NotAdded => RotationStep::Begun,
            Stage::Lost { .. } => RotationStep::Lost,
            Stage::Unaccounted => RotationStep::Unaccounted,
            Stage::Stored { .. } => RotationStep::Stored,
            Stage::Switched { .. } => RotationStep::Watching,
            Stage::Alone { .. } => RotationStep::OldDeleted,
            Stage::NewDeleted { .. } => RotationStep::NewDeleted,
        })
    }

    pub(super) fn view_at(&self, step: RotationStep) -> RotationView {
        let (stage, old_used_since) = (self.stage(), self.old_used_since());
        let used = match old_used_since {
            Some(true) => " Adobe says that somebody has used the old one since.",
            Some(false) => " Adobe says that nobody has used the old one since.",
            None => "",
        };
        RotationView {
            profile: self.profile.id.clone(),
            title: self.profile.title(),
            step,
            said: format!("{}{used}", step.words()),
            next: step.next(),
            secrets: self.listed.iter().map(|one| self.shown(one, &stage)).collect(),
            old_used_since,
            changes_too: self.others.iter().map(ProfileName::of).collect(),
        }
    }

    fn shown(&self, one: &ListedSecret, stage: &Stage) -> AdobeSecret {
        AdobeSecret {
            uuid: one.uuid.clone(),
            created_at: one.created_at,
            last_used_at: one.last_used_at,
            role: self.role(&one.uuid, stage),
        }
    }

    fn role(&self, uuid: &str, stage: &Stage) -> SecretRole {
        match stage {
            Stage::Lost { added } if added == uuid => return SecretRole::Lost,
            Stage::Stored { added } | Stage::Switched { added, .. } | Stage::Alone { added } => {
                if added == uuid {
                    return SecretRole::New;
                }
                // With exactly one besides the new one, that is the old one; of several, nobody knows.
                if self.listed.len() == 2 {
                    return SecretRole::Old;
                }
            }
            _ => {}
        }
        match self.stored.iter().position(|secret| secret.uuid.as_deref() == Some(uuid)) {
            Some(0) => SecretRole::First,
            Some(_) => SecretRole::Second,
            None => SecretRole::Unknown,
        }
    }
}
