//! Stops where there are signals.

use rustix::process::Signal;
use std::future::poll_fn;
use std::io;
use std::task::Poll;
use tokio::signal::unix::{SignalKind, signal};

const KINDS: [(Signal, &str); 3] =
    [(Signal::INT, "Ctrl+C"), (Signal::TERM, "SIGTERM"), (Signal::HUP, "SIGHUP")];

/// Those of them that are caught.
pub(super) struct Heard(Vec<((u8, &'static str), tokio::signal::unix::Signal)>);

impl Heard {
    pub(super) fn caught() -> io::Result<Self> {
        let is_meant = |(kind, _): &(Signal, &str)| !is_ignored(*kind);
        let caught = |(kind, name): (Signal, &'static str)| {
            let number = u8::try_from(kind.as_raw()).unwrap_or(0);
            Ok(((number, name), signal(SignalKind::from_raw(kind.as_raw()))?))
        };
        KINDS.into_iter().filter(is_meant).map(caught).collect::<io::Result<_>>().map(Self)
    }

    /// The number and the name of the next one that comes.
    pub(super) async fn next(&mut self) -> (u8, &'static str) {
        poll_fn(|context| {
            for (told, stream) in &mut self.0 {
                if let Poll::Ready(Some(())) = stream.poll_recv(context) {
                    return Poll::Ready(*told);
                }
            }
            Poll::Pending
        })
        .await
    }
}

/// Whether whoever started this program had it ignore the signal, as `nohup` does, and a shell for what a script leaves in the
/// background. Catching it would undo that, here and in every program that is started. Linux alone tells.
pub(crate) fn is_ignored(kind: Signal) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0);
    u32::try_from(kind.as_raw() - 1)
        .is_ok_and(|place| mask.checked_shr(place).unwrap_or(0) & 1 == 1)
}
