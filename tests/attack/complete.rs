//! Complete or said: damaged records in backups, kits and listings.

use crate::new_home;
use mudbrick_engine::view::{ProfileDraft, Selection, Unreadable};
use mudbrick_engine::{Engine, EngineOptions, JobKind, Secret};
use mudbrick_store::Home as Place;
use mudbrick_testkit::{CLIENT, Home, ORG, text};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

const PASSPHRASE: &str = "of the backup";

/// The program's home folder, with two profiles, a key pair, a request and a subject template. Made in this process, with
/// little work for its passphrase.
fn filled(home: &Home) -> PathBuf {
    let place = home.path().join("home");
    let engine = engine(&place);
    for (name, secret) in [("Places", "p8e-places"), ("Campaign", "p8e-campaign")] {
        let draft = ProfileDraft {
            organization: "Acme".to_owned(),
            org_id: ORG.to_owned(),
            client_id: CLIENT.to_owned(),
            scopes: "openid, AdobeID".to_owned(),
            ..ProfileDraft::new(name)
        };
        engine.profiles().create(&draft, Some(Secret::new(secret.to_owned()))).unwrap();
    }
    home.ok(&["key", "new", "signing"]);
    fs::create_dir_all(place.join("requests/acme")).unwrap();
    fs::write(place.join("requests/acme/List.http"), "GET https://api-places.adobe.io/x\n")
        .unwrap();
    fs::write(home.path().join("pass"), PASSPHRASE).unwrap();
    place
}

fn engine(place: &Path) -> Engine {
    let passphrase = Some(Secret::new("correct horse".to_owned()));
    let options = EngineOptions { passphrase, work_factor: Some(1), ..EngineOptions::default() };
    Engine::open(Place::at(place), options)
}

fn backup(home: &Home, more: &[&str]) -> Output {
    let (out, file) = (home.path().join("all.age"), home.path().join("pass"));
    let mut arguments = vec!["backup", "--out", out.to_str().unwrap()];
    arguments.extend(["--backup-passphrase-file", file.to_str().unwrap()]);
    arguments.extend(more);
    home.run(&arguments)
}

fn said(output: &Output) -> String {
    text(&output.stdout) + &text(&output.stderr)
}

fn the_file_in(folder: &Path) -> PathBuf {
    let mut files = fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path());
    files.find(|path| path.is_file()).unwrap()
}

/// Damages one file of each kind, and gives the words for each.
fn spoil(place: &Path) -> [&'static str; 5] {
    fs::write(place.join("profiles/acme-campaign.toml"), "version = 1\nname = ").unwrap();
    fs::write(the_file_in(&place.join("keys")), "version = 1\nid = 7\n").unwrap();
    let id = engine(place).profiles().find("Places").unwrap().id;
    fs::write(place.join(format!("secrets/{id}.age")), "age-encryption.org/v1\n").unwrap();
    fs::write(place.join("requests/acme/List.http"), b"GET \xff\n").unwrap();
    fs::write(place.join("subjects.toml"), "version = 1\n[[subject").unwrap();
    [
        "the profile file acme-campaign.toml",
        "the key pair file signing.toml",
        "the client secret of Acme · Places",
        "the request acme/List",
        "the subject templates",
    ]
}

#[test]
fn a_backup_names_everything_that_cannot_be_read_and_is_not_written() {
    let home = new_home();
    let place = filled(&home);
    let names = spoil(&place);
    let refused = backup(&home, &[]);
    let words = said(&refused);
    println!("{words}");
    assert_eq!(refused.status.code(), Some(1), "{words}");
    assert!(names.iter().all(|name| words.contains(name)), "{words}");
    assert!(words.contains("--skip-damaged") && !home.path().join("all.age").exists(), "{words}");

    let without = backup(&home, &["--skip-damaged"]);
    let words = said(&without);
    println!("{words}");
    assert_eq!(without.status.code(), Some(1), "{words}");
    assert!(names.iter().all(|name| words.contains(name)), "{words}");
    assert!(words.contains("1 profile in "), "{words}");

    // Whoever restores it is told as well.
    let other = new_home();
    let (out, file) = (home.path().join("all.age"), home.path().join("pass"));
    let restored = other.run(&[
        "import",
        "--yes",
        "--key-passphrase-file",
        file.to_str().unwrap(),
        out.to_str().unwrap(),
    ]);
    let words = said(&restored);
    println!("{words}");
    assert!(names.iter().all(|name| words.contains(name)), "{words}");
}

