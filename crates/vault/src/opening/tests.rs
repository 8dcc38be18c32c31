//! Custody against a keyring of the test's own, which can refuse, stay silent and lie. The real one is met in `tests/it`.

use crate::custody::LOADS;
use crate::fixtures::{Fixture, id, loaded, secret, text, until_open};
use crate::keyring::Refusal;
use crate::{Absent, Closed, Locked, SecretId, VaultError, VaultState};
use mudbrick_model::{ErrorCode, Explain};
use rstest::rstest;
use std::fs;

#[test]
fn opening_a_vault_touches_nothing() {
    let fixture = Fixture::new();
    let vault = fixture.vault();
    assert!(vault.load(&id()).unwrap().is_none());
    vault.remove(&id()).unwrap();
    assert!(!vault.holds(&id()));
    assert_eq!(vault.state(), VaultState::Untouched);
    assert_eq!(vault.keyring_reads(), 0);
    assert_eq!(fs::read_dir(fixture.home.path()).unwrap().count(), 0);
}

#[test]
fn the_first_save_makes_the_vault_and_the_keyring_is_asked_once() {
    let fixture = Fixture::with_a_secret(None);
    let vault = fixture.vault();
    for _ in 0..5 {
        assert_eq!(loaded(&vault).unwrap(), "one");
    }
    vault.save(&SecretId::token("x"), &secret("two")).unwrap();
    assert_eq!((vault.keyring_reads(), vault.state()), (1, VaultState::Open));
    let user = fixture.keyring.entries.lock().unwrap().keys().next().unwrap().clone();
    assert_eq!(
        fixture.vault_file(),
        format!("version = 1\ncustody = \"keyring\"\nrecipient = \"{user}\"\n")
    );
}

/// A cached token on the command line waits for this.
#[rstest]
#[case::keyring(None)]
#[case::passphrase(Some("correct horse"))]
fn an_opening_reads_the_vault_file_once(#[case] passphrase: Option<&str>) {
    let fixture = Fixture::with_a_secret(passphrase);
    let vault = fixture.vault_with(passphrase);
    let before = LOADS.get();
    assert_eq!(loaded(&vault).unwrap(), "one");
    assert_eq!(LOADS.get() - before, 1);
    assert_eq!(loaded(&vault).unwrap(), "one");
    assert_eq!(LOADS.get() - before, 1);
}

#[rstest]
#[case::locked(Refusal::Locked("locked".into()), ErrorCode::VaultLocked)]
#[case::no_keyring(Refusal::NoKeyring("no bus".into()), ErrorCode::VaultAbsent)]
#[case::no_entry(Refusal::NoEntry, ErrorCode::VaultAbsent)]
#[case::denied(Refusal::Denied("no".into()), ErrorCode::VaultDenied)]
fn a_refusal_is_remembered_until_retried(#[case] refusal: Refusal, #[case] code: ErrorCode) {
    let fixture = Fixture::with_a_secret(None);
    let before = fixture.vault_file();
    fixture.keyring.refuse(Some(refusal));
    let vault = fixture.vault();
    for _ in 0..3 {
        assert_eq!(loaded(&vault).unwrap_err().code(), code);
        assert!(vault.save(&id(), &secret("two")).is_err());
    }
    assert_eq!(vault.keyring_reads(), 1, "one question, not one for each secret");
    let VaultState::Closed(problem) = vault.state() else { panic!("{:?}", vault.state()) };
    assert_eq!(problem.code, code);
    assert!(problem.message.ends_with('.') && problem.remedy.is_some());
    fixture.keyring.refuse(None);
    vault.retry().unwrap();
    assert_eq!(loaded(&vault).unwrap(), "one");
    assert_eq!(fixture.vault_file(), before, "no new key was made");
}

#[test]
fn a_missing_key_is_never_answered_with_a_new_one() {
    let fixture = Fixture::with_a_secret(None);
    fixture.keyring.entries.lock().unwrap().clear();
    let vault = fixture.vault();
    let closed = loaded(&vault).unwrap_err();
    assert!(matches!(closed, Closed::Absent(Absent::Entry { .. })), "{closed:?}");
    assert!(vault.save(&SecretId::secret("other"), &secret("two")).is_err());
    assert!(vault.retry().is_err());
    assert!(fixture.keyring.entries.lock().unwrap().is_empty());
}

#[test]
fn an_entry_with_another_key_is_not_used() {
    let fixture = Fixture::with_a_secret(None);
    let other = Fixture::with_a_secret(None);
    let (_, foreign) = other.keyring.entries.lock().unwrap().drain().next().unwrap();
    for entry in fixture.keyring.entries.lock().unwrap().values_mut() {
        entry.clone_from(&foreign);
    }
    let closed = loaded(&fixture.vault()).unwrap_err();
    assert!(matches!(closed, Closed::Absent(Absent::OtherKey { .. })), "{closed:?}");
}

