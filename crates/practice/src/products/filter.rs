//! The filter and order syntax that several products share: `property=city==Lisbon`, `orderby=-created`. Which
//! parameters carry it, is left to each product.

use serde_json::Value;
use std::cmp::Ordering;

const OPERATORS: [&str; 7] = ["==", "!=", ">=", "<=", "=", ">", "<"];

/// Whether `object` passes `test`, such as `name==x`, `created>=1600000000000` or `state!=failed`. A test without an
/// operator asks whether the field is there. Fields of fields are written with dots. A value `a,b` means either.
pub(super) fn accepts(object: &Value, test: &str) -> bool {
    let Some((at, operator)) = operator_in(test) else {
        return field(object, test.trim()).is_some();
    };
    let name = test[..at].trim();
    let wanted = test[at + operator.len()..].trim().trim_matches('"');
    let Some(actual) = field(object, name) else { return operator == "!=" };
    match operator {
        "==" | "=" => is_any(actual, wanted),
        "!=" => !is_any(actual, wanted),
        _ => matches!(
            (against(actual, wanted), operator),
            (Some(Ordering::Less), "<" | "<=")
                | (Some(Ordering::Greater), ">" | ">=")
                | (Some(Ordering::Equal), "<=" | ">=")
        ),
    }
}

/// Whether `object` passes every one of `tests`.
pub(super) fn all<'a>(object: &Value, mut tests: impl Iterator<Item = &'a str>) -> bool {
    tests.all(|test| accepts(object, test))
}

/// Orders `items` by the field named in `order`; a `-` in front turns it round. Items without the field come last
/// going up, and items that are equal keep their order.
pub(super) fn sort<T>(items: &mut [T], order: &str, object: impl Fn(&T) -> &Value) {
    let (name, down) = order.strip_prefix('-').map_or((order, false), |name| (name, true));
    let name = name.trim_start_matches('+');
    items.sort_by(|a, b| {
        let pair = (field(object(a), name), field(object(b), name));
        let ordering = match pair {
            (Some(a), Some(b)) => compare(a, b),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        };
        if down { ordering.reverse() } else { ordering }
    });
}

/// The field `name` of `object`: by its whole name, else step by step at the dots.
pub(super) fn field<'a>(object: &'a Value, name: &str) -> Option<&'a Value> {
    object.get(name).or_else(|| {
        let (first, rest) = name.split_once('.')?;
        field(object.get(first)?, rest)
    })
}

fn operator_in(test: &str) -> Option<(usize, &'static str)> {
    let at = test.find(['=', '!', '<', '>'])?;
    OPERATORS.iter().find(|operator| test[at..].starts_with(**operator)).map(|found| (at, *found))
}

fn is_any(actual: &Value, wanted: &str) -> bool {
    same(actual, wanted) || wanted.split(',').any(|one| same(actual, one))
}

fn same(actual: &Value, wanted: &str) -> bool {
    match actual {
        Value::String(text) => text == wanted,
        Value::Array(items) => items.iter().any(|item| same(item, wanted)),
        Value::Number(_) => against(actual, wanted) == Some(Ordering::Equal),
        other => {
            let text = other.to_string();
            text == wanted
        }
    }
}

fn against(actual: &Value, wanted: &str) -> Option<Ordering> {
    match actual {
        Value::Number(number) => number.as_f64()?.partial_cmp(&wanted.parse::<f64>().ok()?),
        Value::String(text) => Some(text.as_str().cmp(wanted)),
        _ => None,
    }
}

fn compare(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::String(a), Value::String(b)) => a.cmp(b),
        _ => match (a.as_f64(), b.as_f64()) {
            (Some(a), Some(b)) => a.total_cmp(&b),
            _ => a.to_string().cmp(&b.to_string()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{accepts, sort};
    use proptest::prelude::*;
    use rstest::rstest;
    use serde_json::json;

    #[rstest]
    #[case("name==North", true)]
    #[case("name=North", true)]
    #[case("name==\"North\"", true)]
    #[case("name==South,North", true)]
    #[case("name!=North", false)]
    #[case("size>=7", true)]
    #[case("size>7", false)]
    #[case("size<7.5", true)]
    #[case("spec.id==a", true)]
    #[case("tags==x", true)]
    #[case("gone", false)]
    #[case("gone!=1", true)]
    #[case("gone==1", false)]
    #[case("size", true)]
    fn a_test_accepts_or_not(#[case] test: &str, #[case] accepted: bool) {
        let object = json!({ "name": "North", "size": 7, "spec": { "id": "a" }, "tags": ["x"] });
        assert_eq!(accepts(&object, test), accepted, "{test}");
    }

    #[test]
    fn a_dash_turns_the_order_round() {
        let mut items = vec![json!({ "n": 2 }), json!({ "n": 10 }), json!({ "n": 1 })];
        sort(&mut items, "-n", |item| item);
        assert_eq!(items, [json!({ "n": 10 }), json!({ "n": 2 }), json!({ "n": 1 })]);
    }

    proptest! {
        #[test]
        fn no_test_panics(test in "\\PC{0,20}") {
            accepts(&json!({ "a": 1 }), &test);
        }
    }
}
