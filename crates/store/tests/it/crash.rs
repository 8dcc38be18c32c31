//! A writer killed at any moment loses nothing that it was told is saved, and leaves nothing unreadable.

use crate::fixtures::{StillClock, key_pair, profile, profile_id};
use crate::history::answered;
use crate::worker::{say, worker};
use mudbrick_model::{ExchangeId, KeyPair, Timestamp};
use mudbrick_store::{BodySource, Filter, History, Home, Keys, Profiles};
use mudbrick_vault::files;
use mudbrick_vault::{Secret, SecretId, SecretText, Vault, VaultOptions};
use std::collections::HashMap;
use std::fs;
use std::hash::{BuildHasher, RandomState};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

const TEST: &str = "crash::a_writer_killed_at_any_moment_loses_nothing";
const WRITERS_HOME: &str = "MUDBRICK_TEST_WRITER";
const KILLS: u64 = 1_000;
/// Killed side by side, each in a home of its own.
const WRITERS: u64 = 4;
/// Kills in one home before a new one is begun, so that the making of a vault is hit too.
const KILLS_PER_HOME: u64 = 10;
/// Different records that the writer goes through.
const RECORDS: u64 = 6;

#[test]
fn a_writer_killed_at_any_moment_loses_nothing() {
    if let Some(home) = std::env::var_os(WRITERS_HOME) {
        write_until_killed(Path::new(&home));
    }
    let seed = RandomState::new().hash_one("seed");
    let acknowledged: u64 = thread::scope(|scope| {
        let writers =
            (0..WRITERS).map(|number| scope.spawn(move || kill_over_and_over(seed ^ number << 32)));
        let writers: Vec<_> = writers.collect();
        writers.into_iter().map(|writer| writer.join().unwrap()).sum()
    });
    assert!(acknowledged > KILLS, "the writers were killed before they wrote: {acknowledged}");
}

fn kill_over_and_over(seed: u64) -> u64 {
    let mut random = Random(seed | 1);
    let mut home = tempfile::tempdir().unwrap();
    let mut vault = open_vault(home.path());
    let mut saved = Saved::default();
    let mut acknowledged = 0;
    for kill in 0..KILLS / WRITERS {
        if kill % KILLS_PER_HOME == 0 {
            home = tempfile::tempdir().unwrap();
            vault = open_vault(home.path());
            saved = Saved::default();
        }
        acknowledged += kill_a_writer(&home, &mut random, &mut saved);
        saved.check(home.path(), &vault, &format!("kill {kill} of seed {seed:#x}"));
    }
    acknowledged
}

/// Starts a writer, kills it after a few saves and a moment more, and notes what it said was saved.
fn kill_a_writer(home: &TempDir, random: &mut Random, saved: &mut Saved) -> u64 {
    let mut writer = worker(TEST, WRITERS_HOME, home.path()).stderr(Stdio::null()).spawn().unwrap();
    let lines = lines(&mut writer);
    let mut seen = 0;
    let patience = Duration::from_secs(60);
    for _ in 0..random.below(12) {
        let line = lines.recv_timeout(patience).expect("the writer writes");
        seen += saved.note(&line);
    }
    let end = Instant::now() + Duration::from_micros(random.below(4000));
    while let Ok(line) = lines.recv_timeout(end.saturating_duration_since(Instant::now())) {
        seen += saved.note(&line);
    }
    writer.kill().unwrap();
    writer.wait().unwrap();
    seen + lines.iter().map(|line| saved.note(&line)).sum::<u64>()
}

