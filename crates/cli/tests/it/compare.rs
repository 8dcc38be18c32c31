//! What differs between two answers, and one request on many profiles, from the command line.

use crate::new_home;
use mudbrick_testkit::{Home, text};
use serde_json::Value;

fn code(home: &Home, arguments: &[&str]) -> Option<i32> {
    home.run(arguments).status.code()
}

fn send(home: &Home) -> String {
    let sent = home.json(&["send", "Places", "Places/List libraries", "--json"]);
    sent["summary"]["id"].to_string()
}

#[test]
fn a_patch_ends_as_the_comparison_does() {
    let home = new_home();
    home.add_places();
    let one = send(&home);
    // Without an API key.
    let url = "https://api-places.adobe.io/places/placesapi/v1/libraries";
    let lost = home.run(&["send", "Places", url, "--json"]);
    let lost: Value = serde_json::from_slice(&lost.stdout).unwrap();
    let lost = lost["summary"]["id"].to_string();
    let patch = home.run(&["diff", &one, &lost, "--patch"]);
    assert_eq!(patch.status.code(), Some(1));
    assert!(text(&patch.stderr).contains("The statuses differ: 200 and 403."));
}

#[test]
fn what_moved_past_others_is_not_said_to_have_gone_anywhere() {
    let home = new_home();
    let (left, right) = (home.path().join("a.json"), home.path().join("b.json"));
    std::fs::write(&left, "[1,2,3]").unwrap();
    std::fs::write(&right, "[3,2,1]").unwrap();
    let shown = home.run(&["diff", left.to_str().unwrap(), right.to_str().unwrap()]);
    let expected = "> /1: still there, among others\n> /0 → /2\n";
    assert_eq!(text(&shown.stdout), expected);
}

#[test]
fn two_files_are_compared_as_diff_does() {
    let home = new_home();
    let file = |name: &str, content: &str| {
        let path = home.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.display().to_string()
    };
    let left = file(
        "a.json",
        r#"{"n":1.0,"list":[{"k":1,"v":1},{"k":2,"v":2}],"at":"2026-01-01T00:00:00Z"}"#,
    );
    let right = file(
        "b.json",
        r#"{"n":1,"list":[{"k":2,"v":3},{"k":1,"v":1}],"at":"2026-01-02T00:00:00Z"}"#,
    );
    let differing = home.run(&["diff", &left, &right, "--ignore-order=k"]);
    assert_eq!(differing.status.code(), Some(1));
    let expected = "~ /n: 1.0 → 1 (only written differently)\n~ /list/1/v: 2 → 3\n~ /at: \"2026-01-01T00:00:00Z\" → \"2026-01-02T00:00:00Z\"\n1 of them only in how they are written; --same-numbers leaves them out.\n--ignore '$.at' would leave it out: It is a time on both sides, such as \"2026-01-01T00:00:00Z\" and \"2026-01-02T00:00:00Z\".\n";
    assert_eq!(text(&differing.stdout), expected);
    let same = ["diff", &left, &right, "--ignore-order=k", "--same-numbers", "--ignore", "$.at"];
    let same = [&same[..], &["--ignore", "$.list[*].v"]].concat();
    assert_eq!(home.ok(&same), "");
    let json = home.run(&["diff", &left, &right, "--ignore-order", "--json"]);
    let view: Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(
        (view["is_same"].as_bool(), view["counts"]["changed"].as_u64()),
        (Some(false), Some(3))
    );
    let patch = home.run(&["diff", &left, &right, "--patch"]);
    assert_eq!(patch.status.code(), Some(1));
    let operations: Value = serde_json::from_slice(&patch.stdout).unwrap();
    assert!(operations.as_array().is_some_and(|all| !all.is_empty()), "{operations}");
    let quiet = home.run(&["diff", &left, &right, "--ignore-order=k", "--ignore-noise"]);
    let said = text(&quiet.stdout);
    assert!(said.contains("Left out as noise: $.at") && !said.contains("~ /at"), "{said}");
    let lines = home.run(&["diff", &left, &right, "--lines"]);
    assert!(text(&lines.stdout).starts_with("--- "), "{}", text(&lines.stdout));

    assert_eq!(code(&home, &["diff", &left, "/nowhere.json"]), Some(2));
    assert_eq!(code(&home, &["diff", &left, "7"]), Some(2), "no such entry");
    assert_eq!(code(&home, &["diff", &left, &right, "--ignore", "at"]), Some(2), "no path");
    assert_eq!(code(&home, &["diff", &left]), Some(2));
}

