//! Saving, reading, locking and setting aside, on a real disk and on one that refuses.

use mudbrick_model::{ErrorCode, Explain, Timestamp};
use mudbrick_vault::files::{self, LockError, Mode, ReadError, SaveError};
use proptest::prelude::*;
use rstest::rstest;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tempfile::TempDir;

fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_owned();
    (folder, path)
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn a_file_holds_what_was_saved_last(
        first in prop::collection::vec(any::<u8>(), 0..5000),
        second in prop::collection::vec(any::<u8>(), 0..5000),
    ) {
        let (_guard, folder) = folder();
        let path = folder.join("new").join("file");
        files::save(&path, &first, Mode::Private).unwrap();
        prop_assert_eq!(&files::read(&path, 5000).unwrap(), &first);
        files::save(&path, &second, Mode::Shared).unwrap();
        prop_assert_eq!(&files::read(&path, 5000).unwrap(), &second);
        prop_assert_eq!(names(&folder.join("new")), ["file"]);
    }
}

#[cfg(unix)]
#[test]
fn private_files_and_new_folders_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let (_guard, folder) = folder();
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    let path = folder.join("a/b/secret");
    files::save(&path, b"x", Mode::Shared).unwrap();
    assert_eq!(mode(&path) & 0o600, 0o600);
    files::save(&path, b"x", Mode::Private).unwrap();
    assert_eq!(mode(&path), 0o600);
    assert_eq!((mode(&folder.join("a/b")), mode(&folder.join("a"))), (0o700, 0o700));
}

#[test]
fn a_new_file_never_replaces_another() {
    let (_guard, folder) = folder();
    let path = folder.join("places_private.key");
    files::save_new(&path, b"first", Mode::Private).unwrap();
    let error = files::save_new(&path, b"second", Mode::Private).unwrap_err();
    assert_eq!(error.code(), ErrorCode::AlreadyExists);
    assert_eq!(fs::read(&path).unwrap(), b"first");
}

#[test]
fn of_many_that_save_a_new_file_at_once_one_succeeds() {
    const SAVERS: usize = 8;
    let (_guard, folder) = folder();
    for round in 0..20 {
        let (path, start) = (folder.join(round.to_string()), Barrier::new(SAVERS));
        let save = |number: usize| {
            start.wait();
            files::save_new(&path, &[u8::try_from(number).unwrap(); 1000], Mode::Private).is_ok()
        };
        let winners: Vec<usize> = thread::scope(|scope| {
            let threads: Vec<_> =
                (0..SAVERS).map(|number| scope.spawn(move || (number, save(number)))).collect();
            let results = threads.into_iter().map(|thread| thread.join().unwrap());
            results.filter(|(_, won)| *won).map(|(number, _)| number).collect()
        });
        assert_eq!(winners.len(), 1);
        assert_eq!(fs::read(&path).unwrap(), [u8::try_from(winners[0]).unwrap(); 1000]);
    }
}

#[test]
fn a_place_that_is_no_folder_is_refused_and_nothing_changes() {
    let (_guard, folder) = folder();
    let file = folder.join("file");
    files::save(&file, b"x", Mode::Private).unwrap();
    let error = files::save(&file.join("below"), b"y", Mode::Private).unwrap_err();
    let problem = error.problem();
    assert_eq!(problem.code, ErrorCode::Storage);
    assert!(problem.message.ends_with("could not be saved."), "{}", problem.message);
    assert!(problem.remedy_text().unwrap().contains(file.to_str().unwrap()));
    assert_eq!(
        (names(&folder), fs::read(&file).unwrap()),
        (vec!["file".to_owned()], b"x".to_vec())
    );
}

#[test]
fn a_root_that_is_not_there_is_not_found() {
    let error = files::create_folder(Path::new("")).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::NotFound);
}