#[test]
fn a_silent_keyring_counts_as_locked_and_its_late_answer_is_taken() {
    let fixture = Fixture::with_a_secret(None);
    let vault = fixture.impatient_vault();
    let speak = fixture.keyring.silence();
    let closed = loaded(&vault).unwrap_err();
    assert!(matches!(closed, Closed::Locked(Locked::KeyringSilent { .. })), "{closed:?}");
    // Nobody waits again, nor asks again while the question is on the person's screen.
    assert!(loaded(&vault).is_err());
    assert_eq!(vault.keyring_reads(), 1);
    speak.send(()).unwrap();
    until_open(&vault);
    assert_eq!(loaded(&vault).unwrap(), "one");
    assert_eq!(vault.keyring_reads(), 1);
}

#[test]
fn a_new_vault_is_not_made_before_the_keyring_has_answered() {
    let fixture = Fixture::new();
    let vault = fixture.impatient_vault();
    let speak = fixture.keyring.silence();
    assert!(vault.save(&id(), &secret("one")).is_err());
    assert!(!fixture.home.path().join("vault.toml").exists());
    speak.send(()).unwrap();
    until_open(&vault);
    vault.save(&id(), &secret("one")).unwrap();
    assert_eq!(loaded(&fixture.vault()).unwrap(), "one");
    assert_eq!(fixture.keyring.entries.lock().unwrap().len(), 1);
}

#[test]
fn of_two_that_make_the_vault_at_once_one_wins_and_both_work() {
    let fixture = Fixture::new();
    let (first, second) = (fixture.impatient_vault(), fixture.vault());
    let speak = fixture.keyring.silence();
    assert!(first.save(&id(), &secret("first")).is_err());
    second.save(&id(), &secret("second")).unwrap();
    speak.send(()).unwrap();
    until_open(&first);
    assert_eq!(loaded(&first).unwrap(), "second");
    assert_eq!(fixture.keyring.entries.lock().unwrap().len(), 1, "the loser's entry is gone");
}

#[test]
fn a_keyring_that_breaks_is_a_refusal() {
    let fixture = Fixture::with_a_secret(None);
    drop(fixture.keyring.silence());
    let closed = loaded(&fixture.vault()).unwrap_err();
    assert!(matches!(closed, Closed::Denied { .. }), "{closed:?}");
}

#[test]
fn without_a_keyring_a_new_vault_takes_a_passphrase() {
    let fixture = Fixture::new();
    fixture.keyring.refuse(Some(Refusal::NoKeyring("no bus".into())));
    let vault = fixture.vault();
    let error = vault.save(&id(), &secret("one")).unwrap_err();
    assert!(error.problem().remedy_text().unwrap().contains("MUDBRICK_PASSPHRASE"));
    vault.use_passphrase(text("correct horse")).unwrap();
    vault.save(&id(), &secret("one")).unwrap();
    assert_eq!(loaded(&fixture.vault_with(Some("correct horse"))).unwrap(), "one");
}

#[test]
fn a_passphrase_opens_and_another_does_not() {
    let fixture = Fixture::with_a_secret(Some("correct horse"));
    assert!(fixture.vault_file().contains("custody = \"passphrase\""));
    let vault = fixture.vault();
    assert_eq!(loaded(&vault).unwrap_err(), Closed::Locked(Locked::PassphraseNeeded));
    let wrong = vault.unlock(text("wrong")).unwrap_err();
    assert!(matches!(wrong, VaultError::Closed(Closed::Locked(Locked::WrongPassphrase))));
    assert_eq!(loaded(&vault).unwrap_err(), Closed::Locked(Locked::WrongPassphrase));
    vault.unlock(text("correct horse")).unwrap();
    assert_eq!(loaded(&vault).unwrap(), "one");
    assert_eq!(vault.keyring_reads(), 0);
}

#[test]
fn custody_moves_from_the_keyring_to_a_passphrase_and_to_another() {
    let fixture = Fixture::with_a_secret(None);
    fixture.vault().use_passphrase(text("first")).unwrap();
    assert!(fixture.keyring.entries.lock().unwrap().is_empty());
    assert_eq!(loaded(&fixture.vault_with(Some("first"))).unwrap(), "one");
    fixture.vault_with(Some("first")).use_passphrase(text("second")).unwrap();
    assert_eq!(
        loaded(&fixture.vault_with(Some("first"))).unwrap_err(),
        Closed::Locked(Locked::WrongPassphrase)
    );
    assert_eq!(loaded(&fixture.vault_with(Some("second"))).unwrap(), "one");
}

#[test]
fn a_lost_vault_file_is_mended_from_the_identity_file() {
    let fixture = Fixture::with_a_secret(Some("correct horse"));
    let before = fixture.vault_file();
    fs::remove_file(fixture.home.path().join("vault.toml")).unwrap();
    assert_eq!(loaded(&fixture.vault_with(Some("correct horse"))).unwrap(), "one");
    assert_eq!(fixture.vault_file(), before);
}

