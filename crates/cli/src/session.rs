//! What the commands share: the engine over the person's home folder, and a runtime once something has to wait.

use crate::stop::{self, Stops};
use crate::{ask, input};
use mudbrick_engine::view::{Custody, VaultState};
use mudbrick_engine::{AgeKey, DiagnosticsLog, Engine, EngineOptions, SecretText, all_kept};
use mudbrick_model::{ErrorCode, Problem, SystemClock};
use mudbrick_store::Home;
use std::future::Future;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::runtime::Runtime;

pub(crate) struct Session {
    passphrase_file: Option<PathBuf>,
}

impl Session {
    pub(crate) fn new(passphrase_file: Option<PathBuf>) -> Self {
        Self { passphrase_file }
    }

    pub(crate) fn engine(&self) -> Result<Engine, Problem> {
        let home = Home::locate(|name| std::env::var_os(name))?;
        let passphrase = self.passphrase()?;
        // It opens nothing until there is something to tell, and a cached token tells nothing.
        DiagnosticsLog::of(&home, Arc::new(SystemClock)).install();
        let options = EngineOptions {
            passphrase,
            age_key: AgeKey::from_environment(|name| std::env::var_os(name)),
            jq_program: mudbrick_engine::jq_program(),
            ..EngineOptions::default()
        };
        Ok(Engine::open(home, options))
    }

    /// The vault's passphrase, when one was given with the command.
    pub(crate) fn passphrase(&self) -> Result<Option<SecretText>, Problem> {
        input::passphrase(self.passphrase_file.as_deref())
    }

    /// The engine for a command that is about to need secrets.
    pub(crate) fn engine_with_vault(&self) -> Result<Engine, Problem> {
        let engine = self.engine()?;
        self.unlock(&engine)?;
        Ok(engine)
    }

    /// Asks for the vault's passphrase where one is needed, was not given, and there is somebody to ask.
    pub(crate) fn unlock(&self, engine: &Engine) -> Result<(), Problem> {
        if !ask::can_ask() || self.passphrase()?.is_some() {
            return Ok(());
        }
        let vault = engine.vault().view();
        if vault.custody != Some(Custody::Passphrase) || vault.state == VaultState::Open {
            return Ok(());
        }
        // It may be open for all programs of this user, or its key may have been given.
        if engine.vault().unlock(None).is_ok() {
            return Ok(());
        }
        match ask::passphrase("Vault passphrase")? {
            Some(passphrase) => engine.vault().unlock(Some(passphrase)).map(drop),
            None => Ok(()),
        }
    }

    /// Does something that may turn out to need the passphrase, and once more when it did and the person typed it.
    pub(crate) fn unlocking<T>(
        &self,
        engine: &Engine,
        work: impl Fn() -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        match work() {
            Err(problem) if problem.code == ErrorCode::VaultLocked && ask::can_ask() => {
                self.unlock(engine)?;
                work()
            }
            outcome => outcome,
        }
    }

    /// Waits for something that needs the network. The runtime is made here and not at the start, because a cached token
    /// needs none.
    pub(crate) fn wait<T>(&self, work: impl Future<Output = T>) -> Result<T, Problem> {
        wait(work)
    }
}

/// Waits for something until it is done or somebody stops it.
pub(crate) fn wait<T>(work: impl Future<Output = T>) -> Result<T, Problem> {
    wait_in(&runtime()?, work)
}

/// The same for what waits more than once.
pub(crate) fn wait_in<T>(runtime: &Runtime, work: impl Future<Output = T>) -> Result<T, Problem> {
    block_in(runtime, stop::unless_stopped(work))?
}

/// For what listens for stops itself.
pub(crate) fn block_on<T>(work: impl Future<Output = T>) -> Result<T, Problem> {
    block_in(&runtime()?, work)
}

fn block_in<T>(runtime: &Runtime, work: impl Future<Output = T>) -> Result<T, Problem> {
    runtime.block_on(async {
        // Until all is kept, no stop ends the program by itself.
        let _listening = Stops::listened_for()?;
        let done = work.await;
        let mut stops = Stops::listened_for()?;
        // With the runtime everything ends that it does, and what Adobe tells once would be lost.
        tokio::select! {
            biased;
            () = all_kept() => {}
            _ = stops.next() => {}
        }
        Ok(done)
    })
}

/// For what waits more than once.
pub(crate) fn runtime() -> Result<Runtime, Problem> {
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().map_err(
        |error| {
            Problem::new(ErrorCode::Internal, "The program's worker threads could not be started.")
                .detail(error.to_string())
        },
    )
}
