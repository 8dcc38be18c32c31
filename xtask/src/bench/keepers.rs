//! Others that give out what they keep: secret-tool, which has a secret in the keyring that the vault's key is in, and Adobe's own
//! command line, which has a token in a file, in clear.

use super::peers;
use crate::files;
use crate::program::{line, program, read, run};
use crate::session::Session;
use anyhow::{Result, ensure};
use std::ffi::OsStr;
use std::fs::File;
use std::path::PathBuf;
use std::process::Command;

/// Under what secret-tool keeps it.
const ATTRIBUTE: [&str; 2] = ["mudbrick", "bench"];
/// A time that is far away, in milliseconds since 1970.
const FAR: u64 = 4_102_444_800_000;

pub(super) struct Keepers<'a> {
    session: &'a Session,
    /// What npm has of them.
    installed: PathBuf,
}

impl<'a> Keepers<'a> {
    /// Gives a token to both.
    pub(super) fn prepare(session: &'a Session, token: &str) -> Result<Self> {
        let keepers = Self { session, installed: peers::install()? };
        let token = token.trim();
        keepers.store(token)?;
        keepers.configure(token)?;
        for mut keeper in [keepers.secret_tool(), keepers.aio()] {
            let printed = read(&mut keeper)?;
            ensure!(printed.contains(token), "{} printed another token", line(&keeper));
        }
        Ok(keepers)
    }

    pub(super) fn secret_tool(&self) -> Command {
        let mut lookup = self.program("secret-tool");
        lookup.arg("lookup").args(ATTRIBUTE);
        lookup
    }

    pub(super) fn aio(&self) -> Command {
        let mut aio = self.program(self.installed.join("aio"));
        aio.args(["auth", "login", "--bare", "--ctx", "bench"]);
        aio.env("AIO_SKIP_NEW_VERSION_CHECK", "true");
        aio
    }

    fn store(&self, token: &str) -> Result<()> {
        let file = self.session.home().path().join("kept");
        files::write(&file, token)?;
        let mut store = self.program("secret-tool");
        store.args(["store", "--label=Bench"]).args(ATTRIBUTE);
        run(store.stdin(File::open(file)?))
    }

    fn configure(&self, token: &str) -> Result<()> {
        // Nobody is told that it was used.
        let text = format!(
            r#"{{
  "aio-cli-telemetry": {{ "optOut": true }},
  "ims": {{ "contexts": {{ "bench": {{ "access_token": {{ "token": "{token}", "expiry": {FAR} }} }} }} }}
}}
"#
        );
        files::write(&self.session.home().path().join("config/aio"), &text)
    }

    fn program(&self, name: impl AsRef<OsStr>) -> Command {
        let mut command = program(name);
        self.session.house(&mut command);
        command
    }
}
