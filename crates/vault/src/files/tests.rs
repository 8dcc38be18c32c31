//! What the calls that change the disk add up to when one of them fails, or somebody else comes in between.

use super::faults::{Call, Fault, watched};
use super::*;
use mudbrick_model::Timestamp;
use rstest::rstest;
use std::cell::RefCell;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::rc::Rc;
use std::time::{Duration, UNIX_EPOCH};
use tempfile::TempDir;

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// Does work with the first call that `is_meant` refused, and none after it.
fn refused_once<T>(
    kind: ErrorKind,
    is_meant: fn(&Call<'_>) -> bool,
    work: impl FnOnce() -> T,
) -> T {
    let mut met = false;
    watched(
        move |call| {
            let is_first = !met && is_meant(call);
            met |= is_first;
            is_first.then(|| Fault::Refused(kind.into()))
        },
        work,
    )
}

fn is_touch(call: &Call<'_>) -> bool {
    matches!(call, Call::Touch { .. })
}

fn is_sync(call: &Call<'_>) -> bool {
    matches!(call, Call::SyncFolder { .. })
}

fn makes_file(call: &Call<'_>) -> bool {
    matches!(call, Call::CreateFile { .. })
}

#[test]
fn a_touch_makes_the_file_and_its_folder_empties_it_and_gives_it_its_time() {
    let folder = folder();
    let path = folder.path().join("a/b/stamp");
    touch(&path, Timestamp(1_000)).unwrap();
    save(&path, b"something", Mode::Private).unwrap();
    touch(&path, Timestamp(2_000)).unwrap();
    assert_eq!(read(&path, 10).unwrap(), b"");
    let modified = path.metadata().unwrap().modified().unwrap();
    assert_eq!(modified, UNIX_EPOCH + Duration::from_secs(2));
}

#[rstest]
#[case::touch(is_touch, |path: &Path| touch(path, Timestamp(1)))]
#[case::save(makes_file, |path: &Path| save(path, b"new", Mode::Private))]
#[case::cache(makes_file, |path: &Path| save_cache(path, b"new"))]
fn a_disk_that_refuses_is_not_asked_twice(
    #[case] is_meant: fn(&Call<'_>) -> bool,
    #[case] work: fn(&Path) -> Result<(), SaveError>,
) {
    let folder = folder();
    let path = folder.path().join("file");
    save(&path, b"old", Mode::Private).unwrap();
    let outcome = refused_once(ErrorKind::StorageFull, is_meant, || work(&path));
    assert!(matches!(outcome, Err(SaveError::Full { .. })), "{outcome:?}");
    assert_eq!(read(&path, 10).unwrap(), b"old");
}

#[rstest]
#[case::interrupted(|call: &Call<'_>| matches!(call, Call::Write { .. }), ErrorKind::Interrupted)]
#[case::no_sync_of_folders(is_sync, ErrorKind::InvalidInput)]
#[case::nor_a_word_for_it(is_sync, ErrorKind::Unsupported)]
fn what_a_system_cannot_do_better_is_a_save(
    #[case] is_meant: fn(&Call<'_>) -> bool,
    #[case] kind: ErrorKind,
) {
    let folder = folder();
    let path = folder.path().join("file");
    refused_once(kind, is_meant, || save(&path, b"new", Mode::Private)).unwrap();
    assert_eq!(read(&path, 10).unwrap(), b"new");
    let broken = refused_once(ErrorKind::Other, is_meant, || save(&path, b"2", Mode::Private));
    assert!(matches!(broken, Err(SaveError::Io { .. })), "{broken:?}");
}

#[test]
fn a_move_lasts_in_both_folders() {
    let folder = folder();
    let (from, to) = (folder.path().join("a/file"), folder.path().join("b/file"));
    save(&from, b"content", Mode::Private).unwrap();
    create_folder(&folder.path().join("b")).unwrap();
    let synced = Rc::new(RefCell::new(Vec::new()));
    let watcher = {
        let synced = Rc::clone(&synced);
        move |call: &Call<'_>| {
            if let Call::SyncFolder { path } = call {
                synced.borrow_mut().push(path.to_path_buf());
            }
            None
        }
    };
    watched(watcher, || move_file(&from, &to)).unwrap();
    assert_eq!(*synced.borrow(), [folder.path().join("b"), folder.path().join("a")]);
    assert_eq!((from.exists(), read(&to, 10).unwrap()), (false, b"content".to_vec()));
}

