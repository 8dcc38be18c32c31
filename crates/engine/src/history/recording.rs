//! From an answer to an exchange in history: the body is kept as it comes, and everything is redacted on the way.

use super::History;
use super::kept_body::KeptBody;
use super::masked_body::MaskedBody;
use super::masking::{self, Masking};
use super::new_secret::{self, Told};
use super::sent::{NewSecretGoes, Sent};
use super::timeline::{BodyEnd, timeline};
use crate::events::Event;
use crate::threads::blocking;
use mudbrick_model::{
    ErrorCode, Exchange, ExchangeId, Explain, NewSecret, Outcome, PartialAnswer, Problem, Timings,
};
use mudbrick_net::{Answer, SendError};
use mudbrick_store::{BodySource, HistoryError, Pinned};
use std::io;
use std::sync::Arc;
use std::time::Instant;

/// An exchange that was carried out, with what a person has to be told of its place in the history.
pub(crate) struct Recorded {
    pub(crate) id: ExchangeId,
    pub(crate) exchange: Exchange,
    pub(crate) notices: Vec<Problem>,
}

async fn copy(
    first: bytes::Bytes,
    answer: &mut Answer,
    writer: &mut impl std::io::Write,
) -> Result<(), SendError> {
    writer.write_all(&first).map_err(SendError::Keep)?;
    answer.stream_to(writer).await.map(drop)
}

/// What goes to the history masked goes to whoever looks at it as it came, if anybody does.
struct Both<'a, K, C> {
    kept: &'a mut K,
    copied: Option<&'a mut C>,
}

impl<K: io::Write, C: io::Write> io::Write for Both<'_, K, C> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.kept.write_all(bytes)?;
        if let Some(copied) = &mut self.copied {
            copied.write_all(bytes)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.kept.flush()
    }
}

/// What came of a request, beside its outcome.
struct Came {
    timings: Timings,
    end: Option<BodyEnd>,
    body: Option<KeptBody>,
    /// The answer that a new client secret is in which is to be kept with the exchange.
    told: Option<Told>,
    /// What there is to say of a new client secret that somebody else keeps.
    said: Option<NewSecret>,
}

