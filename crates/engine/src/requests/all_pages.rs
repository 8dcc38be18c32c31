//! All pages of a list: what the answer to one names as its next is asked for, each an exchange of its own, until there is none,
//! so many were asked for, or somebody stops it.
//!
//! A page is asked for as the first one was, so that the guard and the allowed hosts hold for each. The server chooses the
//! address; it chooses no other server, since that would be sent a token on the answer's word.

use super::{Confirmation, Requests, Sending};
use crate::answers::links::{MOST_PAGE, NEXT};
use crate::answers::view::{AnswerLink, PagesEnd, PagesView};
use crate::jobs::Job;
use crate::threads::blocking;
use mudbrick_model::{ErrorCode, ExchangeId, Method, Outcome, Problem, ProfileId, Request};
use std::collections::BTreeSet;
use std::sync::Arc;

impl Requests {
    /// The pages behind a first one that has come, which `sending` asked for. At most `most` with the first.
    pub async fn further_pages(
        &self,
        job: &Job,
        profile: &ProfileId,
        sending: Sending,
        first: ExchangeId,
        (confirmation, most): (Confirmation, u32),
    ) -> Result<PagesView, Problem> {
        // A look at the secrets is good for a moment, and pages take longer.
        let confirmation = match confirmation {
            Confirmation::NoReason(_) => Confirmation::NotGiven,
            asked => asked,
        };
        let mut pages = vec![first];
        let mut known = BTreeSet::new();
        let ended = |pages, ended| Ok(PagesView { pages, ended, problem: None });
        loop {
            let last = *pages.last().unwrap_or(&first);
            let next = match self.next_of(last).await? {
                Ok(next) => next,
                Err(end) => return ended(pages, end),
            };
            if !next.is_same_server {
                return ended(pages, PagesEnd::AnotherServer { url: next.url });
            }
            if !known.insert(next.url.clone()) {
                return ended(pages, PagesEnd::Circle);
            }
            if pages.len() as u64 >= u64::from(most) {
                return ended(pages, PagesEnd::Limit);
            }
            if job.go_on().is_err() {
                return ended(pages, PagesEnd::Stopped);
            }
            let name = format!("{}, page {}", sending.request.name, pages.len() + 1);
            let request = Request { name, url: next.url, body: None, ..sending.request.clone() };
            let page = Sending { request, file: None, ..sending.clone() };
            // What stops a page, such as a token that does not come, is told beside those that came.
            let page = match self.send_in_file(job, profile, page, confirmation.clone()).await {
                Ok(page) => page,
                Err(problem) => {
                    return Ok(PagesView {
                        pages,
                        ended: PagesEnd::Failed,
                        problem: Some(problem),
                    });
                }
            };
            let (status, failed) = (page.summary.status, page.summary.failed);
            if failed == Some(ErrorCode::Cancelled) {
                return ended(pages, PagesEnd::Stopped);
            }
            if failed.is_some() || !matches!(status, Some(200..=299)) {
                // What no explanation is known for is told by its status.
                let problem = page.problem.or_else(|| status.map(unexplained));
                return Ok(PagesView { pages, ended: PagesEnd::Failed, problem });
            }
            pages.push(page.summary.id);
        }
    }

    /// The pages behind one in the history, asked for as that was.
    pub async fn pages_from(
        &self,
        job: &Job,
        first: ExchangeId,
        confirmation: Confirmation,
        most: u32,
    ) -> Result<PagesView, Problem> {
        let requests = self.clone();
        let (profile, sending) = blocking(move || {
            let profile = requests.history.exchange(first)?.profile;
            Ok::<_, Problem>((profile, requests.kept_sending(first)?))
        })
        .await??;
        self.further_pages(job, &profile, sending, first, (confirmation, most)).await
    }

    /// The link to the page behind one, or why there is none.
    async fn next_of(&self, page: ExchangeId) -> Result<Result<AnswerLink, PagesEnd>, Problem> {
        let (history, answers) = (Arc::clone(&self.history), Arc::clone(&self.answers));
        blocking(move || {
            let exchange = history.exchange(page)?;
            if !matches!(exchange.sent_method, Method::Get) {
                return Err(Problem::new(
                    ErrorCode::InvalidInput,
                    "Only the pages of a GET request can be followed.",
                )
                .remedy("Send the next page yourself."));
            }
            let size = match &exchange.outcome {
                Outcome::Answered { body_bytes, .. } => *body_bytes,
                Outcome::Failed { .. } => return Ok(Err(PagesEnd::Failed)),
            };
            let links = answers.links_up_to(page, &exchange, MOST_PAGE)?;
            Ok(match links.into_iter().find(|link| link.rel == NEXT) {
                Some(link) => Ok(link),
                None if size > MOST_PAGE => Err(PagesEnd::TooLarge),
                None => Err(PagesEnd::Last),
            })
        })
        .await?
    }
}

fn unexplained(status: u16) -> Problem {
    Problem::new(ErrorCode::BadAnswer, format!("The next page was answered with {status}."))
        .remedy("Open its exchange in the history to see the answer.")
}
