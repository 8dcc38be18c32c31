//! A tree of values, and a place in it that remembers the way there.

use super::NotThis;
use crate::reading::{Found, Origin};
use std::collections::HashMap;
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

    /// Pays for one value.
    pub(crate) fn spend(&mut self, line: usize) -> Result<(), NotThis> {
        self.left =
            self.left.checked_sub(1).ok_or(NotThis { line, why: "it holds too many values" })?;
        Ok(())
    }
}

/// Whose values they are, and what to call places that were not written as a tree, such as lines of a `.env` file.
#[derive(Debug, Default)]
pub(crate) struct Origins {
    pub(crate) source: String,
    /// By path in lower case.
    pub(crate) names: HashMap<String, String>,
}

/// A value and the way to it.
#[derive(Clone)]
pub(crate) struct Node<'a> {
    pub(crate) value: &'a Value,
    origins: Rc<Origins>,
    path: String,
}

impl<'a> Node<'a> {
    pub(crate) fn root(value: &'a Value, origins: Rc<Origins>) -> Self {
        Self { value, origins, path: String::new() }
    }

    fn child(&self, value: &'a Value, path: String) -> Self {
        Self { value, origins: Rc::clone(&self.origins), path }
    }

    /// The entry under `key`, in any case; the last one, and one in the right case rather than another.
    pub(crate) fn get(&self, key: &str) -> Option<Self> {
        let Value::Map(entries) = self.value else { return None };
        let exact = entries.iter().rev().find(|(own, _)| own == key);
        let any = || entries.iter().rev().find(|(own, _)| own.eq_ignore_ascii_case(key));
        let (own, value) = exact.or_else(any)?;
        Some(self.child(value, self.path_of(own)))
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
        kept.map(|(_, (key, value))| (key.as_str(), self.child(value, self.path_of(key)))).collect()
    }

    /// The items of a list; none for anything else.
    pub(crate) fn items(&self) -> Vec<Self> {
        let Value::List(items) = self.value else { return Vec::new() };
        let child = |(at, value)| self.child(value, format!("{}[{at}]", self.path));
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

    /// The same value under another name: a variable's, where the file has a list of them.
    pub(crate) fn called(&self, container: &Self, name: &str) -> Self {
        let mut node = self.clone();
        node.path = container.path_of(name);
        node
    }

    /// Where it stands.
    pub(crate) fn origin(&self) -> Origin {
        let (source, place) = (&self.origins.source, self.place());
        Origin(if place.is_empty() { source.clone() } else { format!("{source} › {place}") })
    }

    /// Where it stands in its source.
    pub(crate) fn place(&self) -> String {
        let name = self.origins.names.get(&self.path.to_ascii_lowercase());
        name.unwrap_or(&self.path).clone()
    }

    fn path_of(&self, key: &str) -> String {
        let key: String = key.chars().take(80).collect();
        if self.path.is_empty() { key } else { format!("{}.{key}", self.path) }
    }
}
