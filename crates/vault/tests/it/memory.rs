//! What is left in a process's memory once its vault was locked: nothing of 200 secrets, of the passphrase and of the key.
//!
//! The parent makes the secrets and their vault; the child is this test binary again, which gets them through the vault's
//! files alone. The parent reads the child's memory, first while the vault is open, when it has to find every one.

use aho_corasick::AhoCorasick;
use mudbrick_vault::{LockCause, Secret, SecretId, SecretText, Vault, VaultOptions, VaultState};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::hash::{BuildHasher, RandomState};
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

const TEST: &str = "memory::nothing_is_left_in_memory_after_a_lock";
const HOME: &str = "MUDBRICK_TEST_MEMORY";
const SECRETS: usize = 200;
/// Every how many-th secret is longer than one piece of an age file.
const LARGE: usize = 40;

#[test]
fn nothing_is_left_in_memory_after_a_lock() {
    if let Some(home) = std::env::var_os(HOME) {
        return child(Path::new(&home));
    }
    let home = tempfile::tempdir().unwrap();
    let passphrase = canary(0);
    let canaries: Vec<String> = (1..=SECRETS).map(canary).collect();
    let vault = Vault::open(home.path(), options());
    vault.use_passphrase(SecretText::new(passphrase.clone())).unwrap();
    for (number, canary) in canaries.iter().enumerate() {
        let text = format!("{{\"secret\":\"{canary}\"}}{}", " ".repeat(padding(number)));
        vault.save(&id(number), &Secret::new(text.into_bytes())).unwrap();
        // A generation to be opened too.
        vault.save(&id(number), &Secret::new(format!("[\"{canary}\"]").into_bytes())).unwrap();
    }
    let key = key_of(home.path(), &passphrase);

    let mut child = Started::new(home.path());
    child.say(&passphrase);
    child.wait_for("open");
    let search = Search::new(&canaries, &passphrase, &key);
    let open = search.found_in(&child);
    let is_found = |name: &str| open.iter().any(|it| it.starts_with(&format!("{name} in ")));
    let missing: Vec<_> = (0..SECRETS).filter(|n| !is_found(&format!("secret {n}"))).collect();
    assert!(missing.is_empty(), "the search has to find what is there; not found: {missing:?}");
    assert!(is_found("key, bytes"), "{open:?}");
    child.say("lock");
    child.wait_for("locked");
    let left = search.found_in(&child);
    assert!(left.is_empty(), "{} left in memory: {left:?}", left.len());
    // It opens again, so that the lock and not a failure emptied it.
    child.say(&passphrase);
    child.wait_for("open");
    assert_eq!(
        search.found_in(&child).iter().filter(|it| it.starts_with("secret")).count(),
        SECRETS
    );
    child.say("lock");
    child.wait_for("locked");
    assert_eq!(search.found_in(&child), BTreeSet::new());
}

/// Opens everything, and locks when it is told to.
fn child(home: &Path) {
    let vault = Vault::open(home, options());
    // Not through `stdin`, whose buffer would keep the passphrase: that is the test's, not the vault's.
    let mut input = File::open("/dev/stdin").unwrap();
    let say = |text: &str| {
        #[allow(clippy::disallowed_methods, reason = "it speaks to the test that started it")]
        let mut out = std::io::stdout().lock();
        writeln!(out, "\n{text}").unwrap();
        out.flush().unwrap();
    };
    while let Some(passphrase) = read_line(&mut input) {
        vault.unlock(passphrase).unwrap();
        let opened: Vec<_> = (0..SECRETS).map(|n| vault.load(&id(n)).unwrap().unwrap()).collect();
        for (number, secret) in opened.iter().enumerate() {
            // Read, written, replaced, gone back to: everything that touches the plain text.
            assert_eq!(vault.generations(&id(number)).unwrap().len(), 1);
            vault.save(&SecretId::token(&number.to_string()), secret).unwrap();
            vault.load(&SecretId::token(&number.to_string())).unwrap().unwrap();
            let generation = vault.generations(&id(number)).unwrap()[0].number;
            vault.restore(&id(number), generation).unwrap();
        }
        let again: Vec<_> = (0..SECRETS).map(|n| vault.load(&id(n)).unwrap().unwrap()).collect();
        // Last, so that no later work happens to overwrite what it leaves.
        vault.save(&SecretId::token("last"), &again[1]).unwrap();
        say("open");
        read_line(&mut input).unwrap();
        drop((opened, again));
        vault.lock(LockCause::Person);
        assert!(matches!(vault.state(), VaultState::Closed(_)));
        say("locked");
    }
}

/// A line into memory that is wiped.
fn read_line(input: &mut File) -> Option<SecretText> {
    let mut line = String::with_capacity(200);
    let mut byte = [0];
    while input.read(&mut byte).unwrap() == 1 {
        match byte[0] {
            b'\n' => return Some(SecretText::new(line)),
            byte => line.push(char::from(byte)),
        }
    }
    None
}

