//! What must not be in the tree: paths and hosts of the machine it was written on, and words that say work is left.

use crate::files::root;
use crate::program::{program, read};
use anyhow::{Result, bail};
use std::fs;

/// Looks through every file that git keeps or would keep.
pub(crate) fn check() -> Result<()> {
    let listed =
        read(program("git").args(["ls-files", "--cached", "--others", "--exclude-standard"]))?;
    let mut faults = Vec::new();
    for name in listed.lines() {
        // A picture is not text, and a file that was just deleted is still listed.
        let Ok(text) = fs::read_to_string(root().join(name)) else { continue };
        for (number, line) in text.lines().enumerate() {
            for fault in faults_of(name, line) {
                faults.push(format!("{name}:{}: {fault}", number + 1));
            }
        }
    }
    if faults.is_empty() {
        return Ok(());
    }
    bail!("{} lines do not belong in the tree:\n  {}", faults.len(), faults.join("\n  "))
}

fn faults_of(name: &str, line: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for folder in HOMES {
        if let Some(at) = line.find(folder)
            && !line[..at].ends_with(|c: char| {
                c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '}' | '*')
            })
            // A path of an API goes on with an identifier's place.
            && !line[at + folder.len()..].starts_with(['{', '<'])
        {
            faults.push(format!("a path of somebody's machine ({folder})"));
        }
    }
    if name.ends_with("package-lock.json")
        && line.contains("\"resolved\": \"http")
        && !line.contains("\"https://registry.npmjs.org/")
    {
        faults.push("a package from elsewhere than registry.npmjs.org".to_owned());
    }
    if name.ends_with("Cargo.lock")
        && line.starts_with("source = ")
        && line != "source = \"registry+https://github.com/rust-lang/crates.io-index\""
    {
        faults.push("a crate from elsewhere than crates.io".to_owned());
    }
    for word in [concat!("TO", "DO"), concat!("FIX", "ME")] {
        if line.contains(word) {
            faults.push(format!("work that is left ({word})"));
        }
    }
    faults
}

/// Where machines keep home folders and build folders. In pieces, so that this file has none of them in it.
const HOMES: [&str; 5] = [
    concat!("/", "root/"),
    concat!("/", "work/"),
    concat!("/", "builds/"),
    concat!("/home/", "runner/"),
    concat!("/Users/", "runner/"),
];

#[cfg(test)]
mod tests {
    use super::{HOMES, faults_of};

    #[test]
    fn a_path_of_a_machine_is_found_and_a_path_in_an_address_is_not() {
        for home in HOMES {
            assert_eq!(faults_of("docs/a.md", &format!("see {home}x")).len(), 1);
            assert_eq!(faults_of("docs/a.md", &format!("see https://example.com{home}x")).len(), 0);
            assert_eq!(faults_of("a.toml", &format!("path = \"{home}{{id}}\"")).len(), 0);
        }
    }

    #[test]
    fn only_the_public_registries_are_in_the_locks() {
        let npm = |host: &str| format!("      \"resolved\": \"https://{host}/a/-/a-1.tgz\",");
        assert!(faults_of("package-lock.json", &npm("registry.npmjs.org")).is_empty());
        assert_eq!(faults_of("package-lock.json", &npm("mirror.example")).len(), 1);
        let cargo = "source = \"registry+https://mirror.example/index\"";
        assert_eq!(faults_of("Cargo.lock", cargo).len(), 1);
    }
}
