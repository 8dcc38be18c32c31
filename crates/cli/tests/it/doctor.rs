//! What the doctor says of homes and computers in trouble, what the log keeps, and what leaves with it.

use crate::{bare_home, new_home};
use mudbrick_testkit::{Home, secret, text};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

fn place(home: &Home) -> PathBuf {
    home.path().join("home")
}

fn log(home: &Home) -> String {
    fs::read_to_string(place(home).join("diagnostics.log")).unwrap_or_default()
}

/// Every file below a folder, without locks, which hold nothing, and fingerprints, which every look brings up to date.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        match entry.file_type().unwrap().is_dir() {
            true if entry.file_name() == "locks" => {}
            false if entry.file_name() == "fingerprints.age" => {}
            true => found.extend(files(&entry.path())),
            false => drop(found.insert(entry.path(), fs::read(entry.path()).unwrap())),
        }
    }
    found
}

fn examined(home: &Home) -> (Value, Option<i32>) {
    let output = home.run(&["doctor", "--json"]);
    (serde_json::from_slice(&output.stdout).unwrap(), output.status.code())
}

/// The sentences about one kind of thing, each with its grade.
fn said(found: &Value, kind: &str) -> Vec<String> {
    let all = found["findings"].as_array().unwrap().iter();
    all.filter(|finding| finding["kind"] == kind)
        .map(|it| {
            format!("{}: {}", it["grade"].as_str().unwrap(), it["sentence"].as_str().unwrap())
        })
        .collect()
}

fn with_passphrase(home: &Home, passphrase: &str, arguments: &[&str]) -> Output {
    home.command(arguments).env("MUDBRICK_PASSPHRASE", passphrase).output().unwrap()
}

#[test]
fn a_home_that_is_well_is_said_to_be_and_left_as_it_is() {
    let home = new_home();
    home.add_places();
    home.ok(&["token", "Places"]);
    let before = files(&place(&home));
    let words = home.ok(&["doctor"]);
    assert!(words.ends_with("\nAll is well.\n") && !words.contains("WRONG"), "{words}");
    assert!(words.contains("ok     1 profile can be read."), "{words}");
    assert!(words.contains("ok     The vault is open. A passphrase keeps its key."), "{words}");
    assert!(files(&place(&home)) == before, "a file is another");
}

#[test]
fn a_computer_without_a_keyring_is_told_before_the_first_secret() {
    let home = bare_home();
    let mut command = home.command(&["doctor"]);
    command.env_remove("MUDBRICK_PASSPHRASE").env_remove("XDG_RUNTIME_DIR").env_remove("DISPLAY");
    let output = command.output().unwrap();
    let words = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{words}");
    assert!(words.contains("WRONG  There is no vault yet"), "{words}");
    assert!(words.contains("has no keyring") && words.contains("MUDBRICK_PASSPHRASE"), "{words}");
    assert!(!place(&home).exists(), "looking makes no home");
    assert_eq!(home.run(&["doctor"]).status.code(), Some(0), "a passphrase will do");
}

