//! The `.bru` language: blocks of pairs, of text, and of names. Read into the JSON in which Bruno exports the same.

use serde_json::{Map, Value, json};

/// A block: `headers { … }`, `body:json { … }`, `vars:secret [ … ]`.
struct Block<'a> {
    name: &'a str,
    text: String,
}

/// A file's blocks as one object, named as Bruno's own export names them: `meta`, `headers`, `body:json`, …
pub(super) fn parse(text: &str) -> Result<Value, usize> {
    let mut object = Map::new();
    for Block { name, text } in blocks(text)? {
        let value = match is_text(name) {
            true => Value::String(without_indent(&text)),
            false if name == "vars:secret" => names(&text),
            false => pairs(&text),
        };
        object.insert(name.to_owned(), value);
    }
    Ok(Value::Object(object))
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

/// `name: value` lines. A `~` before the name switches one off, quotation marks and `'''` texts are read as such.
fn pairs(text: &str) -> Value {
    let mut list = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let line = line.trim();
        if line.is_empty() || line.starts_with("//") {
            continue;
        }
        let (enabled, line) = match line.strip_prefix('~') {
            Some(rest) => (false, rest),
            None => (true, line),
        };
        let quoted = line.strip_prefix('"').and_then(|rest| rest.split_once("\":"));
        let (name, value) = quoted.or_else(|| line.split_once(':')).unwrap_or((line, ""));
        let mut value = value.trim().to_owned();
        if let Some(first) = value.strip_prefix("'''") {
            let mut long = first.to_owned();
            while !long.ends_with("'''") {
                let Some(line) = lines.next() else { break };
                long.push('\n');
                long.push_str(line.trim());
            }
            value = long.trim_end_matches("'''").trim().to_owned();
        }
        list.push(json!({ "name": name.trim(), "value": value, "enabled": enabled }));
    }
    Value::Array(list)
}

/// The names of a `[ … ]` block.
fn names(text: &str) -> Value {
    let names = text.split([',', '\n']).map(|name| name.trim().trim_start_matches('~'));
    let names = names.filter(|name| !name.is_empty());
    names.map(|name| json!({ "name": name, "secret": true, "enabled": true })).collect()
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
        let value = parse(text).unwrap();
        assert_eq!(value_of(value.get("meta"), "name"), "A");
        assert_eq!(value["headers"][0], json!({"name": "X-Off", "value": "1", "enabled": false}));
        assert_eq!(value["headers"][1]["name"], "X: Y");
        assert_eq!(value["body:json"], "{\n  \"a\": {}\n}");
        assert_eq!(value["vars:secret"][1]["name"], "two");
        assert_eq!(parse("meta {\n  name: A\n"), Err(1));
    }
}
