//! What stands above a command and gives variables their values.

use super::reader::Reader;
use crate::paste::remark::PasteNote;
use crate::paste::value::Value;

impl Reader<'_> {
    /// Reads what gives variables their values above the command at byte `command`, at which the cursor stands afterwards if it
    /// is in none of them. Returns where the first one begins.
    pub(super) fn assignments(&mut self, command: usize) -> Option<usize> {
        let mut first = None;
        self.cursor.is_trying = true;
        while self.at() < command {
            self.skip_space();
            let begin = self.at();
            if self.assignment(command) {
                first.get_or_insert(begin);
            } else {
                self.skip_statement(command);
            }
        }
        self.cursor.is_trying = false;
        first
    }

    /// `$name = value`, `$name.Add("key", "value")` and `$name["key"] = value`, as far as `limit`. False, and nowhere further,
    /// when there is none.
    pub(super) fn assignment(&mut self, limit: usize) -> bool {
        self.skip_space();
        let (begin, quoted) = (self.cursor.at, self.cursor.quoted.len());
        if self.assigned(limit).is_none() {
            self.cursor.at = begin;
            self.cursor.quoted.truncate(quoted);
            return false;
        }
        self.cursor.go_back_to(limit);
        true
    }

    pub(super) fn assigned(&mut self, limit: usize) -> Option<()> {
        while self.cursor.rest().starts_with('[') {
            self.type_name()?;
        }
        if !self.cursor.take("$") {
            return None;
        }
        let written = self.name()?;
        let name = written.to_ascii_lowercase();
        if self.take_word(".Add(") || self.take_word(".Headers.Add(") {
            self.skip_space();
            // A comma separates the two here, and makes no list of them.
            let key = self.term(0).ok()?.into_text();
            self.skip_space();
            self.cursor.take(",").then_some(())?;
            self.skip_space();
            let value = self.term(0).ok()?;
            self.skip_space();
            if !self.cursor.take(")") {
                let rest = self.cursor.rest();
                self.cursor.at += rest.find('\n').unwrap_or(rest.len());
                self.insert(&name, key, Value::Unknown("VALUE".to_owned()));
                return Some(());
            }
            self.insert(&name, key, value);
            return Some(());
        }
        if self.cursor.take("[") {
            let key = self.expression(0).ok()?.into_text();
            self.cursor.take("]").then_some(())?;
            return self.member(&name, key);
        }
        if self.cursor.take(".") {
            let key = self.name()?.to_owned();
            return self.member(&name, key);
        }
        self.skip_blanks();
        self.cursor.take("=").then_some(())?;
        self.skip_space();
        // `$answer = Invoke-RestMethod …`
        if self.cursor.at >= limit {
            return Some(());
        }
        // A word where a value stands is a command, which is not run.
        let is_command = self.cursor.rest().starts_with(|c: char| c.is_alphabetic() || c == '&');
        let value = self.pipeline(0).ok()?;
        self.skip_blanks();
        let rest = self.cursor.rest();
        let goes_on = !rest.is_empty() && !rest.starts_with(['\n', ';', '}', ')', '#']);
        let value = match is_command || goes_on {
            true => {
                self.cursor.at += rest.find(['\n', ';']).unwrap_or(rest.len());
                Value::Unknown(written.to_owned())
            }
            false => value,
        };
        self.variables.keep(&name, value);
        Some(())
    }

    /// `= value` behind a member's name.
    fn member(&mut self, name: &str, key: String) -> Option<()> {
        self.skip_blanks();
        self.cursor.take("=").then_some(())?;
        self.skip_space();
        let value = self.expression(0).ok()?;
        self.insert(name, key, value);
        Some(())
    }

    pub(super) fn insert(&mut self, name: &str, key: String, value: Value) {
        let named = self.variables.changing(name);
        match named.get_or_insert(Value::Table(Vec::new())) {
            Value::Table(members) | Value::Form(members) => {
                members.retain(|(known, _)| !known.eq_ignore_ascii_case(&key));
                members.push((key, value));
            }
            other => *other = Value::Table(vec![(key, value)]),
        }
    }

    /// A statement that gives no variable a value in a way that is understood. It may begin or end a block, or change a variable.
    pub(super) fn skip_statement(&mut self, limit: usize) {
        let text = self.cursor.text;
        let rest = &text[self.cursor.at..limit.max(self.cursor.at)];
        let length = rest.find('\n').map_or(rest.len(), |end| end + 1);
        let line = rest[..length].to_ascii_lowercase();
        if line.contains(".cookies.add(") {
            self.note(PasteNote::Cookies);
            self.cursor.at += length;
            return;
        }
        self.variables.pass_blocks(&line);
        let names = line.split('$').skip(1).map(|part| {
            let end = part.find(|c: char| !c.is_alphanumeric() && c != '_');
            part.split_at(end.unwrap_or(part.len()))
        });
        for (name, rest) in names {
            let changes = rest.trim_start().starts_with(['=', '+', '.', '[']);
            if changes {
                self.variables.change(name);
            }
        }
        self.cursor.at += length;
    }
}
