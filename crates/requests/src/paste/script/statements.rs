//! What stands above a call: constants with their values, and what changes them.

use super::reader::Reader;
use crate::paste::value::Value;

impl Reader<'_> {
    /// Reads the constants above the call at byte `call`, at which the cursor stands afterwards if it is in none of them. Returns
    /// where the first one begins.
    pub(super) fn statements(&mut self, call: usize) -> Option<usize> {
        let mut first = None;
        self.cursor.is_trying = true;
        while self.cursor.at < call {
            self.skip_space();
            let begin = self.cursor.at;
            if self.statement(call) {
                first.get_or_insert(begin);
            }
        }
        self.cursor.is_trying = false;
        first
    }

    /// One step through what stands before the call: a constant's value, an added header (true), or a line that says nothing.
    fn statement(&mut self, limit: usize) -> bool {
        let (begin, quoted) = (self.cursor.at, self.cursor.quoted.len());
        if begin < limit && self.stated(limit).is_some() {
            self.cursor.go_back_to(limit);
            return true;
        }
        self.cursor.quoted.truncate(quoted);
        let text = self.cursor.text;
        let rest = &text[begin..limit.max(begin)];
        let length = rest.find(['\n', ';', '{']).map_or(rest.len(), |end| end + 1);
        self.skipped(&rest[..length]);
        self.cursor.at = begin + length;
        if self.cursor.at <= begin {
            // A comment may have gone past the call.
            self.cursor.at = limit.max(begin);
        }
        false
    }

    fn stated(&mut self, limit: usize) -> Option<()> {
        let name = self.name()?;
        if matches!(name, "const" | "let" | "var") {
            self.skip_space();
            let name = self.name()?;
            self.skip_space();
            if !self.cursor.take("=") {
                return None;
            }
            self.skip_space();
            let rest = self.cursor.rest();
            // `const answer = await fetch(…)`
            if rest.starts_with("await ") || self.cursor.at >= limit {
                self.cursor.at = limit;
                return Some(());
            }
            let value = self.assigned(name)?;
            self.constants.keep(name, value);
            return Some(());
        }
        let dotted = self.cursor.take(".").then(|| self.name()).flatten();
        if let Some(call) = dotted.filter(|call| matches!(*call, "append" | "set" | "delete"))
            && self.cursor.take("(")
        {
            return self.called(name, call);
        }
        let key = match dotted {
            Some(key) => Some(key.to_owned()),
            None if self.cursor.take("[") => {
                let key = self.expression(0).ok()?.into_text();
                self.cursor.take("]").then_some(())?;
                Some(key)
            }
            None => None,
        };
        self.skip_space();
        let adds = key.is_none() && self.cursor.take("+=");
        let is_assigned =
            adds || (self.cursor.take("=") && !self.cursor.rest().starts_with(['=', '>']));
        if !is_assigned || self.constants.get(name).is_none() || self.cursor.at >= limit {
            return None;
        }
        self.skip_space();
        let value = self.assigned(name)?;
        match (key, adds) {
            (Some(key), _) => self.member(name, key, Some(value), true),
            (None, true) => {
                let before = self.constants.copied(name)?.into_text();
                *self.constants.changing(name) = Some(Value::Text(before + &value.into_text()));
                Some(())
            }
            (None, false) => {
                self.constants.keep(name, value);
                Some(())
            }
        }
    }

    /// `name.set(key, value)` and its kin, behind the bracket.
    fn called(&mut self, name: &str, call: &str) -> Option<()> {
        self.skip_space();
        let key = self.expression(0).ok()?.into_text();
        self.skip_space();
        let value = match call {
            "delete" => None,
            _ => {
                self.cursor.take(",").then_some(())?;
                self.skip_space();
                Some(self.expression(0).ok()?)
            }
        };
        self.skip_space();
        self.cursor.take(")").then_some(())?;
        self.cursor.take(";");
        self.member(name, key, value, call != "append")
    }

    /// The value behind `name =`; a variable of that name for one that goes on in a way that is not understood.
    fn assigned(&mut self, name: &str) -> Option<Value> {
        let value = self.expression(0).ok()?;
        let rest = self.cursor.rest().trim_start_matches([' ', '\t']);
        let goes_on =
            rest.starts_with(['?', '|', '&', '*', '-', '/', '.', '[', '(', '%', '<', '>', '=']);
        if goes_on && !rest.starts_with("//") && !rest.starts_with("/*") {
            let end = rest.find(['\n', ';']).unwrap_or(rest.len());
            self.cursor.at = self.cursor.text.len() - rest.len() + end;
            return Some(Value::Unknown(name.to_owned()));
        }
        self.cursor.take(";");
        Some(value)
    }

    /// Gives a member of a constant its value, or takes it away.
    fn member(
        &mut self,
        name: &str,
        key: String,
        value: Option<Value>,
        replaces: bool,
    ) -> Option<()> {
        let (Value::Table(members) | Value::Form(members) | Value::Query(members)) =
            self.constants.changing(name).as_mut()?
        else {
            return None;
        };
        if replaces {
            members.retain(|(known, _)| !known.eq_ignore_ascii_case(&key));
        }
        members.extend(value.map(|value| (key, value)));
        Some(())
    }

    /// What a statement says that is not understood: blocks that begin and end, parameters that take a constant's name, changes
    /// of a constant.
    fn skipped(&mut self, text: &str) {
        self.constants.pass_blocks(text);
        if let Some((_, rest)) = text.split_once("function")
            && let Some((_, rest)) = rest.split_once('(')
        {
            let parameters = rest.split(')').next().unwrap_or_default().split(',');
            for parameter in parameters {
                self.constants.forget(parameter.split('=').next().unwrap_or_default().trim());
            }
        }
        let end = text.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '$');
        let (name, rest) = text.split_at(end.unwrap_or(text.len()));
        if rest.contains(['=', '(']) {
            self.constants.change(name);
        }
    }
}
