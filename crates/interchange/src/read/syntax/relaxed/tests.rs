use super::*;
use proptest::prelude::*;
use rstest::rstest;

fn json(text: &str) -> String {
    match parse(text) {
        Ok(value) => String::clone(&value.to_json()),
        Err(error) => error.clause(),
    }
}

#[rstest]
#[case::json(
    r#"{"a": [1, -2.5e3, true, null, "xé😀\n"]}"#,
    r#"{"a":[1,-2.5e3,true,null,"xé😀\n"]}"#
)]
#[case::comments("{ // one\n # two\n /* three */ \"a\": 1 }", r#"{"a":1}"#)]
#[case::commas("[1, 2,]", "[1,2]")]
#[case::json5("{a: 'b', c_d: \"e\",}", r#"{"a":"b","c_d":"e"}"#)]
#[case::javascript("{ a: `b\nc`, d: 'e' +\n 'f' };", r#"{"a":"b\nc","d":"ef"}"#)]
#[case::bare(
    "{\n  a: some text, with # all of it\n  b: x\n}",
    r#"{"a":"some text, with # all of it","b":"x"}"#
)]
#[case::bare_number_text("{\n  a: 5 apples\n  b: 5 # five\n}", r#"{"a":"5 apples","b":5}"#)]
#[case::bare_with_comma("{\n  a: SOME_NAME,\n  b: 1\n}", r#"{"a":"SOME_NAME","b":1}"#)]
#[case::block("{\n  a:\n    '''\n    x\n      y\n    '''\n}", r#"{"a":"x\n  y"}"#)]
#[case::hexadecimal_stays_text("{\n  a: 0f0e0d\n  b: 1e999\n}", r#"{"a":"0f0e0d","b":"1e999"}"#)]
#[case::later_wins_is_for_the_node(r#"{"a":1,"a":2}"#, r#"{"a":1,"a":2}"#)]
#[case::open_string(r#"{"a": "b}"#, "line 1: a quotation mark is missing")]
#[case::open_map("{\n\"a\": 1", "line 2: a closing brace is missing")]
#[case::no_colon("{ a b }", "line 1: a colon is missing behind a name")]
#[case::more("{} {}", "line 1: something follows its end")]
#[case::deep(&"[".repeat(100_000), "line 1: it is nested too deeply")]
#[case::many(&format!("[{}]", "[],".repeat(500_000)), "line 1: it holds too many values")]
#[case::empty("", "line 1: a value is missing")]
fn reads(#[case] text: &str, #[case] expected: &str) {
    assert_eq!(json(text), expected);
}

fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(serde_json::Value::from),
        any::<i64>().prop_map(serde_json::Value::from),
        ".{0,12}".prop_map(serde_json::Value::from),
    ];
    leaf.prop_recursive(4, 64, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(serde_json::Value::from),
            prop::collection::vec((".{0,6}", inner), 0..6)
                .prop_map(|entries| serde_json::Value::Object(entries.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn agrees_with_the_standard_reader(value in any_json()) {
        prop_assert_eq!(json(&value.to_string()), value.to_string());
        let pretty = serde_json::to_string_pretty(&value).unwrap();
        prop_assert_eq!(json(&pretty), value.to_string());
    }

    #[test]
    fn any_text_is_read_without_panic(text in "([{}\\[\\],:\"'`\\\\u/#*+ \n]|'''|\\PC){0,60}") {
        let _ = parse(&text);
    }
}