#[rstest]
#[case::vault_file_lost("vault.toml", None, "nothing says who keeps their key")]
#[case::vault_file_damaged("vault.toml", Some("version = 1\ncust"), "cannot be understood")]
#[case::vault_file_newer("vault.toml", Some("version = 2"), "A newer Mudbrick made this vault")]
fn no_key_is_made_when_the_vault_file_is_of_no_use(
    #[case] name: &str,
    #[case] content: Option<&str>,
    #[case] expected: &str,
) {
    let fixture = Fixture::with_a_secret(None);
    let path = fixture.home.path().join(name);
    fs::remove_file(&path).unwrap();
    if let Some(content) = content {
        crate::files::save(&path, content.as_bytes(), crate::files::Mode::Private).unwrap();
    }
    let problem = loaded(&fixture.vault()).unwrap_err().problem();
    assert_eq!(problem.code, ErrorCode::VaultAbsent);
    assert!(problem.message.contains(expected), "{problem:?}");
    assert!(fixture.vault().save(&id(), &secret("two")).is_err());
    assert_eq!(fixture.keyring.entries.lock().unwrap().len(), 1);
}

#[rstest]
#[case::vault_file("vault.toml")]
#[case::secrets("secrets")]
fn no_key_is_made_where_it_cannot_be_told_whether_there_is_one(#[case] name: &str) {
    let fixture = Fixture::new();
    match name {
        "secrets" => {
            crate::files::save(&fixture.path(name), b"", crate::files::Mode::Private).unwrap();
        }
        _ => fs::create_dir(fixture.path(name)).unwrap(),
    }
    let error = fixture.vault().save(&id(), &secret("one")).unwrap_err();
    assert!(matches!(error, VaultError::Read(_)), "{error:?}");
    assert!(fixture.entries().is_empty());
}

#[test]
fn a_save_that_failed_is_not_tried_again_before_somebody_says_so() {
    let fixture = Fixture::with_a_secret(None);
    let content = fixture.vault_file();
    fs::remove_file(fixture.path("vault.toml")).unwrap();
    let vault = fixture.vault();
    vault.save(&id(), &secret("two")).unwrap_err();
    let before = LOADS.get();
    vault.save(&id(), &secret("two")).unwrap_err();
    assert_eq!(LOADS.get(), before, "the files are not looked at");
    let path = fixture.path("vault.toml");
    crate::files::save(&path, content.as_bytes(), crate::files::Mode::Private).unwrap();
    vault.retry().unwrap();
    vault.save(&id(), &secret("two")).unwrap();
}

#[test]
fn with_only_tokens_left_a_vault_can_be_begun_anew() {
    let fixture = Fixture::with_a_secret(None);
    let token = SecretId::token("x");
    fixture.vault().save(&token, &secret("token")).unwrap();
    fs::remove_file(fixture.home.path().join("vault.toml")).unwrap();
    fs::remove_dir_all(fixture.home.path().join("secrets")).unwrap();
    let vault = fixture.vault();
    assert!(vault.load(&token).unwrap().is_none());
    vault.save(&id(), &secret("one")).unwrap();
    assert_eq!(loaded(&vault).unwrap(), "one");
    assert!(vault.load(&token).unwrap().is_none());
}

#[rstest]
#[case::lost(None, "is missing")]
#[case::cut_off(Some(100), "is damaged")]
#[case::empty(Some(0), "is damaged")]
fn an_identity_file_that_is_of_no_use(#[case] length: Option<usize>, #[case] expected: &str) {
    let fixture = Fixture::with_a_secret(Some("correct horse"));
    let path = fixture.home.path().join("identity.age");
    let bytes = fs::read(&path).unwrap();
    fs::remove_file(&path).unwrap();
    if let Some(length) = length {
        crate::files::save(&path, &bytes[..length], crate::files::Mode::Private).unwrap();
    }
    let problem = loaded(&fixture.vault_with(Some("correct horse"))).unwrap_err().problem();
    assert!(problem.message.contains(expected), "{problem:?}");
}

#[test]
fn of_many_that_make_the_vault_at_once_one_does_and_nothing_is_lost() {
    let fixture = Fixture::new();
    let passphrases = ["a", "b", "c", "d", "e"];
    let outcomes: Vec<_> = std::thread::scope(|scope| {
        let make = |passphrase| {
            let vault = fixture.vault_with(Some(passphrase));
            scope.spawn(move || vault.save(&id(), &secret(passphrase)))
        };
        let made: Vec<_> = passphrases.into_iter().map(make).collect();
        made.into_iter().map(|made| made.join().unwrap()).collect()
    });
    let made = outcomes.iter().position(Result::is_ok).expect("one of them");
    for (number, (passphrase, outcome)) in passphrases.iter().zip(&outcomes).enumerate() {
        if number == made {
            assert_eq!(loaded(&fixture.vault_with(Some(passphrase))).unwrap(), *passphrase);
            continue;
        }
        let wrong =
            matches!(outcome, Err(VaultError::Closed(Closed::Locked(Locked::WrongPassphrase))));
        assert!(wrong, "{passphrase}: {outcome:?}");
    }
}
