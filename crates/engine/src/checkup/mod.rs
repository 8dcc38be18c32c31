//! The room of checks: whether a profile works, found by asking Adobe, and what it can and cannot do, in words.
//!
//! ```text
//! credential, key, certificate ──▶ token ──▶ its scopes ──▶ organization, product profiles ──▶ one call to each product
//!        `on_this_computer`                         `account`                                       `opens`
//! ```
//!
//! The calls are requests of the catalogue that only read. They go out as a person's own requests do: past the guard, to
//! allowed hosts alone, and into the history. What is known without asking anybody is left to `board`, and what is wrong with
//! the computer to `doctor`.

mod account;
mod looking;
mod on_this_computer;
mod opens;
mod report;
pub(crate) mod view;

use crate::core::Core;
use crate::export::count;
use crate::inspection::Inspection;
use crate::jobs::{Job, JobKind};
use crate::keys::Keys;
use crate::opened::opened;
use crate::pace::{self, Pace};
use crate::requests::Requests;
use crate::threads::blocking;
use crate::tokens::Tokens;
use crate::vault::Vault;
use crate::view::Exported;
use looking::{Looking, Parts};
use mudbrick_explain::{Product, ScopeWords, products, scope};
use mudbrick_model::{Problem, Profile, ProfileId};
use mudbrick_net::Cancel;
use mudbrick_vault::files::{Destination, Mode};
use std::collections::BTreeMap;
use std::sync::Arc;
use view::{
    CheckupGrade, CheckupProgress, CheckupReport, CheckupVerdict, CheckupWish, ProductView,
    ProfileCheckup, ScopeView,
};

/// The room of checks.
pub struct Checkup {
    parts: Arc<Parts>,
}

impl Checkup {
    pub(crate) fn new(
        core: &Arc<Core>,
        vault: &Arc<Vault>,
        keys: &Arc<Keys>,
        tokens: &Arc<Tokens>,
        inspection: &Arc<Inspection>,
        requests: &Requests,
    ) -> Self {
        let parts = Parts {
            core: Arc::clone(core),
            vault: Arc::clone(vault),
            keys: Arc::clone(keys),
            tokens: Arc::clone(tokens),
            inspection: Arc::clone(inspection),
            requests: requests.clone(),
        };
        Self { parts: Arc::new(parts) }
    }

    /// Checks profiles, and tells how far it is whenever one is done. Each gets a new token: an old one says nothing of the
    /// secret.
    ///
    /// # Errors
    /// There is no product of a name that was given, or the vault does not open. What is wrong with a profile is found of that
    /// one.
    pub async fn check(
        &self,
        job: &Job,
        wish: &CheckupWish,
        pace: Pace,
        mut tell: impl FnMut(CheckupProgress),
    ) -> Result<CheckupReport, Problem> {
        let also = opens::named(&wish.also)?;
        let of_one = wish.also_of.iter();
        let of_one = of_one.map(|(id, names)| opens::named(names).map(|named| (id, named)));
        let of_one: BTreeMap<&ProfileId, Vec<&'static Product>> =
            of_one.collect::<Result<_, _>>()?;
        let profiles = opened(&self.parts.core, &wish.profiles).await?;
        let order: BTreeMap<ProfileId, usize> =
            wish.profiles.iter().enumerate().map(|(at, id)| (id.clone(), at)).collect();
        let of = count(profiles.len());
        let mut found: Vec<ProfileCheckup> = Vec::new();
        tell(CheckupProgress { done: 0, of, wrong: 0 });
        let begin = |profile: Profile| {
            let own = of_one.get(&profile.id).into_iter().flatten();
            let also = also.iter().chain(own).copied().collect();
            let looking = Looking { parts: Arc::clone(&self.parts), profile, also };
            looking.stopped_by(job.calls().clone())
        };
        let ended = |one: ProfileCheckup| {
            found.push(one);
            let wrong = found.iter().filter(|one| one.verdict != CheckupVerdict::Works).count();
            tell(CheckupProgress { done: count(found.len()), of, wrong: count(wrong) });
        };
        let not_begun = pace::side_by_side(profiles, pace, job, begin, ended).await?;
        found.sort_by_key(|one| order.get(&one.profile).copied());
        let at = self.parts.core.now();
        Ok(CheckupReport { at, profiles: found, not_begun: count(not_begun) })
    }

