//! Python's version: the tests run Adobe's clients that are written in it. CONTRIBUTING.md repeats the version for people, and
//! a test compares the two.

use super::version::{Needed, Version};
use crate::program::{is_there, program, python, read};
use anyhow::{Result, bail};

/// What aepp asks for.
const WANTED: Version = Version { major: 3, minor: 10 };

/// Makes sure of Python. On Debian it came with a package.
pub(super) fn need() -> Result<()> {
    let command = python();
    if !is_there(command) {
        bail!(
            "the tests need Python {WANTED} or newer, to run Adobe's clients: install it from https://www.python.org"
        );
    }
    let said = read(program(command).arg("--version"))?;
    Needed { name: "Python", command, wanted: WANTED, home: "https://www.python.org" }.check(&said)
}

#[cfg(test)]
mod tests {
    use super::WANTED;
    use crate::files::root;

    #[test]
    fn people_are_told_the_version_that_is_checked() {
        let told = std::fs::read_to_string(root().join("CONTRIBUTING.md")).unwrap();
        assert!(told.contains(&format!("Python ({WANTED} or newer)")), "Python {WANTED}");
    }
}
