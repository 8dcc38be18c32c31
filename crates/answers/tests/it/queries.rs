//! Queries find what the reference finds, and give back the very characters.

use crate::support::{Random, seeded};
use mudbrick_answers::query::{Path, ask};
use mudbrick_answers::{AnswerError, Stop};
use serde_json_path::JsonPath;

const PATHS: [&str; 30] = [
    "$",
    "$.a",
    "$['a','b']",
    "$[0]",
    "$[-1]",
    "$[-9]",
    "$[1:3]",
    "$[::2]",
    "$[::-1]",
    "$[-2:]",
    "$[:-1]",
    "$[5:0:-2]",
    "$[-9:2]",
    "$[1:2:0]",
    "$.*",
    "$[*]",
    "$..a",
    "$..*",
    "$..[0]",
    "$..[-1]",
    "$[?@.a]",
    "$..[?@.a > 1]",
    "$[?@ == 'x']",
    "$.a[?@.b == $.b].a",
    "$..[?@.a == 'it''s' || @ == 1]",
    "$ .a [ 'b' , 0 ]",
    r"$['it\'s']",
    r#"$["it's"]"#,
    r"$['\u0061']",
    "$..[?length(@) > 1][0, 'a']",
];

fn document(random: &mut Random, depth: usize) -> String {
    match random.below(if depth == 0 { 1 } else { 3 }) {
        0 => random.of(&["1", "2.50", "\"x\"", "null", "true", "\"it's\"", "\"]}\""]).to_owned(),
        1 => {
            let items: Vec<String> =
                (0..random.below(5)).map(|_| document(random, depth - 1)).collect();
            format!("[{}]", items.join(" , "))
        }
        _ => {
            let names = ["\"a\"", "\"b\"", "\"it's\"", "\"c d\""];
            let count = random.below(5);
            let items: Vec<String> = names[..count]
                .iter()
                .map(|name| format!("{name}: {}", document(random, depth - 1)))
                .collect();
            format!("{{{}}}", items.join(",\n"))
        }
    }
}

/// As the standard normalises it; the library leaves quotes as they are.
fn normal(location: &serde_json_path::NormalizedPath<'_>) -> String {
    let step = |element: &serde_json_path::PathElement<'_>| match element.as_name() {
        Some(name) => format!("['{}']", name.replace('\'', "\\'")),
        None => format!("[{}]", element.as_index().unwrap()),
    };
    format!("${}", location.iter().map(step).collect::<String>())
}

#[test]
fn results_are_those_of_the_reference() {
    let mut found = 0;
    for seed in 0..4000 {
        let mut random = seeded(seed);
        let text = document(&mut random, 4);
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        for written in PATHS {
            let Ok(reference) = JsonPath::parse(written) else { continue };
            let path = Path::parse(written).unwrap();
            let body = text.clone().into_bytes();
            let results = ask(&body, &path, &Stop::default()).unwrap();
            let mut ours: Vec<(String, serde_json::Value)> = results
                .listed
                .iter()
                .map(|found| {
                    let span = found.value.at as usize..found.value.end as usize;
                    (found.path.clone(), serde_json::from_slice(&body[span]).unwrap())
                })
                .collect();
            let located = reference.query_located(&value);
            let mut theirs: Vec<(String, serde_json::Value)> =
                located.iter().map(|node| (normal(node.location()), node.node().clone())).collect();
            let key = |one: &(String, serde_json::Value)| one.0.clone();
            ours.sort_by_key(key);
            theirs.sort_by_key(key);
            assert_eq!(ours, theirs, "{written} of {text}");
            assert_eq!(results.count, ours.len() as u64);
            found += ours.len();
        }
    }
    assert!(found > 50_000, "{found} results");
}

fn texts(text: &str, path: &str) -> Vec<String> {
    let results =
        ask(&text.as_bytes().to_vec(), &Path::parse(path).unwrap(), &Stop::default()).unwrap();
    String::from_utf8(results.text).unwrap().lines().map(ToOwned::to_owned).collect()
}

#[test]
fn results_are_shown_as_they_came() {
    let text = r#"{"n": 12345678901234567890.10, "n": 1E2, "t": "\u00e4\/"}"#;
    assert_eq!(texts(text, "$.n"), ["12345678901234567890.10", "1E2"]);
    assert_eq!(texts(text, "$.t"), [r#""\u00e4\/""#]);
    assert_eq!(texts("{\"a\":1}\n{\"a\":2.0}", "$.a"), ["1", "2.0"]);
    // A text that ends early is asked as far as it goes.
    assert_eq!(texts("[{\"a\":1},{\"a\":2},{\"a", "$[*].a"), ["1", "2"]);
}

#[test]
fn a_wrong_path_and_a_filter_over_too_much_are_told() {
    assert!(matches!(Path::parse("$.a["), Err(AnswerError::Path { .. })));
    assert!(matches!(Path::parse("a"), Err(AnswerError::Path { .. })));
    let text = format!("[[\"{}\"]]", "x".repeat(17 << 20)).into_bytes();
    let path = Path::parse("$[?@[0] == 'x']").unwrap();
    let refused = ask(&text, &path, &Stop::default());
    assert!(matches!(refused, Err(AnswerError::TooLarge { .. })));
    let stop = Stop::default();
    stop.stop();
    assert!(matches!(ask(&text, &path, &stop), Err(AnswerError::Stopped)));
}

#[test]
fn depth_is_followed_without_nesting_calls() {
    let depth = 10_000;
    let text = format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
    let path = Path::parse("$..[0]").unwrap();
    let results = ask(&text.into_bytes(), &path, &Stop::default()).unwrap();
    assert_eq!(results.count, depth as u64);
    // The texts of all of them would be a hundred times the text; the paths too.
    assert!(results.is_cut && results.listed.len() < depth);
}