#[test]
fn files_that_are_saved_together_have_each_folder_synced_once_and_last() {
    let folder = folder();
    let places = ["a/1", "a/2", "b/3", "a/4"].map(|name| folder.path().join(name));
    for name in ["a", "b"] {
        create_folder(&folder.path().join(name)).unwrap();
    }
    let made = Rc::new(RefCell::new(Vec::new()));
    let watcher = {
        let made = Rc::clone(&made);
        move |call: &Call<'_>| {
            made.borrow_mut().extend(match call {
                Call::SyncFile { .. } => Some("file".to_owned()),
                Call::SyncFolder { path } => Some(path.display().to_string()),
                _ => None,
            });
            None
        }
    };
    let save = || {
        let mut new = NewFiles::default();
        for place in &places {
            new.save(place, b"content", Mode::Shared)?;
        }
        new.finish()
    };
    watched(watcher, save).unwrap();
    let of = |name: &str| folder.path().join(name).display().to_string();
    assert_eq!(
        *made.borrow(),
        ["file".into(), "file".into(), "file".into(), "file".into(), of("a"), of("b")]
    );
    assert!(places.iter().all(|place| read(place, 10).unwrap() == b"content"));
    let taken = NewFiles::default().save(&places[0], b"other", Mode::Shared).unwrap_err();
    assert!(taken.is_already_exists(), "{taken:?}");
    assert_eq!(read(&places[0], 10).unwrap(), b"content");
}

#[test]
fn what_the_system_said_is_told_apart() {
    let of = |kind: ErrorKind| SaveError::of(Path::new("file"), kind.into());
    assert!(of(ErrorKind::AlreadyExists).is_already_exists());
    assert!(!of(ErrorKind::Other).is_already_exists());
    for kind in [ErrorKind::PermissionDenied, ErrorKind::ReadOnlyFilesystem] {
        assert!(matches!(of(kind), SaveError::NotAllowed { .. }));
    }
    for kind in [ErrorKind::StorageFull, ErrorKind::QuotaExceeded, ErrorKind::WriteZero] {
        assert!(matches!(of(kind), SaveError::Full { .. }));
    }
    assert!(matches!(of(ErrorKind::Other), SaveError::Io { .. }));
}

#[cfg(unix)]
#[test]
fn a_shared_file_is_for_whom_any_new_file_is() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder();
    let mode = |name: &str| folder.path().join(name).metadata().unwrap().permissions().mode();
    fs::File::create(folder.path().join("any")).unwrap();
    for (name, chosen) in [("shared", Mode::Shared), ("private", Mode::Private)] {
        save(&folder.path().join(name), b"", chosen).unwrap();
    }
    assert_eq!((mode("shared"), mode("private") & 0o777), (mode("any"), 0o600));
}

#[test]
fn a_bare_name_is_in_the_current_folder() {
    let folders = ["name", "a/name", "/"].map(|path| super::folder::folder_of(Path::new(path)));
    assert_eq!(folders, [".", "a", "/"].map(Path::new));
}

#[test]
fn what_was_written_at_the_moment_is_not_swept() {
    let folder = folder();
    let path = folder.path().join(".mudbrick-x.tmp");
    touch(&path, Timestamp(200)).unwrap();
    assert_eq!((sweep(folder.path(), Timestamp(200)), path.exists()), (0, true));
    assert_eq!((sweep(folder.path(), Timestamp(201)), path.exists()), (1, false));
}

#[cfg(unix)]
#[test]
fn what_has_no_end_is_too_large() {
    assert!(matches!(read(Path::new("/dev/zero"), 10), Err(ReadError::TooLarge { .. })));
}

#[rstest]
#[case::unsupported(ErrorKind::Unsupported, true)]
#[case::forbidden(ErrorKind::PermissionDenied, true)]
#[case::too_many(ErrorKind::TooManyLinks, true)]
#[case::full(ErrorKind::StorageFull, false)]
#[case::broken(ErrorKind::Other, false)]
fn a_second_name_is_a_copy_only_where_a_disk_has_none(#[case] kind: ErrorKind, #[case] kept: bool) {
    let folder = folder();
    let (path, second) = (folder.path().join("file"), folder.path().join("second"));
    save(&path, b"content", Mode::Private).unwrap();
    let is_link = |call: &Call<'_>| matches!(call, Call::Link { .. });
    let outcome = refused_once(kind, is_link, || keep(&path, &second, 100));
    assert_eq!((outcome.is_ok(), second.exists()), (kept, kept), "{outcome:?}");
    if kept {
        assert_eq!(read(&second, 10).unwrap(), b"content");
    }
}