#[test]
fn a_vault_that_is_locked_asks_nobody_and_one_that_should_open_is_wrong() {
    let home = new_home();
    home.add_places();
    let found = |passphrase: &str| {
        let output = with_passphrase(&home, passphrase, &["doctor", "--json"]);
        let found: Value = serde_json::from_slice(&output.stdout).unwrap();
        (said(&found, "vault")[0].clone(), output.status.code())
    };
    let (none, code) = found("");
    assert!(none.starts_with("note: ") && code == Some(0), "{none}");
    let (wrong, code) = found("wrong");
    assert!(wrong.starts_with("wrong: ") && code == Some(1), "{wrong}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_home_that_cannot_be_written_is_said_to_be() {
    // A place where root may not write either.
    if !Path::new("/sys/kernel").is_dir() {
        return;
    }
    let home = bare_home();
    for place in ["/sys/kernel", "/sys/kernel/mudbrick"] {
        let output = home.command(&["doctor"]).env("MUDBRICK_HOME", place).output().unwrap();
        let words = text(&output.stdout);
        assert_eq!(output.status.code(), Some(1), "{words}");
        let expected = format!("WRONG  The home folder {place} cannot be written.");
        assert!(words.contains(&expected) && words.contains("MUDBRICK_HOME"), "{words}");
    }
}

#[test]
fn everything_that_is_damaged_is_named_and_left_alone() {
    let home = new_home();
    home.add_places();
    let below = |name: &str| place(&home).join(name);
    fs::create_dir_all(below("keys")).unwrap();
    fs::create_dir_all(below("requests")).unwrap();
    fs::write(below("profiles/torn.toml"), "version = ").unwrap();
    fs::write(below("keys/bent.toml"), "nothing").unwrap();
    fs::write(below("requests/a file in the way"), "").unwrap();
    fs::write(below("history.db"), "no database").unwrap();
    for entry in fs::read_dir(below("secrets")).unwrap().flatten() {
        if entry.path().extension().is_some_and(|end| end == "age") {
            fs::write(entry.path(), "age-encryption.org/v1\n-> X25519 x\n").unwrap();
        }
    }
    // As if the secret had never been read.
    let _ = fs::remove_file(below("fingerprints.age"));
    let before = files(&place(&home));
    let (found, code) = examined(&home);
    assert_eq!(code, Some(1));
    let damaged = said(&found, "damaged").join("\n");
    for name in ["torn", "bent", "The client secret of Acme · Places"] {
        assert!(damaged.contains(name), "{name}: {damaged}");
    }
    assert!(said(&found, "history")[0].starts_with("wrong: "), "{found:#}");
    assert_eq!(said(&found, "profiles"), ["well: 1 profile can be read."]);
    assert!(files(&place(&home)) == before, "a file is another");
}

#[test]
fn a_proxy_is_named_without_its_password() {
    let home = bare_home();
    let run = |value: &str| {
        let mut command = home.command(&["doctor"]);
        command.env("HTTPS_PROXY", value).env_remove("https_proxy").output().unwrap()
    };
    let used = run("http://me:hunter2@proxy.example:3128");
    let words = text(&used.stdout);
    assert!(words.contains("ok     HTTPS_PROXY names the proxy proxy.example:3128."), "{words}");
    let refused = run("socks5://me:hunter2@proxy.example");
    assert_eq!(refused.status.code(), Some(1));
    for output in [used, refused] {
        assert!(!text(&output.stdout).contains("hunter2"));
    }
}

#[test]
fn the_log_tells_of_calls_and_of_no_secret() {
    let home = new_home();
    home.add_places();
    let token = home.ok(&["token", "Places", "--renew"]);
    let url = "https://api-places.adobe.io/places/path?query=canary";
    home.run(&["send", "Places", url, "-H", "x-canary: canary"]);
    let lines = log(&home);
    let line = |words: &str| lines.lines().find(|line| line.contains(words)).unwrap_or_default();
    assert!(line("token got").contains(" host=ims-na1.adobelogin.com "), "{lines}");
    let answered = line("answered");
    assert!(answered.contains(" host=api-places.adobe.io method=GET status="), "{lines}");
    for hidden in [token.trim(), &secret(), "canary", "/places", "Bearer"] {
        assert!(!lines.contains(hidden), "{hidden}: {lines}");
    }
}

#[test]
fn a_cached_token_tells_nothing_and_a_log_in_trouble_stops_nobody() {
    let home = new_home();
    home.add_places();
    home.ok(&["token", "Places"]);
    let path = place(&home).join("diagnostics.log");
    fs::remove_file(&path).unwrap();
    home.ok(&["token", "Places"]);
    assert!(!path.exists(), "{}", log(&home));
    fs::create_dir(&path).unwrap();
    home.ok(&["token", "Places", "--renew"]);
}

#[test]
fn diagnostics_are_saved_whole_or_without_what_nobody_can_look_through() {
    let home = new_home();
    home.add_places();
    let token = home.ok(&["token", "Places"]);
    let file = home.path().join("diagnostics.json");
    let save = ["doctor", "--save", file.to_str().unwrap()];
    let read = || -> Value { serde_json::from_slice(&fs::read(&file).unwrap()).unwrap() };
    home.ok(&save);
    let whole = read();
    let lines = whole["log"].as_array().unwrap();
    assert!(lines.iter().any(|it| it.as_str().unwrap().contains("token got")), "{whole:#}");
    assert_eq!(said(&whole["found"], "profiles"), ["well: 1 profile can be read."]);
    assert!(!whole.to_string().contains(token.trim()) && !whole.to_string().contains(&secret()));
    assert_eq!(home.run(&save).status.code(), Some(1), "it is there already");
    let again = [&save[..], &["--force"]].concat();
    let locked = with_passphrase(&home, "wrong", &again);
    assert_eq!(locked.status.code(), Some(1));
    assert!(text(&locked.stderr).contains("were left out"), "{}", text(&locked.stderr));
    let bare = read();
    assert!(bare["log"].is_null(), "{bare:#}");
    let findings = bare["found"]["findings"].as_array().unwrap();
    assert!(findings.len() > 5 && findings.iter().all(|it| it["sentence"].is_null()), "{bare:#}");
}

#[test]
fn diagnostics_with_a_secret_in_them_are_not_saved() {
    let home = new_home();
    home.add_places();
    // A damaged record is named by its file.
    fs::write(place(&home).join("profiles").join(format!("{}.toml", secret())), "x").unwrap();
    let file = home.path().join("diagnostics.json");
    let output = home.run(&["doctor", "--save", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("The client secret of Acme · Places would be in"));
    assert!(!file.exists());
}
