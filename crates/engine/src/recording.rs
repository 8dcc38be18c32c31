//! From an answer to an exchange in history: the body goes to disk as it comes, and everything is redacted on the way.

use crate::engine::Engine;
use crate::kept_body::KeptBody;
use crate::known_secrets::Masking;
use crate::masked;
use crate::view::{Event, ExchangeView};
use mudbrick_model::{
    ErrorCode, Explain, Header, Outcome, Problem, Profile, Request, Timestamp, Timings,
};
use mudbrick_net::{Answer, FileBody, Outgoing, SendError};
use mudbrick_requests::Filled;
use mudbrick_store::{BodySource, HistoryError};
use std::time::Instant;

/// A request on its way, with all that history wants to know of it.
pub(crate) struct Sent<'a> {
    pub(crate) profile: &'a Profile,
    pub(crate) request: &'a Request,
    pub(crate) filled: &'a Filled,
    pub(crate) outgoing: &'a Outgoing,
    /// The body, when it is a file.
    pub(crate) file: Option<&'a FileBody>,
    pub(crate) started_at: Timestamp,
}

impl Sent<'_> {
    pub(crate) fn wire_headers(&self) -> Vec<Header> {
        let headers = self.outgoing.wire_headers();
        let text =
            |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        headers.iter().map(|(name, value)| Header::new(name.as_str(), text(value))).collect()
    }
}

async fn copy(
    first: bytes::Bytes,
    answer: &mut Answer,
    writer: &mut impl std::io::Write,
) -> Result<(), SendError> {
    writer.write_all(&first).map_err(SendError::Keep)?;
    answer.stream_to(writer).await.map(drop)
}

impl Engine {
    /// Takes an answer's body to disk and records the exchange.
    pub(crate) async fn record_answer(
        &self,
        sent: &Sent<'_>,
        masking: &Masking,
        mut answer: Answer,
        beginning: Result<Option<bytes::Bytes>, SendError>,
    ) -> Result<ExchangeView, Problem> {
        self.bodies_swept.call_once(|| {
            // What cannot be swept now is swept the next time.
            let _ = self.home.sweep_bodies();
        });
        let mut writer = masking.redactor.writer(KeptBody::new(&self.home));
        let received = match beginning {
            Ok(None) => Ok(()),
            Ok(Some(first)) => copy(first, &mut answer, &mut writer).await,
            Err(error) => Err(error),
        };
        let (body, _) = writer.finish().map_err(|error| not_kept(&error))?;
        let outcome = match received {
            Ok(()) => Outcome::Answered {
                status: answer.status,
                headers: answer.headers.clone(),
                body_bytes: answer.received(),
            },
            Err(error) => Outcome::Failed { problem: error.problem() },
        };
        self.record(sent, masking, outcome, answer.timings(), Some(body))
    }

    /// Records an exchange without an answer.
    pub(crate) fn record_failure(
        &self,
        sent: &Sent<'_>,
        masking: &Masking,
        error: SendError,
        clock: Instant,
    ) -> Result<ExchangeView, Problem> {
        let total_ms = clock.elapsed().as_secs_f64() * 1000.0;
        let timings = Timings { total_ms, ..Timings::default() };
        let problem = error.problem();
        self.record(sent, masking, Outcome::Failed { problem }, timings, None)
    }

    fn record(
        &self,
        sent: &Sent<'_>,
        masking: &Masking,
        outcome: Outcome,
        timings: Timings,
        body: Option<KeptBody>,
    ) -> Result<ExchangeView, Problem> {
        let exchange = masked::exchange(sent, masking, outcome, timings);
        // What nobody can look through is not recorded; whoever sent it sees it all the same.
        let withheld = masking.not_kept.as_deref().map(bodies_not_kept);
        let recorded = body.as_ref().filter(|_| withheld.is_none());
        let source = recorded.map_or(BodySource::None, KeptBody::source);
        let unkept = body.as_ref().and_then(KeptBody::problem);
        let recorded = match (unkept, self.history_store()) {
            (Some(problem), _) | (None, Err(problem)) => Err(Some(not_in_history(problem))),
            (None, Ok(history)) => match history.record(&exchange, source) {
                Ok(id) => Ok((id, history.notice())),
                // Which is told once, not of every exchange.
                Err(HistoryError::Newer { .. }) => Err(history.notice()),
                Err(error) => Err(Some(not_in_history(error.problem()))),
            },
        };
        let (id, notice) = match recorded {
            Ok((id, notice)) => {
                self.emit(Event::HistoryChanged);
                if withheld.is_some() {
                    self.unrecorded.keep_as(id, exchange.clone(), body.map(KeptBody::unkept));
                }
                (id, notice)
            }
            // It went out and was answered, which is worth more than a line in the history.
            Err(notice) => {
                let body = body.map(KeptBody::unkept);
                (self.unrecorded.keep(exchange.clone(), body), notice)
            }
        };
        let mut view = self.exchange_view(id, exchange)?;
        for notice in withheld.into_iter().chain(notice) {
            view.problem = Some(with_notice(view.problem, notice));
        }
        Ok(view)
    }
}

fn bodies_not_kept(why: &str) -> Problem {
    Problem::new(
        ErrorCode::VaultLocked,
        format!("History does not keep the contents of this request and its answer, because {why}."),
    )
    .remedy("Mudbrick keeps only what it can look through for secrets. Unlock the vault, or repair what cannot be read, before you send.")
}

/// Says of an exchange that was carried out why it is not in the history.
fn not_in_history(why: Problem) -> Problem {
    let message = format!("This exchange is not kept in the history. {}", why.message);
    Problem { message, ..why }
}

/// What a person has to be told of the history, beside what there is to say of the answer.
fn with_notice(problem: Option<Problem>, notice: Problem) -> Problem {
    let Some(mut problem) = problem else { return notice };
    let detail = problem.detail.take().map_or_else(String::new, |detail| format!("{detail}\n"));
    problem.detail(format!("{detail}{}", notice.message))
}

fn not_kept(error: &std::io::Error) -> Problem {
    Problem::new(ErrorCode::Storage, "The answer could not be kept on disk.")
        .remedy("Check that Mudbrick's data folder can be written and the disk is not full.")
        .detail(error.to_string())
}
