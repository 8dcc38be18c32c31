//! What may follow what in JSON. How single strings, numbers and words are written is left to the layout.

use crate::layout::{FaultKind, Token};

/// Each level is a bit; what is nested deeper is nothing that anybody looks at as JSON.
const MOST_DEPTH: usize = 8_000_000;

/// Goes through the tokens of a text: one value, or several one after the other, as in JSON lines.
#[derive(Debug, Default)]
pub(crate) struct Grammar {
    /// For each open bracket, whether it is an object's.
    open: Vec<u64>,
    depth: usize,
    expects: Expects,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Expects {
    /// A value, also at the top, where there may be none.
    #[default]
    Value,
    /// A value or the array's end.
    First,
    /// A name or the object's end.
    FirstName,
    Name,
    Colon,
    /// A comma or the end.
    Next,
}

impl Grammar {
    pub(crate) fn take(&mut self, token: Token) -> Result<(), FaultKind> {
        use Expects as E;
        self.expects = match (token, self.expects) {
            (Token::OpenObject | Token::OpenArray, E::Value | E::First) => {
                self.push(token == Token::OpenObject)?;
                if token == Token::OpenObject { E::FirstName } else { E::First }
            }
            (Token::Scalar | Token::String, E::Value | E::First) => self.after_value(),
            (Token::String, E::Name | E::FirstName) => E::Colon,
            (Token::Colon, E::Colon) => E::Value,
            (Token::Comma, E::Next) => {
                if self.in_object() {
                    E::Name
                } else {
                    E::Value
                }
            }
            (Token::CloseObject, E::Next | E::FirstName)
            | (Token::CloseArray, E::Next | E::First)
                if self.depth > 0 =>
            {
                if self.in_object() != (token == Token::CloseObject) {
                    return Err(FaultKind::WrongBracket);
                }
                self.depth -= 1;
                self.after_value()
            }
            (_, E::Value | E::First) => return Err(FaultKind::ValueExpected),
            (_, E::Name | E::FirstName) => return Err(FaultKind::NameExpected),
            (_, E::Colon) => return Err(FaultKind::ColonExpected),
            (_, E::Next) => return Err(FaultKind::CommaExpected),
        };
        Ok(())
    }

    /// Whether the text may end here.
    pub(crate) fn may_end(&self) -> bool {
        self.depth == 0 && self.expects == Expects::Value
    }

    fn after_value(&self) -> Expects {
        if self.depth == 0 { Expects::Value } else { Expects::Next }
    }

    fn in_object(&self) -> bool {
        let top = self.depth.wrapping_sub(1);
        self.open.get(top / 64).is_some_and(|bits| bits >> (top % 64) & 1 == 1)
    }

    fn push(&mut self, is_object: bool) -> Result<(), FaultKind> {
        if self.depth == MOST_DEPTH {
            return Err(FaultKind::TooDeep);
        }
        let (word, bit) = (self.depth / 64, self.depth % 64);
        if word == self.open.len() {
            self.open.push(0);
        }
        self.open[word] = self.open[word] & !(1 << bit) | u64::from(is_object) << bit;
        self.depth += 1;
        Ok(())
    }
}
