//! What stands between a shell's quotation marks, and variables and outputs there and elsewhere.

use super::reader::{BLANKS, Reader, is_dash};
use crate::paste::credentials::prints_token;
use crate::paste::curl_name::{is_name, name_at};
use crate::paste::doubt_kind::DoubtKind;
use crate::paste::enclosed::closing_bracket;
use crate::paste::remark::PasteNote;

impl Reader<'_> {
    /// Up to the next `mark`; up to the end of the line when there is none.
    pub(super) fn single(&mut self, mark: char, word: &mut String) {
        match self.cursor.rest().split_once(mark) {
            Some((inside, _)) => {
                word.push_str(inside);
                self.cursor.at += inside.len() + mark.len_utf8();
            }
            None => self.unclosed(mark, word),
        }
    }

    /// The rest of the line, for a quotation without an end.
    pub(super) fn unclosed(&mut self, mark: char, word: &mut String) {
        self.remarks.doubt(self.cursor.at, DoubtKind::Unclosed { mark });
        let line = self.cursor.rest().split('\n').next().unwrap_or_default();
        let inside = line.trim_end_matches(BLANKS);
        let inside = inside.strip_suffix('\\').unwrap_or(inside).trim_end_matches(BLANKS);
        word.push_str(inside);
        self.cursor.at += line.len();
    }

    /// A quotation that a word processor opened. It ends with the word processor's mark or, where that was typed
    /// afterwards, with the plain one at the end of a word, whichever comes first.
    pub(super) fn typographic(&mut self, mark: char, plain: char, word: &mut String) {
        self.remarks.note(PasteNote::Typographic);
        let rest = self.cursor.rest();
        let ends_word = |after: &str| {
            let after = after.trim_start_matches(BLANKS);
            after.is_empty()
                || after.starts_with(['\n', '\\'])
                || after.starts_with("http")
                || after.starts_with(is_dash)
        };
        let own = rest.find(mark);
        let other = rest.match_indices(plain).map(|(at, _)| at);
        let other = other.into_iter().find(|at| ends_word(&rest[at + 1..]));
        let end = match (own, other) {
            (Some(own), Some(other)) => own.min(other),
            (Some(end), None) | (None, Some(end)) => end,
            (None, None) => return self.unclosed(mark, word),
        };
        word.push_str(&rest[..end]);
        let length = rest[end..].chars().next().map_or(0, char::len_utf8);
        self.cursor.at += end + length;
    }

    pub(super) fn double(&mut self, word: &mut String) {
        let begin = self.cursor.at;
        let length = word.len();
        loop {
            if self.take_line_continuation() {
                continue;
            }
            let Some(next) = self.cursor.next() else {
                // Perhaps a word processor closed what was opened by hand.
                self.cursor.at = begin;
                word.truncate(length);
                return match closed_by_a_word_processor(self.cursor.rest()) {
                    Some(end) => {
                        word.push_str(&self.cursor.rest()[..end]);
                        self.cursor.at += end + '\u{201d}'.len_utf8();
                        self.remarks.note(PasteNote::Typographic);
                    }
                    None => self.unclosed('"', word),
                };
            };
            match next {
                '"' => return,
                '\\' => match self.cursor.next() {
                    Some(escaped @ ('"' | '\\' | '$' | '`')) => word.push(escaped),
                    Some(other) => word.extend(['\\', other]),
                    None => word.push('\\'),
                },
                '$' => self.variable(word),
                '`' => self.output('`', word),
                other => word.push(other),
            }
        }
    }

    /// `$NAME`, `${NAME}`, `${NAME:-default}`, `$1` and `$(command)`; in a makefile, `$$NAME` and `$(NAME)`.
    pub(super) fn variable(&mut self, word: &mut String) {
        let begins = |c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '{' | '(');
        if self.cursor.rest().strip_prefix('$').is_some_and(|after| after.starts_with(begins)) {
            self.cursor.at += 1;
        }
        if self.cursor.rest().starts_with('(') {
            self.cursor.at += 1;
            return self.output(')', word);
        }
        let rest = self.cursor.rest();
        if let Some((variable, length)) = argument(rest) {
            word.push_str(&format!("{{{{{variable}}}}}"));
            self.remarks.doubt(self.cursor.at - 1, DoubtKind::Argument { variable });
            self.cursor.at += length;
            return;
        }
        let Some(Variable { name, length, is_changed }) = Variable::of(rest) else {
            word.push('$');
            return;
        };
        word.push_str(&format!("{{{{{name}}}}}"));
        if is_changed {
            let variable = name.to_owned();
            self.remarks.doubt(self.cursor.at - 1, DoubtKind::SeveralValues { variable });
        }
        self.cursor.at += length;
    }

    /// The output of a command, up to `close`.
    pub(super) fn output(&mut self, close: char, word: &mut String) {
        let begin = if close == ')' { "$(" } else { "`" };
        let inside = self.cursor.at;
        let at = inside - begin.len();
        let rest = self.cursor.rest();
        let end = match close {
            ')' => end_of_output(rest),
            _ => rest.find(close),
        };
        let command = &rest[..end.unwrap_or(rest.len())];
        self.cursor.at += end.map_or(rest.len(), |end| end + close.len_utf8());
        if prints_token(command) {
            return word.push_str("{{ACCESS_TOKEN}}");
        }
        if is_name(command) && !command.contains(|c: char| c.is_ascii_lowercase()) {
            return word.push_str(&format!("{{{{{command}}}}}"));
        }
        if let Some(printed) = self.printed_by_cat(inside, inside + command.len()) {
            return word.push_str(&printed);
        }
        self.outputs += 1;
        let variable = format!("OUTPUT_{}", self.outputs);
        word.push_str(&format!("{{{{{variable}}}}}"));
        self.remarks.doubt(at, DoubtKind::CommandOutput { variable });
    }

    /// `$'…'`, which browsers write for bodies with line ends.
    pub(super) fn escaped(&mut self, word: &mut String) {
        let begin = self.cursor.at;
        let mut units: Vec<u16> = Vec::new();
        loop {
            let Some(character) = self.cursor.next() else {
                self.cursor.at = begin;
                return self.unclosed('\'', word);
            };
            if character == '\'' {
                word.push_str(&String::from_utf16_lossy(&units));
                return;
            }
            let plain = if character == '\\' { self.escape(&mut units) } else { Some(character) };
            if let Some(plain) = plain {
                units.extend(plain.encode_utf16(&mut [0; 2]).iter());
            }
        }
    }

    /// The character behind a backslash; none when it went to `units` by itself.
    pub(super) fn escape(&mut self, units: &mut Vec<u16>) -> Option<char> {
        Some(match self.cursor.next()? {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'a' => '\u{7}',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'v' => '\u{b}',
            'e' | 'E' => '\u{1b}',
            'u' => {
                // Browsers write characters beyond the first plane as two of these.
                units.push(u16::try_from(self.digits(4, 16)).unwrap_or(0xFFFD));
                return None;
            }
            'U' => char::from_u32(self.digits(8, 16)).unwrap_or('\u{FFFD}'),
            'x' => char::from_u32(self.digits(2, 16)).unwrap_or('\u{FFFD}'),
            digit @ '0'..='7' => {
                let mut value = digit.to_digit(8).unwrap_or(0);
                for _ in 0..2 {
                    let next = self.cursor.rest().chars().next().and_then(|c| c.to_digit(8));
                    let Some(digit) = next else { break };
                    value = value * 8 + digit;
                    self.cursor.at += 1;
                }
                char::from_u32(value).unwrap_or('\u{FFFD}')
            }
            other => other,
        })
    }

    /// A number of at most `most` digits.
    pub(super) fn digits(&mut self, most: usize, radix: u32) -> u32 {
        let mut value: u32 = 0;
        for _ in 0..most {
            let Some(digit) = self.cursor.rest().chars().next().and_then(|c| c.to_digit(radix))
            else {
                break;
            };
            value = value.wrapping_mul(radix).wrapping_add(digit);
            self.cursor.at += 1;
        }
        value
    }
}

