//! The program killed at every call that changes the disk: what belongs together stays together, and what was begun and
//! belongs to nobody is swept out.

use crate::import::{apply, read};
use mudbrick_engine::view::{ProfileDraft, SecretKind, SecretOwner, Selection, Unreadable};
use mudbrick_engine::{Engine, EngineOptions, JobKind, Secret};
use mudbrick_model::{Clock, ErrorCode, Timestamp};
use mudbrick_store::Home;
use mudbrick_vault::files::faults::{Call, Fault, watched};
use std::cell::Cell;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

const ORG: &str = "AC3E5A1B2C3D4E5F60718293@AdobeOrg";
const OLD: (&str, &str) = ("aac3e00000000000000000000000a001", "p8e-old");
const NEW: (&str, &str) = ("bbc3e00000000000000000000000b002", "p8e-new");

pub(crate) fn open(home: &Path) -> Engine {
    let passphrase = Some(Secret::new("correct horse".to_owned()));
    let options = EngineOptions { passphrase, work_factor: Some(1), ..EngineOptions::default() };
    Engine::open(Home::at(home), options)
}

pub(crate) fn draft(client: &str) -> ProfileDraft {
    ProfileDraft {
        org_id: ORG.to_owned(),
        client_id: client.to_owned(),
        scopes: "openid".to_owned(),
        ..ProfileDraft::new("Places")
    }
}

/// Does work in a process that dies before its call of this number. Whether it died.
pub(crate) fn dying(at: usize, work: impl FnOnce()) -> bool {
    let calls = Rc::new(Cell::new(0));
    let counted = Rc::clone(&calls);
    let watcher = move |_: &Call<'_>| {
        let number = counted.replace(counted.get() + 1);
        (number >= at).then(|| Fault::Refused(io::Error::other("the process is dead")))
    };
    watched(watcher, work);
    calls.get() > at
}

fn secret_files(home: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(home.join("secrets")).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| path.extension().is_some()).collect()
}

#[test]
fn a_killed_edit_never_pairs_a_client_with_the_secret_of_another() {
    for at in 0.. {
        let folder = tempfile::tempdir().unwrap();
        let engine = open(folder.path());
        let view =
            engine.profiles().create(&draft(OLD.0), Some(Secret::new(OLD.1.into()))).unwrap();
        let id = view.summary.id;
        let died = dying(at, || {
            let secret = Some(Secret::new(NEW.1.to_owned()));
            let _ = engine.profiles().update(&id, &view.revision, &draft(NEW.0), secret);
        });
        let engine = open(folder.path());
        let read = |engine: &Engine| {
            let client = engine.profiles().get(&id).unwrap().summary.client_id.to_string();
            let secret = engine.profiles().secret(&id, SecretKind::ClientSecret).unwrap().value;
            (client, secret.expose().clone())
        };
        let found = read(&engine);
        let found = (found.0.as_str(), found.1.as_str());
        match died {
            true => assert!(found == OLD || found == NEW, "at call {at}: {found:?}"),
            false => assert_eq!(found, NEW),
        }
        // The same edit once more ends well.
        let revision = engine.profiles().get(&id).unwrap().revision;
        let secret = Some(Secret::new(NEW.1.to_owned()));
        engine.profiles().update(&id, &revision, &draft(NEW.0), secret).unwrap();
        let again = read(&engine);
        assert_eq!((again.0.as_str(), again.1.as_str()), NEW, "at call {at}");
        if !died {
            assert!(at > 5, "only {at} calls");
            break;
        }
    }
}

