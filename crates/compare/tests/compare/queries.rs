//! What a path leads to, beside the library that knows the standard.

use mudbrick_compare::json::{Query, Tree};
use proptest::prelude::*;

fn json() -> impl Strategy<Value = serde_json::Value> {
    use serde_json::Value;
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[ -~\\\\\"{}\\[\\],:é\n]{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        let members = prop::collection::vec(("[a-c \"\\\\\\]}]{0,3}", inner.clone()), 0..5);
        prop_oneof![
            prop::collection::vec(inner, 0..5).prop_map(Value::from),
            members.prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    /// Every value of a document is found in its text, however that is spaced.
    #[test]
    fn what_stands_in_the_text_is_what_the_path_leads_to(value in json(), pretty in any::<bool>()) {
        let text = match pretty {
            true => serde_json::to_string_pretty(&value).unwrap(),
            false => value.to_string(),
        };
        let tree = Tree::read(text).unwrap();
        let found = Query::parse("$..*").unwrap().ask(&tree).unwrap();
        let path = serde_json_path::JsonPath::parse("$..*").unwrap();
        let expected = path.query(&value).all();
        prop_assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(expected) {
            prop_assert_eq!(&serde_json::from_str::<serde_json::Value>(found).unwrap(), expected);
        }
    }
}
