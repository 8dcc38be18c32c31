//! The values of a script, as far as they stand in its text. Nothing is run: what would have to be is unknown, and becomes a
//! variable.

use super::doubt_kind::DoubtKind;
use super::remark::Remarks;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// A text, with `{{NAME}}` for the unknown parts of it.
    Text(String),
    /// A number, `true`, `false` or `null`, as JSON writes it.
    Plain(String),
    /// A hash table or an object, in the order of the text.
    Table(Vec<(String, Value)>),
    /// An array.
    List(Vec<Value>),
    /// A form of several parts.
    Form(Vec<(String, Value)>),
    /// A form or a query in one line, `a=b&c=d`.
    Query(Vec<(String, Value)>),
    /// Not in the text: the name of the variable that stands for it.
    Unknown(String),
}

impl Value {
    /// How much work it is to copy it: one for each value in it, and for some bytes of a text.
    pub(super) fn weight(&self) -> usize {
        match self {
            Self::Text(text) | Self::Plain(text) | Self::Unknown(text) => 1 + text.len() / 64,
            Self::List(values) => values.iter().map(Self::weight).sum::<usize>() + 1,
            Self::Table(members) | Self::Form(members) | Self::Query(members) => {
                members
                    .iter()
                    .map(|(name, value)| 1 + name.len() / 64 + value.weight())
                    .sum::<usize>()
                    + 1
            }
        }
    }

    /// As a header or a URL has it.
    pub(super) fn into_text(self) -> String {
        match self {
            Self::Text(text) | Self::Plain(text) => text,
            Self::Unknown(name) => format!("{{{{{name}}}}}"),
            query @ Self::Query(_) => query.to_form(),
            table @ (Self::Table(_) | Self::List(_) | Self::Form(_)) => table.to_json(),
        }
    }

    /// As JSON, with two blanks for each level.
    pub(super) fn to_json(&self) -> String {
        // Whatever it is, it is whole.
        if let Self::Unknown(name) = self {
            return format!("{{{{{name}}}}}");
        }
        let mut json = String::new();
        self.write(&mut json, 0);
        json
    }

    fn write(&self, json: &mut String, depth: usize) {
        match self {
            Self::Text(text) => json.push_str(&string(text)),
            Self::Plain(text) => json.push_str(text),
            Self::Unknown(name) => json.push_str(&string(&format!("{{{{{name}}}}}"))),
            Self::Query(_) => json.push_str(&string(&self.to_form())),
            Self::Table(members) | Self::Form(members) => {
                block(json, depth, ['{', '}'], members, |json, (name, value), depth| {
                    json.push_str(&format!("{}: ", string(name)));
                    value.write(json, depth);
                });
            }
            Self::List(values) => {
                block(json, depth, ['[', ']'], values, |json, value, depth| {
                    value.write(json, depth)
                });
            }
        }
    }

    /// As a form or a query has it: `a=b&c=d`.
    pub(super) fn to_form(&self) -> String {
        let (Self::Table(members) | Self::Form(members) | Self::Query(members)) = self else {
            return self.clone().into_text();
        };
        let pairs = members.iter().map(|(name, value)| {
            let value = value.clone().into_text();
            format!("{}={}", encoded(name), encoded(&value))
        });
        pairs.collect::<Vec<_>>().join("&")
    }
}

fn block<T>(
    json: &mut String,
    depth: usize,
    [open, close]: [char; 2],
    items: &[T],
    write: impl Fn(&mut String, &T, usize),
) {
    json.push(open);
    for (position, item) in items.iter().enumerate() {
        json.push_str(if position == 0 { "\n" } else { ",\n" });
        json.push_str(&"  ".repeat(depth + 1));
        write(json, item, depth + 1);
    }
    if !items.is_empty() {
        json.push('\n');
        json.push_str(&"  ".repeat(depth));
    }
    json.push(close);
}

fn string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Percent-encoded, but for the placeholders.
fn encoded(text: &str) -> String {
    super::curl::encode_around_variables(text)
}

/// Names for what is not in the text: each is a doubt, at its place.
#[derive(Debug, Default)]
pub(super) struct Unknowns {
    count: usize,
}

impl Unknowns {
    /// The variable for an expression that has no name of its own.
    pub(super) fn expression(&mut self, at: usize, remarks: &mut Remarks) -> Value {
        self.count += 1;
        let variable = format!("EXPRESSION_{}", self.count);
        remarks.doubt(at, DoubtKind::Expression { variable: variable.clone() });
        Value::Unknown(variable)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_keeps_the_order_and_the_numbers() {
        let list =
            Value::List(vec![Value::Plain("1.00".to_owned()), Value::Unknown("A".to_owned())]);
        let table = Value::Table(vec![
            ("b".to_owned(), Value::Text("x\"y".to_owned())),
            ("a".to_owned(), list),
            ("c".to_owned(), Value::Table(Vec::new())),
        ]);
        let json =
            "{\n  \"b\": \"x\\\"y\",\n  \"a\": [\n    1.00,\n    \"{{A}}\"\n  ],\n  \"c\": {}\n}";
        assert_eq!(table.to_json(), json);
    }

    #[test]
    fn a_form_is_encoded() {
        let table = Value::Table(vec![
            ("a b".to_owned(), Value::Text("c&d".to_owned())),
            ("e".to_owned(), Value::Unknown("F".to_owned())),
        ]);
        assert_eq!(table.to_form(), "a%20b=c%26d&e={{%F}}");
    }
}