#[test]
fn an_edit_that_the_disk_refuses_changes_neither() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path());
    let view = engine.profiles().create(&draft(OLD.0), Some(Secret::new(OLD.1.into()))).unwrap();
    let id = view.summary.id;
    let refuses = |call: &Call<'_>| match call {
        Call::Rename { to, .. } if to.parent().is_some_and(|it| it.ends_with("profiles")) => {
            Some(Fault::Refused(io::ErrorKind::StorageFull.into()))
        }
        _ => None,
    };
    let mut edited = draft(OLD.0);
    edited.sandbox = "dev".to_owned();
    let secret = Some(Secret::new(NEW.1.to_owned()));
    let refused =
        watched(refuses, || engine.profiles().update(&id, &view.revision, &edited, secret));
    assert_eq!(refused.expect_err("no room").code, ErrorCode::Storage);
    let kept = engine.profiles().secret(&id, SecretKind::ClientSecret).unwrap().value;
    assert_eq!(kept.expose(), OLD.1);
    assert_eq!(engine.profiles().get(&id).unwrap().revision, view.revision);
}

#[test]
fn an_earlier_secret_that_was_restored_is_the_one_that_is_used() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path());
    let view = engine.profiles().create(&draft(OLD.0), Some(Secret::new(OLD.1.into()))).unwrap();
    let id = view.summary.id;
    let secret = Some(Secret::new(NEW.1.to_owned()));
    engine.profiles().update(&id, &view.revision, &draft(NEW.0), secret).unwrap();
    let owner = SecretOwner::Profile { id: id.clone() };
    engine.vault().restore(&owner, engine.vault().generations(&owner).unwrap()[0].number).unwrap();
    let used = engine.profiles().secret(&id, SecretKind::ClientSecret).unwrap().value;
    assert_eq!(used.expose(), OLD.1);
}

#[test]
fn what_was_begun_and_belongs_to_nobody_is_swept_out() {
    let made = pem_of_a_new_key();
    for what in ["profile", "key"] {
        for at in 0.. {
            let folder = tempfile::tempdir().unwrap();
            let engine = open(folder.path());
            // The vault is there already.
            engine.profiles().create(&draft(OLD.0), Some(Secret::new(OLD.1.into()))).unwrap();
            let died = dying(at, || match what {
                "profile" => {
                    let secret = Some(Secret::new(NEW.1.to_owned()));
                    let _ = engine.profiles().create(&draft(NEW.0), secret);
                }
                _ => {
                    let view = read(&engine, &made);
                    let _ = engine.import().apply(view.id, &crate::import::everything(&view));
                }
            });
            let engine = open(folder.path());
            let records =
                engine.start().unwrap().profiles.len() + engine.keys().list().unwrap().len();
            assert_eq!(secret_files(folder.path()).len(), records, "{what} at call {at}");
            let notes =
                fs::read_dir(folder.path().join("unfinished")).into_iter().flatten().count();
            assert_eq!(notes, 0, "{what} at call {at}");
            assert!(
                engine.keys().list().unwrap().iter().all(|key| key.private),
                "{what} at call {at}"
            );
            if !died {
                assert_eq!(records, 2);
                break;
            }
        }
    }
}

#[test]
fn a_secret_is_not_swept_while_its_record_may_be_damaged_or_was_there_before() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path());
    apply(&engine, &read(&engine, &pem_of_a_new_key()));
    let id = engine.keys().list().unwrap()[0].id.clone();
    let note = folder.path().join("unfinished").join(id.as_str());
    let record = fs::read_dir(folder.path().join("keys")).unwrap().next().unwrap().unwrap().path();
    let whole = fs::read(&record).unwrap();
    // Killed before the note was removed, and then damaged.
    fs::create_dir_all(note.parent().unwrap()).unwrap();
    fs::write(&note, "").unwrap();
    fs::write(&record, "damaged").unwrap();
    open(folder.path()).start().unwrap();
    assert_eq!(secret_files(folder.path()).len(), 1);
    // In the trash, it can be brought back.
    fs::write(&record, whole).unwrap();
    engine.keys().delete(&id).unwrap();
    open(folder.path()).start().unwrap();
    assert_eq!(secret_files(folder.path()).len(), 1);
    assert!(!note.exists());
    assert!(open(folder.path()).keys().restore(&id).unwrap().private);
}

