//! JSON as data: a text whose strings hold placeholders such as `<count>`. What each stands for is told by whoever fills it.
//!
//! A string that is one placeholder becomes the value itself; in a longer string values are written out. A placeholder may
//! stand for nothing, and then the member says what "none" looks like at Adobe: `name?` is left out, `name!` is null, and a
//! plain `name` takes the object it is in with it, so that `"next": { "href?": "<link>" }` ends as `{}`.

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

/// A JSON value with placeholders.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Template(Value);

impl<'de> Deserialize<'de> for Template {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        serde_json::from_str(&text)
            .map(Self)
            .map_err(|error| serde::de::Error::custom(format!("{error} in the template {text}")))
    }
}

/// How a member without a value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Absence {
    LeftOut,
    Null,
    TakesItsObject,
}

impl Template {
    /// The template with a value for every placeholder; `None` when one it cannot do without stands for nothing.
    pub(crate) fn fill(&self, tell: &mut dyn FnMut(&str) -> Option<Value>) -> Option<Value> {
        fill(&self.0, tell)
    }

    /// The template of a member.
    pub(crate) fn member(&self, name: &str) -> Option<Self> {
        self.0.get(name).cloned().map(Self)
    }

    /// The value as it is written.
    pub(crate) fn raw(&self) -> &Value {
        &self.0
    }
}

fn fill(template: &Value, tell: &mut dyn FnMut(&str) -> Option<Value>) -> Option<Value> {
    match template {
        Value::String(text) => filled_text(text, tell),
        Value::Array(items) => items.iter().map(|item| fill(item, tell)).collect(),
        Value::Object(members) => {
            let mut filled = Map::new();
            for (name, member) in members {
                let (name, none) = none_of(name);
                let Value::String(name) = filled_text(name, tell)? else { return None };
                match (fill(member, tell), none) {
                    (Some(value), _) => drop(filled.insert(name, value)),
                    (None, Absence::LeftOut) => {}
                    (None, Absence::Null) => drop(filled.insert(name, Value::Null)),
                    (None, Absence::TakesItsObject) => return None,
                }
            }
            Some(Value::Object(filled))
        }
        other => Some(other.clone()),
    }
}

fn none_of(name: &str) -> (&str, Absence) {
    match (name.strip_suffix('?'), name.strip_suffix('!')) {
        (Some(name), _) => (name, Absence::LeftOut),
        (_, Some(name)) => (name, Absence::Null),
        _ => (name, Absence::TakesItsObject),
    }
}

fn filled_text(text: &str, tell: &mut dyn FnMut(&str) -> Option<Value>) -> Option<Value> {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, name, after)) = next(rest) {
        let value = tell(name)?;
        if before.is_empty() && after.is_empty() && filled.is_empty() {
            return Some(value);
        }
        filled.push_str(before);
        match value {
            Value::String(text) => filled.push_str(&text),
            other => filled.push_str(&other.to_string()),
        }
        rest = after;
    }
    filled.push_str(rest);
    Some(Value::String(filled))
}

/// The next placeholder of `text`, with what stands before and after it.
fn next(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('<')?;
    let (name, after) = rest.split_once('>')?;
    Some((before, name, after))
}

#[cfg(test)]
impl Template {
    pub(crate) fn parse(text: &str) -> Self {
        Self(serde_json::from_str(text).expect(text))
    }

    /// The names of its placeholders.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names = Vec::new();
        fn read(text: &str, names: &mut Vec<String>) {
            let mut rest = text;
            while let Some((_, name, after)) = next(rest) {
                names.push(name.to_owned());
                rest = after;
            }
        }
        fn walk(value: &Value, names: &mut Vec<String>) {
            match value {
                Value::String(text) => read(text, names),
                Value::Array(items) => items.iter().for_each(|item| walk(item, names)),
                Value::Object(members) => members.iter().for_each(|(name, member)| {
                    read(name, names);
                    walk(member, names);
                }),
                _ => {}
            }
        }
        walk(&self.0, &mut names);
        names
    }

    /// Whether `answer` has the members of the template, and no others; `Err` says what is wrong where.
    pub(crate) fn fits(&self, answer: &Value) -> Result<(), String> {
        fits(&self.0, answer, "")
    }
}

#[cfg(test)]
fn fits(template: &Value, answer: &Value, place: &str) -> Result<(), String> {
    match (template, answer) {
        (Value::String(name), answer) => match (name.as_str(), answer) {
            ("<items>" | "<list>", Value::Array(_)) | ("<keyed>", Value::Object(_)) => Ok(()),
            ("<items>" | "<list>" | "<keyed>", other) => Err(format!("{place}: {other}")),
            _ => Ok(()),
        },
        (Value::Array(_), Value::Array(_)) => Ok(()),
        (Value::Object(members), Value::Object(answer)) => {
            let mut known = Vec::new();
            for (name, member) in members {
                if name.contains('<') {
                    return Ok(());
                }
                let (name, none) = none_of(name);
                known.push(name);
                let place = format!("{place}/{name}");
                match (answer.get(name), none) {
                    (Some(Value::Null), Absence::Null) | (None, Absence::LeftOut) => {}
                    (Some(value), _) => fits(member, value, &place)?,
                    (None, _) => return Err(format!("{place} is missing")),
                }
            }
            match answer.keys().find(|name| !known.contains(&name.as_str())) {
                Some(other) => Err(format!("{place}/{other} is not in the envelope")),
                None => Ok(()),
            }
        }
        (template, answer) if template == answer => Ok(()),
        (template, answer) => Err(format!("{place}: {answer} instead of {template}")),
    }
}

#[cfg(test)]
mod tests {
    use super::Template;
    use rstest::rstest;
    use serde_json::{Value, json};

    #[rstest]
    #[case(r#""<n>""#, Some(json!(7)))]
    #[case(r#""a<n>b<n>""#, Some(json!("a7b7")))]
    #[case(r#"{"next!":{"href":"x<none>"}}"#, Some(json!({ "next": null })))]
    #[case(r#"{"next?":{"href":"x<none>"}}"#, Some(json!({})))]
    #[case(r#"{"next":{"href?":"<none>"}}"#, Some(json!({ "next": {} })))]
    #[case(r#"{"next":"<none>","a":1}"#, None)]
    #[case(r#"{"k<n>":[true,null,"<n>"]}"#, Some(json!({ "k7": [true, null, 7] })))]
    #[case(r#""a < b""#, Some(json!("a < b")))]
    fn none_is_written_as_the_member_says(#[case] template: &str, #[case] expected: Option<Value>) {
        let mut tell = |name: &str| (name == "n").then(|| json!(7));
        assert_eq!(Template::parse(template).fill(&mut tell), expected);
    }

    #[rstest]
    #[case(json!({ "items": [], "_links": {} }), true)]
    #[case(json!({ "items": [], "_links": { "next": { "href": "x" } } }), true)]
    #[case(json!({ "items": [] }), false)]
    #[case(json!({ "items": {}, "_links": {} }), false)]
    #[case(json!({ "items": [], "_links": {}, "more": 1 }), false)]
    fn an_answer_fits_or_not(#[case] answer: Value, #[case] good: bool) {
        let template =
            Template::parse(r#"{"items":"<items>","_links":{"next?":{"href":"<link>"}}}"#);
        assert_eq!(template.fits(&answer).is_ok(), good, "{answer}");
    }
}
