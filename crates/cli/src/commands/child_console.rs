//! Ctrl+C where there are no signals: the console tells every program that is attached to it, so nothing has to be passed on.

use crate::stop::Stops;
use std::io;

pub(super) struct Signals(Stops);

impl Signals {
    pub(super) fn caught() -> io::Result<Self> {
        Stops::listened_for().map(Self).map_err(|problem| io::Error::other(problem.message))
    }

    /// Keeps Ctrl+C from ending this program before the child has ended.
    pub(super) async fn next(&mut self) {
        self.0.next().await;
    }
}

pub(super) fn pass_on((): (), _child: u32) {}
