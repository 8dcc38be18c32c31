//! A JSON text as a flat list of its values, in the order in which they are written. Each says which part of the text it is,
//! so that nothing of it is ever spelled anew.

use super::node::{Kind, Node, NodeId, ROOT, Span};
use super::read::{self, ReadError};
use super::scalars;
use std::borrow::Cow;

/// A JSON text that was read.
#[derive(Debug, Clone)]
pub struct Tree {
    text: String,
    pub(crate) nodes: Vec<Node>,
}

impl Tree {
    /// Reads a text (RFC 8259), however deep it is.
    ///
    /// # Errors
    /// It is not JSON, or larger than can be compared.
    pub fn read(text: impl Into<String>) -> Result<Self, ReadError> {
        let text = text.into();
        let nodes = read::nodes(&text)?;
        Ok(Self { text, nodes })
    }

    /// The text, as it came.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The members of the object that the text is, in their order: names as they are meant, values as they came. None where it
    /// is no object.
    pub fn members(&self) -> Option<impl Iterator<Item = (String, &str)>> {
        let is_object = self.nodes.first().is_some_and(|root| root.kind == Kind::Object);
        let name = |id| self.meant_name(id).unwrap_or_default();
        is_object.then(|| {
            let members = self.children(ROOT);
            members.map(move |id| (String::from_utf8_lossy(&name(id)).into_owned(), self.value(id)))
        })
    }

    pub(crate) fn node(&self, id: NodeId) -> Node {
        self.nodes[id as usize]
    }

    pub(crate) fn part(&self, span: Span) -> &str {
        &self.text[span.start as usize..span.end as usize]
    }

    /// A value as it came.
    pub(crate) fn value(&self, id: NodeId) -> &str {
        self.part(self.node(id).span)
    }

    /// A member's name as it came, with its quotes.
    pub(crate) fn name(&self, id: NodeId) -> Option<&str> {
        let name = self.node(id).name;
        (name.end > name.start).then(|| self.part(name))
    }

    /// A member's name as it is meant. Bytes, since half a surrogate pair is a name too.
    pub(crate) fn meant_name(&self, id: NodeId) -> Option<Cow<'_, [u8]>> {
        self.name(id).map(scalars::meant)
    }

    /// What it contains directly, in its order.
    pub(crate) fn children(&self, id: NodeId) -> Children<'_> {
        let node = self.node(id);
        let first = if node.kind.is_container() { id + 1 } else { node.next };
        Children { nodes: &self.nodes, at: first, end: node.next }
    }
}

pub(crate) struct Children<'t> {
    nodes: &'t [Node],
    at: NodeId,
    end: NodeId,
}

impl Iterator for Children<'_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        if self.at >= self.end {
            return None;
        }
        let at = self.at;
        self.at = self.nodes[at as usize].next;
        Some(at)
    }
}
