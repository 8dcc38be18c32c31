//! What a rule asks of a member of a body, or of a header, in one line:
//!
//! | written | means |
//! | --- | --- |
//! | `error = invalid_client` | the member has this value, as a string or a number |
//! | `error_code = 403023\|403025` | one of these; `*` stands for any text |
//! | `error_description ~ client_secret` | its text has words that begin like this, in any case |
//! | `errors[].code = 601` | of any element of the array |
//! | `**code = INGEST-*` | of any object, however deep |
//! | `errorId` | it is there, whatever its value |
//! | `!error_code` | it is not there |
//! | `sandboxes = []` | it is an empty array |
//! | `code : number` | it is a number (or `string`, `object`, `array`) |
//! | `**(state = error; code = 300)` | of any object, however deep, all of these hold |

use crate::{glob, words};
use mudbrick_model::Header;
use serde::{Deserialize, Deserializer, de};
use serde_json::Value;

/// One of these lines.
#[derive(Debug, Clone)]
pub(crate) struct MemberTest {
    path: Vec<Step>,
    test: Test,
    is_negated: bool,
}

#[derive(Debug, Clone)]
enum Step {
    Name(String),
    Each,
    Anywhere,
}

#[derive(Debug, Clone)]
enum Test {
    There,
    Is(Vec<String>),
    Says(Vec<String>),
    Empty,
    Kind(&'static str),
    All(Vec<MemberTest>),
}

impl MemberTest {
    fn parse(line: &str) -> Result<Self, String> {
        let (is_negated, rest) = match line.trim().strip_prefix('!') {
            Some(rest) => (true, rest),
            None => (false, line.trim()),
        };
        if let Some(lines) = rest.strip_prefix("**(").and_then(|rest| rest.strip_suffix(')')) {
            let tests = lines.split(';').map(Self::parse).collect::<Result<_, _>>()?;
            return Ok(Self { path: vec![Step::Anywhere], test: Test::All(tests), is_negated });
        }
        let split = |by: &str| rest.split_once(by).map(|(path, value)| (path.trim(), value.trim()));
        let values = |text: &str| text.split('|').map(|it| it.trim().to_owned()).collect();
        let (path, test) = if let Some((path, value)) = split(" = ") {
            (path, if value == "[]" { Test::Empty } else { Test::Is(values(value)) })
        } else if let Some((path, value)) = split(" ~ ") {
            (path, Test::Says(values(&value.to_lowercase())))
        } else if let Some((path, value)) = split(" : ") {
            let kinds = ["number", "string", "object", "array"];
            let kind = kinds.into_iter().find(|kind| *kind == value);
            (path, Test::Kind(kind.ok_or_else(|| format!("no such kind in `{line}`"))?))
        } else {
            (rest, Test::There)
        };
        let path = steps(path).ok_or_else(|| format!("no path in `{line}`"))?;
        Ok(Self { path, test, is_negated })
    }

    /// Whether it holds of a body.
    pub(crate) fn holds(&self, body: &Value) -> bool {
        any(body, &self.path, &|value| self.test.holds(value)) != self.is_negated
    }

    /// Whether it holds of a header that it names.
    pub(crate) fn holds_of(&self, headers: &[Header]) -> bool {
        let [Step::Name(name)] = self.path.as_slice() else { return false };
        let mut named = headers.iter().filter(|header| header.name.eq_ignore_ascii_case(name));
        named.any(|header| self.test.holds_of_text(&header.value)) != self.is_negated
    }

    /// Whether an answer can be known by it: what has to be absent, or merely there, is in many an answer, and a status that the
    /// body repeats tells no more than the status.
    pub(crate) fn is_code(&self) -> bool {
        const STATUS: [&str; 3] = ["status", "statusCode", "status_code"];
        let is_status =
            matches!(self.path.last(), Some(Step::Name(name)) if STATUS.contains(&name.as_str()));
        let says_something = match &self.test {
            Test::Is(_) | Test::Says(_) => true,
            Test::All(tests) => tests.iter().any(Self::is_code),
            Test::There | Test::Empty | Test::Kind(_) => false,
        };
        !self.is_negated && !is_status && says_something
    }
}

fn steps(path: &str) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    let rest = match path.strip_prefix("**") {
        Some(rest) => {
            steps.push(Step::Anywhere);
            rest
        }
        None => path,
    };
    for part in rest.split('.') {
        let name = part.trim_end_matches("[]");
        if !name.is_empty() {
            steps.push(Step::Name(name.to_owned()));
        } else if name.len() == part.len() {
            return None;
        }
        steps.extend((0..(part.len() - name.len()) / 2).map(|_| Step::Each));
    }
    Some(steps)
}

