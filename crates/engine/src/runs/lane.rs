//! One lane of a run: the calls of one profile and row. They go out in the order of the requests. With several at once, reading
//! calls between two others go side by side; a call that writes, or whose answer others may wait for, has its lane to itself.

use super::journal::Line;
use super::plan::Step;
use super::rows::Row;
use super::run_view::{OnFailure, RunOutcome, RunResult, RunStopped};
use super::running::Running;
use crate::answers::view::ExchangeView;
use crate::requests::{Confirmation, Lane as Answers, Sending};
use crate::threads::{blocking, lock};
use mudbrick_model::{ErrorCode, Problem, Timestamp};
use std::sync::Arc;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

/// Which lane.
pub(super) struct LaneWork {
    /// Its place among the profiles.
    pub(super) profile: usize,
    pub(super) row: Option<Arc<Row>>,
}

/// A lane that is open.
pub(super) struct Lane {
    running: Arc<Running>,
    work: LaneWork,
    answers: Arc<Answers>,
    results: mpsc::Sender<RunResult>,
}

impl Lane {
    pub(super) fn open(
        running: Arc<Running>,
        work: LaneWork,
        results: mpsc::Sender<RunResult>,
    ) -> Self {
        Self { running, work, answers: Arc::default(), results }
    }

    /// Sends what is left of it.
    pub(super) async fn go(self) {
        let lane = Arc::new(self);
        let steps = lane.running.planned.steps.len();
        let left: Vec<usize> =
            (0..steps).filter(|step| !lane.running.before.is_done(lane.number(*step))).collect();
        if left.is_empty() {
            return;
        }
        lane.note_written_before();
        if left.len() < steps {
            Arc::clone(&lane).put_answers_back().await;
        }
        let most = lane.running.settings.parallel.get() as usize;
        let mut group = JoinSet::new();
        for step in left {
            let is_alone = lane.running.planned.steps[step].is_alone;
            // What goes before a call that is alone has to be over, and so has that one before what follows.
            while group.len() >= most || (is_alone && !group.is_empty()) {
                group.join_next().await;
            }
            if !lane.running.goes_on() {
                break;
            }
            let call = Arc::clone(&lane).call(step);
            match is_alone || most == 1 {
                true => call.await,
                false => drop(group.spawn(call)),
            }
        }
        while group.join_next().await.is_some() {}
    }

    /// The place of a call among all calls of the run, counted from 1.
    fn number(&self, step: usize) -> u64 {
        let planned = &self.running.planned;
        let row = self.work.row.as_ref().map_or(0, |row| row.number - 1);
        let lane = row * planned.profiles.len() as u64 + self.work.profile as u64;
        lane * planned.steps.len() as u64 + step as u64 + 1
    }

    /// Writing calls that had their turn before the run was gone on with are not sent because others want their answers.
    fn note_written_before(&self) {
        let Running { planned, before, .. } = &*self.running;
        for (at, step) in planned.steps.iter().enumerate().filter(|(_, step)| step.method.writes())
        {
            let number = self.number(at);
            if (before.is_done(number) || before.is_unknown(number))
                && let Some(surroundings) = step.surroundings()
            {
                self.answers.note_written(surroundings);
            }
        }
    }

    /// Answers that came before the run was gone on with, as the history has them. Where it has one no more, what needs it
    /// says so when its turn comes.
    async fn put_answers_back(self: Arc<Self>) {
        let _ = blocking(move || {
            let (running, profile) =
                (&self.running, &self.running.planned.profiles[self.work.profile]);
            let (first, last) = (self.number(0), self.number(running.planned.steps.len() - 1));
            let from = running.answers.partition_point(|(number, _)| *number < first);
            let behind = running.answers[from..].iter();
            for (number, exchange) in behind.take_while(|(number, _)| *number <= last) {
                let step = usize::try_from(number - first).unwrap_or_default();
                let step = &running.planned.steps[step];
                let requests = &running.runs.requests;
                if let Ok(sending) = running.runs.sending_of(step, &running.given, None) {
                    let _ = requests.put_back(&self.answers, profile, &sending, *exchange);
                }
            }
        })
        .await;
    }

