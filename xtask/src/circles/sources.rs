//! The parts of the project that are looked at, and the text of their files.

use crate::files::{below, root};
use anyhow::{Context as _, Result};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The text of each file of a part, by its path below the part's folder.
pub(super) type Texts = BTreeMap<PathBuf, String>;

/// The folder with the source of each crate, below the project's root. It is beside the crate's manifest but for the
/// shell's, whose manifest is the workspace's.
pub(super) fn crates() -> Result<Vec<PathBuf>> {
    let without = ["target", "node_modules", ".git", "ui"];
    let mut found = vec![PathBuf::from("src-tauri")];
    for file in below(&[root()], &without)? {
        let source = file.with_file_name("src");
        if file.ends_with("Cargo.toml") && source.is_dir() {
            found.push(source.strip_prefix(root())?.to_owned());
        }
    }
    Ok(found)
}

/// Reads the files below a folder that end so.
pub(super) fn texts(folder: &Path, ends: &[&str]) -> Result<Texts> {
    let whole = root().join(folder);
    let mut texts = Texts::new();
    for file in below(std::slice::from_ref(&whole), &[])? {
        if file.extension().is_some_and(|found| ends.iter().any(|end| found == *end)) {
            let text =
                fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
            texts.insert(file.strip_prefix(&whole)?.to_owned(), text);
        }
    }
    Ok(texts)
}
