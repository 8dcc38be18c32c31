//! What a part of an answer is compared by.

use regex::Regex;
use std::cmp::Ordering;

/// A comparison and what it compares with.
#[derive(Debug, Clone)]
pub(super) enum Predicate {
    Is(String),
    IsNot(String),
    Less(String),
    LessOrEqual(String),
    Greater(String),
    GreaterOrEqual(String),
    Contains(String),
    StartsWith(String),
    EndsWith(String),
    Matches(Regex),
    /// A class of statuses: 2 for `2xx`.
    Class(char),
    Exists,
    Missing,
    IsNumber,
    IsBoolean,
    IsString,
    IsArray,
}

impl Predicate {
    /// Reads `== 200`, `contains json`, `exists`. A value may stand in quotes.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (word, value) = super::word(text);
        let alone = value.is_empty();
        let value = unquoted(value);
        Some(match (word, alone) {
            ("exists", true) => Self::Exists,
            ("missing", true) => Self::Missing,
            ("isNumber", true) => Self::IsNumber,
            ("isBoolean", true) => Self::IsBoolean,
            ("isString", true) => Self::IsString,
            ("isArray", true) => Self::IsArray,
            (_, true) => return None,
            ("==" | "equals" | "is", _) => Self::Is(value),
            ("!=", _) => Self::IsNot(value),
            ("<", _) => Self::Less(value),
            ("<=", _) => Self::LessOrEqual(value),
            (">", _) => Self::Greater(value),
            (">=", _) => Self::GreaterOrEqual(value),
            ("contains" | "includes", _) => Self::Contains(value),
            ("startsWith", _) => Self::StartsWith(value),
            ("endsWith", _) => Self::EndsWith(value),
            ("matches", _) => Self::Matches(Regex::new(&value).ok()?),
            _ => return None,
        })
    }

    /// `2xx`.
    pub(super) fn class(text: &str) -> Option<Self> {
        let mut characters = text.chars();
        let class = characters.next().filter(|first| ('1'..='5').contains(first))?;
        characters.as_str().eq_ignore_ascii_case("xx").then_some(Self::Class(class))
    }

    /// Whether it holds of everything that was found. What compares is compared with the first.
    pub(super) fn holds(&self, found: &[String]) -> bool {
        if matches!(self, Self::Missing) {
            return found.is_empty();
        }
        let Some(json) = found.first() else { return false };
        let text = super::json::as_text(json);
        match self {
            Self::Is(value) => ordered(&text, value) == Some(Ordering::Equal) || text == *value,
            Self::IsNot(value) => ordered(&text, value) != Some(Ordering::Equal) && text != *value,
            Self::Less(value) => ordered(&text, value) == Some(Ordering::Less),
            Self::Greater(value) => ordered(&text, value) == Some(Ordering::Greater),
            Self::LessOrEqual(value) => ordered(&text, value).is_some_and(Ordering::is_le),
            Self::GreaterOrEqual(value) => ordered(&text, value).is_some_and(Ordering::is_ge),
            Self::Contains(value) => text.contains(value.as_str()),
            Self::StartsWith(value) => text.starts_with(value.as_str()),
            Self::EndsWith(value) => text.ends_with(value.as_str()),
            Self::Matches(pattern) => pattern.is_match(&text),
            Self::Class(class) => text.len() == 3 && text.starts_with(*class),
            Self::Exists => true,
            Self::Missing => false,
            Self::IsNumber => text.parse::<f64>().is_ok_and(f64::is_finite),
            Self::IsBoolean => matches!(json.as_str(), "true" | "false"),
            Self::IsString => json.starts_with('"'),
            Self::IsArray => json.starts_with('['),
        }
    }
}

/// Two numbers by their size. Whole ones are compared whole: an id of 20 digits is more than a float holds.
fn ordered(one: &str, other: &str) -> Option<Ordering> {
    if let (Ok(one), Ok(other)) = (one.parse::<i128>(), other.parse::<i128>()) {
        return Some(one.cmp(&other));
    }
    one.parse::<f64>().ok()?.partial_cmp(&other.parse::<f64>().ok()?)
}

fn unquoted(text: &str) -> String {
    let text = text.trim();
    for quote in ['"', '\''] {
        if let Some(inside) = text.strip_prefix(quote).and_then(|text| text.strip_suffix(quote)) {
            return inside.to_owned();
        }
    }
    text.to_owned()
}
