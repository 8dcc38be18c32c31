//! PowerShell's values: hash tables, arrays, variables, `ConvertTo-Json`. What would have to be run becomes a variable, with a
//! doubt about it.

use super::reader::Reader;
use crate::paste::credentials::prints_token;
use crate::paste::doubt_kind::DoubtKind;
use crate::paste::error::PasteError;
use crate::paste::remark::PasteNote;
use crate::paste::value::Value;

/// A table in a table in a table …: nobody writes more, and a hostile text must not exhaust the stack.
const DEEPEST: usize = 64;

impl Reader<'_> {
    /// The value of a parameter.
    pub(super) fn argument(&mut self) -> Result<Value, PasteError> {
        self.skip_blanks();
        self.expression(0)
    }

    /// An expression and what it is piped into.
    pub(super) fn pipeline(&mut self, depth: usize) -> Result<Value, PasteError> {
        let mut value = self.expression(depth)?;
        loop {
            let before = self.cursor.at;
            self.skip_blanks();
            if !self.cursor.take("|") {
                self.cursor.at = before;
                return Ok(value);
            }
            let at = self.cursor.at;
            self.skip_space();
            if self.take_word("ConvertTo-Json") {
                self.note(PasteNote::AsJson);
                value = Value::Text(value.to_json());
            } else {
                value = self.unknowns.expression(at, self.remarks);
            }
            // The parameters of the command.
            let rest = self.cursor.rest();
            self.cursor.at += rest.find(['|', '\n', ')', ';', '}']).unwrap_or(rest.len());
        }
    }

    pub(super) fn expression(&mut self, depth: usize) -> Result<Value, PasteError> {
        if depth > DEEPEST {
            return Err(self.not_understood());
        }
        let mut value = self.term(depth)?;
        loop {
            let before = self.cursor.at;
            self.skip_blanks();
            if self.cursor.take("+") {
                self.skip_space();
                let right = self.term(depth)?;
                value = Value::Text(value.into_text() + &right.into_text());
            } else if self.cursor.take(",") {
                self.skip_space();
                let right = self.expression(depth + 1)?;
                value = match right {
                    Value::List(mut values) => {
                        values.insert(0, value);
                        Value::List(values)
                    }
                    right => Value::List(vec![value, right]),
                };
            } else {
                self.cursor.at = before;
                return Ok(value);
            }
        }
    }

    pub(super) fn term(&mut self, depth: usize) -> Result<Value, PasteError> {
        let at = self.cursor.at;
        let rest = self.cursor.rest();
        let value = if rest.starts_with("@\"") || rest.starts_with("@'") {
            self.here_string()?
        } else if self.cursor.take("@{") {
            self.table(depth)?
        } else if self.cursor.take("@(") {
            self.list(depth)?
        } else if rest.starts_with(['"', '\u{201c}', '\u{201d}']) {
            Value::Text(self.double()?)
        } else if rest.starts_with(['\'', '\u{2018}']) {
            Value::Text(self.single()?)
        } else if self.cursor.take("$(") {
            self.sub_expression(at)
        } else if self.cursor.take("(") {
            self.skip_space();
            let value = self.pipeline(depth + 1);
            self.skip_space();
            match value {
                Ok(value) if self.cursor.take(")") => value,
                _ => {
                    self.cursor.at = at + 1;
                    self.sub_expression(at)
                }
            }
        } else if rest.starts_with('[') {
            let cast = self.type_name().ok_or_else(|| self.not_understood())?;
            if self.cursor.take("::") {
                return Ok(self.static_member(&cast, at, depth));
            }
            self.skip_space();
            self.term(depth + 1)?
        } else if rest.starts_with('$')
            && rest[1..].starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '{'))
        {
            self.cursor.at += 1;
            self.variable(at)
        } else {
            self.bare()
        };
        // `.Method()` and `[0]` of a value.
        let rest = self.cursor.rest();
        if rest.starts_with('.')
            && rest[1..].starts_with(|c: char| c.is_ascii_alphabetic())
            && rest.contains('(')
        {
            let name_end = rest[1..]
                .find(|c: char| !c.is_ascii_alphanumeric())
                .map_or(rest.len(), |end| end + 1);
            if rest[name_end..].starts_with('(') {
                self.cursor.at += name_end + 1;
                return Ok(self.sub_expression(at));
            }
        }
        Ok(value)
    }

    /// `[type]`, without its brackets.
    pub(super) fn type_name(&mut self) -> Option<String> {
        let inside = self.cursor.rest().strip_prefix('[')?;
        let name = inside.split(']').next().filter(|name| name.len() < inside.len())?;
        let is_type = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_'));
        self.cursor.at += if is_type { name.len() + 2 } else { 0 };
        is_type.then(|| name.to_owned())
    }

    /// `[System.Text.Encoding]::UTF8.GetBytes($x)` is `$x`; anything else would have to be run.
    pub(super) fn static_member(&mut self, class: &str, at: usize, depth: usize) -> Value {
        if class.to_ascii_lowercase().ends_with("text.encoding") && self.take_word("UTF8.GetBytes(")
        {
            self.skip_space();
            if let Ok(value) = self.expression(depth + 1) {
                self.cursor.take(")");
                return value;
            }
        }
        let rest = self.cursor.rest();
        let end = rest.find(['(', '\n']).unwrap_or(rest.len());
        self.cursor.at += end;
        if self.cursor.take("(") {
            return self.sub_expression(at);
        }
        self.unknowns.expression(at, self.remarks)
    }

    /// `$name`: its value, or a variable for it.
    pub(super) fn variable(&mut self, at: usize) -> Value {
        let Some(name) = self.name() else { return Value::Text("$".to_owned()) };
        match name.to_ascii_lowercase().as_str() {
            constant @ ("true" | "false" | "null") => return Value::Plain(constant.to_owned()),
            _ => {
                if let Some(value) = self.value_of(name) {
                    return value;
                }
            }
        }
        let name = name.rsplit(':').next().unwrap_or(name).to_owned();
        // `$answer.access_token`
        let rest = self.cursor.rest();
        if let Some(member) = rest.strip_prefix('.')
            && member.starts_with(|c: char| c.is_ascii_alphabetic())
        {
            let end = member
                .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                .unwrap_or(member.len());
            if !member[end..].starts_with('(') {
                self.cursor.at += 1 + end;
                let variable = member[..end].to_owned();
                self.remarks.doubt(at, DoubtKind::Expression { variable: variable.clone() });
                return Value::Unknown(variable);
            }
        }
        Value::Unknown(name)
    }

    /// Up to the bracket that closes it, unread.
    pub(super) fn sub_expression(&mut self, at: usize) -> Value {
        // Browsers write characters beyond ASCII so.
        if let Some(hex) = self.cursor.rest().strip_prefix("[char]0x")
            && let Some((digits, _)) = hex.split_once(')')
            && let Some(character) = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)
        {
            self.cursor.at += "[char]0x".len() + digits.len() + 1;
            return Value::Text(character.to_string());
        }
        let inside = self.cursor.at;
        let mut depth = 1;
        while depth > 0 {
            depth = match self.cursor.next() {
                Some('(') => depth + 1,
                Some(')') => depth - 1,
                Some('`') => {
                    self.cursor.next();
                    depth
                }
                Some(mark @ ('"' | '\'')) => {
                    // A bracket inside of a quotation closes nothing. One that is never closed is an apostrophe.
                    let quoted = quotation(self.cursor.rest(), mark);
                    self.cursor.at += quoted.unwrap_or_default();
                    depth
                }
                Some(_) => depth,
                None => break,
            };
        }
        if prints_token(self.cursor.text[inside..self.cursor.at].trim_end_matches(')')) {
            return Value::Unknown("ACCESS_TOKEN".to_owned());
        }
        self.unknowns.expression(at, self.remarks)
    }

    pub(super) fn table(&mut self, depth: usize) -> Result<Value, PasteError> {
        let mut members = Vec::new();
        loop {
            self.skip_separators();
            if self.cursor.take("}") {
                return Ok(Value::Table(members));
            }
            let key = match self.cursor.rest().chars().next() {
                Some('"' | '\u{201c}' | '\u{201d}') => self.double()?,
                Some('\'' | '\u{2018}') => self.single()?,
                Some(_) => self.key()?,
                None => return Err(self.not_understood()),
            };
            self.skip_space();
            if !self.cursor.take("=") {
                return Err(self.not_understood());
            }
            self.skip_space();
            let value = self.member_value(depth)?;
            members.push((key, value));
        }
    }

    pub(super) fn member_value(&mut self, depth: usize) -> Result<Value, PasteError> {
        if depth > DEEPEST {
            return Err(self.not_understood());
        }
        self.pipeline(depth + 1)
    }

    pub(super) fn key(&mut self) -> Result<String, PasteError> {
        let rest = self.cursor.rest();
        let end = rest
            .find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-' | '$'))
            .unwrap_or(rest.len());
        self.cursor.at += end;
        match end {
            0 => Err(self.not_understood()),
            _ => Ok(rest[..end].to_owned()),
        }
    }

    pub(super) fn list(&mut self, depth: usize) -> Result<Value, PasteError> {
        let mut values = Vec::new();
        loop {
            self.skip_separators();
            while self.cursor.take(",") {
                self.skip_separators();
            }
            if self.cursor.take(")") {
                return Ok(Value::List(values));
            }
            if self.cursor.rest().is_empty() {
                return Err(self.not_understood());
            }
            match self.member_value(depth)? {
                Value::List(more) => values.extend(more),
                one => values.push(one),
            }
        }
    }

    /// A word without quotation marks: a number, a URL, `Get`.
    pub(super) fn bare(&mut self) -> Value {
        let begin = self.cursor.at;
        let mut text = String::new();
        while let Some(next) = self.cursor.rest().chars().next() {
            if next.is_whitespace() || matches!(next, ';' | ',' | ')' | '}' | '|') {
                break;
            }
            self.cursor.next();
            match next {
                '$' => self.interpolated(&mut text),
                '`' => self.escape(&mut text),
                other => text.push(other),
            }
        }
        if self.cursor.at == begin {
            // Whatever it is, it must not be read for ever.
            self.cursor.next();
        }
        let number = text.strip_prefix('-').unwrap_or(&text);
        let is_number = number.starts_with(|c: char| c.is_ascii_digit())
            && serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok();
        if is_number { Value::Plain(text) } else { Value::Text(text) }
    }
}

/// The length of a quotation behind the mark that begins it, with the mark that ends it. What is in it is not looked at.
fn quotation(rest: &str, mark: char) -> Option<usize> {
    let mut characters = rest.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '`' if mark == '"' => drop(characters.next()),
            _ if character == mark => return Some(at + mark.len_utf8()),
            _ => {}
        }
    }
    None
}
