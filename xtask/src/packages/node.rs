//! Node's version: package.json says which one the pages need. CONTRIBUTING.md repeats it for people, and a test compares the
//! two.

use crate::files::root;
use crate::program::{is_there, program, read};
use anyhow::{Context as _, Result, bail};
use std::fmt;
use std::fs;

/// As much of a version as decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Version {
    major: u32,
    minor: u32,
}

/// Makes sure of Node and npm.
pub(super) fn need() -> Result<()> {
    let package =
        fs::read_to_string(root().join("package.json")).context("reading package.json")?;
    let wanted = wanted(&package).context("package.json names no version of Node")?;
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    if !is_there("node") || !is_there(npm) {
        bail!(
            "Mudbrick needs Node {wanted} or newer, with npm: install it from https://nodejs.org"
        );
    }
    let said = read(program("node").arg("--version"))?;
    refuse(version(&said), wanted, said.trim())
}

fn refuse(found: Option<Version>, wanted: Version, said: &str) -> Result<()> {
    if found.is_some_and(|found| found >= wanted) {
        return Ok(());
    }
    bail!(
        "Mudbrick needs Node {wanted} or newer, and `node` is {said}: install a newer one from https://nodejs.org, \
         or put the one you have first in PATH"
    )
}

/// The version in `"node": ">=20.19"`.
fn wanted(package: &str) -> Option<Version> {
    let line = package.lines().find_map(|line| line.trim().strip_prefix("\"node\":"))?;
    version(line.trim().trim_matches([',', '"']).strip_prefix(">=")?)
}

/// The version in `v20.19.0`.
fn version(text: &str) -> Option<Version> {
    let mut parts = text.trim().trim_start_matches('v').split('.');
    let major = parts.next()?.parse().ok()?;
    let minor = parts.next().unwrap_or("0").parse().ok()?;
    Some(Version { major, minor })
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

#[cfg(test)]
mod tests {
    use super::{Version, refuse, version, wanted};
    use crate::files::root;
    use std::fs;

    const WANTED: Version = Version { major: 20, minor: 19 };

    #[test]
    fn a_version_that_is_too_old_is_refused_in_words() {
        for good in ["v20.19.0\n", "v20.20.2", "v22.0.0"] {
            assert!(refuse(version(good), WANTED, good).is_ok(), "{good}");
        }
        for bad in ["v20.18.3", "v18.20.0", "nonsense"] {
            let words = refuse(version(bad), WANTED, bad).unwrap_err().to_string();
            assert!(words.contains("20.19 or newer") && words.contains(bad), "{words}");
        }
    }

    #[test]
    fn people_are_told_the_versions_that_are_checked() {
        let read = |name: &str| fs::read_to_string(root().join(name)).unwrap();
        let wanted = wanted(&read("package.json")).unwrap();
        let told = read("CONTRIBUTING.md");
        assert!(told.contains(&format!("Node ({wanted} or newer)")), "Node {wanted}");
        let cargo = read("Cargo.toml");
        let rust = cargo.lines().find_map(|line| line.strip_prefix("rust-version = \"")).unwrap();
        let rust = rust.trim_end_matches('"');
        assert!(told.contains(&format!("Rust ({rust} or newer)")), "Rust {rust}");
    }
}
