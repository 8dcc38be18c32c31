//! Every scalar of a collection is in a `.http` file, listed as left out, or of a name that says nothing about requests.

use super::made_up::{Dice, collection};
use super::*;
use mudbrick_interchange::collections::LeftOut;
use proptest::prelude::*;
use serde_json::json;

/// What says nothing about what is sent: ids, the format's own marks, and choices whose outcome is looked at elsewhere.
const IGNORED: [&str; 12] = [
    "_exporter_id",
    "_postman_id",
    "_postman_isSubFolder",
    "disabled",
    "enabled",
    "id",
    "in",
    "language",
    "mode",
    "schema",
    "type",
    "variables",
];

/// What became of a collection, to be looked through.
struct Outcome {
    /// Files with their paths, and what was left out with its place.
    text: String,
    left_out: Vec<LeftOut>,
}

impl Outcome {
    fn of(collection: &Collection) -> Self {
        let (files, more) = collection.http_files();
        let left_out: Vec<LeftOut> = collection.left_out.iter().cloned().chain(more).collect();
        let mut text = format!("{}\n", collection.name);
        for file in &files {
            text.push_str(&format!("{}\n{}\n", file.path, file.text));
        }
        for one in &left_out {
            text.push_str(&format!("{}: {}\n", one.place, one.kind));
        }
        if collection.unplaced_descriptions() > 0 {
            let unplaced = |path: &Vec<String>| {
                !collection.requests.iter().any(|it| it.folders.starts_with(path))
            };
            // They are counted for the whole collection.
            for (_, said) in collection.folders.iter().filter(|(path, _)| unplaced(path)) {
                text.push_str(said);
            }
        }
        Self { text, left_out }
    }

    fn lists(&self, name: &str, is_it: impl Fn(&LeftOutKind) -> bool) -> bool {
        let at = |place: &str| name.is_empty() || place.split(" › ").any(|part| part == name);
        self.left_out.iter().any(|one| at(&one.place) && is_it(&one.kind))
    }

    /// Whether a header is listed by its name, since another part of the request writes it.
    fn replaces_header(&self, header: &Value, owner: &str) -> bool {
        self.lists(owner, |kind| match kind {
            LeftOutKind::ReplacedHeader { name, .. } => header["key"] == name.as_str(),
            _ => false,
        })
    }

    /// Whether a variable that is nowhere in its path is listed by its name.
    fn leaves_segment(&self, variable: &Value) -> bool {
        self.lists("", |kind| match kind {
            LeftOutKind::PathVariable { name } => variable["key"] == name.as_str(),
            _ => false,
        })
    }

    /// Whether a variable of the collection's is listed by its name.
    fn leaves_variable(&self, variable: &Value) -> bool {
        self.lists("", |kind| match kind {
            LeftOutKind::UnusedVariable { name } => variable["key"] == name.as_str(),
            _ => false,
        })
    }
}

fn is_off(value: &Value) -> bool {
    value["disabled"] == true || value["enabled"] == false
}