#[test]
fn a_secret_that_was_there_before_outlives_a_work_that_was_cut_off() {
    let made = pem_of_a_new_key();
    for at in 0.. {
        let folder = tempfile::tempdir().unwrap();
        let engine = open(folder.path());
        apply(&engine, &read(&engine, &made));
        let record = fs::read_dir(folder.path().join("keys")).unwrap().next().unwrap().unwrap();
        // Lost, and the secret is all that is left of the key.
        fs::remove_file(record.path()).unwrap();
        let died = dying(at, || {
            let view = read(&engine, &made);
            let _ = engine.import().apply(view.id, &crate::import::everything(&view));
        });
        open(folder.path()).start().unwrap();
        assert_eq!(secret_files(folder.path()).len(), 1, "at call {at}");
        if !died {
            break;
        }
    }
}

#[test]
fn what_is_being_made_is_neither_swept_nor_taken_for_lost() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path());
    let view = read(&engine, &pem_of_a_new_key());
    let home = folder.path().to_owned();
    let looked = Rc::new(Cell::new(false));
    let once = Rc::clone(&looked);
    let watcher = move |call: &Call<'_>| {
        // The secret is saved, and its record is about to be.
        let in_keys = |path: &Path| path.parent().is_some_and(|it| it.ends_with("keys"));
        let saves = matches!(call, Call::Rename { to, .. } | Call::Link { to, .. } if in_keys(to));
        if saves && !once.replace(true) {
            let home = home.clone();
            let another = move || {
                open(&home).start().unwrap();
                assert_eq!(secret_files(&home).len(), 1);
                let passphrase = Secret::new("four words are enough".to_owned());
                let to = home.join("all.age");
                open(&home).export().backup(
                    &open(&home).jobs().start(JobKind::Backup),
                    &Selection::All,
                    &passphrase,
                    &to,
                    Unreadable::Refused,
                )
            };
            // This thread's calls are watched, and no other's.
            let done = std::thread::spawn(another).join().unwrap();
            assert!(done.is_ok(), "{done:?}");
        }
        None
    };
    watched(watcher, || engine.import().apply(view.id, &crate::import::everything(&view))).unwrap();
    assert!(looked.get());
    assert!(engine.keys().list().unwrap()[0].private);
}

#[test]
fn locking_needs_no_room_on_the_disk() {
    struct Still(i64);
    impl Clock for Still {
        fn now(&self) -> Timestamp {
            Timestamp(self.0)
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let at = |now| {
        let clock = Arc::new(Still(now));
        Engine::open(Home::at(folder.path()), EngineOptions { clock, ..EngineOptions::default() })
    };
    let window = at(1_000);
    let full = |call: &Call<'_>| match call {
        Call::Write { .. } => Some(Fault::Refused(io::ErrorKind::StorageFull.into())),
        _ => None,
    };
    for now in [2_000, 3_000] {
        watched(full, || at(now).vault().lock_everywhere()).unwrap();
        assert!(window.vault().lock_requested(), "{now}");
        assert!(!window.vault().lock_requested());
    }
    let nothing = |_: &Call<'_>| Some(Fault::Refused(io::ErrorKind::ReadOnlyFilesystem.into()));
    let problem =
        watched(nothing, || at(4_000).vault().lock_everywhere()).expect_err("nobody was told");
    assert!(problem.message.contains("could not be told"), "{problem:?}");
    at(5_000).vault().lock_everywhere().unwrap();
    assert!(window.vault().lock_requested());
}

fn pem_of_a_new_key() -> String {
    let options = mudbrick_pki::CertificateOptions {
        subject: mudbrick_pki::Subject { common_name: "x".into(), ..Default::default() },
        days: 10,
        bits: mudbrick_pki::KeySize::from_bits(2048).unwrap(),
    };
    let cancel = mudbrick_pki::Cancel::new();
    let pair =
        mudbrick_pki::generate(&options, Timestamp(1_760_000_000_000), &|_| (), &cancel).unwrap();
    format!("{}{}", &*pair.private_key_pem(), pair.certificate_pem())
}
