//! The pairs of a `.bru` block: names with values of one line or of several, and what is said beside or above them.

use serde_json::{Map, Value, json};

/// What is said of a pair: `@description(…)`, `@contentType(…)`, in newer files above it too.
#[derive(Debug, Default)]
struct Said {
    description: Option<String>,
    content_type: Option<String>,
    /// The names of others.
    unknown: Vec<String>,
}

/// `name: value` lines as a list, and what is said of them that nobody reads. A `~` before the name switches one off.
pub(super) fn parse(text: &str) -> (Vec<Value>, Vec<String>) {
    let (mut list, mut unknown) = (Vec::new(), Vec::new());
    let mut said = Said::default();
    let mut rest = text;
    while !rest.is_empty() {
        let (line, next) = line_of(rest);
        let line = line.trim();
        if line.is_empty() || line.starts_with("//") {
            rest = next;
        } else if let Some(behind) = take_above(rest, &mut said) {
            rest = behind;
        } else {
            let (pair, behind) = pair(rest, std::mem::take(&mut said), &mut unknown);
            list.push(pair);
            rest = behind;
        }
    }
    (list, unknown)
}

fn pair<'a>(text: &'a str, mut said: Said, unknown: &mut Vec<String>) -> (Value, &'a str) {
    let text = text.trim_start();
    let (enabled, text) = match text.strip_prefix('~') {
        Some(rest) => (false, rest),
        None => (true, text),
    };
    let (line, next) = line_of(text);
    let quoted = line.strip_prefix('"').and_then(|rest| rest.split_once("\":"));
    let named = quoted.or_else(|| line.split_once(':'));
    let (name, value, behind) = match named {
        Some((name, on_line)) => {
            let (value, behind) = value(&text[line.len() - on_line.len()..], &mut said);
            (name.trim().replace("\\\"", "\""), value, behind)
        }
        None => (line.trim().to_owned(), String::new(), next),
    };
    unknown.extend(said.unknown.iter().map(|it| format!("the annotation @{it} of {name}")));
    let mut pair = Map::from_iter([
        ("name".to_owned(), name.into()),
        ("value".to_owned(), value.into()),
        ("enabled".to_owned(), enabled.into()),
    ]);
    let more = [("description", said.description), ("contentType", said.content_type)];
    let more = more.into_iter().filter_map(|(key, it)| Some((key.to_owned(), it?.into())));
    pair.extend(more);
    (Value::Object(pair), behind)
}

/// The value at the beginning of a text, and the lines behind it.
fn value<'a>(text: &'a str, said: &mut Said) -> (String, &'a str) {
    let text = text.trim_start_matches([' ', '\t']);
    if let Some((inside, behind)) = text.strip_prefix("'''").and_then(|it| it.split_once("'''")) {
        let (beside, behind) = whole_line(behind);
        let more = without_said(beside.trim(), said);
        let value = format!("{} {more}", without_indent(inside).trim());
        return (value.trim().to_owned(), behind);
    }
    let (line, behind) = line_of(text);
    if line.trim() == "["
        && let Some((items, behind)) = list(behind)
    {
        return (items.join(", "), behind);
    }
    let (line, behind) = whole_line(text);
    (without_said(line.trim(), said).to_owned(), behind)
}

/// The items of a list, which ends with a bracket on a line of its own.
fn list(text: &str) -> Option<(Vec<String>, &str)> {
    let mut items = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (line, behind) = line_of(rest);
        match line.trim() {
            "]" => return Some((items, behind)),
            "" => {}
            item => items.push(item.to_owned()),
        }
        rest = behind;
    }
    None
}

/// The first line and those behind it.
fn line_of(text: &str) -> (&str, &str) {
    text.split_once('\n').unwrap_or((text, ""))
}

/// The first line, with the others that a description on it goes on for.
fn whole_line(text: &str) -> (&str, &str) {
    let (line, behind) = line_of(text);
    let opened = line.find("@description('''").map(|at| at + "@description('''".len());
    let closed = opened.and_then(|at| Some(at + text[at..].find("''')")?));
    match closed.filter(|at| *at > line.len()) {
        Some(at) => (&text[..at + 4], line_of(&text[at + 4..]).1),
        None => (line, behind),
    }
}