impl History {
    /// Takes an answer's body as it comes and records the exchange. What is masked and written is so on threads of their own, and
    /// `then` goes on on the last of them.
    pub(crate) async fn record_answer<T: Send + 'static>(
        self: &Arc<Self>,
        sent: Sent,
        masking: Masking,
        mut answer: Answer,
        beginning: Result<Option<bytes::Bytes>, SendError>,
        copied: Option<&mut impl io::Write>,
        then: impl FnOnce(Recorded) -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let masking = Arc::new(masking);
        let mut writer = MaskedBody::new(Arc::clone(&masking), KeptBody::new(&self.core.home));
        let tells = new_secret::is_told(sent.filled.method, &answer.url, answer.status);
        let is_kept_here = sent.new_secret == NewSecretGoes::IntoExchange;
        let mut told = (tells && is_kept_here).then(Told::default);
        let said = sent.new_secret.said().filter(|_| tells);
        let received = match beginning {
            Ok(None) => Ok(()),
            Ok(Some(first)) => {
                let mut kept = Both { kept: &mut writer, copied: told.as_mut() };
                let mut both = Both { kept: &mut kept, copied };
                copy(first, &mut answer, &mut both).await
            }
            Err(error) => Err(error),
        };
        let outcome = match received {
            Ok(()) => Outcome::Answered {
                status: answer.status,
                headers: answer.headers.clone(),
                body_bytes: answer.received(),
            },
            // What came is kept with its status and headers, and said to be a part.
            Err(error) => Outcome::Failed {
                problem: error.problem(),
                came: Some(PartialAnswer {
                    status: answer.status,
                    headers: answer.headers.clone(),
                    body_bytes: answer.received(),
                }),
            },
        };
        let (history, timings) = (Arc::clone(self), answer.timings());
        let end = BodyEnd::of(&answer, matches!(outcome, Outcome::Answered { .. }));
        blocking(move || {
            let body = writer.finish().map_err(|error| not_kept(&error))?;
            let came = Came { timings, end: Some(end), body: Some(body), told, said };
            Ok(then(history.record(&sent, &masking, outcome, came)))
        })
        .await?
    }

    /// Records an exchange without an answer.
    pub(crate) async fn record_failure<T: Send + 'static>(
        self: &Arc<Self>,
        sent: Sent,
        masking: Masking,
        error: &SendError,
        clock: Instant,
        then: impl FnOnce(Recorded) -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let total_ms = clock.elapsed().as_secs_f64() * 1000.0;
        let timings = Timings { total_ms, ..Timings::default() };
        let outcome = Outcome::Failed { problem: error.problem(), came: None };
        let history = Arc::clone(self);
        let came = Came { timings, end: None, body: None, told: None, said: None };
        blocking(move || then(history.record(&sent, &masking, outcome, came))).await
    }

    /// For a body that is kept as long as it is looked at, or until it is recorded.
    pub(crate) fn new_body(&self) -> KeptBody {
        self.sweep_bodies();
        KeptBody::new(&self.core.home)
    }

    /// Removes, once, what processes have left behind that were ended while bodies came.
    pub(crate) fn sweep_bodies(&self) {
        self.bodies_swept.call_once(|| {
            // What cannot be swept now is swept the next time.
            let _ = self.core.home.sweep_bodies();
        });
    }

    fn record(
        self: &Arc<Self>,
        sent: &Sent,
        masking: &Masking,
        outcome: Outcome,
        Came { timings, end, body, told, said }: Came,
    ) -> Recorded {
        let timeline = timeline(sent, end, &masking.redactor);
        let exchange = masking::exchange(sent, masking, outcome, timings);
        let (new_secret, not_sealed) = match told.map(|told| self.sealed(&told)) {
            Some(Ok(new_secret)) => (new_secret, None),
            Some(Err(problem)) => (None, Some(new_secret::not_sealed(problem))),
            None => (said, None),
        };
        let exchange = Exchange { timeline: Some(timeline), new_secret, ..exchange };
        let has_secret = matches!(exchange.new_secret, Some(NewSecret::Waiting { .. }));
        // What nobody can look through is not recorded; whoever sent it sees it all the same.
        let withheld = masking.not_kept.as_deref().map(bodies_not_kept);
        let recorded = body.as_ref().filter(|_| withheld.is_none());
        let source = recorded.map_or(BodySource::None, KeptBody::source);
        let unkept = body.as_ref().and_then(KeptBody::problem);
        // Without a trace of it, the secret would be gone with this process.
        let kept_for_it = (sent.is_not_kept && has_secret).then(new_secret::kept_for_its_secret);
        if sent.is_not_kept && !has_secret {
            // Whoever sent it sees it as any other.
            let body = body.map(KeptBody::unkept);
            let id = self.not_recorded.keep(exchange.clone(), body);
            return Recorded { id, exchange, notices: not_sealed.into_iter().collect() };
        }
        let recorded = match (unkept, self.store()) {
            (Some(problem), _) | (None, Err(problem)) => Err(Some(not_in_history(problem))),
            (None, Ok(history)) => match history.record(&exchange, source) {
                Ok(id) => Ok((id, history.notice())),
                // Which is told once, not of every exchange.
                Err(HistoryError::Newer { .. }) => Err(history.notice()),
                Err(error) => Err(Some(not_in_history(error.problem()))),
            },
        };
        let mut to_come = None;
        let (id, notice) = match recorded {
            Ok((id, notice)) => {
                self.core.emit(Event::HistoryChanged);
                if has_secret {
                    // Retention must not take what is nowhere else. Where this fails, it takes the oldest first still.
                    let _ = self.pin(id, Pinned::Yes);
                }
                to_come = self.look_at_size();
                if withheld.is_some() {
                    self.not_recorded.keep_as(id, exchange.clone(), body.map(KeptBody::unkept));
                }
                (id, notice)
            }
            // It went out and was answered, which is worth more than a line in the history.
            Err(notice) => {
                let body = body.map(KeptBody::unkept);
                (self.not_recorded.keep(exchange.clone(), body), notice)
            }
        };
        Recorded {
            id,
            exchange,
            notices: [not_sealed, kept_for_it, withheld, notice, to_come]
                .into_iter()
                .flatten()
                .collect(),
        }
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

fn not_kept(error: &std::io::Error) -> Problem {
    Problem::new(ErrorCode::Storage, "The answer could not be kept on disk.")
        .remedy("Check that Mudbrick's data folder can be written and the disk is not full.")
        .detail(error.to_string())
}
