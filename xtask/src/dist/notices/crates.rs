//! The crates that are compiled into the two programs, as cargo knows them, and Rust's own library.

use super::part::{Part, texts_below};
use crate::files::root;
use crate::program::{cargo, program, read};
use anyhow::{Context as _, Result};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Every crate of both programs on this system, ours left out.
pub(super) fn shipped() -> Result<Vec<Part>> {
    let both = ["--package", "mudbrick-desktop", "--package", "mudbrick-cli"];
    let format = ["--edges", "normal", "--prefix", "none", "--format", "{p}|{l}"];
    let tree = read(cargo().args(["tree", "--locked"]).args(both).args(format))?;
    let folders = folders(&read(cargo().args(["metadata", "--locked", "--format-version", "1"]))?)?;
    let mut parts = Vec::new();
    for (name, version, licence) in listed(&tree) {
        let folder = folders
            .get(&(name.clone(), version.clone()))
            .with_context(|| format!("cargo did not say where {name} {version} is"))?;
        parts.push(Part { kind: "crate", name, version, licence, texts: texts_below(folder)? });
    }
    parts.push(library()?);
    Ok(parts)
}

/// The crates in cargo's lines `name v1.2.3 (proc-macro)|MIT (*)`, once each.
fn listed(tree: &str) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    for line in tree.lines() {
        let Some((package, licence)) = line.split_once('|') else { continue };
        let mut words = package.split_whitespace();
        let (Some(name), Some(version)) = (words.next(), words.next()) else { continue };
        // Only crates of this workspace have their folder behind them.
        if words.any(|word| word.starts_with('(') && word != "(proc-macro)") {
            continue;
        }
        let licence = licence.trim_end_matches("(*)").trim();
        let version = version.trim_start_matches('v');
        found.push((name.to_owned(), version.to_owned(), licence.to_owned()));
    }
    found.sort();
    found.dedup();
    found
}

/// Where each crate is, by name and version, from cargo's metadata.
fn folders(metadata: &str) -> Result<BTreeMap<(String, String), PathBuf>> {
    let mut folders = BTreeMap::new();
    for rest in metadata.split("\"manifest_path\":\"").skip(1) {
        let Some((path, _)) = rest.split_once('"') else { continue };
        let manifest = PathBuf::from(path.replace("\\\\", "\\"));
        let text = fs::read_to_string(&manifest)
            .with_context(|| format!("reading {}", manifest.display()))?;
        // A crate of a workspace may have its version elsewhere; that is one of ours.
        if let (Some(name), Some(version)) = (value(&text, "name"), value(&text, "version")) {
            let folder = manifest.parent().unwrap_or(Path::new("")).to_owned();
            folders.insert((name, version), folder);
        }
    }
    Ok(folders)
}

/// A text in the `[package]` part of a manifest.
fn value(manifest: &str, key: &str) -> Option<String> {
    let mut lines = manifest.lines().skip_while(|line| line.trim() != "[package]").skip(1);
    let line = lines
        .by_ref()
        .take_while(|line| !line.starts_with('['))
        .find_map(|line| line.strip_prefix(key)?.trim_start().strip_prefix('='))?;
    Some(line.trim().trim_matches('"').to_owned())
}

/// Rust's own library, which is in every Rust program. Of its two licences the Apache one needs no names.
fn library() -> Result<Part> {
    let said = read(program("rustc").arg("--version"))?;
    let version = said.split_whitespace().nth(1).unwrap_or_default().to_owned();
    let apache = fs::read_to_string(root().join("LICENSE-APACHE"))?;
    let (kind, name) =
        ("crate", "std (Rust's library, by The Rust Project contributors)".to_owned());
    let licence = "MIT OR Apache-2.0".to_owned();
    Ok(Part { kind, name, version, licence, texts: vec![super::part::tidy(&apache)] })
}

#[cfg(test)]
mod tests {
    use super::{listed, value};

    #[test]
    fn each_crate_is_listed_once_and_ours_are_not() {
        let tree = "mudbrick-cli v0.1.0 (/a/crates/cli)|MIT\nzbus v5.1.0|MIT\nserde v1.0.1 (proc-macro)|MIT OR Apache-2.0\n\
                    zbus v5.1.0|MIT (*)\n\nmudbrick-macros v0.1.0 (proc-macro) (/a/m)|MIT\nzbus v4.0.0|MIT\n";
        let found = listed(tree);
        let found: Vec<String> = found
            .iter()
            .map(|(name, version, licence)| format!("{name} {version} {licence}"))
            .collect();
        assert_eq!(found, ["serde 1.0.1 MIT OR Apache-2.0", "zbus 4.0.0 MIT", "zbus 5.1.0 MIT"]);
    }

    #[test]
    fn a_manifest_is_read_in_its_package_alone() {
        let manifest = "# made by cargo\n[package]\nedition = \"2021\"\nname = \"a\"\nversion = \"1.2.3\"\n\n[lib]\nname = \"b\"\n";
        assert_eq!(value(manifest, "name").as_deref(), Some("a"));
        assert_eq!(value(manifest, "version").as_deref(), Some("1.2.3"));
        assert_eq!(
            value("[package]\nversion.workspace = true\n[lib]\nversion = \"1\"", "version"),
            None
        );
    }
}
