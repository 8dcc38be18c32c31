//! Stops where there are no signals: the console tells of Ctrl+C.

use std::io;

pub(super) struct Heard;

impl Heard {
    pub(super) fn caught() -> io::Result<Self> {
        Ok(Self)
    }

    /// The number that shells know it by, and the name, of the next one that comes.
    pub(super) async fn next(&mut self) -> (u8, &'static str) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        (2, "Ctrl+C")
    }
}
