use super::*;
use rstest::rstest;

#[rstest]
#[case::script("> {% a %}", BlockKind::Script)]
#[case::script_over_lines("> {%\na\n\n%}", BlockKind::Script)]
#[case::httpyac("{{\na\n}}", BlockKind::Script)]
#[case::httpyac_after("{{+after\na\n}}", BlockKind::Script)]
#[case::file("> ./a.js", BlockKind::ScriptFile)]
#[case::saved(">> a.json", BlockKind::SavedAnswer)]
#[case::saved_over(">>! a.json", BlockKind::SavedAnswer)]
#[case::saved_with_blanks(">> ./my answer.json", BlockKind::SavedAnswer)]
#[case::saved_in_a_folder(">>! {{$projectRoot}}/my answers/a.json", BlockKind::SavedAnswer)]
#[case::file_with_blanks("> ./my script.js", BlockKind::ScriptFile)]
#[case::earlier_with_blanks("<> ./my answer.json", BlockKind::EarlierAnswer)]
#[case::earlier("<> 2026-02-12T170436.200.json", BlockKind::EarlierAnswer)]
#[case::check("?? status == 200", BlockKind::Assertion)]
fn what_stands_behind_a_request(#[case] text: &str, #[case] kind: BlockKind) {
    let lines: Vec<&str> = text.lines().collect();
    let (found, length) = block(&lines, Stands::After).unwrap();
    assert_eq!((found.kind, length, found.text.as_str()), (kind, lines.len(), text));
}

#[rstest]
#[case::variable("{{BASE}}/a")]
#[case::function("{{$guid}}")]
#[case::json("{{\"a\": 1}")]
#[case::never_closed("{{\na")]
#[case::script_never_closed("> {%\na")]
#[case::quotation("> he said")]
#[case::heredoc(">> a b")]
#[case::xml("<a>")]
#[case::text("? maybe")]
fn what_only_looks_like_it(#[case] text: &str) {
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(block(&lines, Stands::After), None);
}

#[test]
fn what_more_of_a_body_follows_is_body() {
    let lines = ["?? a", "> {%", "x", "%}", "", "# b", "?? c"];
    assert_eq!(behind_body(&lines).map(|(at, blocks)| (at, blocks.len())), Some((0, 3)));
    let lines = ["?? a", "> {%", "x", "%}", "body", "", "?? c"];
    assert_eq!(behind_body(&lines).map(|(at, blocks)| (at, blocks.len())), Some((6, 1)));
    assert_eq!(behind_body(&["?? a", "body"]), None);
}

/// A body of many such lines is read as fast as any other.
#[test]
fn a_large_body_of_what_looks_like_it_is_read_in_time() {
    let mut lines = vec!["?? a"; 200_000];
    lines.push("body");
    assert_eq!(behind_body(&lines), None);
}
