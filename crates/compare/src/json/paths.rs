//! Which values a JSONPath (RFC 9535) means. Whether a text is a path is judged by [`json_path`]. Names, places, slices and
//! descendants are followed over our own tree, so that depth and size do not matter; a path with a filter is evaluated by it.

use super::node::{Kind, NodeId, ROOT};
use super::options::Options;
use super::scalars;
use super::tree::Tree;
use serde_json_path::{JsonPath, ParseError, PathElement};
use std::borrow::Cow;

/// Why a path cannot be followed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// RFC 9535 does not know it.
    #[error("“{path}” is not a JSONPath: {why}")]
    NotAPath {
        /// As it was given.
        path: String,
        /// What is wrong, in the words of who reads it.
        why: String,
    },
    /// Its filter has to see the whole value, which is too deep or has a number that no filter can hold.
    #[error("“{path}” has a filter, and this JSON cannot be filtered: {why}")]
    NotFiltered {
        /// As it was given.
        path: String,
        /// What of the text is in the way.
        why: String,
    },
}

impl PathError {
    /// What is wrong, without the path.
    pub fn why(&self) -> &str {
        match self {
            Self::NotAPath { why, .. } | Self::NotFiltered { why, .. } => why,
        }
    }
}

/// Reads a JSONPath. A character that two escapes stand for may be written so, which the library that knows the standard
/// does not take: it is given the character.
///
/// # Errors
/// RFC 9535 does not know it.
pub fn json_path(written: &str) -> Result<JsonPath, ParseError> {
    JsonPath::parse(&with_pairs_joined(written))
}

/// The same path without escapes that belong together.
pub fn with_pairs_joined(written: &str) -> Cow<'_, str> {
    if !written.contains("\\u") {
        return Cow::Borrowed(written);
    }
    let mut joined = String::new();
    let mut rest = written;
    while let Some(escape) = rest.find('\\') {
        joined.push_str(&rest[..escape]);
        let after = &rest[escape + 1..];
        if let Some((character, behind)) = after.strip_prefix('u').and_then(scalars::pair) {
            joined.push(character);
            rest = behind;
            continue;
        }
        // What is escaped goes along, so that a backslash that is begins no escape.
        let escaped = after.chars().next().map_or(0, char::len_utf8);
        joined.push_str(&rest[escape..=escape + escaped]);
        rest = &after[escaped..];
    }
    joined.push_str(rest);
    Cow::Owned(joined)
}

pub(super) struct Paths(Vec<Path>);

#[derive(Debug, Clone)]
pub(super) enum Path {
    Plain(Vec<Segment>),
    Filtered { written: String, path: Box<JsonPath> },
}

#[derive(Debug, Clone)]
pub(super) struct Segment {
    selectors: Vec<Selector>,
    is_descendant: bool,
}

#[derive(Debug, Clone)]
enum Selector {
    Name(Vec<u8>),
    All,
    At(i64),
    Slice { start: Option<i64>, end: Option<i64>, step: i64 },
}

impl Path {
    pub(super) fn parse(written: &str) -> Result<Self, PathError> {
        let path = json_path(written).map_err(|error| PathError::NotAPath {
            path: written.to_owned(),
            why: error.to_string(),
        })?;
        Ok(match plain(&with_pairs_joined(written)) {
            Some(segments) => Self::Plain(segments),
            None => Self::Filtered { written: written.to_owned(), path: Box::new(path) },
        })
    }

    /// The nodes that it means, in the order of the standard, which has one as often as it is led to.
    pub(super) fn in_order(&self, tree: &Tree) -> Result<Vec<NodeId>, PathError> {
        match self {
            Self::Plain(segments) => Ok(follow(tree, segments, Nodes::AsLedTo)),
            Self::Filtered { written, path } => filtered(tree, written, path),
        }
    }
}