/// The bracket that ends a command's output. Lines that a command is given, `<<END`, may hold one quotation mark alone.
fn end_of_output(text: &str) -> Option<usize> {
    let unquoted = closing_bracket(&text.replace(['"', '\''], " "));
    let has_lines = unquoted.is_some_and(|end| text[..end].contains("<<"));
    if has_lines { unquoted } else { closing_bracket(text).or(unquoted) }
}

/// Where the first curly mark is that ends a word.
fn closed_by_a_word_processor(rest: &str) -> Option<usize> {
    let marks = rest.match_indices('\u{201d}').map(|(at, mark)| (at, at + mark.len()));
    let ends = |end: usize| rest[end..].is_empty() || rest[end..].starts_with(char::is_whitespace);
    marks.into_iter().find(|(_, end)| ends(*end)).map(|(at, _)| at)
}

/// A variable behind its `$`.
struct Variable<'a> {
    name: &'a str,
    length: usize,
    /// Whether a part of its value is taken, or something is done with it: `${NAME%/}`, `${#NAME}`.
    is_changed: bool,
}

impl<'a> Variable<'a> {
    fn of(text: &'a str) -> Option<Self> {
        let Some(braced) = text.strip_prefix('{') else {
            let name = name_at(text)?;
            return Some(Self { name, length: name.len(), is_changed: false });
        };
        let inside = &braced[..closing_brace(braced)?];
        let name = name_at(inside.trim_start_matches(['#', '!']))?;
        // `${NAME:-default}`, `${NAME:?a message}`
        let is_itself = inside.strip_prefix(name).is_some_and(|after| {
            let after = after.strip_prefix(':').unwrap_or(after);
            after.is_empty() || after.starts_with(['-', '=', '?'])
        });
        Some(Self { name, length: inside.len() + 2, is_changed: !is_itself })
    }
}

/// No variable is longer, in characters.
const LONGEST: usize = 1_000;

/// The brace that closes what was opened before the text, on the same line.
fn closing_brace(text: &str) -> Option<usize> {
    let mut depth = 1_usize;
    for (at, character) in text.char_indices().take(LONGEST) {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            '\n' => return None,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// The variable for what a script is given, and how long its name is behind the `$`: of `$12`, the first digit alone.
fn argument(name: &str) -> Option<(String, usize)> {
    let braced = name.strip_prefix('{').and_then(|inside| inside.split_once('}'));
    let (inside, length) = match braced {
        Some((inside, _)) => (inside, inside.len() + 2),
        None => (name.get(..1)?, 1),
    };
    // `${1:-default}`
    let number = inside.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
    match number {
        "" if inside.starts_with(['@', '*']) => Some(("ARGUMENTS".to_owned(), length)),
        "" | "0" => None,
        number => Some((format!("ARGUMENT_{number}"), length)),
    }
}
