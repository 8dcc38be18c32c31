//! From an answer to an exchange in history: the body goes to disk as it comes, and everything is redacted on the way.

use crate::engine::Engine;
use crate::known_secrets::Masking;
use crate::masked;
use crate::view::{Event, ExchangeView};
use mudbrick_model::{
    ErrorCode, Explain, Header, Outcome, Problem, Profile, Request, Timestamp, Timings,
};
use mudbrick_net::{Answer, Outgoing, SendError};
use mudbrick_requests::Filled;
use mudbrick_store::{BodySource, HistoryError};
use std::fs::File;
use std::path::PathBuf;
use std::time::Instant;

/// A request on its way, with all that history wants to know of it.
pub(crate) struct Sent<'a> {
    pub(crate) profile: &'a Profile,
    pub(crate) request: &'a Request,
    pub(crate) filled: &'a Filled,
    pub(crate) outgoing: &'a Outgoing,
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

/// Where a body is kept until history takes it over; gone if history never does.
struct BodyFile {
    path: PathBuf,
}

impl BodyFile {
    fn new(folder: PathBuf) -> Result<Self, Problem> {
        mudbrick_vault::files::create_folder(&folder).map_err(|error| not_kept(&error))?;
        Ok(Self { path: folder.join(format!("{}.part", uuid::Uuid::new_v4().simple())) })
    }

    fn open(&self) -> Result<File, Problem> {
        File::create_new(&self.path).map_err(|error| not_kept(&error))
    }

    /// What was written, in a file without a name.
    fn unnamed(&self) -> Result<File, Problem> {
        let file = File::open(&self.path).map_err(|error| not_kept(&error))?;
        std::fs::remove_file(&self.path).map_err(|error| not_kept(&error))?;
        Ok(file)
    }
}

impl Drop for BodyFile {
    fn drop(&mut self) {
        // History has moved it away by now, or it is of no use to anybody.
        let _ = std::fs::remove_file(&self.path);
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
        let body = BodyFile::new(self.home.bodies())?;
        let mut writer = masking.redactor.writer(body.open()?);
        let received = match beginning {
            Ok(None) => Ok(()),
            Ok(Some(first)) => copy(first, &mut answer, &mut writer).await,
            Err(error) => Err(error),
        };
        writer.finish().map_err(|error| not_kept(&error))?;
        let outcome = match received {
            Ok(()) => Outcome::Answered {
                status: answer.status,
                headers: answer.headers.clone(),
                body_bytes: answer.received(),
            },
            Err(error) => Outcome::Failed { problem: error.problem() },
        };
        self.record(sent, masking, outcome, answer.timings(), Some(&body))
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
        body: Option<&BodyFile>,
    ) -> Result<ExchangeView, Problem> {
        let exchange = masked::exchange(sent, masking, outcome, timings);
        let history = self.history_store()?;
        // What nobody can look through is not recorded; whoever sent it sees it all the same.
        let recorded = body.filter(|_| masking.not_kept.is_none());
        let source = recorded.map_or(BodySource::None, |body| BodySource::File(&body.path));
        let id = match history.record(&exchange, source) {
            Ok(id) => {
                self.emit(Event::HistoryChanged);
                if masking.not_kept.is_some() {
                    let body = body.map(BodyFile::unnamed).transpose()?;
                    self.unrecorded.keep_as(id, exchange.clone(), body);
                }
                id
            }
            // It went out and was answered, which is worth more than a line in the history.
            Err(HistoryError::Newer { .. }) => {
                let body = body.map(BodyFile::unnamed).transpose()?;
                self.unrecorded.keep(exchange.clone(), body)
            }
            Err(error) => return Err(error.into()),
        };
        let mut view = self.exchange_view(id, exchange)?;
        let not_kept = masking.not_kept.as_deref().map(bodies_not_kept);
        for notice in not_kept.into_iter().chain(history.notice()) {
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