#[test]
fn what_is_not_there_counts_as_removed_and_what_is_stays_on_a_disk_that_refuses() {
    let folder = folder();
    let (file, inner) = (folder.path().join("file"), folder.path().join("inner"));
    remove(&file).unwrap();
    remove_folder(&inner).unwrap();
    save(&inner.join("file"), b"", Mode::Private).unwrap();
    assert!(remove_folder(&inner).is_err(), "it is not empty");
    assert!(matches!(remove(&inner), Err(SaveError::Io { .. } | SaveError::NotAllowed { .. })));
    assert!(inner.join("file").exists());
}

#[test]
fn a_folder_that_another_makes_first_is_there_too() {
    let folder = folder();
    let path = folder.path().join("a");
    let quicker = |call: &Call<'_>| {
        if let Call::CreateFolder { path } = call {
            fs::create_dir(path).unwrap();
        }
        None
    };
    watched(quicker, || create_folder(&path)).unwrap();
    assert!(path.is_dir());
}

#[test]
fn a_folder_that_cannot_be_made_says_why() {
    let folder = folder();
    let file = folder.path().join("file");
    save(&file, b"", Mode::Private).unwrap();
    for path in [file.clone(), file.join("below")] {
        assert_eq!(create_folder(&path).unwrap_err().kind(), ErrorKind::NotADirectory);
    }
    let is_folder = |call: &Call<'_>| matches!(call, Call::CreateFolder { .. });
    let full = refused_once(ErrorKind::StorageFull, is_folder, || {
        create_folder(&folder.path().join("new"))
    });
    assert_eq!(full.unwrap_err().kind(), ErrorKind::StorageFull);
}

#[test]
fn a_file_of_the_limit_is_read_whole_and_one_of_nothing_too() {
    let folder = folder();
    let path = folder.path().join("file");
    for content in [&b"0123456789"[..], b""] {
        save(&path, content, Mode::Private).unwrap();
        assert_eq!(read(&path, 10).unwrap(), content);
    }
}

#[test]
fn a_lock_is_had_where_it_is_free_alone_or_together() {
    let folder = folder();
    let path = folder.path().join("x.lock");
    let shared = [lock_shared(&path).unwrap(), lock_shared(&path).unwrap()];
    assert!(lock_if_free(&path).unwrap().is_none(), "two share it");
    drop(shared);
    let alone = lock_if_free(&path).unwrap();
    assert!(alone.is_some() && lock_if_free(&path).unwrap().is_none());
    let below_a_file = lock_if_free(&path.join("below"));
    assert!(matches!(below_a_file, Err(LockError::Io { .. })), "{below_a_file:?}");
}

#[test]
fn a_destination_says_its_name() {
    let path = Path::new("folder/token.txt");
    assert_eq!(Destination::agreed(path).display_name(), "folder/token.txt");
    assert_eq!(Destination::Stream(&mut io::sink()).display_name(), "standard output");
}

#[cfg(unix)]
#[test]
fn what_is_at_a_place_is_told() {
    use std::os::unix::fs::symlink;
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    save(&at("file"), b"", Mode::Private).unwrap();
    symlink(at("nothing"), at("link")).unwrap();
    let found = ["nothing", "file", "link", "."].map(|name| Place::of(&at(name)).unwrap());
    assert_eq!(found, [Place::Free, Place::File, Place::Link, Place::Folder]);
    assert_eq!(Place::of(Path::new("/dev/null")).unwrap(), Place::Stream);
    let below_a_file = Place::of(&at("file/below")).unwrap_err();
    assert_eq!(below_a_file.kind(), ErrorKind::NotADirectory, "nobody knows what is there");
}

#[cfg(target_os = "linux")]
#[test]
fn what_is_open_is_written_to_and_an_open_folder_is_a_link() {
    use std::os::fd::AsRawFd as _;
    let folder = folder();
    let path = folder.path().join("file");
    let open = fs::File::create(&path).unwrap();
    let shown = |file: &fs::File| format!("/proc/self/fd/{}", file.as_raw_fd());
    assert_eq!(Place::of(Path::new(&shown(&open))).unwrap(), Place::Stream);
    deliver(Destination::from(Path::new(&shown(&open))), b"content", Mode::Private).unwrap();
    assert_eq!(read(&path, 10).unwrap(), b"content");
    let opened = fs::File::open(folder.path()).unwrap();
    assert_eq!(Place::of(Path::new(&shown(&opened))).unwrap(), Place::Link);
}
