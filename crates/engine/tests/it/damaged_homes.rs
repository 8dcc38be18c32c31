//! A thousand homes with random damage: a backup either fails and writes nothing, or it restores to exactly what was there.

use crate::import::apply;
use mudbrick_engine::view::{
    KeyPairDraft, ProfileDraft, SecretKind, Selection, SubjectTemplate, Unreadable,
};
use mudbrick_engine::{ClientSecrets, Engine, EngineOptions, JobKind, Secret, SecretText};
use mudbrick_model::{Grant, Header, KeyId, Method, Request, RequestPath, SystemClock};
use mudbrick_store::{Home, Profiles};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tempfile::TempDir;

const HOMES: u64 = 1_000;
/// What can be damaged.
const PLACES: [&str; 4] = ["profiles", "keys", "secrets", "requests"];

fn open(home: &Path) -> Engine {
    let passphrase = Some(Secret::new("correct horse".to_owned()));
    let options = EngineOptions { passphrase, work_factor: Some(1), ..EngineOptions::default() };
    Engine::open(Home::at(home), options)
}

/// In memory where the system has such a disk: a thousand homes are synced file by file.
fn folder() -> TempDir {
    let shared = Path::new("/dev/shm");
    if shared.is_dir() { TempDir::new_in(shared).unwrap() } else { TempDir::new().unwrap() }
}

/// Where chance comes from: the same for the same seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        // Knuth's constants; the low bits are poor.
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit.max(1)
    }
}

/// A home with everything that a backup takes along.
async fn whole_home(home: &Path) {
    let engine = open(home);
    let mut keys: Vec<KeyId> = Vec::new();
    for name in ["signing", "spare"] {
        let draft = KeyPairDraft { name: name.into(), ..crate::keys::draft(name) };
        keys.push(
            engine
                .keys()
                .generate(&engine.jobs().start(JobKind::KeyPair), draft, None, |_| ())
                .await
                .unwrap()
                .id,
        );
    }
    for number in 0..5_u8 {
        let jwt = number == 4;
        let draft = ProfileDraft {
            organization: format!("Acme {}", number % 2),
            org_id: format!("{:024X}@AdobeOrg", 0xAC3E_0000 + u64::from(number)),
            client_id: format!("{:032x}", 0xC11E_0000 + u64::from(number)),
            grant: if jwt { Grant::Jwt } else { Grant::OauthServerToServer },
            scopes: if jwt { "ent_campaign_sdk" } else { "openid, AdobeID" }.to_owned(),
            technical_account_id: if jwt {
                format!("{:024X}@techacct.adobe.com", 7)
            } else {
                String::new()
            },
            key: jwt.then(|| keys[0].clone()),
            variables: BTreeMap::from([("LIBRARY".to_owned(), format!("number {number}"))]),
            ..ProfileDraft::new(&format!("Places {number}"))
        };
        let secrets = ClientSecrets {
            first: Some(secret(&format!("p8e-first-{number}"))),
            second: (number == 1).then(|| secret("p8e-second")),
        };
        let view = engine.profiles().create(&draft, secrets).unwrap();
        if number == 2 {
            // One has an earlier state.
            let newer = Some(secret("p8e-newer"));
            engine.profiles().update(&view.summary.id, &view.revision, &draft, newer).unwrap();
        }
    }
    for path in ["ping", "acme/List", "acme/deep/Grüße"] {
        let request = Request {
            name: path.to_owned(),
            method: Method::Get,
            url: "https://api-places.adobe.io/libraries".into(),
            headers: vec![Header::new("x-note", "ä")],
            body: None,
        };
        engine.requests().save(&RequestPath::parse(path).unwrap(), &request, None).unwrap();
    }
    let draft = KeyPairDraft { name: String::new(), ..crate::keys::draft("x") };
    engine.keys().save_template(&SubjectTemplate { name: "Acme".to_owned(), draft }).unwrap();
}

fn secret(text: &str) -> SecretText {
    Secret::new(text.to_owned())
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let (path, place) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &place);
        } else {
            fs::copy(&path, &place).unwrap();
        }
    }
}

/// Every file of these places, sorted.
fn files_of(home: &Path) -> Vec<PathBuf> {
    fn below(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() { below(&path, found) } else { found.push(path) }
        }
    }
    let mut found = vec![home.join("subjects.toml")];
    for place in PLACES {
        below(&home.join(place), &mut found);
    }
    // What was taken away by the damage before is not there to be damaged again.
    found.retain(|path| path.is_file());
    found.sort();
    found
}

/// Damages a random file in a random way, and says how.
fn damage(home: &Path, dice: &mut Dice) -> String {
    let files = files_of(home);
    let path = &files[dice.below(files.len())];
    let mut bytes = fs::read(path).unwrap_or_default();
    let at = dice.below(bytes.len());
    let how = match dice.below(9) {
        0 => {
            bytes.truncate(at);
            "cut off"
        }
        1 if !bytes.is_empty() => {
            bytes[at] ^= 1 << dice.below(8);
            "one bit"
        }
        2 => {
            let other = &files[dice.below(files.len())];
            let theirs = fs::read(other).unwrap_or_default();
            fs::write(other, &bytes).unwrap();
            bytes = theirs;
            "changed places"
        }
        3 => {
            bytes.splice(at..at, [0xff, 0xfe]);
            "no text"
        }
        4 => {
            bytes.extend_from_slice(b"\ngarbage");
            "too long"
        }
        5 => {
            bytes.fill(0);
            "zeros"
        }
        6 => {
            fs::remove_file(path).unwrap();
            fs::create_dir(path).unwrap();
            return format!("{} is a folder", path.display());
        }
        7 => {
            fs::remove_file(path).unwrap();
            return format!("{} is gone", path.display());
        }
        8 => {
            // A copy under another name.
            let mut name = path.file_stem().unwrap().to_owned();
            name.push("-copy.");
            name.push(path.extension().unwrap());
            fs::write(path.with_file_name(name), &bytes).unwrap();
            "twice"
        }
        _ => "nothing",
    };
    fs::write(path, &bytes).unwrap();
    format!("{}: {how}", path.display())
}

