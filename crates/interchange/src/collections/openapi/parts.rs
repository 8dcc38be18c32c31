//! What a parameter is sent as: one name and value, or several for the items of a list or the members of an object.

use super::given::given;
use super::making::Making;
use super::reference::members;
use super::schema;
use super::variable::{as_it_is, encoded};
use crate::collections::json::{as_text, text, text_or_empty};
use crate::collections::numbers::compact;
use mudbrick_requests::encode_around_variables;
use percent_encoding::percent_decode_str;
use serde_json::Value;

/// One name and value that a parameter is sent as.
pub(super) struct Part {
    pub(super) name: String,
    /// The name that its variable is called by.
    pub(super) variable: String,
    /// What the description gives; several that are sent as one.
    values: Vec<String>,
    /// What joins them.
    delimiter: Option<&'static str>,
}

impl Part {
    /// The value as a form or a header has it.
    pub(super) fn value(&self) -> String {
        self.values.join(self.delimiter.unwrap_or_default())
    }

    /// The value as its variable holds it for a URL, and the variable. A list's values are encoded one by one, so that what
    /// stands between them is not.
    pub(super) fn in_url(&self, is_encoded: bool) -> (String, String) {
        match self.delimiter {
            _ if !is_encoded => (self.value(), as_it_is(&self.variable)),
            None => (decoded(&self.value()), encoded(&self.variable)),
            Some(delimiter) => {
                let delimiter = if delimiter == "," {
                    ",".to_owned()
                } else {
                    encode_around_variables(delimiter)
                };
                let values =
                    self.values.iter().map(|value| encode_around_variables(&decoded(value)));
                (values.collect::<Vec<_>>().join(&delimiter), as_it_is(&self.variable))
            }
        }
    }
}

/// All of a parameter's values as one part.
pub(super) fn joined(name: &str, given: Option<&Value>, delimiter: &'static str) -> Part {
    let (values, delimiter) = match given {
        Some(Value::Array(list)) => (list.iter().map(one).collect(), Some(delimiter)),
        Some(value) => (vec![one(value)], None),
        None => (Vec::new(), None),
    };
    Part { name: name.to_owned(), variable: name.to_owned(), values, delimiter }
}

fn one(value: &Value) -> String {
    as_text(value).unwrap_or_else(|| if value.is_null() { String::new() } else { compact(value) })
}

/// The names and values that a parameter of a query or a form is sent as.
pub(super) fn parts<'a>(
    parameter: &'a Value,
    name: &str,
    is_kept: bool,
    making: &mut Making<'a, '_>,
) -> Vec<Part> {
    if let Some((_, media)) = members(parameter, "content").next() {
        let (example, _) = making.examples(media);
        let made = match (example, media.get("schema")) {
            (Some(example), _) => example.clone(),
            (None, Some(schema)) => making.made(schema),
            (None, None) => Value::Null,
        };
        return vec![Part { values: vec![one(&made)], ..joined(name, None, "") }];
    }
    let has_values = |given: &&Value| given.as_array().is_none_or(|list| !list.is_empty());
    let given = given(parameter, is_kept, making).filter(has_values);
    let schema = parameter.get("schema").and_then(|schema| making.document.resolved(schema));
    let separate = Separate::of(parameter);
    let is_object = given.is_some_and(|given| given.is_object() && as_text(given).is_none())
        || (given.is_none() && schema.is_some_and(|it| it.get("properties").is_some()));
    if is_object {
        return of_object(name, given, schema, &separate, making);
    }
    let Some(Value::Array(list)) = given.filter(|_| separate.delimiter.is_none()) else {
        let mut part = joined(name, given, separate.delimiter.unwrap_or(","));
        let is_list = |it: &Value| text_or_empty(it, "type") == "array";
        if separate.delimiter.is_some() && (is_list(parameter) || schema.is_some_and(is_list)) {
            part.delimiter = separate.delimiter;
        }
        return vec![part];
    };
    let of_item = |(at, item): (usize, &Value)| {
        let variable = if at == 0 { name.to_owned() } else { format!("{name}_{}", at + 1) };
        Part { variable, values: vec![one(item)], ..joined(name, None, "") }
    };
    // Of one that may be left out, no variable holds a value.
    let most = if is_kept { list.len() } else { 1 };
    list.iter().take(most).enumerate().map(of_item).collect()
}

