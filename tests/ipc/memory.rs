//! What the shell and the engine leave in memory once the window was locked: none of two hundred client secrets that were
//! read from a file, stored, and read again. The parent makes the file; the child is this program again, which gets the
//! secrets from it alone. The parent reads the child's memory, first while the vault is open, when it has to find them.

use crate::window::{PASSPHRASE, Window};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::hash::{BuildHasher as _, RandomState};
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

const TEST: &str = "memory::nothing_is_left_in_memory_after_a_lock";
const FILE: &str = "MUDBRICK_TEST_CANARIES";
const CANARIES: usize = 200;

#[test]
fn nothing_is_left_in_memory_after_a_lock() {
    if let Some(file) = std::env::var_os(FILE) {
        return child(Path::new(&file));
    }
    let folder = tempfile::tempdir().unwrap();
    let canaries: Vec<String> = (0..CANARIES).map(canary).collect();
    let file = folder.path().join("console.json");
    File::create(&file).unwrap().write_all(console(&canaries).as_bytes()).unwrap();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", TEST, "--nocapture"])
        .env(FILE, &file)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut wait_for = |wanted: &str| {
        let found = said.by_ref().map_while(Result::ok).any(|line| line.ends_with(wanted));
        assert!(found, "the child never says {wanted}");
    };
    wait_for("mudbrick is open");
    assert_eq!(found_in(child.id(), &canaries).len(), CANARIES, "the search finds what is there");
    writeln!(child.stdin.as_ref().unwrap(), "lock").unwrap();
    wait_for("mudbrick is locked");
    let left = found_in(child.id(), &canaries);
    assert_eq!(left.len(), 0, "left in memory");
    writeln!(child.stdin.as_ref().unwrap(), "end").unwrap();
    assert!(child.wait().unwrap().success());
}

/// Reads the file, stores what is in it, reads it again, and locks when it is told to.
fn child(file: &Path) {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("home");
    let window = Window::at(home, &path, Some(PASSPHRASE));
    let read = || {
        window.dialogs.will_open(&[file.to_owned()]);
        window.ask("import_open", json!({}))
    };
    let view = read();
    let profiles = view["profiles"].as_array().unwrap().iter();
    let profiles: Vec<Value> = profiles
        .map(|found| json!({ "index": found["index"], "draft": found["draft"], "into": "new" }))
        .collect();
    assert_eq!(profiles.len(), CANARIES);
    let choice = json!({ "profiles": profiles, "keys": [], "requests": false });
    window.ask("import_apply", json!({ "id": view["id"], "choice": choice }));
    read();
    say("mudbrick is open");
    window.ask("vault_lock", json!({}));
    say("mudbrick is locked");
}

/// Says something and waits for an answer.
fn say(text: &str) {
    println!("{text}");
    std::io::stdin().read_line(&mut String::new()).unwrap();
}

fn canary(number: usize) -> String {
    format!(
        "p8e-{:016x}{:016x}",
        RandomState::new().hash_one(number),
        RandomState::new().hash_one(number)
    )
}

/// A project with a credential for each secret.
fn console(secrets: &[String]) -> String {
    let credential = |(number, secret): (usize, &String)| {
        json!({ "id": number.to_string(), "name": format!("Credential {number}"),
            "integration_type": "oauth_server_to_server",
            "oauth_server_to_server": { "client_id": format!("{number:032x}"),
                "client_secrets": [secret], "scopes": ["openid", "AdobeID"] } })
    };
    let credentials: Vec<Value> = secrets.iter().enumerate().map(credential).collect();
    json!({ "project": { "id": "1", "name": "Many", "title": "Many",
        "org": { "id": "1", "name": "Acme", "ims_org_id": "CA4A5E1B2C3D4E5F60718293@AdobeOrg" },
        "workspace": { "id": "1", "name": "Production", "details": { "credentials": credentials } } } })
    .to_string()
}

/// Which of the texts are in the memory of a process that can be written.
fn found_in(process: u32, texts: &[String]) -> BTreeSet<usize> {
    let memory = File::open(format!("/proc/{process}/mem")).unwrap();
    let mut found = BTreeSet::new();
    for line in fs::read_to_string(format!("/proc/{process}/maps")).unwrap().lines() {
        let Some((range, _)) = line.split_once(" rw") else { continue };
        let (from, to) = range.split_once('-').unwrap();
        let address = |text| u64::from_str_radix(text, 16).unwrap();
        let (from, to) = (address(from), address(to));
        let mut bytes = vec![0; usize::try_from(to - from).unwrap()];
        // Such as the kernel's own pages.
        if memory.read_exact_at(&mut bytes, from).is_err() {
            continue;
        }
        // All begin alike, so that one pass finds where to look.
        for at in
            bytes.windows(4).enumerate().filter(|(_, four)| *four == b"p8e-").map(|(at, _)| at)
        {
            let hit = texts.iter().position(|text| bytes[at..].starts_with(text.as_bytes()));
            found.extend(hit);
        }
    }
    found
}
