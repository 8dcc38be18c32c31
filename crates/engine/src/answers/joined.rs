//! Several pages of one list as one body: the elements of each page, a line for each, every character but the white space
//! between them as it came.

use super::Answers;
use super::body_view::BodyAt;
use super::opened::{Opened, body_of};
use super::problems::problem;
use mudbrick_answers::json::tree::{self, ChildIndex, Node};
use mudbrick_answers::json::{self, Kind, Value};
use mudbrick_answers::{AnswerError, Body, Stop, body};
use mudbrick_model::Problem;
use std::io::{BufWriter, Write};
use std::sync::Arc;

/// So many elements are looked up at a time.
const AT_ONCE: usize = 500;
/// An envelope has so few members that they are looked at at once.
const MOST_MEMBERS: usize = 200;
/// So much of an element is read at a time: a page without a list is one, however large it is.
const PIECE: u64 = 256 << 10;

impl Answers {
    /// The pages that a body names, joined.
    pub(super) fn joined(&self, of: &BodyAt) -> Result<Arc<Opened>, Problem> {
        let mut body = self.history.new_body();
        let mut lines = BufWriter::new(&mut body);
        for page in &of.pages {
            let page =
                BodyAt { id: *page, charset: of.charset.clone(), query: None, pages: vec![] };
            let page = self.opened(&page)?;
            elements(&*page.text, &mut lines).map_err(problem)?;
        }
        lines.flush().map_err(|error| problem(error.into()))?;
        drop(lines);
        let body = body_of(body.unkept()).map_err(problem)?;
        let opened =
            Opened::new(body, Some("application/x-ndjson; charset=utf-8"), None, &self.history);
        Ok(self.keep_open(of.clone(), opened.map_err(problem)?))
    }
}

/// Writes the elements of a page's list, or the whole page when it has none.
fn elements(text: &dyn Body, into: &mut impl Write) -> Result<(), AnswerError> {
    let never = Stop::default();
    let Some(root) = tree::roots(text, 0, 1, &never)?.into_iter().next() else { return Ok(()) };
    let Some(list) = list_of(text, root.value)? else { return line(text, root.value, into) };
    let index = ChildIndex::new(text, list.at, &never)?;
    let mut from = 0;
    loop {
        let nodes = index.nodes(text, from, AT_ONCE, &never)?;
        for node in &nodes {
            line(text, node.value, into)?;
        }
        from += nodes.len() as u64;
        if nodes.len() < AT_ONCE {
            return Ok(());
        }
    }
}

/// The list of a page: all of it, or the first array among its members, or in `_embedded`. (Envelopes of Adobe's lists:
/// adobe/07b-aep-paths-and-envelopes.md 7b.3, 05-places.md 5.3, 06-campaign.md 6.3, 11-umapi.md.)
fn list_of(text: &dyn Body, root: Value) -> Result<Option<Value>, AnswerError> {
    match root.kind {
        Kind::Array => return Ok(Some(root)),
        Kind::Object => {}
        _ => return Ok(None),
    }
    let members = members(text, root)?;
    if let Some(list) = first_array(&members) {
        return Ok(Some(list));
    }
    let embedded = members.iter().find(|node| {
        let name = node.name.as_ref().map(|name| json::unescaped(name.as_bytes()));
        node.value.kind == Kind::Object && name.as_deref() == Some("_embedded")
    });
    match embedded {
        Some(node) => Ok(first_array(&self::members(text, node.value)?)),
        None => Ok(None),
    }
}

fn members(text: &dyn Body, object: Value) -> Result<Vec<Node>, AnswerError> {
    let never = Stop::default();
    ChildIndex::new(text, object.at, &never)?.nodes(text, 0, MOST_MEMBERS, &never)
}

fn first_array(members: &[Node]) -> Option<Value> {
    members.iter().map(|node| node.value).find(|value| value.kind == Kind::Array)
}

/// Writes one value as a line of its own.
fn line(text: &dyn Body, value: Value, into: &mut impl Write) -> Result<(), AnswerError> {
    let (mut in_string, mut escaped) = (false, false);
    let mut at = value.at;
    loop {
        let mut piece = body::bytes(text, at, value.end.min(at + PIECE))?;
        if piece.is_empty() {
            return Ok(into.write_all(b"\n")?);
        }
        at += piece.len() as u64;
        piece.retain(|byte| {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if in_string => escaped = true,
                b'"' => in_string = !in_string,
                b' ' | b'\t' | b'\r' | b'\n' => return in_string,
                _ => {}
            }
            true
        });
        into.write_all(&piece)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(page: &str) -> String {
        let mut lines = Vec::new();
        elements(&page.as_bytes().to_vec(), &mut lines).unwrap();
        String::from_utf8(lines).unwrap()
    }

    #[test]
    fn the_list_is_found_in_each_envelope_and_nothing_of_it_is_changed() {
        let digits = "[1.0, 12345678901234567890123,\n 1E400]";
        assert_eq!(joined(digits), "1.0\n12345678901234567890123\n1E400\n");
        let schemas = r#"{"results": [{"a": "x \" y", "a": 1 }], "_page": {"next": null}}"#;
        assert_eq!(joined(schemas), "{\"a\":\"x \\\" y\",\"a\":1}\n");
        let policies = r#"{"_page":{"count":1},"children":[{"b":2}]}"#;
        assert_eq!(joined(policies), "{\"b\":2}\n");
        let audit = r#"{"_embedded":{"events":[{"c":3}]},"page":{"size":1}}"#;
        assert_eq!(joined(audit), "{\"c\":3}\n");
        assert_eq!(joined(r#"{"no": "list"}"#), "{\"no\":\"list\"}\n");
        assert_eq!(joined("{\"results\": []}"), "");
    }

    #[test]
    fn an_element_is_one_line_in_however_many_pieces_it_is_read() {
        // A string, and an escape in it, go on from piece to piece.
        for shift in 0..4 {
            let long = format!("{}{}", " ".repeat(shift), " \\\"".repeat(PIECE as usize));
            let page = format!("{{ \"a\": \"{long}\" }}");
            assert!(joined(&page) == format!("{{\"a\":\"{long}\"}}\n"), "{shift}");
        }
    }
}
