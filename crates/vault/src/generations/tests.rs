//! Generations: kept, listed, restored, and never less than the secret itself through a crash.

use crate::files::faults::{Disk, each_call_in_trouble, recorded};
use crate::files::{self, Mode};
use crate::fixtures::{Fixture, id, secret};
use crate::{Generation, SecretId, Vault, VaultError};
use mudbrick_model::{ErrorCode, Explain};
use rstest::rstest;
use std::fs;

/// The vault's home with a secret that had these states, the last of which is the present one.
fn with_states(states: &[&str]) -> (Fixture, Vault) {
    let fixture = Fixture::new();
    let vault = fixture.vault();
    for state in states {
        vault.save(&id(), &secret(state)).unwrap();
    }
    (fixture, vault)
}

fn load(vault: &Vault) -> Option<String> {
    let found = vault.load(&id()).unwrap()?;
    Some(String::from_utf8(found.expose().clone()).unwrap())
}

fn numbers(vault: &Vault) -> Vec<u32> {
    vault.generations(&id()).unwrap().iter().map(|it| it.number).collect()
}

/// What the generations hold, the newest first, as restoring each one shows.
fn contents(fixture: &Fixture) -> Vec<String> {
    let disk = Disk::of(fixture.home.path());
    let entries = fixture.entries();
    let generations = fixture.vault().generations(&id()).unwrap();
    let restored = |generation: &Generation| {
        let copy = Fixture::found_on(&disk, &entries);
        let vault = copy.vault();
        vault.restore(&id(), generation.number).unwrap();
        load(&vault).unwrap()
    };
    generations.iter().map(restored).collect()
}

fn damage(fixture: &Fixture) -> Vec<u8> {
    let path = id().path(fixture.home.path());
    let mut bytes = fs::read(&path).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    files::save(&path, &bytes, Mode::Private).unwrap();
    bytes
}

#[test]
fn the_last_five_states_are_kept() {
    let states = ["1", "2", "3", "4", "5", "6", "7", "8"];
    let (fixture, vault) = with_states(&states);
    assert_eq!(numbers(&vault), [7, 6, 5, 4, 3]);
    assert_eq!(contents(&fixture), ["7", "6", "5", "4", "3"]);
    let listed = vault.generations(&id()).unwrap();
    assert!(listed.iter().all(|it| it.readable && it.replaced_at.0 > 0), "{listed:?}");
    assert!(listed.is_sorted_by_key(|it| std::cmp::Reverse(it.replaced_at)), "{listed:?}");
}

#[test]
fn saving_what_is_there_already_makes_none() {
    let (fixture, vault) = with_states(&["1", "2"]);
    let before = Disk::of(fixture.home.path());
    vault.save(&id(), &secret("2")).unwrap();
    vault.update(&id(), |found| found).unwrap();
    vault.update(&id(), |_| None).unwrap();
    assert_eq!(Disk::of(fixture.home.path()), before);
    vault.save(&id(), &secret("1")).unwrap();
    assert_eq!(contents(&fixture), ["2"], "what equals the present state is not an earlier one");
}

#[test]
fn a_secret_is_changed_with_nobody_in_between() {
    let (fixture, vault) = with_states(&["0"]);
    let vaults: Vec<Vault> = (0..3).map(|_| fixture.vault()).collect();
    std::thread::scope(|scope| {
        for vault in &vaults {
            scope.spawn(|| {
                for _ in 0..20 {
                    vault
                        .update(&id(), |found| {
                            let text = String::from_utf8(found?.expose().clone()).unwrap();
                            Some(secret(&(text.parse::<u32>().unwrap() + 1).to_string()))
                        })
                        .unwrap();
                }
            });
        }
    });
    assert_eq!(load(&vault).unwrap(), "60");
}