impl Options {
    /// Whether all that is to be ignored is written as JSONPath.
    ///
    /// # Errors
    /// [`PathError::NotAPath`] on the first that is not.
    pub fn check(&self) -> Result<(), PathError> {
        Paths::parse(&self.ignored).map(drop)
    }
}

impl Paths {
    pub(super) fn parse(written: &[String]) -> Result<Self, PathError> {
        Ok(Self(written.iter().map(|written| Path::parse(written)).collect::<Result<_, _>>()?))
    }

    /// Whether each node of the tree is meant by one of the paths; empty when there are none.
    pub(super) fn nodes(&self, tree: &Tree) -> Result<Vec<bool>, PathError> {
        if self.0.is_empty() {
            return Ok(Vec::new());
        }
        let mut is_meant = vec![false; tree.nodes.len()];
        for path in &self.0 {
            let nodes = match path {
                Path::Plain(segments) => follow(tree, segments, Nodes::Once),
                Path::Filtered { written, path } => filtered(tree, written, path)?,
            };
            for node in nodes {
                is_meant[node as usize] = true;
            }
        }
        Ok(is_meant)
    }
}

/// Which nodes are wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Nodes {
    /// Each once, in no order.
    Once,
    /// In the order of the standard, each as often as it is led to.
    AsLedTo,
}

fn follow(tree: &Tree, segments: &[Segment], wanted: Nodes) -> Vec<NodeId> {
    let mut current = vec![ROOT];
    for Segment { selectors, is_descendant } in segments {
        let mut next = Vec::new();
        let mut done = 0;
        for &node in &current {
            let end = if *is_descendant { tree.node(node).next } else { node + 1 };
            for parent in node.max(done)..end {
                selectors.iter().for_each(|selector| select(tree, parent, selector, &mut next));
            }
            if wanted == Nodes::Once {
                // What lies inside something that was gone through already is not gone through again.
                done = done.max(end);
            }
        }
        if wanted == Nodes::Once {
            next.sort_unstable();
            next.dedup();
        }
        current = next;
    }
    current
}

fn select(tree: &Tree, parent: NodeId, selector: &Selector, into: &mut Vec<NodeId>) {
    let kind = tree.node(parent).kind;
    match selector {
        Selector::All => into.extend(tree.children(parent)),
        Selector::Name(name) if kind == Kind::Object => {
            into.extend(
                tree.children(parent)
                    .filter(|child| tree.meant_name(*child).is_some_and(|other| *other == **name)),
            );
        }
        Selector::At(at) if kind == Kind::Array => {
            let at = match usize::try_from(*at) {
                Ok(at) => Some(at),
                Err(_) => {
                    let back = usize::try_from(at.unsigned_abs()).unwrap_or(usize::MAX);
                    tree.children(parent).count().checked_sub(back)
                }
            };
            into.extend(at.and_then(|at| tree.children(parent).nth(at)));
        }
        Selector::Slice { start, end, step } if kind == Kind::Array => {
            let all: Vec<_> = tree.children(parent).collect();
            let places = slice(all.len() as i64, *start, *end, *step);
            into.extend(places.into_iter().map(|at| all[at as usize]));
        }
        _ => {}
    }
}

/// The places of a slice, as section 2.3.4.2.2 of the RFC has it, and in its order.
fn slice(length: i64, start: Option<i64>, end: Option<i64>, step: i64) -> Vec<i64> {
    let from_end = |at: i64| if at >= 0 { at } else { length.saturating_add(at) };
    let is_forward = step > 0;
    let start = from_end(start.unwrap_or(if is_forward { 0 } else { length - 1 }));
    let end = end.map_or(if is_forward { length } else { -1 }, from_end);
    let (first, last) = match is_forward {
        true => (start.clamp(0, length), end.clamp(0, length)),
        false => (end.clamp(-1, length - 1) + 1, start.clamp(-1, length - 1) + 1),
    };
    let origin = if is_forward { first } else { last - 1 };
    let mut places: Vec<i64> =
        (first..last).filter(|at| step != 0 && (at - origin) % step == 0).collect();
    if !is_forward {
        places.reverse();
    }
    places
}

