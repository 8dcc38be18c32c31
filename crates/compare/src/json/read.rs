//! The reader of JSON texts. Its open arrays and objects are on the heap: a text of a million brackets ends no thread.

use super::node::{Kind, Node, NodeId, Span};

/// Why a text cannot be compared as JSON.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// It is not JSON.
    #[error("line {line}, column {column}: {expected} expected")]
    NotJson {
        /// From 1.
        line: usize,
        /// In characters, from 1.
        column: usize,
        /// What should be there.
        expected: &'static str,
    },
    /// Places in the text are kept in four bytes.
    #[error("the text has 4 GB or more")]
    TooLarge,
}

struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    nodes: Vec<Node>,
    open: Vec<NodeId>,
}

type Wrong = &'static str;

pub(super) fn nodes(text: &str) -> Result<Vec<Node>, ReadError> {
    if u32::try_from(text.len()).is_err() {
        return Err(ReadError::TooLarge);
    }
    let at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut reader =
        Reader { text, bytes: text.as_bytes(), at, nodes: Vec::new(), open: Vec::new() };
    match reader.document() {
        Ok(()) => Ok(reader.nodes),
        Err(expected) => Err(reader.error(expected)),
    }
}

impl Reader<'_> {
    fn error(&self, expected: Wrong) -> ReadError {
        let mut at = self.at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        let before = &self.text[..at];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        ReadError::NotJson {
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            expected,
        }
    }

    fn document(&mut self) -> Result<(), Wrong> {
        self.value(Span::default())?;
        while let Some(&container) = self.open.last() {
            let is_object = self.nodes[container as usize].kind == Kind::Object;
            let is_first = container as usize + 1 == self.nodes.len();
            self.blank();
            let closing = if is_object { b'}' } else { b']' };
            match self.peek() {
                Some(byte) if byte == closing => {
                    self.at += 1;
                    self.close(container);
                    continue;
                }
                Some(b',') if !is_first => self.at += 1,
                _ if is_first => {}
                _ => {
                    return Err(if is_object {
                        "“,” or “}”"
                    } else {
                        "“,” or “]”"
                    });
                }
            }
            let name = if is_object { self.member_name()? } else { Span::default() };
            self.value(name)?;
        }
        self.blank();
        if self.at == self.bytes.len() { Ok(()) } else { Err("the end of the text") }
    }

    fn close(&mut self, container: NodeId) {
        let next = self.nodes.len() as NodeId;
        let node = &mut self.nodes[container as usize];
        node.next = next;
        node.span.end = self.at as u32;
        self.open.pop();
    }

    fn member_name(&mut self) -> Result<Span, Wrong> {
        self.blank();
        let start = self.at;
        if self.peek() != Some(b'"') {
            return Err("a member name in quotes");
        }
        self.string()?;
        let name = Span { start: start as u32, end: self.at as u32 };
        self.blank();
        if self.peek() != Some(b':') {
            return Err("“:”");
        }
        self.at += 1;
        Ok(name)
    }

    fn value(&mut self, name: Span) -> Result<(), Wrong> {
        self.blank();
        let start = self.at;
        let kind = match self.peek() {
            Some(b'{') => Kind::Object,
            Some(b'[') => Kind::Array,
            Some(b'"') => Kind::Text,
            Some(b'-' | b'0'..=b'9') => Kind::Number,
            Some(b't') => Kind::True,
            Some(b'f') => Kind::False,
            Some(b'n') => Kind::Null,
            _ => return Err("a value"),
        };
        match kind {
            Kind::Object | Kind::Array => self.at += 1,
            Kind::Text => self.string()?,
            Kind::Number => self.number()?,
            Kind::True => self.word("true")?,
            Kind::False => self.word("false")?,
            Kind::Null => self.word("null")?,
        }
        let id = self.nodes.len() as NodeId;
        let span = Span { start: start as u32, end: self.at as u32 };
        self.nodes.push(Node { kind, name, span, next: id + 1 });
        if kind.is_container() {
            self.open.push(id);
        }
        Ok(())
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn blank(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn word(&mut self, word: &'static str) -> Result<(), Wrong> {
        if !self.bytes[self.at..].starts_with(word.as_bytes()) {
            return Err("a value");
        }
        self.at += word.len();
        Ok(())
    }

    fn string(&mut self) -> Result<(), Wrong> {
        self.at += 1;
        loop {
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => self.escape()?,
                Some(0..=0x1f) => return Err("an escape instead of a control character"),
                Some(_) => self.at += 1,
                None => return Err("a closing quote"),
            }
        }
    }

    fn escape(&mut self) -> Result<(), Wrong> {
        self.at += 1;
        match self.peek() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 1,
            Some(b'u') => {
                let digits = self.bytes.get(self.at + 1..self.at + 5);
                if !digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)) {
                    return Err("four hexadecimal digits");
                }
                self.at += 5;
            }
            _ => return Err("an escape"),
        }
        Ok(())
    }

    fn number(&mut self) -> Result<(), Wrong> {
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        match self.peek() {
            // A zero is not followed by digits.
            Some(b'0') => self.at += 1,
            _ => self.digits()?,
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(())
    }

    fn digits(&mut self) -> Result<(), Wrong> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at > start { Ok(()) } else { Err("a digit") }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tree::Tree;
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::nothing("", 1, 1, "a value")]
    #[case::comma_at_the_end("[1,]", 1, 4, "a value")]
    #[case::comma_at_the_start("[,1]", 1, 2, "a value")]
    #[case::no_comma("[1 2]", 1, 4, "“,” or “]”")]
    #[case::no_colon("{\n \"ä\" 1}", 2, 6, "“:”")]
    #[case::leading_zero("01", 1, 2, "the end of the text")]
    #[case::bare_minus("-", 1, 2, "a digit")]
    #[case::control("\"\n\"", 1, 2, "an escape instead of a control character")]
    #[case::open("\"a", 1, 3, "a closing quote")]
    #[case::half_escape("\"\\u12\"", 1, 3, "four hexadecimal digits")]
    #[case::word("nul", 1, 1, "a value")]
    #[case::wrong_bracket("[}", 1, 2, "a value")]
    #[case::member_without_name("{1:2}", 1, 2, "a member name in quotes")]
    fn what_is_wrong_is_said_with_its_place(
        #[case] text: &str,
        #[case] line: usize,
        #[case] column: usize,
        #[case] expected: &'static str,
    ) {
        let error = Tree::read(text).expect_err("not JSON");
        assert_eq!(error, ReadError::NotJson { line, column, expected });
    }

    #[test]
    fn values_keep_their_text() {
        let tree = Tree::read("\u{feff} {\"a\" : 1.00e+2, \"a\":[ \"\\u0041\" ]}").unwrap();
        let children: Vec<_> = tree.children(0).collect();
        assert_eq!(children.len(), 2);
        assert_eq!(tree.value(children[0]), "1.00e+2");
        assert_eq!(tree.value(children[1]), "[ \"\\u0041\" ]");
        assert_eq!(tree.name(children[1]), Some("\"a\""));
    }

    #[test]
    fn depth_is_a_matter_of_memory_alone() {
        let depth = 1_000_000;
        let tree = Tree::read("[".repeat(depth) + &"]".repeat(depth)).unwrap();
        assert_eq!(tree.nodes.len(), depth);
        assert!(Tree::read("[".repeat(depth)).is_err());
    }
}
