//! Signals that are meant for the program that runs beside this one.

use crate::stop::is_ignored;
use rustix::process::{Pid, Signal, getpgrp, kill_process};
use rustix::termios::tcgetpgrp;
use std::fs::File;
use std::future::poll_fn;
use std::io;
use std::task::Poll;
use tokio::signal::unix::{SignalKind, signal};

/// What a person or a supervisor sends to end or steer a program.
const KINDS: [Signal; 6] =
    [Signal::INT, Signal::TERM, Signal::HUP, Signal::QUIT, Signal::USR1, Signal::USR2];

/// Signals that no longer do to this program what they do to others.
pub(super) struct Signals(Vec<(Signal, tokio::signal::unix::Signal)>);

impl Signals {
    pub(super) fn caught() -> io::Result<Self> {
        let caught = |kind: Signal| Ok((kind, signal(SignalKind::from_raw(kind.as_raw()))?));
        // What is ignored here is ignored by the child too, as it would be without us.
        let meant = KINDS.into_iter().filter(|kind| !is_ignored(*kind));
        meant.map(caught).collect::<io::Result<_>>().map(Self)
    }

    /// The next one that comes.
    pub(super) async fn next(&mut self) -> Signal {
        poll_fn(|context| {
            for (kind, stream) in &mut self.0 {
                if let Poll::Ready(Some(())) = stream.poll_recv(context) {
                    return Poll::Ready(*kind);
                }
            }
            Poll::Pending
        })
        .await
    }
}

/// Sends it to the child as well, unless the child has had it already.
pub(super) fn pass_on(signal: Signal, child: u32) {
    // Keys of the terminal go to every program in the foreground: twice would be once too often, and a second Ctrl+C
    // means to many programs that they shall not tidy up.
    let is_key = matches!(signal, Signal::INT | Signal::QUIT);
    if is_key && is_in_foreground() {
        return;
    }
    let child = i32::try_from(child).ok().and_then(Pid::from_raw);
    if let Some(child) = child {
        // It may have ended in this moment.
        let _ = kill_process(child, signal);
    }
}

fn is_in_foreground() -> bool {
    File::open("/dev/tty").is_ok_and(|tty| tcgetpgrp(tty).is_ok_and(|group| group == getpgrp()))
}
