//! The history, from the command line.

use crate::new_home;
use mudbrick_testkit::text;
use serde_json::Value;

/// The lines of `history list --json`, each an object of its own.
fn listed(home: &mudbrick_testkit::Home, filter: &[&str]) -> Vec<Value> {
    let lines = home.ok(&[&["history", "list", "--json"], filter].concat());
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn numbers(home: &mudbrick_testkit::Home, filter: &[&str]) -> Vec<i64> {
    listed(home, filter).iter().map(|one| one["id"].as_i64().unwrap()).collect()
}

#[test]
fn what_was_sent_is_listed_shown_noted_pinned_and_deleted() {
    let home = new_home();
    assert!(text(&home.run(&["history"]).stderr).contains("Nothing was sent yet."));
    home.make_vault();
    home.add_places();
    home.ok(&["send", "Places", "Places/List libraries"]);
    let url = "https://api-places.adobe.io/places/placesapi/v1/none";
    assert_eq!(home.run(&["send", "Places", url]).status.code(), Some(1));
    home.ok(&["send", "Places", "Places/List libraries"]);

    assert_eq!(numbers(&home, &[]), [3, 2, 1]);
    assert_eq!(numbers(&home, &["-n", "2"]), [3, 2]);
    assert_eq!(numbers(&home, &["status:4xx"]), [2]);
    assert_eq!(numbers(&home, &["host:places", "libraries", "status:200"]), [3, 1]);
    assert_eq!(numbers(&home, &["status:500"]), [0; 0]);
    let lines = home.ok(&["history", "request:\"List libraries\""]);
    assert!(lines.starts_with("      3  ") && lines.contains("  200  GET     https://"), "{lines}");
    let unknown = home.run(&["history", "stauts:404"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(text(&unknown.stderr).contains("stauts: is not known"), "{}", text(&unknown.stderr));

    let whole = home.ok(&["history", "show", "1"]);
    for part in ["Exchange 1, ", "GET https://api-places", "x-api-key: ", "HTTP 200", "[{\""] {
        assert!(whole.contains(part), "{part} in:\n{whole}");
    }
    assert!(home.ok(&["history", "show", "1", "--headers"]).starts_with("HTTP 200\n"));
    let timeline = home.ok(&["history", "show", "1", "--timeline"]);
    for part in [
        "GET api-places.adobe.io",
        "  TLS ",
        "signed by ",
        "  wait ",
        "authorization  (the request, secret: ",
    ] {
        assert!(timeline.contains(part), "{part} in:\n{timeline}");
    }
    assert!(home.ok(&["history", "show", "1", "--sent"]).starts_with("GET https://"));
    let body = home.ok(&["history", "show", "1", "--body"]);
    assert!(serde_json::from_str::<Value>(&body).unwrap().is_array(), "{body}");
    assert_eq!(home.json(&["history", "show", "1", "--json"])["summary"]["id"], 1);
    assert_eq!(home.run(&["history", "show", "9"]).status.code(), Some(1));

    home.ok(&["history", "note", "2", "ask Ada"]);
    assert!(home.ok(&["history", "pin", "1"]).contains("Exchange 1 is kept"));
    assert_eq!(
        (numbers(&home, &["is:noted", "ada"]), numbers(&home, &["is:pinned"])),
        (vec![2], vec![1])
    );
    home.ok(&["history", "unpin", "1"]);
    home.ok(&["history", "note", "2", ""]);
    assert_eq!(numbers(&home, &["is:pinned"]).len() + numbers(&home, &["is:noted"]).len(), 0);

    let size = home.json(&["history", "size", "--json"]);
    assert_eq!((&size["exchanges"], &size["keep_mib"]), (&3.into(), &2048.into()));
    assert!(home.ok(&["history", "size"]).starts_with("3 exchanges, "));

    let asked = home.run(&["history", "delete", "--filter", "status:4xx"]);
    assert_eq!(asked.status.code(), Some(1), "nobody can be asked");
    let said = text(&asked.stderr);
    assert!(said.contains("would delete 1 exchange") && said.contains("--yes"), "{said}");
    let deleted = home.json(&["history", "delete", "--filter", "status:4xx", "--yes", "--json"]);
    assert_eq!(deleted["deleted"], 1);
    assert_eq!(numbers(&home, &[]), [3, 1]);
    assert_eq!(home.ok(&["history", "delete", "3", "77", "--yes"]), "1 exchange is deleted.\n");
    for refused in
        [&["history", "delete", "--yes"][..], &["history", "delete", "--filter", " ", "--yes"]]
    {
        assert_eq!(home.run(refused).status.code(), Some(2));
    }
    home.ok(&["history", "delete", "--all", "--yes"]);
    assert_eq!(numbers(&home, &[]), [0; 0]);
}
