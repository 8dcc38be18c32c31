//! `cache/<kind>.index`: what the files of a folder held when they were last read, so that ten thousand of them need not be
//! read again. It is a cache and nothing else: an entry counts for as long as its file has the times, the size and the number
//! that it had then, and whatever is looked up by name is read from its file all the same.
//!
//! ```text
//! mudbrick-index 1 ⇥ version ⇥ check ⇥ stamp of the folder ⇥ bytes of the names
//! slug ⇥ stamp ⇥ revision ⇥ id ⇥ names, lower case, as JSON          one line each: the names
//! record as JSON                                                   one line each, in the same order
//! ```

use super::folder::{Record, Stored};
use super::stamp::Stamp;
use crate::Revision;
use mudbrick_model::Slug;
use mudbrick_vault::files;
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;

const FORM: &str = "mudbrick-index 1";

/// A home with fewer records is listed as quickly without an index.
pub(super) const WORTH_IT: usize = 100;

/// More than a hundred thousand records take; a larger file is something else.
const LIMIT: u64 = 256 * 1024 * 1024;

/// What an index says of its folder.
pub(super) struct Index {
    folder: Option<Stamp>,
    names: String,
    /// One line for each of the names; nothing when only they were wanted.
    values: String,
    /// Whether every file that was indexed is in it.
    is_complete: bool,
}

/// How much of an index is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Names,
    Everything,
}

/// What is known of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry<'a> {
    pub(super) slug: &'a str,
    pub(super) stamp: Stamp,
    pub(super) revision: &'a str,
    pub(super) id: &'a str,
    names: &'a str,
    /// The record, as JSON on one line.
    pub(super) value: &'a str,
}

impl Index {
    /// What is there; none when there is no index, or one of another Mudbrick.
    pub(super) fn read(path: &Path, wanted: Wanted) -> Option<Self> {
        let file = File::open(path).ok()?;
        let written = Stamp::of(&file.metadata().ok()?)?;
        let mut reader = BufReader::new(file.take(LIMIT));
        let mut head = String::new();
        reader.read_line(&mut head).ok()?;
        let mut parts = head.trim_end().split('\t');
        let is_ours = [FORM, VERSION, &check()].iter().all(|own| parts.next() == Some(own));
        let (folder, length) = (parts.next()?, parts.next()?.parse::<u64>().ok()?);
        if !is_ours || parts.next().is_some() {
            return None;
        }
        // What changed within the same tick of the disk's clock may look as it did before.
        let folder = folder.parse().ok().filter(|stamp: &Stamp| stamp.is_settled_at(written));
        let (mut names, mut values) = (String::new(), String::new());
        reader.by_ref().take(length).read_to_string(&mut names).ok()?;
        if wanted == Wanted::Everything {
            reader.read_to_string(&mut values).ok()?;
        }
        let index = Self { folder, names, values, is_complete: true };
        // A power cut may have cut it anywhere.
        let is_whole = match wanted {
            Wanted::Names => index.names.len() as u64 == length,
            Wanted::Everything => index.names.lines().count() == index.values.lines().count(),
        };
        (is_whole && index.names.ends_with('\n')).then(|| index.settled_at(written)).flatten()
    }

    /// With the entries that cannot have changed unseen since it was written.
    fn settled_at(self, written: Stamp) -> Option<Self> {
        let is_settled = self.entries().all(|entry| entry.stamp.is_settled_at(written));
        match is_settled {
            true => Some(self),
            false => {
                let (mut names, mut values) = (String::new(), String::new());
                for (line, value) in self.lines() {
                    if entry(line, value).is_some_and(|it| it.stamp.is_settled_at(written)) {
                        names.push_str(line);
                        names.push('\n');
                        values.push_str(value);
                        values.push('\n');
                    }
                }
                Some(Self { names, values, is_complete: false, ..self })
            }
        }
    }

    pub(super) fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// Whether no file has come, gone or been replaced since.
    pub(super) fn is_of(&self, folder: Option<Stamp>) -> bool {
        self.folder.is_some() && self.folder == folder
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        self.lines().filter_map(|(line, value)| entry(line, value))
    }

    /// By short name.
    pub(super) fn by_slug(&self) -> HashMap<&str, Entry<'_>> {
        self.entries().map(|entry| (entry.slug, entry)).collect()
    }

    fn lines(&self) -> impl Iterator<Item = (&str, &str)> {
        let values = self.values.lines().chain(std::iter::repeat(""));
        self.names.lines().zip(values)
    }
}

fn entry<'a>(line: &'a str, value: &'a str) -> Option<Entry<'a>> {
    let mut parts = line.splitn(5, '\t');
    Some(Entry {
        slug: parts.next()?,
        stamp: parts.next()?.parse().ok()?,
        revision: parts.next()?,
        id: parts.next()?,
        names: parts.next()?,
        value,
    })
}

impl Entry<'_> {
    /// Whether one of its names is this one, as [`encoded`] writes it.
    pub(super) fn is_called(&self, encoded: &str) -> bool {
        self.names.split('\t').any(|name| name == encoded)
    }

    /// The record that was in the file.
    pub(super) fn stored<T: Record>(&self) -> Option<Stored<T>> {
        Some(Stored {
            value: serde_json::from_str(self.value).ok()?,
            slug: Slug::parse(self.slug).ok()?,
            revision: Revision::from(self.revision),
        })
    }
}

/// A name without tabs and line breaks.
pub(super) fn encoded(lower_case: &str) -> String {
    serde_json::Value::from(lower_case).to_string()
}

/// An index that is being put together.
#[derive(Default)]
pub(super) struct Draft {
    names: String,
    values: String,
}

impl Draft {
    /// A file that was read.
    pub(super) fn add<T: Record>(&mut self, stored: &Stored<T>, stamp: Stamp) {
        let (id, value) = (stored.value.id(), &stored.value);
        // A record that cannot be written as JSON is read from its file every time.
        let Ok(json) = serde_json::to_string(value) else { return };
        let names = value.names().map(|name| encoded(&name.to_lowercase())).join("\t");
        let Stored { slug, revision, .. } = stored;
        self.line(&format!("{slug}\t{stamp}\t{revision}\t{id}\t{names}"), &json);
    }

    /// A file that is as it was.
    pub(super) fn keep(&mut self, entry: &Entry<'_>) {
        let Entry { slug, stamp, revision, id, names, value } = entry;
        self.line(&format!("{slug}\t{stamp}\t{revision}\t{id}\t{names}"), value);
    }

    fn line(&mut self, names: &str, value: &str) {
        self.names.push_str(names);
        self.names.push('\n');
        self.values.push_str(value);
        self.values.push('\n');
    }

    /// Saves it. Without one every file is read, so that nothing depends on it.
    pub(super) fn save(&self, path: &Path, folder: Option<Stamp>) {
        let folder = folder.map(|stamp| stamp.to_string()).unwrap_or_default();
        let head = format!("{FORM}\t{VERSION}\t{}\t{folder}\t{}\n", check(), self.names.len());
        let _ = files::save_cache(path, [&*head, &self.names, &self.values].concat().as_bytes());
    }
}

/// Another version may know of other fields.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Another compiler's library may make other revisions.
fn check() -> String {
    Revision::of(FORM.as_bytes()).to_string()
}
