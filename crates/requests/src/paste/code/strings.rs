//! A program's texts between quotation marks, with the values that are put into them.

use super::Reader;
use super::language::{Escapes, Writing};
use crate::paste::value::Value;

impl Reader<'_> {
    /// The text that the cursor stands at; none, and nowhere further, where there is none or where it has no end.
    pub(super) fn string(&mut self) -> Option<Value> {
        let begin = self.cursor.at;
        let rest = self.cursor.rest();
        let near = &rest[..rest.floor_char_boundary(3)];
        let length = near.find(['"', '\'', '`'])?;
        let (prefix, behind) = rest.split_at(length);
        let mark = behind.chars().next()?;
        let tripled = ["\"\"\"", "'''"].into_iter().find(|three| behind.starts_with(three));
        let writing = self.language.text(prefix, mark, tripled.is_some())?;
        // PHP and Go have no texts between three marks.
        let end = tripled.filter(|_| writing.is_long).map_or(mark.to_string(), str::to_owned);
        if self.unclosed.contains(&end) {
            return None;
        }
        self.cursor.at += length + end.len();
        match self.inside(&end, writing) {
            Some(text) => {
                self.cursor.quoted_since(begin);
                Some(Value::Text(text))
            }
            None => {
                if self.cursor.rest().is_empty() {
                    self.unclosed.push(end);
                }
                self.cursor.at = begin;
                None
            }
        }
    }

    /// What stands up to the end of a text, which is then behind the cursor.
    fn inside(
        &mut self,
        end: &str,
        Writing { escapes, filled, is_long }: Writing,
    ) -> Option<String> {
        let mut text = Utf16::default();
        let doubled = end.repeat(2);
        loop {
            if escapes == Escapes::Doubled && self.cursor.take(&doubled) {
                text.push_str(end);
                continue;
            }
            if self.cursor.take(end) {
                return Some(text.finish());
            }
            if filled == Some("{") && self.cursor.take("}}") {
                text.push('}');
                continue;
            }
            if let Some(begin) = filled.filter(|begin| self.cursor.rest().starts_with(begin)) {
                let value = self.filled(begin);
                text.push_str(&value);
                continue;
            }
            match self.cursor.next()? {
                '\n' if !is_long => return None,
                '\\' if escapes == Escapes::All => self.escape(&mut text)?,
                '\\' if escapes == Escapes::Marks => match self.cursor.next()? {
                    plain @ ('\\' | '\'') => text.push(plain),
                    other => text.push_str(&format!("\\{other}")),
                },
                other => text.push(other),
            }
        }
    }

    fn escape(&mut self, text: &mut Utf16) -> Option<()> {
        let plain = match self.cursor.next()? {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'b' => '\u{8}',
            'f' => '\u{c}',
            '0' => '\0',
            '\n' => return Some(()),
            letter @ ('u' | 'x') => {
                let most = if letter == 'u' { 4 } else { 2 };
                let rest = self.cursor.rest();
                let digits = rest.bytes().take(most).take_while(u8::is_ascii_hexdigit).count();
                text.0.push(u16::from_str_radix(&rest[..digits], 16).unwrap_or(0xFFFD));
                self.cursor.at += digits;
                return Some(());
            }
            other => other,
        };
        text.push(plain);
        Some(())
    }

    /// A value that is put into a text: `{name}`, `${name}`, `$name`.
    fn filled(&mut self, begin: &str) -> String {
        let at = self.cursor.at;
        self.cursor.at += begin.len();
        let rest = self.cursor.rest();
        // In PHP, a name alone, and `{$name}`, whose brackets are a part of the text then.
        if begin == "$" {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            self.cursor.at += end;
            return if end == 0 {
                begin.to_owned()
            } else {
                self.value_of(&rest[..end], at).into_text()
            };
        }
        if begin == "{" && self.cursor.take("{") {
            return "{".to_owned();
        }
        let line = rest.lines().next().unwrap_or_default();
        let Some(end) = line.find('}') else { return begin.to_owned() };
        self.cursor.at += end + 1;
        let inside = rest[..end].trim();
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '$' | '@');
        match !inside.is_empty() && inside.chars().all(is_name) {
            true => self.value_of(inside, at).into_text(),
            false => self.unknown(at).into_text(),
        }
    }
}

/// Characters that may be written in halves.
#[derive(Default)]
struct Utf16(Vec<u16>);

impl Utf16 {
    fn push(&mut self, character: char) {
        self.0.extend(character.encode_utf16(&mut [0; 2]).iter());
    }

    fn push_str(&mut self, text: &str) {
        self.0.extend(text.encode_utf16());
    }

    fn finish(self) -> String {
        String::from_utf16_lossy(&self.0)
    }
}
