//! JSON and what people write for it: comments, trailing and missing commas, single quotes and names without quotes
//! (JSON5, JavaScript), strings without quotes and `'''` blocks (HJSON, which `aio` writes).
//!
//! One reader for the whole family, because a file rarely keeps to one of them, and because its strings have to be wiped.

mod strings;

use super::{Budget, NotThis, Value};
use zeroize::Zeroizing;

/// Reads one value that is all of `text`.
pub(crate) fn parse(text: &str) -> Result<Value, NotThis> {
    let (value, mut rest) = parse_first(text)?;
    // What closes a JavaScript statement.
    rest = rest.trim_start_matches([';', ')', ' ', '\t', '\r', '\n']);
    let mut reader = Reader { text: rest, at: 0, budget: Budget::new() };
    reader.skip_blank();
    match reader.peek() {
        None => Ok(value),
        Some(_) => {
            let line = text[..text.len() - reader.rest().len()].matches('\n').count() + 1;
            Err(NotThis { line, why: "something follows its end" })
        }
    }
}

/// Reads the value that `text` begins with, and gives what follows it.
pub(crate) fn parse_first(text: &str) -> Result<(Value, &str), NotThis> {
    let mut reader = Reader { text, at: 0, budget: Budget::new() };
    let value = reader.value(0)?;
    Ok((value, &text[reader.at..]))
}

struct Reader<'a> {
    text: &'a str,
    /// A byte offset, always at a character.
    at: usize,
    budget: Budget,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let character = self.peek()?;
        self.at += character.len_utf8();
        Some(character)
    }

    fn eat(&mut self, expected: &str) -> bool {
        let found = self.rest().starts_with(expected);
        if found {
            self.at += expected.len();
        }
        found
    }

    fn line(&self) -> usize {
        self.text[..self.at].matches('\n').count() + 1
    }

    fn fail<T>(&self, why: &'static str) -> Result<T, NotThis> {
        Err(NotThis { line: self.line(), why })
    }

    /// White space and comments.
    fn skip_blank(&mut self) {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
            self.at += rest.len() - trimmed.len();
            let end = if trimmed.starts_with("//") || trimmed.starts_with('#') {
                trimmed.find('\n').unwrap_or(trimmed.len())
            } else if trimmed.starts_with("/*") {
                trimmed.find("*/").map_or(trimmed.len(), |end| end + 2)
            } else {
                return;
            };
            self.at += end;
        }
    }

    fn value(&mut self, depth: usize) -> Result<Value, NotThis> {
        if depth > Budget::DEPTH {
            return self.fail("it is nested too deeply");
        }
        if self.budget.spend(0).is_err() {
            return self.fail("it holds too many values");
        }
        self.skip_blank();
        match self.peek() {
            None => self.fail("a value is missing"),
            Some('{') => self.map(depth),
            Some('[') => self.list(depth),
            Some('"' | '\'' | '`') => self.joined_strings().map(Value::Text),
            Some('}' | ']' | ',' | ':') => self.fail("a value is missing"),
            Some(_) => Ok(self.bare()),
        }
    }

    fn map(&mut self, depth: usize) -> Result<Value, NotThis> {
        self.at += 1;
        let mut entries = Vec::new();
        loop {
            self.skip_blank();
            match self.peek() {
                None => return self.fail("a closing brace is missing"),
                Some('}') => break,
                Some(',') => self.at += 1,
                Some(_) => {
                    let key = self.key()?;
                    self.skip_blank();
                    if !self.eat(":") {
                        return self.fail("a colon is missing behind a name");
                    }
                    entries.push((key, self.value(depth + 1)?));
                }
            }
        }
        self.at += 1;
        Ok(Value::Map(entries))
    }

    fn list(&mut self, depth: usize) -> Result<Value, NotThis> {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.skip_blank();
            match self.peek() {
                None => return self.fail("a closing bracket is missing"),
                Some(']') => break,
                Some(',') => self.at += 1,
                Some(_) => items.push(self.value(depth + 1)?),
            }
        }
        self.at += 1;
        Ok(Value::List(items))
    }

    fn key(&mut self) -> Result<String, NotThis> {
        if matches!(self.peek(), Some('"' | '\'' | '`')) {
            return self.string().map(|text| String::clone(&text));
        }
        let rest = self.rest();
        let stop = |c: char| c.is_whitespace() || "{}[],:\"'`".contains(c);
        let end = rest.find(stop).unwrap_or(rest.len());
        if end == 0 {
            return self.fail("a name is missing");
        }
        self.at += end;
        Ok(rest[..end].to_owned())
    }

    /// A number or word; else a string without quotes, which ends with its line.
    fn bare(&mut self) -> Value {
        let rest = self.rest();
        let end = rest.find([',', '}', ']', '#', ' ', '\t', '\n', '\r']).unwrap_or(rest.len());
        let word = &rest[..end];
        let behind = rest[end..].trim_start_matches([' ', '\t', '\r']);
        let ends = behind.is_empty()
            || behind.starts_with([',', '}', ']', '#', '\n'])
            || behind.starts_with("//")
            || behind.starts_with("/*");
        let literal = match word {
            "null" | "undefined" | "None" => Some(Value::Null),
            "true" | "True" => Some(Value::Bool(true)),
            "false" | "False" => Some(Value::Bool(false)),
            number if is_number(number) => Some(Value::Number(Zeroizing::new(number.to_owned()))),
            _ => None,
        };
        if let Some(literal) = literal.filter(|_| ends) {
            self.at += end;
            return literal;
        }
        let line = &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())];
        self.at += line.len();
        // A comma at the end of a line is JavaScript's and no part of the value.
        Value::text(line.trim_end().trim_end_matches(',').trim_end())
    }
}

fn is_number(word: &str) -> bool {
    let digits = word.trim_start_matches(['-', '+']);
    digits.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && digits.bytes().any(|b| b.is_ascii_digit())
        && word.parse::<f64>().is_ok_and(f64::is_finite)
}

#[cfg(test)]
mod tests;
