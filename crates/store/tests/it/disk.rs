//! Disks that refuse: the message says so, and nothing changes.

use crate::fixtures::{StillClock, fixture, key_pair, profile};
use crate::history::answered;
use mudbrick_model::{ErrorCode, Explain, Problem, RequestPath};
use mudbrick_store::{BodySource, History, Home, Keys, OwnRequests, Profiles};
use mudbrick_vault::files::{self, Mode};
use std::fs;
use std::path::Path;

/// Every file below a folder with its content.
fn content(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut pending = vec![folder.to_owned()];
    while let Some(path) = pending.pop() {
        if path.is_dir() {
            pending.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        } else {
            found.push((path.display().to_string(), fs::read(&path).unwrap()));
        }
    }
    found.sort();
    found
}

fn assert_refusal(problem: &Problem, message: &str) {
    assert_eq!(problem.code, ErrorCode::Storage, "{problem:?}");
    assert!(problem.message.contains(message), "{problem:?}");
    assert!(problem.remedy.is_some(), "{problem:?}");
}

#[test]
fn a_home_that_cannot_be_made_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    files::save(&file, b"x", Mode::Shared).unwrap();
    let before = content(folder.path());
    let home = Home::at(file.join("home"));
    let clock = StillClock::at(0);
    let path = RequestPath::parse("x").unwrap();
    let errors = [
        Profiles::open(&home, clock.clone()).create(profile(1, "", "A")).unwrap_err().problem(),
        Profiles::open(&home, clock.clone()).list().unwrap_err().problem(),
        Keys::open(&home, clock.clone()).create(key_pair(1, "a")).unwrap_err().problem(),
        OwnRequests::open(&home).save(&path, "x", None).unwrap_err().problem(),
        History::open(&home, clock).map(drop).unwrap_err().problem(),
    ];
    for problem in errors {
        assert_refusal(&problem, "could not be");
    }
    assert_eq!(content(folder.path()), before);
}

/// The nearest to a full disk that needs no rights: a process that may write files of 16 KiB and no more.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_with_no_room_changes_nothing() {
    const TEST: &str = "disk::a_disk_with_no_room_changes_nothing";
    const HOME: &str = "MUDBRICK_TEST_LITTLE_ROOM";
    if let Some(home) = std::env::var_os(HOME) {
        return write_with_little_room(&Home::at(home));
    }
    let it = fixture();
    it.profiles.create(profile(1, "Acme", "Places")).unwrap();
    // Exceeding the limit is an error rather than the end only for who ignores the signal.
    let output = std::process::Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 32; exec \"$@\"", "sh"])
        .arg(std::env::current_exe().unwrap())
        .args([TEST, "--exact", "--nocapture", "--test-threads=1"])
        .env(HOME, it.home.path())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    assert!(String::from_utf8_lossy(&output.stdout).contains("1 passed"), "{told}");
}

#[cfg(target_os = "linux")]
fn write_with_little_room(home: &Home) {
    let clock = StillClock::at(0);
    let profiles = Profiles::open(home, clock.clone());
    let stored = profiles.find("acme-places").unwrap();
    let before = content(&home.profiles());
    let mut large = stored.value.clone();
    large.variables.insert("X".to_owned(), "x".repeat(100_000));
    let message = "There is no room on the disk";
    let error = profiles.update(large.clone(), &stored.revision).unwrap_err();
    assert_refusal(&error.problem(), message);
    large.id = crate::fixtures::profile_id(2);
    assert_refusal(&profiles.create(large).unwrap_err().problem(), message);
    assert_eq!(content(&home.profiles()), before);
    let requests = OwnRequests::open(home);
    let path = RequestPath::parse("x").unwrap();
    let error = requests.save(&path, &"x".repeat(100_000), None).unwrap_err();
    assert_refusal(&error.problem(), message);
    assert_eq!(requests.list().unwrap().paths, []);
    // SQLite calls this limit a fault of the disk; only a full disk itself is one without room to it.
    let opened = History::open(home, clock);
    let error = opened.and_then(|history| history.record(&answered(200, "x"), BodySource::None));
    assert_refusal(&error.unwrap_err().problem(), "history");
}
