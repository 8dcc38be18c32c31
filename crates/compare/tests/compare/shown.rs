//! Differences as a list and as merged text.

use mudbrick_compare::json::{
    Arrays, Comparison, DifferenceKind, Mark, Options, PathError, Spelling, Tree,
};
use rstest::rstest;

fn listed(left: &str, right: &str, options: &Options) -> Vec<String> {
    let (left, right) = (Tree::read(left).unwrap(), Tree::read(right).unwrap());
    let comparison = Comparison::of(&left, &right, options).unwrap();
    let told = comparison.differences(100).into_iter().map(|difference| {
        let kind = match difference.kind {
            DifferenceKind::Added => "+",
            DifferenceKind::Removed => "-",
            DifferenceKind::Changed if difference.only_spelling => "≈",
            DifferenceKind::Changed => "~",
            DifferenceKind::Moved => ">",
        };
        let place = |place: Option<mudbrick_compare::json::Place<'_>>| {
            place.map_or(String::new(), |place| format!(" {}={}", place.pointer, place.text))
        };
        format!("{kind}{}{}", place(difference.left), place(difference.right))
    });
    told.collect()
}

fn ignoring(path: &str) -> Options {
    Options { ignored: vec![path.to_owned()], ..Options::default() }
}

#[rstest]
#[case::same(r#"{"a":1,"b":[2]}"#, r#"{ "b": [2], "a": 1 }"#, &[])]
#[case::big(r#"[9007199254740993]"#, r#"[9007199254740992]"#, &["~ /0=9007199254740993 /0=9007199254740992"])]
#[case::spelling(r#"{"n":1.0,"s":"\u0041"}"#, r#"{"n":1,"s":"A"}"#, &["≈ /n=1.0 /n=1", r#"≈ /s="\u0041" /s="A""#])]
#[case::names(r#"{"a/b":{"~":1},"":2}"#, r#"{"a/b":{},"":3,"c":4}"#, &["- /a~1b/~0=1", "~ /=2 /=3", "+ /c=4"])]
#[case::moved("[1,2,3,4,5]", "[2,3,4,5,1]", &["> /0=1 /4=1"])]
#[case::in_place(r#"[0,{"id":1,"n":1},2]"#, r#"[0,{"id":1,"n":2},2]"#, &["~ /1/n=1 /1/n=2"])]
#[case::shifted(r#"[{"id":1,"n":1},{"id":2,"n":2}]"#, r#"[{"id":2,"n":3}]"#, &[r#"- /0={"id":1,"n":1}"#, "~ /1/n=2 /0/n=3"])]
#[case::kind(r#"[]"#, r#"{}"#, &["~ =[] ={}"])]
fn differences_have_their_places(
    #[case] left: &str,
    #[case] right: &str,
    #[case] expected: &[&str],
) {
    assert_eq!(listed(left, right, &Options::default()), expected);
}

#[test]
fn by_key_each_element_is_compared_with_its_own() {
    let left = r#"[{"k":"a","n":1},{"k":"b","n":1},7]"#;
    let right = r#"[7,{"k":"b","n":2},{"k":"c","n":1},{"k":"a","n":1}]"#;
    let options = Options { arrays: Arrays::ByKey("k".to_owned()), ..Options::default() };
    assert_eq!(listed(left, right, &options), ["~ /1/n=1 /1/n=2", r#"+ /2={"k":"c","n":1}"#]);
}

#[test]
fn spelling_may_be_ignored() {
    let options = Options { spelling: Spelling::Ignored, ..Options::default() };
    let (left, right) = (r#"[1.0,"\u0041",1e2]"#, r#"[1,"A",100]"#);
    assert!(listed(left, right, &options).is_empty());
    assert_eq!(listed("[0.1]", "[0.10000000000000001]", &options).len(), 1);
}

#[rstest]
#[case::name("$.a", r#"{"a":1}"#, r#"{"a":2}"#)]
#[case::only_there("$.a", r#"{"a":1}"#, "{}")]
#[case::quoted(r#"$['a\'b']["c\u0064"]"#, r#"{"a'b":{"cd":1}}"#, r#"{"a'b":{"cd":2}}"#)]
#[case::escaped_in_text("$.a", r#"{"\u0061":1}"#, r#"{"a":2}"#)]
#[case::descendant("$..t", r#"{"t":1,"x":[{"t":{"t":2}}]}"#, r#"{"t":2,"x":[{"t":0}]}"#)]
#[case::wildcard("$.x[*].t", r#"{"x":[{"t":1},{"t":2}]}"#, r#"{"x":[{"t":3},{}]}"#)]
#[case::from_end("$[-1]", "[1,2]", "[1,3]")]
#[case::slice("$[::2]", "[1,2,3,4]", "[0,2,0,4]")]
#[case::slice_back("$[3:0:-2]", "[1,2,3,4]", "[1,0,3,0]")]
#[case::several("$['a','b']", r#"{"a":1,"b":2,"c":3}"#, r#"{"a":0,"b":0,"c":3}"#)]
#[case::filter(
    "$[?@.kind == 'log'].at",
    r#"[{"kind":"log","at":1}]"#,
    r#"[{"kind":"log","at":2}]"#
)]
#[case::root("$", "1", "2")]
fn what_a_path_means_is_not_looked_at(#[case] path: &str, #[case] left: &str, #[case] right: &str) {
    assert!(!listed(left, right, &Options::default()).is_empty());
    assert_eq!(listed(left, right, &ignoring(path)), Vec::<String>::new());
}

#[test]
fn what_is_no_path_is_refused() {
    let tree = Tree::read("1").unwrap();
    let error = Comparison::of(&tree, &tree, &ignoring("a.b")).err().unwrap();
    assert!(matches!(error, PathError::NotAPath { .. }), "{error}");
    let deep = Tree::read("[".repeat(1000) + &"]".repeat(1000)).unwrap();
    let error = Comparison::of(&deep, &deep, &ignoring("$..[?@.a]")).err().unwrap();
    assert!(matches!(error, PathError::NotFiltered { .. }), "{error}");
}

#[test]
fn merged_both_sides_are_one_text() {
    let left = r#"{"a":1,"b":2,"c":3,"l":[1,2,3],"gone":{"x":[]},"z":0}"#;
    let right = r#"{"a":1,"b":2,"c":3,"l":[3,1,2],"z":1}"#;
    let (left, right) = (Tree::read(left).unwrap(), Tree::read(right).unwrap());
    let comparison = Comparison::of(&left, &right, &Options::default()).unwrap();
    let lines = comparison.merged(0).into_iter().map(|line| {
        let mark = match line.mark {
            Mark::Same => ' ',
            Mark::Removed => '-',
            Mark::Added => '+',
            Mark::Moved => '>',
            Mark::LeftOut => '·',
        };
        format!("{mark}{}{}", " ".repeat(line.depth), line.text)
    });
    let expected = [
        " {",
        "· … 3 more, the same",
        "  \"l\": [",
        ">  3 (moved from 2 to 0)",
        "·  … 2 more, the same",
        "  ]",
        "- \"gone\": {",
        "-  \"x\": []",
        "- }",
        "- \"z\": 0",
        "+ \"z\": 1",
        " }",
    ];
    assert_eq!(lines.collect::<Vec<_>>(), expected);
}
