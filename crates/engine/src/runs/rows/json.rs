//! JSON rows: the objects of an array, or objects one after the other. Each is cut out of the file as text and looked at by
//! itself, and a number is the very digits that stand there: an id is not what a floating-point number makes of it.

use super::row::{MOST_BYTES, Row, bad_row, not_utf8, unreadable};
use mudbrick_model::{ErrorCode, Problem};
use serde::de::IgnoredAny;
use std::collections::BTreeMap;
use std::io::BufRead;
use std::ops::ControlFlow;
use std::path::Path;

pub(super) fn each(
    file: impl BufRead,
    path: &Path,
    mut take: impl FnMut(Row) -> ControlFlow<()>,
) -> Result<String, Problem> {
    let mut bytes = Bytes { inner: file, path };
    let is_array = bytes.peek()? == Some(b'[');
    let told = match is_array {
        true => "It was read as a JSON array of objects.",
        false => "It was read as JSON objects, one after the other.",
    };
    if is_array {
        bytes.next()?;
    }
    let (mut number, mut needs_comma) = (0, false);
    loop {
        bytes.skip_space()?;
        match bytes.peek()? {
            None if is_array => return Err(not_json(path, number, "the array is not closed")),
            None => return Ok(told.to_owned()),
            Some(b']') if is_array && (needs_comma || number == 0) => {
                bytes.next()?;
                bytes.skip_space()?;
                return match bytes.peek()? {
                    None => Ok(told.to_owned()),
                    Some(_) => Err(not_json(path, number, "something stands behind the array")),
                };
            }
            Some(b',') if needs_comma => {
                bytes.next()?;
                needs_comma = false;
                continue;
            }
            Some(b'{') if !needs_comma => {}
            Some(_) => return Err(not_json(path, number, "another object was expected there")),
        }
        number += 1;
        let object = bytes.object(number)?;
        let text = std::str::from_utf8(&object).map_err(|_| not_utf8(path, number))?;
        let values = members(text).map_err(|why| bad_row(path, number, why))?;
        if take(Row { number, values }).is_break() {
            return Ok(told.to_owned());
        }
        needs_comma = is_array;
    }
}

fn not_json(path: &Path, number: u64, why: &str) -> Problem {
    let message = format!("{} is not JSON behind row {number}: {why}.", path.display());
    Problem::new(ErrorCode::InvalidInput, message)
        .remedy("Give an array of objects, or one object a line.")
}

/// An object's members as variables: strings by their text, `null` not at all, and everything else as it is written.
fn members(text: &str) -> Result<BTreeMap<String, String>, String> {
    serde_json::from_str::<IgnoredAny>(text).map_err(|error| format!("is not JSON: {error}"))?;
    let mut values = BTreeMap::new();
    // It is JSON, so that cutting needs no more than strings and depth.
    for (name, value) in cut(&text[1..text.len() - 1]) {
        let name = string(name)?;
        let value = match value {
            "null" => continue,
            value if value.starts_with('"') => string(value)?,
            value => value.to_owned(),
        };
        if values.insert(name.clone(), value).is_some() {
            return Err(format!("has {name} twice"));
        }
    }
    Ok(values)
}

fn string(text: &str) -> Result<String, String> {
    serde_json::from_str(text).map_err(|error| format!("is not JSON: {error}"))
}

/// The names and values between the braces of an object.
fn cut(inside: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = inside;
    let mut piece = move |end: u8| {
        let mut depth = Depth::default();
        let length = rest.bytes().position(|byte| depth.is_outside(byte) && byte == end);
        let (piece, behind) = match length {
            Some(length) => (&rest[..length], &rest[length + 1..]),
            None => (rest, ""),
        };
        rest = behind;
        let piece = piece.trim();
        (!piece.is_empty()).then_some(piece)
    };
    std::iter::from_fn(move || Some((piece(b':')?, piece(b',')?)))
}

/// How deep a place in JSON is, byte by byte.
#[derive(Default)]
struct Depth {
    depth: usize,
    is_string: bool,
    is_escaped: bool,
}

impl Depth {
    /// Takes the next byte. Whether it is outside of every string, array and object.
    fn is_outside(&mut self, byte: u8) -> bool {
        let was_outside = self.depth == 0 && !self.is_string;
        match byte {
            _ if self.is_escaped => self.is_escaped = false,
            b'\\' if self.is_string => self.is_escaped = true,
            b'"' => self.is_string = !self.is_string,
            b'{' | b'[' if !self.is_string => self.depth += 1,
            b'}' | b']' if !self.is_string => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        was_outside
    }

    fn is_closed(&self) -> bool {
        self.depth == 0 && !self.is_string
    }
}

struct Bytes<'a, R> {
    inner: R,
    path: &'a Path,
}

impl<R: BufRead> Bytes<'_, R> {
    fn peek(&mut self) -> Result<Option<u8>, Problem> {
        let path = self.path;
        let buffer = self.inner.fill_buf().map_err(|error| unreadable(path, &error))?;
        Ok(buffer.first().copied())
    }

    fn next(&mut self) -> Result<Option<u8>, Problem> {
        let byte = self.peek()?;
        self.inner.consume(usize::from(byte.is_some()));
        Ok(byte)
    }

    fn skip_space(&mut self) -> Result<(), Problem> {
        while self.peek()?.is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.next()?;
        }
        Ok(())
    }

    /// The text of an object, from its brace to the one that closes it.
    fn object(&mut self, number: u64) -> Result<Vec<u8>, Problem> {
        let (mut object, mut depth) = (Vec::new(), Depth::default());
        while let Some(byte) = self.next()? {
            object.push(byte);
            depth.is_outside(byte);
            if depth.is_closed() {
                return Ok(object);
            }
            if object.len() > MOST_BYTES {
                return Err(bad_row(self.path, number, "is longer than 16 MB"));
            }
        }
        Err(bad_row(self.path, number, "is not closed"))
    }
}
