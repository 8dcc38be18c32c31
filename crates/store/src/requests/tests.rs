use super::*;
use mudbrick_model::{RequestChangeKind, Timestamp};
use proptest::prelude::*;
use rstest::rstest;

fn path(text: &str) -> RequestPath {
    RequestPath::parse(text).unwrap()
}

fn opened() -> (tempfile::TempDir, OwnRequests) {
    let folder = tempfile::tempdir().unwrap();
    let requests = OwnRequests::open(&Home::at(folder.path()));
    (folder, requests)
}

#[test]
fn an_empty_home_has_no_requests() {
    let (_folder, requests) = opened();
    assert_eq!(requests.list().unwrap().paths, []);
    let error = requests.load(&path("x")).unwrap_err();
    assert_eq!(error.code(), ErrorCode::NotFound);
}

fn deletion(path: &RequestPath, text: &str) -> FileChange {
    FileChange {
        path: path.clone(),
        before: Some(text.to_owned()),
        after: None,
        taken: Some(text.to_owned()),
        put: None,
    }
}

const NOW: Timestamp = Timestamp(1_700_000_000_000);
const DELETED: RequestChangeKind = RequestChangeKind::Deleted;

#[test]
fn saved_listed_changed_deleted_and_brought_back() {
    let (_folder, requests) = opened();
    let (one, two) = (path("places/List libraries"), path("ping"));
    let first = requests.save(&one, "GET https://x\n", None).unwrap();
    requests.save(&two, "GET https://y\n", None).unwrap();
    assert_eq!(requests.list().unwrap().paths, [two.clone(), one.clone()]);
    assert_eq!(requests.load(&one).unwrap(), first);
    let second = requests.save(&one, "GET https://z\n", Some(&first.revision)).unwrap();
    let changes = requests.change().unwrap();
    let id = changes.make(DELETED, "List", &[deletion(&one, "GET https://z\n")], NOW).unwrap();
    assert_eq!(requests.list().unwrap().paths, [two]);
    let (found, kept) = changes.kept(None).unwrap();
    assert_eq!((&found, kept.kind, kept.name.as_str()), (&id, DELETED, "List"));
    let Undoing::Exactly(text) = kept.files[0].undoing(None) else { panic!("{kept:?}") };
    changes.write(&one, text.as_deref()).unwrap();
    assert_eq!(requests.load(&one).unwrap(), second);
    assert_eq!(kept.files[0].undoing(Some(&second.text)), Undoing::Nothing);
    assert_eq!(kept.files[0].undoing(Some("another")), Undoing::Changed);
    changes.forget(&id).unwrap();
    assert!(matches!(changes.kept(None), Err(RequestsError::NothingToUndo)));
    assert!(matches!(changes.kept(Some(&id)), Err(RequestsError::NothingToUndo)));
}

#[test]
fn a_copy_of_a_folder_has_its_empty_folders_too() {
    let (_folder, requests) = opened();
    requests.save(&path("a/deep/one"), "GET https://x\n", None).unwrap();
    let changes = requests.change().unwrap();
    let place = |text: &str| RequestPlace { path: path(text), is_folder: true };
    changes.make_place(&place("a/empty/inner")).unwrap();
    let id = changes.copy_place(&place("a"), &path("b"), NOW).unwrap();
    let copied = ["b", "b/deep", "b/empty", "b/empty/inner"].map(path);
    assert_eq!(requests.list().unwrap().folders[4..], copied);
    assert_eq!(requests.load(&path("b/deep/one")).unwrap().text, "GET https://x\n");
    let (_, kept) = changes.kept(Some(&id)).unwrap();
    changes.undo_place(&id, &kept.place.unwrap()).unwrap();
    assert_eq!(requests.list().unwrap().folders.len(), 4);
}

#[test]
fn nothing_is_overwritten_unseen() {
    let (_folder, requests) = opened();
    let name = path("ping");
    let first = requests.save(&name, "1", None).unwrap();
    assert!(matches!(
        requests.save(&name, "2", None).unwrap_err(),
        RequestsError::AlreadyExists { .. }
    ));
    requests.save(&name, "3", Some(&first.revision)).unwrap();
    let error = requests.save(&name, "4", Some(&first.revision)).unwrap_err();
    assert_eq!(error.code(), ErrorCode::Conflict);
    assert_eq!(requests.load(&name).unwrap().text, "3");
    let changes = requests.change().unwrap();
    let refused = changes.make(DELETED, "", &[deletion(&name, "1")], NOW).unwrap_err();
    assert_eq!(refused.code(), ErrorCode::Conflict);
    assert_eq!(requests.load(&name).unwrap().text, "3");
    assert!(changes.kept(None).is_err(), "what was not done cannot be undone");
}

