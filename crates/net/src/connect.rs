//! Watches connections being made: how long it takes, and that it does not take too long. Making them is left to reqwest.

use crate::error::Stage;
use crate::limits::Limits;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::Instant;
use tower::{BoxError, Layer, Service};

tokio::task_local! {
    /// The attempt on whose behalf a connection is made. The connector is called inside the request's own future, which
    /// is how a layer that sees neither request nor URL knows whom it works for.
    pub(crate) static ATTEMPT: Attempt;
}

/// What is known of one request on its way.
#[derive(Debug, Clone)]
pub(crate) struct Attempt {
    started: Instant,
    connect_limit: Duration,
    progress: Arc<Mutex<Progress>>,
    /// Wakes [`Attempt::overdue`] when another stage begins.
    stage_began: Arc<Notify>,
}

#[derive(Debug, Default)]
struct Progress {
    connecting_since: Option<Instant>,
    /// When connecting began and ended, with a connection or without.
    connecting: Option<(Instant, Instant)>,
    resolving_since: Option<Instant>,
    resolved: Option<Resolved>,
    securing_since: Option<Instant>,
    /// When the connection was there, or a piece of the request's body went out.
    last: Option<Instant>,
    /// When the last piece of the request's body went out.
    sent: Option<Instant>,
}

#[derive(Debug, Clone, Copy)]
struct Resolved {
    at: Instant,
    found: bool,
}

/// The stages of one attempt as far as they came.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Stages {
    pub(crate) resolve: Option<(Instant, Instant)>,
    pub(crate) connect: Option<(Instant, Instant)>,
    pub(crate) tls: Option<(Instant, Instant)>,
    pub(crate) sent: Option<Instant>,
}

