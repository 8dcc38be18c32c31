//! Rows of one Campaign resource. Seeded rows are made when they are read and only kept once changed, so a table of
//! 100,000 costs nothing until somebody looks. What a row holds is left to its resource.

use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// A numbered list of rows, numbers never used twice.
#[derive(Debug)]
pub(super) struct Table {
    seeded: u32,
    next: u32,
    kept: HashMap<u32, Value>,
    gone: HashSet<u32>,
}

impl Table {
    /// A table whose rows below `seeded` stand ready.
    pub(super) fn seeded(seeded: u32) -> Self {
        Self { seeded, next: seeded, kept: HashMap::new(), gone: HashSet::new() }
    }

    /// Row `number`; `make` gives a seeded row as it was first.
    pub(super) fn row(
        &self,
        number: u32,
        make: impl FnOnce(u32) -> Option<Value>,
    ) -> Option<Value> {
        if self.gone.contains(&number) {
            return None;
        }
        match self.kept.get(&number) {
            Some(row) => Some(row.clone()),
            None if number < self.seeded => make(number),
            None => None,
        }
    }

    /// The numbers, from `from` on, at which there may be a row.
    pub(super) fn numbers(&self, from: u32) -> impl Iterator<Item = u32> + '_ {
        (from..self.next).filter(|number| !self.gone.contains(number))
    }

    /// Whether row `number` was added or changed.
    pub(super) fn is_kept(&self, number: u32) -> bool {
        self.kept.contains_key(&number)
    }

    /// How many rows there may be.
    pub(super) fn len(&self) -> usize {
        (self.next as usize).saturating_sub(self.gone.len())
    }

    /// Adds a row under a number of its own.
    pub(super) fn add(&mut self, row: Value) -> u32 {
        let number = self.next;
        self.next = self.next.saturating_add(1);
        self.kept.insert(number, row);
        number
    }

    /// Puts `row` in the place of the one at `number`.
    pub(super) fn replace(&mut self, number: u32, row: Value) {
        self.kept.insert(number, row);
    }

    /// Removes row `number`.
    pub(super) fn remove(&mut self, number: u32) {
        self.kept.remove(&number);
        self.gone.insert(number);
    }
}

#[cfg(test)]
mod tests {
    use super::Table;
    use serde_json::json;

    #[test]
    fn seeded_rows_are_made_until_changed_or_removed() {
        let mut table = Table::seeded(3);
        let make = |number: u32| Some(json!(number));
        table.replace(1, json!("changed"));
        table.remove(2);
        assert_eq!(table.add(json!("added")), 3);
        let rows: Vec<_> = table.numbers(0).filter_map(|n| table.row(n, make)).collect();
        assert_eq!(rows, [json!(0), json!("changed"), json!("added")]);
        assert_eq!(table.len(), 3);
        assert_eq!(table.row(9, make), None);
    }
}
