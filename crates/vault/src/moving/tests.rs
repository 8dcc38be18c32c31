//! Custody: locked, unlocked, moved and moved back, and cut off at every step of the way.

use crate::custody::VaultFile;
use crate::files::faults::{self, Call, each_call_in_trouble, recorded_while};
use crate::files::{self, Mode};
use crate::fixtures::{Fixture, Life, id, loaded, secret, text, until_open};
use crate::keyring::Refusal;
use crate::{Absent, Closed, Custody, LockCause, Locked, Vault, VaultError, VaultState};
use mudbrick_model::{ErrorCode, Explain};
use rstest::rstest;
use std::collections::BTreeSet;
use std::fs;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

const OLD: &str = "correct horse";
const NEW: &str = "battery staple";

/// A way the key can go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Move {
    ToPassphrase,
    ToKeyring,
    ToAnother,
    ChangeFromCurrent,
}

impl Move {
    fn from(self) -> Custody {
        if self == Self::ToPassphrase { Custody::Keyring } else { Custody::Passphrase }
    }

    fn to(self) -> Custody {
        if self == Self::ToKeyring { Custody::Keyring } else { Custody::Passphrase }
    }

    fn prepare(self) -> Fixture {
        Fixture::with_a_secret((self.from() == Custody::Passphrase).then_some(OLD))
    }

    fn go(self, vault: &Vault) -> Result<(), VaultError> {
        match self {
            Self::ToPassphrase | Self::ToAnother => vault.use_passphrase(text(NEW)),
            Self::ToKeyring => vault.use_keyring(),
            Self::ChangeFromCurrent => vault.change_passphrase(&text(OLD), &text(NEW)),
        }
    }

    /// As the process that moves the key has it: open already.
    fn open(self, fixture: &Fixture) -> Vault {
        let vault = fixture.vault_with((self.from() == Custody::Passphrase).then_some(OLD));
        assert_eq!(loaded(&vault).unwrap(), "one");
        vault
    }
}

/// Opens the vault of a new process in whatever way it is kept, and returns what opened it.
fn opened(fixture: &Fixture) -> &'static str {
    let found = match fixture.vault().custody() {
        Some(Custody::Keyring) => [None, None],
        Some(Custody::Passphrase) => [Some(NEW), Some(OLD)],
        Some(Custody::AgeKey) | None => panic!("nobody keeps it"),
    };
    for passphrase in found {
        let vault = fixture.vault_with(passphrase);
        match loaded(&vault) {
            Ok(secret) => {
                assert_eq!(secret, "one");
                return passphrase.unwrap_or("keyring");
            }
            Err(Closed::Locked(Locked::WrongPassphrase)) => {}
            Err(closed) => panic!("{closed:?}"),
        }
    }
    panic!("nothing opens it")
}

/// Only one keeper has the key.
fn assert_settled(fixture: &Fixture, when: &str) {
    let is_in_keyring = !fixture.entries().is_empty();
    let is_in_file = fixture.path("identity.age").exists();
    let expected = match fixture.vault().custody() {
        Some(Custody::Keyring) => (true, false),
        _ => (false, true),
    };
    assert_eq!((is_in_keyring, is_in_file), expected, "{when}: {}", fixture.vault_file());
    assert!(!fixture.vault_file().contains("remove_from_keyring"), "{when}");
}

#[rstest]
#[case::to_passphrase(Move::ToPassphrase, NEW)]
#[case::to_keyring(Move::ToKeyring, "keyring")]
#[case::to_another(Move::ToAnother, NEW)]
#[case::change(Move::ChangeFromCurrent, NEW)]
fn a_move_leaves_one_keeper(#[case] way: Move, #[case] expected: &str) {
    let fixture = way.prepare();
    let vault = way.open(&fixture);
    assert_eq!(vault.custody(), Some(way.from()));
    way.go(&vault).unwrap();
    assert_eq!(vault.custody(), Some(way.to()));
    assert_settled(&fixture, "moved");
    assert_eq!(opened(&fixture), expected);
    assert_eq!(loaded(&vault).unwrap(), "one", "who had it open has it open still");
}

