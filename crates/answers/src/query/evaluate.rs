//! A path followed through a text. Only values that filters look at are read into memory; what is nested deeply is followed without
//! nesting calls.

use super::path::{Path, Segment, Selector, Step};
use crate::body::{self, Reader};
use crate::json::scan::{self, Child, Children};
use crate::json::{Kind, Value, unescaped};
use crate::{AnswerError, Body, Stop};
use serde_json_path::JsonPath;

/// A value that a filter looks at may be so large. In memory it takes some times as much.
const MOST_VALUE: u64 = 16 << 20;
/// An array that is counted from its end may have so many elements.
const MOST_COUNTED: usize = 4_000_000;

type Hear<'h> = &'h mut dyn FnMut(&[Step], Value) -> Result<(), AnswerError>;

pub(super) struct Evaluation<'a> {
    text: &'a dyn Body,
    reader: Reader<'a>,
    steps: Vec<Step>,
}

impl<'a> Evaluation<'a> {
    pub(super) fn new(text: &'a dyn Body, stop: &'a Stop) -> Self {
        Self { text, reader: Reader::new(text, 0, u64::MAX, stop), steps: Vec::new() }
    }

    /// Asks each value at the top.
    pub(super) fn ask(&mut self, path: &Path, hear: Hear<'_>) -> Result<(), AnswerError> {
        let mut next = 0;
        while let Some(root) = scan::value_at(&mut self.reader, next)? {
            next = self.reader.at();
            match path.looks_at_root {
                false => self.apply(root, &path.segments, hear)?,
                true => self.in_memory(root, &path.whole, hear)?,
            }
        }
        Ok(())
    }

    fn apply(
        &mut self,
        value: Value,
        segments: &[Segment],
        hear: Hear<'_>,
    ) -> Result<(), AnswerError> {
        let Some((segment, rest)) = segments.split_first() else {
            return hear(&self.steps, value);
        };
        match segment {
            Segment::Children(selectors) => self.select_all(value, selectors, rest, hear),
            Segment::Descendants(selectors) => {
                let depth = self.steps.len();
                self.select_all(value, selectors, rest, hear)?;
                let mut open = vec![(Children::of(&mut self.reader, value.at)?, 0u64)];
                while let Some((children, number)) = open.last_mut() {
                    let Some(child) = children.next(&mut self.reader)? else {
                        open.pop();
                        continue;
                    };
                    let step = step(self.text, child, *number)?;
                    *number += 1;
                    self.steps.truncate(depth + open.len() - 1);
                    self.steps.push(step);
                    self.select_all(child.value, selectors, rest, hear)?;
                    open.push((Children::of(&mut self.reader, child.value.at)?, 0));
                }
                self.steps.truncate(depth);
                Ok(())
            }
        }
    }

    fn select_all(
        &mut self,
        value: Value,
        selectors: &[Selector],
        rest: &[Segment],
        hear: Hear<'_>,
    ) -> Result<(), AnswerError> {
        for selector in selectors {
            self.select(value, selector, rest, hear)?;
        }
        Ok(())
    }

    fn select(
        &mut self,
        value: Value,
        selector: &Selector,
        rest: &[Segment],
        hear: Hear<'_>,
    ) -> Result<(), AnswerError> {
        let fits = match (selector, value.kind) {
            (Selector::Name(_), kind) => kind == Kind::Object,
            (Selector::Index(_) | Selector::Slice { .. }, kind) => kind == Kind::Array,
            (_, kind) => matches!(kind, Kind::Object | Kind::Array),
        };
        if !fits {
            return Ok(());
        }
        match selector {
            Selector::Index(index) if *index < 0 => {
                let (from, to) = (Some(*index), index.checked_add(1).filter(|to| *to < 0));
                return self.counted(value, (from, to, 1), rest, hear);
            }
            Selector::Slice { from, to, step }
                if *step <= 0 || from.is_some_and(|n| n < 0) || to.is_some_and(|n| n < 0) =>
            {
                return self.counted(value, (*from, *to, *step), rest, hear);
            }
            _ => {}
        }
        let mut children = Children::of(&mut self.reader, value.at)?;
        let mut number = 0u64;
        while let Some(child) = children.next(&mut self.reader)? {
            let at = i64::try_from(number).unwrap_or(i64::MAX);
            let (is_it, is_last) = match selector {
                Selector::Name(name) => (self.is_named(child, name)?, false),
                Selector::All => (true, false),
                Selector::Index(index) => (*index == at, *index == at),
                Selector::Slice { from, to, step } => {
                    let from = from.unwrap_or(0);
                    let is_past = to.is_some_and(|to| at >= to);
                    (!is_past && at >= from && (at - from) % step == 0, is_past)
                }
                Selector::Filter(filter) => (self.passes(child.value, filter)?, false),
            };
            if is_it {
                self.go_down(child, number, rest, hear)?;
            }
            if is_last {
                break;
            }
            number += 1;
        }
        Ok(())
    }

