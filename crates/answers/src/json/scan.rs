//! JSON values by their places: what begins where, and where it ends. Goes through a text that the grammar may not have looked at, and
//! through one that ends early: it always ends, and finds what it can.

use crate::AnswerError;
use crate::body::Reader;

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `{…}`
    Object,
    /// `[…]`
    Array,
    /// `"…"`
    String,
    /// Anything else that begins as a number.
    Number,
    /// `true`, `false`
    Boolean,
    /// `null`
    Null,
}

/// A value and where it lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Value {
    /// What it is.
    pub kind: Kind,
    /// Of its first byte.
    pub at: u64,
    /// Behind its last byte.
    pub end: u64,
}

/// A member or element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Child {
    /// A member's name, with its quotes.
    pub(crate) name: Option<(u64, u64)>,
    pub(crate) value: Value,
}

/// The children of a container, one after the other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Children {
    next: u64,
    is_object: bool,
    is_over: bool,
}

pub(crate) fn skip_space(reader: &mut Reader<'_>) -> Result<Option<u8>, AnswerError> {
    loop {
        let slice = reader.slice()?;
        if slice.is_empty() {
            return Ok(None);
        }
        let space = slice.iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
        match space {
            Some(length) => {
                let byte = slice[length];
                reader.consume(length);
                return Ok(Some(byte));
            }
            None => {
                let length = slice.len();
                reader.consume(length);
            }
        }
    }
}

/// Goes past a string whose opening quote comes next.
fn skip_string(reader: &mut Reader<'_>) -> Result<(), AnswerError> {
    reader.consume(1);
    let mut escaped = false;
    loop {
        let slice = reader.slice()?;
        if slice.is_empty() {
            return Ok(());
        }
        if std::mem::take(&mut escaped) {
            reader.consume(1);
            continue;
        }
        let length = slice.len();
        match memchr::memchr2(b'"', b'\\', slice) {
            None => reader.consume(length),
            Some(place) => {
                let ends = slice[place] == b'"';
                reader.consume(place + 1);
                if ends {
                    return Ok(());
                }
                escaped = true;
            }
        }
    }
}

/// Goes past a container whose bracket comes next, at the pace of its brackets and quotes.
fn skip_container(reader: &mut Reader<'_>) -> Result<(), AnswerError> {
    let mut depth = 0u64;
    loop {
        let slice = reader.slice()?;
        if slice.is_empty() {
            return Ok(());
        }
        let mut string_at = None;
        let mut used = slice.len();
        for (place, byte) in slice.iter().enumerate() {
            match byte {
                b'{' | b'[' => depth += 1,
                b'}' | b']' => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        reader.consume(place + 1);
                        return Ok(());
                    }
                }
                b'"' => {
                    string_at = Some(place);
                    used = place;
                    break;
                }
                _ => {}
            }
        }
        reader.consume(used);
        if string_at.is_some() {
            skip_string(reader)?;
        }
    }
}

/// The value that comes next; none where none does. The reader is behind it then.
pub(crate) fn value(reader: &mut Reader<'_>) -> Result<Option<Value>, AnswerError> {
    let Some(byte) = skip_space(reader)? else { return Ok(None) };
    let at = reader.at();
    let kind = match byte {
        b'{' => Kind::Object,
        b'[' => Kind::Array,
        b'"' => Kind::String,
        b'-' | b'0'..=b'9' => Kind::Number,
        b't' | b'f' => Kind::Boolean,
        b'n' => Kind::Null,
        _ => return Ok(None),
    };
    match kind {
        Kind::Object | Kind::Array => skip_container(reader)?,
        Kind::String => skip_string(reader)?,
        _ => skip_word(reader)?,
    }
    Ok(Some(Value { kind, at, end: reader.at() }))
}

fn skip_word(reader: &mut Reader<'_>) -> Result<(), AnswerError> {
    loop {
        let slice = reader.slice()?;
        let length = slice.len();
        let of_word =
            |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
        match slice.iter().position(|byte| !of_word(byte)) {
            Some(end) => {
                reader.consume(end);
                return Ok(());
            }
            None if length == 0 => return Ok(()),
            None => reader.consume(length),
        }
    }
}

/// The value that begins at a place.
pub(crate) fn value_at(reader: &mut Reader<'_>, at: u64) -> Result<Option<Value>, AnswerError> {
    reader.seek(at);
    value(reader)
}

impl Children {
    /// Of the container that begins at a place; of anything else there are none.
    pub(crate) fn of(reader: &mut Reader<'_>, at: u64) -> Result<Self, AnswerError> {
        reader.seek(at);
        let bracket = reader.peek()?;
        let is_over = !matches!(bracket, Some(b'{' | b'['));
        Ok(Self { next: at + 1, is_object: bracket == Some(b'{'), is_over })
    }

    /// From a child that begins at a place, its name or itself.
    pub(crate) fn from(at: u64, is_object: bool) -> Self {
        Self { next: at, is_object, is_over: false }
    }

    /// Where the next one is looked for.
    pub(crate) fn place(&self) -> u64 {
        self.next
    }

    pub(crate) fn next(&mut self, reader: &mut Reader<'_>) -> Result<Option<Child>, AnswerError> {
        if self.is_over {
            return Ok(None);
        }
        let found = self.find(reader)?;
        self.is_over = found.is_none();
        self.next = reader.at();
        Ok(found)
    }

    fn find(&self, reader: &mut Reader<'_>) -> Result<Option<Child>, AnswerError> {
        reader.seek(self.next);
        let mut first = skip_space(reader)?;
        if first == Some(b',') {
            reader.consume(1);
            first = skip_space(reader)?;
        }
        let name = match (self.is_object, first) {
            (true, Some(b'"')) => {
                let at = reader.at();
                skip_string(reader)?;
                let end = reader.at();
                if skip_space(reader)? != Some(b':') {
                    return Ok(None);
                }
                reader.consume(1);
                Some((at, end))
            }
            (true, _) => return Ok(None),
            (false, _) => None,
        };
        Ok(value(reader)?.map(|value| Child { name, value }))
    }
}
