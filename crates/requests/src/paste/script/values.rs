//! A script's values: strings, objects, `JSON.stringify`, `Headers`. What would have to be run becomes a variable, with a doubt
//! about it.

use super::reader::Reader;
use crate::paste::curl::encode_around_variables;
use crate::paste::doubt_kind::DoubtKind;
use crate::paste::error::PasteError;
use crate::paste::value::Value;

/// A table in a table in a table …: nobody writes more, and a hostile text must not exhaust the stack.
const DEEPEST: usize = 64;

impl Reader<'_> {
    pub(super) fn expression(&mut self, depth: usize) -> Result<Value, PasteError> {
        if depth > DEEPEST {
            return Err(self.not_understood());
        }
        let mut value = self.term(depth)?;
        loop {
            let before = self.cursor.at;
            self.skip_space();
            if self.cursor.rest().starts_with('+') && !self.cursor.rest().starts_with("++") {
                self.cursor.at += 1;
                self.skip_space();
                let right = self.term(depth)?;
                value = Value::Text(value.into_text() + &right.into_text());
            } else {
                self.cursor.at = before;
                return Ok(value);
            }
        }
    }

    pub(super) fn term(&mut self, depth: usize) -> Result<Value, PasteError> {
        let at = self.cursor.at;
        match self.cursor.rest().chars().next() {
            Some(mark @ ('"' | '\'' | '`')) => Ok(Value::Text(self.string(mark, depth)?)),
            Some('{') => {
                self.cursor.at += 1;
                self.table(depth)
            }
            Some('[') => {
                self.cursor.at += 1;
                self.list(depth)
            }
            Some('(') => {
                self.cursor.at += 1;
                self.skip_space();
                let value = self.expression(depth + 1)?;
                self.skip_space();
                if !self.cursor.take(")") {
                    return Err(self.not_understood());
                }
                Ok(value)
            }
            Some(first) if first.is_ascii_digit() || first == '-' => {
                let rest = self.cursor.rest();
                let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+');
                let end = rest.find(|c| !part(c)).unwrap_or(rest.len());
                self.cursor.at += end;
                Ok(Value::Plain(rest[..end].to_owned()))
            }
            Some(_) => self.named(at, depth),
            None => Err(self.not_understood()),
        }
    }

    /// A constant, a call, or something with a name.
    pub(super) fn named(&mut self, at: usize, depth: usize) -> Result<Value, PasteError> {
        self.cursor.take("new ");
        let mut path = self.name().ok_or_else(|| self.not_understood())?.to_owned();
        while self.cursor.rest().starts_with('.') {
            self.cursor.at += 1;
            let member = self.name().ok_or_else(|| self.not_understood())?;
            path.push('.');
            path.push_str(member);
        }
        if self.cursor.take("(") {
            return self.call(&path, at, depth);
        }
        if matches!(path.as_str(), "true" | "false" | "null" | "undefined") {
            return Ok(Value::Plain(path));
        }
        if let Some(value) = self.constants.copied(&path) {
            if self.constants.is_changed(&path) {
                self.remarks.doubt(at, DoubtKind::SeveralValues { variable: path });
            }
            return Ok(value);
        }
        let variable = path.rsplit('.').next().unwrap_or(&path).to_owned();
        // A name with a full stop is a member of something that is not in the text.
        if path.contains('.') && !path.starts_with("process.env.") {
            self.remarks.doubt(at, DoubtKind::Expression { variable: variable.clone() });
        }
        Ok(Value::Unknown(variable))
    }

    pub(super) fn call(
        &mut self,
        function: &str,
        at: usize,
        depth: usize,
    ) -> Result<Value, PasteError> {
        self.skip_space();
        let argument = match self.cursor.rest().starts_with(')') {
            true => None,
            false => Some(self.expression(depth + 1)?),
        };
        // Further arguments do not change the value: `JSON.stringify(x, null, 2)`.
        let mut level = 1;
        while level > 0 {
            if let Some(mark @ ('"' | '\'' | '`')) = self.cursor.rest().chars().next() {
                self.string(mark, depth)?;
                continue;
            }
            level = match self.cursor.next().ok_or_else(|| self.not_understood())? {
                '(' => level + 1,
                ')' => level - 1,
                _ => level,
            };
        }
        Ok(match (function, argument) {
            ("JSON.stringify", Some(value)) => Value::Text(value.to_json()),
            ("Headers", value) => value.unwrap_or(Value::Table(Vec::new())),
            ("FormData", _) => Value::Form(Vec::new()),
            ("URLSearchParams", Some(Value::Table(members))) => Value::Query(members),
            ("URLSearchParams", None) => Value::Query(Vec::new()),
            ("encodeURIComponent" | "encodeURI", Some(value)) => {
                Value::Text(encode_around_variables(&value.into_text()))
            }
            ("String" | "URL", Some(value)) => value,
            _ => self.unknowns.expression(at, self.remarks),
        })
    }

    pub(super) fn table(&mut self, depth: usize) -> Result<Value, PasteError> {
        let mut members = Vec::new();
        loop {
            self.skip_space();
            while self.cursor.take(",") {
                self.skip_space();
            }
            if self.cursor.take("}") {
                return Ok(Value::Table(members));
            }
            if self.cursor.take("...") {
                let at = self.cursor.at;
                match self.expression(depth + 1)? {
                    Value::Table(more) => members.extend(more),
                    _ => drop(self.unknowns.expression(at, self.remarks)),
                }
                continue;
            }
            let key = match self.cursor.rest().chars().next() {
                Some(mark @ ('"' | '\'' | '`')) => self.string(mark, depth)?,
                _ => self.name().ok_or_else(|| self.not_understood())?.to_owned(),
            };
            self.skip_space();
            let value = if self.cursor.take(":") {
                self.skip_space();
                self.expression(depth + 1)?
            } else {
                // `{ body }` is short for `{ body: body }`.
                if self.constants.is_changed(&key) {
                    let variable = key.clone();
                    self.remarks.doubt(self.cursor.at, DoubtKind::SeveralValues { variable });
                }
                self.constants.copied(&key).unwrap_or_else(|| Value::Unknown(key.clone()))
            };
            members.push((key, value));
        }
    }

    pub(super) fn list(&mut self, depth: usize) -> Result<Value, PasteError> {
        let mut values = Vec::new();
        loop {
            self.skip_space();
            while self.cursor.take(",") {
                self.skip_space();
            }
            if self.cursor.take("]") {
                return Ok(Value::List(values));
            }
            values.push(self.expression(depth + 1)?);
        }
    }

    pub(super) fn string(&mut self, mark: char, depth: usize) -> Result<String, PasteError> {
        let begin = self.cursor.at;
        self.cursor.next();
        let mut units: Vec<u16> = Vec::new();
        loop {
            // A template alone goes over several lines.
            let next = self.cursor.next().filter(|next| *next != '\n' || mark == '`');
            let Some(next) = next else {
                self.cursor.at = begin;
                return Err(self.not_understood());
            };
            let plain = match next {
                next if next == mark => {
                    self.cursor.quoted_since(begin);
                    return Ok(String::from_utf16_lossy(&units));
                }
                '$' if mark == '`' && self.cursor.take("{") => {
                    self.skip_space();
                    let value = self.expression(depth + 1)?;
                    self.skip_space();
                    if !self.cursor.take("}") {
                        return Err(self.not_understood());
                    }
                    units.extend(value.into_text().encode_utf16());
                    continue;
                }
                '\\' => match self.cursor.next() {
                    Some('n') => '\n',
                    Some('r') => '\r',
                    Some('t') => '\t',
                    Some('b') => '\u{8}',
                    Some('f') => '\u{c}',
                    Some('v') => '\u{b}',
                    Some('0') => '\0',
                    Some('\n') => continue,
                    Some('x') => {
                        units.push(self.digits(2));
                        continue;
                    }
                    Some('u') if self.cursor.take("{") => {
                        let digits = self.cursor.rest().split('}').next().unwrap_or_default();
                        self.cursor.at += (digits.len() + 1).min(self.cursor.rest().len());
                        u32::from_str_radix(digits, 16)
                            .ok()
                            .and_then(char::from_u32)
                            .unwrap_or('\u{FFFD}')
                    }
                    Some('u') => {
                        units.push(self.digits(4));
                        continue;
                    }
                    Some(other) => other,
                    None => continue,
                },
                other => other,
            };
            units.extend(plain.encode_utf16(&mut [0; 2]).iter());
        }
    }

    pub(super) fn digits(&mut self, most: usize) -> u16 {
        let mut value: u16 = 0;
        for _ in 0..most {
            let digit = self.cursor.rest().chars().next().and_then(|c| c.to_digit(16));
            let Some(digit) = digit.and_then(|digit| u16::try_from(digit).ok()) else { break };
            value = value.wrapping_mul(16).wrapping_add(digit);
            self.cursor.at += 1;
        }
        value
    }
}
