//! Everything that was found so far.

use super::draft::Draft;
use super::keys::Keys;
use crate::input::Passphrases;
use crate::reading::{Ignored, Locked, Source};
use mudbrick_model::Problem;

/// Everything found so far.
pub(crate) struct Finds<'a> {
    pub(crate) sources: Vec<Source>,
    pub(crate) drafts: Vec<Draft>,
    pub(crate) keys: Keys,
    pub(crate) locked: Vec<Locked>,
    pub(crate) ignored: Vec<Ignored>,
    /// How many encrypted things were met, opened or not: the place of the next one.
    pub(crate) met: usize,
    pub(crate) passphrases: &'a Passphrases,
    /// The input being read.
    pub(crate) group: usize,
}

impl<'a> Finds<'a> {
    pub(crate) fn new(passphrases: &'a Passphrases) -> Self {
        Self {
            sources: Vec::new(),
            drafts: Vec::new(),
            keys: Keys::default(),
            locked: Vec::new(),
            ignored: Vec::new(),
            met: 0,
            passphrases,
            group: 0,
        }
    }

    /// Begins a source; what is found from here on is in it.
    pub(crate) fn begin(&mut self, name: &str) {
        let name = name.to_owned();
        self.sources.push(Source { name, format: None, repairs: Vec::new(), problem: None });
    }

    /// The name of the source being read.
    pub(crate) fn source(&self) -> &str {
        self.sources.last().map_or("", |source| &source.name)
    }

    /// Says what the source is; what was said first stays.
    pub(crate) fn format(&mut self, format: &'static str) {
        if let Some(source) = self.sources.last_mut() {
            source.format.get_or_insert(format);
        }
    }

    pub(crate) fn repaired(&mut self, sentence: impl Into<String>) {
        let sentence = sentence.into();
        if let Some(source) = self.sources.last_mut()
            && !source.repairs.contains(&sentence)
        {
            source.repairs.push(sentence);
        }
    }

    pub(crate) fn problem(&mut self, problem: Problem) {
        if let Some(source) = self.sources.last_mut() {
            source.problem.get_or_insert(problem);
        }
    }

    pub(crate) fn ignore(&mut self, what: impl Into<String>, why: impl Into<String>) {
        let source = self.source().to_owned();
        self.ignored.push(Ignored { source, what: what.into(), why: why.into() });
    }

    pub(crate) fn draft(&self) -> Draft {
        Draft { group: self.group, ..Draft::default() }
    }
}
