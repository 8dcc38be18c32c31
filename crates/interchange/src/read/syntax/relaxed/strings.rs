//! Strings in their three kinds of quotes, joined ones, escapes, and `'''` blocks.

use super::super::NotThis;
use super::Reader;
use zeroize::Zeroizing;

impl Reader<'_> {
    /// A string, or several with `+` between them.
    pub(super) fn joined_strings(&mut self) -> Result<Zeroizing<String>, NotThis> {
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

    pub(super) fn string(&mut self) -> Result<Zeroizing<String>, NotThis> {
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
}
