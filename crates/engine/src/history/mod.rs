//! The history's room: exchanges as they are recorded, masked, and listed again. The last exchange that could not be recorded
//! is seen in the same way, but for the lists. What an answer shows is left to `answers`.
//!
//! ```text
//! Sent, Answer ──▶ kept_body (on disk, as it comes) ──▶ masking ──▶ recording ─┬─▶ store
//!                                                                              └─▶ not_recorded, the last one, in memory
//! store ──▶ retention ──▶ what is too old or too much, away
//! search_text ──▶ finding ──▶ store            keeping: notes, pins, and what a person deletes
//! ```

pub(crate) mod file_body;
mod finding;
mod keeping;
pub(crate) mod kept_body;
mod masked_body;
pub(crate) mod masking;
mod new_secret;
mod not_recorded;
pub(crate) mod origins;
mod recording;
mod retention;
mod search_text;
mod sent;
mod timeline;
pub(crate) mod view;

pub(crate) use recording::Recorded;
pub(crate) use sent::{NewSecretGoes, Sent};

use crate::core::Core;
use crate::vault::Vault;
use mudbrick_model::{ErrorCode, Exchange, ExchangeId, Problem, ProfileId, Request, Timestamp};
use mudbrick_store::{BodyPart, Filter, OpenBody, StatusFilter};
use not_recorded::LastNotRecorded;
use std::io;
use std::sync::{Arc, Mutex, Once, OnceLock};

/// An answer that a request refers to is among the last ones with its name, or is asked for again.
const MOST_LOOKED_AT: u32 = 200;

/// The room of what was sent.
pub struct History {
    core: Arc<Core>,
    vault: Arc<Vault>,
    store: OnceLock<mudbrick_store::History>,
    not_recorded: LastNotRecorded,
    bodies_swept: Once,
    /// When this process last looked how much of the history there is.
    looked_at: Mutex<Option<Timestamp>>,
}

impl History {
    pub(crate) fn new(core: &Arc<Core>, vault: &Arc<Vault>) -> Self {
        Self {
            core: Arc::clone(core),
            vault: Arc::clone(vault),
            store: OnceLock::new(),
            not_recorded: LastNotRecorded::default(),
            bodies_swept: Once::new(),
            looked_at: Mutex::default(),
        }
    }

    /// The newest answer that is no error to a request with a profile: one of the same name, method and URL as they are
    /// written. None where its contents were not kept.
    pub(crate) fn newest_answer(
        &self,
        profile: &ProfileId,
        request: &Request,
    ) -> Result<Option<(ExchangeId, Exchange)>, Problem> {
        let filter = Filter {
            profile: Some(profile.clone()),
            statuses: vec![StatusFilter::Succeeded],
            ..Filter::default()
        };
        self.newest_to(request, filter)
    }

    /// The answer that came before one to the same request with the same profile, whatever its status.
    pub(crate) fn answer_before(&self, id: ExchangeId) -> Result<Option<ExchangeId>, Problem> {
        let exchange = self.exchange(id)?;
        let filter =
            Filter { profile: Some(exchange.profile), before: Some(id), ..Filter::default() };
        Ok(self.newest_to(&exchange.request, filter)?.map(|(id, _)| id))
    }

    /// The newest answer to a request by its name, method and URL as they are written, among those that a filter takes.
    fn newest_to(
        &self,
        request: &Request,
        filter: Filter,
    ) -> Result<Option<(ExchangeId, Exchange)>, Problem> {
        let filter = Filter {
            // What has no letter cannot be searched for.
            text: match request.name.contains(char::is_alphanumeric) {
                true => request.name.clone(),
                false => String::new(),
            },
            limit: MOST_LOOKED_AT,
            ..filter
        };
        let store = self.store()?;
        for row in store.list(&filter)? {
            if row.name != request.name || row.method != request.method || row.failed.is_some() {
                continue;
            }
            let exchange = store.get(row.id)?;
            if exchange.request.url == request.url && exchange.not_kept.is_none() {
                return Ok(Some((row.id, exchange)));
            }
        }
        Ok(None)
    }

    /// When anything was sent last with each profile. Nothing is known of a history that cannot be read.
    pub(crate) fn last_used(&self) -> Vec<(ProfileId, Timestamp)> {
        self.store().ok().and_then(|store| store.last_used().ok()).unwrap_or_default()
    }

    /// One exchange as it was recorded.
    pub(crate) fn exchange(&self, id: ExchangeId) -> Result<Exchange, Problem> {
        match self.not_recorded.exchange(id) {
            Some(exchange) => Ok(exchange),
            None => Ok(self.store()?.get(id)?),
        }
    }

    /// One exchange as in a list.
    pub(crate) fn summary(&self, id: ExchangeId) -> Result<view::ExchangeSummary, Problem> {
        Ok(view::ExchangeSummary::of(id, &self.exchange(id)?))
    }

    /// A part of an answer's body: at most `length` bytes from `offset`.
    pub(crate) fn body_part(
        &self,
        id: ExchangeId,
        offset: u64,
        length: u32,
    ) -> Result<BodyPart, Problem> {
        match self.not_recorded.body(id, offset, length) {
            Some(part) => part.map_err(|error| unreadable(&error)),
            None => Ok(self.store()?.body(id, offset, length)?),
        }
    }

    /// An answer's whole body, to be read at any place.
    pub(crate) fn open_body(&self, id: ExchangeId) -> Result<OpenBody, Problem> {
        match self.not_recorded.open(id) {
            Some(open) => open.map_err(|error| unreadable(&error)),
            None => Ok(self.store()?.open_body(id)?),
        }
    }

    fn store(&self) -> Result<&mudbrick_store::History, Problem> {
        if let Some(history) = self.store.get() {
            return Ok(history);
        }
        let opened = mudbrick_store::History::open(&self.core.home, Arc::clone(&self.core.clock))?;
        // Two threads may open it at once the first time; SQLite does not mind, and one of them is kept.
        Ok(self.store.get_or_init(|| opened))
    }
}

/// Of a body that is nowhere but in the memory or in a file without a name.
fn unreadable(error: &io::Error) -> Problem {
    Problem::new(ErrorCode::Storage, "The answer's body could not be read again.")
        .remedy("Send the request once more.")
        .detail(error.to_string())
}
