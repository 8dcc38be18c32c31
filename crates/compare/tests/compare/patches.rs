//! What we call the difference, applied to the left side, gives the right one.

use crate::apply::apply;
use crate::random::Random;
use mudbrick_compare::json::{Arrays, Comparison, Options, Spelling, Tree};
use rstest::rstest;
use serde_json::Value;

fn patch(left: &str, right: &str, options: &Options) -> String {
    let (left, right) = (Tree::read(left).unwrap(), Tree::read(right).unwrap());
    Comparison::of(&left, &right, options).unwrap().patch()
}

fn is_same(left: &str, right: &str, options: &Options) -> bool {
    let (left, right) = (Tree::read(left).unwrap(), Tree::read(right).unwrap());
    Comparison::of(&left, &right, options).unwrap().is_same()
}

/// With every array sorted, so that two bags are alike.
fn as_bags(value: &Value) -> Value {
    match value {
        Value::Array(all) => {
            let mut all: Vec<Value> = all.iter().map(as_bags).collect();
            all.sort_by_key(ToString::to_string);
            Value::Array(all)
        }
        Value::Object(all) => {
            let mut names: Vec<&String> = all.keys().collect();
            names.sort();
            names.into_iter().map(|name| (name.clone(), as_bags(&all[name]))).collect()
        }
        other => other.clone(),
    }
}

#[rstest]
#[case::in_order(Options::default())]
#[case::by_value(Options { spelling: Spelling::Ignored, ..Options::default() })]
#[case::bags(Options { arrays: Arrays::AnyOrder, ..Options::default() })]
#[case::by_key(Options { arrays: Arrays::ByKey("id".to_owned()), ..Options::default() })]
#[case::ignored(Options { ignored: vec!["$..a".into(), "$[1:3]".into()], ..Options::default() })]
#[case::filtered(Options { ignored: vec!["$..[?@.id == 1]".into()], ..Options::default() })]
#[case::bags_ignored(Options {
    arrays: Arrays::AnyOrder,
    ignored: vec!["$..b".into(), "$.*[0]".into()],
    ..Options::default()
})]
fn a_patch_applied_leaves_no_difference(#[case] options: Options) {
    let mut random = Random(7);
    for round in 0..4000 {
        let one = random.value(4);
        let other = if round % 4 == 0 { random.value(4) } else { random.changed(&one) };
        let (left, right) = (one.to_string(), serde_json::to_string_pretty(&other).unwrap());
        let patch = patch(&left, &right, &options);
        let patched = apply(&one, &patch);
        let told = || format!("{left}\n{right}\n{patch}\n{patched}");
        assert!(is_same(&patched.to_string(), &right, &options), "{}", told());
        assert_eq!(patch == "[]", is_same(&left, &right, &options), "{}", told());
        if options.ignored.is_empty() && options.spelling == Spelling::Counts {
            match options.arrays {
                Arrays::InOrder => assert_eq!(patched, other, "{}", told()),
                _ => assert_eq!(as_bags(&patched), as_bags(&other), "{}", told()),
            }
        }
    }
}

#[test]
fn long_arrays_that_are_shuffled_are_put_in_order() {
    let mut random = Random(1);
    for round in 0..300 {
        let mut all: Vec<usize> = (0..random.below(200)).collect();
        let left = serde_json::to_value(&all).unwrap();
        match round % 3 {
            0 => random.shuffle(&mut all),
            _ => {
                for _ in 0..random.below(8) {
                    if all.len() > 1 {
                        let moved = all.remove(random.below(all.len()));
                        let to = random.below(all.len() + 1);
                        all.insert(to, moved);
                        all.remove(random.below(all.len()));
                        all.insert(to.min(all.len()), 1000 + random.below(50));
                    }
                }
            }
        }
        let right = serde_json::to_value(&all).unwrap();
        let patch = patch(&left.to_string(), &right.to_string(), &Options::default());
        assert_eq!(apply(&left, &patch), right, "{patch}");
    }
}

#[test]
fn a_name_that_is_there_twice_is_replaced_with_what_it_is_in() {
    let options = Options::default();
    let patch = patch(r#"{"o":{"a":1,"a":2}}"#, r#"{"o":{"a":1,"a":3}}"#, &options);
    assert_eq!(patch, "[\n  {\"op\":\"replace\",\"path\":\"/o\",\"value\":{\"a\":1,\"a\":3}}\n]");
    assert!(!is_same(r#"{"a":1,"a":2}"#, r#"{"a":2,"a":1}"#, &options), "their order counts");
    assert!(is_same(r#"{"a":1,"b":2}"#, r#"{"b":2,"a":1}"#, &options), "that of names does not");
}
