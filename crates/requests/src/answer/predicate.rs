//! What a part of an answer is compared by.

use super::found::{Found, Kind, is_number};
use super::{PartError, ResponsePart, TakeError};
use mudbrick_model::written_time;
use regex::Regex;
use std::cmp::Ordering;

/// A comparison and what it compares with.
#[derive(Debug, Clone)]
pub(super) enum Predicate {
    Is(Written),
    IsNot(Written),
    Size(Size, String),
    Contains(String),
    StartsWith(String),
    EndsWith(String),
    Matches(Regex),
    /// A class of statuses: 2 for `2xx`.
    Class(char),
    Exists,
    Missing,
    Kind(Kind),
}

/// A value as somebody wrote it.
#[derive(Debug, Clone)]
pub(super) struct Written {
    text: String,
    /// What stands in quotes is meant as text.
    is_quoted: bool,
}

/// How a number has to compare with another.
#[derive(Debug, Clone, Copy)]
pub(super) enum Size {
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Predicate {
    /// Reads `== 200`, `contains json`, `exists`, as far as the part can be compared so. A value may stand in quotes.
    pub(super) fn parse(part: &ResponsePart, text: &str) -> Result<Self, PartError> {
        let (word, value) = super::word(text);
        let predicate = match (part, value) {
            (ResponsePart::Status, "") => Self::of_status(word),
            (ResponsePart::Status, _) if is_equality(word) => Self::class(value),
            _ => None,
        };
        let predicate = predicate.or_else(|| Self::of_words(word, value));
        predicate.ok_or(PartError::Comparison)?.of(part)
    }

    fn of_words(word: &str, value: &str) -> Option<Self> {
        let alone = value.is_empty();
        let written = Written::of(value);
        let value = written.text.clone();
        Some(match (word, alone) {
            ("exists", true) => Self::Exists,
            ("missing", true) => Self::Missing,
            ("isNumber", true) => Self::Kind(Kind::Number),
            ("isBoolean", true) => Self::Kind(Kind::Boolean),
            ("isString", true) => Self::Kind(Kind::String),
            ("isArray", true) => Self::Kind(Kind::Array),
            (_, true) => return None,
            (word, _) if is_equality(word) => Self::Is(written),
            ("!=", _) => Self::IsNot(written),
            ("<", _) => Self::Size(Size::Less, value),
            ("<=", _) => Self::Size(Size::LessOrEqual, value),
            (">", _) => Self::Size(Size::Greater, value),
            (">=", _) => Self::Size(Size::GreaterOrEqual, value),
            ("contains" | "includes", _) => Self::Contains(value),
            ("startsWith", _) => Self::StartsWith(value),
            ("endsWith", _) => Self::EndsWith(value),
            ("matches", _) => Self::Matches(Regex::new(&value).ok()?),
            _ => return None,
        })
    }

    /// `200`, `2xx`.
    fn of_status(word: &str) -> Option<Self> {
        let number = || word.parse::<u16>().is_ok().then(|| Self::Is(Written::of(word)));
        Self::class(word).or_else(number)
    }

    /// `2xx`.
    fn class(text: &str) -> Option<Self> {
        let mut characters = text.chars();
        let class = characters.next().filter(|first| ('1'..='5').contains(first))?;
        characters.as_str().eq_ignore_ascii_case("xx").then_some(Self::Class(class))
    }

    /// With times in milliseconds. What could never hold, such as a status that is no number, is refused.
    fn of(mut self, part: &ResponsePart) -> Result<Self, PartError> {
        let (value, needs_number) = match &mut self {
            Self::Is(written) | Self::IsNot(written) => {
                (&mut written.text, matches!(part, ResponsePart::Status))
            }
            Self::Size(_, value) => (value, true),
            _ => return Ok(self),
        };
        if matches!(part, ResponsePart::Time) {
            let (number, unit_ms) = written_time(value).ok_or(PartError::Time)?;
            *value = (number * unit_ms.unwrap_or(1.0)).to_string();
        } else if needs_number && !is_number(value) {
            return Err(PartError::Number);
        }
        Ok(self)
    }

    /// Whether it holds of what was found.
    ///
    /// # Errors
    /// [`TakeError::NotANumber`].
    pub(super) fn holds(&self, found: Option<&Found>) -> Result<bool, TakeError> {
        let Some(found) = found else { return Ok(matches!(self, Self::Missing)) };
        let text = found.text();
        Ok(match self {
            Self::Is(written) => written.is(found),
            Self::IsNot(written) => !written.is(found),
            Self::Size(size, value) => size.has(found.order(value).ok_or(TakeError::NotANumber)?),
            Self::Contains(value) => text.contains(value.as_str()),
            Self::StartsWith(value) => text.starts_with(value.as_str()),
            Self::EndsWith(value) => text.ends_with(value.as_str()),
            Self::Matches(pattern) => pattern.is_match(&text),
            Self::Class(class) => text.len() == 3 && text.starts_with(*class),
            Self::Exists => true,
            Self::Missing => false,
            Self::Kind(kind) => found.kind() == *kind,
        })
    }
}

impl Written {
    fn of(text: &str) -> Self {
        let text = text.trim();
        let within = |quote: char| text.strip_prefix(quote)?.strip_suffix(quote);
        match within('"').or_else(|| within('\'')) {
            Some(inside) => Self { text: inside.to_owned(), is_quoted: true },
            None => Self { text: text.to_owned(), is_quoted: false },
        }
    }

    fn is(&self, found: &Found) -> bool {
        found.text() == self.text || !self.is_quoted && found.is_number(&self.text)
    }
}

impl Size {
    fn has(self, order: Ordering) -> bool {
        match self {
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
        }
    }
}

fn is_equality(word: &str) -> bool {
    matches!(word, "==" | "equals" | "is")
}