/// The scalars of which nothing is known, with their way. `owner` is the innermost item's name.
fn lost(value: &Value, way: &str, owner: &str, outcome: &Outcome, found: &mut Vec<String>) {
    match value {
        Value::Null | Value::Bool(_) => {}
        Value::Number(_) | Value::String(_) => {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let is_path = way.contains(".url.path");
            // A variable of the path is filled, and its name is gone with that.
            let segments = text.split('/').filter(|it| !(is_path && it.starts_with(':')));
            let text = segments.collect::<Vec<_>>().join("/");
            let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            for word in words.filter(|word| !outcome.text.contains(*word)) {
                found.push(format!("{way}: {word}"));
            }
        }
        Value::Array(list) => {
            for (at, one) in list.iter().enumerate() {
                lost(one, &format!("{way}[{at}]"), owner, outcome, found);
            }
        }
        Value::Object(members) => {
            let owner = value["name"].as_str().unwrap_or(owner);
            for (name, one) in members {
                let way = format!("{way}.{name}");
                let mut missed = |is_listed: bool| {
                    if !is_listed {
                        found.push(format!("{way}: not listed"));
                    }
                };
                match name.as_str() {
                    // What is switched off is listed by its name alone.
                    "value" | "description" | "src" if is_off(value) => {}
                    "key" if way.contains(".url.variable") && value["value"] != "" => {}
                    name if way.ends_with(&format!(".body.{name}"))
                        && outcome.lists(owner, |it| is_not_chosen(it, name)) => {}
                    "value" if outcome.replaces_header(value, owner) => {}
                    "value" if way.contains(".url.variable") && outcome.leaves_segment(value) => {}
                    "value" if way.starts_with(".variable") && outcome.leaves_variable(value) => {}
                    "event" => {
                        let script = |kind: &LeftOutKind| match kind {
                            LeftOutKind::Script { .. } => true,
                            LeftOutKind::Disabled { part, .. } => part.to_string() == "script",
                            _ => false,
                        };
                        missed(outcome.lists(owner_or_all(owner, way.as_str()), script));
                    }
                    "response" if one.as_array().is_some_and(|list| !list.is_empty()) => {
                        missed(
                            outcome.lists(owner, |it| matches!(it, LeftOutKind::Examples { .. })),
                        );
                    }
                    "proxy" => missed(outcome.lists(owner, |it| *it == LeftOutKind::Proxy)),
                    "certificate" => {
                        missed(outcome.lists(owner, |it| *it == LeftOutKind::Certificate));
                    }
                    "protocolProfileBehavior" => {
                        let native = ["disableBodyPruning", "followRedirects", "disableCookies"];
                        let named = one.as_object().into_iter().flatten();
                        for (name, _) in named.filter(|(name, _)| !native.contains(&name.as_str()))
                        {
                            missed(outcome.text.contains(name.as_str()));
                        }
                    }
                    // What is handed down is looked at where it arrives; a password is nobody's to see.
                    "auth" => {}
                    "body" if outcome.lists(owner, is_without_body) => {}
                    // The parts are sent, and what is shown beside them says the same.
                    "raw" if way.ends_with("url.raw") && value.get("path").is_some() => {}
                    name if IGNORED.contains(&name) => {}
                    _ => lost(one, &way, owner, outcome, found),
                }
            }
        }
    }
}

/// Scripts of the collection itself stand at no place.
fn owner_or_all<'a>(owner: &'a str, way: &str) -> &'a str {
    if way == ".event" { "" } else { owner }
}

fn is_not_chosen(kind: &LeftOutKind, name: &str) -> bool {
    matches!(kind, LeftOutKind::BodyNotChosen { mode } if mode == name)
}

fn is_without_body(kind: &LeftOutKind) -> bool {
    match kind {
        LeftOutKind::BodyNotSent { .. } => true,
        LeftOutKind::Disabled { part, .. } => part.to_string() == "body",
        _ => false,
    }
}

/// How many requests there are in a tree.
fn requests_in(value: &Value) -> usize {
    let items = value["item"].as_array().into_iter().flatten();
    items.map(|item| requests_in(item) + usize::from(item.get("request").is_some())).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn every_scalar_is_used_or_listed(seed in any::<u64>()) {
        let given = collection(&mut Dice::new(seed));
        // A file without a request is refused whole.
        prop_assume!(requests_in(&given) > 0);
        let read = read_json(&given);
        prop_assert_eq!(read.requests.len(), requests_in(&given));
        let outcome = Outcome::of(&read);
        let mut found = Vec::new();
        lost(&given, "", "", &outcome, &mut found);
        prop_assert!(found.is_empty(), "{:#?}", found);
    }
}

/// What of Bruno's YAML says nothing about what is sent, or is named by what it belongs to.
const IGNORED_OF_BRUNO: [&str; 7] =
    ["opencollection", "type", "seq", "disabled", "secret", "encodeUrl", "description"];

/// A text as YAML writes it in any case: between quotation marks.
fn as_yaml(value: &Value, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    match value {
        Value::Object(members) if !members.is_empty() => {
            for (name, one) in members {
                out.push_str(&format!("\n{indent}{name}:"));
                as_yaml(one, depth + 1, out);
            }
        }
        Value::Array(list) if !list.is_empty() => {
            for one in list {
                out.push_str(&format!("\n{indent}-"));
                as_yaml(one, depth + 1, out);
            }
        }
        other => out.push_str(&format!(" {other}")),
    }
}

fn named(dice: &mut Dice, prefix: &str) -> Value {
    let number = dice.below(100_000);
    let mut pair =
        json!({ "name": format!("{prefix}n{number}"), "value": format!("{prefix}v{number}") });
    if dice.once_in(3) {
        pair["disabled"] = json!(true);
    }
    pair
}

