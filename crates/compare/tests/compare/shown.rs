//! Differences as a list and as rows.

use mudbrick_compare::json::{
    Arrays, Comparison, DifferenceKind, Elements, Options, PathError, Spelling, Tree,
};
use mudbrick_compare::rows::{Cell, Layout, Row, RowMark, Shown};
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

fn rows(left: &str, right: &str, options: &Options, layout: Layout, shown: Shown) -> Vec<String> {
    let (left, right) = (Tree::read(left).unwrap(), Tree::read(right).unwrap());
    let outline = Comparison::of(&left, &right, options).unwrap().outline();
    let rows = outline.rows((&left, &right), layout, shown);
    let all = rows.get((&left, &right), 0, 1000);
    assert_eq!(all.len(), rows.count());
    assert_eq!(rows.differences(), outline.counts().total());
    for difference in 0..rows.differences() {
        let row = rows.row_of(difference).unwrap();
        assert_eq!(all[row].difference, Some(difference));
    }
    all.iter().map(written).collect()
}

fn written(row: &Row) -> String {
    let mark = match row.mark {
        RowMark::Same => " ",
        RowMark::Changed => "~",
        RowMark::Removed => "-",
        RowMark::Added => "+",
        RowMark::Moved => ">",
        RowMark::Ignored => "i",
        RowMark::LeftOut { count } => return format!("·{}… {count}", " ".repeat(row.depth)),
    };
    let text = |cell: &Option<Cell>| cell.as_ref().map_or("", |cell| &cell.text).to_owned();
    let both = match (&row.left, &row.right) {
        (Some(left), Some(right)) if left.text != right.text => {
            format!("{} | {}", left.text, right.text)
        }
        (Some(_), Some(_)) => text(&row.left),
        _ => text(&row.left) + &text(&row.right),
    };
    let moved = row.moved.map_or(String::new(), |(from, to)| format!(" ({from} → {to})"));
    format!("{mark}{}{both}{moved}", " ".repeat(row.depth))
}

const LEFT: &str = r#"{"a":1,"b":2,"c":3,"l":[1,2,3],"gone":{"x":[]},"z":0}"#;
const RIGHT: &str = r#"{"a":1,"b":2,"c":3,"l":[3,1,2],"z":1}"#;

#[test]
fn merged_both_sides_are_one_text() {
    let differing = Shown::Differing { context: 0 };
    let expected = [
        " {",
        "· … 3",
        "  \"l\": [",
        ">  3 (2 → 0)",
        "·  … 2",
        "  ]",
        "- \"gone\": {",
        "-  \"x\": []",
        "- }",
        "- \"z\": 0",
        "+ \"z\": 1",
        " }",
    ]
    .map(ToOwned::to_owned);
    assert_eq!(rows(LEFT, RIGHT, &Options::default(), Layout::Merged, differing), expected);
}

#[test]
fn beside_each_other_both_sides_have_their_own() {
    let expected = [
        " {",
        "  \"a\": 1",
        "  \"b\": 2",
        "  \"c\": 3",
        "  \"l\": [",
        ">  3 (2 → 0)",
        "   1",
        "   2",
        ">  3 (2 → 0)",
        "  ]",
        "- \"gone\": {",
        "-  \"x\": []",
        "- }",
        "~ \"z\": 0 | \"z\": 1",
        " }",
    ];
    let shown = rows(LEFT, RIGHT, &Options::default(), Layout::Beside, Shown::All);
    assert_eq!(shown, expected);
}

#[test]
fn what_is_ignored_is_shown_as_that_and_what_is_of_another_kind_in_rows_of_its_own() {
    let left = r#"{"at":1,"n":{"x":1,"at":2},"k":[1,2]}"#;
    let right = r#"{"at":5,"n":{"x":1,"at":6},"k":7}"#;
    let expected = [
        " {",
        "  \"n\": {",
        "   \"x\": 1",
        "i  \"at\": 2 | \"at\": 6",
        "  }",
        "~ \"k\": [",
        "~  1",
        "~  2",
        "~ ]",
        "~ \"k\": 7",
        "i \"at\": 1 | \"at\": 5",
        " }",
    ];
    assert_eq!(rows(left, right, &ignoring("$..at"), Layout::Beside, Shown::All), expected);
}

#[test]
fn a_long_value_is_cut_and_deep_ones_have_rows() {
    let long = |end: &str| format!("[\"{}{end}\"]", "é".repeat(5000));
    let (left, right) = (Tree::read(long("a")).unwrap(), Tree::read(long("b")).unwrap());
    let outline = Comparison::of(&left, &right, &Options::default()).unwrap().outline();
    let rows = outline.rows((&left, &right), Layout::Beside, Shown::All);
    let row = &rows.get((&left, &right), 1, 1)[0];
    let cell = row.left.as_ref().unwrap();
    assert!(cell.is_cut && cell.text.len() <= 2000, "{}", cell.text.len());
}

#[rstest]
#[case::each(Elements::Each, ["$.items[1].created", "$[\"a b\"]", "$.items[2]"])]
#[case::all(Elements::All, ["$.items[*].created", "$[\"a b\"]", "$.items[*]"])]
fn a_difference_has_a_path(#[case] elements: Elements, #[case] expected: [&str; 3]) {
    let left = r#"{"items":[{"id":1},{"id":2,"created":1}],"a b":1}"#;
    let right = r#"{"items":[{"id":1},{"id":2,"created":2},3],"a b":2}"#;
    let (left, right) = (Tree::read(left).unwrap(), Tree::read(right).unwrap());
    let outline = Comparison::of(&left, &right, &Options::default()).unwrap().outline();
    let path = |n: usize| outline.path((&left, &right), n, elements);
    let mut found: Vec<String> = (0..3).map(|n| path(n).unwrap()).collect();
    let mut expected = expected.map(ToOwned::to_owned);
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
    assert_eq!(path(3), None);
    // What a path of all elements leads to is ignored by it.
    if elements == Elements::All {
        let options = Options { ignored: found, ..Options::default() };
        assert!(Comparison::of(&left, &right, &options).unwrap().is_same());
    }
}
