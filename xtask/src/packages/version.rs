//! Whether a program is new enough, and what a person is told when it is not. Which programs those are is left to `node` and
//! `python`.

use anyhow::{Result, bail};
use std::fmt;

/// As much of a version as decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version {
    pub(super) major: u32,
    pub(super) minor: u32,
}

impl Version {
    /// The version in `v20.19.0` or `Python 3.11.2`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let number = text.trim().rsplit(' ').next()?.trim_start_matches('v');
        let mut parts = number.split('.');
        let major = parts.next()?.parse().ok()?;
        let minor = parts.next().unwrap_or("0").parse().ok()?;
        Some(Self { major, minor })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

/// A program that is needed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Needed {
    pub(super) name: &'static str,
    pub(super) command: &'static str,
    pub(super) wanted: Version,
    /// Where it is to be had.
    pub(super) home: &'static str,
}

impl Needed {
    /// Refuses what it `said` about its version when that is too old.
    pub(super) fn check(self, said: &str) -> Result<()> {
        let Self { name, command, wanted, home } = self;
        if Version::parse(said).is_some_and(|found| found >= wanted) {
            return Ok(());
        }
        bail!(
            "Mudbrick needs {name} {wanted} or newer, and `{command}` is {}: install a newer one from {home}, \
             or put the one you have first in PATH",
            said.trim()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{Needed, Version};

    const NODE: Needed = Needed {
        name: "Node",
        command: "node",
        wanted: Version { major: 20, minor: 19 },
        home: "https://nodejs.org",
    };

    #[test]
    fn a_version_that_is_too_old_is_refused_in_words() {
        for good in ["v20.19.0\n", "v20.20.2", "v22.0.0", "Node 21.0"] {
            assert!(NODE.check(good).is_ok(), "{good}");
        }
        for bad in ["v20.18.3", "v18.20.0", "nonsense", "Python 3.11.2"] {
            let words = NODE.check(bad).unwrap_err().to_string();
            assert!(words.contains("20.19 or newer") && words.contains(bad), "{words}");
        }
    }
}