/// Everything that a backup takes along, as a person sees it, by name.
fn seen(engine: &Engine, home: &Path) -> BTreeMap<String, String> {
    let mut seen = BTreeMap::new();
    let profiles = Profiles::open(&Home::at(home), Arc::new(SystemClock)).list().unwrap();
    assert!(profiles.damaged.is_empty());
    for profile in profiles.items.into_iter().map(|stored| stored.value) {
        let known = |kind| match engine.profiles().secret(&profile.id, kind) {
            Ok(answer) => answer.value.expose().clone(),
            Err(problem) => format!("{:?}", problem.code),
        };
        let secrets = [known(SecretKind::ClientSecret), known(SecretKind::SecondClientSecret)];
        seen.insert(format!("profile {}", profile.id), format!("{profile:?} {secrets:?}"));
    }
    for key in engine.keys().list().unwrap() {
        let private = engine.keys().private_key_pem(&key.id).map(|pem| pem.expose().clone());
        let certificate = engine.keys().certificate_pem(&key.id).ok();
        let text =
            format!("{} {} {:?} {certificate:?} {private:?}", key.name, key.bits, key.created_at);
        seen.insert(format!("key {}", key.id), text);
    }
    for path in files_of(home) {
        if path.extension().is_some_and(|extension| extension == "http") {
            let name = path.strip_prefix(home).unwrap().display().to_string();
            seen.insert(name, String::from_utf8(fs::read(&path).unwrap()).unwrap());
        }
    }
    let templates = engine.keys().templates().unwrap();
    seen.insert("subjects".to_owned(), format!("{templates:?}"));
    seen
}

/// How many files there are of a kind, whoever can read them.
fn entries(home: &Path, place: &str, ending: &str) -> usize {
    let entries = fs::read_dir(home.join(place)).into_iter().flatten().flatten();
    entries.filter(|entry| entry.file_name().to_string_lossy().ends_with(ending)).count()
}

/// Whether the backup of a home with random damage was written.
fn checked(whole: &Path, seed: u64) -> bool {
    let folder = folder();
    let (home, copy_of) = (folder.path().join("home"), folder.path().join("restored"));
    copy(whole, &home);
    let mut dice = Dice(seed);
    // Some are whole, to know that damage is not seen where there is none.
    let count = if seed.is_multiple_of(10) { 0 } else { 1 + dice.below(3) };
    let damage: Vec<String> = (0..count).map(|_| damage(&home, &mut dice)).collect();
    let engine = open(&home);
    let path = folder.path().join("all.age");
    let passphrase = secret("four words are enough");
    let done = match engine.export().backup(
        &engine.jobs().start(JobKind::Backup),
        &Selection::All,
        &passphrase,
        &path,
        Unreadable::Refused,
    ) {
        Err(problem) => {
            assert!(!path.exists(), "seed {seed}, {damage:?}: written all the same");
            assert!(count > 0 && problem.remedy.is_some(), "seed {seed}, {damage:?}: {problem:?}");
            return false;
        }
        Ok(done) => done,
    };
    let when = format!("seed {seed}, {damage:?}");
    assert!(done.left_out.is_empty(), "{when}");
    assert_eq!(entries(&home, "profiles", ".toml"), done.profiles as usize, "{when}");
    assert_eq!(entries(&home, "keys", ".toml"), done.keys as usize, "{when}");
    let requests = files_of(&home)
        .iter()
        .filter(|path| path.extension().is_some_and(|it| it == "http"))
        .count();
    assert_eq!(requests, done.requests as usize, "{when}");

    let restored = open(&copy_of);
    let view = restored.import().read_files(std::slice::from_ref(&path)).unwrap();
    let view = restored.import().unlock(view.id, view.locked[0].index, passphrase).unwrap();
    assert!(view.ignored.is_empty(), "{when}: {:?}", view.ignored);
    apply(&restored, &view);
    assert_eq!(seen(&restored, &copy_of), seen(&engine, &home), "{when}");
    let secrets = |home| entries(home, "secrets", ".age");
    assert_eq!(secrets(&copy_of), secrets(&home), "{when}");
    true
}

#[tokio::test(flavor = "multi_thread")]
async fn every_backup_that_is_written_restores_to_exactly_what_was_there() {
    let whole = folder();
    whole_home(whole.path()).await;
    let (next, written) = (AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed) as u64;
                    if seed >= HOMES {
                        return;
                    }
                    written.fetch_add(usize::from(checked(whole.path(), seed)), Ordering::Relaxed);
                }
            });
        }
    });
    let written = written.into_inner();
    println!(
        "{HOMES} homes with random damage: {written} backups were written and restored to what was there"
    );
    assert!(written as u64 > HOMES / 8 && (written as u64) < HOMES / 2, "{written}");
}
