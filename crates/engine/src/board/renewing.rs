//! Renewing the tokens of many profiles: a few at once, no faster than is allowed, and stopped as one job.

use super::Board;
use super::view::{NotRenewed, RenewalProgress, Renewed};
use crate::export::count;
use crate::jobs::Job;
use crate::opened::opened;
use crate::pace::{self, Pace};
use crate::tokens::{Freshness, TokenFor};
use mudbrick_model::{Problem, Profile, ProfileId};
use std::sync::Arc;

impl Board {
    /// Gets a new token for each of these profiles, and tells how far it is whenever a call ends. A call that is under way
    /// when the job is stopped ends as if it were not, since others may wait for the same one.
    ///
    /// # Errors
    /// The vault does not open: it would be the same for all of them. What fails for one profile is told of that one.
    pub async fn renew(
        &self,
        job: &Job,
        ids: &[ProfileId],
        pace: Pace,
        mut tell: impl FnMut(RenewalProgress),
    ) -> Result<Renewed, Problem> {
        let profiles = opened(&self.core, ids).await?;
        let of = count(profiles.len());
        let mut outcome = Renewed { renewed: 0, failed: Vec::new(), not_begun: 0 };
        tell(RenewalProgress { done: 0, of, failed: 0 });
        let begin = |profile: Profile| {
            let tokens = Arc::clone(&self.tokens);
            async move {
                let whose = TokenFor::profile(profile.clone());
                let renewed = tokens.of(&whose, Freshness::Renewed).await.map(drop);
                (profile, renewed)
            }
        };
        let ended = |(profile, renewed): (Profile, Result<(), Problem>)| {
            match renewed {
                Ok(()) => outcome.renewed += 1,
                Err(problem) => outcome.failed.push(NotRenewed {
                    title: profile.title(),
                    profile: profile.id,
                    problem,
                }),
            }
            let failed = count(outcome.failed.len());
            tell(RenewalProgress { done: outcome.renewed + failed, of, failed });
        };
        let not_begun = pace::side_by_side(profiles, pace, job, begin, ended).await?;
        outcome.not_begun = count(not_begun);
        Ok(outcome)
    }
}
