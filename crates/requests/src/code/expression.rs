//! A text as an expression of a programming language: literals, joined with the variables that hold secrets. The strings of
//! all four languages escape alike but for the characters named here.

use super::message::{Part, Text};
use std::fmt::Write as _;

/// How a language writes texts.
pub(super) struct Dialect {
    /// The variable that has the token.
    pub(super) token: &'static str,
    /// Reads an environment variable.
    pub(super) environment: fn(&str) -> String,
    /// A character that a literal cannot hold as it is.
    pub(super) escape: fn(char, &mut String),
    /// Whether a literal can hold a character beyond ASCII as it is.
    pub(super) holds: fn(char) -> bool,
}

impl Dialect {
    /// The expression. A text of several lines has one each, indented by so many blanks.
    pub(super) fn expression(&self, text: &Text, indent: usize) -> String {
        let mut lines: Vec<String> = Vec::new();
        let mut line: Vec<String> = Vec::new();
        for part in &text.0 {
            match part {
                Part::Plain(plain) => {
                    for piece in plain.split_inclusive('\n') {
                        line.push(self.literal(piece));
                        if piece.ends_with('\n') {
                            lines.push(std::mem::take(&mut line).join(" + "));
                        }
                    }
                }
                Part::Token => line.push(self.token.to_owned()),
                Part::Secret(name) => line.push((self.environment)(name)),
            }
        }
        if !line.is_empty() {
            lines.push(line.join(" + "));
        }
        match lines.is_empty() {
            true => "\"\"".to_owned(),
            false => lines.join(&format!("\n{}+ ", " ".repeat(indent))),
        }
    }

    /// A literal.
    pub(super) fn literal(&self, text: &str) -> String {
        let mut literal = "\"".to_owned();
        for character in text.chars() {
            match character {
                '"' | '\\' => literal.extend(['\\', character]),
                '\n' => literal.push_str("\\n"),
                '\r' => literal.push_str("\\r"),
                '\t' => literal.push_str("\\t"),
                ' '..='~' => literal.push(character),
                other if !other.is_ascii() && (self.holds)(other) => literal.push(other),
                other => (self.escape)(other, &mut literal),
            }
        }
        literal.push('"');
        literal
    }
}

/// What may stand in a source text: no control character, no other line end, nothing that turns the text around.
pub(super) fn is_harmless(character: char) -> bool {
    !character.is_control()
        && !matches!(
            character,
            '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        )
}

/// `\uXXXX`, twice for a character beyond the first 65,536.
pub(super) fn utf16_units(character: char, literal: &mut String) {
    for unit in character.encode_utf16(&mut [0; 2]) {
        let _ = write!(literal, "\\u{unit:04x}");
    }
}
