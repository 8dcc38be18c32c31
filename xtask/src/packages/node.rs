//! Node's version: package.json says which one the pages need. CONTRIBUTING.md repeats it for people, and a test compares the
//! two.

use super::version::{Needed, Version};
use crate::files::root;
use crate::program::{is_there, program, read};
use anyhow::{Context as _, Result, bail};
use std::fs;

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
    Needed { name: "Node", command: "node", wanted, home: "https://nodejs.org" }.check(&said)
}

/// The version in `"node": ">=20.19"`.
fn wanted(package: &str) -> Option<Version> {
    let line = package.lines().find_map(|line| line.trim().strip_prefix("\"node\":"))?;
    Version::parse(line.trim().trim_matches([',', '"']).strip_prefix(">=")?)
}

#[cfg(test)]
mod tests {
    use super::wanted;
    use crate::files::root;
    use std::fs;

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
