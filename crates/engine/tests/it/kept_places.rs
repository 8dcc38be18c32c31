//! Whole files and folders of requests renamed, moved, copied, deleted and brought back, byte for byte, whatever happens
//! meanwhile.

use crate::killed::{dying, open};
use mudbrick_engine::Engine;
use mudbrick_engine::view::{PlaceName, RequestOrigin};
use mudbrick_model::{ErrorCode, RequestPath};
use proptest::prelude::*;
use rstest::rstest;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// What a person has: other files beside requests, an encoding of their own, line ends of another system.
const FILES: [(&str, &[u8]); 6] = [
    ("Acme/All.http", b"### First\r\nPOST https://x.io/a\r\n\r\n< ./body.json\r\n\r\n### Second\r\nGET https://x.io/b\r\n"),
    ("Acme/body.json", b"{}"),
    ("Acme/Deep/Out.http", b"POST https://x.io/c\n\n< ../../shared.bin\n"),
    ("Acme/Deep/notes.txt", b"\xff\xfe\x00 not text"),
    ("shared.bin", b"\x00\x01"),
    ("Other.http", b"\xef\xbb\xbfGET https://x.io/d\n"),
];

struct Own {
    folder: TempDir,
    engine: Engine,
}

impl Own {
    fn new() -> Self {
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        let engine = open(folder.path());
        let own = Self { folder, engine };
        for (path, bytes) in FILES {
            let place = own.engine.home().requests().join(path);
            fs::create_dir_all(place.parent().unwrap()).unwrap();
            fs::write(place, bytes).unwrap();
        }
        own
    }

    /// Every file among the requests, hidden ones too.
    fn all(&self) -> BTreeMap<String, Vec<u8>> {
        let mut found = BTreeMap::new();
        collect(&self.engine.home().requests(), "", &mut found);
        found
    }

    fn addresses(&self) -> Vec<String> {
        let list = self.engine.requests().list().unwrap();
        let own = list.into_iter().filter(|one| one.origin == RequestOrigin::Own);
        own.map(|one| one.address.to_string()).collect()
    }
}

fn collect(folder: &Path, prefix: &str, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        match entry.path().is_dir() {
            true => collect(&entry.path(), &format!("{name}/"), found),
            false => drop(found.insert(name, fs::read(entry.path()).unwrap())),
        }
    }
}

fn folder(path: &str) -> PlaceName {
    PlaceName { path: RequestPath::parse(path).unwrap(), is_folder: true }
}

fn file(path: &str) -> PlaceName {
    PlaceName { path: RequestPath::parse(path).unwrap(), is_folder: false }
}

/// All files below one name as they are below another.
fn renamed(all: &BTreeMap<String, Vec<u8>>, from: &str, to: &str) -> BTreeMap<String, Vec<u8>> {
    let name = |path: &str| match path.strip_prefix(from) {
        Some(rest) => format!("{to}{rest}"),
        None => path.to_owned(),
    };
    all.iter().map(|(path, bytes)| (name(path), bytes.clone())).collect()
}

#[rstest]
#[case::renamed(folder("Acme"), "Globex", "Acme/", "Globex/")]
#[case::into_a_new_folder(folder("Acme"), "New/Place/", "Acme/", "New/Place/Acme/")]
#[case::to_the_top(folder("Acme/Deep"), "/", "Acme/Deep/", "Deep/")]
#[case::only_its_case(folder("Acme"), "acme", "Acme/", "acme/")]
#[case::a_file(file("Acme/All"), "Acme/Some", "Acme/All.http", "Acme/Some.http")]
#[case::a_file_up(file("Acme/All"), "/", "Acme/All.http", "All.http")]
fn a_place_moves_with_every_byte_and_comes_back(
    #[case] place: PlaceName,
    #[case] to: &str,
    #[case] from: &str,
    #[case] there: &str,
) {
    let own = Own::new();
    let before = own.all();
    let moved = own.engine.requests().move_place(&place, to).unwrap();
    assert_eq!(own.all(), renamed(&before, from, there));
    assert_eq!(own.addresses().len(), 4);
    own.engine.requests().undo(Some(&moved.change)).unwrap();
    assert_eq!(own.all(), before);
    assert_eq!(own.engine.requests().undo(None).unwrap_err().code, ErrorCode::NotFound);
}

