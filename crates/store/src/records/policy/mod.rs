//! The policy: one file for what a person decided about safety. It is read strictly, since a member that is passed over for
//! a slip in its name would leave out what somebody relies on. What follows from a policy, and from one that cannot be read, is
//! left to the engine.

mod error;
mod members;

pub use error::PolicyError;
pub use members::{CallLimits, Conduct, Locking, Network, Policy, Retention, Seconds};

use super::codec;
use super::merge::merge;
use crate::Home;
use mudbrick_vault::files::{self, Mode, ReadError, SaveError};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use toml::{Table, Value};

/// Far above what a person writes, in bytes.
const LIMIT: u64 = 1024 * 1024;

/// `policy.toml`. Shared by reference, from any thread. It is read anew each time, so that what is written in an editor holds
/// from then on.
pub struct PolicyFile {
    path: PathBuf,
    lock: PathBuf,
}

/// The file's members and no others.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(rename = "version")]
    _version: IgnoredAny,
    #[serde(default)]
    locking: Locking,
    #[serde(default)]
    history: Retention,
    #[serde(default)]
    limits: CallLimits,
    #[serde(default)]
    network: Network,
    #[serde(default)]
    sending: Conduct,
}

impl PolicyFile {
    /// The policy of a home folder. Reads nothing yet.
    pub fn open(home: &Home) -> Self {
        Self { path: home.policy(), lock: home.lock("policy") }
    }

    /// Where it lies, though it may not be there.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether there is one, which may not be readable.
    pub fn exists(&self) -> bool {
        // Also a link that leads nowhere: whoever made it wants another policy than the defaults.
        fs::symlink_metadata(&self.path).is_ok()
    }

    /// What it says. Where there is no file, everything is at its default.
    ///
    /// # Errors
    /// The file cannot be read or understood, or is a newer Mudbrick's.
    pub fn read(&self) -> Result<Policy, PolicyError> {
        match self.text()? {
            Some(text) => self.parse(&text),
            None => Ok(Policy::default()),
        }
    }

    /// Changes what differs afterwards and nothing else in the file: comments, order and spacing stay, and what was left at
    /// its default is not written down. Returns the policy as it is then.
    ///
    /// # Errors
    /// As [`PolicyFile::read`], or the disk refuses; nothing was changed then.
    pub fn edit(&self, change: impl FnOnce(&mut Policy)) -> Result<Policy, PolicyError> {
        // The window and a command may each change one setting, and neither may write back an old one of the other’s.
        let _lock = files::lock(&self.lock)?;
        let text = self.text()?;
        let before = text.as_deref().map_or(Ok(Policy::default()), |text| self.parse(text))?;
        let mut after = before.clone();
        change(&mut after);
        if after == before {
            return Ok(after);
        }
        let failed = |error| SaveError::of(&self.path, io::Error::other(error));
        let mut old = Table::try_from(&before).map_err(failed)?;
        let mut new = Table::try_from(&after).map_err(failed)?;
        leave_differences(&mut old, &mut new);
        let render = |table: &Table| toml::to_string(table).map_err(failed);
        let text = text.unwrap_or_else(|| format!("version = {}\n", codec::VERSION));
        let text = merge(&text, &render(&old)?, &render(&new)?);
        files::save(&self.path, text.as_bytes(), Mode::Shared)?;
        Ok(after)
    }

    fn text(&self) -> Result<Option<String>, PolicyError> {
        // Opening a pipe would wait for whoever writes to it.
        if fs::metadata(&self.path).is_ok_and(|found| !found.is_file()) {
            let fault = "it is not a file".to_owned();
            return Err(PolicyError::Damaged { path: self.path.clone(), line: None, fault });
        }
        match files::read_text(&self.path, LIMIT) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.is_not_found() && !self.exists() => Ok(None),
            Err(ReadError::NotText { path }) => {
                let fault = "it is not UTF-8 text".to_owned();
                Err(PolicyError::Damaged { path, line: None, fault })
            }
            Err(error) => Err(error.into()),
        }
    }

    fn parse(&self, text: &str) -> Result<Policy, PolicyError> {
        let Document { _version, locking, history, limits, network, sending } =
            codec::parse(text).map_err(|fault| PolicyError::fault(&self.path, fault))?;
        Ok(Policy { locking, history, limits, network, sending })
    }
}

/// Takes out of both what both say alike.
fn leave_differences(before: &mut Table, after: &mut Table) {
    let keys: Vec<String> = after.keys().cloned().collect();
    for key in keys {
        let alike = match (before.get_mut(&key), after.get_mut(&key)) {
            (Some(Value::Table(old)), Some(Value::Table(new))) => {
                leave_differences(old, new);
                old.is_empty() && new.is_empty()
            }
            (old, new) => old == new,
        };
        if alike {
            before.remove(&key);
            after.remove(&key);
        }
    }
}
