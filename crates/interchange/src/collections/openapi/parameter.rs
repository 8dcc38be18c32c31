//! Parameters of path, query, header and cookie: what stands in the request for each, and which variables it asks for.

use super::given::given;
use super::making::Making;
use super::parts::{joined, parts};
use super::security::known_header;
use super::variable::{as_it_is, encoded, variable};
use crate::collections::json::{description, is_true, text_or_empty};
use crate::collections::left_out::LeftOutKind;
use mudbrick_model::Header;
use mudbrick_requests::encode_around_variables;
use serde_json::Value;

/// Parameters that other parts of a request are made of.
#[derive(Default)]
pub(super) struct Aside<'a> {
    /// OpenAPI 2's body, or the fields of its form.
    pub(super) form: Vec<&'a Value>,
    /// The profile's token goes out in a header that is named.
    pub(super) authorization: bool,
    /// A Content-Type that only a body needs, with what the description gives for it.
    pub(super) content_type: Option<String>,
}

/// Takes a parameter into the request, or puts it aside.
pub(super) fn take<'a>(parameter: &'a Value, aside: &mut Aside<'a>, making: &mut Making<'a, '_>) {
    let name = text_or_empty(parameter, "name");
    if let Some(said) = description(parameter) {
        making.draft.describe(&name, &said);
    }
    match text_or_empty(parameter, "in").as_str() {
        "path" => path(parameter, &name, making),
        "query" => query(parameter, &name, making),
        "header" => header(parameter, name, aside, making),
        "cookie" => making.leave(LeftOutKind::Cookies { count: 1 }),
        "body" | "formData" => aside.form.push(parameter),
        other => {
            let what = format!("the parameter {name} in {other}");
            making.leave(LeftOutKind::Other { what });
        }
    }
}

/// A default is the variable's, so that the request keeps asking for it.
fn path<'a>(parameter: &'a Value, name: &str, making: &mut Making<'a, '_>) {
    let part = joined(name, given(parameter, true, making), ",");
    let (value, written) = part.in_url(true);
    making.draft.url = making.draft.url.replace(&encoded(name), &written);
    making.gathering.variable(making.place, &variable(name), &value);
}

fn query<'a>(parameter: &'a Value, name: &str, making: &mut Making<'a, '_>) {
    let is_required = is_true(parameter, "required");
    for part in parts(parameter, name, is_required, making) {
        let (value, written) = part.in_url(!is_true(parameter, "allowReserved"));
        // An optional parameter is left out as long as its variable has no value, which its default would give it.
        if is_required {
            making.gathering.variable(making.place, &variable(&part.variable), &value);
        }
        let name = encode_around_variables(&part.name);
        making.draft.add_query(&format!("{name}={written}"));
    }
}

fn header<'a>(
    parameter: &'a Value,
    name: String,
    aside: &mut Aside<'a>,
    making: &mut Making<'a, '_>,
) {
    let is_required = is_true(parameter, "required");
    if name.eq_ignore_ascii_case("authorization") {
        aside.authorization = true;
        return;
    }
    let known = known_header(&name);
    // An example of what the profile knows is somebody else's.
    let given = match known {
        Some(_) => String::new(),
        None => joined(&name, given(parameter, is_required, making), ",").value(),
    };
    let value = match known {
        Some(own) => own.to_owned(),
        None if is_required && !given.is_empty() => {
            let braces = LeftOutKind::in_braces([given.as_str()]);
            making.gathering.leave_all(making.place, braces);
            given
        }
        None if name.eq_ignore_ascii_case("content-type") => {
            aside.content_type = Some(given);
            return;
        }
        None => as_it_is(&name),
    };
    making.draft.headers.push(Header::new(name, value));
}
