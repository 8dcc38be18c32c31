//! Requests of other programs: shown, added as one change, undone, and out again; and the program killed while it adds them.

use crate::home::open;
use crate::killed;
use mudbrick_engine::view::RequestExportFormat;
use mudbrick_engine::{Engine, Existing, RequestImport};
use mudbrick_model::{ErrorCode, RequestChangeKind};
use mudbrick_vault::files::faults::{Call, Fault, watched};
use rstest::rstest;
use std::cell::Cell;
use std::io;
use std::path::Path;
use std::rc::Rc;

const POSTMAN: &str = r#"{
  "info": { "name": "Places" },
  "variable": [{ "key": "base", "value": "https://api-places.adobe.io" }],
  "item": [
    { "name": "Ping", "request": "{{base}}/ping/{{WHERE}}" },
    { "name": "Libraries", "item": [
      { "name": "List", "request": { "method": "GET", "url": "{{base}}/l?limit={{LIMIT}}", "header": [{ "key": "Authorization", "value": "Bearer {{ACCESS_TOKEN}}" }] } },
      { "name": "List", "request": { "method": "POST", "url": "{{base}}/l" } }
    ] }
  ]
}"#;

fn read(engine: &Engine, text: &str, into: Option<&str>) -> RequestImport {
    let texts = vec![("p.json".to_owned(), text.as_bytes().to_vec())];
    engine.requests().read_collections(&[], texts, into).unwrap()
}

/// The person's own requests, by address, and every name in their folder.
fn own(engine: &Engine) -> (Vec<String>, Vec<String>) {
    let list = engine.requests().list().unwrap().into_iter();
    let own = list.filter(|one| one.origin == mudbrick_engine::view::RequestOrigin::Own);
    let entries = std::fs::read_dir(engine.home().requests()).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.map(|it| it.file_name().into_string().unwrap()).collect();
    names.sort();
    (own.map(|one| one.address.to_string()).collect(), names)
}

#[test]
fn a_collection_is_shown_added_and_undone_as_one() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path());
    let import = read(&engine, POSTMAN, None);
    let view = &import.view;
    assert_eq!((view.folder.as_str(), view.is_folder, view.requests), ("Places", true, 3));
    assert_eq!(
        (view.unset.as_slice(), view.optional.as_slice()),
        (&["WHERE".to_owned()][..], &["LIMIT".to_owned()][..])
    );
    assert_eq!(own(&engine).1, Vec::<String>::new(), "looking changes nothing");
    let done = engine.requests().import(&import).unwrap();
    assert_eq!((done.requests, done.files), (3, 2));
    let expected = ["Places/Libraries#List", "Places/Libraries#List 2", "Places/Places#Ping"];
    assert_eq!(own(&engine), (expected.map(str::to_owned).to_vec(), vec!["Places".to_owned()]));
    // What is there already is not added again, and what was changed is kept.
    let again = read(&engine, POSTMAN, None);
    assert!(again.view.is_here_already);
    assert_eq!(engine.requests().import(&again).unwrap().change, None);
    let file = engine.home().requests().join("Places/Libraries.http");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("{text}\n### Mine\nGET https://x.io\n")).unwrap();
    let third = read(&engine, POSTMAN, None);
    assert_eq!(
        (third.view.folder.as_str(), third.view.renamed_from.as_deref()),
        ("Places 2", Some("Places"))
    );
    let added = engine.requests().import(&third).unwrap();
    assert_eq!(own(&engine).1, ["Places", "Places 2"]);
    let undone = engine.requests().undo(added.change.as_deref()).unwrap();
    assert_eq!((undone.kind, undone.name.as_str()), (RequestChangeKind::Imported, "Places 2"));
    assert_eq!(own(&engine).1, ["Places"]);
    let kept = engine.requests().undo(done.change.as_deref()).unwrap_err();
    assert_eq!(kept.code, ErrorCode::Conflict, "what a person changed since stays");
    assert_eq!(own(&engine).0.len(), 4);
    std::fs::write(&file, text).unwrap();
    engine.requests().undo(done.change.as_deref()).unwrap();
    assert_eq!(own(&engine), (Vec::new(), Vec::new()));
}

#[test]
fn it_goes_below_a_folder_and_one_file_needs_none() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path());
    let import =
        read(&engine, "curl https://x.io/a -H 'Authorization: Bearer x'", Some("from/others/"));
    engine.requests().import(&import).unwrap();
    assert_eq!(own(&engine).0, ["from/others/p#GET https://x.io/a"]);
    let nowhere = engine.requests().read_collections(
        &[],
        vec![("a".to_owned(), b"curl https://x.io".to_vec())],
        Some("../out"),
    );
    assert!(nowhere.is_err());
}

