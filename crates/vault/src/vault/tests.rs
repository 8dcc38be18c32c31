//! What a vault tells without its key, and what lies where a secret should be.

use crate::files::{self, Mode};
use crate::fixtures::{Fixture, id, secret};
use crate::{SecretId, VaultError};
use mudbrick_model::{ErrorCode, Explain};
use std::fs;

#[test]
fn the_owners_are_named_in_their_order() {
    let fixture = Fixture::new();
    let vault = fixture.vault();
    assert!(vault.owners().unwrap().is_empty());
    for owner in ["b", "a"] {
        vault.save(&SecretId::secret(owner), &secret("1")).unwrap();
        vault.save(&SecretId::secret(owner), &secret("2")).unwrap();
    }
    vault.save(&SecretId::token("c"), &secret("token")).unwrap();
    assert_eq!(vault.owners().unwrap(), ["a", "b"]);
    fs::remove_dir_all(fixture.path("secrets")).unwrap();
    files::save(&fixture.path("secrets"), b"no folder", Mode::Private).unwrap();
    assert!(matches!(vault.owners(), Err(VaultError::Read(_))));
}

#[test]
fn a_vault_is_stranded_when_nothing_says_who_keeps_its_key() {
    let stranded = |fixture: &Fixture| fixture.vault().stranded().map(|problem| problem.code);
    assert_eq!(stranded(&Fixture::new()), None, "there is none");
    let in_keyring = Fixture::with_a_secret(None);
    assert_eq!(stranded(&in_keyring), None);
    fs::remove_file(in_keyring.path("vault.toml")).unwrap();
    assert_eq!(stranded(&in_keyring), Some(ErrorCode::VaultAbsent));
    fs::remove_file(id().path(in_keyring.home.path())).unwrap();
    assert_eq!(stranded(&in_keyring), None, "nothing is left to open");
    let under_passphrase = Fixture::with_a_secret(Some("correct horse"));
    fs::remove_file(under_passphrase.path("vault.toml")).unwrap();
    assert_eq!(stranded(&under_passphrase), None, "the key is here");
    files::save(&under_passphrase.path("vault.toml"), b"?", Mode::Private).unwrap();
    assert_eq!(stranded(&under_passphrase), Some(ErrorCode::VaultAbsent));
}

#[test]
fn every_save_has_a_stamp_of_its_own() {
    let fixture = Fixture::new();
    let vault = fixture.vault();
    assert_eq!((vault.stamp(&id()), vault.holds(&id())), (None, false));
    vault.save(&id(), &secret("1")).unwrap();
    let first = vault.stamp(&id()).unwrap();
    assert_eq!((vault.stamp(&id()), vault.holds(&id())), (Some(first.clone()), true));
    vault.save(&id(), &secret("2")).unwrap();
    let second = vault.stamp(&id()).unwrap();
    assert_ne!(first, second);
}

#[test]
fn a_damaged_secret_says_the_way_back() {
    let fixture = Fixture::with_a_secret(None);
    let remedy = || {
        let path = id().path(fixture.home.path());
        files::save(&path, b"?", Mode::Private).unwrap();
        fixture.vault().load(&id()).unwrap_err().problem().remedy_text().unwrap().to_owned()
    };
    assert!(remedy().starts_with("Put it back from a backup"));
    for state in ["1", "2"] {
        fixture.vault().save(&id(), &secret(state)).unwrap();
    }
    assert!(remedy().starts_with("Restore its earlier state 1"));
}

#[test]
fn a_folder_where_a_secret_should_be_is_damage_and_where_a_token_should_be_nothing() {
    let fixture = Fixture::with_a_secret(None);
    let vault = fixture.vault();
    vault.save(&id(), &secret("two")).unwrap();
    for id in [id(), SecretId::token("x")] {
        let path = id.path(fixture.home.path());
        let _ = fs::remove_file(&path);
        fs::create_dir_all(&path).unwrap();
    }
    let error = vault.load(&id()).unwrap_err();
    assert!(matches!(error, VaultError::Damaged { restorable: Some(1), .. }), "{error:?}");
    assert!(vault.load(&SecretId::token("x")).unwrap().is_none());
    for id in [id(), SecretId::token("x")] {
        vault.save(&id, &secret("three")).unwrap();
        assert_eq!(vault.load(&id).unwrap().unwrap().expose(), b"three");
    }
}

#[cfg(unix)]
#[test]
fn a_secret_that_cannot_be_reached_is_an_error_and_a_token_none() {
    let fixture = Fixture::with_a_secret(None);
    fs::remove_dir_all(fixture.path("secrets")).unwrap();
    for shelf in ["secrets", "tokens"] {
        files::save(&fixture.path(shelf), b"no folder", Mode::Private).unwrap();
    }
    assert_eq!(fixture.vault().load(&id()).unwrap_err().code(), ErrorCode::Storage);
    assert!(fixture.vault().load(&SecretId::token("x")).unwrap().is_none());
}
