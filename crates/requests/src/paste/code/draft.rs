//! The request that a program puts together, call by call.

use super::words::{members_of, method_of};
use crate::paste::doubt_kind::DoubtKind;
use crate::paste::multipart::FormPart;
use crate::paste::parts::{FORM, Parts, Placed, PlacedHeader};
use crate::paste::remark::{PasteNote, Remarks};
use crate::paste::value::Value;

#[derive(Default)]
pub(super) struct Draft {
    pub(super) parts: Parts,
    pub(super) body: Option<(Value, usize)>,
    /// What the library makes of a table that is the body.
    pub(super) tables: Tables,
    /// Whether it has an address beside the client's.
    pub(super) is_addressed: bool,
    /// Where its first call and its last stand.
    pub(super) begin: usize,
    pub(super) end: usize,
}

/// What a table is sent as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Tables {
    #[default]
    Form,
    Json,
}

impl Draft {
    pub(super) fn url(&mut self, value: Value, at: usize) {
        let url = value.into_text();
        let is_whole = url.contains("://") || url.starts_with("{{");
        let url = match self.parts.url.take().filter(|_| !is_whole) {
            // A path behind what the client was made for.
            Some(base) if !url.is_empty() => {
                format!("{}/{}", base.text.trim_end_matches('/'), url.trim_start_matches('/'))
            }
            Some(base) => base.text,
            None => url,
        };
        self.parts.url = Some(Placed::new(url, at));
    }

    pub(super) fn method(&mut self, value: &Value) {
        let (Value::Text(name) | Value::Plain(name)) = value else { return };
        self.parts.method = Some(method_of(name).map_or_else(|| name.clone(), |it| it.to_string()));
    }

    pub(super) fn header(&mut self, name: &str, value: Value, at: usize, remarks: &mut Remarks) {
        // Whoever sets one again means that.
        let is_again = |it: &str| it.eq_ignore_ascii_case(name);
        self.parts.headers.retain(|header| !is_again(&header.name));
        self.parts.header(name, &value.into_text(), at, remarks);
    }

    /// Headers as a table, or as lines.
    pub(super) fn headers(&mut self, value: Value, at: usize, remarks: &mut Remarks) {
        if let Value::List(lines) = &value
            && lines.iter().all(|line| matches!(line, Value::Text(text) if text.contains(':')))
        {
            for line in lines {
                let line = line.clone().into_text();
                if let Some((name, value)) = line.split_once(':') {
                    self.header(name, Value::Text(value.to_owned()), at, remarks);
                }
            }
            return;
        }
        let variable = match &value {
            Value::Unknown(name) => name.clone(),
            _ => "HEADERS".to_owned(),
        };
        match members_of(value) {
            Some(members) => {
                for (name, value) in members {
                    self.header(&name, value, at, remarks);
                }
            }
            None => remarks.doubt(at, DoubtKind::Expression { variable }),
        }
    }

    pub(super) fn query(&mut self, value: Value, at: usize, remarks: &mut Remarks) {
        match value {
            Value::Text(text) => self.parts.query.push(text),
            Value::Plain(_) => {}
            value => match members_of(value) {
                Some(members) if members.is_empty() => {}
                Some(members) => self.parts.query.push(Value::Query(members).to_form()),
                None => {
                    let variable = "PARAMETERS".to_owned();
                    remarks.doubt(at, DoubtKind::Expression { variable });
                }
            },
        }
    }

    pub(super) fn body(&mut self, value: Value, at: usize) {
        self.body = Some((value, at));
    }

    /// A body that is JSON, whatever it is written as.
    pub(super) fn json(&mut self, value: Value, at: usize) {
        self.parts.default_type = Some("application/json");
        let text = match value {
            Value::Text(text) => text,
            value => value.to_json(),
        };
        self.body = Some((Value::Text(text), at));
    }

    /// A part of a form of several parts.
    pub(super) fn part(&mut self, name: String, value: Value) {
        let value = value.into_text();
        self.parts.form.push(FormPart { name, value, content_type: None, file_name: None });
    }

    pub(super) fn settings(
        &mut self,
        members: Vec<(String, Value)>,
        at: usize,
        remarks: &mut Remarks,
    ) {
        for (name, value) in members {
            match name.to_ascii_lowercase().as_str() {
                "url" | "uri" | "requesturi" => self.url(value, at),
                "method" | "type" => self.method(&value),
                "hostname" | "host" => {
                    let base = format!("https://{}", value.into_text());
                    self.url(Value::Text(base), at);
                }
                "path" | "baseurl" => self.url(value, at),
                "headers" => self.headers(value, at, remarks),
                "params" | "qs" => self.query(value, at, remarks),
                "data" | "body" | "content" => self.body(value, at),
                "json" => match value {
                    // The library `request` has this switch.
                    Value::Plain(_) => self.tables = Tables::Json,
                    value => self.json(value, at),
                },
                "form" => self.body(Value::Query(members_of(value).unwrap_or_default()), at),
                "contenttype" => self.header("Content-Type", value, at, remarks),
                "auth" => {
                    remarks.note(PasteNote::Password { option: name });
                }
                "cookies" => remarks.note(PasteNote::Cookies),
                "files" | "formdata" => {
                    for (name, value) in members_of(value).unwrap_or_default() {
                        self.part(name, value);
                    }
                }
                "proxies" | "proxy" | "verify" | "cert" => {
                    remarks.note(PasteNote::Connection { option: name });
                }
                _ => {}
            }
        }
    }

    /// What was put together; `pending` is the type that something said which may be the body.
    pub(super) fn finish(mut self, pending: Option<String>) -> Parts {
        if let Some((value, at)) = self.body.take() {
            let is_table = matches!(value, Value::Table(_) | Value::List(_));
            let text = match value {
                Value::Plain(_) => String::new(),
                Value::Form(members) => {
                    for (name, value) in members {
                        self.part(name, value);
                    }
                    String::new()
                }
                Value::Table(members) if members.is_empty() => String::new(),
                value if is_table && self.tables == Tables::Json => {
                    self.parts.default_type = Some("application/json");
                    value.to_json()
                }
                value @ (Value::Table(_) | Value::Query(_)) => {
                    self.parts.default_type = Some(FORM);
                    value.to_form()
                }
                value => value.into_text(),
            };
            if !text.is_empty() {
                let has_type = self
                    .parts
                    .headers
                    .iter()
                    .any(|it| it.name.eq_ignore_ascii_case("content-type"));
                if let Some(pending) = pending.filter(|_| !has_type) {
                    let name = "Content-Type".to_owned();
                    self.parts.headers.push(PlacedHeader { name, value: pending, at });
                }
                self.parts.data.push(Placed::new(text, at));
            }
        }
        self.parts.method.get_or_insert_with(|| "GET".to_owned());
        self.parts
    }
}
