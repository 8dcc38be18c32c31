//! Answers that mean the same, told with another order, other times and other request ids.

use crate::random::Random;
use mudbrick_compare::json::{Arrays, Comparison, Elements, Options, Suggestion, Tree};
use rstest::rstest;
use serde_json::{Value, json};

fn answer(random: &mut Random) -> Value {
    let item = |random: &mut Random, id: usize| {
        json!({
            "id": format!("{:08x}-0000-4000-8000-{id:012x}", id * 7919),
            "name": format!("item {}", random.below(4)),
            "tags": (0..random.below(5)).map(|_| random.scalar()).collect::<Vec<_>>(),
            "created": "2026-01-01T00:00:00Z",
            "meta": {"modifiedAt": 1_764_360_233_000_u64, "x": random.value(2), "_etag": "\"0\""},
        })
    };
    let items: Vec<Value> = (0..random.below(12)).map(|id| item(random, id)).collect();
    json!({"requestId": "r-0", "items": items, "page": {"number": 0, "total": items.len()}})
}

/// The same with another order, and with what differs in every answer.
fn noisy(value: &Value, random: &mut Random) -> Value {
    match value {
        Value::Array(all) => {
            let mut all: Vec<Value> = all.iter().map(|value| noisy(value, random)).collect();
            random.shuffle(&mut all);
            Value::Array(all)
        }
        Value::Object(all) => {
            let mut members: Vec<(String, Value)> = all
                .iter()
                .map(|(name, value)| (name.clone(), again(name, value, random)))
                .collect();
            random.shuffle(&mut members);
            members.into_iter().collect()
        }
        other => other.clone(),
    }
}

fn again(name: &str, value: &Value, random: &mut Random) -> Value {
    let n = random.next() % 1_000_000;
    match name {
        "created" => json!(format!("2026-02-03T04:{:02}:{:02}.{n:06}Z", n % 60, n % 59)),
        "modifiedAt" => json!(1_764_360_233_000_u64 + n),
        "_etag" => json!(format!("\"{n:x}\"")),
        "requestId" => json!(format!("r-{n}")),
        _ => noisy(value, random),
    }
}

fn ignoring(suggestions: &[Suggestion]) -> Options {
    let ignored = suggestions.iter().map(|suggestion| suggestion.path.clone()).collect();
    Options { arrays: Arrays::AnyOrder, ignored, ..Options::default() }
}

#[test]
fn with_what_is_suggested_noise_is_no_difference() {
    let mut random = Random(20);
    for _ in 0..1000 {
        let one = answer(&mut random);
        let other = noisy(&one, &mut random);
        let left = Tree::read(one.to_string()).unwrap();
        let right = Tree::read(other.to_string()).unwrap();
        let suggestions = Comparison::of(&left, &right, &ignoring(&[])).unwrap().suggestions();
        let options = ignoring(&suggestions);
        let compared = Comparison::of(&left, &right, &options).unwrap();
        assert!(compared.is_same(), "{:?} {:?}\n{one}\n{other}", compared.counts(), suggestions);
        // And what is none is still found.
        let mut changed = other;
        changed["page"]["number"] = json!(1);
        let changed = Tree::read(changed.to_string()).unwrap();
        let compared = Comparison::of(&left, &changed, &options).unwrap();
        assert_eq!(compared.counts().total(), 1);
    }
}

#[test]
fn a_suggestion_says_why() {
    let left =
        Tree::read(r#"{"a b":[{"at":1764360233},{"at":null}],"requestId":"x","n":1}"#).unwrap();
    let right = Tree::read(r#"{"a b":[{"at":1764360234}],"requestId":"y","n":2}"#).unwrap();
    let suggestions = Comparison::of(&left, &right, &Options::default()).unwrap().suggestions();
    let expected = [
        ("$[\"a b\"][*].at", "It is a time on both sides, such as 1764360233 and 1764360234."),
        ("$.requestId", "It is the id of a request on both sides, such as \"x\" and \"y\"."),
    ];
    let found: Vec<_> = suggestions.iter().map(|s| (s.path.as_str(), s.why.as_str())).collect();
    assert_eq!(found, expected);
}

/// The path is written with the name's own escapes, and a name that no path can have is not suggested.
#[rstest]
#[case::blank("x y", true)]
#[case::quote("it\\u0027s", true)]
#[case::double_quote("q\\\"q", true)]
#[case::slash("a\\/b", true)]
#[case::two_escapes("\\ud83d\\ude00", true)]
#[case::half_a_pair("\\ud83d", false)]
#[case::the_other_half("\\ude00", false)]
fn what_is_suggested_can_be_ignored(#[case] name: &str, #[case] expected: bool) {
    let tree = |day| {
        Tree::read(format!("{{\"{name}\":{{\"created\":\"2026-11-{day}T20:03:53Z\"}}}}")).unwrap()
    };
    let (left, right) = (tree(28), tree(29));
    let comparison = Comparison::of(&left, &right, &Options::default()).unwrap();
    let suggestions = comparison.suggestions();
    assert_eq!(suggestions.len(), usize::from(expected));
    let without = Comparison::of(&left, &right, &ignoring(&suggestions)).unwrap();
    assert_eq!(without.is_same(), expected);
    assert_eq!(comparison.outline().path((&left, &right), 0, Elements::All).is_some(), expected);
}
