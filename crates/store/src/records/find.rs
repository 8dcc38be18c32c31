//! Finding the record a person means.

use super::error::{FindError, name_of as file_name};
use super::folder::{Folder, Needle, Record, Stored, mentions};
use super::index::{Entry, Index, Wanted, encoded};
use mudbrick_model::Slug;
use std::collections::HashSet;

/// The fewest digits of an id that stand for it.
const SHORTEST_ID: usize = 6;

/// So many letters of a longer name are mistyped at most.
const MOST_MISTAKES: usize = 2;

/// What stands between organisation and name in a profile's title.
const TITLE_SEPARATOR: &str = " · ";

impl<T: Record> Folder<T> {
    /// The record a person means by its short name, which reads one file, or else by its title or its id's beginning.
    pub(super) fn find(&self, name: &str) -> Result<Stored<T>, FindError> {
        let name = name.trim();
        let lower = name.to_lowercase();
        if let Ok(slug) = Slug::parse(name) {
            match self.load(&slug) {
                Ok(loaded) => return Ok(loaded.stored),
                Err(FindError::Read(error)) if error.is_not_found() => {}
                Err(error) => return Err(error),
            }
        }
        if let Some(stored) = self.titled_like_its_file(&lower) {
            return Ok(stored);
        }
        if let Some(found) = self.indexed(&lower) {
            return one_of(name, found);
        }
        // A title is put together from what the file holds, so its last part is looked for.
        let part = lower.rsplit(TITLE_SEPARATOR).next().unwrap_or(&lower);
        let (mut all, mut unread) = self.stored_with(Some(&Needle::new(part)))?;
        let mut matches = matching(&lower, &all);
        if matches.is_empty() {
            // Few ways to spell a name hide it from the look above. And now suggestions are wanted.
            (all, unread) = self.stored_with(None)?;
            matches = matching(&lower, &all);
        }
        match matches.is_empty() {
            true => Err(self.not_found(name, part, &all, unread)),
            false => one_of(name, matches.into_iter().cloned().collect()),
        }
    }
}

/// The record, when there is one of that name.
fn one_of<T: Record>(name: &str, found: Vec<Stored<T>>) -> Result<Stored<T>, FindError> {
    match <[Stored<T>; 1]>::try_from(found) {
        Ok([one]) => Ok(one),
        Err(several) => Err(FindError::Ambiguous {
            what: T::WHAT,
            name: name.to_owned(),
            candidates: several
                .iter()
                .map(|stored| (stored.slug.to_string(), stored.value.title()))
                .collect(),
        }),
    }
}

impl<T: Record> Folder<T> {
    /// The records that were called this when the folder was last indexed, read from their files. None when files have come,
    /// gone or been replaced since, or one of them is not called so any more. What alone is not seen is that another file was
    /// edited where it lies to have the same name: the record that is found has that name all the same.
    fn indexed(&self, lower_case: &str) -> Option<Vec<Stored<T>>> {
        let index = Index::read(&self.index, Wanted::Names)?;
        if !index.is_complete() || !index.is_of(self.stamp()) {
            return None;
        }
        let wanted = encoded(lower_case);
        let mut meant: Vec<_> = index.entries().filter(|it| it.is_called(&wanted)).collect();
        if meant.is_empty() && lower_case.len() >= SHORTEST_ID {
            meant = index.entries().filter(|entry| entry.id.starts_with(lower_case)).collect();
        }
        let load = |entry: &Entry<'_>| Some(self.load(&Slug::parse(entry.slug).ok()?).ok()?.stored);
        let loaded = meant.iter().map(load).collect::<Option<Vec<Stored<T>>>>()?;
        let found: Vec<_> = matching(lower_case, &loaded).into_iter().cloned().collect();
        if found.is_empty() || found.len() < loaded.len() {
            return None;
        }
        // A copied file is no second record, and is told as what it is by whoever reads them all.
        let ids: HashSet<&T::Id> = found.iter().map(|stored| stored.value.id()).collect();
        (ids.len() == found.len()).then_some(found)
    }

    /// `Places` in `places.toml`: the record whose whole title was given, found without looking at the others. None where a
    /// second file of that name says that there may be two.
    fn titled_like_its_file(&self, lower: &str) -> Option<Stored<T>> {
        let slug = Slug::parse(lower).ok()?;
        if self.path_of(&slug.numbered(2)).exists() {
            return None;
        }
        let stored = self.load(&slug).ok()?.stored;
        (stored.value.title().to_lowercase() == lower).then_some(stored)
    }

    /// The record is in a damaged file when that is named as a file of this title would be or has the name in it. Else
    /// there is none, as far as can be told.
    fn not_found(
        &self,
        name: &str,
        part: &str,
        all: &[Stored<T>],
        unread: Vec<FindError>,
    ) -> FindError {
        let (slug, lower) = (Slug::derive(name), name.to_lowercase());
        let files: Vec<String> =
            unread.iter().map(|error| file_name(&self.left_out(error).path)).collect();
        let named = |error: &FindError| {
            let stem = self.left_out(error).name();
            stem == slug.as_str() || stem.ends_with(&format!("-{slug}"))
        };
        let place = unread.iter().position(named).or_else(|| {
            let has_name = |error: &FindError| part.len() > 2 && mentions(error, part);
            unread.iter().position(has_name)
        });
        if let Some(damaged) = place.and_then(|place| unread.into_iter().nth(place)) {
            return damaged;
        }
        let (similar, name) = (similar(&lower, all), name.to_owned());
        FindError::NotFound { what: T::WHAT, name, similar, unread: files }
    }

    /// What could be read, and what could not.
    fn stored_with(
        &self,
        needle: Option<&Needle<'_>>,
    ) -> Result<(Vec<Stored<T>>, Vec<FindError>), FindError> {
        let (mut all, mut unread) = (Vec::new(), Vec::new());
        for result in self.scan_for(needle)? {
            match result {
                Ok(loaded) => all.push(loaded.stored),
                Err(error) => unread.push(error),
            }
        }
        Ok((all, unread))
    }
}

/// The records of that name, or else those whose id begins with it.
fn matching<'a, T: Record>(lower: &str, all: &'a [Stored<T>]) -> Vec<&'a Stored<T>> {
    let called =
        |stored: &&Stored<T>| stored.value.names().iter().any(|name| name.to_lowercase() == lower);
    let begins = |stored: &&Stored<T>| {
        lower.len() >= SHORTEST_ID && stored.value.id().to_string().starts_with(lower)
    };
    let matches: Vec<&Stored<T>> = all.iter().filter(called).collect();
    if matches.is_empty() { all.iter().filter(begins).collect() } else { matches }
}

/// Titles a person may have meant. A name of which half the letters are others is another name, and nothing is like none.
fn similar<T: Record>(lower: &str, all: &[Stored<T>]) -> Vec<String> {
    let most = MOST_MISTAKES.min(lower.chars().count() / 2);
    let alike = |stored: &&Stored<T>| {
        let title = stored.value.title().to_lowercase();
        !lower.is_empty()
            && (title.contains(lower) || distance(stored.slug.as_str(), lower) <= most)
    };
    all.iter().filter(alike).take(3).map(|stored| stored.slug.to_string()).collect()
}

/// How many letters have to be added, removed or changed to turn one text into the other.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row.last().copied().unwrap_or(0)
}