/// The process is killed, and the power cut, before each step; then the vault opens one way or the other, and ends what
/// was begun.
#[rstest]
#[case::to_passphrase(Move::ToPassphrase, 10)]
#[case::to_keyring(Move::ToKeyring, 12)]
#[case::to_another(Move::ToAnother, 5)]
#[case::change(Move::ChangeFromCurrent, 5)]
fn a_move_cut_off_anywhere_leaves_a_vault_that_opens(#[case] way: Move, #[case] least: usize) {
    let mut by = BTreeSet::new();
    for ends_at in 0.. {
        let fixture = way.prepare();
        let vault = way.open(&fixture);
        let life = Life::until(ends_at);
        fixture.keyring.die_with(&life);
        let steps = Arc::clone(&life);
        let (_, recording) =
            recorded_while(fixture.home.path(), move || steps.step(), || way.go(&vault));
        let entries = fixture.entries();
        for disk in recording.after(recording.calls()) {
            let found = Fixture::found_on(&disk, &entries);
            by.insert(opened(&found));
            assert_settled(&found, &format!("{way:?}, dead before step {ends_at}"));
        }
        if !life.is_over() {
            assert!(ends_at >= least, "the steps are told: {ends_at}");
            break;
        }
    }
    assert_eq!(by.len(), 2, "before the one, after the other: {by:?}");
}

/// Each call of a move fails in its turn, and then either nothing has changed or everything has.
#[rstest]
#[case::to_passphrase(Move::ToPassphrase)]
#[case::to_keyring(Move::ToKeyring)]
#[case::to_another(Move::ToAnother)]
#[case::change(Move::ChangeFromCurrent)]
fn a_move_on_a_disk_that_fails_leaves_a_vault_that_opens(#[case] way: Move) {
    let calls = each_call_in_trouble(
        || {
            let fixture = way.prepare();
            let vault = way.open(&fixture);
            (fixture, vault)
        },
        |(_, vault)| way.go(vault),
        |(fixture, vault), outcome, when| {
            if let Err(error) = outcome {
                assert_eq!(error.code(), ErrorCode::Storage, "{when}: {error:?}");
            }
            assert_eq!(loaded(vault).unwrap(), "one", "{when}");
            opened(fixture);
            // The keyring may have been left as it was; the opening above ends that.
            assert_settled(fixture, when);
            way.go(&way.reopened(fixture)).unwrap();
            assert_eq!(fixture.vault().custody(), Some(way.to()), "{when}");
        },
    );
    assert!(calls >= 5, "{calls}");
}

impl Move {
    /// Opened with whatever opens it after a move that failed.
    fn reopened(self, fixture: &Fixture) -> Vault {
        let by = opened(fixture);
        if self == Self::ChangeFromCurrent && by == NEW {
            // It had happened; going again needs the passphrase that was current.
            fixture.vault().change_passphrase(&text(NEW), &text(OLD)).unwrap();
            return fixture.vault_with(Some(OLD));
        }
        fixture.vault_with((by != "keyring").then_some(by))
    }
}

#[rstest]
#[case::no_keyring(Refusal::NoKeyring("no bus".into()), ErrorCode::VaultAbsent)]
#[case::locked(Refusal::Locked("locked".into()), ErrorCode::VaultLocked)]
#[case::denied(Refusal::Denied("no".into()), ErrorCode::VaultDenied)]
fn a_keyring_that_refuses_the_key_does_not_get_it(
    #[case] refusal: Refusal,
    #[case] code: ErrorCode,
) {
    let fixture = Fixture::with_a_secret(Some(OLD));
    let vault = Move::ToKeyring.open(&fixture);
    fixture.keyring.refuse(Some(refusal));
    assert_eq!(vault.use_keyring().unwrap_err().code(), code);
    assert_eq!((vault.custody(), opened(&fixture)), (Some(Custody::Passphrase), OLD));
    assert!(vault.is_open());
    fixture.keyring.refuse(None);
    assert_eq!(opened(&fixture), OLD);
    assert_settled(&fixture, "after a refusal");
}

#[test]
fn a_keyring_that_keeps_something_else_does_not_get_the_key() {
    let fixture = Fixture::with_a_secret(Some(OLD));
    let vault = Move::ToKeyring.open(&fixture);
    fixture.keyring.lie("AGE-SECRET-KEY-1");
    assert_eq!(vault.use_keyring().unwrap_err().code(), ErrorCode::VaultAbsent);
    assert_eq!(opened(&fixture), OLD);
}