    /// Sends a call when its turn comes, and writes down what came of it.
    async fn call(self: Arc<Self>, step: usize) {
        let running = &self.running;
        let stopped = running.job.calls().clone();
        let permit = tokio::select! {
            biased;
            () = stopped.cancelled() => return,
            permit = running.permits.acquire() => permit,
        };
        let Ok(_permit) = permit else { return };
        let made = match running.starts.are_limited() || !running.planned.steps[step].is_ready() {
            true => {
                let lane = Arc::clone(&self);
                blocking(move || lane.made(step)).await.flatten()
            }
            // A file and the history are in memory by now.
            false => self.made(step),
        };
        if let Ok((_, host)) = &made {
            tokio::select! {
                biased;
                () = stopped.cancelled() => return,
                () = running.starts.turn(host) => {}
            }
        }
        if !running.goes_on() {
            return;
        }
        let number = self.number(step);
        let told = self.told(&running.planned.steps[step]);
        lock(&running.under_way).push((number, told));
        let sent = match made {
            Ok((sending, _)) => self.sent(step, number, sending).await,
            Err(problem) => Some(self.result(step, RunOutcome::NotSent).because(problem)),
        };
        lock(&running.under_way).retain(|(other, _)| *other != number);
        let Some(result) = sent else { return };
        self.finished(result).await;
    }

    /// What is sent, and to which host, where it has to wait for its turn there.
    fn made(&self, step: usize) -> Result<(Sending, String), Problem> {
        let running = &self.running;
        let row = self.work.row.as_deref();
        let sending = running.runs.sending_of(&running.planned.steps[step], &running.given, row)?;
        let sending = Sending { lane: Some(Arc::clone(&self.answers)), ..sending };
        let profile = &running.planned.profiles[self.work.profile];
        let host = running
            .starts
            .are_limited()
            .then(|| running.runs.requests.outlined(profile, &sending).host)
            .flatten();
        Ok((sending, host.unwrap_or_default()))
    }

    fn told(&self, step: &Step) -> String {
        let title = self.running.planned.profiles[self.work.profile].title();
        let row = self.work.row.as_ref().map(|row| format!(", row {}", row.number));
        format!("{} on {title}{}", step.called, row.unwrap_or_default())
    }

    /// What came of sending it; none when the run was stopped or cannot go on, so that it is sent when somebody goes on with it.
    async fn sent(&self, step: usize, number: u64, sending: Sending) -> Option<RunResult> {
        let running = &self.running;
        let profile = running.planned.profiles[self.work.profile].id.clone();
        if running.before.is_unknown(number) {
            let failed = self.result(step, RunOutcome::SendFailed);
            return Some(failed.because(nobody_knows()));
        }
        let without = lock(&running.without_token).get(&profile).cloned();
        if let Some(problem) = without {
            return Some(self.result(step, RunOutcome::NotSent).because(problem));
        }
        if running.planned.steps[step].method.writes() {
            let this = Arc::clone(running);
            // Before it goes out: a process that is killed now must not send it again.
            let begun = blocking(move || this.journal.add(&Line::Begun(number))).await.flatten();
            if let Err(problem) = begun {
                running.halt(RunStopped::Interrupted, Some(problem));
                return None;
            }
        }
        let expects_status = sending.surroundings.expects_status();
        let agreed = running.planned.asks(step, self.work.profile)
            && matches!(running.confirmation, Confirmation::Given);
        let began = running.runs.core.now();
        let sent = running.runs.requests.send_in_file(
            &running.job,
            &profile,
            sending,
            Confirmation::given(agreed),
        );
        match sent.await {
            Ok(view) => {
                let result = self.result(step, RunOutcome::Passed);
                result.answered(view, expects_status, running.job.calls().is_cancelled())
            }
            Err(problem) => {
                let refused = self.refused(step, problem, began);
                if refused.is_none() && running.planned.steps[step].method.writes() {
                    // Nothing went out, and whoever goes on may send it. A disk that refuses this costs a question.
                    let this = Arc::clone(running);
                    let _ = blocking(move || this.journal.add(&Line::Back(number))).await;
                }
                refused
            }
        }
    }

