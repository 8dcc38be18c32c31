//! A run as it goes: lanes are opened one after the other, their calls go out, and what comes of each is written into the
//! journal and told.
//!
//! ```text
//! rows × profiles ──▶ lane ──▶ its calls, a group at a time ──turn, permit──▶ sent ──▶ journal ──▶ told
//!                      ▲                                                        │
//!                      └──────── as many at once as calls may be ───────────────┘
//! ```
//!
//! Nothing in it grows with the number of calls but some bits for each: rows are read when their turn comes, and results are on
//! the disk.

use super::Runs;
use super::journal::{Header, Index, Journal, State, new_id};
use super::lane::{Lane, LaneWork};
use super::plan::{Planned, RunGiven};
use super::rows::{self, Row};
use super::run_view::{RunCounts, RunEnd, RunId, RunProgress, RunResult, RunSettings, RunStopped};
use super::running::Running;
use super::starts::Starts;
use crate::jobs::Job;
use crate::requests::Confirmation;
use crate::threads::{blocking, lock};
use mudbrick_model::{ErrorCode, ExchangeId, Problem};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;

/// What is told while a run goes.
#[derive(Debug)]
pub enum RunNews<'a> {
    /// It has this id from now on, and so many calls.
    Began(&'a RunId, RunCounts),
    /// Something came of a call.
    Result(&'a RunResult, RunProgress),
}

impl Runs {
    /// Runs requests as one job. What fails in a call is told of that call.
    ///
    /// # Errors
    /// The run cannot be planned, or somebody has to agree to a call and has not: nothing was sent then.
    pub async fn run(
        &self,
        job: Job,
        settings: RunSettings,
        given: RunGiven,
        confirmation: Confirmation,
        tell: impl FnMut(RunNews<'_>),
    ) -> Result<RunEnd, Problem> {
        let (runs, of, by) = (self.clone(), settings.clone(), given.clone());
        let agreed = matches!(confirmation, Confirmation::Given);
        let (planned, header, journal) = blocking(move || {
            let planned = runs.planned_run(&of, &by)?;
            if !agreed {
                planned.refuse_unasked()?;
            }
            let started_at = runs.core.now();
            let (calls, requests) = planned.numbers();
            let header = Header {
                version: Header::VERSION,
                id: new_id(started_at),
                started_at,
                settings: of,
                calls,
                requests,
                revision: planned.revision(),
                data: planned.survey.as_ref().map(|survey| survey.revision.clone()),
            };
            let journal = Journal::begin(&runs.core, &header)?;
            Ok::<_, Problem>((planned, header, journal))
        })
        .await??;
        let before = (State::default(), Vec::new());
        let counts = RunCounts { calls: header.calls, ..RunCounts::default() };
        let running = self.running(job, planned, given, confirmation, journal, &header, before);
        running.await?.until_over(header.id, counts, tell).await
    }

    /// Goes on with a run where it stopped. What was answered is not sent again; a writing call that was under way when the run
    /// was killed is not either, since nobody knows what came of it.
    ///
    /// # Errors
    /// As [`Runs::run`], or there is no such run, or its requests or rows are others by now.
    pub async fn resume(
        &self,
        job: Job,
        id: RunId,
        given: RunGiven,
        confirmation: Confirmation,
        tell: impl FnMut(RunNews<'_>),
    ) -> Result<RunEnd, Problem> {
        let (runs, by) = (self.clone(), given.clone());
        let agreed = matches!(confirmation, Confirmation::Given);
        let (planned, index, journal, before) = blocking(move || {
            let mut index = Index::open(&runs.core, &id)?;
            let journal = Journal::go_on(&runs.core, &id)?;
            // What another process added until it was ours would be sent again.
            index.read_on()?;
            let planned = runs.planned_run(&index.header.settings, &by)?;
            same(&index, &planned)?;
            if !agreed {
                planned.refuse_unasked()?;
            }
            let gives = |number: u64| {
                let step = (number - 1) % index.header.requests.max(1);
                let step = usize::try_from(step).ok().and_then(|step| planned.steps.get(step));
                step.is_some_and(|step| step.gives_values)
            };
            let answers = match planned.steps.iter().any(|step| step.gives_values) {
                true => index.in_order()?.exchanges(gives)?,
                false => Vec::new(),
            };
            let before = (index.state(), answers);
            Ok::<_, Problem>((planned, index, journal, before))
        })
        .await??;
        let running =
            self.running(job, planned, given, confirmation, journal, &index.header, before);
        running.await?.until_over(index.header.id, index.counts, tell).await
    }

    #[allow(clippy::too_many_arguments, reason = "the parts of one value, put together here alone")]
    async fn running(
        &self,
        job: Job,
        planned: Planned,
        given: RunGiven,
        confirmation: Confirmation,
        journal: Journal,
        header: &Header,
        (before, answers): (State, Vec<(u64, ExchangeId)>),
    ) -> Result<Running, Problem> {
        let requests = self.requests.clone();
        let settings = header.settings.clone();
        Ok(Running {
            runs: self.clone(),
            job,
            planned,
            given,
            confirmation,
            journal,
            before,
            answers,
            permits: Semaphore::new(settings.parallel.get() as usize),
            starts: Starts::new(&self.core, settings.per_second),
            settings,
            redactor: blocking(move || requests.redactor()).await?,
            halt: Mutex::default(),
            without_token: Mutex::default(),
            under_way: Mutex::default(),
        })
    }
}

/// Refuses to go on with another run under the same name.
fn same(index: &Index, planned: &Planned) -> Result<(), Problem> {
    let header = &index.header;
    let data = planned.survey.as_ref().map(|survey| &survey.revision);
    let what = match (header.revision == planned.revision(), header.data.as_ref() == data) {
        // A journal is a file that anybody may have changed, and its numbers are counted with.
        (true, true) if (header.calls, header.requests) == planned.numbers() => return Ok(()),
        (true, true) => return Err(index.unread("its first line counts other calls")),
        (false, _) => "requests are",
        (true, false) => "file of rows is",
    };
    Err(Problem::new(
        ErrorCode::Conflict,
        format!("The {what} not the same as when this run began. Nothing was sent."),
    )
    .remedy("Put them back as they were, or begin a new run."))
}

impl Running {
    /// Opens lanes and tells results until nothing is left, or nothing more may begin and nothing is under way.
    async fn until_over(
        self,
        id: RunId,
        mut counts: RunCounts,
        mut tell: impl FnMut(RunNews<'_>),
    ) -> Result<RunEnd, Problem> {
        tell(RunNews::Began(&id, counts));
        let running = Arc::new(self);
        // As many as may be under way: a lane that waits for its turn needs no room of its own.
        let most = running.settings.parallel.get() as usize;
        let (results, mut told) = mpsc::channel(most.max(16));
        let mut to_come = running.lanes(most);
        let (mut lanes, mut may_come) = (JoinSet::new(), true);
        loop {
            may_come &= running.goes_on();
            if !may_come && lanes.is_empty() {
                break;
            }
            tokio::select! {
                // Results first, so that they are told before the lane that they are of is over.
                biased;
                Some(result) = told.recv() => running.told(&id, &mut counts, &result, &mut tell),
                Some(ended) = lanes.join_next() => ended.map_err(broken)?,
                work = to_come.recv(), if may_come && lanes.len() < most => match work {
                    Some(work) => {
                        let lane = Lane::open(Arc::clone(&running), work?, results.clone());
                        lanes.spawn(lane.go());
                    }
                    None => may_come = false,
                },
            }
        }
        drop(results);
        while let Some(result) = told.recv().await {
            running.told(&id, &mut counts, &result, &mut tell);
        }
        let halted = lock(&running.halt).take();
        let (stopped, problem) = halted.map_or((None, None), |(why, problem)| (Some(why), problem));
        // Whoever stops it when the last call is done has stopped nothing; what could not be written down is told all the same.
        let stopped = stopped.filter(|why| counts.left() > 0 || *why == RunStopped::Interrupted);
        Ok(RunEnd { id, counts, stopped, problem })
    }

    fn told(
        &self,
        id: &RunId,
        counts: &mut RunCounts,
        result: &RunResult,
        tell: &mut impl FnMut(RunNews<'_>),
    ) {
        counts.note(result.outcome);
        let now = lock(&self.under_way).iter().map(|(_, told)| told.clone()).collect();
        let progress = RunProgress { id: id.clone(), counts: *counts, now };
        tell(RunNews::Result(result, progress));
    }

    /// The lanes in their order. Rows are read ahead by as many as are under way.
    fn lanes(self: &Arc<Self>, most: usize) -> mpsc::Receiver<Result<LaneWork, Problem>> {
        let (sender, receiver) = mpsc::channel(most);
        let (data, profiles) = (self.settings.data.clone(), self.planned.profiles.len());
        // It ends with its receiver: nobody waits for it.
        tokio::task::spawn_blocking(move || send_lanes(data, profiles, &sender));
        receiver
    }
}

fn send_lanes(
    data: Option<PathBuf>,
    profiles: usize,
    sender: &mpsc::Sender<Result<LaneWork, Problem>>,
) {
    let send = |row: Option<Row>| {
        let row = row.map(Arc::new);
        for profile in 0..profiles {
            let work = LaneWork { profile, row: row.clone() };
            if sender.blocking_send(Ok(work)).is_err() {
                return ControlFlow::Break(());
            }
        }
        ControlFlow::Continue(())
    };
    let read = match data {
        None => {
            let _ = send(None);
            return;
        }
        Some(path) => rows::each(&path, |row| send(Some(row))),
    };
    // It was looked through before: somebody has changed it since.
    if let Err(problem) = read {
        let _ = sender.blocking_send(Err(problem));
    }
}

fn broken(error: tokio::task::JoinError) -> Problem {
    Problem::new(ErrorCode::Internal, error.to_string())
}