#[test]
fn a_secret_that_belongs_to_nobody_and_a_key_that_is_gone_are_noticed() {
    let home = new_home();
    let place = filled(&home);
    let whole = fs::read_to_string(place.join("profiles/acme-places.toml")).unwrap();
    // One digit of the identifier: the file is as good as before, and its secret is another's.
    let id = engine(&place).profiles().find("Places").unwrap().id.to_string();
    let other = format!("{}{}", if id.starts_with('0') { "1" } else { "0" }, &id[1..]);
    fs::write(place.join("profiles/acme-places.toml"), whole.replace(&id, &other)).unwrap();
    let refused = backup(&home, &[]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(said(&refused).contains(&format!("secrets/{id}.age")), "{}", said(&refused));
    fs::write(place.join("profiles/acme-places.toml"), whole).unwrap();
    let done = backup(&home, &[]);
    assert!(done.status.success(), "{}", said(&done));
    let words = said(&done);
    assert!(
        words.contains("2 profiles, 2 client secrets, 1 key, 1 private key and 1 request"),
        "{words}"
    );
}

/// Nothing is damaged here, and it is not whole.
#[test]
fn what_is_missing_stops_a_backup_as_damage_does() {
    let home = new_home();
    let place = filled(&home);
    let refused = |why: &str| {
        let output = backup(&home, &[]);
        let words = said(&output);
        assert_eq!(output.status.code(), Some(1), "{words}");
        assert!(words.contains(why), "{words}");
    };
    // The secret is gone, and its earlier state is there.
    let newer = home.run_with_input(&["profile", "edit", "Places", "--secret-file", "-"], "p8e-b");
    assert!(newer.status.success(), "{}", said(&newer));
    let id = engine(&place).profiles().find("Places").unwrap().id;
    let secret = place.join(format!("secrets/{id}.age"));
    let away = home.path().join("away");
    fs::rename(&secret, &away).unwrap();
    refused("the client secret of Acme · Places");
    fs::rename(&away, &secret).unwrap();
    // A profile that no form would take back.
    let file = place.join("profiles/acme-places.toml");
    let whole = fs::read_to_string(&file).unwrap();
    let long = format!("name = \"{}\"", "x".repeat(70));
    fs::write(&file, whole.replacen("name = \"Places\"", &long, 1)).unwrap();
    refused("the profile Acme · xxx");
    fs::write(&file, whole).unwrap();
    // A file that no request can be called by.
    let misnamed = place.join("requests/acme/bad .http");
    fs::write(&misnamed, "GET https://x.io\n").unwrap();
    refused("the request file bad .http");
    fs::remove_file(misnamed).unwrap();
    let done = backup(&home, &[]);
    assert!(done.status.success(), "{}", said(&done));
}

#[test]
fn a_profile_without_the_key_that_it_signs_with_is_not_whole() {
    let home = new_home();
    let place = filled(&home);
    let mut arguments = vec!["profile", "add", "Signed", "--org-id", ORG, "--client-id", CLIENT];
    arguments.extend(["--grant", "jwt", "--key", "signing", "--scopes", "ent_campaign_sdk"]);
    arguments.extend(["--technical-account-id", "0123456789ABCDEF01234567@techacct.adobe.com"]);
    home.ok(&arguments);
    let done = backup(&home, &[]);
    assert!(done.status.success(), "{}", said(&done));
    fs::remove_file(home.path().join("all.age")).unwrap();
    fs::remove_file(the_file_in(&place.join("keys"))).unwrap();
    for arguments in [&[][..], &["Signed"]] {
        let refused = backup(&home, arguments);
        let words = said(&refused);
        assert_eq!(refused.status.code(), Some(1), "{words}");
        assert!(words.contains("the key pair that Signed signs with"), "{words}");
        assert!(!home.path().join("all.age").exists());
    }
}

/// A closed vault is no damage: nobody is to leave its secrets out.
#[test]
fn a_locked_vault_is_not_left_out() {
    let home = new_home();
    filled(&home);
    let (out, file) = (home.path().join("all.age"), home.path().join("pass"));
    let mut command = home.command(&["backup", "--skip-damaged", "--out", out.to_str().unwrap()]);
    command.args(["--backup-passphrase-file", file.to_str().unwrap()]);
    let output = command.env_remove("MUDBRICK_PASSPHRASE").output().unwrap();
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    assert!(!out.exists());
}

#[test]
fn damaged_records_are_listed_everywhere_as_damaged() {
    let home = new_home();
    let place = filled(&home);
    spoil(&place);
    let listed = home.run(&["profile", "list"]);
    assert!(text(&listed.stdout).contains("acme-campaign  DAMAGED"), "{}", said(&listed));
    let listed = home.json(&["--json", "profile", "list"]);
    assert_eq!(listed[1]["damaged"]["name"], "acme-campaign");
    assert_eq!(listed[1]["damaged"]["problem"]["code"], "damaged");
    let keys = home.run(&["key", "show"]);
    assert!(text(&keys.stdout).contains("signing  DAMAGED"), "{}", said(&keys));
    assert_eq!(home.json(&["--json", "key", "show"])[0]["damaged"]["kind"], "key_pair");
    for arguments in [
        ["profile", "show", "Campaign"],
        ["profile", "show", "Acme · Campaign"],
        ["token", "Campaign", "--renew"],
        ["header", "campaign", "--only-authorization"],
        ["vault", "history", "Campaign"],
    ] {
        let output = home.run(&arguments);
        let words = said(&output);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {words}");
        assert!(words.contains("acme-campaign.toml") && words.contains("line 2"), "{words}");
    }
    let shown = home.run(&["key", "show", "signing"]);
    assert!(said(&shown).contains("signing.toml cannot be understood"), "{}", said(&shown));
    assert_eq!(shown.status.code(), Some(1));
}

#[test]
fn kits_and_inventories_are_whole_or_say_what_is_missing() {
    let home = new_home();
    let place = filled(&home);
    spoil(&place);
    let kit = home.path().join("kit.zip");
    let arguments = ["kit", "--out", kit.to_str().unwrap()];
    let refused = home.run(&arguments);
    assert_eq!(refused.status.code(), Some(1));
    for name in ["acme-campaign.toml", "signing.toml", "acme/List"] {
        assert!(said(&refused).contains(name), "{}", said(&refused));
    }
    assert!(!kit.exists());
    let table = home.run(&["inventory"]);
    assert_eq!(table.status.code(), Some(1));
    assert!(text(&table.stdout).contains("acme-campaign,,,DAMAGED"), "{}", said(&table));
    let file = home.path().join("table.csv");
    let table = home.run(&["inventory", "--out", file.to_str().unwrap()]);
    assert_eq!(table.status.code(), Some(1));
    assert!(said(&table).contains("Left out: the profile file acme-campaign.toml"));
}

#[test]
fn a_certificate_that_cannot_be_read_is_damage_too() {
    let home = new_home();
    let place = filled(&home);
    let record = the_file_in(&place.join("keys"));
    let whole = fs::read_to_string(&record).unwrap();
    fs::write(&record, whole.replacen("MII", "MIX", 1)).unwrap();
    let shown = home.ok(&["key", "show", "signing"]);
    assert!(shown.contains("DAMAGED"), "{shown}");
    let refused = backup(&home, &[]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(said(&refused).contains("the key pair signing"), "{}", said(&refused));
}

/// As the thousand homes of the engine's own test, with the real program.
#[test]
fn twenty_homes_with_a_damaged_file_each() {
    const HOMES: usize = 20;
    let home = new_home();
    let whole = filled(&home);
    let mut files = Vec::new();
    for folder in ["profiles", "keys", "secrets", "requests/acme"] {
        files.extend(fs::read_dir(whole.join(folder)).unwrap().flatten().map(|it| it.path()));
    }
    files.retain(|path| path.is_file());
    files.sort();
    for number in 0..HOMES {
        let path = &files[number % files.len()];
        let before = fs::read(path).unwrap();
        let mut bytes = before.clone();
        match number % 3 {
            0 => bytes.truncate(bytes.len() / (2 + number)),
            1 => bytes.fill(b'='),
            _ => bytes.splice(number..number, [0xff]).for_each(drop),
        }
        fs::write(path, &bytes).unwrap();
        let output = backup(&home, &[]);
        let words = said(&output);
        let damaged = format!("home {number}, {}: {words}", path.display());
        // A request is the person's own text: what is still text is backed up as it is.
        let is_text =
            path.extension().is_some_and(|it| it == "http") && std::str::from_utf8(&bytes).is_ok();
        assert_eq!(output.status.success(), is_text, "{damaged}");
        if !is_text {
            assert!(words.contains("cannot be read: the "), "{damaged}");
        }
        let _ = fs::remove_file(home.path().join("all.age"));
        fs::write(path, before).unwrap();
    }
    let done = engine(&whole).export().backup(
        &engine(&whole).jobs().start(JobKind::Backup),
        &Selection::All,
        &Secret::new(PASSPHRASE.to_owned()),
        &home.path().join("last.age"),
        Unreadable::Refused,
    );
    assert_eq!(done.unwrap().profiles, 2);
}