#[rstest]
#[case::out(folder("Acme"), "../Acme")]
#[case::out_as_a_folder(folder("Acme"), "../")]
#[case::from_the_root(file("Other"), "/etc/Other")]
#[case::into_itself(folder("Acme"), "Acme/Deep/")]
#[case::hidden(folder("Acme"), ".importing")]
#[case::where_it_is(folder("Acme"), "Acme")]
#[case::too_deep(folder("Acme"), "a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/")]
#[case::nothing(folder("Acme"), " ")]
#[case::a_file_has_it(file("Acme/All"), "Other")]
#[case::a_folder_has_it(folder("Acme/Deep"), "Acme")]
#[case::not_there(folder("Nowhere"), "Acme2")]
fn what_cannot_be_moved_stays(#[case] place: PlaceName, #[case] to: &str) {
    let own = Own::new();
    let before = own.all();
    let problem = own.engine.requests().move_place(&place, to).unwrap_err();
    assert!(problem.message.ends_with('.'), "{}", problem.message);
    assert_eq!(own.all(), before);
    assert_eq!(own.engine.requests().undo(None).unwrap_err().code, ErrorCode::NotFound);
}

#[test]
fn files_of_bodies_that_would_be_lost_are_told_before() {
    let own = Own::new();
    let requests = own.engine.requests();
    let lost = |place: &PlaceName, to: &str| -> Vec<String> {
        let before = requests.before_moving_place(place, to).unwrap();
        before.lost_files.iter().map(|one| format!("{} < {}", one.request, one.file)).collect()
    };
    // Its own file goes along with the folder, and what is outside of it is where it was.
    assert_eq!(lost(&folder("Acme"), "Globex"), [""; 0]);
    assert_eq!(lost(&folder("Acme"), "New/"), ["Acme/Deep/Out < ../../shared.bin"]);
    assert_eq!(lost(&folder("Acme/Deep"), "/"), ["Acme/Deep/Out < ../../shared.bin"]);
    assert_eq!(lost(&file("Acme/All"), "/"), ["Acme/All#First < ./body.json"]);
    assert_eq!(lost(&file("Acme/All"), "Acme/Some"), [""; 0]);
    let address = mudbrick_engine::view::RequestAddress::parse("Acme/All#First").unwrap();
    assert_eq!(requests.before_moving(&address, "Other").unwrap().lost_files, ["./body.json"]);
    assert_eq!(requests.before_moving(&address, "Acme/New").unwrap().lost_files, [""; 0]);
    assert!(requests.before_moving_place(&file("Acme/All"), "Other").unwrap().is_taken);
}

#[rstest]
#[case::folder(folder("Acme"), "Acme/")]
#[case::file(file("Other"), "Other.http")]
fn a_deleted_place_comes_back_with_every_byte(#[case] place: PlaceName, #[case] prefix: &str) {
    let own = Own::new();
    let before = own.all();
    let deleted = own.engine.requests().delete_place(&place).unwrap();
    let left: BTreeMap<_, _> =
        before.clone().into_iter().filter(|(path, _)| !path.starts_with(prefix)).collect();
    assert_eq!(own.all(), left);
    // Something else has its place by now: neither is lost.
    own.engine.requests().make_place(place.path.as_str(), place.is_folder).unwrap();
    let taken = own.engine.requests().undo(Some(&deleted.change)).unwrap_err();
    assert_eq!(taken.code, ErrorCode::AlreadyExists);
    own.engine.requests().move_place(&place, "Elsewhere").unwrap();
    own.engine.requests().undo(Some(&deleted.change)).unwrap();
    let mut after = own.all();
    after.remove("Elsewhere.http");
    assert_eq!(after, before);
}

#[test]
fn a_copy_has_every_byte_and_goes_away_only_as_it_was_made() {
    let own = Own::new();
    let before = own.all();
    let requests = own.engine.requests();
    let copy = requests.duplicate_place(&folder("Acme")).unwrap();
    assert_eq!(copy.to.as_ref().unwrap().to_string(), "Acme copy");
    let mut expected = renamed(&before, "Acme/", "Acme copy/");
    expected.extend(before.clone());
    assert_eq!(own.all(), expected);
    requests.undo(Some(&copy.change)).unwrap();
    assert_eq!(own.all(), before);
    let copy = requests.duplicate_place(&file("Other")).unwrap();
    fs::write(own.engine.home().requests().join("Other copy.http"), "GET https://x.io/mine\n")
        .unwrap();
    assert_eq!(requests.undo(Some(&copy.change)).unwrap_err().code, ErrorCode::Conflict);
    assert!(own.all().contains_key("Other copy.http"));
}