fn options() -> VaultOptions {
    VaultOptions { work_factor: Some(4), ..VaultOptions::default() }
}

fn id(number: usize) -> SecretId {
    SecretId::secret(&format!("{number:032x}"))
}

fn padding(number: usize) -> usize {
    if number.is_multiple_of(LARGE) { 70_000 } else { number * 7 }
}

/// Random, so that it is in no file of the program.
fn canary(number: usize) -> String {
    let random = RandomState::new();
    format!("{:016x}{:016x}", random.hash_one(number), random.hash_one((number, "more")))
}

/// The vault's key as text.
fn key_of(home: &Path, passphrase: &str) -> String {
    let identity =
        age::scrypt::Identity::new(age::secrecy::SecretString::from(passphrase.to_owned()));
    let plain = age::decrypt(&identity, &fs::read(home.join("identity.age")).unwrap()).unwrap();
    let plain = String::from_utf8(plain).unwrap();
    plain.lines().find(|line| line.starts_with("AGE-SECRET-KEY-")).unwrap().to_owned()
}

/// The 32 bytes of a key's text, which is Bech32.
fn bytes_of(key: &str) -> Vec<u8> {
    const ALPHABET: &str = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L";
    let data = key.rsplit_once('1').unwrap().1;
    let digits = data[..data.len() - 6].chars().map(|c| ALPHABET.find(c).unwrap());
    let (mut bytes, mut bits, mut have) = (Vec::new(), 0_u32, 0);
    for digit in digits {
        bits = (bits << 5 | u32::try_from(digit).unwrap()) & 0xfff;
        have += 5;
        if have >= 8 {
            have -= 8;
            bytes.push(u8::try_from(bits >> have & 0xff).unwrap());
        }
    }
    assert_eq!(bytes.len(), 32);
    bytes
}

/// Looks for either half of each, since a part of a secret is one too many.
struct Search {
    names: Vec<String>,
    automaton: AhoCorasick,
}

impl Search {
    fn new(canaries: &[String], passphrase: &str, key: &str) -> Self {
        let key_bytes = bytes_of(key);
        let named = canaries.iter().enumerate();
        let mut wanted: Vec<(String, &[u8])> =
            named.map(|(number, it)| (format!("secret {number}"), it.as_bytes())).collect();
        wanted.push(("passphrase".to_owned(), passphrase.as_bytes()));
        wanted.push(("key, text".to_owned(), &key.as_bytes()[20..]));
        wanted.push(("key, bytes".to_owned(), &key_bytes));
        let (mut names, mut patterns) = (Vec::new(), Vec::new());
        for (name, bytes) in wanted {
            for half in bytes.chunks(bytes.len().div_ceil(2)) {
                names.push(name.clone());
                patterns.push(half.to_vec());
            }
        }
        Self { names, automaton: AhoCorasick::new(patterns).unwrap() }
    }

    fn found_in(&self, child: &Started) -> BTreeSet<String> {
        let pid = child.process.id();
        let maps = fs::read_to_string(format!("/proc/{pid}/maps")).unwrap();
        let memory = File::open(format!("/proc/{pid}/mem")).unwrap();
        let mut found = BTreeSet::new();
        let mut read = 0;
        for line in maps.lines() {
            let mut fields = line.split_whitespace();
            let (range, rights) = (fields.next().unwrap(), fields.next().unwrap());
            let place = fields.nth(3).unwrap_or("anonymous");
            if !rights.starts_with("rw") {
                continue;
            }
            let (from, to) = range.split_once('-').unwrap();
            let address = |text| u64::from_str_radix(text, 16).unwrap();
            let (from, to) = (address(from), address(to));
            let mut bytes = vec![0; usize::try_from(to - from).unwrap()];
            // Such as the kernel's own pages.
            if memory.read_exact_at(&mut bytes, from).is_err() {
                continue;
            }
            read += bytes.len();
            for hit in self.automaton.find_iter(&bytes) {
                let name = &self.names[hit.pattern().as_usize()];
                // With the place, so that a failure tells what to look at.
                found.insert(format!("{name} in {place}"));
            }
        }
        assert!(read > 500_000, "the memory was read: {read} bytes");
        found
    }
}

struct Started {
    process: Child,
    lines: std::io::Lines<BufReader<ChildStdout>>,
}

impl Started {
    fn new(home: &Path) -> Self {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args([TEST, "--exact", "--nocapture", "--test-threads=1"])
            .env(HOME, home)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        Self { process, lines }
    }

    fn say(&mut self, line: &str) {
        writeln!(self.process.stdin.as_mut().unwrap(), "{line}").unwrap();
    }

    fn wait_for(&mut self, wanted: &str) {
        assert!(self.lines.any(|line| line.unwrap() == wanted), "the child ended before {wanted}");
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}
