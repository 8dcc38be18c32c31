//! Stops where there are no signals: the console tells of Ctrl+C.

use super::Stop;
use std::io;

pub(super) struct Heard;

impl Heard {
    pub(super) fn caught() -> io::Result<Self> {
        Ok(Self)
    }

    /// The next one that comes.
    pub(super) async fn next(&mut self) -> Stop {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        Stop { signal: 2, name: "Ctrl+C" }
    }
}
