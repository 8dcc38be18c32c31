//! The requests that ship with Mudbrick, as `.http` files like a person's own: a file of the folder `catalogue` is a group. What
//! of them is not verified says so in its `# @note`.

mod able;
mod about;

pub use able::Unable;

use crate::http_file::{Entry, HttpFile};
use about::{About, Needs};
use mudbrick_model::{Credential, Effect, Request, RequestPath};
use std::sync::OnceLock;

/// The groups of the catalogue and their files, by name: the build step lists the folder.
const GROUPS: &[(&str, &str)] = &include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));

/// A request of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// `Places/List libraries`.
    pub path: RequestPath,
    entry: Entry,
    about: About,
}

impl Sample {
    /// The request with everything that is written about it.
    pub fn entry(&self) -> &Entry {
        &self.entry
    }

    /// The request itself.
    pub fn request(&self) -> &Request {
        &self.entry.request
    }

    /// What it does, in one or two sentences.
    pub fn description(&self) -> &str {
        &self.about.description
    }

    /// What of it is not verified, in a sentence.
    pub fn note(&self) -> Option<&str> {
        self.entry.note.as_deref()
    }

    /// What it does to the data. It is what the catalogue says, and no reason not to ask before sending.
    pub fn effect(&self) -> Effect {
        self.about.effect
    }

    /// The OAuth scopes that Adobe's documents, or other people's clients, name for it; none when they are not known.
    pub fn scopes(&self) -> impl Iterator<Item = &str> {
        self.about.needs.scopes.iter().map(|scope| scope.name.as_str())
    }

    /// The metascopes of which a service account (JWT) needs one; none when they are not known.
    pub fn metascopes(&self) -> &[String] {
        &self.about.needs.metascopes
    }

    /// An answer as an example: JSON in one line, or another text.
    pub fn example(&self) -> Option<String> {
        about::example(&self.entry)
    }

    /// Why the credential cannot send it, as far as is known.
    pub fn unable(&self, credential: &Credential) -> Option<Unable> {
        able::unable(&self.about.needs, credential)
    }

    /// The request as it is written in its file, comments included.
    pub fn text(&self) -> String {
        let file = HttpFile { entries: vec![self.entry.clone()], ..HttpFile::default() };
        // A file of the catalogue is as Mudbrick writes it, which a test sees to.
        file.render().unwrap_or_default()
    }
}

/// The whole catalogue. It is read once, when it is first asked for.
pub fn catalogue() -> &'static [Sample] {
    static CATALOGUE: OnceLock<Vec<Sample>> = OnceLock::new();
    CATALOGUE.get_or_init(|| GROUPS.iter().flat_map(|(group, text)| read(group, text)).collect())
}

#[allow(clippy::expect_used, reason = "the catalogue is part of the program, and a test reads it")]
fn read(group: &str, text: &str) -> Vec<Sample> {
    let file = HttpFile::parse(text).expect("BUG: a file of the catalogue cannot be read");
    let usual = Needs::of(&file.comments);
    let samples = file.entries.into_iter().map(|entry| {
        let path = RequestPath::parse(&format!("{group}/{}", entry.request.name))
            .expect("BUG: a name in the catalogue cannot be a path");
        Sample { path, about: About::of(&entry, &usual), entry }
    });
    samples.collect()
}

#[cfg(test)]
mod tests;