#[test]
fn a_removal_that_hangs_does_not_take_an_entry_that_is_wanted_again() {
    let fixture = Fixture::with_a_secret(None);
    let vault = fixture.impatient_vault();
    until_open(&vault);
    let speak = fixture.keyring.silence_removal();
    vault.use_passphrase(text(NEW)).unwrap();
    assert_eq!(fixture.entries().len(), 1, "the removal hangs");
    // Asked to take the key again, the keyring gets to it only when the removal is through.
    let error = vault.use_keyring().unwrap_err();
    assert_eq!(error.code(), ErrorCode::VaultLocked);
    assert_eq!(vault.custody(), Some(Custody::Passphrase));
    speak.send(()).unwrap();
    let patient = fixture.vault_with(Some(NEW));
    patient.use_keyring().unwrap();
    assert_eq!(opened(&fixture), "keyring");
}

#[test]
fn a_wrong_current_passphrase_changes_nothing() {
    let fixture = Fixture::with_a_secret(Some(OLD));
    let before = faults::Disk::of(fixture.home.path());
    let vault = fixture.vault();
    let error = vault.change_passphrase(&text("wrong"), &text(NEW)).unwrap_err();
    assert!(matches!(error, VaultError::Closed(Closed::Locked(Locked::WrongPassphrase))));
    assert!(matches!(
        vault.change_passphrase(&text(OLD), &text("")).unwrap_err(),
        VaultError::EmptyPassphrase
    ));
    assert_eq!(vault.state(), VaultState::Untouched);
    vault.lock(LockCause::Person);
    vault.change_passphrase(&text(OLD), &text(OLD)).unwrap();
    assert!(!vault.is_open(), "changing it does not unlock");
    let mut after = faults::Disk::of(fixture.home.path());
    after.forget("identity.age");
    let mut before = before;
    before.forget("identity.age");
    assert_eq!(after, before);
    assert_eq!(opened(&fixture), OLD);
}

#[test]
fn a_vault_in_the_keyring_has_no_passphrase_to_change() {
    let fixture = Fixture::with_a_secret(None);
    let error = fixture.vault().change_passphrase(&text(OLD), &text(NEW)).unwrap_err();
    assert!(matches!(error, VaultError::NoPassphrase), "{error:?}");
    assert!(error.problem().remedy.is_some());
}

#[rstest]
#[case::person(LockCause::Person, "You locked the vault.")]
#[case::idle(LockCause::Idle, "The vault was locked because nothing happened for a while.")]
#[case::screen(LockCause::Screen, "The vault was locked along with the screen.")]
fn a_locked_vault_says_why_and_what_unlocks_it(#[case] cause: LockCause, #[case] words: &str) {
    for (passphrase, remedy) in [(None, "asks the keyring"), (Some(OLD), "vault's passphrase")] {
        let fixture = Fixture::with_a_secret(passphrase);
        let vault = fixture.vault_with(passphrase);
        assert_eq!(loaded(&vault).unwrap(), "one");
        vault.lock(cause);
        assert!(!vault.is_open());
        let problem = loaded(&vault).unwrap_err().problem();
        assert_eq!((problem.code, problem.message.as_str()), (ErrorCode::VaultLocked, words));
        assert!(problem.remedy_text().unwrap().contains(remedy), "{problem:?}");
        assert_eq!(vault.state(), VaultState::Closed(problem));
        for refused in [
            vault.save(&id(), &secret("two")).map(drop),
            vault.use_passphrase(text(NEW)),
            vault.use_keyring(),
            vault.generations(&id()).map(drop),
        ] {
            // Of generations there are none, and then nobody needs the key.
            assert!(refused.is_err() || fixture.vault().generations(&id()).is_ok());
        }
        assert_eq!(
            vault.custody(),
            Some(passphrase.map_or(Custody::Keyring, |_| Custody::Passphrase))
        );
        match passphrase {
            None => vault.retry().unwrap(),
            Some(passphrase) => {
                let error = vault.retry().unwrap_err();
                assert_eq!(error.code(), ErrorCode::VaultLocked, "the passphrase is forgotten too");
                vault.unlock(text("wrong")).unwrap_err();
                vault.unlock(text(passphrase)).unwrap();
            }
        }
        assert_eq!(loaded(&vault).unwrap(), "one");
    }
}

