//! Jobs: every piece of work that takes time has an identity. It can be followed, it can be stopped alone, and its result goes
//! to whoever started it, not to whatever is on screen. What the work is, is left to the rooms.

use crate::events::{Event, EventSink};
use crate::threads::lock;
use mudbrick_model::{Clock, ErrorCode, Problem, Timestamp};
use mudbrick_net::Cancel;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::future::Future;
use std::sync::{Arc, Mutex};
use std::time::Instant;
use tracing::info;

/// Names one piece of work, as long as it goes on. Whoever starts the work may choose it, so that the work can be stopped
/// before its start was answered.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct JobId(pub String);

/// What a job does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum JobKind {
    /// Sends a request, or sends it again.
    Send,
    /// Asks Adobe for a token.
    Token,
    /// Asks Adobe about a token, or has it ended.
    Inspection,
    /// Waits for a person who signs in in the browser.
    SignIn,
    /// Asks Adobe for the tokens of many profiles.
    Renewal,
    /// Generates a key pair.
    KeyPair,
    /// Tries what was imported.
    ImportTest,
    /// Writes a backup.
    Backup,
    /// Searches or asks an answer's body.
    Search,
    /// Compares two answers.
    Compare,
    /// Checks whether profiles work.
    Check,
    /// Lists the sandboxes of Experience Platform.
    Sandboxes,
    /// Tries OAuth beside a service account (JWT).
    Migration,
    /// Sends one request on many profiles.
    Replay,
    /// Runs many requests.
    Run,
    /// Replaces client secrets, or looks how far that is.
    Rotation,
}

/// A job that goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct JobView {
    /// Stops it.
    pub id: JobId,
    /// What it does.
    pub kind: JobKind,
    /// Since when.
    pub started_at: Timestamp,
    /// Whether somebody has asked for it to stop, which takes a moment.
    pub stopping: bool,
}

/// All jobs of this process.
pub struct Jobs {
    running: Running,
    events: Arc<dyn EventSink>,
    clock: Arc<dyn Clock>,
}

type Running = Arc<Mutex<BTreeMap<JobId, Under>>>;

/// What is under way under an id.
struct Under {
    kind: JobKind,
    started_at: Timestamp,
    stop: Stop,
}

/// Each kind of work has a switch of its own; both are pressed at once.
#[derive(Clone)]
struct Stop {
    calls: Cancel,
    primes: mudbrick_pki::Cancel,
}

/// A job, for the work that it is. It is over when this is dropped, however the work ended.
pub struct Job {
    id: JobId,
    began: Instant,
    stop: Stop,
    running: Running,
    events: Arc<dyn EventSink>,
}

impl Jobs {
    pub(crate) fn new(events: &Arc<dyn EventSink>, clock: &Arc<dyn Clock>) -> Self {
        Self { running: Running::default(), events: Arc::clone(events), clock: Arc::clone(clock) }
    }

    /// Begins a job under an id of its own.
    pub fn start(&self, kind: JobKind) -> Job {
        self.begin(JobId(uuid::Uuid::new_v4().simple().to_string()), kind)
    }

    /// Begins a job under an id that its starter has chosen.
    ///
    /// # Errors
    /// A job of that id goes on: stopping one would stop the other.
    pub fn start_as(&self, id: JobId, kind: JobKind) -> Result<Job, Problem> {
        if lock(&self.running).contains_key(&id) {
            let message = format!("The job {} is under way already.", id.0);
            return Err(Problem::new(ErrorCode::AlreadyExists, message));
        }
        Ok(self.begin(id, kind))
    }

    fn begin(&self, id: JobId, kind: JobKind) -> Job {
        let stop = Stop { calls: Cancel::new(), primes: mudbrick_pki::Cancel::new() };
        let under = Under { kind, started_at: self.clock.now(), stop: stop.clone() };
        // Before the event: whoever hears of it looks the job up.
        lock(&self.running).insert(id.clone(), under);
        info!(?kind, "job began");
        self.events.emit(Event::JobsChanged);
        let (running, events) = (Arc::clone(&self.running), Arc::clone(&self.events));
        Job { id, began: Instant::now(), stop, running, events }
    }

    /// Stops this job and no other; false when it is over, or never was.
    pub fn stop(&self, id: &JobId) -> bool {
        // Stopping only sets flags, so that the lock is not kept while anything ends.
        let running = lock(&self.running);
        let Some(under) = running.get(id) else { return false };
        under.stop.calls.cancel();
        under.stop.primes.cancel();
        true
    }