fn lines(writer: &mut Child) -> Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    let output = BufReader::new(writer.stdout.take().unwrap());
    thread::spawn(move || {
        for line in output.lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    receiver
}

/// The writer: saves records over and over, each time with a higher count, and says so after each save has returned.
fn write_until_killed(home: &Path) -> ! {
    let (profiles, vault) = (open_profiles(home), open_vault(home));
    let (keys, history) = (open_keys(home), open_history(home));
    let say = |kind: &str, number: i64, count: u64| say(&format!("{kind} {number} {count}"));
    for count in next_count(&profiles, &keys, &vault).. {
        for number in 0..RECORDS {
            let wanted = with_count(number, count);
            match profiles.get(&profile_id(number)) {
                Ok(stored) => profiles.update(wanted, &stored.revision).unwrap(),
                Err(_) => profiles.create(wanted).unwrap(),
            };
            say("profile", i64::try_from(number).unwrap(), count);
            vault.save(&secret_id(number), &secret(number, count)).unwrap();
            say("secret", i64::try_from(number).unwrap(), count);
            let wanted = pair_with_count(number, count);
            match keys.get(&wanted.id) {
                Ok(stored) => keys.update(wanted, &stored.revision).unwrap(),
                Err(_) => keys.create(wanted).unwrap(),
            };
            say("key", i64::try_from(number).unwrap(), count);
            let body = vec![b'b'; usize::try_from(number * 20_000).unwrap()];
            let id = history.record(&answered(200, "x"), BodySource::Bytes(&body)).unwrap();
            say("exchange", id.0, number);
        }
    }
    unreachable!("the counts do not end")
}

/// A count above every one that is on the disk already, acknowledged or not.
fn next_count(profiles: &Profiles, keys: &Keys, vault: &Vault) -> u64 {
    let keys = keys.list().unwrap().items;
    let keys = keys.iter().map(|it| u64::try_from(it.value.created_at.0).unwrap());
    let counts = (0..RECORDS).flat_map(|number| {
        let profile = profiles.get(&profile_id(number)).ok().map(|it| count_of(&it.value.sandbox));
        let secret = vault.load(&secret_id(number)).unwrap().map(|it| count_in(it.expose()));
        [profile, secret]
    });
    counts.flatten().chain(keys).max().unwrap_or(0) + 1
}

/// What the writers said was saved: the highest count of each record, and the size of each exchange's body.
#[derive(Default)]
struct Saved {
    profiles: HashMap<u64, u64>,
    secrets: HashMap<u64, u64>,
    /// How many states each secret was told to have had.
    states: HashMap<u64, usize>,
    keys: HashMap<u64, u64>,
    exchanges: HashMap<i64, u64>,
}

impl Saved {
    /// Counts one when the line is an acknowledgement; the test harness writes lines of its own.
    fn note(&mut self, line: &str) -> u64 {
        let parts: Vec<&str> = line.split(' ').collect();
        let [kind, number, count] = parts[..] else { return 0 };
        let (Ok(number), Ok(count)) = (number.parse::<u64>(), count.parse()) else { return 0 };
        match kind {
            "profile" => self.profiles.insert(number, count),
            "key" => self.keys.insert(number, count),
            "secret" => {
                *self.states.entry(number).or_default() += 1;
                self.secrets.insert(number, count)
            }
            "exchange" => self.exchanges.insert(i64::try_from(number).unwrap(), count),
            _ => return 0,
        };
        1
    }

    fn check(&self, home: &Path, vault: &Vault, when: &str) {
        let profiles = open_profiles(home);
        let listing = profiles.list().unwrap();
        assert!(listing.damaged.is_empty(), "{when}: {:?}", listing.damaged);
        for (number, count) in &self.profiles {
            let found = count_of(&profiles.get(&profile_id(*number)).unwrap().value.sandbox);
            assert!(found >= *count, "{when}: profile {number} has {found}, not {count}");
        }
        for (number, count) in &self.secrets {
            let found = vault.load(&secret_id(*number)).unwrap().expect("the secret is there");
            let found = count_in(found.expose());
            assert!(found >= *count, "{when}: secret {number} has {found}, not {count}");
        }
        // What was saved and not yet acknowledged has to be readable too, and so has every state before it.
        for number in 0..RECORDS {
            vault.load(&secret_id(number)).unwrap();
            let generations = vault.generations(&secret_id(number)).unwrap();
            assert!(generations.iter().all(|it| it.readable), "{when}: {generations:?}");
            let states = self.states.get(&number).copied().unwrap_or(0);
            let (found, least) = (generations.len(), states.saturating_sub(1).min(5));
            assert!(found >= least, "{when}: {found} generations of {states} states");
        }
        let keys = open_keys(home);
        assert!(keys.list().unwrap().damaged.is_empty(), "{when}");
        for (number, count) in &self.keys {
            let found = keys.get(&key_pair(*number, "").id).unwrap().value.created_at.0;
            assert!(
                found >= i64::try_from(*count).unwrap(),
                "{when}: key {number} has {found}, not {count}"
            );
        }
        let history = open_history(home);
        assert_eq!(history.notice(), None, "{when}");
        for (id, number) in &self.exchanges {
            history.get(ExchangeId(*id)).unwrap();
            let body = history.body(ExchangeId(*id), 0, 10).unwrap();
            assert_eq!(body.total, number * 20_000, "{when}: exchange {id}");
        }
        history.list(&Filter { text: "libraries".to_owned(), ..Filter::default() }).unwrap();
        for folder in ["", "profiles", "keys", "secrets", "bodies", "cache/profiles"] {
            let folder = home.join(folder);
            files::sweep(&folder, Timestamp(i64::MAX));
            for entry in fs::read_dir(&folder).into_iter().flatten() {
                let name = entry.unwrap().file_name().into_string().unwrap();
                assert!(!name.contains("damaged") && !name.ends_with(".tmp"), "{when}: {name}");
            }
        }
    }
}

fn open_profiles(home: &Path) -> Profiles {
    Profiles::open(&Home::at(home), StillClock::at(0))
}

fn open_keys(home: &Path) -> Keys {
    Keys::open(&Home::at(home), StillClock::at(0))
}

fn open_history(home: &Path) -> History {
    History::open(&Home::at(home), StillClock::at(0)).unwrap()
}

fn open_vault(home: &Path) -> Vault {
    let options = VaultOptions {
        passphrase: Some(SecretText::new("correct horse".to_owned())),
        work_factor: Some(1),
        ..VaultOptions::default()
    };
    Vault::open(home, options)
}

fn with_count(number: u64, count: u64) -> mudbrick_model::Profile {
    let mut profile = profile(number, "Acme", &format!("P{number}"));
    // Sizes differ, so that a file that is part old and part new cannot look whole.
    profile.sandbox =
        format!("{count} {}", "x".repeat(usize::try_from(count * 97 % 3000).unwrap()));
    profile
}

fn pair_with_count(number: u64, count: u64) -> KeyPair {
    let long = "A".repeat(usize::try_from(count * 89 % 3000).unwrap());
    KeyPair {
        created_at: Timestamp(i64::try_from(count).unwrap()),
        certificate: Some(long),
        ..key_pair(number, &format!("pair {number}"))
    }
}

fn count_of(sandbox: &str) -> u64 {
    sandbox.split(' ').next().unwrap().parse().unwrap()
}

fn secret_id(number: u64) -> SecretId {
    SecretId::secret(profile_id(number).as_str())
}

fn secret(number: u64, count: u64) -> Secret<Vec<u8>> {
    Secret::new(with_count(number, count).sandbox.into_bytes())
}

fn count_in(secret: &[u8]) -> u64 {
    count_of(str::from_utf8(secret).unwrap())
}

/// Marsaglia's xorshift: enough to spread the kills, and repeatable from its seed.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}
