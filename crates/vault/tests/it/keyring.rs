//! Custody by a real Secret Service.

use crate::session::{Session, signal_keyring};
use keyring::Entry;
use mudbrick_model::{ErrorCode, Explain};
use mudbrick_vault::{
    Absent, Closed, Custody, KeyringState, LockCause, Locked, Secret, SecretId, SecretText, Vault,
    VaultError, VaultOptions, VaultState,
};
use std::fs;
use std::path::Path;
use std::time::Duration;

fn vault(home: &Path) -> Vault {
    Vault::open(
        &home.join("mudbrick"),
        VaultOptions { work_factor: Some(1), ..VaultOptions::default() },
    )
}

fn id(number: u8) -> SecretId {
    SecretId::secret(&format!("{number:032x}"))
}

fn save(vault: &Vault, number: u8) {
    vault.save(&id(number), &Secret::new(vec![number; 100])).unwrap();
}

fn assert_loads(vault: &Vault, number: u8) {
    assert_eq!(vault.load(&id(number)).unwrap().unwrap().expose(), &vec![number; 100]);
}

fn closed(vault: &Vault, number: u8) -> Closed {
    match vault.load(&id(number)) {
        Err(VaultError::Closed(closed)) => closed,
        other => panic!("{other:?}"),
    }
}

/// The keyring's entry of the vault.
fn entry(home: &Path) -> Entry {
    let text = fs::read_to_string(home.join("mudbrick/vault.toml")).unwrap();
    let user = text.split('"').find(|part| part.starts_with("age1")).unwrap();
    Entry::new("mudbrick", user).unwrap()
}

#[test]
fn the_keyring_keeps_the_key_and_is_read_once() {
    const TEST: &str = "keyring::the_keyring_keeps_the_key_and_is_read_once";
    let home = tempfile::tempdir().unwrap();
    Session::Unlocked.run(home.path(), TEST, "first start", |home| {
        let vault = vault(home);
        for number in 0..5 {
            save(&vault, number);
        }
        assert_eq!(vault.keyring_reads(), 1);
        assert!(entry(home).get_password().unwrap().starts_with("AGE-SECRET-KEY-1"));
    });
    Session::Unlocked.run(home.path(), TEST, "second start", |home| {
        let vault = vault(home);
        for number in 0..5 {
            assert_loads(&vault, number);
        }
        save(&vault, 9);
        assert_eq!((vault.keyring_reads(), vault.state()), (1, VaultState::Open));
    });
}

#[test]
fn a_key_gone_from_the_keyring_is_absent_and_never_made_anew() {
    const TEST: &str = "keyring::a_key_gone_from_the_keyring_is_absent_and_never_made_anew";
    let home = tempfile::tempdir().unwrap();
    Session::Unlocked.run(home.path(), TEST, "gone", |home| {
        save(&vault(home), 1);
        let entry = entry(home);
        let key = entry.get_password().unwrap();
        entry.delete_credential().unwrap();
        let file = home.join("mudbrick/vault.toml");
        let before = fs::read(&file).unwrap();
        let vault = vault(home);
        assert!(matches!(closed(&vault, 1), Closed::Absent(Absent::Entry { .. })));
        let error = vault.save(&id(2), &Secret::new(vec![2])).unwrap_err();
        assert_eq!(error.code(), ErrorCode::VaultAbsent);
        assert!(matches!(entry.get_password(), Err(keyring::Error::NoEntry)));
        assert_eq!(fs::read(&file).unwrap(), before);
        assert!(!vault.holds(&id(2)));
        // Put back, it works again without a new start.
        entry.set_password(&key).unwrap();
        vault.retry().unwrap();
        assert_loads(&vault, 1);
    });
}

#[test]
fn a_locked_keyring_that_cannot_ask_is_told_at_once() {
    const TEST: &str = "keyring::a_locked_keyring_that_cannot_ask_is_told_at_once";
    let home = tempfile::tempdir().unwrap();
    Session::Unlocked.run(home.path(), TEST, "prepare", |home| save(&vault(home), 1));
    Session::LockedKeyring.run(home.path(), TEST, "locked", |home| {
        let vault = vault(home);
        let closed = closed(&vault, 1);
        assert!(matches!(closed, Closed::Locked(Locked::Keyring { .. })), "{closed:?}");
        assert_eq!(closed.code(), ErrorCode::VaultLocked);
        assert_eq!(vault.keyring_reads(), 1);
        // What needs no key goes on.
        assert!(vault.holds(&id(1)));
        assert!(vault.load(&id(7)).unwrap().is_none());
        vault.remove(&id(7)).unwrap();
    });
    Session::Unlocked.run(home.path(), TEST, "unlocked", |home| assert_loads(&vault(home), 1));
}

#[test]
fn a_keyring_that_waits_for_its_person_is_told_in_time() {
    const TEST: &str = "keyring::a_keyring_that_waits_for_its_person_is_told_in_time";
    let home = tempfile::tempdir().unwrap();
    Session::Unlocked.run(home.path(), TEST, "silent", |home| {
        save(&vault(home), 1);
        let waited = Duration::from_millis(300);
        let options = VaultOptions { keyring_wait: waited, ..VaultOptions::default() };
        let vault = Vault::open(&home.join("mudbrick"), options);
        signal_keyring("STOP");
        assert_eq!(closed(&vault, 1), Closed::Locked(Locked::KeyringSilent { waited }));
        signal_keyring("CONT");
        // Each try waits its time for the one question, whose late answer is taken.
        assert!((0..100).any(|_| vault.retry().is_ok()), "{:?}", vault.state());
        assert_loads(&vault, 1);
        assert_eq!(vault.keyring_reads(), 1);
    });
}

