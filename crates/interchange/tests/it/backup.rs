//! Backups among what is read: locked, wrongly and rightly opened.

use crate::render::render;
use mudbrick_interchange::backup::{self, Backup, BackupProfile};
use mudbrick_interchange::{Input, Reading, read};
use mudbrick_model::Timestamp;
use mudbrick_vault::{KeyDerivation, Secret, SecretText};
use std::collections::{BTreeMap, HashMap};

fn reading_of(passphrase: Option<&str>) -> Reading {
    let profile = serde_json::json!({
        "id": "0123456789abcdef0123456789abcdef",
        "name": "Places",
        "org_id": "AAAABBBBCCCCDDDD0A495E00@AdobeOrg",
        "client_id": "0f0e0d0c0b0a09080706050403020100",
        "credential": { "grant": "oauth_server_to_server" },
        "created_at": 1_767_225_600_000_i64,
        "updated_at": 1_767_225_600_000_i64,
    });
    let backup = Backup {
        created_at: Timestamp::from_seconds(1_767_225_600),
        profiles: vec![BackupProfile {
            profile: serde_json::from_value(profile).unwrap(),
            client_secrets: vec![SecretText::new("p8e-FAKE-one".to_owned())],
        }],
        keys: Vec::new(),
        requests: Vec::new(),
        settings: BTreeMap::new(),
        left_out: Vec::new(),
    };
    let quick = KeyDerivation::default().with_work_factor(2);
    let bytes = backup::write(&backup, &SecretText::new("open sesame".to_owned()), &quick).unwrap();
    let input = Input { name: "holiday.jpg".to_owned(), bytes: Secret::new(bytes) };
    let passphrases = passphrase.map(|text| (0, SecretText::new(text.to_owned())));
    let passphrases: HashMap<_, _> = passphrases.into_iter().collect();
    read(&[input], &passphrases.into())
}

#[test]
fn waits_for_its_passphrase() {
    assert_eq!(
        render(&reading_of(None)),
        "source holiday.jpg: Mudbrick backup\nlocked 0 holiday.jpg: Mudbrick backup\n"
    );
}

#[test]
fn says_that_a_passphrase_is_wrong() {
    let told = render(&reading_of(Some("open sesam")));
    assert!(
        told.contains("locked 0 holiday.jpg: Mudbrick backup\n  problem: The passphrase"),
        "{told}"
    );
}

#[test]
fn opens() {
    let reading = reading_of(Some("open sesame"));
    assert_eq!(
        render(&reading),
        "source holiday.jpg: Mudbrick backup\nbackup holiday.jpg: [\"Places (1 secrets)\"] 0 keys\n"
    );
    assert!(!format!("{reading:?}").contains("FAKE"));
}
