//! JSON and what people write for it: comments, trailing and missing commas, single quotes and names without quotes
//! (JSON5, JavaScript), strings without quotes and `'''` blocks (HJSON, which `aio` writes).
//!
//! One reader for the whole family, because a file rarely keeps to one of them, and because its strings have to be wiped.

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

    /// A string, or several with `+` between them.
    fn joined_strings(&mut self) -> Result<Zeroizing<String>, NotThis> {
        let mut text = self.string()?;
        loop {
            let before = self.at;
            self.skip_blank();
            if self.eat("+") {
                self.skip_blank();
                if matches!(self.peek(), Some('"' | '\'' | '`')) {
                    text.push_str(&self.string()?);
                    continue;
                }
            }
            self.at = before;
            return Ok(text);
        }
    }

    fn string(&mut self) -> Result<Zeroizing<String>, NotThis> {
        for fence in ["'''", "\"\"\""] {
            if self.rest().starts_with(fence) {
                return self.block(fence);
            }
        }
        let Some(quote) = self.next() else { return self.fail("a string is missing") };
        // Never longer than what is left, so that it is not moved while it grows and leaves no copy behind.
        let length = self.rest().find(quote).unwrap_or_default();
        let mut text = Zeroizing::new(String::with_capacity(length + 1));
        loop {
            match self.next() {
                None => return self.fail("a quotation mark is missing"),
                Some(c) if c == quote => return Ok(text),
                Some('\\') => self.escape(&mut text)?,
                Some('\n' | '\r') if quote == '\'' => {
                    return self.fail("a quotation mark is missing");
                }
                Some(c) => text.push(c),
            }
        }
    }

    fn escape(&mut self, text: &mut String) -> Result<(), NotThis> {
        match self.next() {
            None => return self.fail("a quotation mark is missing"),
            Some('n') => text.push('\n'),
            Some('r') => text.push('\r'),
            Some('t') => text.push('\t'),
            Some('b') => text.push('\u{8}'),
            Some('f') => text.push('\u{c}'),
            Some('u') => {
                let first = self.hexadecimal()?;
                let low = first & 0xfc00 == 0xd800 && self.eat("\\u");
                let code = match low {
                    true => match self.hexadecimal()? {
                        low if low & 0xfc00 == 0xdc00 => {
                            0x1_0000 + ((first & 0x3ff) << 10) + (low & 0x3ff)
                        }
                        _ => 0xfffd,
                    },
                    false => first,
                };
                text.push(char::from_u32(code).unwrap_or('\u{fffd}'));
            }
            // A line that goes on.
            Some('\n') => {}
            Some('\r') => drop(self.eat("\n")),
            Some(c) => text.push(c),
        }
        Ok(())
    }

    fn hexadecimal(&mut self) -> Result<u32, NotThis> {
        let digits = self.rest().get(..4).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()));
        let Some(code) = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()) else {
            return self.fail("an escape is cut off");
        };
        self.at += 4;
        Ok(code)
    }

    /// `'''` to `'''`: the first and last line end are no part of it, nor is the indentation of the fence.
    fn block(&mut self, fence: &str) -> Result<Zeroizing<String>, NotThis> {
        let before = &self.text[..self.at];
        let column = before.rfind('\n').map_or(before.len(), |end| before.len() - end - 1);
        self.at += fence.len();
        let Some(end) = self.rest().find(fence) else {
            return self.fail("a quotation mark is missing");
        };
        let inner = &self.rest()[..end];
        self.at += end + fence.len();
        let mut text = Zeroizing::new(String::with_capacity(inner.len()));
        let mut lines = inner.lines();
        if let Some(first) = lines.next().filter(|first| !first.trim().is_empty()) {
            text.push_str(first);
            text.push('\n');
        }
        for line in lines {
            let blank = line.len() - line.trim_start_matches([' ', '\t']).len();
            text.push_str(&line[blank.min(column)..]);
            text.push('\n');
        }
        let end = text.trim_end().len();
        text.truncate(end);
        Ok(text)
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