#[test]
fn without_a_bus_the_keyring_is_absent() {
    const TEST: &str = "keyring::without_a_bus_the_keyring_is_absent";
    let home = tempfile::tempdir().unwrap();
    Session::NoBus.run(home.path(), TEST, "absent", absent);
}

#[test]
fn without_a_secret_service_the_keyring_is_absent() {
    const TEST: &str = "keyring::without_a_secret_service_the_keyring_is_absent";
    let home = tempfile::tempdir().unwrap();
    Session::NoService.run(home.path(), TEST, "absent", absent);
}

#[test]
fn a_secret_service_without_a_keyring_is_absent() {
    const TEST: &str = "keyring::a_secret_service_without_a_keyring_is_absent";
    let home = tempfile::tempdir().unwrap();
    Session::Fresh.run(home.path(), TEST, "absent", absent);
}

fn absent(home: &Path) {
    let vault = vault(home);
    let error = vault.save(&id(1), &Secret::new(vec![1])).unwrap_err();
    assert!(
        matches!(error, VaultError::Closed(Closed::Absent(Absent::Keyring { .. }))),
        "{error:?}"
    );
    assert!(error.problem().remedy_text().unwrap().contains("MUDBRICK_PASSPHRASE"));
    assert!(!home.join("mudbrick/vault.toml").exists());
    vault.use_passphrase(SecretText::new("correct horse".to_owned())).unwrap();
    save(&vault, 1);
    assert_loads(&vault, 1);
}

#[test]
fn the_key_moves_out_of_the_keyring() {
    const TEST: &str = "keyring::the_key_moves_out_of_the_keyring";
    let home = tempfile::tempdir().unwrap();
    Session::Unlocked.run(home.path(), TEST, "move", |home| {
        save(&vault(home), 1);
        let entry = entry(home);
        vault(home).use_passphrase(SecretText::new("correct horse".to_owned())).unwrap();
        assert!(matches!(entry.get_password(), Err(keyring::Error::NoEntry)));
    });
    Session::NoBus.run(home.path(), TEST, "passphrase alone", |home| {
        let vault = vault(home);
        assert_eq!(closed(&vault, 1), Closed::Locked(Locked::PassphraseNeeded));
        vault.unlock(SecretText::new("correct horse".to_owned())).unwrap();
        assert_loads(&vault, 1);
    });
}

#[test]
fn the_key_moves_into_the_keyring_and_a_locked_vault_asks_it_again() {
    const TEST: &str = "keyring::the_key_moves_into_the_keyring_and_a_locked_vault_asks_it_again";
    let home = tempfile::tempdir().unwrap();
    Session::Unlocked.run(home.path(), TEST, "move", |home| {
        let vault = vault(home);
        vault.use_passphrase(SecretText::new("correct horse".to_owned())).unwrap();
        save(&vault, 1);
        assert_eq!(vault.custody(), Some(Custody::Passphrase));
        vault.use_keyring().unwrap();
        assert_eq!(vault.custody(), Some(Custody::Keyring));
        assert!(!home.join("mudbrick/identity.age").exists());
        assert!(entry(home).get_password().unwrap().starts_with("AGE-SECRET-KEY-1"));
        vault.lock(LockCause::Screen);
        let closed = closed(&vault, 1);
        assert!(matches!(closed, Closed::Locked(Locked::OnPurpose { .. })), "{closed:?}");
        vault.retry().unwrap();
        assert_loads(&vault, 1);
        assert_eq!(vault.keyring_reads(), 1, "once after the lock");
    });
    Session::Unlocked.run(home.path(), TEST, "another start", |home| assert_loads(&vault(home), 1));
}

#[test]
fn without_a_keyring_the_passphrase_goes_on() {
    const TEST: &str = "keyring::without_a_keyring_the_passphrase_goes_on";
    let home = tempfile::tempdir().unwrap();
    Session::NoBus.run(home.path(), TEST, "refused", |home| {
        let vault = vault(home);
        vault.use_passphrase(SecretText::new("correct horse".to_owned())).unwrap();
        save(&vault, 1);
        let before = fs::read(home.join("mudbrick/vault.toml")).unwrap();
        assert_eq!(vault.use_keyring().unwrap_err().code(), ErrorCode::VaultAbsent);
        assert_eq!(fs::read(home.join("mudbrick/vault.toml")).unwrap(), before);
        assert!(home.join("mudbrick/identity.age").exists());
        assert_loads(&vault, 1);
    });
}

#[test]
fn a_keyrings_state_is_told_and_nobody_is_asked() {
    const TEST: &str = "keyring::a_keyrings_state_is_told_and_nobody_is_asked";
    let home = tempfile::tempdir().unwrap();
    Session::Unlocked.run(home.path(), TEST, "unlocked", |home| {
        let vault = vault(home);
        save(&vault, 1);
        assert_eq!(vault.keyring_state(), KeyringState::Unlocked);
    });
    Session::LockedKeyring.run(home.path(), TEST, "locked", |home| {
        let vault = vault(home);
        assert_eq!((vault.keyring_state(), vault.keyring_reads()), (KeyringState::Locked, 0));
    });
    let absent = |home: &Path| {
        let state = vault(home).keyring_state();
        assert!(matches!(state, KeyringState::Absent(_)), "{state:?}");
    };
    let fresh = tempfile::tempdir().unwrap();
    Session::Fresh.run(fresh.path(), TEST, "no keyring yet", absent);
    Session::NoService.run(fresh.path(), TEST, "no service", absent);
    Session::NoBus.run(fresh.path(), TEST, "no bus", absent);
}
