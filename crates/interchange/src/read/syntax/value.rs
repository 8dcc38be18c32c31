//! A tree of values, and a place in it that remembers the way there.

use super::NotThis;
use crate::reading::{Found, Origin};
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::rc::Rc;
use zeroize::Zeroizing;

/// What any of the notations can say. `Debug` shows its kind alone.
#[derive(Clone, PartialEq)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    /// As written.
    Number(Zeroizing<String>),
    Text(Zeroizing<String>),
    List(Vec<Value>),
    /// In the order written; of two equal keys the later counts.
    Map(Vec<(String, Value)>),
}

impl Value {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(Zeroizing::new(text.into()))
    }

    /// Text and numbers as they are, truth values as words.
    pub(crate) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Number(text) => Some(text),
            Self::Bool(true) => Some("true"),
            Self::Bool(false) => Some("false"),
            _ => None,
        }
    }

    pub(crate) fn is_container(&self) -> bool {
        matches!(self, Self::List(_) | Self::Map(_))
    }

    /// As JSON on one line.
    pub(crate) fn to_json(&self) -> Zeroizing<String> {
        let mut out = Zeroizing::new(String::new());
        self.write_json(&mut out);
        out
    }

    fn write_json(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(_) | Self::Number(_) => out.push_str(self.as_text().unwrap_or_default()),
            Self::Text(text) => out.push_str(&quoted(text)),
            Self::List(items) => {
                out.push('[');
                for (at, item) in items.iter().enumerate() {
                    if at > 0 {
                        out.push(',');
                    }
                    item.write_json(out);
                }
                out.push(']');
            }
            Self::Map(entries) => {
                out.push('{');
                for (at, (key, value)) in entries.iter().enumerate() {
                    if at > 0 {
                        out.push(',');
                    }
                    out.push_str(&quoted(key));
                    out.push(':');
                    value.write_json(out);
                }
                out.push('}');
            }
        }
    }
}

fn quoted(text: &str) -> Zeroizing<String> {
    Zeroizing::new(serde_json::to_string(text).unwrap_or_default())
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "Null",
            Self::Bool(_) => "Bool",
            Self::Number(_) => "Number(…)",
            Self::Text(_) => "Text(…)",
            Self::List(_) => "List(…)",
            Self::Map(_) => "Map(…)",
        })
    }
}

/// How much a reader may still make.
pub(crate) struct Budget {
    left: usize,
}

impl Budget {
    /// Values within values; nothing people bring goes deeper than about twelve.
    pub(crate) const DEPTH: usize = 64;

    pub(crate) fn new() -> Self {
        Self { left: 400_000 }
    }

    /// For a text that is allowed to be longer: no text of a length holds more values.
    pub(crate) fn for_bytes(length: usize) -> Self {
        Self { left: length.max(400_000) }
    }

    /// Pays for one value.
    pub(crate) fn spend(&mut self, line: usize) -> Result<(), NotThis> {
        self.left =
            self.left.checked_sub(1).ok_or(NotThis { line, why: "it holds too many values" })?;
        Ok(())
    }
}

/// Whose values they are, what to call places that were not written as a tree, such as lines of a `.env` file, and which
/// places need not be told of any more.
#[derive(Debug)]
pub(crate) struct Origins {
    source: String,
    /// Place, and name where it is a variable, by path in lower case.
    names: RefCell<HashMap<String, (String, Option<String>)>>,
    /// Paths that were used, or that are listed as left out, with everything below them.
    settled: RefCell<HashSet<String>>,
}

impl Origins {
    pub(crate) fn of(source: &str) -> Self {
        Self { source: source.to_owned(), names: RefCell::default(), settled: RefCell::default() }
    }

    /// Gives a path the place that people know it by.
    pub(crate) fn name(&self, path: &str, place: &str) {
        self.names.borrow_mut().insert(path.to_lowercase(), (place.to_owned(), None));
    }

    /// Gives a path the place and name of a variable.
    pub(crate) fn variable(&self, path: &str, place: &str, name: &str) {
        let named = (place.to_owned(), Some(name.to_owned()));
        self.names.borrow_mut().insert(path.to_lowercase(), named);
    }
}

/// A value and the way to it.
#[derive(Clone)]
pub(crate) struct Node<'a> {
    pub(crate) value: &'a Value,
    origins: Rc<Origins>,
    path: String,
    key: &'a str,
}

impl<'a> Node<'a> {
    pub(crate) fn root(value: &'a Value, origins: Rc<Origins>) -> Self {
        Self { value, origins, path: String::new(), key: "" }
    }

    fn child(&self, value: &'a Value, key: &'a str) -> Self {
        Self { value, origins: Rc::clone(&self.origins), path: self.path_of(key), key }
    }