#[test]
fn whoever_is_killed_leaves_all_of_it_or_nothing() {
    for at in 0.. {
        let folder = tempfile::tempdir().unwrap();
        let engine = killed::open(folder.path());
        let import = read(&engine, POSTMAN, Some("x"));
        let calls = Rc::new(Cell::new(0));
        let counted = Rc::clone(&calls);
        let watcher = move |_: &Call<'_>| {
            let number = counted.replace(counted.get() + 1);
            (number >= at).then(|| Fault::Refused(io::Error::other("the process is dead")))
        };
        watched(watcher, || drop(engine.requests().import(&import)));
        let after = killed::open(folder.path());
        let count = own(&after).0.len();
        assert!(count == 0 || count == 3, "killed at {at}: {count} requests");
        // What was left there does not stand in the way, nor does what a process leaves that cannot tidy up.
        if count == 0 {
            let left = after.home().requests().join(".importing/all");
            std::fs::create_dir_all(&left).unwrap();
            std::fs::write(left.join("half.http"), "GET https://x.io\n").unwrap();
        }
        let again = read(&after, POSTMAN, Some("x"));
        after.requests().import(&again).unwrap();
        assert_eq!(own(&after).0.len(), 3);
        assert!(!after.home().requests().join(".importing").exists());
        if calls.get() <= at {
            assert!(at > 5, "{at} calls are too few to be all of them");
            return;
        }
    }
}

#[rstest]
#[case::postman(RequestExportFormat::Postman, "requests.postman_collection.json")]
#[case::har(RequestExportFormat::Har, "requests.har")]
#[case::curl(RequestExportFormat::Curl, "requests.sh")]
fn what_goes_out_comes_back(#[case] format: RequestExportFormat, #[case] name: &str) {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path());
    engine.requests().import(&read(&engine, POSTMAN, None)).unwrap();
    let texts = engine.requests().export_texts(&[], format).unwrap();
    assert_eq!((texts.files[0].0.as_str(), texts.requests), (name, 3));
    let texts = vec![(name.to_owned(), texts.files[0].1.clone().into_bytes())];
    let back = engine.requests().read_collections(&[], texts, Some("back")).unwrap();
    assert_eq!(back.view.requests, 3);
}

#[test]
fn http_files_go_to_a_folder_that_keeps_what_it_has() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(&folder.path().join("home"));
    engine.requests().import(&read(&engine, POSTMAN, None)).unwrap();
    let out = folder.path().join("out");
    let texts = engine
        .requests()
        .export_texts(&["Places/Libraries#List".to_owned()], RequestExportFormat::Http)
        .unwrap();
    engine.requests().export_folder(&texts, &out, Existing::Kept).unwrap();
    let text = std::fs::read_to_string(out.join("Places/Libraries.http")).unwrap();
    assert!(text.starts_with("@base = ") && text.matches("###").count() == 1, "{text}");
    assert!(engine.requests().export_folder(&texts, &out, Existing::Kept).is_err());
    let all =
        engine.requests().export_texts(&["Places".to_owned()], RequestExportFormat::Http).unwrap();
    engine.requests().export_folder(&all, &out, Existing::Replaced).unwrap();
    assert!(out.join("Places/Places.http").is_file());
    let back =
        engine.requests().read_collections(std::slice::from_ref(&out), Vec::new(), None).unwrap();
    assert_eq!(back.view.requests, 3);
    assert!(
        engine.requests().export_texts(&["Nothing".to_owned()], RequestExportFormat::Http).is_err()
    );
}

#[test]
#[cfg(unix)]
fn a_link_in_a_folder_is_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(&folder.path().join("home"));
    let given = folder.path().join("given");
    std::fs::create_dir_all(&given).unwrap();
    std::fs::write(given.join("a.http"), "GET https://x.io\n").unwrap();
    std::fs::write(folder.path().join("secret.http"), "GET https://y.io\n").unwrap();
    std::os::unix::fs::symlink(folder.path().join("secret.http"), given.join("b.http")).unwrap();
    std::fs::write(given.join("README.md"), "Hello").unwrap();
    let given: &Path = &given;
    let found = engine.requests().read_collections(&[given.to_owned()], Vec::new(), None).unwrap();
    assert_eq!(found.view.requests, 1);
    let unread: Vec<&str> = found.view.unread.iter().map(|it| it.text.as_str()).collect();
    assert!(unread.iter().any(|it| it.contains("b.http") && it.contains("link")), "{unread:?}");
    assert!(unread.iter().any(|it| it.contains("README.md")), "{unread:?}");
}