#[test]
fn tokens_have_none() {
    let (fixture, vault) = with_states(&["1"]);
    let token = SecretId::token("x");
    vault.save(&token, &secret("1")).unwrap();
    vault.save(&token, &secret("2")).unwrap();
    assert_eq!(vault.generations(&token).unwrap(), []);
    assert!(matches!(vault.restore(&token, 1), Err(VaultError::NoGeneration { .. })));
    assert!(!fixture.path("tokens/earlier").exists());
}

#[test]
fn what_is_restored_changes_places_with_what_it_replaces() {
    let (fixture, vault) = with_states(&["1", "2", "3"]);
    vault.restore(&id(), 1).unwrap();
    assert_eq!(load(&vault).unwrap(), "1");
    assert_eq!(contents(&fixture), ["3", "2"]);
    vault.restore(&id(), numbers(&vault)[0]).unwrap();
    assert_eq!(load(&vault).unwrap(), "3");
    assert_eq!(contents(&fixture), ["1", "2"]);
    let error = vault.restore(&id(), 99).unwrap_err();
    assert_eq!(error.code(), ErrorCode::NotFound);
    assert!(error.problem().remedy.is_some());
}

#[test]
fn a_lost_secret_can_be_restored() {
    let (fixture, vault) = with_states(&["1", "2"]);
    fs::remove_file(id().path(fixture.home.path())).unwrap();
    assert_eq!(load(&vault), None);
    vault.restore(&id(), 1).unwrap();
    assert_eq!(load(&vault).unwrap(), "1");
}

#[test]
fn generations_alone_forbid_a_new_key() {
    let (fixture, _) = with_states(&["1", "2"]);
    fs::remove_file(id().path(fixture.home.path())).unwrap();
    fs::remove_file(fixture.path("vault.toml")).unwrap();
    assert_eq!(
        fixture.vault().save(&id(), &secret("3")).unwrap_err().code(),
        ErrorCode::VaultAbsent
    );
}

#[test]
fn a_removed_secret_leaves_no_generation() {
    let (fixture, vault) = with_states(&["1", "2", "3"]);
    damage(&fixture);
    vault.save(&id(), &secret("4")).unwrap();
    let other = SecretId::secret("other");
    for state in ["1", "2"] {
        vault.save(&other, &secret(state)).unwrap();
    }
    vault.remove(&id()).unwrap();
    let left: Vec<_> = fs::read_dir(fixture.path("secrets")).unwrap().collect();
    assert_eq!(left.len(), 2, "the other one and its generations: {left:?}");
    assert_eq!(vault.generations(&id()).unwrap(), []);
    assert_eq!(vault.generations(&other).unwrap().len(), 1);
}

#[test]
fn every_changed_byte_is_noticed_and_the_state_before_is_offered() {
    let (fixture, vault) = with_states(&["before", "present"]);
    let path = id().path(fixture.home.path());
    let whole = fs::read(&path).unwrap();
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        #[allow(clippy::disallowed_methods, reason = "hundreds of synced saves take long")]
        fs::write(&path, &bytes).unwrap();
        let error = vault.load(&id()).unwrap_err();
        let offered = match &error {
            VaultError::Damaged { restorable, .. } | VaultError::OtherKey { restorable, .. } => {
                *restorable
            }
            other => panic!("byte {at}: {other:?}"),
        };
        assert_eq!(offered, Some(1), "byte {at}");
        assert!(error.problem().remedy_text().unwrap().contains("earlier state 1"), "byte {at}");
        assert_eq!(fs::read(&path).unwrap(), bytes, "byte {at}: left as it is");
    }
    // And one of them put right: the damaged file is kept aside, the state before is back and nothing else is lost. From the
    // whole file: two changes of its last byte may undo each other.
    files::save(&path, &whole, Mode::Private).unwrap();
    let damaged = damage(&fixture);
    vault.restore(&id(), 1).unwrap();
    assert_eq!(load(&vault).unwrap(), "before");
    let names = fs::read_dir(fixture.path("secrets")).unwrap();
    let aside = names.flatten().find(|it| it.file_name().to_string_lossy().contains(".damaged-"));
    assert_eq!(fs::read(aside.unwrap().path()).unwrap(), damaged);
}

