//! What was found in an answer, and what it is.

use super::json::as_text;
use mudbrick_compare::json::order_of_numbers;
use std::borrow::Cow;
use std::cmp::Ordering;

/// Something of an answer.
#[derive(Debug, Clone)]
pub(super) enum Found {
    /// A value of a body, as it stands there.
    Json(String),
    /// A status or a time.
    Number(String),
    /// A header or a whole body.
    Text(String),
}

/// What it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Null,
    Boolean,
    Number,
    String,
    Array,
    Object,
}

impl Found {
    /// A JSON string without its quotes, everything else as it stands.
    pub(super) fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Json(json) => Cow::Owned(as_text(json)),
            Self::Number(text) | Self::Text(text) => Cow::Borrowed(text),
        }
    }

    /// A value of JSON says what it is. A text is what it looks like.
    pub(super) fn kind(&self) -> Kind {
        let text = match self {
            Self::Json(text) | Self::Number(text) | Self::Text(text) => text.trim(),
        };
        match (self, text.as_bytes().first()) {
            (_, Some(b'{')) => Kind::Object,
            (_, Some(b'[')) => Kind::Array,
            (Self::Json(_), Some(b'"')) => Kind::String,
            _ if is_number(text) => Kind::Number,
            _ if matches!(text, "true" | "false") => Kind::Boolean,
            (Self::Json(_), Some(b'n')) => Kind::Null,
            // Such as a number whose power of ten is beyond all bounds.
            (Self::Json(_), _) => Kind::Number,
            _ => Kind::String,
        }
    }

    /// How it compares with a number, by all digits; none when it is none itself.
    pub(super) fn order(&self, number: &str) -> Option<Ordering> {
        let is_number = self.kind() == Kind::Number;
        is_number.then(|| order_of_numbers(&self.text(), number)).flatten()
    }

    /// Whether it is the number that a text says, however both are written. The text of a header or a whole body is compared as
    /// text: `1.10` is another version than `1.1`.
    pub(super) fn is_number(&self, number: &str) -> bool {
        !matches!(self, Self::Text(_)) && self.order(number) == Some(Ordering::Equal)
    }
}

pub(super) fn is_number(text: &str) -> bool {
    order_of_numbers(text, "0").is_some()
}