/// Bruno indents the lines of a long value by four blanks. No more are cut, and no text is where a hand has indented it less.
fn without_indent(text: &str) -> String {
    let lines = text.split('\n').map(|line| {
        let blanks = line.chars().take(4).take_while(|c| matches!(c, ' ' | '\t')).count();
        &line[blanks..]
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A value without what is said behind it.
fn without_said<'a>(mut value: &'a str, said: &mut Said) -> &'a str {
    const DESCRIBED: [(&str, &str); 2] = [("@description('''", "''')"), ("@description(\"", "\")")];
    loop {
        let found = DESCRIBED.iter().find_map(|(open, close)| behind(value, open, close));
        if let Some((before, text)) = found {
            said.description.get_or_insert_with(|| description(text));
            value = before;
        } else if let Some((before, kind)) = behind(value, "@contentType(", ")") {
            said.content_type.get_or_insert_with(|| kind.trim().to_owned());
            value = before;
        } else {
            return value;
        }
    }
}

/// What stands before a mark at the end, and what is in the mark.
fn behind<'a>(value: &'a str, open: &str, close: &str) -> Option<(&'a str, &'a str)> {
    let (before, inside) = value.strip_suffix(close)?.rsplit_once(open)?;
    Some((before.trim_end(), inside))
}

/// Takes a line that speaks of the pair below it: `@string`, `@description('…')`. Gives the lines behind it.
fn take_above<'a>(text: &'a str, said: &mut Said) -> Option<&'a str> {
    let rest = text.trim_start().strip_prefix('@')?;
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let end = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
    let (name, rest) = rest.split_at(end);
    let long = rest.strip_prefix("('''").and_then(|it| it.split_once("''')"));
    let (argument, behind) = match long {
        Some((argument, behind)) => (argument, line_of(behind).1),
        None => {
            let (line, behind) = line_of(rest);
            let argument = match line.trim() {
                "" => "",
                line => line.strip_prefix('(')?.strip_suffix(')')?,
            };
            (argument.trim_matches(['\'', '"']), behind)
        }
    };
    match name {
        "description" => said.description = Some(description(argument)),
        "contentType" => said.content_type = Some(argument.trim().to_owned()),
        name => said.unknown.push(name.to_owned()),
    }
    Some(behind)
}

fn description(text: &str) -> String {
    without_indent(&text.replace("\\\"", "\"")).trim().to_owned()
}

/// The names of a `[ … ]` block.
pub(super) fn names(text: &str) -> Value {
    let names = text.split([',', '\n']).map(|name| name.trim().trim_start_matches('~'));
    let names = names.filter(|name| !name.is_empty());
    names.map(|name| json!({ "name": name, "secret": true, "enabled": true })).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::plain("a: 1\n~b: 2\n", json!([["a", "1"], ["b", "2"]]))]
    #[case::quoted("\"c:d\": 1\n", json!([["c:d", "1"]]))]
    #[case::long("  a: '''\n    one\n      two\n    three\n  '''\n  b: 1\n", json!([["a", "one\n  two\nthree"], ["b", "1"]]))]
    #[case::less_indented("a: '''\n  one\ntwo\n'''\n", json!([["a", "one\ntwo"]]))]
    #[case::typed_long("a: '''\n    {}\n  ''' @contentType(text/csv)\nb: 1\n", json!([["a", "{}", "text/csv"], ["b", "1"]]))]
    #[case::never_closed("a: '''\nb: 1\n", json!([["a", "'''"], ["b", "1"]]))]
    #[case::typed("a: {\"b\": 1} @contentType(application/json)\n", json!([["a", "{\"b\": 1}", "application/json"]]))]
    #[case::file("a: @file(x|y) @contentType(text/csv)\n", json!([["a", "@file(x|y)", "text/csv"]]))]
    #[case::described("a: 1 @description(\"says \\\"x\\\"\")\n", json!([["a", "1", null, "says \"x\""]]))]
    #[case::described_long("a: 1 @description('''\n    one\n    two\n  ''')\nb: 2\n", json!([["a", "1", null, "one\ntwo"], ["b", "2"]]))]
    #[case::both("a: 1 @contentType(x/y) @description(\"z\")\n", json!([["a", "1", "x/y", "z"]]))]
    #[case::above("@string\n@description('''\n    one\n  ''')\na: 1\n", json!([["a", "1", null, "one"]]))]
    #[case::above_short("  @description('x: y')\n  a: 1\n", json!([["a", "1", null, "x: y"]]))]
    #[case::local("@a: 1\n", json!([["@a", "1"]]))]
    #[case::list("a: [\n    one\n    two\n  ]\nb: 1\n", json!([["a", "one, two"], ["b", "1"]]))]
    #[case::no_list("a: [\nb: 1\n", json!([["a", "["], ["b", "1"]]))]
    fn values(#[case] text: &str, #[case] expected: Value) {
        let shown = |pair: &Value| {
            let keys = ["name", "value", "contentType", "description"].map(|key| pair[key].clone());
            let said = keys.iter().rposition(|it| !it.is_null()).unwrap_or_default();
            Value::from(&keys[..=said])
        };
        assert_eq!(parse(text).0.iter().map(shown).collect::<Value>(), expected);
    }

    #[test]
    fn what_nobody_reads_is_told() {
        assert_eq!(parse("@string\na: 1\nb: 2\n").1, ["the annotation @string of a"]);
    }
}