    fn go_down(
        &mut self,
        child: Child,
        number: u64,
        rest: &[Segment],
        hear: Hear<'_>,
    ) -> Result<(), AnswerError> {
        let depth = self.steps.len();
        self.steps.push(step(self.text, child, number)?);
        self.apply(child.value, rest, hear)?;
        self.steps.truncate(depth);
        Ok(())
    }

    fn is_named(&mut self, child: Child, name: &str) -> Result<bool, AnswerError> {
        let Some((from, to)) = child.name else { return Ok(false) };
        // Each character takes six bytes at most, written as an escape, and such a name has two quotes.
        if to - from > name.len() as u64 * 6 + 2 {
            return Ok(false);
        }
        Ok(unescaped(&self.reader.part(from, to)?) == name)
    }

    /// Elements that are counted from the end, or backwards.
    fn counted(
        &mut self,
        value: Value,
        (from, to, step): (Option<i64>, Option<i64>, i64),
        rest: &[Segment],
        hear: Hear<'_>,
    ) -> Result<(), AnswerError> {
        let mut all = Vec::new();
        let mut children = Children::of(&mut self.reader, value.at)?;
        while let Some(child) = children.next(&mut self.reader)? {
            if all.len() == MOST_COUNTED {
                return Err(AnswerError::TooManyElements { most: MOST_COUNTED });
            }
            all.push(child);
        }
        let length = all.len() as i64;
        let from_end = |n: i64| if n >= 0 { n } else { length.saturating_add(n) };
        let bounds = |n: Option<i64>, unset: i64, least: i64, most: i64| {
            n.map_or(unset, from_end).clamp(least, most)
        };
        let (mut at, end) = match step {
            0 => return Ok(()),
            1.. => (bounds(from, 0, 0, length), bounds(to, length, 0, length)),
            _ => (bounds(from, length - 1, -1, length - 1), bounds(to, -1, -1, length - 1)),
        };
        while (step > 0 && at < end) || (step < 0 && at > end) {
            if let Some(child) = usize::try_from(at).ok().and_then(|at| all.get(at)) {
                self.go_down(*child, at.unsigned_abs(), rest, hear)?;
            }
            at = at.saturating_add(step);
        }
        Ok(())
    }

    fn passes(&self, value: Value, filter: &JsonPath) -> Result<bool, AnswerError> {
        let one = serde_json::Value::Array(vec![self.parsed(value)?]);
        Ok(!filter.query(&one).is_empty())
    }

    fn parsed(&self, value: Value) -> Result<serde_json::Value, AnswerError> {
        let bytes = value.end - value.at;
        if bytes > MOST_VALUE {
            return Err(AnswerError::TooLarge { bytes, most: MOST_VALUE });
        }
        let written = body::bytes(self.text, value.at, value.end)?;
        serde_json::from_slice(&written).map_err(|error| AnswerError::Path {
            message: format!("a value for a filter: {error}"),
        })
    }

    /// For filters that look at the whole.
    fn in_memory(
        &mut self,
        root: Value,
        path: &JsonPath,
        hear: Hear<'_>,
    ) -> Result<(), AnswerError> {
        let parsed = self.parsed(root)?;
        for found in path.query_located(&parsed).iter() {
            let mut value = root;
            self.steps.clear();
            for element in found.location().iter() {
                let Some(child) = self.child(value, element)? else { break };
                value = child;
            }
            hear(&self.steps, value)?;
        }
        self.steps.clear();
        Ok(())
    }

    /// Of members with the same name, the last one, as in memory.
    fn child(
        &mut self,
        value: Value,
        element: &serde_json_path::PathElement<'_>,
    ) -> Result<Option<Value>, AnswerError> {
        let mut children = Children::of(&mut self.reader, value.at)?;
        let (mut number, mut found) = (0, None);
        while let Some(child) = children.next(&mut self.reader)? {
            let is_it = match (element.as_name(), element.as_index()) {
                (Some(name), _) => self.is_named(child, name)?,
                (None, index) => index == Some(number),
            };
            if is_it {
                found = Some((child, number as u64));
            }
            number += 1;
        }
        let Some((child, number)) = found else { return Ok(None) };
        self.steps.push(step(self.text, child, number)?);
        Ok(Some(child.value))
    }
}

fn step(text: &dyn Body, child: Child, number: u64) -> Result<Step, AnswerError> {
    Ok(match child.name {
        Some((from, to)) => Step::Name(unescaped(&body::bytes(text, from, to)?)),
        None => Step::Index(number),
    })
}
