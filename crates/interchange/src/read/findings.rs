//! Everything that was found so far.

use super::keys::Keys;
use super::partial_credential::PartialCredential;
use super::syntax::{Node, Origins, Value};
use crate::input::Passphrases;
use crate::reading::{Ignored, Locked, Source};
use mudbrick_model::{Problem, Repair, Unused, UnusedReason};
use mudbrick_vault::Secret;
use std::rc::Rc;

fn add(repairs: &mut Vec<Repair>, repair: Repair) {
    if !repairs.contains(&repair) {
        repairs.push(repair);
    }
}

/// What a source holds, and whose values they are.
pub(crate) struct ReadTree {
    pub(crate) value: Value,
    pub(crate) origins: Rc<Origins>,
}

/// An encrypted key that stood by itself.
pub(crate) struct WaitingKey {
    /// Among [`Findings::locked`].
    pub(crate) place: usize,
    pub(crate) bytes: Secret<Vec<u8>>,
    pub(crate) source: String,
    pub(crate) group: usize,
}

/// Everything found so far.
pub(crate) struct Findings<'a> {
    pub(crate) sources: Vec<Source>,
    pub(crate) partials: Vec<PartialCredential>,
    pub(crate) keys: Keys,
    pub(crate) locked: Vec<Locked>,
    pub(crate) ignored: Vec<Ignored>,
    /// Everything that was understood, to tell at the end what of it was not used.
    pub(crate) trees: Vec<ReadTree>,
    /// Encrypted keys whose passphrase a credential may have.
    pub(crate) waiting: Vec<WaitingKey>,
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
            trees: Vec::new(),
            waiting: Vec::new(),
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
        if let Some(source) = self.sources.last_mut() {
            add(&mut source.repairs, repair);
        }
    }

    /// The same for a source that was read earlier.
    pub(crate) fn repaired_in(&mut self, name: &str, repair: Repair) {
        if let Some(source) = self.sources.iter_mut().rev().find(|source| source.name == name) {
            add(&mut source.repairs, repair);
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

    /// Leaves out what stands at a place of the source, with everything below it.
    pub(crate) fn ignore_at(&mut self, node: &Node<'_>, what: Unused, why: UnusedReason) {
        node.settle();
        let place = node.place();
        self.ignored.push(Ignored { place, ..Ignored::of(self.source(), what, why) });
    }

    /// Reads a tree with `shapes`, and keeps it to tell what of it was not used. False when they know nothing of it.
    pub(crate) fn read_tree(
        &mut self,
        value: Value,
        origins: Origins,
        shapes: impl FnOnce(&mut Self, &Node<'_>) -> bool,
    ) -> bool {
        let origins = Rc::new(origins);
        let found = shapes(self, &Node::root(&value, Rc::clone(&origins)));
        if found {
            self.trees.push(ReadTree { value, origins });
        }
        found
    }

    pub(crate) fn partial(&self) -> PartialCredential {
        PartialCredential { group: self.group, ..PartialCredential::default() }
    }
}
