//! The answers' room: what came back, with what an error means and its body row by row. How a body is read is left to the crate
//! `answers`, keeping it to `history`.

pub(crate) mod body_view;
pub(crate) mod explanation;
mod joined;
mod jq;
pub(crate) mod links;
mod looking;
mod opened;
mod pasted_answer;
mod problems;
mod saving;
mod searching;
mod slices;
mod tables;
pub(crate) mod view;

pub use jq::{running_program as jq_program, work as jq_work};
pub use pasted_answer::{ExplainedText, explain_text};

use crate::history::view::ExchangeSummary;
use crate::history::{History, Recorded};
use crate::threads::lock;
use body_view::{BodyAt, QueryLanguage};
use explanation::Answered;
use mudbrick_answers::query::{self, Path, Results};
use mudbrick_answers::{Body, FileBody, Stop};
use mudbrick_explain::Bearer;
use mudbrick_model::{Exchange, ExchangeId, Outcome, Problem, ProfileName};
use mudbrick_store::{BodyPart, OpenBody};
use opened::Opened;
use problems::problem;
use slices::{empty, slice, whole};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use url::Url;
use view::{AnswerLink, BodyFormat, BodySlice, ExchangeView, NewSecretView};

/// A JSON body up to this size is indented as a whole; a larger one comes as it is, in parts.
const WHOLE_BYTES: u64 = 1 << 20;

/// How much of a larger body comes at a time.
const PART_BYTES: u32 = 256 << 10;

/// So many bodies stay open. Whoever looks at one asks for it again and again; an index is made anew when it has to be.
const MOST_OPEN: usize = 6;

/// What a query found, a line for each result.
struct Asked {
    count: u64,
    text: Vec<u8>,
    is_cut: bool,
}

/// The room of answers.
pub struct Answers {
    history: Arc<History>,
    /// The bodies that were looked at last, the newest at the end.
    open: Mutex<Vec<(BodyAt, Arc<Opened>)>>,
    /// What carries out jq filters.
    jq_program: Option<PathBuf>,
}

impl Answers {
    pub(crate) fn new(history: &Arc<History>, jq_program: Option<PathBuf>) -> Self {
        Self { history: Arc::clone(history), open: Mutex::default(), jq_program }
    }

    /// One exchange with the first part of its body.
    pub fn get(&self, id: ExchangeId) -> Result<ExchangeView, Problem> {
        let mut view = self.view(id, self.history.exchange(id)?)?;
        (view.summary.note, view.summary.pinned) = self.history.added(id);
        Ok(view)
    }

    /// A part of a body as text.
    pub fn body(&self, id: ExchangeId, offset: u64) -> Result<BodySlice, Problem> {
        match offset {
            0 => Ok(shown(&self.beginning(id)?)),
            _ => {
                let part = self.history.body_part(id, offset, PART_BYTES)?;
                Ok(slice(&part.bytes, offset, part.total))
            }
        }
    }

    /// A part of a body as it came; empty past its end.
    pub fn raw_body(&self, id: ExchangeId, offset: u64) -> Result<Vec<u8>, Problem> {
        Ok(self.history.body_part(id, offset, PART_BYTES)?.bytes)
    }

    /// An exchange that was just carried out.
    pub(crate) fn of_recorded(&self, recorded: Recorded) -> Result<ExchangeView, Problem> {
        let mut view = self.view(recorded.id, recorded.exchange)?;
        for notice in recorded.notices {
            view.problem = Some(with_notice(view.problem, notice));
        }
        Ok(view)
    }

    /// A body, opened or still open.
    fn opened(&self, of: &BodyAt) -> Result<Arc<Opened>, Problem> {
        // A body whose exchange is gone is not shown any more, even if it is still open.
        let exchange = self.history.exchange(of.id).inspect_err(|_| self.forget(of.id))?;
        if let Some(opened) = self.still_open(of) {
            return Ok(opened);
        }
        if let Some(written) = &of.query {
            let results = self.asked(of, written, &Stop::default())?;
            return self.keep_results(of.clone(), results.text);
        }
        if !of.pages.is_empty() {
            return self.joined(of);
        }
        let raw: Arc<dyn Body> = match self.history.open_body(of.id)? {
            OpenBody::Bytes(bytes) => Arc::new(bytes),
            OpenBody::File(file) => {
                Arc::new(FileBody::new(file).map_err(|error| problem(error.into()))?)
            }
        };
        let header = exchange.outcome.header("content-type");
        let opened = Opened::new(raw, header, of.charset.as_deref(), &self.history);
        Ok(self.keep_open(of.clone(), opened.map_err(problem)?))
    }

    /// What a query finds in a body: what begins with `$` is a JSONPath, everything else jq.
    fn asked(&self, of: &BodyAt, written: &str, stop: &Stop) -> Result<Asked, Problem> {
        let whole = self.opened(&BodyAt { query: None, ..of.clone() })?;
        match QueryLanguage::of(written) {
            QueryLanguage::JsonPath => {
                let path = Path::parse(written).map_err(problem)?;
                let results = query::ask(&*whole.text, &path, stop).map_err(problem)?;
                let Results { count, text, is_cut, .. } = results;
                Ok(Asked { count, text, is_cut })
            }
            QueryLanguage::Jq => {
                let program = self.jq_program.as_deref().ok_or_else(jq::no_program)?;
                let results = jq::filter(program, written, &*whole.text, stop)?;
                let lines = results.text.iter().filter(|byte| **byte == b'\n').count() as u64;
                Ok(Asked { count: lines, text: results.text, is_cut: results.is_cut })
            }
        }
    }