#[test]
fn what_undoes_a_change_is_named_swept_and_checked() {
    let (folder, requests) = opened();
    let name = path("ping");
    let make = |now: i64| {
        requests.save(&name, "1", None).unwrap();
        let changes = requests.change().unwrap();
        changes.make(DELETED, "", &[deletion(&name, "1")], Timestamp(now)).unwrap()
    };
    let ids: Vec<ChangeId> = (0..12).map(|number| make(1000 + number)).collect();
    assert_eq!(
        requests.change().unwrap().kept(None).unwrap().0,
        ids[11],
        "by number, not by letter"
    );
    assert_eq!(ChangeId::parse(&ids[11].to_string()).as_ref(), Some(&ids[11]));
    for text in ["", "1", "1-", "../1-2", "01-2", "1-+2", "1-2-3"] {
        assert_eq!(ChangeId::parse(text), None, "{text}");
    }
    assert_eq!(requests.sweep_changes(Timestamp(1011)).unwrap(), 11);
    let changes = requests.change().unwrap();
    assert!(changes.kept(Some(&ids[10])).is_err() && changes.kept(Some(&ids[11])).is_ok());
    let file = folder.path().join(format!("trash/requests/{}.json", ids[11]));
    files::save(&file, b"{}", Mode::Private).unwrap();
    let damaged = changes.kept(None).unwrap_err();
    assert_eq!(damaged.code(), ErrorCode::Damaged);
    assert!(damaged.problem().message.contains("trash"));
}

#[test]
fn a_file_with_an_unusable_name_is_reported() {
    let (folder, requests) = opened();
    requests.save(&path("good"), "", None).unwrap();
    let bad = folder.path().join("requests").join("bad .http");
    files::save(&bad, b"", Mode::Shared).unwrap();
    let listing = requests.list().unwrap();
    assert_eq!(listing.paths, [path("good")]);
    assert!(listing.damaged[0].problem.message.contains("bad .http"));
    for name in ["mine.rest", "b.HTTP"] {
        let other = folder.path().join("requests").join(name);
        files::save(&other, b"GET https://x.io", Mode::Shared).unwrap();
        let told = requests.list().unwrap().damaged;
        assert!(told.iter().any(|one| one.problem.message.contains(name)), "{told:?}");
        std::fs::remove_file(other).unwrap();
    }
}

proptest! {
    #[test]
    fn any_text_under_any_name_comes_back(name in "[a-zA-Z0-9äß ._-]{1,20}(/[a-z]{1,5}){0,3}", text in "\\PC{0,200}") {
        let Ok(name) = RequestPath::parse(&name) else { return Ok(()) };
        let (_folder, requests) = opened();
        requests.save(&name, &text, None).unwrap();
        prop_assert_eq!(requests.list().unwrap().paths, std::slice::from_ref(&name));
        prop_assert_eq!(requests.load(&name).unwrap().text, text);
    }

    /// Whatever a change does to a file, the kept part and the file as it is now give the very text from before.
    #[test]
    fn what_is_kept_of_a_change_gives_the_text_before_it(
        before in prop::option::of("(\\PC|\n){0,12}"),
        after in prop::option::of("(\\PC|\n){0,12}"),
        head in "[aä]{0,4}",
        tail in "[aä]{0,4}",
    ) {
        let around = |text: Option<String>| text.map(|text| format!("{head}{text}{tail}"));
        let change = FileChange {
            path: path("x"),
            before: around(before),
            after: around(after),
            taken: None,
            put: None,
        };
        let kept = KeptChange::new(DELETED, "x", vec![KeptFile::of(&change, Encoding::Utf8)]);
        let kept = KeptChange::parse(&kept.render()).unwrap();
        let expected = match change.before == change.after {
            true => Undoing::Nothing,
            false => Undoing::Exactly(change.before),
        };
        prop_assert_eq!(kept.files[0].undoing(change.after.as_deref()), expected);
    }
}

/// What an editor on Windows wrote stays what it wrote: encoding, mark, and every byte that was not edited.
#[rstest]
#[case::little(Encoding::Utf16Le)]
#[case::big(Encoding::Utf16Be)]
fn a_file_in_utf16_is_saved_as_one_and_comes_back_as_one(#[case] encoding: Encoding) {
    let (_folder, requests) = opened();
    let path = path("windows");
    let place = requests.file_of(&path);
    let text = "\u{feff}### Café\r\nGET https://x.io/\r\n";
    files::save(&place, &encoding.encode(text), Mode::Shared).unwrap();
    let stored = requests.load(&path).unwrap();
    assert_eq!(stored.text, text);
    let edited = text.replace("x.io", "y.io/ö");
    requests.save(&path, &edited, Some(&stored.revision)).unwrap();
    assert_eq!(fs::read(&place).unwrap(), encoding.encode(&edited));

    let changes = requests.change().unwrap();
    let id = changes.make(DELETED, "Café", &[deletion(&path, &edited)], NOW).unwrap();
    assert!(!place.exists());
    let (_, kept) = changes.kept(Some(&id)).unwrap();
    let Undoing::Exactly(back) = kept.files[0].undoing(None) else { panic!("{kept:?}") };
    changes.restore(&kept.files[0], back.as_deref()).unwrap();
    assert_eq!(fs::read(&place).unwrap(), encoding.encode(&edited));
}
