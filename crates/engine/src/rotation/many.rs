//! The same for many profiles, as one job that can be stopped. What came of one does not keep the others from their turn.

use super::Rotation;
use super::colleagues::message;
use super::deed::{RotationDeed, RotationWish};
use super::view::{RotationNews, RotationOutcome, RotationReport, RotationView};
use crate::export::count;
use crate::jobs::Job;
use crate::opened::opened;
use crate::pace::{self, Pace};
use crate::requests::Confirmation;
use crate::threads::lock;
use mudbrick_model::{Problem, Profile, ProfileId, ProfileName};
use std::collections::BTreeMap;
use std::future::Future;
use std::sync::{Arc, Mutex};

impl Rotation {
    /// Does this for each profile, and tells what was done and what came of each.
    ///
    /// A job that is stopped begins no further profile. One that is under way ends behind the step that it is in, and goes on from
    /// there another time.
    ///
    /// # Errors
    /// The vault does not open. What else goes wrong is the outcome of that profile.
    pub async fn carry_out(
        &self,
        job: Job,
        wish: &RotationWish,
        confirmation: &Confirmation,
        tell: impl Fn(RotationNews) + Send + Sync + 'static,
    ) -> Result<RotationReport, Problem> {
        let profiles = opened(&self.core, &wish.profiles).await?;
        let order: BTreeMap<ProfileId, usize> =
            wish.profiles.iter().enumerate().map(|(at, id)| (id.clone(), at)).collect();
        let (job, tell) = (Arc::new(job), Arc::new(tell));
        let changed = Arc::new(Changed::default());
        let begin = |profile: Profile| {
            let (tell, id) = (Arc::clone(&tell), profile.id.clone());
            let changed = Arc::clone(&changed);
            let rotation =
                self.telling(move |what| tell(RotationNews::Did { profile: id.clone(), what }));
            let rotation = Self { job: Some(Arc::clone(&job)), ..rotation };
            let (deed, confirmation) = (wish.deed.clone(), confirmation.clone());
            async move {
                if let Some(with) = changed.with(&profile.id) {
                    return RotationOutcome { with: Some(with), ..nothing(&profile) };
                }
                let done = rotation.one(&profile.id, &deed, &confirmation).await;
                if let (Ok(view), true) = (&done, deed != RotationDeed::Look) {
                    changed.note(&profile, view);
                }
                outcome(&profile, done)
            }
        };
        let mut found: Vec<RotationOutcome> = Vec::new();
        let ended = |outcome: RotationOutcome| {
            tell(RotationNews::Ended { outcome: Box::new(outcome.clone()) });
            found.push(outcome);
        };
        let not_begun =
            pace::side_by_side(profiles, pace_of(&wish.deed), &job, begin, ended).await?;
        found.sort_by_key(|one| order.get(&one.profile.id).copied());
        Ok(RotationReport { profiles: found, not_begun: count(not_begun) })
    }

    async fn one(
        &self,
        id: &ProfileId,
        deed: &RotationDeed,
        confirmation: &Confirmation,
    ) -> Result<RotationView, Problem> {
        match deed {
            RotationDeed::Look => self.status(id).await,
            RotationDeed::GoOn { lost } => self.rotate(id, *lost, confirmation).await,
            RotationDeed::DeleteOld { still_used } => {
                self.delete_old(id, *still_used, confirmation).await
            }
            RotationDeed::DeleteNamed { uuid, still_used } => {
                self.delete_named(id, uuid, *still_used, confirmation).await
            }
            RotationDeed::Abandon => self.abandon(id, confirmation).await,
        }
    }

    /// Work that changes nothing ends at once when the job is stopped.
    pub(super) async fn unless_stopped<T>(
        &self,
        work: impl Future<Output = Result<T, Problem>>,
    ) -> Result<T, Problem> {
        match &self.job {
            Some(job) => job.unless_stopped(work).await,
            None => work.await,
        }
    }

    /// Asked between steps: within one, what Adobe tells once would be lost.
    pub(super) fn is_stopped(&self) -> bool {
        self.job.as_ref().is_some_and(|job| job.go_on().is_err())
    }
}

/// Looking is side by side. What changes something goes one by one: profiles of one client wait for the same secret, and whoever
/// stops it wants to know what was begun.
fn pace_of(deed: &RotationDeed) -> Pace {
    match deed {
        RotationDeed::Look => Pace::CHECKUP,
        _ => Pace::ONE_BY_ONE,
    }
}

/// The profiles that were changed along with another one of this run, because they have its client.
#[derive(Default)]
struct Changed(Mutex<BTreeMap<ProfileId, ProfileName>>);

impl Changed {
    fn with(&self, id: &ProfileId) -> Option<ProfileName> {
        lock(&self.0).get(id).cloned()
    }

    fn note(&self, profile: &Profile, view: &RotationView) {
        let mut changed = lock(&self.0);
        let others = view.changes_too.iter();
        changed.extend(others.map(|other| (other.id.clone(), ProfileName::of(profile))));
    }
}

fn nothing(profile: &Profile) -> RotationOutcome {
    RotationOutcome {
        profile: ProfileName::of(profile),
        rotation: None,
        with: None,
        message: None,
        error: None,
    }
}

fn outcome(profile: &Profile, done: Result<RotationView, Problem>) -> RotationOutcome {
    match done {
        Ok(view) => RotationOutcome {
            message: Some(message(profile, &view)),
            rotation: Some(view),
            ..nothing(profile)
        },
        Err(problem) => RotationOutcome { error: Some(problem), ..nothing(profile) },
    }
}
