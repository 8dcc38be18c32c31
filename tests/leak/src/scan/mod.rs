//! Looks for canaries in bytes, files and folders: as they are, in every encoding, and inside whatever is packed.

mod packed;
mod sqlite;
#[cfg(test)]
mod tests;
mod undo;

use crate::canary::{Canary, Form};
use aho_corasick::AhoCorasick;
use anyhow::{Context as _, Result};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use undo::Wrapping;

/// How often wrappings are undone inside each other: JSON in JSON in a URL.
const ROUNDS: usize = 3;

/// How deep archives are opened inside each other.
const DEPTH: usize = 4;

/// A canary in a place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    pub(crate) place: String,
    pub(crate) canary: String,
    /// In which encodings, from the outermost.
    pub(crate) form: String,
}

/// Knows all patterns of some canaries.
pub(crate) struct Scanner {
    automaton: AhoCorasick,
    /// Which canary a pattern is of, and how it is written.
    patterns: Vec<(String, Form)>,
}

impl Scanner {
    pub(crate) fn new(canaries: &[Canary]) -> Result<Self> {
        let mut patterns = Vec::new();
        let mut bytes = Vec::new();
        for canary in canaries {
            for (form, pattern) in canary.patterns() {
                patterns.push((canary.name.clone(), form));
                bytes.push(pattern);
            }
        }
        Ok(Self { automaton: AhoCorasick::new(bytes).context("building the search")?, patterns })
    }

    /// Looks at the file names, contents and links of a folder, or at one file.
    pub(crate) fn tree(&self, path: &Path, found: &mut BTreeSet<Finding>) -> Result<usize> {
        let mut open = vec![path.to_owned()];
        let mut looked = 0;
        while let Some(path) = open.pop() {
            let place = path.display().to_string();
            self.search(&place, "the name, ", place.as_bytes(), found);
            let kind = match fs::symlink_metadata(&path) {
                Ok(known) => known.file_type(),
                // A lock or a temporary file may be gone since its folder was read.
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
                Err(error) => return Err(error).with_context(|| format!("looking at {place}")),
            };
            if kind.is_dir() {
                for entry in fs::read_dir(&path).with_context(|| format!("reading {place}"))? {
                    open.push(entry?.path());
                }
            } else if kind.is_symlink() {
                let target = fs::read_link(&path)?;
                self.search(&place, "the link, ", target.as_os_str().as_encoded_bytes(), found);
            } else if kind.is_file() {
                looked += 1;
                self.file(&path, found)?;
            }
        }
        Ok(looked)
    }

    fn file(&self, path: &Path, found: &mut BTreeSet<Finding>) -> Result<()> {
        let place = path.display().to_string();
        let bytes = fs::read(path).with_context(|| format!("reading {place}"))?;
        self.bytes(&place, &bytes, found);
        if bytes.starts_with(sqlite::MAGIC) {
            for (table, value) in sqlite::values(path)? {
                self.bytes(&format!("{place} › {table}"), &value, found);
            }
        }
        Ok(())
    }

    /// Looks at bytes and at what is packed in them.
    pub(crate) fn bytes(&self, place: &str, bytes: &[u8], found: &mut BTreeSet<Finding>) {
        self.opened(place, "", bytes, found, DEPTH);
    }

    fn opened(
        &self,
        place: &str,
        within: &str,
        bytes: &[u8],
        found: &mut BTreeSet<Finding>,
        depth: usize,
    ) {
        self.search(place, within, bytes, found);
        for wrapping in Wrapping::ALL {
            if let Some(view) = wrapping.undo(bytes) {
                self.search(place, &format!("{within}{}, ", wrapping.name()), &view, found);
            }
        }
        let mut view = bytes.to_vec();
        for _ in 0..ROUNDS {
            let mut changed = false;
            for wrapping in Wrapping::ALL {
                if let Some(undone) = wrapping.undo(&view) {
                    (view, changed) = (undone, true);
                }
            }
            if !changed {
                break;
            }
            self.search(place, &format!("{within}wrapped several times, "), &view, found);
        }
        if depth > 0 {
            for piece in packed::unpack(bytes) {
                let within = format!("{within}{}, ", piece.by);
                self.opened(place, &within, &piece.bytes, found, depth - 1);
            }
        }
    }

    /// Looks for the patterns and nothing else: for the memory of a process, which is large.
    pub(crate) fn search(
        &self,
        place: &str,
        within: &str,
        bytes: &[u8],
        found: &mut BTreeSet<Finding>,
    ) {
        for hit in self.automaton.find_overlapping_iter(bytes) {
            let (canary, form) = &self.patterns[hit.pattern().as_usize()];
            found.insert(Finding {
                place: place.to_owned(),
                canary: canary.clone(),
                form: format!("{within}{}", form.name()),
            });
        }
    }
}