fn filtered(tree: &Tree, written: &str, path: &JsonPath) -> Result<Vec<NodeId>, PathError> {
    let text = tree.text().trim_start_matches('\u{feff}');
    let value: serde_json::Value = serde_json::from_str(text).map_err(|error| {
        PathError::NotFiltered { path: written.to_owned(), why: error.to_string() }
    })?;
    let mut nodes = Vec::new();
    for location in path.query_located(&value).locations() {
        let mut current = vec![ROOT];
        for element in location.iter() {
            let selector = match element {
                PathElement::Name(name) => Selector::Name(name.as_bytes().to_vec()),
                PathElement::Index(at) => Selector::At(*at as i64),
            };
            let mut next = Vec::new();
            current.iter().for_each(|parent| select(tree, *parent, &selector, &mut next));
            current = next;
        }
        nodes.extend(current);
    }
    Ok(nodes)
}

/// The segments of a path without filters; the text is a path.
fn plain(written: &str) -> Option<Vec<Segment>> {
    let mut rest = written.trim_start().strip_prefix('$')?.trim_start();
    let mut segments = Vec::new();
    while !rest.is_empty() {
        let is_descendant = rest.starts_with("..");
        rest = rest.trim_start_matches('.').trim_start();
        let selectors = if let Some(inner) = rest.strip_prefix('[') {
            let (selectors, behind) = bracketed(inner)?;
            rest = behind;
            selectors
        } else if let Some(behind) = rest.strip_prefix('*') {
            rest = behind;
            vec![Selector::All]
        } else {
            let end = rest.find(['.', '[', ' ', '\t', '\n', '\r']).unwrap_or(rest.len());
            let (name, behind) = rest.split_at(end);
            rest = behind;
            vec![Selector::Name(name.as_bytes().to_vec())]
        };
        segments.push(Segment { selectors, is_descendant });
        rest = rest.trim_start();
    }
    Some(segments)
}

fn bracketed(inner: &str) -> Option<(Vec<Selector>, &str)> {
    let mut selectors = Vec::new();
    let mut rest = inner;
    loop {
        rest = rest.trim_start();
        let selector = match rest.chars().next()? {
            '?' => return None,
            '*' => {
                rest = &rest[1..];
                Selector::All
            }
            quote @ ('\'' | '"') => {
                let (name, behind) = quoted(&rest[1..], quote)?;
                rest = behind;
                Selector::Name(name)
            }
            _ => {
                let end = rest.find([',', ']'])?;
                let (written, behind) = rest.split_at(end);
                rest = behind;
                numbers(written)?
            }
        };
        selectors.push(selector);
        rest = rest.trim_start();
        match rest.chars().next()? {
            ',' => rest = &rest[1..],
            _ => return Some((selectors, rest.strip_prefix(']')?)),
        }
    }
}

/// A name in quotes of either kind, read as a JSON string.
fn quoted(inner: &str, quote: char) -> Option<(Vec<u8>, &str)> {
    let mut json = String::from('"');
    let mut characters = inner.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '\\' => {
                let (_, escaped) = characters.next()?;
                if escaped != '\'' {
                    json.push('\\');
                }
                json.push(escaped);
            }
            end if end == quote => {
                json.push('"');
                return Some((scalars::meant(&json).into_owned(), &inner[at + 1..]));
            }
            other => json.push(other),
        }
    }
    None
}

fn numbers(written: &str) -> Option<Selector> {
    let number = |part: &str| match part.trim() {
        "" => Some(None),
        part => part.parse::<i64>().ok().map(Some),
    };
    let mut parts = written.split(':');
    let first = number(parts.next()?)?;
    let Some(end) = parts.next() else { return first.map(Selector::At) };
    let step = parts.next().map_or(Some(None), number)?.unwrap_or(1);
    Some(Selector::Slice { start: first, end: number(end)?, step })
}