    fn refused(&self, step: usize, problem: Problem, began: Timestamp) -> Option<RunResult> {
        let running = &self.running;
        match problem.code {
            ErrorCode::Cancelled => return None,
            // Nothing that follows would fare better, and all of it can be gone on with.
            ErrorCode::VaultLocked
            | ErrorCode::VaultAbsent
            | ErrorCode::VaultDenied
            | ErrorCode::PracticeDown => {
                running.halt(RunStopped::Interrupted, Some(problem));
                return None;
            }
            ErrorCode::CredentialRefused
            | ErrorCode::ScopeRefused
            | ErrorCode::SecretMissing
            | ErrorCode::BadKey => {
                let profile = running.planned.profiles[self.work.profile].id.clone();
                lock(&running.without_token).insert(profile, problem.clone());
            }
            _ => {}
        }
        let result = RunResult { started_at: began, ..self.result(step, RunOutcome::NotSent) };
        Some(result.because(problem))
    }

    fn result(&self, step: usize, outcome: RunOutcome) -> RunResult {
        let running = &self.running;
        let profile = &running.planned.profiles[self.work.profile];
        let number = self.number(step);
        let step = &running.planned.steps[step];
        RunResult {
            number,
            profile: profile.id.clone(),
            title: profile.title(),
            row: self.work.row.as_ref().map(|row| row.number),
            called: step.called.clone(),
            name: step.name.clone(),
            method: step.method,
            url: None,
            outcome,
            status: None,
            started_at: running.runs.core.now(),
            total_ms: None,
            body_bytes: None,
            exchange: None,
            checks: Vec::new(),
            problem: None,
        }
    }

    /// Writes a result down, then tells it. What cannot be written down ends the run: whoever goes on would send it again.
    async fn finished(&self, result: RunResult) {
        let running = Arc::clone(&self.running);
        let is_failure = result.outcome != RunOutcome::Passed;
        let written = blocking(move || {
            let result = result.masked(&running.redactor);
            let line = Line::Done(Box::new(result));
            let added = running.journal.add(&line);
            if let Err(problem) = added {
                running.halt(RunStopped::Interrupted, Some(problem));
            }
            line
        });
        if is_failure && self.running.settings.on_failure == OnFailure::Stop {
            self.running.halt(RunStopped::Failure, None);
        }
        if let Ok(Line::Done(result)) = written.await {
            // Nobody listens any more only when the run was dropped as a whole.
            let _ = self.results.send(*result).await;
        }
    }
}

fn nobody_knows() -> Problem {
    Problem::new(
        ErrorCode::Network,
        "The run was ended while this was under way, and nobody knows whether it was carried out. It was not sent again, since it can change data.",
    )
    .remedy("Look in the service whether it was, and send it by itself if it was not.")
}

impl RunResult {
    fn because(mut self, problem: Problem) -> Self {
        self.problem = Some(problem);
        self
    }

    /// From an exchange; none when it was stopped with the run.
    fn answered(
        mut self,
        view: ExchangeView,
        expects_status: bool,
        is_stopped: bool,
    ) -> Option<Self> {
        let summary = view.summary;
        if is_stopped && summary.failed == Some(ErrorCode::Cancelled) {
            return None;
        }
        self.outcome = match summary.status.filter(|_| summary.failed.is_none()) {
            None => RunOutcome::SendFailed,
            Some(_) if view.checks.iter().any(|check| !check.passed) => RunOutcome::CheckFailed,
            Some(200..=399) => RunOutcome::Passed,
            // A check of the status has passed: somebody wants just this answer.
            Some(_) if expects_status => RunOutcome::Passed,
            Some(_) => RunOutcome::ErrorAnswer,
        };
        self.problem = view
            .problem
            .filter(|_| matches!(self.outcome, RunOutcome::SendFailed | RunOutcome::ErrorAnswer));
        self.name = summary.name;
        self.url = Some(summary.url);
        self.status = summary.status;
        self.started_at = summary.started_at;
        self.total_ms = Some(summary.total_ms);
        self.body_bytes = summary.body_bytes;
        self.exchange = Some(summary.id);
        self.checks = view.checks;
        Some(self)
    }
}
