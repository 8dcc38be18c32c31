//! JSON put in form: a row for each bracket, element and member, and nothing moved but white space. Strings, numbers and words are looked
//! at byte by byte; what may follow what is left to the grammar.

use crate::layout::{FaultKind, Fed, Layout, RowStart, Sink, Token, fitting};

/// Rows of JSON.
#[derive(Debug, Clone)]
pub(crate) struct JsonLayout {
    inside: Inside,
    pending: Pending,
    depth: u32,
    line: u64,
    row_bytes: usize,
    is_first: bool,
    /// Begins in the middle of a line.
    resumes: bool,
}

/// Inside of what the next byte is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Inside {
    Nothing,
    Text,
    Escape,
    /// The hexadecimal digits of an escape that are to come.
    Hex(u8),
    Number(Number),
    Word(&'static [u8]),
}

/// How far a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Number {
    Minus,
    Zero,
    Digits,
    Point,
    Fraction,
    E,
    Sign,
    Exponent,
}

const NUMBERS: [Number; 8] = [
    Number::Minus,
    Number::Zero,
    Number::Digits,
    Number::Point,
    Number::Fraction,
    Number::E,
    Number::Sign,
    Number::Exponent,
];

/// What is done before the next token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pending {
    Nothing,
    /// A row begins.
    Row,
    /// A row begins, unless the bracket is closed at once.
    Opened,
}

/// Bytes of a string that stand for themselves: no quote, no backslash, no control character.
const PLAIN: [bool; 256] = {
    let mut plain = [true; 256];
    let mut byte = 0;
    while byte < 0x20 {
        plain[byte] = false;
        byte += 1;
    }
    plain[b'"' as usize] = false;
    plain[b'\\' as usize] = false;
    plain
};

impl Number {
    /// With one more byte; none when that ends it.
    fn with(self, byte: u8) -> Option<Self> {
        use Number as N;
        Some(match (self, byte) {
            (N::Minus, b'0') => N::Zero,
            (N::Minus | N::Digits, b'0'..=b'9') => N::Digits,
            (N::Zero | N::Digits, b'.') => N::Point,
            (N::Zero | N::Digits | N::Fraction, b'e' | b'E') => N::E,
            (N::Point | N::Fraction, b'0'..=b'9') => N::Fraction,
            (N::E, b'+' | b'-') => N::Sign,
            (N::E | N::Sign | N::Exponent, b'0'..=b'9') => N::Exponent,
            _ => return None,
        })
    }

    fn is_whole(self) -> bool {
        matches!(self, Self::Zero | Self::Digits | Self::Fraction | Self::Exponent)
    }
}

/// What may follow a number or a word: one that follows at once would look as if it went on.
fn ends_word(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b',' | b':' | b'[' | b']' | b'{' | b'}')
}

impl JsonLayout {
    /// From the start of a row.
    pub(crate) fn from(start: RowStart) -> Self {
        let inside = match start.mode {
            0 => Inside::Nothing,
            1 => Inside::Text,
            number => Inside::Number(NUMBERS[usize::from(number - 2) % NUMBERS.len()]),
        };
        Self {
            inside,
            pending: Pending::Row,
            depth: start.depth,
            line: start.line,
            row_bytes: 0,
            is_first: true,
            resumes: start.continued,
        }
    }

    fn row(&mut self, at: u64, continued: bool, sink: &mut impl Sink) -> bool {
        if !self.is_first && !continued {
            self.line += 1;
        }
        (self.is_first, self.row_bytes, self.pending) = (false, 0, Pending::Nothing);
        let mode = match self.inside {
            Inside::Text => 1,
            Inside::Number(number) => {
                2 + NUMBERS.iter().position(|one| *one == number).unwrap_or(0) as u8
            }
            _ => 0,
        };
        let (line, depth) = (self.line, self.depth);
        sink.row(RowStart { at, line, depth, continued, mode }).is_break()
    }

    fn after_value(&mut self) {
        self.inside = Inside::Nothing;
        if self.depth == 0 {
            self.pending = Pending::Row;
        }
    }

    fn emit(&mut self, bytes: &[u8], at: u64, sink: &mut impl Sink) {
        self.row_bytes += bytes.len();
        sink.text(bytes, at);
    }

    /// Takes as much of a run as the row has room for; all that is left goes to the next rows.
    fn run(&mut self, run: &[u8], at: u64, sink: &mut impl Sink) -> Option<usize> {
        let mut from = 0;
        while from < run.len() {
            let fits = fitting(&run[from..], self.row_bytes);
            self.emit(&run[from..from + fits], at + from as u64, sink);
            from += fits;
            if from < run.len() && self.row(at + from as u64, true, sink) {
                return None;
            }
        }
        Some(from)
    }