    /// Every entry or item once more than [`Self::entries`] gives: of equal keys all, each with whether a later one counts.
    pub(crate) fn children(&self) -> Vec<(Self, bool)> {
        match self.value {
            Value::List(_) => self.items().into_iter().map(|item| (item, false)).collect(),
            Value::Map(entries) => {
                let mut last: HashMap<&str, usize> = HashMap::new();
                for (at, (key, _)) in entries.iter().enumerate() {
                    last.insert(key, at);
                }
                let entries = entries.iter().enumerate();
                let child = |(at, (key, value)): (usize, &'a (String, Value))| {
                    (self.child(value, key), last[key.as_str()] != at)
                };
                entries.map(child).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Says that this and what is below it is used, or listed, and not to be listed again.
    pub(crate) fn settle(&self) {
        self.origins.settled.borrow_mut().insert(self.path.clone());
    }

    /// Whether that was said.
    pub(crate) fn is_settled(&self) -> bool {
        self.origins.settled.borrow().contains(&self.path)
    }

    /// The last key on the way to it.
    pub(crate) fn key(&self) -> &str {
        self.key
    }

    /// The variable that it is, where the file has a list of them.
    pub(crate) fn variable(&self) -> Option<String> {
        let names = self.origins.names.borrow();
        names.get(&self.path.to_lowercase()).and_then(|(_, name)| name.clone())
    }

    /// The source it is in.
    pub(crate) fn source(&self) -> &str {
        &self.origins.source
    }

    /// The entry under `key`, in any case; the last one, and one in the right case rather than another.
    pub(crate) fn get(&self, key: &str) -> Option<Self> {
        let Value::Map(entries) = self.value else { return None };
        let exact = entries.iter().rev().find(|(own, _)| own == key);
        let any = || entries.iter().rev().find(|(own, _)| own.eq_ignore_ascii_case(key));
        let (own, value) = exact.or_else(any)?;
        Some(self.child(value, own))
    }

    /// The value below several keys.
    pub(crate) fn at(&self, keys: &[&str]) -> Option<Self> {
        keys.iter().try_fold(self.clone(), |node, key| node.get(key))
    }

    /// The entries of a map; of two equal keys the later.
    pub(crate) fn entries(&self) -> Vec<(&'a str, Self)> {
        let Value::Map(entries) = self.value else { return Vec::new() };
        let mut last: HashMap<&str, usize> = HashMap::new();
        for (at, (key, _)) in entries.iter().enumerate() {
            last.insert(key, at);
        }
        let kept = entries.iter().enumerate().filter(|(at, (key, _))| last[key.as_str()] == *at);
        kept.map(|(_, (key, value))| (key.as_str(), self.child(value, key))).collect()
    }

    /// The items of a list; none for anything else.
    pub(crate) fn items(&self) -> Vec<Self> {
        let Value::List(items) = self.value else { return Vec::new() };
        let child = |(at, value)| Self {
            value,
            origins: Rc::clone(&self.origins),
            path: format!("{}[{at}]", self.path),
            key: self.key,
        };
        items.iter().enumerate().map(child).collect()
    }

    /// A map that has anything in it.
    pub(crate) fn is_map(&self) -> bool {
        matches!(self.value, Value::Map(entries) if !entries.is_empty())
    }

    /// A text or number with something in it.
    pub(crate) fn text(&self) -> Option<&'a str> {
        self.value.as_text().map(str::trim).filter(|text| !text.is_empty())
    }

    /// The text under `key`.
    pub(crate) fn text_at(&self, key: &str) -> Option<Found<String>> {
        self.get(key)?.found()
    }

    /// The text with its origin.
    pub(crate) fn found(&self) -> Option<Found<String>> {
        let value = self.text()?.to_owned();
        Some(Found { value, origin: self.origin() })
    }

    /// The same value, known by another name from now on: a variable's, where the file has a list of them.
    pub(crate) fn called(&self, container: &Self, name: &str) -> Self {
        self.origins.variable(&self.path, &container.path_of(name), name);
        self.clone()
    }

    /// Where it stands.
    pub(crate) fn origin(&self) -> Origin {
        let (source, place) = (&self.origins.source, self.place());
        Origin(if place.is_empty() { source.clone() } else { format!("{source} › {place}") })
    }

    /// Where it stands in its source.
    pub(crate) fn place(&self) -> String {
        let names = self.origins.names.borrow();
        names.get(&self.path.to_lowercase()).map_or(&self.path, |(place, _)| place).clone()
    }

    fn path_of(&self, key: &str) -> String {
        let key: String = key.chars().take(200).collect();
        if self.path.is_empty() { key } else { format!("{}.{key}", self.path) }
    }
}
