//! Which file needs which, and the circles in it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};

/// For each file, the files it needs, and the items for which it needs them.
#[derive(Default)]
pub(super) struct Needs(BTreeMap<PathBuf, BTreeMap<PathBuf, BTreeSet<String>>>);

/// Files each of which needs all the others, straight or through one another.
pub(super) struct Circle {
    pub(super) files: BTreeSet<PathBuf>,
    /// From a file to another of them, and the items.
    pub(super) ties: Vec<(PathBuf, PathBuf, BTreeSet<String>)>,
}

impl Needs {
    /// Notes that `file` uses an item of `other`. A file always has what is its own.
    pub(super) fn add(&mut self, file: &Path, other: &Path, item: &str) {
        if file != other {
            let items = self.0.entry(file.to_owned()).or_default();
            items.entry(other.to_owned()).or_default().insert(item.to_owned());
        }
    }

    pub(super) fn circles(&self) -> Vec<Circle> {
        let reached: BTreeMap<&Path, BTreeSet<&Path>> =
            self.0.keys().map(|file| (file.as_path(), self.reached(file))).collect();
        let mut circles: Vec<Circle> = Vec::new();
        for (file, all) in &reached {
            let seen = circles.iter().any(|circle| circle.files.contains(*file));
            if !seen && all.contains(file) {
                let mutual =
                    |other: &&&Path| reached.get(**other).is_some_and(|r| r.contains(file));
                circles.push(self.circle(all.iter().filter(mutual).map(|f| f.to_path_buf())));
            }
        }
        circles
    }

    /// Every file to which the needs of this one lead.
    fn reached(&self, file: &Path) -> BTreeSet<&Path> {
        let mut found = BTreeSet::new();
        let mut open = vec![file];
        while let Some(next) = open.pop() {
            for needed in self.0.get(next).into_iter().flat_map(BTreeMap::keys) {
                if found.insert(needed.as_path()) {
                    open.push(needed);
                }
            }
        }
        found
    }

    fn circle(&self, files: impl Iterator<Item = PathBuf>) -> Circle {
        let files: BTreeSet<PathBuf> = files.collect();
        let mut ties = Vec::new();
        for file in &files {
            for (needed, items) in self.0.get(file).into_iter().flatten() {
                if files.contains(needed) {
                    ties.push((file.clone(), needed.clone(), items.clone()));
                }
            }
        }
        Circle { files, ties }
    }
}

impl fmt::Display for Circle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} files", self.files.len())?;
        for (file, needed, items) in &self.ties {
            let items: Vec<&str> = items.iter().map(String::as_str).collect();
            let (file, needed) = (file.display(), needed.display());
            write!(f, "\n    {file} -> {needed}: {}", items.join(", "))?;
        }
        Ok(())
    }
}