    /// A byte outside of strings, numbers and words.
    fn between(&mut self, byte: u8, at: u64, sink: &mut impl Sink) -> Fed {
        let (token, inside) = match byte {
            b' ' | b'\t' | b'\n' | b'\r' => return Fed::All,
            b'{' => (Token::OpenObject, Inside::Nothing),
            b'[' => (Token::OpenArray, Inside::Nothing),
            b'}' => (Token::CloseObject, Inside::Nothing),
            b']' => (Token::CloseArray, Inside::Nothing),
            b',' => (Token::Comma, Inside::Nothing),
            b':' => (Token::Colon, Inside::Nothing),
            b'"' => (Token::String, Inside::Text),
            b'-' => (Token::Scalar, Inside::Number(Number::Minus)),
            b'0' => (Token::Scalar, Inside::Number(Number::Zero)),
            b'1'..=b'9' => (Token::Scalar, Inside::Number(Number::Digits)),
            b't' => (Token::Scalar, Inside::Word(b"rue")),
            b'f' => (Token::Scalar, Inside::Word(b"alse")),
            b'n' => (Token::Scalar, Inside::Word(b"ull")),
            _ => return Fed::Fault(FaultKind::ValueExpected, at),
        };
        if let Err(kind) = sink.token(token) {
            return Fed::Fault(kind, at);
        }
        let closes = matches!(token, Token::CloseObject | Token::CloseArray);
        // A row that begins with the bracket has its depth already.
        if closes && !self.is_first {
            self.depth = self.depth.saturating_sub(1);
        }
        let begins = match self.pending {
            Pending::Nothing => closes,
            Pending::Row => true,
            Pending::Opened => !closes,
        };
        if begins && self.row(at, false, sink) {
            return Fed::Enough;
        }
        self.pending = Pending::Nothing;
        self.inside = inside;
        self.emit(&[byte], at, sink);
        match token {
            Token::OpenObject | Token::OpenArray => {
                self.depth += 1;
                self.pending = Pending::Opened;
            }
            Token::CloseObject | Token::CloseArray => self.after_value(),
            Token::Comma => self.pending = Pending::Row,
            Token::Colon => {
                self.row_bytes += 1;
                sink.space();
            }
            Token::String | Token::Scalar => {}
        }
        Fed::All
    }

    /// Takes some of the bytes from the front; how many.
    fn some(&mut self, bytes: &[u8], at: u64, sink: &mut impl Sink) -> Result<usize, Fed> {
        let fault = |kind| Err(Fed::Fault(kind, at));
        let byte = bytes[0];
        match self.inside {
            Inside::Nothing => match self.between(byte, at, sink) {
                Fed::All => return Ok(1),
                other => return Err(other),
            },
            Inside::Text => {
                let plain = bytes.iter().position(|byte| !PLAIN[usize::from(*byte)]);
                match (plain, byte) {
                    (Some(0), b'"') => self.after_value(),
                    (Some(0), b'\\') => {
                        // A string may be escapes from end to end.
                        if fitting(&bytes[..1], self.row_bytes) == 0 && self.row(at, true, sink) {
                            return Err(Fed::Enough);
                        }
                        self.inside = Inside::Escape;
                    }
                    (Some(0), _) => return fault(FaultKind::ControlCharacter),
                    (length, _) => {
                        let run = &bytes[..length.unwrap_or(bytes.len())];
                        return self.run(run, at, sink).ok_or(Fed::Enough);
                    }
                }
            }
            Inside::Escape => match byte {
                b'u' => self.inside = Inside::Hex(4),
                b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => {
                    self.inside = Inside::Text;
                }
                _ => return fault(FaultKind::Escape),
            },
            Inside::Hex(left) => match (byte.is_ascii_hexdigit(), left) {
                (true, 1) => self.inside = Inside::Text,
                (true, _) => self.inside = Inside::Hex(left - 1),
                (false, _) => return fault(FaultKind::Escape),
            },
            Inside::Number(number) => match number.with(byte) {
                Some(next) => {
                    // Cut before the byte is counted as a part of the number: the row that goes on begins with it.
                    if fitting(&bytes[..1], self.row_bytes) == 0 && self.row(at, true, sink) {
                        return Err(Fed::Enough);
                    }
                    self.inside = Inside::Number(next);
                }
                None if number.is_whole() && ends_word(byte) => {
                    self.after_value();
                    return Ok(0);
                }
                None => return fault(FaultKind::Number),
            },
            Inside::Word(rest) => match rest {
                [] if ends_word(byte) => {
                    self.after_value();
                    return Ok(0);
                }
                [next, rest @ ..] if *next == byte => self.inside = Inside::Word(rest),
                _ => return fault(FaultKind::Word),
            },
        }
        self.emit(&bytes[..1], at, sink);
        Ok(1)
    }
}

impl Layout for JsonLayout {
    fn feed(&mut self, bytes: &[u8], at: u64, sink: &mut impl Sink) -> Fed {
        let mut from = 0;
        if std::mem::take(&mut self.resumes) && self.row(at, true, sink) {
            return Fed::Enough;
        }
        while from < bytes.len() {
            match self.some(&bytes[from..], at + from as u64, sink) {
                Ok(taken) => from += taken,
                Err(fed) => return fed,
            }
        }
        Fed::All
    }

    fn finish(&mut self, at: u64, _sink: &mut impl Sink) -> Fed {
        match self.inside {
            Inside::Nothing | Inside::Word([]) => Fed::All,
            Inside::Number(number) if number.is_whole() => Fed::All,
            _ => Fed::Fault(FaultKind::EndsEarly, at),
        }
    }
}
