//! Reading `fetch(…)`, with the constants that the text gives their values above. Nothing is run.

mod reader;
mod statements;
mod values;

use super::calls::{Calls, Gathered};
use super::doubt_kind::DoubtKind;
use super::error::PasteError;
use super::multipart::FormPart;
use super::parts::{FORM, Parts, Placed};
use super::quoted::candidates;
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

/// The requests of a text, and what a script quotes as far as the end of the last one.
pub(super) fn calls(text: &str) -> Calls {
    let mut remarks = Remarks::default();
    let mut reader = Reader::new(text, &mut remarks);
    let mut gathered = Gathered::default();
    for call in candidates(text, find(text), is_certain) {
        let first = reader.statements(call);
        gathered.above(first, std::mem::take(reader.remarks));
        // A constant above may speak of a call.
        if reader.cursor.at == call {
            // What is not understood ends the reading; what was quoted before is known.
            let read = reader.request();
            let own = std::mem::take(reader.remarks);
            gathered.call(call..reader.cursor.at, read, own);
        }
    }
    let quoted = std::mem::take(&mut reader.cursor.quoted);
    gathered.finish(text, quoted)
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