/// How the values of a list, or the members of an object, are kept apart.
struct Separate {
    /// Between those that are sent as one; none where each has a name of its own.
    delimiter: Option<&'static str>,
    is_deep: bool,
}

impl Separate {
    /// `style` and `explode`, or OpenAPI 2's `collectionFormat`. A form of either version sends each by itself by default.
    fn of(parameter: &Value) -> Self {
        let style = text_or_empty(parameter, "style");
        let is_deep = style == "deepObject";
        let explode = parameter.get("explode").and_then(Value::as_bool);
        let explode = explode.unwrap_or(matches!(style.as_str(), "" | "form")) || is_deep;
        let is_second_version = parameter.get("type").is_some();
        let delimiter = match text(parameter, "collectionFormat").as_deref() {
            Some("multi") => None,
            Some("ssv") => Some(" "),
            Some("tsv") => Some("\t"),
            Some("pipes") => Some("|"),
            Some(_) => Some(","),
            None if is_second_version => Some(","),
            None if explode => None,
            None => Some(match style.as_str() {
                "spaceDelimited" => " ",
                "pipeDelimited" => "|",
                _ => ",",
            }),
        };
        Self { delimiter, is_deep }
    }
}

/// An object's members, each by its name, or all as one.
fn of_object<'a>(
    name: &str,
    given: Option<&'a Value>,
    schema: Option<&'a Value>,
    separate: &Separate,
    making: &mut Making<'a, '_>,
) -> Vec<Part> {
    let mut all: Vec<(&str, Option<&Value>)> = Vec::new();
    for (name, value) in given.and_then(Value::as_object).into_iter().flatten() {
        all.push((name, Some(value)));
    }
    let properties = schema.into_iter().flat_map(|it| members(it, "properties"));
    for (name, property) in properties {
        if !all.iter().any(|(known, _)| *known == name) {
            all.push((name, making.resolved(property).and_then(schema::given)));
        }
    }
    if let Some(delimiter) = separate.delimiter {
        let given = all.iter().filter_map(|(name, value)| Some((*name, (*value)?)));
        let values = given.flat_map(|(name, value)| [name.to_owned(), one(value)]).collect();
        return vec![Part { values, delimiter: Some(delimiter), ..joined(name, None, "") }];
    }
    let part = |(member, value): (&str, Option<&Value>)| {
        let sent = if separate.is_deep { format!("{name}[{member}]") } else { member.to_owned() };
        let values = value.map(one).into_iter().collect();
        Part { values, ..joined(&sent, None, "") }
    };
    all.into_iter().map(part).collect()
}

/// What an example stands for that is percent-encoded already: its variable's value is encoded when it is sent.
fn decoded(given: &str) -> String {
    let never =
        |c: char| c.is_whitespace() || c.is_control() || !c.is_ascii() || "\"<>\\^`{|}".contains(c);
    let is_code =
        |rest: &str| rest.len() >= 2 && rest.as_bytes()[..2].iter().all(u8::is_ascii_hexdigit);
    let is_encoded =
        given.contains('%') && !given.contains(never) && given.split('%').skip(1).all(is_code);
    let plain = percent_decode_str(given).decode_utf8().ok().filter(|_| is_encoded);
    plain.map_or_else(|| given.to_owned(), std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::decoded;
    use rstest::rstest;

    #[rstest]
    #[case::encoded("https%3A%2F%2Fns.adobe.com%2Fx", "https://ns.adobe.com/x")]
    #[case::in_part("name==a%20b", "name==a b")]
    #[case::plain("https://ns.adobe.com/x", "https://ns.adobe.com/x")]
    #[case::a_percent_sign("50%", "50%")]
    #[case::a_sentence("50%20 off", "50%20 off")]
    #[case::no_text("%FF", "%FF")]
    fn an_example_may_be_encoded_already(#[case] given: &str, #[case] expected: &str) {
        assert_eq!(decoded(given), expected);
    }
}