impl Attempt {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            started: Instant::now(),
            connect_limit: limits.connect,
            progress: Arc::new(Mutex::new(Progress::default())),
            stage_began: Arc::new(Notify::new()),
        }
    }

    /// How long connecting took; none when a connection was reused.
    pub(crate) fn connect_took(&self) -> Option<Duration> {
        self.lock().connecting.map(|(since, until)| until - since)
    }

    /// What is known of each stage. Connecting that has not ended is no stage: a connection that came free was quicker.
    pub(crate) fn stages(&self) -> Stages {
        let progress = self.lock();
        let resolve = progress.resolving_since.zip(progress.resolved.map(|resolved| resolved.at));
        let sent = progress.sent;
        let Some((since, until)) = progress.connecting else {
            return Stages { resolve, sent, ..Stages::default() };
        };
        let since = resolve.map_or(since, |(_, at)| at);
        let nothing_to_connect_to = match progress.resolved {
            Some(resolved) => !resolved.found,
            // It was still being resolved when the time was up.
            None => progress.resolving_since.is_some(),
        };
        Stages {
            resolve: resolve.or(progress.resolving_since.map(|since| (since, until))),
            connect: (!nothing_to_connect_to)
                .then(|| (since, progress.securing_since.unwrap_or(until))),
            tls: progress.securing_since.map(|since| (since, until)),
            sent,
        }
    }

    /// A name is being looked up.
    pub(crate) fn resolving(&self) {
        self.lock().resolving_since = Some(Instant::now());
    }

    /// The look-up ended.
    pub(crate) fn resolved(&self, found: bool) {
        self.lock().resolved = Some(Resolved { at: Instant::now(), found });
    }

    /// A TLS handshake begins.
    pub(crate) fn securing(&self) {
        self.lock().securing_since = Some(Instant::now());
    }

    /// The last piece of the body went out.
    pub(crate) fn sent(&self) {
        self.lock().sent = Some(Instant::now());
    }

    /// A piece of the body went out.
    pub(crate) fn moved(&self) {
        self.lock().last = Some(Instant::now());
    }

    /// Resolves with the stage that took too long, once one has.
    pub(crate) async fn overdue(&self, limits: &Limits, total_ends: Instant) -> Stage {
        loop {
            let (ends, stage) = self.ends(limits, total_ends);
            tokio::select! {
                () = self.stage_began.notified() => continue,
                () = tokio::time::sleep_until(ends) => {}
            }
            // Looked at once more: a piece may have gone out in the moment in which the time was up.
            if let Some(stage) = stage
                && self.ends(limits, total_ends).0 <= ends
            {
                return stage;
            }
        }
    }

    /// When the present stage has taken too long; without a stage, when to look again.
    fn ends(&self, limits: &Limits, total_ends: Instant) -> (Instant, Option<Stage>) {
        let progress = self.lock();
        if let Some(since) = progress.connecting_since {
            // The layer below ends it by itself, and gives a better error for it.
            let look_again = since + limits.connect + Duration::from_millis(1);
            return match look_again < total_ends {
                true => (look_again, None),
                false => (total_ends, Some(Stage::Total)),
            };
        }
        let ends = progress.last.unwrap_or(self.started) + limits.first_byte;
        match ends < total_ends {
            true => (ends, Some(Stage::FirstByte)),
            false => (total_ends, Some(Stage::Total)),
        }
    }

    fn connecting(&self) {
        self.lock().connecting_since = Some(Instant::now());
        self.stage_began.notify_one();
    }

    fn connected(&self) {
        let mut progress = self.lock();
        let now = Instant::now();
        progress.connecting = progress.connecting_since.take().map(|since| (since, now));
        progress.last = Some(now);
        drop(progress);
        self.stage_began.notify_one();
    }

    fn lock(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Connecting took longer than allowed.
#[derive(Debug, thiserror::Error)]
#[error("connecting took longer than {0:?}")]
pub(crate) struct ConnectTimedOut(pub(crate) Duration);

/// Puts a [`Watched`] around reqwest's connector.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Watch;

impl<S> Layer<S> for Watch {
    type Service = Watched<S>;

    fn layer(&self, inner: S) -> Watched<S> {
        Watched { inner }
    }
}

/// A connector that reports to the attempt it works for.
#[derive(Debug, Clone)]
pub(crate) struct Watched<S> {
    inner: S,
}

impl<S, R> Service<R> for Watched<S>
where
    S: Service<R, Error = BoxError>,
    S::Future: Send + 'static,
    S::Response: Send + 'static,
{
    type Response = S::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: R) -> Self::Future {
        let connecting = self.inner.call(request);
        let Ok(attempt) = ATTEMPT.try_with(Attempt::clone) else {
            return Box::pin(connecting);
        };
        attempt.connecting();
        // A connection that another one overtakes is made all the same, elsewhere; its stages are told to the same attempt.
        let connecting = ATTEMPT.scope(attempt.clone(), connecting);
        Box::pin(async move {
            // Around everything that connecting is: name, proxy, TCP and TLS. Each of them can hang by itself.
            let connected = tokio::time::timeout(attempt.connect_limit, connecting).await;
            attempt.connected();
            match connected {
                Ok(result) => result,
                Err(_) => Err(ConnectTimedOut(attempt.connect_limit).into()),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn limits() -> Limits {
        Limits {
            connect: 2 * SECOND,
            first_byte: 3 * SECOND,
            total: 60 * SECOND,
            ..Limits::default()
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_wait_for_an_answer_begins_when_the_last_piece_went_out() {
        let (limits, started) = (limits(), Instant::now());
        let attempt = Attempt::new(&limits);
        let upload = async {
            for _ in 0..10 {
                tokio::time::advance(2 * SECOND).await;
                attempt.moved();
            }
            std::future::pending::<()>().await;
        };
        let stage = tokio::select! {
            stage = attempt.overdue(&limits, started + limits.total) => stage,
            () = upload => unreachable!("it never ends"),
        };
        assert_eq!((stage, started.elapsed()), (Stage::FirstByte, 23 * SECOND));
    }

    #[tokio::test(start_paused = true)]
    async fn connecting_does_not_count_as_waiting_for_an_answer() {
        let limits = Limits { connect: 10 * SECOND, ..limits() };
        let (attempt, started) = (Attempt::new(&limits), Instant::now());
        attempt.connecting();
        let connection = async {
            tokio::time::advance(5 * SECOND).await;
            attempt.connected();
            std::future::pending::<()>().await;
        };
        let stage = tokio::select! {
            stage = attempt.overdue(&limits, started + limits.total) => stage,
            () = connection => unreachable!("it never ends"),
        };
        assert_eq!((stage, started.elapsed()), (Stage::FirstByte, 8 * SECOND));
        assert_eq!(attempt.connect_took(), Some(5 * SECOND));
    }

    #[tokio::test(start_paused = true)]
    async fn the_whole_ends_whatever_the_stage() {
        let limits = Limits { connect: 100 * SECOND, ..limits() };
        let (attempt, started) = (Attempt::new(&limits), Instant::now());
        attempt.connecting();
        let stage = attempt.overdue(&limits, started + limits.total).await;
        assert_eq!((stage, started.elapsed()), (Stage::Total, limits.total));
    }

    #[tokio::test(start_paused = true)]
    async fn when_a_stage_and_the_whole_end_together_it_is_the_whole() {
        let all = limits().total;
        for (connect, first_byte) in [(all - Duration::from_millis(1), SECOND), (SECOND, all)] {
            let limits = Limits { connect, first_byte, ..limits() };
            let (attempt, started) = (Attempt::new(&limits), Instant::now());
            if connect > SECOND {
                attempt.connecting();
            }
            let stage = attempt.overdue(&limits, started + limits.total).await;
            assert_eq!((stage, started.elapsed()), (Stage::Total, limits.total));
        }
    }
}