#[test]
fn a_damaged_generation_is_named_and_harms_nothing() {
    let (fixture, vault) = with_states(&["1", "2", "3"]);
    let folder = id().earlier(fixture.home.path());
    let newest = fs::read_dir(&folder).unwrap().flatten().map(|it| it.path());
    let newest = newest.max().unwrap();
    files::save(&newest, b"?", Mode::Private).unwrap();
    files::save(&folder.join("notes.txt"), b"a person's own", Mode::Private).unwrap();
    let listed: Vec<(u32, bool)> =
        vault.generations(&id()).unwrap().iter().map(|it| (it.number, it.readable)).collect();
    assert_eq!(listed, [(2, false), (1, true)]);
    assert_eq!(vault.restore(&id(), 2).unwrap_err().code(), ErrorCode::Damaged);
    assert_eq!(load(&vault).unwrap(), "3");
    damage(&fixture);
    let VaultError::Damaged { restorable, .. } = vault.load(&id()).unwrap_err() else { panic!() };
    assert_eq!(restorable, Some(1), "the newest that can be read");
    vault.remove(&id()).unwrap();
    assert!(folder.join("notes.txt").exists());
}

#[test]
fn a_newer_mudbricks_secret_is_not_replaced_by_an_earlier_one() {
    let (fixture, vault) = with_states(&["1", "2"]);
    let recipient: age::x25519::Recipient = {
        let text = fixture.vault_file();
        text.split('"').find(|part| part.starts_with("age1")).unwrap().parse().unwrap()
    };
    let newer = age::encrypt(&recipient, b"mudbrick 2 and all is different\n").unwrap();
    let path = id().path(fixture.home.path());
    files::save(&path, &newer, Mode::Private).unwrap();
    assert!(matches!(vault.restore(&id(), 1), Err(VaultError::Newer { version: 2, .. })));
    assert_eq!(fs::read(&path).unwrap(), newer);
}

/// A disk that cannot give a file two names.
#[test]
fn a_disk_without_links_keeps_generations_too() {
    let (fixture, vault) = with_states(&["1"]);
    let no_links = |call: &files::faults::Call<'_>| {
        matches!(call, files::faults::Call::Link { .. })
            .then(|| files::faults::Fault::Refused(std::io::ErrorKind::Unsupported.into()))
    };
    files::faults::watched(no_links, || vault.save(&id(), &secret("2"))).unwrap();
    assert_eq!((load(&vault).unwrap(), contents(&fixture)), ("2".into(), vec!["1".to_owned()]));
}

/// Work on a secret whose states were 1 to 3, and the states that may be found after it was cut off: the present one and
/// the generations.
#[derive(Debug, Clone, Copy)]
enum Work {
    First,
    Save,
    SaveOverFive,
    SaveOverDamaged,
    Restore,
    RestoreOverDamaged,
    Remove,
}

impl Work {
    fn prepare(self) -> (Fixture, Vault) {
        let (fixture, vault) = match self {
            Self::First => {
                let it = with_states(&[]);
                it.1.save(&SecretId::secret("other"), &secret("x")).unwrap();
                it
            }
            Self::SaveOverFive => with_states(&["1", "2", "3", "4", "5", "6", "7"]),
            _ => with_states(&["1", "2", "3"]),
        };
        if matches!(self, Self::SaveOverDamaged | Self::RestoreOverDamaged) {
            damage(&fixture);
        }
        (fixture, vault)
    }

    fn go(self, vault: &Vault) -> Result<(), VaultError> {
        match self {
            Self::First | Self::Save | Self::SaveOverFive | Self::SaveOverDamaged => {
                vault.save(&id(), &secret("new"))
            }
            Self::Restore | Self::RestoreOverDamaged => vault.restore(&id(), 1),
            Self::Remove => vault.remove(&id()),
        }
    }

