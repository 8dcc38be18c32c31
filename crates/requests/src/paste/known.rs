//! The values that the statements above a request give names, and which of the names have more than the one value.

use super::value::Value;
use std::collections::HashMap;

#[derive(Debug, Default)]
pub(super) struct Known {
    named: HashMap<String, Given>,
    /// In how many blocks the reader stands.
    depth: usize,
    /// How much of the values was copied.
    copied: usize,
}

/// Values that name others twice, again and again, would grow without end.
const MOST_COPIED: usize = 1 << 18;

#[derive(Debug, Default)]
struct Given {
    value: Option<Value>,
    /// In how many blocks it was given its first value.
    depth: Option<usize>,
    changed: bool,
}

impl Known {
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.named.get(name)?.value.as_ref()
    }

    /// A value of one's own; the variable of its name where too much was copied before.
    pub(super) fn copied(&mut self, name: &str) -> Option<Value> {
        let value = self.named.get(name)?.value.as_ref()?;
        self.copied += value.weight();
        match self.copied > MOST_COPIED {
            true => Some(Value::Unknown(name.to_owned())),
            false => Some(value.clone()),
        }
    }

    /// Whether it may have another value than the one that is known.
    pub(super) fn is_changed(&self, name: &str) -> bool {
        self.named.get(name).is_some_and(|given| given.changed)
    }

    /// Gives a name its value.
    pub(super) fn keep(&mut self, name: &str, value: Value) {
        let depth = self.depth;
        let is_another = self.get(name).is_some_and(|known| *known != value);
        let given = self.given(name);
        given.changed |= is_another;
        given.depth.get_or_insert(depth);
        given.value = Some(value);
    }

    /// The value of a name, to be changed.
    pub(super) fn changing(&mut self, name: &str) -> &mut Option<Value> {
        &mut self.given(name).value
    }

    /// What is changed in a block that it was not given its value in, which may be a branch, has several values.
    fn given(&mut self, name: &str) -> &mut Given {
        let given = self.named.entry(name.to_owned()).or_default();
        given.changed |= given.depth.is_some_and(|depth| self.depth > depth);
        given
    }

    /// Notes that a value is changed in a way that is not followed.
    pub(super) fn change(&mut self, name: &str) {
        if let Some(given) = self.named.get_mut(name).filter(|given| given.value.is_some()) {
            given.changed = true;
        }
    }

    /// Forgets the value of a name that means something else from here on.
    pub(super) fn forget(&mut self, name: &str) {
        if let Some(given) = self.named.get_mut(name) {
            given.value = None;
        }
    }

    /// Counts the blocks that begin and end in a text.
    pub(super) fn pass_blocks(&mut self, text: &str) {
        let begun = self.depth + text.matches('{').count();
        self.depth = begun.saturating_sub(text.matches('}').count());
    }
}
