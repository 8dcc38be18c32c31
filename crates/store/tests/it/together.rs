//! Two processes at work on one home: whatever either was told is saved is there in the end. A few seconds, or as many as
//! `MUDBRICK_CRASH_SECONDS` says.

use crate::fixtures::{StillClock, key_pair, profile, profile_id};
use crate::history::answered;
use crate::worker::{say, worker};
use mudbrick_model::Timestamp;
use mudbrick_store::{BodySource, Filter, History, Home, Keys, Profiles, StoreError};
use mudbrick_vault::{Secret, SecretId, SecretText, Vault, VaultOptions};
use std::path::Path;
use std::process::Child;
use std::time::{Duration, Instant};

const TEST: &str = "together::two_processes_lose_no_update_of_each_other";
const WRITERS_HOME: &str = "MUDBRICK_TEST_TOGETHER";
const WRITERS_NUMBER: &str = "MUDBRICK_TEST_NUMBER";
const SECONDS: &str = "MUDBRICK_CRASH_SECONDS";
const WRITERS: usize = 2;

/// How often a writer was told that its change is saved.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Told {
    profile: u64,
    secret: u64,
    key: u64,
    exchanges: u64,
    conflicts: u64,
}

#[test]
fn two_processes_lose_no_update_of_each_other() {
    if let Some(home) = std::env::var_os(WRITERS_HOME) {
        let number = std::env::var(WRITERS_NUMBER).unwrap().parse().unwrap();
        return write(Path::new(&home), number);
    }
    let folder = tempfile::tempdir().unwrap();
    let home = Home::at(folder.path());
    let clock = StillClock::at(0);
    let profiles = Profiles::open(&home, clock.clone());
    profiles.create(profile(1, "Acme", "Shared")).unwrap();
    Keys::open(&home, clock.clone()).create(key_pair(1, "shared")).unwrap();
    let vault = open_vault(folder.path());
    vault.save(&secret_id(), &counts_text(&[0; WRITERS])).unwrap();
    let writers: Vec<Child> = (0..WRITERS)
        .map(|number| {
            let mut writer = worker(TEST, WRITERS_HOME, folder.path());
            writer.env(WRITERS_NUMBER, number.to_string()).spawn().unwrap()
        })
        .collect();
    let told: Vec<Told> = writers.into_iter().map(end).collect();

    let stored = profiles.get(&profile_id(1)).unwrap().value;
    let in_profile = |number: usize| stored.variables[&variable(number)].parse::<u64>().unwrap();
    let in_secret = counts_in(vault.load(&secret_id()).unwrap().unwrap().expose());
    for (number, told) in told.iter().enumerate() {
        assert_eq!(in_profile(number), told.profile, "writer {number}: {told:?}");
        assert_eq!(in_secret[number], told.secret, "writer {number}: {told:?}");
        assert!(told.profile > 0 && told.secret > 0 && told.key > 0, "{told:?}");
    }
    let key = Keys::open(&home, clock.clone()).get(&key_pair(1, "").id).unwrap().value;
    let keys: u64 = told.iter().map(|told| told.key).sum();
    assert_eq!(key.created_at, Timestamp(5 + i64::try_from(keys).unwrap()));
    let history = History::open(&home, clock).unwrap();
    let all = Filter { limit: u32::MAX, ..Filter::default() };
    let exchanges: u64 = told.iter().map(|told| told.exchanges).sum();
    assert_eq!(history.list(&all).unwrap().len() as u64, exchanges);
    assert_eq!(profiles.list().unwrap().damaged, []);
    assert_eq!(vault.generations(&secret_id()).unwrap().len(), 5);
    assert!(told.iter().any(|told| told.conflicts > 0), "they met: {told:?}");
}

fn end(writer: Child) -> Told {
    let output = writer.wait_with_output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}");
    let line = text.lines().find_map(|line| line.strip_prefix("told ")).expect("it tells");
    let numbers: Vec<u64> = line.split(' ').map(|number| number.parse().unwrap()).collect();
    let [profile, secret, key, exchanges, conflicts] = numbers[..] else { panic!("{line}") };
    Told { profile, secret, key, exchanges, conflicts }
}

/// Adds one to what is there, over and over, so that an update that was lost is missing from the sum.
fn write(path: &Path, number: usize) {
    let home = Home::at(path);
    let clock = StillClock::at(0);
    let (profiles, keys) = (Profiles::open(&home, clock.clone()), Keys::open(&home, clock.clone()));
    let (vault, history) = (open_vault(path), History::open(&home, clock).unwrap());
    let seconds = std::env::var(SECONDS).ok().and_then(|text| text.parse().ok()).unwrap_or(3);
    let end = Instant::now() + Duration::from_secs(seconds);
    let mut told = Told::default();
    while Instant::now() < end {
        let stored = profiles.get(&profile_id(1)).unwrap();
        let mut edited = stored.value;
        let count = edited.variables.entry(variable(number)).or_insert_with(|| "0".to_owned());
        *count = (count.parse::<u64>().unwrap() + 1).to_string();
        // Sizes differ, so that a file of two writers cannot look whole.
        edited.sandbox = "x".repeat(usize::try_from(told.profile * 97 % 3000).unwrap());
        match profiles.update(edited, &stored.revision) {
            Ok(_) => told.profile += 1,
            Err(StoreError::Conflict { .. }) => told.conflicts += 1,
            Err(error) => panic!("{error:?}"),
        }
        let add = |found: Option<Secret<Vec<u8>>>| {
            let mut counts = counts_in(found?.expose());
            counts[number] += 1;
            Some(counts_text(&counts))
        };
        vault.update(&secret_id(), add).unwrap();
        told.secret += 1;
        let stored = keys.get(&key_pair(1, "").id).unwrap();
        let mut edited = stored.value;
        edited.created_at = Timestamp(edited.created_at.0 + 1);
        match keys.update(edited, &stored.revision) {
            Ok(_) => told.key += 1,
            Err(StoreError::Conflict { .. }) => told.conflicts += 1,
            Err(error) => panic!("{error:?}"),
        }
        history.record(&answered(200, "x"), BodySource::Bytes(b"x")).unwrap();
        told.exchanges += 1;
    }
    let Told { profile, secret, key, exchanges, conflicts } = told;
    say(&format!("told {profile} {secret} {key} {exchanges} {conflicts}"));
}

fn open_vault(home: &Path) -> Vault {
    let options = VaultOptions {
        passphrase: Some(SecretText::new("correct horse".to_owned())),
        work_factor: Some(1),
        ..VaultOptions::default()
    };
    Vault::open(home, options)
}

fn secret_id() -> SecretId {
    SecretId::secret(profile_id(1).as_str())
}

fn variable(number: usize) -> String {
    format!("WRITER_{number}")
}

fn counts_text(counts: &[u64]) -> Secret<Vec<u8>> {
    let words: Vec<String> = counts.iter().map(ToString::to_string).collect();
    Secret::new(words.join(" ").into_bytes())
}

fn counts_in(secret: &[u8]) -> Vec<u64> {
    let text = str::from_utf8(secret).unwrap();
    text.split(' ').map(|count| count.parse().unwrap()).collect()
}