    /// Everything that goes on, the oldest first.
    pub fn list(&self) -> Vec<JobView> {
        let running = lock(&self.running);
        let mut jobs: Vec<JobView> = running
            .iter()
            .map(|(id, under)| JobView {
                id: id.clone(),
                kind: under.kind,
                started_at: under.started_at,
                stopping: under.stop.calls.is_cancelled(),
            })
            .collect();
        jobs.sort_by_key(|job| job.started_at.0);
        jobs
    }
}

impl Job {
    /// Its id.
    pub fn id(&self) -> &JobId {
        &self.id
    }

    /// Does work that leaves nothing half done when it is dropped.
    ///
    /// # Errors
    /// [`ErrorCode::Cancelled`] when the job was stopped, besides those of the work.
    pub async fn unless_stopped<T>(
        &self,
        work: impl Future<Output = Result<T, Problem>>,
    ) -> Result<T, Problem> {
        tokio::select! {
            biased;
            // What was done in the same moment is not thrown away.
            done = work => done,
            () = self.stop.calls.cancelled() => Err(stopped()),
        }
    }

    /// Goes on, or not, between two steps of work that cannot be stopped within a step.
    pub(crate) fn go_on(&self) -> Result<(), Problem> {
        if self.stop.calls.is_cancelled() { Err(stopped()) } else { Ok(()) }
    }

    /// For a call over the network.
    pub(crate) fn calls(&self) -> &Cancel {
        &self.stop.calls
    }

    /// For the search for primes.
    pub(crate) fn primes(&self) -> mudbrick_pki::Cancel {
        self.stop.primes.clone()
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        // A job ends wherever it is dropped, also by a panic or a runtime that shuts down, so that none is listed for
        // ever.
        let under = lock(&self.running).remove(&self.id);
        let (ms, stopped) = (self.began.elapsed().as_millis(), self.stop.calls.is_cancelled());
        info!(kind = ?under.map(|under| under.kind), ms, stopped, "job ended");
        self.events.emit(Event::JobsChanged);
    }
}

fn stopped() -> Problem {
    Problem::new(ErrorCode::Cancelled, "You stopped it. Nothing was changed.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::NoEvents;
    use mudbrick_model::SystemClock;

    fn jobs() -> Jobs {
        let (events, clock): (Arc<dyn EventSink>, Arc<dyn Clock>) =
            (Arc::new(NoEvents), Arc::new(SystemClock));
        Jobs::new(&events, &clock)
    }

    #[tokio::test]
    async fn one_is_stopped_and_the_other_goes_on() {
        let jobs = jobs();
        let (one, other) = (jobs.start(JobKind::Token), jobs.start(JobKind::Token));
        assert!(jobs.stop(one.id()));
        let never = std::future::pending::<Result<(), Problem>>();
        let problem = one.unless_stopped(never).await.expect_err("stopped");
        assert_eq!(problem.code, ErrorCode::Cancelled);
        assert!(one.primes().is_cancelled() && one.go_on().is_err());
        assert_eq!(other.unless_stopped(async { Ok(7) }).await, Ok(7));
        assert!(!other.primes().is_cancelled() && other.go_on().is_ok());
        let stopping: Vec<bool> = jobs.list().into_iter().map(|job| job.stopping).collect();
        assert_eq!(stopping.iter().filter(|stopping| **stopping).count(), 1);
    }

    #[test]
    fn a_job_is_over_when_its_work_is_and_its_id_is_free_again() {
        let jobs = jobs();
        let id = JobId("send-7".to_owned());
        let job = jobs.start_as(id.clone(), JobKind::Send).unwrap();
        assert!(jobs.start_as(id.clone(), JobKind::Send).is_err());
        assert_eq!(jobs.list().len(), 1);
        drop(job);
        assert!(jobs.list().is_empty() && !jobs.stop(&id));
        assert!(jobs.start_as(id, JobKind::Send).is_ok());
    }

    #[tokio::test]
    async fn what_is_done_is_done() {
        let jobs = jobs();
        let job = jobs.start(JobKind::Token);
        jobs.stop(job.id());
        assert_eq!(job.unless_stopped(async { Ok("done") }).await, Ok("done"));
    }
}