/// Root may write anywhere but into the kernel's own files.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_forbids_it_is_told() {
    let error = files::save(Path::new("/sys/mudbrick"), b"x", Mode::Private).unwrap_err();
    assert!(matches!(error, SaveError::NotAllowed { .. }), "{error:?}");
    let problem = error.problem();
    assert_eq!(problem.message, "Mudbrick is not allowed to save /sys/mudbrick.");
    assert!(problem.remedy_text().unwrap().starts_with("Make the folder /sys writable"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_with_no_room_keeps_the_old_file() {
    const TEST: &str = "files::a_disk_with_no_room_keeps_the_old_file";
    let (_guard, folder) = folder();
    let path = folder.join("file");
    files::save(&path, b"old", Mode::Private).unwrap();
    crate::session::with_little_room(&folder, TEST, |folder| {
        let path = folder.join("file");
        files::save(&folder.join("small"), b"small", Mode::Private).unwrap();
        files::remove(&folder.join("small")).unwrap();
        let error = files::save(&path, &vec![b'x'; 1_000_000], Mode::Private).unwrap_err();
        assert!(matches!(error, SaveError::Full { .. }), "{error:?}");
        let problem = error.problem();
        assert!(problem.message.starts_with("There is no room on the disk"), "{problem:?}");
        assert!(
            files::save_new(&folder.join("new"), &vec![b'x'; 1_000_000], Mode::Private).is_err()
        );
    });
    assert_eq!(
        (names(&folder), fs::read(&path).unwrap()),
        (vec!["file".to_owned()], b"old".to_vec())
    );
}

#[rstest]
#[case::missing("missing", 10, "not found")]
#[case::too_large("large", 10, "larger than 10 bytes")]
#[case::folder("folder", 10_000, "reading")]
fn reading_what_cannot_be_read(#[case] name: &str, #[case] limit: u64, #[case] expected: &str) {
    let (_guard, folder) = folder();
    files::save(&folder.join("large"), &[0; 11], Mode::Private).unwrap();
    fs::create_dir(folder.join("folder")).unwrap();
    let error = files::read(&folder.join(name), limit).unwrap_err();
    assert!(error.to_string().contains(expected), "{error}");
    assert_eq!(error.is_not_found(), name == "missing");
}

#[test]
fn text_is_utf_8_without_its_mark() {
    let (_guard, folder) = folder();
    let path = folder.join("text");
    files::save(&path, "\u{feff}Größe".as_bytes(), Mode::Shared).unwrap();
    assert_eq!(files::read_text(&path, 100).unwrap(), "Größe");
    files::save(&path, b"\xff", Mode::Shared).unwrap();
    assert!(matches!(files::read_text(&path, 100), Err(ReadError::NotText { .. })));
}

#[test]
fn a_lock_keeps_others_out_until_it_is_dropped() {
    let (_guard, folder) = folder();
    let path = folder.join("locks").join("x.lock");
    let held = files::lock(&path).unwrap();
    let error = files::lock_within(&path, Duration::from_millis(5)).unwrap_err();
    assert!(matches!(error, LockError::Held { .. }), "{error:?}");
    assert!(error.problem().message.starts_with("Another Mudbrick"));
    drop(held);
    files::lock_within(&path, Duration::ZERO).unwrap();
}

#[test]
fn of_many_with_a_lock_one_is_at_work() {
    let (_guard, folder) = folder();
    let (lock, counter) = (folder.join("x.lock"), folder.join("counter"));
    files::save(&counter, b"0", Mode::Private).unwrap();
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..10 {
                    let _held = files::lock(&lock).unwrap();
                    let count: u32 = files::read_text(&counter, 10).unwrap().parse().unwrap();
                    files::save(&counter, (count + 1).to_string().as_bytes(), Mode::Private)
                        .unwrap();
                }
            });
        }
    });
    assert_eq!(fs::read(&counter).unwrap(), b"80");
}

#[test]
fn what_is_set_aside_is_kept_under_names_of_its_own() {
    let (_guard, folder) = folder();
    let path = folder.join("x.toml");
    for content in ["one", "two"] {
        files::save(&path, content.as_bytes(), Mode::Shared).unwrap();
        files::set_aside(&path, Timestamp(77)).unwrap();
    }
    assert_eq!(names(&folder), ["x.toml.damaged-77", "x.toml.damaged-78"]);
    assert_eq!(fs::read(folder.join("x.toml.damaged-77")).unwrap(), b"one");
}

#[test]
fn a_crashs_leftovers_are_swept_and_nothing_else() {
    let (_guard, folder) = folder();
    let at = |seconds| UNIX_EPOCH + Duration::from_secs(seconds);
    let make = |name: &str, modified: SystemTime| {
        File::create(folder.join(name)).unwrap().set_modified(modified).unwrap();
    };
    make(".mudbrick-old.tmp", at(100));
    make(".mudbrick-new.tmp", at(300));
    make("x.toml", at(100));
    make(".other.tmp", at(100));
    assert_eq!(files::sweep(&folder, Timestamp::from_seconds(200)), 1);
    assert_eq!(names(&folder), [".mudbrick-new.tmp", ".other.tmp", "x.toml"]);
    assert_eq!(files::sweep(&folder.join("missing"), Timestamp::from_seconds(200)), 0);
}
