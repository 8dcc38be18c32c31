//! Reading `fetch(…)`, with the constants that the text gives their values above. Nothing is run.

mod reader;
mod values;

use super::doubt_kind::DoubtKind;
use super::error::PasteError;
use super::multipart::FormPart;
use super::parts::{FORM, Parts, Placed};
use super::quoted::{Quoted, Reading, candidates};
use super::remark::Remarks;
use super::value::Value;
use reader::Reader;

/// What a script sends a request with.
const FETCH: &str = "fetch";

/// What a browser's copy says of the way a page sends, which a request does not keep.
const PLAIN_TEXT: &str = "text/plain;charset=UTF-8";

/// Where `fetch(` is in the text.
pub(super) fn find(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices(FETCH).map(|(at, _)| at).filter(|at| {
        let before = text[..*at].chars().next_back();
        let after = text[at + FETCH.len()..].trim_start();
        before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != '.')
            && after.starts_with('(')
    })
}

/// Whether the call at the beginning of `text` has a URL, and is not a word of a sentence.
pub(super) fn is_certain(text: &str) -> bool {
    let inside = text.split_once('(').map_or("", |(_, inside)| inside.trim_start());
    let end = inside.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '$');
    let (name, behind) = inside.split_at(end.unwrap_or(inside.len()));
    match name {
        "" => behind.starts_with(['"', '\'', '`']),
        "new" => behind.starts_with(' '),
        _ => behind.trim_start().starts_with([',', ')', '.', '+']),
    }
}

/// What a script quotes in the text, as far as the end of its first request.
pub(super) fn quoted(text: &str) -> Reading {
    let mut remarks = Remarks::default();
    let mut reader = Reader::new(text, &mut remarks);
    let mut begin = None;
    // A constant above may speak of a call.
    let command = candidates(text, find(text), is_certain).find(|call| {
        let first = reader.statements(*call);
        begin = begin.or(first);
        reader.cursor.at == *call
    });
    let Some(command) = command else { return Reading::none(text) };
    // What is not understood ends the reading; what was quoted before is known.
    drop(reader.request());
    let quoted = Quoted::of(reader.cursor.quoted);
    Reading { begin: begin.unwrap_or(command), command, quoted }
}

/// The parts of the request whose call is at byte `call`, and where it ends.
pub(super) fn read(
    text: &str,
    call: usize,
    remarks: &mut Remarks,
) -> Result<(Parts, usize), PasteError> {
    let mut reader = Reader::new(text, remarks);
    reader.statements(call);
    reader.cursor.at = call;
    let parts = reader.request()?;
    Ok((parts, reader.cursor.at))
}

impl Reader<'_> {
    /// Reads the constants above the call at byte `call`, at which the cursor stands afterwards if it is in none of them. Returns
    /// where the first one begins.
    fn statements(&mut self, call: usize) -> Option<usize> {
        let mut first = None;
        while self.cursor.at < call {
            self.skip_space();
            let begin = self.cursor.at;
            if self.statement(call) {
                first.get_or_insert(begin);
            }
        }
        first
    }

    /// The request of the call that the cursor stands at.
    fn request(&mut self) -> Result<Parts, PasteError> {
        self.cursor.take(FETCH);
        self.skip_space();
        self.cursor.take("(");
        self.skip_space();
        let url_at = self.cursor.at;
        let url = self.expression(0)?;
        let mut parts =
            Parts { url: Some(Placed::new(url.into_text(), url_at)), ..Parts::default() };
        self.skip_space();
        if self.cursor.take(",") {
            self.skip_space();
            let at = self.cursor.at;
            let options = self.expression(0)?;
            self.options(options, at, &mut parts);
        }
        parts.method.get_or_insert_with(|| "GET".to_owned());
        Ok(parts)
    }

    /// One step through what stands before the call: a constant's value, an added header (true), or a line that says nothing.
    fn statement(&mut self, limit: usize) -> bool {
        let (begin, quoted) = (self.cursor.at, self.cursor.quoted.len());
        if begin < limit && self.stated(limit).is_some() {
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
        let changes = |call: &str| matches!(call, "append" | "set" | "delete");
        let dotted = self.cursor.take(".").then(|| self.name()).flatten();
        if let Some(call) = dotted.filter(|call| changes(call))
            && self.cursor.take("(")
        {
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
            return self.member(name, key, value, call != "append");
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
                let before = self.constants.get(name).cloned()?.into_text();
                *self.constants.changing(name) = Some(Value::Text(before + &value.into_text()));
                Some(())
            }
            (None, false) => {
                self.constants.keep(name, value);
                Some(())
            }
        }
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

    fn options(&mut self, options: Value, at: usize, parts: &mut Parts) {
        let Value::Table(members) = options else {
            let variable = "OPTIONS".to_owned();
            return self.remarks.doubt(at, DoubtKind::Expression { variable });
        };
        for (name, value) in members {
            match (name.as_str(), value) {
                ("method", value) => parts.method = Some(value.into_text().to_ascii_uppercase()),
                ("headers", Value::Table(headers)) => {
                    for (name, value) in headers {
                        parts.header(&name, &value.into_text(), at, self.remarks);
                    }
                }
                ("headers", Value::List(headers)) => {
                    for pair in headers {
                        if let Value::List(pair) = pair
                            && let [name, value] = pair.as_slice()
                        {
                            let (name, value) =
                                (name.clone().into_text(), value.clone().into_text());
                            parts.header(&name, &value, at, self.remarks);
                        }
                    }
                }
                ("headers", _) => {
                    let variable = "HEADERS".to_owned();
                    self.remarks.doubt(at, DoubtKind::Expression { variable });
                }
                ("referrer", value) => {
                    let value = value.into_text();
                    if value.contains("://") {
                        parts.header("Referer", &value, at, self.remarks);
                    }
                }
                ("body", Value::Plain(null)) if null == "null" || null == "undefined" => {}
                ("body", Value::Form(members)) => {
                    parts.form.extend(members.into_iter().map(form_part))
                }
                ("body", query @ Value::Query(_)) => {
                    parts.default_type = Some(FORM);
                    parts.data.push(Placed::new(query.to_form(), at));
                }
                ("body", value) => {
                    parts.default_type = Some(PLAIN_TEXT);
                    parts.data.push(Placed::new(value.into_text(), at));
                }
                _ => {}
            }
        }
    }
}

fn form_part((name, value): (String, Value)) -> FormPart {
    FormPart { name, value: value.into_text(), content_type: None, file_name: None }
}