    /// The results of a query, as a body of their own.
    fn keep_results(&self, of: BodyAt, results: Vec<u8>) -> Result<Arc<Opened>, Problem> {
        let opened = Opened::new(
            Arc::new(results),
            Some("application/json; charset=utf-8"),
            None,
            &self.history,
        );
        Ok(self.keep_open(of, opened.map_err(problem)?))
    }

    fn still_open(&self, of: &BodyAt) -> Option<Arc<Opened>> {
        let mut open = lock(&self.open);
        let place = open.iter().position(|(known, _)| known == of)?;
        let entry = open.remove(place);
        let opened = Arc::clone(&entry.1);
        open.push(entry);
        Some(opened)
    }

    fn keep_open(&self, of: BodyAt, opened: Arc<Opened>) -> Arc<Opened> {
        let mut open = lock(&self.open);
        open.retain(|(known, _)| *known != of);
        if open.len() >= MOST_OPEN {
            open.remove(0);
        }
        open.push((of, Arc::clone(&opened)));
        opened
    }

    fn forget(&self, id: ExchangeId) {
        lock(&self.open).retain(|(known, _)| known.id != id);
    }

    /// Where an answer up to a size leads.
    pub(crate) fn links_up_to(
        &self,
        id: ExchangeId,
        exchange: &Exchange,
        most: u64,
    ) -> Result<Vec<AnswerLink>, Problem> {
        let part = u32::try_from(most).unwrap_or(u32::MAX);
        Ok(match &exchange.outcome {
            Outcome::Answered { status: 200..=299, body_bytes, .. } if *body_bytes <= most => {
                links::links(exchange, &self.history.body_part(id, 0, part)?.bytes)
            }
            _ => links::links(exchange, &[]),
        })
    }

    /// What is shown of a body at once: all of it, or the first part of a large one.
    fn beginning(&self, id: ExchangeId) -> Result<BodyPart, Problem> {
        let part = self.history.body_part(id, 0, PART_BYTES)?;
        let is_cut = part.total > u64::from(PART_BYTES);
        match is_cut && part.total <= WHOLE_BYTES {
            true => {
                let most = u32::try_from(WHOLE_BYTES).unwrap_or(u32::MAX);
                self.history.body_part(id, 0, most)
            }
            false => Ok(part),
        }
    }

    pub(crate) fn view(&self, id: ExchangeId, exchange: Exchange) -> Result<ExchangeView, Problem> {
        let summary = ExchangeSummary::of(id, &exchange);
        let profile =
            ProfileName { id: exchange.profile.clone(), title: exchange.profile_title.clone() };
        let has_body = !matches!(exchange.outcome, Outcome::Failed { came: None, .. });
        let beginning = has_body.then(|| self.beginning(id)).transpose()?;
        let body = beginning.as_ref().map_or_else(empty, shown);
        let bytes = beginning.map(|part| part.bytes).unwrap_or_default();
        let links = match &exchange.outcome {
            Outcome::Answered { body_bytes, .. } if *body_bytes <= WHOLE_BYTES => {
                links::links(&exchange, &bytes)
            }
            _ => Vec::new(),
        };
        let (headers, problem, body) = match exchange.outcome {
            Outcome::Answered { status, headers, body_bytes } => {
                let took = Duration::try_from_secs_f64(exchange.timings.total_ms / 1000.0);
                let problem = explanation::answer(&Answered {
                    url: Url::parse(&exchange.sent_url).ok().as_ref(),
                    method: Some(exchange.sent_method),
                    status,
                    headers: &headers,
                    body: bytes.get(..PART_BYTES as usize).unwrap_or(&bytes),
                    is_empty: body_bytes == 0,
                    bearer: Bearer::of(&exchange.sent_headers),
                    at: exchange.started_at.after(took.unwrap_or_default()),
                });
                let body = match (body, &exchange.not_kept) {
                    (body, Some(why)) if body.format == BodyFormat::Empty && body_bytes > 0 => {
                        BodySlice {
                            format: BodyFormat::Text,
                            text: format!("Not kept: {why}."),
                            next: None,
                        }
                    }
                    (body, _) => body,
                };
                (headers, problem, body)
            }
            Outcome::Failed { problem, came: None } => (Vec::new(), Some(problem), body),
            // What came of an answer that broke off is shown as any other; the problem says that it is a part.
            Outcome::Failed { problem, came: Some(came) } => (came.headers, Some(problem), body),
        };
        Ok(ExchangeView {
            summary,
            request: exchange.request,
            sent_headers: exchange.sent_headers,
            sent_body: exchange.sent_body,
            headers,
            timings: exchange.timings,
            timeline: exchange.timeline,
            links,
            problem: problem.map(|problem| problem.of_profile(&profile)),
            body,
            checks: Vec::new(),
            captured: Vec::new(),
            retried: Vec::new(),
            left_out: Vec::new(),
            new_secret: exchange.new_secret.map(NewSecretView::from),
        })
    }
}

/// The beginning of a body as text.
fn shown(beginning: &BodyPart) -> BodySlice {
    match beginning.bytes.len() as u64 == beginning.total {
        true => whole(&beginning.bytes),
        false => slice(&beginning.bytes, 0, beginning.total),
    }
}

/// What a person has to be told of the history, beside what there is to say of the answer.
fn with_notice(problem: Option<Problem>, notice: Problem) -> Problem {
    let Some(mut problem) = problem else { return notice };
    let detail = problem.detail.take().map_or_else(String::new, |detail| format!("{detail}\n"));
    let remedy = notice.remedy_text().map_or_else(String::new, |remedy| format!(" {remedy}"));
    problem.detail(format!("{detail}{}{remedy}", notice.message))
}