#[test]
fn a_vault_that_does_not_exist_is_not_locked() {
    let fixture = Fixture::new();
    let vault = fixture.vault();
    assert_eq!(vault.custody(), None);
    vault.lock(LockCause::Idle);
    assert_eq!(vault.state(), VaultState::Untouched);
    vault.save(&id(), &secret("one")).unwrap();
}

#[test]
fn a_lock_comes_before_an_answer_that_is_late() {
    let fixture = Fixture::with_a_secret(None);
    let vault = fixture.vault();
    let speak = fixture.keyring.silence();
    thread::scope(|scope| {
        let waiting = scope.spawn(|| loaded(&vault));
        fixture.keyring.until_asked();
        // It does not wait for the keyring itself.
        vault.lock(LockCause::Screen);
        speak.send(()).unwrap();
        let closed = waiting.join().unwrap().unwrap_err();
        assert!(matches!(closed, Closed::Locked(Locked::OnPurpose { .. })), "{closed:?}");
    });
    assert!(!vault.is_open());
    vault.retry().unwrap();
    assert_eq!(loaded(&vault).unwrap(), "one");
}

#[test]
fn work_under_way_goes_on_while_others_lock_and_unlock() {
    let fixture = Fixture::with_a_secret(None);
    let vault = fixture.vault();
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                for _ in 0..200 {
                    match loaded(&vault) {
                        Ok(secret) => assert_eq!(secret, "one"),
                        Err(closed) => assert_eq!(closed.code(), ErrorCode::VaultLocked),
                    }
                }
            });
        }
        scope.spawn(|| {
            for _ in 0..100 {
                vault.lock(LockCause::Person);
                assert!(vault.retry().is_ok());
            }
        });
    });
    assert_eq!(loaded(&vault).unwrap(), "one");
    assert!(vault.keyring_reads() <= 101, "{}", vault.keyring_reads());
}

#[test]
fn a_passphrase_is_forgotten_once_it_has_done_its_work() {
    let fixture = Fixture::with_a_secret(Some(OLD));
    let vault = fixture.vault_waiting(Duration::from_secs(1), Some(OLD));
    assert_eq!(loaded(&vault).unwrap(), "one");
    vault.lock(LockCause::Person);
    assert_eq!(vault.retry().unwrap_err().code(), ErrorCode::VaultLocked);
}

#[test]
fn a_passphrase_that_has_not_been_tried_is_forgotten_too() {
    let fixture = Fixture::with_a_secret(Some(OLD));
    let vault = fixture.vault_with(Some(OLD));
    vault.lock(LockCause::Person);
    let error = vault.retry().unwrap_err();
    assert!(matches!(error, VaultError::Closed(Closed::Locked(Locked::PassphraseNeeded))));
    let factor = vault.work_factor().map(crate::WorkFactor::log_n);
    assert_eq!(factor, Some(1));
    assert_eq!(Fixture::with_a_secret(None).vault().work_factor(), None);
}

/// A disk that gives back another vault's key than was written.
#[test]
fn a_key_that_is_not_read_back_replaces_none() {
    let (fixture, other) = (Fixture::with_a_secret(Some(OLD)), Fixture::with_a_secret(Some(NEW)));
    let vault = Move::ToAnother.open(&fixture);
    let foreign = fs::read(other.path("identity.age")).unwrap();
    let lie = move |call: &Call<'_>| {
        if let Call::SyncFile { path } = call {
            #[allow(clippy::disallowed_methods, reason = "this is the disk itself")]
            fs::write(path, &foreign).unwrap();
        }
        None
    };
    let outcome = faults::watched(lie, || vault.use_passphrase(text(NEW)));
    assert_eq!(outcome.unwrap_err().code(), ErrorCode::Storage);
    assert_eq!(opened(&fixture), OLD);
}

