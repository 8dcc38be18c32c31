//! The values of a text for jq. The library's own reader takes more than JSON, such as comments and `NaN`, and loses the sign of
//! `-0`.

use crate::json::unescaped;
use jaq_json::{Map, Num, Rc, Val, read};

/// What is nested deeper would end the thread: the library goes down level by level.
const MOST_DEPTH: usize = 1_000;

type Wrong = &'static str;

/// Reads one value after the other. After a fault there is nothing more.
pub(super) struct Values<'t> {
    text: &'t [u8],
    at: usize,
}

impl<'t> Values<'t> {
    pub(super) fn of(text: &'t [u8]) -> Self {
        let mark = "\u{feff}".as_bytes();
        Self { text, at: if text.starts_with(mark) { mark.len() } else { 0 } }
    }
}

impl Iterator for Values<'_> {
    type Item = Result<Val, String>;

    fn next(&mut self) -> Option<Self::Item> {
        self.peek()?;
        let value = self.value(0).map_err(|wrong| format!("at byte {}: {wrong}", self.at));
        if value.is_err() {
            self.at = self.text.len();
        }
        Some(value)
    }
}

impl Values<'_> {
    /// The next byte that is no white space.
    fn peek(&mut self) -> Option<u8> {
        let is_space = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
        self.at += self.text[self.at..].iter().take_while(|byte| is_space(byte)).count();
        self.text.get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let is_there = self.peek() == Some(byte);
        self.at += usize::from(is_there);
        is_there
    }

    fn value(&mut self, depth: usize) -> Result<Val, Wrong> {
        if depth > MOST_DEPTH {
            return Err("it is nested too deeply for jq");
        }
        match self.peek() {
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            Some(b'"') => Ok(Val::utf8_str(self.string()?)),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => self.word(),
        }
    }

    fn object(&mut self, depth: usize) -> Result<Val, Wrong> {
        self.at += 1;
        let mut members = Map::default();
        if self.take(b'}') {
            return Ok(Val::obj(members));
        }
        loop {
            if self.peek() != Some(b'"') {
                return Err("a name in quotes was expected");
            }
            let name = Val::utf8_str(self.string()?);
            if !self.take(b':') {
                return Err("a colon was expected");
            }
            members.insert(name, self.value(depth + 1)?);
            if self.take(b'}') {
                return Ok(Val::obj(members));
            }
            if !self.take(b',') {
                return Err("a comma or a closing brace was expected");
            }
        }
    }

    fn array(&mut self, depth: usize) -> Result<Val, Wrong> {
        self.at += 1;
        let mut elements = Vec::new();
        if self.take(b']') {
            return Ok(elements.into_iter().collect());
        }
        loop {
            elements.push(self.value(depth + 1)?);
            if self.take(b']') {
                return Ok(elements.into_iter().collect());
            }
            if !self.take(b',') {
                return Err("a comma or a closing bracket was expected");
            }
        }
    }

    fn string(&mut self) -> Result<String, Wrong> {
        let from = self.at;
        let mut at = from + 1;
        loop {
            match self.text.get(at) {
                None => return Err("a text is not closed"),
                Some(b'"') => break,
                Some(b'\\') => at += 2,
                Some(0..0x20) => return Err("a text has a control character in it"),
                Some(_) => at += 1,
            }
        }
        self.at = at + 1;
        Ok(unescaped(&self.text[from..self.at]))
    }

    fn number(&mut self) -> Result<Val, Wrong> {
        let rest = &self.text[self.at..];
        let is_part = |byte: &&u8| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
        let written = &rest[..rest.iter().take_while(is_part).count()];
        let digits = written.strip_prefix(b"-").unwrap_or(written);
        let has_zeros = matches!(digits, [b'0', b'0'..=b'9', ..]);
        let number = match written {
            // As a whole number it would be 0.
            b"-0" => Some(Num::Dec(Rc::new("-0".to_owned()))),
            _ if has_zeros || !digits.first().is_some_and(u8::is_ascii_digit) => None,
            _ => read::parse_single_num(written),
        };
        self.at += written.len();
        number.map(Val::Num).ok_or("a number is not written as JSON writes one")
    }

    fn word(&mut self) -> Result<Val, Wrong> {
        let words = [("null", Val::Null), ("true", Val::Bool(true)), ("false", Val::Bool(false))];
        let rest = &self.text[self.at..];
        let found = words.into_iter().find(|(word, _)| rest.starts_with(word.as_bytes()));
        let (word, value) = found.ok_or("a value was expected")?;
        self.at += word.len();
        Ok(value)
    }
}