#[cfg(unix)]
#[test]
fn a_pipe_is_compared_by_line_too() {
    let home = new_home();
    let right = home.path().join("b");
    std::fs::write(&right, "one\ntwo\n").unwrap();
    let arguments = ["diff", "/dev/stdin", right.to_str().unwrap()];
    let differing = home.run_with_input(&arguments, "one\n2\n");
    assert_eq!(differing.status.code(), Some(1));
    let shown = text(&differing.stdout);
    assert!(shown.ends_with("@@ -1,2 +1,2 @@\n one\n-2\n+two\n"), "{shown}");
    assert_eq!(home.run_with_input(&arguments, "one\ntwo\n").status.code(), Some(0));
}

#[test]
fn what_is_compared_steers_no_terminal() {
    let home = new_home();
    let (left, right) = (home.path().join("a"), home.path().join("b"));
    std::fs::write(&left, "[\"a\"]").unwrap();
    std::fs::write(&right, "[\"\u{9b}31m\"]").unwrap();
    let command = home.command(&["diff", left.to_str().unwrap(), right.to_str().unwrap()]);
    let (_, shown) = mudbrick_testkit::Terminal::run(&command).ends();
    let shown = text(&shown);
    assert!(shown.contains("\\u{9b}31m") && !shown.contains('\u{9b}'), "{shown}");
}

#[test]
fn an_answer_is_replayed_on_profiles_and_compared() {
    let home = new_home();
    home.add_places();
    let id = send(&home);
    assert_eq!(code(&home, &["diff", &id]), Some(2), "nothing came before it");
    let after = send(&home);
    assert_eq!(code(&home, &["diff", &id, &after]), Some(0));
    let headers = home.run(&["diff", &after, "--headers"]);
    assert_eq!(headers.status.code(), Some(1));
    let request_id =
        text(&headers.stdout).lines().find(|line| line.contains("x-request-id")).is_some();
    assert!(request_id, "the one before is on the left: {}", text(&headers.stdout));
    assert_eq!(code(&home, &["replay", &id]), Some(2), "nothing is chosen beforehand");
    let plan = home.ok(&["replay", &id, "--all", "--dry-run"]);
    assert!(plan.starts_with("Acme · Places: GET https://api-places.adobe.io/"), "{plan}");
    let told = home.ok(&["replay", &id, "--on", "Places", "--rate", "50", "--parallel", "2"]);
    assert!(told.starts_with("Acme · Places: 200 in ") && told.contains(", the same (#"), "{told}");
    let lines = home.ok(&["replay", &id, "--organization", "Acme", "--against-first", "--json"]);
    let line: Value = serde_json::from_str(&lines).unwrap();
    assert_eq!((line["status"].as_u64(), &line["compared"]), (Some(200), &Value::Null));
    assert_eq!(code(&home, &["replay", &id, "--risk", "staging"]), Some(1), "there is none");
}

#[test]
fn a_write_to_production_is_asked_about_with_the_whole_list() {
    let home = new_home();
    home.add_places();
    let url = "https://api-places.adobe.io/places/placesapi/v1/guarded";
    let sent = home.run(&["send", "Places", url, "-X", "DELETE", "--json"]);
    let sent: Value = serde_json::from_slice(&sent.stdout).unwrap();
    let id = sent["summary"]["id"].to_string();
    home.ok(&["profile", "edit", "Places", "--risk", "production"]);
    let refused = home.run(&["replay", &id, "--all"]);
    let said = text(&refused.stderr);
    assert_eq!(refused.status.code(), Some(1));
    assert!(said.contains("Acme · Places: DELETE ") && said.contains("Nothing was sent"), "{said}");
    assert_eq!(text(&refused.stdout), "");
    let agreed = home.run(&["replay", &id, "--all", "--yes"]);
    assert!(text(&agreed.stdout).contains(": 403 in "), "{}", text(&agreed.stdout));
}