#[test]
fn another_vaults_file_moves_no_key() {
    for before in [None, Some(OLD)] {
        let (fixture, other) = (Fixture::with_a_secret(before), Fixture::with_a_secret(before));
        let vault = fixture.vault_with(before);
        assert_eq!(loaded(&vault).unwrap(), "one");
        let foreign = other.vault_file();
        files::save(&fixture.path("vault.toml"), foreign.as_bytes(), Mode::Private).unwrap();
        for outcome in [vault.use_passphrase(text(NEW)), vault.use_keyring()] {
            let error = outcome.unwrap_err();
            let is_told =
                matches!(error, VaultError::Closed(Closed::Absent(Absent::OtherKey { .. })));
            assert!(is_told, "{error:?}");
        }
        assert_eq!(fixture.vault_file(), foreign);
    }
}

#[test]
fn the_end_of_a_move_that_another_has_ended_leaves_the_keyring_alone() {
    let fixture = Fixture::with_a_secret(Some(OLD));
    let settled = VaultFile::load(fixture.home.path()).unwrap().unwrap();
    let user = settled.recipient.clone();
    fixture.keyring.entries.lock().unwrap().insert(user, "wanted again".to_owned());
    let vault = fixture.vault();
    vault.opening.lock().unwrap().finish_move(&settled.leaving_keyring());
    assert_eq!(fixture.entries().len(), 1);
}

#[rstest]
#[case::both_to_a_passphrase(None)]
#[case::both_to_another_passphrase(Some(OLD))]
fn of_two_that_give_the_vault_a_passphrase_the_second_is_told(#[case] before: Option<&str>) {
    let fixture = Fixture::with_a_secret(before);
    let open = || {
        let vault = fixture.vault_with(before);
        assert_eq!(loaded(&vault).unwrap(), "one");
        vault
    };
    let (first, second) = (open(), open());
    first.use_passphrase(text(NEW)).unwrap();
    let told = second.use_passphrase(text("third")).unwrap_err();
    assert_eq!(told.code(), ErrorCode::Conflict, "{told:?}");
    assert_eq!(loaded(&fixture.vault_with(Some(NEW))).unwrap(), "one");
    // It knows now, and says so again on purpose.
    second.use_passphrase(text("third")).unwrap();
    assert_eq!(loaded(&fixture.vault_with(Some("third"))).unwrap(), "one");
    first.change_passphrase(&text("third"), &text(NEW)).unwrap();
    first.use_passphrase(text(OLD)).unwrap();
    assert_eq!(loaded(&fixture.vault_with(Some(OLD))).unwrap(), "one");
}

#[test]
fn nobody_moves_to_the_keyring_what_another_put_under_a_passphrase() {
    let fixture = Fixture::with_a_secret(Some(OLD));
    let (first, second) = (fixture.vault_with(Some(OLD)), fixture.vault_with(Some(OLD)));
    assert_eq!(loaded(&second).unwrap(), "one");
    first.change_passphrase(&text(OLD), &text(NEW)).unwrap();
    assert_eq!(second.use_keyring().unwrap_err().code(), ErrorCode::Conflict);
    assert_eq!(loaded(&fixture.vault_with(Some(NEW))).unwrap(), "one");
    second.use_keyring().unwrap();
    // Two who want the same both have it.
    first.retry().unwrap();
    first.use_keyring().unwrap();
}

#[test]
fn of_many_changes_at_once_one_is_done() {
    let fixture = Fixture::with_a_secret(Some(OLD));
    let passphrases = ["a", "b", "c", "d", "e"];
    let outcomes: Vec<_> = thread::scope(|scope| {
        let change = |passphrase| {
            let vault = fixture.vault();
            scope.spawn(move || vault.change_passphrase(&text(OLD), &text(passphrase)))
        };
        let changes: Vec<_> = passphrases.into_iter().map(change).collect();
        changes.into_iter().map(|change| change.join().unwrap()).collect()
    });
    for (passphrase, outcome) in passphrases.iter().zip(outcomes) {
        let opens = loaded(&fixture.vault_with(Some(passphrase))).is_ok();
        assert_eq!(opens, outcome.is_ok(), "{passphrase}: {outcome:?}");
        if let Err(error) = outcome {
            let known = matches!(
                error,
                VaultError::MovedMeanwhile
                    | VaultError::Closed(Closed::Locked(Locked::WrongPassphrase))
            );
            assert!(known, "{error:?}");
        }
    }
}
