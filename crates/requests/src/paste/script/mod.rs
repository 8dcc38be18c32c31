//! Reading `fetch(…)`, with the constants that the text gives their values above. Nothing is run.

mod reader;
mod values;

use super::cursor::Cursor;
use super::doubt_kind::DoubtKind;
use super::error::PasteError;
use super::multipart::FormPart;
use super::parts::{Parts, Placed};
use super::remark::Remarks;
use super::value::{Unknowns, Value};
use reader::Reader;
use std::collections::HashMap;

/// What a browser's copy says of the way a page sends, which a request does not keep.
const PLAIN_TEXT: &str = "text/plain;charset=UTF-8";

/// Where `fetch(` is in the text.
pub(super) fn find(text: &str) -> Option<usize> {
    let mut places = text.match_indices("fetch");
    let found = places.find(|(at, _)| {
        let before = text[..*at].chars().next_back();
        let after = text[at + 5..].trim_start();
        before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != '.')
            && after.starts_with('(')
    });
    found.map(|(at, _)| at)
}

/// The parts of the first request in the text.
pub(super) fn read(text: &str, remarks: &mut Remarks) -> Result<Parts, PasteError> {
    let call = find(text).ok_or(PasteError::NotARequest)?;
    let mut reader = Reader {
        cursor: Cursor::new(text, 0),
        constants: HashMap::new(),
        unknowns: Unknowns::default(),
        remarks,
    };
    while reader.cursor.at < call {
        reader.statement(call);
    }
    reader.cursor.at = call + "fetch".len();
    reader.skip_space();
    reader.cursor.take("(");
    reader.skip_space();
    let url_at = reader.cursor.at;
    let url = reader.expression(0)?;
    let mut parts = Parts { url: Some(Placed::new(url.into_text(), url_at)), ..Parts::default() };
    reader.skip_space();
    if reader.cursor.take(",") {
        reader.skip_space();
        let at = reader.cursor.at;
        let options = reader.expression(0)?;
        reader.options(options, at, &mut parts);
    }
    let end = reader.cursor.at;
    let mut count = 1;
    let mut rest = &text[end..];
    while let Some(at) = find(rest) {
        count += 1;
        rest = &rest[at + 5..];
    }
    if count > 1 {
        reader.remarks.doubt(end, DoubtKind::SeveralRequests { count });
    }
    parts.method.get_or_insert_with(|| "GET".to_owned());
    Ok(parts)
}

impl Reader<'_> {
    /// One step through what stands before the call: a constant's value, an added header, or a line that says nothing.
    fn statement(&mut self, limit: usize) {
        self.skip_space();
        let begin = self.cursor.at;
        if begin < limit && self.stated(limit).is_some() {
            return;
        }
        let rest = &self.cursor.text[begin..limit.max(begin)];
        self.cursor.at = begin + rest.find(['\n', ';', '{']).map_or(rest.len(), |end| end + 1);
        if self.cursor.at <= begin {
            self.cursor.at = limit;
        }
    }

    fn stated(&mut self, limit: usize) -> Option<()> {
        let mut name = self.name()?;
        if matches!(name, "const" | "let" | "var") {
            self.skip_space();
            name = self.name()?;
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
            let value = self.expression(0).ok()?;
            self.constants.insert(name.to_owned(), value);
            self.cursor.take(";");
            return Some(());
        }
        if self.cursor.take(".append(") || self.cursor.take(".set(") {
            self.skip_space();
            let key = self.expression(0).ok()?.into_text();
            self.skip_space();
            self.cursor.take(",").then_some(())?;
            self.skip_space();
            let value = self.expression(0).ok()?;
            self.skip_space();
            self.cursor.take(")");
            self.cursor.take(";");
            match self.constants.get_mut(name)? {
                Value::Table(members) | Value::Form(members) => members.push((key, value)),
                _ => return None,
            }
            return Some(());
        }
        None
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
