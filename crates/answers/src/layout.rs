//! How a text becomes rows, told to whoever counts or collects them. A layout takes a text in pieces and may begin at the start of any
//! row, so that a row in the middle costs no more than the text since the last checkpoint.

use std::ops::ControlFlow;

/// A row is cut after as many bytes, at the next character: a line of 100 MB is many rows.
pub(crate) const ROW_BYTES: usize = 1024;
/// Past this, what looks like the inside of a character is none.
const ROW_BYTES_AT_MOST: usize = ROW_BYTES + 3;

/// Where a row begins, with all that is needed to go on from there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct RowStart {
    /// Of its first byte.
    pub(crate) at: u64,
    /// The line that it is, or is a part of, from 0.
    pub(crate) line: u64,
    /// How deep it is nested.
    pub(crate) depth: u32,
    /// Whether it goes on with the line of the row before.
    pub(crate) continued: bool,
    /// In what the layout is; its own business.
    pub(crate) mode: u8,
}

/// Why a text is not what it seemed to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// A value has to begin here.
    ValueExpected,
    /// A member's name, in quotes, has to begin here.
    NameExpected,
    /// `:` has to follow a name.
    ColonExpected,
    /// `,` or the end of an array or object has to follow a value.
    CommaExpected,
    /// A bracket closes what another kind of bracket opened.
    WrongBracket,
    /// No such escape in a string.
    Escape,
    /// A control character in a string, such as a line break: its closing quote may be missing.
    ControlCharacter,
    /// A number is not written as JSON writes numbers.
    Number,
    /// Neither `true` nor `false` nor `null`.
    Word,
    /// Nested deeper than anybody reads.
    TooDeep,
    /// The text ends in the middle.
    EndsEarly,
}

/// Hears what a layout makes of a text.
pub(crate) trait Sink {
    /// A row begins.
    fn row(&mut self, start: RowStart) -> ControlFlow<()>;
    /// Bytes of the row, which lie at a place.
    fn text(&mut self, bytes: &[u8], at: u64);
    /// A space that formatting puts in.
    fn space(&mut self) {}
    /// A piece of JSON, for whoever checks its grammar.
    fn token(&mut self, _token: Token) -> Result<(), FaultKind> {
        Ok(())
    }
}

/// What JSON is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token {
    OpenObject,
    OpenArray,
    CloseObject,
    CloseArray,
    Comma,
    Colon,
    String,
    Scalar,
}

/// How feeding ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fed {
    /// All was taken.
    All,
    /// The sink has enough.
    Enough,
    /// It is wrong at a place.
    Fault(FaultKind, u64),
}

/// Makes rows of a text.
pub(crate) trait Layout {
    /// Takes the piece of the text that lies at a place.
    fn feed(&mut self, bytes: &[u8], at: u64, sink: &mut impl Sink) -> Fed;
    /// At the end of the text.
    fn finish(&mut self, _at: u64, _sink: &mut impl Sink) -> Fed {
        Fed::All
    }
}

pub(crate) const fn is_inside_character(byte: u8) -> bool {
    byte & 0xc0 == 0x80
}

/// How many of `bytes` still belong to a row that has `before` bytes. The same rule at every place of a text, however it is cut into
/// pieces.
pub(crate) fn fitting(bytes: &[u8], before: usize) -> usize {
    let mut fits = ROW_BYTES.saturating_sub(before).min(bytes.len());
    while fits < bytes.len()
        && is_inside_character(bytes[fits])
        && before + fits < ROW_BYTES_AT_MOST
    {
        fits += 1;
    }
    fits
}
