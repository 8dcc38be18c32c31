use super::*;
use crate::http_file::ParseError;
use mudbrick_model::Explain as _;
use proptest::prelude::*;
use rstest::rstest;

const FILE: &str = "\u{feff}# Places\n@HOST = x.io\n@BASE = {{HOST}}/v1\n@OTHER = 1\n\nGET https://{{BASE}}/a\n\n### Two\n# @name two\n@LATE = 2\n\n// Ada's\nPOST https://x.io/{{LATE}}\n\n{}\n# bye\n\n###   Three  \nGET https://x.io/c";

fn text(text: &str, end: &str) -> String {
    text.replace('\n', end)
}

#[rstest]
fn the_lines_of_a_request_are_its_own(#[values("\n", "\r\n")] end: &str) {
    let file = text(FILE, end);
    let lines = |entry| HttpFile::lines_of(&file, entry).unwrap();
    assert_eq!(lines(0), text("# Places\n\nGET https://{{BASE}}/a\n\n", end));
    assert_eq!(
        lines(1),
        text("### Two\n# @name two\n\n// Ada's\nPOST https://x.io/{{LATE}}\n\n{}\n# bye\n\n", end)
    );
    assert_eq!(lines(2), text("###   Three  \nGET https://x.io/c", end));
}

#[rstest]
fn what_is_taken_out_leaves_the_files_variables(#[values("\n", "\r\n")] end: &str) {
    let file = text(FILE, end);
    let without = |entry, from: &str, to: &str| {
        assert_eq!(FILE.matches(from).count(), 1);
        let expected = file.replace(&text(from, end), &text(to, end));
        assert_eq!(HttpFile::without(&file, entry).unwrap(), expected);
    };
    let variables = "@HOST = x.io\n@BASE = {{HOST}}/v1\n@OTHER = 1\n";
    let first = format!("# Places\n{variables}\nGET https://{{{{BASE}}}}/a\n\n");
    without(0, &first, variables);
    let second =
        "### Two\n# @name two\n@LATE = 2\n\n// Ada's\nPOST https://x.io/{{LATE}}\n\n{}\n# bye\n\n";
    without(1, second, "###\n@LATE = 2\n");
    without(2, "###   Three  \nGET https://x.io/c", "");
}

#[rstest]
#[case::behind_one_without_an_end(
    "GET https://x.io",
    "### B\nGET https://y.io\n",
    "GET https://x.io\n\n### B\nGET https://y.io\n"
)]
#[case::behind_a_blank_line(
    "GET https://x.io\n\n",
    "### B\nGET https://y.io\n",
    "GET https://x.io\n\n### B\nGET https://y.io\n"
)]
#[case::without_a_separator(
    "GET https://x.io\r\n",
    "# c\nGET https://y.io",
    "GET https://x.io\r\n\r\n###\r\n# c\nGET https://y.io"
)]
#[case::into_nothing("", "GET https://y.io", "GET https://y.io")]
#[case::behind_variables_alone("@a = 1\n", "GET https://y.io", "@a = 1\n\n###\nGET https://y.io")]
fn what_is_put_in_stands_behind_the_others(
    #[case] file: &str,
    #[case] lines: &str,
    #[case] expected: &str,
) {
    assert_eq!(HttpFile::with_last(file, lines).unwrap(), expected);
}

#[test]
fn a_copy_stands_behind_its_original_and_has_no_tag_of_it() {
    let copied = HttpFile::with_copy(FILE, 1, "Two 2").unwrap();
    let copy = "### Two 2\n\n// Ada's\nPOST https://x.io/{{LATE}}\n\n{}\n# bye\n\n";
    assert_eq!(copied, FILE.replace("###   Three", &format!("{copy}###   Three")));
    let copied = HttpFile::with_copy(FILE, 2, "Four").unwrap();
    assert_eq!(copied, format!("{FILE}\n\n### Four\nGET https://x.io/c"));
    let copied = HttpFile::with_copy(FILE, 0, "Zero").unwrap();
    let copy = "### Zero\n# Places\n\nGET https://{{BASE}}/a\n\n";
    assert_eq!(copied, FILE.replace("### Two", &format!("{copy}### Two")));
}

#[test]
fn one_request_takes_the_place_of_another() {
    let lines = "GET https://new.io";
    let replaced = HttpFile::replaced(FILE, 0, lines).unwrap();
    assert!(replaced.starts_with("\u{feff}@HOST = x.io\n"), "{replaced}");
    assert!(replaced.contains("@OTHER = 1\n###\nGET https://new.io\n\n### Two\n"), "{replaced}");
    let replaced = HttpFile::replaced(FILE, 2, "### New\nGET https://new.io").unwrap();
    assert_eq!(
        replaced,
        FILE.replace("###   Three  \nGET https://x.io/c", "### New\nGET https://new.io")
    );
}

#[test]
fn variables_that_a_request_uses_are_named_through_others_too() {
    assert_eq!(HttpFile::variables_of(FILE, 0).unwrap(), ["HOST", "BASE"]);
    assert_eq!(HttpFile::variables_of(FILE, 1).unwrap(), ["LATE"]);
    assert_eq!(HttpFile::variables_of(FILE, 2).unwrap(), [""; 0]);
    let circle = "@A = {{B}}\n@B = {{A}}\nGET https://{{A}}";
    assert_eq!(HttpFile::variables_of(circle, 0).unwrap(), ["A", "B"]);
}

#[test]
fn what_is_no_request_is_not_put_in() {
    let none = HttpFile::with_last("GET https://x.io", "@a = 1\n").unwrap_err();
    assert_eq!(none, EditError::Entangled);
    let two = HttpFile::with_last("", "GET https://x.io\n\n###\nGET https://y.io").unwrap_err();
    assert_eq!(two, EditError::Entangled);
    let broken = HttpFile::without("FETCH x", 0).unwrap_err();
    assert_eq!(broken, EditError::Parse(ParseError::UnknownMethod { line: 1 }));
    let gone = HttpFile::without("GET https://x.io", 1).unwrap_err();
    assert_eq!(gone, EditError::NoSuchEntry { entry: 1, of: 1 });
    assert!(gone.problem().remedy.is_some());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// A request that was taken out and put in again elsewhere is the same, and so is everything around both places.
    #[test]
    fn what_is_taken_out_can_be_put_in(
        text in "(?s)([#@/?&: \r\n]|\n###|\nGET https://x.io|\n\n|@a = 1\n|# @name b\n|A: b\n|[a-zé]{1,4}){0,40}",
        place in any::<prop::sample::Index>(),
    ) {
        let Ok(file) = HttpFile::parse(&text) else { return Ok(()) };
        if file.entries.is_empty() {
            return Ok(());
        }
        let at = place.index(file.entries.len());
        let lines = HttpFile::lines_of(&text, at).unwrap();
        let Ok(rest) = HttpFile::without(&text, at) else {
            return Err(TestCaseError::fail(format!("cannot be taken out of {text:?}")));
        };
        let back = HttpFile::parse(&HttpFile::with_last(&rest, &lines).unwrap()).unwrap();
        prop_assert_eq!(back.entries.last(), Some(&file.entries[at]));
        prop_assert_eq!(&back.variables, &file.variables);
        let copied = HttpFile::with_copy(&text, at, "A copy").unwrap();
        prop_assert_eq!(HttpFile::parse(&copied).unwrap().entries.len(), file.entries.len() + 1);
    }
}