    /// The present state and the generations before and after. Removing may have removed some of them.
    fn expected(self) -> [(&'static str, &'static [&'static str]); 2] {
        match self {
            Self::First => [("none", &[]), ("new", &[])],
            Self::Save => [("3", &["2", "1"]), ("new", &["3", "2", "1"])],
            Self::SaveOverFive => {
                [("7", &["6", "5", "4", "3", "2"]), ("new", &["7", "6", "5", "4", "3"])]
            }
            Self::SaveOverDamaged => [("damaged", &["2", "1"]), ("new", &["2", "1"])],
            Self::Restore => [("3", &["2", "1"]), ("1", &["3", "2"])],
            Self::RestoreOverDamaged => [("damaged", &["2", "1"]), ("1", &["2"])],
            Self::Remove => [("3", &["2", "1"]), ("none", &[])],
        }
    }

    fn check(self, fixture: &Fixture, when: &str) -> bool {
        let vault = fixture.vault();
        let present = match vault.load(&id()) {
            Ok(Some(found)) => String::from_utf8(found.expose().clone()).unwrap(),
            Ok(None) => "none".to_owned(),
            Err(VaultError::Damaged { .. }) => "damaged".to_owned(),
            Err(error) => panic!("{when}: {error:?}"),
        };
        let mut found = contents(fixture);
        let [before, after] = self.expected();
        if matches!(self, Self::SaveOverFive) && present == "new" {
            // The sixth goes last of all.
            found.truncate(5);
        }
        if matches!(self, Self::Remove) && present == "3" {
            assert!(found.iter().all(|it| before.1.contains(&it.as_str())), "{when}: {found:?}");
            return false;
        }
        let is_after = present == after.0;
        let expected = if is_after { after } else { before };
        assert_eq!(
            (present.as_str(), found),
            (expected.0, expected.1.iter().map(ToString::to_string).collect()),
            "{when}"
        );
        if matches!(self, Self::SaveOverDamaged | Self::RestoreOverDamaged) && is_after {
            let names = fs::read_dir(fixture.path("secrets")).unwrap().flatten();
            let aside = names.filter(|it| it.file_name().to_string_lossy().contains(".damaged-"));
            assert_eq!(aside.count(), 1, "{when}: what was damaged is kept");
        }
        is_after
    }
}

#[rstest]
#[case::first(Work::First, 4)]
#[case::save(Work::Save, 7)]
#[case::save_over_five(Work::SaveOverFive, 8)]
#[case::save_over_damaged(Work::SaveOverDamaged, 7)]
#[case::restore(Work::Restore, 7)]
#[case::restore_over_damaged(Work::RestoreOverDamaged, 7)]
#[case::remove(Work::Remove, 4)]
fn a_power_cut_at_any_call_leaves_before_or_after(#[case] work: Work, #[case] least: usize) {
    let (fixture, vault) = work.prepare();
    let (done, recording) = recorded(fixture.home.path(), || work.go(&vault));
    done.unwrap();
    assert!(recording.calls() >= least, "{} calls", recording.calls());
    let entries = fixture.entries();
    let mut is_after = Vec::new();
    for calls in 0..=recording.calls() {
        for disk in recording.after(calls) {
            let found = Fixture::found_on(&disk, &entries);
            is_after.push(work.check(&found, &format!("{work:?}, cut after {calls} calls")));
            // And everything can be done again.
            work.go(&found.vault()).unwrap_or_else(|error| {
                let gone = matches!(error, VaultError::NoGeneration { .. });
                assert!(gone, "{work:?} after {calls} calls: {error:?}");
            });
        }
    }
    assert!(!is_after[0] && is_after[is_after.len() - 1]);
}

#[rstest]
#[case::first(Work::First)]
#[case::save(Work::Save)]
#[case::save_over_five(Work::SaveOverFive)]
#[case::save_over_damaged(Work::SaveOverDamaged)]
#[case::restore(Work::Restore)]
#[case::restore_over_damaged(Work::RestoreOverDamaged)]
#[case::remove(Work::Remove)]
fn a_disk_that_fails_at_any_call_leaves_before_or_after(#[case] work: Work) {
    let calls = each_call_in_trouble(
        || work.prepare(),
        |(_, vault)| work.go(vault),
        |(fixture, _), outcome, when| {
            let is_after = work.check(fixture, when);
            match outcome {
                Ok(()) => assert!(is_after, "{when}"),
                Err(error) => assert_eq!(error.code(), ErrorCode::Storage, "{when}: {error:?}"),
            }
            for folder in ["secrets", "secrets/earlier"] {
                let names = fs::read_dir(fixture.path(folder)).into_iter().flatten().flatten();
                let left = names.filter(|it| it.file_name().to_string_lossy().ends_with(".tmp"));
                assert_eq!(left.count(), 0, "{when}: no temporary file is left");
            }
        },
    );
    assert!(calls >= 4, "{calls}");
}

#[test]
fn whether_there_are_earlier_states_is_known_without_the_key() {
    let (_fixture, vault) = with_states(&["1"]);
    assert!(!vault.has_earlier(&id()));
    vault.save(&id(), &secret("2")).unwrap();
    assert!(vault.has_earlier(&id()));
    assert!(!vault.has_earlier(&SecretId::token(id().owner())), "a token has none");
}

#[test]
fn earlier_states_are_given_the_newest_first_without_damaged_ones() {
    let (fixture, vault) = with_states(&["1"]);
    assert!(vault.earlier_states(&id()).unwrap().is_empty());
    for state in ["2", "3", "4"] {
        vault.save(&id(), &secret(state)).unwrap();
    }
    let states = |vault: &Vault| {
        let states = vault.earlier_states(&id()).unwrap();
        states.iter().map(|it| String::from_utf8(it.expose().clone()).unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(states(&vault), ["3", "2", "1"]);
    let second = generation_file(&fixture, 2);
    files::save(&second, b"damaged", Mode::Private).unwrap();
    assert_eq!(states(&vault), ["3", "1"]);
}

#[test]
fn a_damaged_secret_names_the_newest_state_that_can_be_read() {
    let (fixture, vault) = with_states(&["1", "2", "3", "4"]);
    damage(&fixture);
    let restorable = |vault: &Vault| match vault.load(&id()) {
        Err(VaultError::Damaged { restorable, .. }) => restorable,
        other => panic!("{:?}", other.err()),
    };
    assert_eq!(restorable(&vault), Some(3));
    files::save(&generation_file(&fixture, 3), b"damaged", Mode::Private).unwrap();
    assert_eq!(restorable(&vault), Some(2));
}

#[test]
fn earlier_states_that_cannot_be_looked_at_are_not_none() {
    let (fixture, vault) = with_states(&["1"]);
    assert!(numbers(&vault).is_empty());
    files::save(&id().earlier(fixture.home.path()), b"no folder", Mode::Private).unwrap();
    assert_eq!(vault.generations(&id()).unwrap_err().code(), ErrorCode::Storage);
    assert!(vault.earlier_states(&id()).is_err());
}

#[test]
fn what_a_removed_secret_leaves_is_no_folder() {
    let (fixture, vault) = with_states(&["1", "2"]);
    let earlier = id().earlier(fixture.home.path());
    assert!(earlier.is_dir());
    vault.remove(&id()).unwrap();
    assert!(!earlier.exists() && !earlier.parent().unwrap().exists());
}

fn generation_file(fixture: &Fixture, number: u32) -> std::path::PathBuf {
    let begin = format!("{number}.");
    let entries = fs::read_dir(id().earlier(fixture.home.path())).unwrap();
    let mut paths = entries.map(|entry| entry.unwrap());
    paths.find(|it| it.file_name().to_string_lossy().starts_with(&begin)).unwrap().path()
}
