//! Everything that was found so far.

use super::keys::Keys;
use super::partial_credential::PartialCredential;
use super::syntax::Node;
use crate::input::Passphrases;
use crate::reading::{Ignored, Locked, Source};
use mudbrick_model::{Problem, Repair, Unused, UnusedReason};

/// Everything found so far.
pub(crate) struct Findings<'a> {
    pub(crate) sources: Vec<Source>,
    pub(crate) partials: Vec<PartialCredential>,
    pub(crate) keys: Keys,
    pub(crate) locked: Vec<Locked>,
    pub(crate) ignored: Vec<Ignored>,
    /// How many encrypted things were met, opened or not: the place of the next one.
    pub(crate) met: usize,
    pub(crate) passphrases: &'a Passphrases,
    /// The input being read.
    pub(crate) group: usize,
}

impl<'a> Findings<'a> {
    pub(crate) fn new(passphrases: &'a Passphrases) -> Self {
        Self {
            sources: Vec::new(),
            partials: Vec::new(),
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

    pub(crate) fn repaired(&mut self, repair: Repair) {
        if let Some(source) = self.sources.last_mut()
            && !source.repairs.contains(&repair)
        {
            source.repairs.push(repair);
        }
    }

    pub(crate) fn problem(&mut self, problem: Problem) {
        if let Some(source) = self.sources.last_mut() {
            source.problem.get_or_insert(problem);
        }
    }

    /// Leaves out something that has no place of its own in the source.
    pub(crate) fn ignore(&mut self, what: Unused, why: UnusedReason) {
        self.ignored.push(Ignored::of(self.source(), what, why));
    }

    /// Leaves out what stands at a place of the source.
    pub(crate) fn ignore_at(&mut self, node: &Node<'_>, what: Unused, why: UnusedReason) {
        let place = node.place();
        self.ignored.push(Ignored { place, ..Ignored::of(self.source(), what, why) });
    }

    pub(crate) fn partial(&self) -> PartialCredential {
        PartialCredential { group: self.group, ..PartialCredential::default() }
    }
}