fn bruno_request(dice: &mut Dice, number: u64) -> Value {
    let list = |dice: &mut Dice, prefix: &str| -> Vec<Value> {
        (0..dice.below(4)).map(|_| named(dice, prefix)).collect()
    };
    let body = match dice.below(6) {
        0 => json!({ "type": "json", "data": format!("{{\"j\": {}}}", dice.below(100_000)) }),
        1 => json!({ "type": "text", "data": format!("text {}", dice.below(100_000)) }),
        2 => json!({ "type": "form-urlencoded", "data": list(dice, "f") }),
        3 => json!({ "type": "multipart-form", "data": list(dice, "m") }),
        4 => json!({ "type": "unheard-of", "data": "x" }),
        _ => Value::Null,
    };
    let auth = match dice.below(5) {
        0 => json!({ "type": "bearer", "token": "{{t}}" }),
        1 => {
            json!({ "type": "apikey", "key": format!("x-key{}", dice.below(1_000)), "value": "{{K}}", "placement": "header" })
        }
        2 => json!("none"),
        3 => json!({ "type": "awsv4" }),
        _ => json!("inherit"),
    };
    let mut params = list(dice, "q");
    params.iter_mut().for_each(|it| it["type"] = json!("query"));
    let assertion = json!({ "expression": format!("res.body.b{}", dice.below(1_000)), "operator": "eq", "value": "1" });
    let mut request = json!({
        "info": { "name": format!("Request {number}"), "type": "http", "seq": number, "tags": [format!("tag{}", dice.below(1_000))] },
        "http": { "method": "POST", "url": format!("https://a.io/p{}", dice.below(1_000)), "headers": list(dice, "h"), "params": params, "body": body, "auth": auth },
        "runtime": { "assertions": [assertion], "variables": list(dice, "r") },
        "settings": { "encodeUrl": true, "timeout": 5 },
        "docs": format!("About {}", dice.below(100_000)),
    });
    if dice.once_in(3) {
        request["http"][format!("unknown{number}")] = json!(1);
    }
    request
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn nothing_of_brunos_yaml_is_lost(seed in any::<u64>()) {
        let mut dice = Dice::new(seed);
        let requests: Vec<Value> = (1..=1 + dice.below(4)).map(|it| bruno_request(&mut dice, it)).collect();
        let mut files = vec![("opencollection.yml".to_owned(), "opencollection: 1.0.0\ninfo:\n  name: Made up\n".to_owned())];
        for (place, request) in requests.iter().enumerate() {
            let mut text = String::new();
            as_yaml(request, 0, &mut text);
            files.push((format!("r{place}.yml"), text));
        }
        let given: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
        let reading = read_files("Made up", &given);
        prop_assert!(reading.errors.is_empty(), "{:?}", reading.errors);
        let outcome = Outcome::of(&reading.collections[0]);
        let mut found = Vec::new();
        for request in &requests {
            lost_of_bruno(request, "", &outcome, &mut found);
        }
        prop_assert_eq!(found, Vec::<String>::new(), "{}", outcome.text);
    }
}

fn lost_of_bruno(value: &Value, way: &str, outcome: &Outcome, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            // What is switched off, not known or a setting is listed by its name.
            let is_off = value["disabled"] == true;
            let is_unused = outcome.leaves_variable(&json!({ "key": value["name"] }));
            for (name, one) in members {
                let is_named = (is_off || is_unused) && name == "value"
                    || name.starts_with("unknown") && outcome.text.contains(name)
                    || way == ".settings" && outcome.text.contains(name)
                    || value["type"] == "unheard-of" && outcome.text.contains("unheard-of");
                if !IGNORED_OF_BRUNO.contains(&name.as_str()) && !is_named {
                    lost_of_bruno(one, &format!("{way}.{name}"), outcome, found);
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|one| lost_of_bruno(one, way, outcome, found)),
        Value::String(text) => {
            let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            // What is said of who is who, and of a token, is said in other words.
            let is_own_word = way.ends_with(".auth.token")
                || way.ends_with(".auth.placement")
                || way.ends_with(".operator")
                || (way.ends_with(".auth") && matches!(text.as_str(), "inherit" | "none"));
            for word in words.filter(|word| !is_own_word && !outcome.text.contains(*word)) {
                found.push(format!("{way}: {word}"));
            }
        }
        Value::Number(_) | Value::Null | Value::Bool(_) => {}
    }
}
