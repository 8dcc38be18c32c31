//! JSON as a tree: the children of a value, in pages, each with its text as it came. A value is named by its place.

use super::places::Places;
use super::scan::{self, Child, Children, Kind, Value};
use crate::body::{self, Reader};
use crate::{AnswerError, Body, Stop};

/// So much of a value is shown in its row.
const SHOWN: u64 = 512;
/// Children are counted in so much of a text; a node whose row is drawn must not wait for a gigabyte.
const COUNTED: u64 = 4 << 20;

/// A value in the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// A member's name as it came, with its quotes.
    pub name: Option<String>,
    /// Its number among its siblings, from 0.
    pub number: u64,
    /// What it is and where it lies.
    pub value: Value,
    /// The beginning of its text as it came.
    pub text: String,
    /// Whether that is all of it.
    pub is_whole: bool,
    /// How many children it has; none where there are too many to be counted at once.
    pub children: Option<u64>,
}

/// The children of one value, found again quickly from any number on.
#[derive(Debug, Clone)]
pub struct ChildIndex {
    is_object: bool,
    places: Places,
    count: u64,
}

impl ChildIndex {
    /// Goes through the children of the container that begins at a place.
    ///
    /// # Errors
    /// The disk refuses, or it was stopped.
    pub fn new(text: &dyn Body, at: u64, stop: &Stop) -> Result<Self, AnswerError> {
        let mut reader = Reader::new(text, at, u64::MAX, stop);
        let is_object = reader.peek()? == Some(b'{');
        let mut children = Children::of(&mut reader, at)?;
        let mut index = Self { is_object, places: Places::default(), count: 0 };
        loop {
            let place = children.place();
            if children.next(&mut reader)?.is_none() {
                return Ok(index);
            }
            index.places.take(index.count, place);
            index.count += 1;
        }
    }

    /// How many there are.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Some of them, from a number on.
    ///
    /// # Errors
    /// The disk refuses, or it was stopped.
    pub fn nodes(
        &self,
        text: &dyn Body,
        from: u64,
        count: usize,
        stop: &Stop,
    ) -> Result<Vec<Node>, AnswerError> {
        let mut reader = Reader::new(text, 0, u64::MAX, stop);
        let mut nodes = Vec::new();
        let Some((mut number, place)) = self.places.before(from) else { return Ok(nodes) };
        let mut children = Children::from(place, self.is_object);
        while nodes.len() < count
            && let Some(child) = children.next(&mut reader)?
        {
            if number >= from {
                nodes.push(node(text, number, child, stop)?);
            }
            number += 1;
        }
        Ok(nodes)
    }
}

/// The values at the top, one after the other: one, unless the text is of JSON lines.
///
/// # Errors
/// The disk refuses, or it was stopped.
pub fn roots(
    text: &dyn Body,
    from: u64,
    count: usize,
    stop: &Stop,
) -> Result<Vec<Node>, AnswerError> {
    let mut reader = Reader::new(text, 0, u64::MAX, stop);
    let mut nodes = Vec::new();
    let mut number = 0;
    while nodes.len() < count
        && let Some(value) = scan::value(&mut reader)?
    {
        if number >= from {
            nodes.push(node(text, number, Child { name: None, value }, stop)?);
        }
        number += 1;
    }
    Ok(nodes)
}

fn node(text: &dyn Body, number: u64, child: Child, stop: &Stop) -> Result<Node, AnswerError> {
    let Child { name, value } = child;
    let lossy = |from, to| {
        let bytes = body::bytes(text, from, to)?;
        Ok::<_, AnswerError>(String::from_utf8_lossy(&bytes).into_owned())
    };
    let mut upto = value.end.min(value.at + SHOWN);
    if upto < value.end {
        // Not in the middle of a character.
        let behind = body::bytes(text, upto, upto + 3)?;
        upto += behind.iter().take_while(|byte| crate::layout::is_inside_character(**byte)).count()
            as u64;
    }
    let is_container = matches!(value.kind, Kind::Object | Kind::Array);
    let children = match is_container && value.end - value.at <= COUNTED {
        true => Some(ChildIndex::new(text, value.at, stop)?.count),
        false if is_container => None,
        false => Some(0),
    };
    Ok(Node {
        name: name.map(|(from, to)| lossy(from, to)).transpose()?,
        number,
        value,
        text: lossy(value.at, upto)?,
        is_whole: upto >= value.end,
        children,
    })
}

/// The path of the value that has a place of the text, as JSONPath writes it: `$['a'][3]`.
///
/// # Errors
/// The disk refuses, or it was stopped.
pub fn path_of(text: &dyn Body, at: u64, stop: &Stop) -> Result<(String, Value), AnswerError> {
    let mut reader = Reader::new(text, 0, u64::MAX, stop);
    let mut path = "$".to_owned();
    let mut whole = None;
    while let Some(value) = scan::value(&mut reader)? {
        whole = Some(value);
        if value.end > at {
            break;
        }
    }
    let Some(mut value) = whole else {
        let nothing = Value { kind: Kind::Null, at: 0, end: 0 };
        return Ok((path, nothing));
    };
    loop {
        let mut children = Children::of(&mut reader, value.at)?;
        let mut number = 0u64;
        let found = loop {
            let Some(child) = children.next(&mut reader)? else { break None };
            let begins = child.name.map_or(child.value.at, |(at, _)| at);
            if begins > at {
                break None;
            }
            if child.value.end > at {
                break Some(child);
            }
            number += 1;
        };
        let Some(child) = found else { return Ok((path, value)) };
        match child.name {
            Some((from, to)) => {
                let name = super::unescaped(&body::bytes(text, from, to)?);
                path.push_str(&format!("['{}']", crate::query::quoted(&name)));
            }
            None => path.push_str(&format!("[{number}]")),
        }
        value = child.value;
    }
}
