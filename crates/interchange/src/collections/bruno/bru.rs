//! The `.bru` language: blocks of pairs, of text, and of names. Read into the JSON in which Bruno exports the same.

use super::pairs;
use serde_json::{Map, Value, json};

/// A block: `headers { … }`, `body:json { … }`, `vars:secret [ … ]`.
struct Block<'a> {
    name: &'a str,
    text: String,
}

/// What a file says.
#[derive(Debug)]
pub(super) struct Bru {
    /// Its blocks as one object, named as in the file: `meta`, `headers`, `body:json`, …
    pub(super) blocks: Value,
    /// What nobody reads: blocks of other names, and annotations.
    pub(super) unknown: Vec<String>,
}

/// The verbs that a request may begin with.
pub(super) const METHODS: [&str; 9] =
    ["get", "post", "put", "delete", "patch", "options", "head", "connect", "trace"];

/// The blocks that are read, beside methods and `auth:…`.
const READ: [&str; 28] = [
    "meta",
    "http",
    "settings",
    "docs",
    "example",
    "tests",
    "assert",
    "headers",
    "query",
    "params:query",
    "params:path",
    "auth",
    "vars",
    "vars:secret",
    "vars:pre-request",
    "vars:post-response",
    "script:pre-request",
    "script:post-response",
    "body",
    "body:json",
    "body:text",
    "body:xml",
    "body:sparql",
    "body:graphql",
    "body:graphql:vars",
    "body:form-urlencoded",
    "body:multipart-form",
    "body:file",
];

/// Reads a file. The error is the line at which a block is never closed, counted from 1.
pub(super) fn parse(text: &str) -> Result<Bru, usize> {
    let mut blocks = Map::new();
    let mut unknown = Vec::new();
    for Block { name, text } in self::blocks(text)? {
        let is_auth = name.strip_prefix("auth:").is_some_and(|kind| !kind.contains(':'));
        if !(is_auth || METHODS.contains(&name) || READ.contains(&name)) {
            unknown.push(format!("the block {name}"));
            continue;
        }
        let value = match is_text(name) {
            // A request has many of these.
            true if name == "example" => json!([null]),
            true => Value::String(without_indent(&text)),
            false if name == "vars:secret" => pairs::names(&text),
            false => {
                let (pairs, more) = pairs::parse(&text);
                unknown.extend(more);
                Value::Array(pairs)
            }
        };
        // Of a list that comes twice Bruno takes both, of a text the later one.
        match (blocks.get_mut(name), value) {
            (Some(Value::Array(known)), Value::Array(more)) => known.extend(more),
            (_, value) => drop(blocks.insert(name.to_owned(), value)),
        }
    }
    Ok(Bru { blocks: Value::Object(blocks), unknown })
}

fn is_text(name: &str) -> bool {
    name.starts_with("script")
        || matches!(name, "tests" | "docs" | "example")
        || (name.starts_with("body")
            && !matches!(name, "body:form-urlencoded" | "body:multipart-form" | "body:file"))
}

/// A block begins with its name and a bracket at the beginning of a line, and ends with one alone at the beginning of a line.
/// The error is the line at which a block is never closed, counted from 1.
fn blocks(text: &str) -> Result<Vec<Block<'_>>, usize> {
    let mut blocks = Vec::new();
    let mut lines = text.lines().enumerate();
    while let Some((at, line)) = lines.next() {
        let line = line.trim_end();
        let opened = [('{', "}"), ('[', "]")].into_iter().find_map(|(open, close)| {
            let name = line.strip_suffix(open)?.trim();
            let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || ":-_".contains(c));
            (plain && !name.is_empty() && !line.starts_with([' ', '\t'])).then_some((name, close))
        });
        let Some((name, close)) = opened else {
            match line.trim() {
                "" => continue,
                // `headers {}` on one line.
                empty if empty.ends_with("{}") || empty.ends_with("{ }") => continue,
                _ => return Err(at + 1),
            }
        };
        let mut inside = String::new();
        let mut is_closed = false;
        for (_, line) in lines.by_ref() {
            if line.trim_end() == close {
                is_closed = true;
                break;
            }
            inside.push_str(line);
            inside.push('\n');
        }
        if !is_closed {
            return Err(at + 1);
        }
        blocks.push(Block { name, text: inside });
    }
    Ok(blocks)
}

/// The text without the two blanks by which Bruno indents what is in a block.
fn without_indent(text: &str) -> String {
    let lines = text.lines().map(|line| line.strip_prefix("  ").unwrap_or(line));
    lines.collect::<Vec<_>>().join("\n")
}

/// The value of a name in a block of pairs.
pub(super) fn value_of(block: Option<&Value>, name: &str) -> String {
    let pairs = block.and_then(Value::as_array).into_iter().flatten();
    let found = pairs.rev().find(|pair| pair["name"] == name);
    found.and_then(|pair| pair["value"].as_str()).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_pairs_and_texts() {
        let text = "meta {\n  name: A\n  seq: 2\n}\n\nheaders {\n  ~X-Off: 1\n  \"X: Y\": 2\n}\n\nbody:json {\n  {\n    \"a\": {}\n  }\n}\nvars:secret [\n  one,\n  two\n]\n";
        let value = parse(text).unwrap().blocks;
        assert_eq!(value_of(value.get("meta"), "name"), "A");
        assert_eq!(value["headers"][0], json!({"name": "X-Off", "value": "1", "enabled": false}));
        assert_eq!(value["headers"][1]["name"], "X: Y");
        assert_eq!(value["body:json"], "{\n  \"a\": {}\n}");
        assert_eq!(value["vars:secret"][1]["name"], "two");
        assert_eq!(parse("meta {\n  name: A\n").unwrap_err(), 1);
    }

    #[test]
    fn blocks_that_come_twice_and_blocks_of_other_names() {
        let text = "headers {\n  a: 1\n}\nheaders {\n  b: 2\n}\nexample {\n  name: x\n}\nexample {\n  response: {\n  }\n}\nmetadata {\n  c: 3\n}\nauth:oauth2:additional_params:token {\n  d: 4\n}\n";
        let Bru { blocks, unknown } = parse(text).unwrap();
        assert_eq!(blocks["headers"][1]["name"], "b");
        assert_eq!(blocks["example"], json!([null, null]));
        let expected = ["the block metadata", "the block auth:oauth2:additional_params:token"];
        assert_eq!(unknown, expected);
    }
}
