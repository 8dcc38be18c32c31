//! Large and hostile texts: how long it takes grows with their size and not faster, and depth ends no thread.

use mudbrick_compare::json::{Arrays, Comparison, Options, Tree};
use mudbrick_compare::rows::{Layout, Shown};
use rstest::rstest;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

fn items(count: usize, of: impl Fn(usize) -> usize) -> String {
    let mut text = String::from("[");
    for at in 0..count {
        let n = of(at);
        let comma = if at > 0 { "," } else { "" };
        write!(
            text,
            r#"{comma}{{"id":"{n:08}","name":"item {n}","at":{at},"tags":["a",{n},true]}}"#
        )
        .unwrap();
    }
    text + "]"
}

/// What grows with the square of the size takes minutes here; the machine may be busy, and the build is not a release.
const TIME: Duration = Duration::from_secs(30);

fn told(left: &str, right: &str, arrays: &Arrays) -> usize {
    let start = Instant::now();
    let (left, right) = (Tree::read(left).unwrap(), Tree::read(right).unwrap());
    let read = start.elapsed();
    let options = Options { arrays: arrays.clone(), ..Options::default() };
    let comparison = Comparison::of(&left, &right, &options).unwrap();
    let compared = start.elapsed();
    let (patch, suggestions) = (comparison.patch().len(), comparison.suggestions().len());
    let outline = comparison.outline();
    let cut = start.elapsed();
    let rows = outline.rows((&left, &right), Layout::Beside, Shown::All);
    let last = rows.get((&left, &right), rows.count() - 1, 100);
    let all = start.elapsed();
    let (cut, rows) = (all - cut, rows.count());
    println!(
        "{read:?} {compared:?} {all:?} {patch} {rows} rows in {cut:?} {suggestions} {arrays:?}"
    );
    assert!(all < TIME && last.len() == 1, "{all:?}");
    outline.counts().total()
}

#[rstest]
#[case::in_order(Arrays::InOrder)]
#[case::any_order(Arrays::AnyOrder)]
#[case::by_key(Arrays::ByKey("id".to_owned()))]
fn ten_megabytes(#[case] arrays: Arrays) {
    const COUNT: usize = 150_000;
    let left = items(COUNT, |at| at);
    assert!(left.len() > 10_000_000);
    told(&left, &items(COUNT, |at| if at % 100 == 0 { at + 1 } else { at }), &arrays);
    // Everything differs, and everything is elsewhere.
    told(&left, &items(COUNT, |at| at + 1_000_000), &arrays);
    told(&left, &items(COUNT, |at| COUNT - 1 - at), &arrays);
    told(&left, &items(COUNT, |at| at * 7919 % COUNT), &arrays);
}

#[rstest]
#[case::in_order(Arrays::InOrder)]
#[case::any_order(Arrays::AnyOrder)]
fn numbers_that_repeat_and_move(#[case] arrays: Arrays) {
    let numbers = |of: &dyn Fn(usize) -> usize| {
        let all: Vec<String> = (0..500_000).map(|at| of(at).to_string()).collect();
        format!("[{}]", all.join(","))
    };
    told(&numbers(&|at| at % 3), &numbers(&|at| at * at % 5), &arrays);
    told(&numbers(&|at| at), &numbers(&|at| 499_999 - at), &arrays);
    told(&numbers(&|at| at % 2), "{}", &arrays);
}

#[test]
fn names_that_are_all_the_same() {
    let members =
        |value: usize| format!("{{{}}}", vec![format!("\"a\":{value}"); 200_000].join(","));
    assert_eq!(told(&members(1), &members(2), &Arrays::InOrder), 200_000);
}

#[test]
fn ten_thousand_deep() {
    let deep = |inner: &str| "{\"a\":[".repeat(10_000) + inner + &"]}".repeat(10_000);
    assert_eq!(told(&deep("1"), &deep("2"), &Arrays::InOrder), 1);
    let (left, right) = (Tree::read(deep("1")).unwrap(), Tree::read(deep("2")).unwrap());
    let ignored = vec!["$..a..[0]".to_owned()];
    let options = Options { ignored, ..Options::default() };
    assert!(Comparison::of(&left, &right, &options).unwrap().is_same());
    let comparison = Comparison::of(&left, &right, &Options::default()).unwrap();
    assert_eq!(comparison.differences(10)[0].left.as_ref().unwrap().pointer.len(), 40_000);
}