    /// A report as Markdown.
    ///
    /// # Errors
    /// Something in it is a secret of the vault's.
    pub fn markdown(&self, report: &CheckupReport) -> Result<String, Problem> {
        let text = report::markdown(report);
        self.parts.vault.guard(&[])?.check("the report", text.as_bytes())?;
        Ok(text)
    }

    /// The same as a file.
    ///
    /// # Errors
    /// Something in it is a secret of the vault's, or the disk refuses.
    pub fn save<'a>(
        &self,
        report: &CheckupReport,
        to: impl Into<Destination<'a>>,
    ) -> Result<Exported, Problem> {
        let to = to.into();
        let path = to.display_name();
        let text = report::markdown(report);
        self.parts.vault.guard(&[])?.deliver(to, text.as_bytes(), Mode::Shared)?;
        Ok(Exported { path, profiles: count(report.profiles.len()), ..Exported::default() })
    }

    /// Every product with what a credential for it usually has.
    pub fn products(&self) -> Vec<ProductView> {
        products().iter().map(product_view).collect()
    }
}

impl Pace {
    /// For checks: each makes a handful of calls, most of them to one gateway.
    pub const CHECKUP: Self = Self {
        parallel: std::num::NonZeroU32::MIN.saturating_add(3),
        per_second: Some(std::num::NonZeroU32::MIN.saturating_add(3)),
    };
}

fn product_view(product: &Product) -> ProductView {
    let words = |names: &[String]| names.iter().map(|name| scope_view(name)).collect();
    ProductView {
        name: product.name.clone(),
        scopes: words(&product.scopes),
        metascopes: words(&product.metascopes),
        note: product.note.clone(),
        source: product.source.clone(),
        certainty: product.standing.words().to_owned(),
        is_checked: product.call.is_some(),
    }
}

fn scope_view(name: &str) -> ScopeView {
    let opens = scope(name).map(|ScopeWords { opens, .. }| opens.clone());
    ScopeView { name: name.to_owned(), opens }
}

impl Looking {
    /// The whole check, as a job of its own: what is under way when the check of all of them is stopped ends as stopped.
    async fn stopped_by(self, stopped: Cancel) -> ProfileCheckup {
        let job = self.parts.core.jobs.start(JobKind::Check);
        let looking = self.look(&job);
        tokio::pin!(looking);
        tokio::select! {
            biased;
            found = &mut looking => found,
            () = stopped.cancelled() => {
                self.parts.core.jobs.stop(job.id());
                looking.await
            }
        }
    }

    async fn look(&self, job: &Job) -> ProfileCheckup {
        let (parts, profile) = (Arc::clone(&self.parts), self.profile.clone());
        let here = blocking(move || on_this_computer::steps(&parts, &profile)).await;
        let mut steps = here.unwrap_or_default();
        let is_wrong = steps.iter().any(|step| step.grade == CheckupGrade::Wrong);
        let (mut cannot, mut unasked) = (Vec::new(), Vec::new());
        // A credential that lacks its secret or its key gets no token: what is missing is said once.
        if !is_wrong {
            let account = self.account(job, &mut steps).await;
            if let Some(account) = account {
                cannot = self.ruled_out(&account);
                unasked = self.unasked(&account);
                self.ask_products(job, &account, &mut steps).await;
            }
        }
        let named = (self.profile.id.clone(), self.profile.title());
        let stopped = job.go_on().is_err();
        ProfileCheckup { stopped, ..ProfileCheckup::of(named, steps, (cannot, unasked)) }
    }
}