fn any(value: &Value, path: &[Step], test: &dyn Fn(&Value) -> bool) -> bool {
    match (path, value) {
        ([], _) => test(value),
        ([Step::Name(name), rest @ ..], Value::Object(members)) => {
            members.get(name).is_some_and(|member| any(member, rest, test))
        }
        ([Step::Each, rest @ ..], Value::Array(elements)) => {
            elements.iter().any(|element| any(element, rest, test))
        }
        ([Step::Anywhere, rest @ ..], _) => {
            any(value, rest, test)
                || match value {
                    Value::Object(members) => members.values().any(|it| any(it, path, test)),
                    Value::Array(elements) => elements.iter().any(|it| any(it, path, test)),
                    _ => false,
                }
        }
        _ => false,
    }
}

impl Test {
    fn holds(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::There, _) => true,
            (Self::All(tests), _) => tests.iter().all(|test| test.holds(value)),
            (Self::Empty, Value::Array(elements)) => elements.is_empty(),
            (Self::Kind(kind), _) => {
                *kind
                    == match value {
                        Value::Number(_) => "number",
                        Value::String(_) => "string",
                        Value::Object(_) => "object",
                        Value::Array(_) => "array",
                        _ => "",
                    }
            }
            (Self::Is(_) | Self::Says(_), Value::String(text)) => self.holds_of_text(text),
            (Self::Is(_) | Self::Says(_), Value::Number(_) | Value::Bool(_)) => {
                self.holds_of_text(&value.to_string())
            }
            _ => false,
        }
    }

    fn holds_of_text(&self, text: &str) -> bool {
        match self {
            Self::There => true,
            Self::Is(values) => values.iter().any(|value| glob::fits(value, text.trim())),
            Self::Says(wanted) => {
                let text = text.to_lowercase();
                wanted.iter().any(|word| words::has(&text, word))
            }
            Self::Empty | Self::Kind(_) | Self::All(_) => false,
        }
    }
}

impl<'de> Deserialize<'de> for MemberTest {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(from)?).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use serde_json::json;

    #[rstest]
    #[case("error = invalid_client", true)]
    #[case("error = invalid_scope|invalid_client", true)]
    #[case("error = invalid", false)]
    #[case("error = invalid_*", true)]
    #[case("description ~ SECRET", true)]
    #[case("description ~ nothing", false)]
    #[case("code = 500", true)]
    #[case("code : number", true)]
    #[case("code : string", false)]
    #[case("errors[].code = 601", true)]
    #[case("errors.code = 601", false)]
    #[case("**code = 602", true)]
    #[case("**deep = yes", true)]
    #[case("deep = yes", false)]
    #[case("**(code = 602; deep = yes)", true)]
    #[case("**(code = 601; deep = yes)", false)]
    #[case("!**(code = 601; deep = yes)", true)]
    #[case("empty = []", true)]
    #[case("errors = []", false)]
    #[case("error", true)]
    #[case("!error", false)]
    #[case("!other", true)]
    fn members(#[case] line: &str, #[case] expected: bool) {
        let body = json!({
            "error": "invalid_client", "description": "the secret", "code": 500, "empty": [],
            "errors": [{"code": "600"}, {"code": "601", "more": {"code": 602, "deep": "yes"}}],
        });
        assert_eq!(MemberTest::parse(line).unwrap().holds(&body), expected, "{line}");
    }

    #[rstest]
    #[case("[].wait", true)]
    #[case("wait", false)]
    fn of_an_array(#[case] line: &str, #[case] expected: bool) {
        assert_eq!(MemberTest::parse(line).unwrap().holds(&json!([{"wait": 1}])), expected);
    }

    #[rstest]
    #[case("x-id", true)]
    #[case("!x-id", false)]
    #[case("X-ID = 7", true)]
    #[case("x-id ~ 8", false)]
    fn headers(#[case] line: &str, #[case] expected: bool) {
        let headers = [Header::new("X-Id", "7")];
        assert_eq!(MemberTest::parse(line).unwrap().holds_of(&headers), expected);
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        assert!(MemberTest::parse("code : colour").is_err());
        assert!(MemberTest::parse("a..b = 1").is_err());
        assert!(MemberTest::parse("**(a = 1; b : colour)").is_err());
    }
}
