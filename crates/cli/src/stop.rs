//! What asks this program to end: Ctrl+C, and on Unix what a supervisor and a terminal that is closed send.
//!
//! A signal that was listened for once ends the program no more, however long it runs. So from the first wait on one thread
//! hears them all: it tells whoever waits, and where nobody does it ends the program, as the signal would have.

#[cfg(unix)]
#[path = "stop_signals.rs"]
mod heard;
#[cfg(not(unix))]
#[path = "stop_console.rs"]
mod heard;

#[cfg(unix)]
pub(crate) use heard::is_ignored;

use heard::Heard;
use mudbrick_model::{ErrorCode, Problem};
use std::future::Future;
use std::io;
use std::sync::{LazyLock, OnceLock, mpsc};
use tokio::sync::watch;

/// The last one, for all who wait.
static LAST: LazyLock<watch::Sender<Option<Stop>>> = LazyLock::new(|| watch::Sender::new(None));

/// Whether the thread is there.
static HEARING: OnceLock<()> = OnceLock::new();

/// Somebody or something wants the program to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stop {
    /// As shells number it.
    signal: u8,
    name: &'static str,
}

impl Stop {
    /// A shell's, for a program that the signal ended.
    fn exit_code(self) -> u8 {
        128 + self.signal
    }

    pub(crate) fn problem(self) -> Problem {
        Problem::new(ErrorCode::Cancelled, format!("Stopped by {}.", self.name))
    }
}

/// The exit code of a program that was stopped.
pub(crate) fn exit_code() -> u8 {
    // One that was typed where a passphrase was asked for came as a key and as no signal.
    LAST.borrow().map_or(130, Stop::exit_code)
}

/// Stops that come from now on. While this lives, none of them ends the program.
pub(crate) struct Stops(watch::Receiver<Option<Stop>>);

impl Stops {
    pub(crate) fn listened_for() -> Result<Self, Problem> {
        // Before the thread is there: it ends the program where nobody listens.
        let stops = Self(LAST.subscribe());
        if HEARING.get().is_none() {
            begin_hearing().map_err(|error| {
                Problem::new(ErrorCode::Internal, "Ctrl+C cannot be listened for.")
                    .detail(error.to_string())
            })?;
            let _ = HEARING.set(());
        }
        Ok(stops)
    }

    /// The next one.
    pub(crate) async fn next(&mut self) -> Stop {
        loop {
            // The sender is as old as the program and lives as long.
            let _ = self.0.changed().await;
            if let Some(stop) = *self.0.borrow_and_update() {
                return stop;
            }
        }
    }
}

/// Does something until it is done or somebody stops it.
pub(crate) async fn unless_stopped<T>(work: impl Future<Output = T>) -> Result<T, Problem> {
    let mut stops = Stops::listened_for()?;
    tokio::select! {
        // A call that is done in the same moment has been made: its answer is not thrown away.
        biased;
        done = work => Ok(done),
        // What the work has begun is dropped here and tidies up after itself, such as a body on its way to disk.
        stop = stops.next() => Err(stop.problem()),
    }
}

/// Returns once signals are caught: what begins behind it cannot be cut off by one that comes early.
fn begin_hearing() -> io::Result<()> {
    let (tell, told) = mpsc::channel();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    std::thread::Builder::new().name("stops".to_owned()).spawn(move || {
        runtime.block_on(async {
            let mut heard = match Heard::caught() {
                Ok(heard) => heard,
                Err(error) => return tell.send(Err(error)).unwrap_or_default(),
            };
            let _ = tell.send(Ok(()));
            loop {
                let (signal, name) = heard.next().await;
                let stop = Stop { signal, name };
                // Before it is told: whoever waits for it may be gone a moment later, and ends the program in its own way.
                let is_awaited = LAST.receiver_count() > 0;
                LAST.send_replace(Some(stop));
                if !is_awaited {
                    std::process::exit(i32::from(stop.exit_code()));
                }
            }
        });
    })?;
    told.recv().unwrap_or_else(|gone| Err(io::Error::other(gone)))
}
