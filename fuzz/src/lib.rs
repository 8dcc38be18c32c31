//! What the targets for importers have in common: the properties that hold of any reading.

use mudbrick_interchange::{Input, Passphrases, read};
use mudbrick_vault::{Secret, SecretText};
use std::collections::HashMap;

/// Reads `bytes` as one dropped file, twice: without panic, the same both times, with a word about everything.
pub fn read_one(bytes: Vec<u8>) {
    let input = [Input { name: "any".to_owned(), bytes: Secret::new(bytes) }];
    let passphrases = Passphrases::from(HashMap::from([(0, SecretText::new("practice".to_owned()))]));
    let first = read(&input, &Passphrases::default());
    let second = read(&input, &passphrases);
    assert!(!first.sources.is_empty(), "no source");
    for reading in [&first, &second] {
        let told = !reading.credentials.is_empty()
            || !reading.keys.is_empty()
            || !reading.kits.is_empty()
            || !reading.backups.is_empty()
            || !reading.locked.is_empty()
            || !reading.ignored.is_empty();
        assert!(told || reading.sources.iter().any(|source| source.problem.is_some()), "silence");
        for credential in &reading.credentials {
            assert!(credential.key.is_none_or(|key| key < reading.keys.len()));
        }
    }
    // What needs no passphrase does not depend on one.
    if first.locked.is_empty() {
        assert_eq!(format!("{first:?}"), format!("{second:?}"));
    }
}
