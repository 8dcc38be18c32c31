//! Writing and reading backups.

use super::*;
use mudbrick_model::{Explain as _, RequestPath, Timestamp};
use proptest::prelude::*;
use proptest::sample::Index;
use rstest::rstest;
use std::collections::BTreeMap;

fn secret(text: &str) -> SecretText {
    SecretText::new(text.to_owned())
}

fn some() -> Backup {
    Backup {
        created_at: Timestamp(1_760_000_000_000),
        profiles: Vec::new(),
        keys: Vec::new(),
        requests: vec![(RequestPath::parse("a/b").unwrap(), "GET https://x.io\n".to_owned())],
        settings: BTreeMap::new(),
        left_out: Vec::new(),
    }
}

fn quick() -> KeyDerivation {
    KeyDerivation::default().with_work_factor(1)
}

fn sealed() -> Vec<u8> {
    write(&some(), &secret("hunter2"), &quick()).unwrap()
}

fn opened(bytes: &[u8], passphrase: &str) -> Result<Backup, BackupError> {
    read(bytes, &secret(passphrase), &quick())
}

/// An age file under the passphrase over any text.
fn sealed_text(text: &str) -> Vec<u8> {
    quick().seal(&secret("hunter2"), &[text.as_bytes()]).unwrap()
}

#[test]
fn is_an_age_file_over_json() {
    let bytes = sealed();
    assert!(bytes.starts_with(b"age-encryption.org/v1\n-> scrypt ") && recognises(&bytes));
    let passphrase = age::secrecy::SecretString::from("hunter2".to_owned());
    let plain = age::decrypt(&age::scrypt::Identity::new(passphrase), &bytes).unwrap();
    assert_eq!(
        String::from_utf8(plain).unwrap(),
        r#"{"format":"mudbrick-backup","version":1,"created_at":1760000000000,"profiles":[],"keys":[],"requests":[{"path":"a/b","text":"GET https://x.io\n"}],"settings":{}}"#
    );
}

#[test]
fn what_was_left_out_comes_back_as_that() {
    let left_out =
        vec![LeftOut { what: "the profile file a.toml".into(), why: "It is damaged.".into() }];
    let backup = Backup { left_out: left_out.clone(), ..some() };
    let bytes = write(&backup, &secret("hunter2"), &quick()).unwrap();
    assert_eq!(opened(&bytes, "hunter2").unwrap().left_out, left_out);
}

#[test]
fn needs_a_passphrase() {
    assert_eq!(write(&some(), &secret(""), &quick()).unwrap_err(), BackupError::NoPassphrase);
}

#[test]
fn a_wrong_passphrase_is_told_from_damage() {
    let mut bytes = sealed();
    assert_eq!(opened(&bytes, "hunter3").unwrap_err(), BackupError::WrongPassphrase);
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    assert_eq!(opened(&bytes, "hunter2").unwrap_err(), BackupError::Damaged);
}

#[test]
fn a_file_to_a_key_is_another_kind() {
    let key = age::x25519::Identity::generate().to_public();
    let bytes = age::encrypt(&key, b"{}").unwrap();
    assert!(!recognises(&bytes));
    assert_eq!(opened(&bytes, "x").unwrap_err(), BackupError::OtherKind);
}

#[rstest]
#[case::newer(r#"{"format":"mudbrick-backup","version":2,"profiles":7}"#, BackupError::Newer { version: 2 })]
#[case::other_format(r#"{"format":"other","version":1}"#, BackupError::NotABackup)]
#[case::no_json("hello", BackupError::NotABackup)]
#[case::a_field_is_wrong("{\"format\":\"mudbrick-backup\",\"version\":1,\n\"created_at\":\"p8e-x\"}", BackupError::Malformed { line: 2, column: 20 })]
fn what_is_inside_may_be_something_else(#[case] text: &str, #[case] expected: BackupError) {
    let error = opened(&sealed_text(text), "hunter2").unwrap_err();
    assert_eq!(error, expected);
    let problem = error.problem();
    assert!(problem.message.ends_with('.') && problem.remedy.is_some());
    assert!(!format!("{problem:?}").contains("p8e-x"));
}

#[test]
fn a_file_that_asks_for_too_much_work_is_refused_at_once() {
    let bytes = sealed();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let line = text.lines().nth(1).unwrap();
    let asks = line.rsplit_once(' ').unwrap().0.to_owned() + " 40";
    let forged = bytes[text.find(line).unwrap() + line.len()..].to_vec();
    let forged = [MAGIC, asks.as_bytes(), &forged].concat();
    assert_eq!(
        opened(&forged, "hunter2").unwrap_err(),
        BackupError::TooMuchWork { work_factor: 40 }
    );
}

proptest! {
    #[test]
    fn any_changed_byte_is_noticed(at in any::<Index>(), change in 1_u8..=255) {
        let mut bytes = sealed();
        let at = at.index(bytes.len());
        bytes[at] ^= change;
        prop_assert!(opened(&bytes, "hunter2").is_err());
    }

    #[test]
    fn any_missing_end_is_noticed(at in any::<Index>()) {
        let bytes = sealed();
        prop_assert!(opened(&bytes[..at.index(bytes.len())], "hunter2").is_err());
    }
}