#[cfg(unix)]
#[test]
fn a_link_is_not_followed_by_a_copy() {
    let own = Own::new();
    let link = own.engine.home().requests().join("Acme/link.http");
    std::os::unix::fs::symlink("/etc/hostname", link).unwrap();
    let before = own.all();
    assert!(own.engine.requests().duplicate_place(&folder("Acme")).is_err());
    assert_eq!(own.all(), before);
}

#[test]
fn a_killed_change_leaves_all_of_it_in_one_place_and_can_be_undone() {
    type Work = fn(&Engine);
    let works: [Work; 4] = [
        |engine| drop(engine.requests().move_place(&folder("Acme"), "New/Place/")),
        |engine| drop(engine.requests().delete_place(&folder("Acme"))),
        |engine| drop(engine.requests().duplicate_place(&folder("Acme"))),
        |engine| drop(engine.requests().move_place(&file("Acme/All"), "Other place")),
    ];
    for work in works {
        for at in 0.. {
            let own = Own::new();
            let before = own.all();
            let died = dying(at, || work(&own.engine));
            let engine = open(own.folder.path());
            let after = Own { engine, folder: own.folder };
            // Whatever was begun: undoing it leaves what was there, and nothing twice or half.
            let undone = after.engine.requests().undo(None);
            let mut all = after.all();
            // What waits to be copied is hidden, and removed by the next one.
            all.retain(|path, _| !path.starts_with(".importing/"));
            assert_eq!(all, before, "at call {at}, {undone:?}");
            if !died {
                assert!(undone.is_ok(), "{undone:?}");
                break;
            }
        }
    }
}

#[test]
fn a_killed_undo_can_be_done_again() {
    for at in 0.. {
        let own = Own::new();
        let before = own.all();
        own.engine.requests().delete_place(&folder("Acme")).unwrap();
        let died = dying(at, || drop(own.engine.requests().undo(None)));
        let after = Own { engine: open(own.folder.path()), folder: own.folder };
        let again = after.engine.requests().undo(None);
        assert_eq!(after.all(), before, "at call {at}: {again:?}");
        if !died {
            break;
        }
    }
}

#[test]
fn new_folders_and_files_are_listed_and_nothing_is_replaced() {
    let own = Own::new();
    let requests = own.engine.requests();
    requests.make_place("Acme/Empty/", true).unwrap();
    requests.make_place("Acme/Empty/New", false).unwrap();
    let places = requests.places().unwrap();
    let folders: Vec<&str> = places.folders.iter().map(RequestPath::as_str).collect();
    assert_eq!(folders, ["Acme", "Acme/Deep", "Acme/Empty"]);
    assert!(places.files.iter().any(|path| path.as_str() == "Acme/Empty/New"));
    for (path, is_folder) in [("Acme", true), ("Other", false)] {
        let taken = requests.make_place(path, is_folder).unwrap_err();
        assert_eq!(taken.code, ErrorCode::AlreadyExists);
    }
    assert_eq!(requests.make_place("../out", true).unwrap_err().code, ErrorCode::InvalidInput);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn any_changes_undone_one_by_one_leave_every_byte(
        steps in proptest::collection::vec((0_usize..4, 0_usize..4, "[A-C]{1,2}(/[A-C]/?)?"), 1..6),
    ) {
        let own = Own::new();
        let before = own.all();
        let requests = own.engine.requests();
        let mut changes = Vec::new();
        for (verb, which, to) in steps {
            let listing = requests.places().unwrap();
            let folders = listing.folders.into_iter().map(|path| PlaceName { path, is_folder: true });
            let files = listing.files.into_iter().map(|path| PlaceName { path, is_folder: false });
            let all: Vec<PlaceName> = folders.chain(files).collect();
            let Some(place) = all.get(which) else { continue };
            let changed = match verb {
                0 | 1 => requests.move_place(place, &to),
                2 => requests.duplicate_place(place),
                _ => requests.delete_place(place),
            };
            changes.extend(changed.ok());
        }
        for change in changes.iter().rev() {
            requests.undo(Some(&change.change)).unwrap();
        }
        prop_assert_eq!(own.all(), before);
    }
}
