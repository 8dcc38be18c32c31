//! Profiles through share kits and backups, which carry everything.

use crate::generated::{Generated, Seeded, generated, key_pair, pairs, private_key, request_text};
use crate::seeds;
use mudbrick_interchange::backup::{self, Backup, BackupKey, BackupProfile};
use mudbrick_interchange::kit::{self, Kit};
use mudbrick_interchange::{Input, Passphrases, read};
use mudbrick_model::{Profile, RequestPath, Timestamp};
use mudbrick_vault::{KeyDerivation, Secret, SecretText};
use std::collections::{BTreeMap, HashMap};

/// Profiles in one kit or backup.
const TOGETHER: usize = 100;

#[test]
fn kits_come_back_whole() {
    for (seed, held) in batches() {
        let mut kit = Kit {
            profiles: held.iter().map(|held| held.profile.clone()).collect(),
            keys: (0..pairs().len()).map(key_pair).collect(),
            requests: requests(seed),
        };
        let written = kit::write(&kit).unwrap();
        assert_eq!(written.notes, [], "seed {seed}");
        let zip = kit::zip(&written.files).unwrap();

        // Another order makes no difference to a byte of it.
        kit.profiles.reverse();
        kit.keys.reverse();
        kit.requests.reverse();
        assert!(kit::zip(&kit::write(&kit).unwrap().files).unwrap() == zip, "seed {seed}");

        let inputs = [Input { name: "kit.zip".to_owned(), bytes: Secret::new(zip) }];
        let mut reading = read(&inputs, &Passphrases::default());
        assert_eq!(reading.ignored.len(), 0, "seed {seed}: {:?}", reading.ignored);
        let mut came_back = reading.kits.remove(0).kit;
        sort(&mut kit);
        sort(&mut came_back);
        for (came_back, profile) in came_back.profiles.iter().zip(&kit.profiles) {
            assert_eq!(came_back, profile, "seed {seed}");
        }
        assert_eq!(came_back.requests.len(), kit.requests.len(), "seed {seed}");
        for (came_back, request) in came_back.requests.iter().zip(&kit.requests) {
            assert_eq!(came_back, request, "seed {seed}");
        }
        assert!(came_back == kit, "seed {seed}");
    }
}

#[test]
fn backups_come_back_whole() {
    let passphrase = SecretText::new("correct horse 😀".to_owned());
    for (seed, held) in batches() {
        let backup = backup_of(seed, &held);
        let quick = KeyDerivation::default().with_work_factor(1);
        let bytes = backup::write(&backup, &passphrase, &quick).unwrap();
        let inputs = [Input { name: "a.age".to_owned(), bytes: Secret::new(bytes) }];
        let known = Passphrases::from(HashMap::from([(0, passphrase.clone())]));
        let reading = read(&inputs, &known);
        let came_back = &reading.backups[0].backup;
        assert_eq!(shown(came_back), shown(&backup), "seed {seed}");
    }
}

fn batches() -> impl Iterator<Item = (u64, Vec<&'static Generated>)> {
    let seeds: Vec<u64> = seeds().collect();
    let batches: Vec<Vec<u64>> = seeds.chunks(TOGETHER).map(<[u64]>::to_vec).collect();
    batches.into_iter().map(|seeds| (seeds[0], seeds.into_iter().map(generated).collect()))
}

fn requests(seed: u64) -> Vec<(RequestPath, String)> {
    let mut seeded = Seeded::new(seed);
    let path =
        |place: usize| RequestPath::parse(&format!("pläces/{}/List {place}", place % 3)).unwrap();
    (0..5).map(|place| (path(place), request_text(&mut seeded))).collect()
}

fn sort(kit: &mut Kit) {
    kit.profiles.sort_by(|one, other| one.id.cmp(&other.id));
    kit.keys.sort_by(|one, other| one.id.cmp(&other.id));
    kit.requests.sort();
}

fn backup_of(seed: u64, held: &[&Generated]) -> Backup {
    let profile = |held: &&Generated| BackupProfile {
        profile: held.profile.clone(),
        client_secrets: held.client_secrets.clone(),
    };
    let key = |pair| BackupKey {
        pair: key_pair(pair),
        private_key: (pair != 2).then(|| private_key(pair)),
    };
    Backup {
        created_at: Timestamp(1_760_000_000_123),
        profiles: held.iter().map(profile).collect(),
        keys: (0..pairs().len()).map(key).collect(),
        requests: requests(seed),
        settings: BTreeMap::from([("subjects.toml".to_owned(), "version = 1\n".to_owned())]),
        left_out: Vec::new(),
    }
}

/// A backup with its secrets readable, to be compared.
fn shown(backup: &Backup) -> String {
    let exposed = |secret: &SecretText| secret.expose().clone();
    let profiles: Vec<(&Profile, Vec<String>)> = backup
        .profiles
        .iter()
        .map(|held| (&held.profile, held.client_secrets.iter().map(exposed).collect()))
        .collect();
    let keys: Vec<_> = backup
        .keys
        .iter()
        .map(|held| (&held.pair, held.private_key.as_ref().map(exposed)))
        .collect();
    format!(
        "{:?} {profiles:?} {keys:?} {:?} {:?}",
        backup.created_at, backup.requests, backup.settings
    )
}
