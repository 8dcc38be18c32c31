//! From an answer to an exchange in history: the body goes to disk as it comes, and everything is redacted on the way.

use crate::engine::Engine;
use crate::view::{Event, ExchangeView};
use mudbrick_model::{
    ErrorCode, Exchange, Explain, Header, Outcome, Problem, Profile, Request, Timestamp, Timings,
};
use mudbrick_net::{Answer, Outgoing, SendError};
use mudbrick_requests::{Filled, Redactor};
use mudbrick_store::{BodySource, HistoryError, Home};
use mudbrick_vault::files::{self, FileLock};
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
    fn wire_headers(&self) -> Vec<Header> {
        let headers = self.outgoing.wire_headers();
        let text =
            |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        headers.iter().map(|(name, value)| Header::new(name.as_str(), text(value))).collect()
    }
}

/// Where a body is kept until history takes it over; gone if history never does.
struct BodyFile {
    path: PathBuf,
    /// Keeps others from sweeping it out.
    _at_work: FileLock,
}

impl BodyFile {
    fn new(home: &Home) -> Result<Self, Problem> {
        files::create_folder(&home.bodies()).map_err(|error| not_kept(&error))?;
        let (path, at_work) = home.new_body(&uuid::Uuid::new_v4().simple().to_string())?;
        Ok(Self { path, _at_work: at_work })
    }

    fn open(&self) -> Result<File, Problem> {
        let mut options = File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&self.path).map_err(|error| not_kept(&error))
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
        redactor: &Redactor,
        mut answer: Answer,
        beginning: Result<Option<bytes::Bytes>, SendError>,
    ) -> Result<ExchangeView, Problem> {
        self.bodies_swept.call_once(|| {
            // What cannot be swept now is swept the next time.
            let _ = self.home.sweep_bodies();
        });
        let body = BodyFile::new(&self.home)?;
        let mut writer = redactor.writer(body.open()?);
        let received = match beginning {
            Ok(None) => Ok(()),
            Ok(Some(first)) => copy(first, &mut answer, &mut writer).await,
            Err(error) => Err(error),
        };
        writer.finish().map_err(|error| not_kept(&error))?;
        let outcome = match received {
            Ok(()) => Outcome::Answered {
                status: answer.status,
                headers: redactor.headers(&answer.headers),
                body_bytes: answer.received(),
            },
            Err(error) => Outcome::Failed { problem: redacted(error.problem(), redactor) },
        };
        self.record(sent, redactor, outcome, answer.timings(), Some(&body))
    }

    /// Records an exchange without an answer.
    pub(crate) fn record_failure(
        &self,
        sent: &Sent<'_>,
        redactor: &Redactor,
        error: SendError,
        clock: Instant,
    ) -> Result<ExchangeView, Problem> {
        let total_ms = clock.elapsed().as_secs_f64() * 1000.0;
        let timings = Timings { total_ms, ..Timings::default() };
        let problem = redacted(error.problem(), redactor);
        self.record(sent, redactor, Outcome::Failed { problem }, timings, None)
    }

    fn record(
        &self,
        sent: &Sent<'_>,
        redactor: &Redactor,
        outcome: Outcome,
        timings: Timings,
        body: Option<&BodyFile>,
    ) -> Result<ExchangeView, Problem> {
        let exchange = Exchange {
            profile: sent.profile.id.clone(),
            profile_title: sent.profile.title(),
            started_at: sent.started_at,
            request: template(sent.request, redactor),
            sent_method: sent.filled.method,
            sent_url: redactor.text(&sent.filled.url.shown()).into_owned(),
            sent_headers: redactor.headers(&sent.wire_headers()),
            sent_body: sent
                .filled
                .body
                .as_ref()
                .map(|body| redactor.text(&body.shown()).into_owned()),
            outcome,
            timings,
        };
        let history = self.history_store()?;
        let source = body.map_or(BodySource::None, |body| BodySource::File(&body.path));
        let id = match history.record(&exchange, source) {
            Ok(id) => {
                self.emit(Event::HistoryChanged);
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
        if let Some(notice) = history.notice() {
            view.problem = Some(with_notice(view.problem, notice));
        }
        Ok(view)
    }
}

/// The request as written, for replays: a secret typed into it goes, a variable that stands for one stays.
fn template(request: &Request, redactor: &Redactor) -> Request {
    let header = |header: &Header| match header.value.contains("{{") {
        true => Header::new(header.name.clone(), redactor.text(&header.value)),
        false => redactor.header(header),
    };
    Request {
        name: request.name.clone(),
        method: request.method,
        url: redactor.text(&request.url).into_owned(),
        headers: request.headers.iter().map(header).collect(),
        body: request.body.as_ref().map(|body| redactor.text(body).into_owned()),
    }
}

fn redacted(mut problem: Problem, redactor: &Redactor) -> Problem {
    problem.message = redactor.text(&problem.message).into_owned();
    problem.detail = problem.detail.map(|detail| redactor.text(&detail).into_owned());
    problem
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
