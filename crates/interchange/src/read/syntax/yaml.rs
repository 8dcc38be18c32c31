//! YAML, from the parser's events. Plain scalars stay as they are written: a client ID of digits alone is no number.

use super::{Budget, NotThis, Value};
use crate::collections::numbers;
use saphyr_parser::{Event, Parser, ScalarStyle};
use zeroize::Zeroizing;

/// No configuration is larger, and any text at all may be tried.
const MAX: usize = 1 << 20;

/// Reads the first document of `text`.
pub(crate) fn parse(text: &str) -> Result<Value, NotThis> {
    read(text, MAX, Plain::Text)
}

/// Reads every document of a file: one as it is, several as a list.
pub(crate) fn parse_all(text: &str) -> Result<Value, NotThis> {
    let mut documents = Vec::new();
    for (above, document) in documents_of(text) {
        let value = parse(document).map_err(|error| NotThis {
            line: error.line + above * usize::from(error.line > 0),
            ..error
        })?;
        documents.push(value);
    }
    match documents.len() {
        0 => parse(text),
        1 => Ok(documents.swap_remove(0)),
        _ => Ok(Value::List(documents)),
    }
}

/// What `---` parts, where it says anything, and the number of lines above each.
fn documents_of(text: &str) -> Vec<(usize, &str)> {
    let mut documents = Vec::new();
    let (mut begun, mut above, mut at) = (0, 0, 0);
    for (number, line) in text.split_inclusive('\n').enumerate() {
        if line.trim_end() == "---" {
            documents.push((above, &text[begun..at]));
            (begun, above) = (at, number);
        }
        at += line.len();
    }
    documents.push((above, &text[begun..]));
    let says = |line: &str| !line.trim().is_empty() && !line.starts_with(['#', '%']);
    documents.retain(|(_, document)| document.lines().any(|it| says(it) && it.trim_end() != "---"));
    documents
}

/// Reads a document in which numbers are numbers, such as the examples of an API's description, as JSON.
pub(crate) fn parse_document(text: &str, most: usize) -> Result<serde_json::Value, NotThis> {
    let value = read(text, most, Plain::Number)?;
    numbers::read(&value.to_json()).map_err(|_| NotThis { line: 0, why: "it is not YAML" })
}

/// What a scalar without quotes that looks like a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plain {
    Text,
    Number,
}

fn read(text: &str, most: usize, plain: Plain) -> Result<Value, NotThis> {
    if text.len() > most {
        return Err(NotThis { line: 0, why: "it is too long to be YAML" });
    }
    let budget = Budget::for_bytes(text.len());
    let mut builder = Builder { budget, open: Vec::new(), root: None, plain };
    let mut parser = Parser::new_from_str(text);
    while builder.root.is_none() {
        let Some(event) = parser.next_event() else { break };
        let (event, span) = event
            .map_err(|error| NotThis { line: error.marker().line(), why: "it is not YAML" })?;
        builder.event(event, span.start.line())?;
    }
    builder.root.ok_or(NotThis { line: 0, why: "it is empty" })
}

/// The text with the tabs at the beginning of its lines as spaces, eight for each: any number that is the same everywhere
/// gives the lines the depth that they seem to have.
pub(crate) fn without_tabs(text: &str) -> Zeroizing<String> {
    let mut out = Zeroizing::new(String::with_capacity(text.len() * 2));
    for line in text.split_inclusive('\n') {
        let body = line.trim_start_matches([' ', '\t']);
        for blank in line[..line.len() - body.len()].chars() {
            out.push_str(if blank == '\t' { "        " } else { " " });
        }
        out.push_str(body);
    }
    out
}

/// Whether most lines are names with a colon, or items of a list.
pub(crate) fn looks_like_it(text: &str) -> bool {
    let lines =
        text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let is_entry = |line: &&str| {
        let line = line.strip_prefix("- ").unwrap_or(line);
        let name = line
            .split_once(':')
            .filter(|(_, behind)| behind.is_empty() || behind.starts_with([' ', '\t']));
        name.is_some_and(|(name, _)| !name.is_empty() && !name.contains(' '))
    };
    let beginning: Vec<&str> = lines.take(20).collect();
    let entries = beginning.iter().filter(|line| is_entry(line)).count();
    entries >= 2 && beginning.first().is_some_and(|line| is_entry(line) || *line == "---")
}

