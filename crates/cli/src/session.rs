//! What the commands share: the engine over the person's home folder, and a runtime once something has to wait.

use crate::input;
use mudbrick_engine::{Engine, EngineOptions};
use mudbrick_model::{ErrorCode, Problem};
use mudbrick_store::Home;
use std::future::Future;
use std::path::PathBuf;

pub(crate) struct Session {
    passphrase_file: Option<PathBuf>,
}

impl Session {
    pub(crate) fn new(passphrase_file: Option<PathBuf>) -> Self {
        Self { passphrase_file }
    }

    pub(crate) fn engine(&self) -> Result<Engine, Problem> {
        let home = Home::locate(|name| std::env::var_os(name))?;
        let passphrase = input::passphrase(self.passphrase_file.as_deref())?;
        Ok(Engine::open(home, EngineOptions { passphrase, ..EngineOptions::default() }))
    }

    /// Waits for something that needs the network. The runtime is made here and not at the start, because a cached token
    /// needs none.
    pub(crate) fn wait<T>(&self, work: impl Future<Output = T>) -> Result<T, Problem> {
        wait(work)
    }
}

pub(crate) fn wait<T>(work: impl Future<Output = T>) -> Result<T, Problem> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| {
            Problem::new(ErrorCode::Internal, "The program's worker threads could not be started.")
                .detail(error.to_string())
        })?;
    Ok(runtime.block_on(work))
}
