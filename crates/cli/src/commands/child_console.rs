//! Ctrl+C where there are no signals: the console tells every program that is attached to it, so nothing has to be passed on.

use std::io;

pub(super) struct Signals;

impl Signals {
    pub(super) fn caught() -> io::Result<Self> {
        Ok(Self)
    }

    /// Keeps Ctrl+C from ending this program before the child has ended.
    pub(super) async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

pub(super) fn pass_on((): (), _child: u32) {}