/// A list or map that is not complete yet.
enum Open {
    List(Vec<Value>),
    Map(Vec<(String, Value)>, Option<String>),
}

struct Builder {
    budget: Budget,
    open: Vec<Open>,
    root: Option<Value>,
    plain: Plain,
}

impl Builder {
    fn event(&mut self, event: Event<'_>, line: usize) -> Result<(), NotThis> {
        match event {
            Event::Scalar(text, style, _, _) => {
                self.budget.spend(line)?;
                let plain = style == ScalarStyle::Plain;
                let value = match text.as_ref() {
                    "" | "~" | "null" | "Null" | "NULL" if plain => Value::Null,
                    "true" | "True" if plain => Value::Bool(true),
                    "false" | "False" if plain => Value::Bool(false),
                    number if plain && self.plain == Plain::Number && is_json_number(number) => {
                        Value::Number(Zeroizing::new(number.to_owned()))
                    }
                    // Moved when the parser made it, so that one instance is there to wipe.
                    _ => Value::Text(Zeroizing::new(text.into_owned())),
                };
                self.close_with(value, line)
            }
            Event::SequenceStart(..) => self.begin(Open::List(Vec::new()), line),
            Event::MappingStart(..) => self.begin(Open::Map(Vec::new(), None), line),
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(Open::List(items)) => self.close_with(Value::List(items), line),
                Some(Open::Map(entries, _)) => self.close_with(Value::Map(entries), line),
                None => Err(NotThis { line, why: "it is not YAML" }),
            },
            // References can multiply a few lines to gigabytes, and no configuration of Adobe's tools has them.
            Event::Alias(_) => Err(NotThis { line, why: "it uses YAML references" }),
            _ => Ok(()),
        }
    }

    fn begin(&mut self, open: Open, line: usize) -> Result<(), NotThis> {
        self.budget.spend(line)?;
        if self.open.len() >= Budget::DEPTH {
            return Err(NotThis { line, why: "it is nested too deeply" });
        }
        self.open.push(open);
        Ok(())
    }

    fn close_with(&mut self, value: Value, line: usize) -> Result<(), NotThis> {
        match self.open.last_mut() {
            None => self.root = Some(value),
            Some(Open::List(items)) => items.push(value),
            Some(Open::Map(entries, key)) => match key.take() {
                Some(key) => entries.push((key, value)),
                None => match value.as_text() {
                    Some(text) => *key = Some(text.to_owned()),
                    None if value == Value::Null => *key = Some(String::new()),
                    None => return Err(NotThis { line, why: "a name is not a text" }),
                },
            },
        }
        Ok(())
    }
}

/// Whether JSON has the same number: `007` and `1_000` are texts there.
fn is_json_number(text: &str) -> bool {
    text.starts_with(|c: char| c == '-' || c.is_ascii_digit())
        && serde_json::from_str::<serde_json::Number>(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    fn json(text: &str) -> String {
        parse(text).map_or_else(|error| error.clause(), |value| String::clone(&value.to_json()))
    }

    #[rstest]
    #[case::block("a:\n  - 1\n  - b: c\nd: true\n", r#"{"a":["1",{"b":"c"}],"d":true}"#)]
    #[case::flow("{a: [b, 'c'], \"d\": ~}", r#"{"a":["b","c"],"d":null}"#)]
    #[case::literal("k: |\n  -----BEGIN X-----\n  aa\n", r#"{"k":"-----BEGIN X-----\naa\n"}"#)]
    #[case::digits_stay(
        "id: 00e12345678901234567890123456789",
        r#"{"id":"00e12345678901234567890123456789"}"#
    )]
    #[case::references("a: &x [1]\nb: [*x, *x]", "line 2: it uses YAML references")]
    #[case::deep(&"[".repeat(5000), "line 1: it is nested too deeply")]
    #[case::empty("# nothing\n", "it is empty")]
    fn reads(#[case] text: &str, #[case] expected: &str) {
        let found = json(text);
        // The parser has a limit of its own, in its own words.
        let is_deep = expected.contains("deeply") && found.contains("line 1");
        assert!(found == expected || is_deep, "{found}");
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in "([-:?&*!|>{}\\[\\],#'\"% \n\t]|\\PC){0,80}") {
            let _ = parse(&text);
        }
    }
}
