//! The vault's states with their ways out, its passphrase, and earlier secrets.

use crate::{bare_home, new_home};
use mudbrick_testkit::{Home, text};
use serde_json::Value;
use std::process::Output;

fn with(home: &Home, passphrase: &str, arguments: &[&str]) -> Output {
    home.command(arguments).env("MUDBRICK_PASSPHRASE", passphrase).output().unwrap()
}

#[test]
fn status_tells_the_state_and_the_way_out() {
    let home = bare_home();
    let none = home.ok(&["vault", "status"]);
    assert!(none.starts_with("Vault        not there yet\n"), "{none}");
    assert!(!home.path().join("home").join("vault.toml").exists(), "looking makes no vault");
    home.add_places();
    let open = home.ok(&["vault", "status"]);
    assert_eq!(
        open,
        "Vault        open\nKey kept by  a passphrase\n\nSecrets can be read and written.\n"
    );
    for (passphrase, expected) in
        [("", "MUDBRICK_PASSPHRASE"), ("wrong", "not the vault's passphrase")]
    {
        let locked = with(&home, passphrase, &["vault", "status"]);
        assert_eq!(locked.status.code(), Some(3));
        let said = text(&locked.stdout);
        assert!(said.starts_with("Vault        locked\n") && said.contains(expected), "{said}");
    }
    let locked = with(&home, "wrong", &["vault", "status", "--json"]);
    let view: Value = serde_json::from_slice(&locked.stdout).unwrap();
    assert_eq!(
        (&view["state"]["kind"], &view["state"]["by"]),
        (&"locked".into(), &"passphrase".into())
    );
    assert_eq!(view["custody"], "passphrase");
    // The key is gone and nothing asks for a new one over the secrets that are there.
    std::fs::remove_file(home.path().join("home").join("identity.age")).unwrap();
    let absent = home.run(&["vault", "status"]);
    assert_eq!(absent.status.code(), Some(3));
    assert!(text(&absent.stdout).starts_with("Vault        absent\n"), "{}", text(&absent.stdout));
}

#[test]
fn the_passphrase_is_changed_by_who_knows_it() {
    let home = new_home();
    home.add_places();
    let file = home.path().join("new");
    std::fs::write(&file, "battery staple\n").unwrap();
    let change = ["vault", "change-passphrase", "--new-passphrase-file", file.to_str().unwrap()];
    let wrong = with(&home, "wrong", &change);
    assert_eq!(wrong.status.code(), Some(3), "{}", text(&wrong.stderr));
    let nobody = with(&home, "", &change);
    assert_eq!(nobody.status.code(), Some(2), "{}", text(&nobody.stderr));
    home.ok(&change);
    assert_eq!(home.run(&["token", "Places"]).status.code(), Some(3), "the old one");
    assert!(with(&home, "battery staple", &["token", "Places"]).status.success());
    let passphrase_file = ["token", "Places", "--passphrase-file", file.to_str().unwrap()];
    assert!(with(&home, "", &passphrase_file).status.success());
}

/// As Windows writes files, and with a space at the end, which counts wherever a passphrase comes from.
#[test]
fn a_passphrase_in_a_file_is_the_one_that_would_be_typed() {
    let home = new_home();
    home.add_places();
    let file = home.path().join("new");
    std::fs::write(&file, b"\xEF\xBB\xBFbattery staple \r\n").unwrap();
    home.ok(&["vault", "change-passphrase", "--new-passphrase-file", file.to_str().unwrap()]);
    assert!(with(&home, "battery staple ", &["token", "Places"]).status.success());
    assert_eq!(with(&home, "battery staple", &["token", "Places"]).status.code(), Some(3));
    let from_file = ["token", "Places", "--passphrase-file", file.to_str().unwrap()];
    assert!(with(&home, "", &from_file).status.success());
}

/// What a text editor or a shell of Windows puts before a secret is none of it: Adobe would refuse it as another one.
#[test]
fn a_secret_is_read_from_a_file_of_windows() {
    let home = new_home();
    home.add_places();
    let file = home.path().join("secret");
    let line = format!("{}\r\n", mudbrick_testkit::secret());
    let utf_16: Vec<u8> = line.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (mark, rest) in [(&b"\xEF\xBB\xBF"[..], line.as_bytes()), (b"\xFF\xFE", &utf_16)] {
        std::fs::write(&file, [mark, rest].concat()).unwrap();
        home.ok(&["profile", "edit", "Places", "--secret-file", file.to_str().unwrap()]);
        home.ok(&["token", "Places", "--renew"]);
    }
}

#[test]
fn a_keyring_that_is_not_there_is_explained() {
    let home = new_home();
    home.add_places();
    let moved = home.run(&["vault", "use-keyring"]);
    assert_eq!(moved.status.code(), Some(3), "{}", text(&moved.stderr));
    assert!(text(&moved.stderr).contains("keyring"), "{}", text(&moved.stderr));
    home.ok(&["token", "Places"]);
}

#[test]
fn locking_leaves_a_note_for_the_windows() {
    let home = new_home();
    home.add_places();
    home.ok(&["vault", "lock"]);
    assert!(home.path().join("home").join("lock-request").exists());
}

#[test]
fn an_earlier_secret_is_listed_and_brought_back() {
    let home = new_home();
    home.add_places();
    assert_eq!(home.ok(&["vault", "history", "Places"]), "No earlier states.\n");
    let output =
        home.run_with_input(&["profile", "edit", "Places", "--secret-file", "-"], "p8e-wrong");
    assert!(output.status.success());
    assert_eq!(home.run(&["token", "Places"]).status.code(), Some(1));
    let earlier = home.json(&["vault", "history", "Places", "--json"]);
    let number = earlier[0]["number"].to_string();
    home.ok(&["vault", "restore", "Places", &number]);
    home.ok(&["token", "Places"]);
    let gone = home.run(&["vault", "restore", "Places", "99"]);
    assert!(text(&gone.stderr).contains("no earlier state 99"), "{}", text(&gone.stderr));
}

#[test]
fn a_second_secret_is_tried_when_the_first_is_refused() {
    let home = new_home();
    home.add_places();
    let file = home.path().join("wrong");
    std::fs::write(&file, "p8e-wrong").unwrap();
    let wrong = file.to_str().unwrap();
    let edit = ["profile", "edit", "Places", "--secret-file", wrong, "--second-secret-file", "-"];
    let output = home.run_with_input(&edit, &mudbrick_testkit::secret());
    assert!(output.status.success(), "{}", text(&output.stderr));
    home.ok(&["token", "Places"]);
}

/// A key of nobody, as `age-keygen` writes one.
const AGE_KEY: &str = "AGE-SECRET-KEY-1GQ9778VQXMMJVE8SK7J6VT8UJ4HDQAJUVSFCWCM02D8GEWQ72PVQ2Y5J33";

/// Without a passphrase, and with something else in the environment.
fn given(home: &Home, arguments: &[&str], name: &str, value: &str) -> Output {
    let mut command = home.command(arguments);
    command.env_remove("MUDBRICK_PASSPHRASE").env(name, value).output().unwrap()
}

fn locked(output: &Output) -> bool {
    output.status.code() == Some(3) && output.stdout.is_empty()
}

#[test]
fn a_key_that_is_given_makes_a_vault_and_opens_it_from_wherever_it_is() {
    let home = bare_home();
    let secret = home.path().join("secret");
    std::fs::write(&secret, mudbrick_testkit::secret()).unwrap();
    let add = [
        "profile",
        "add",
        "Places",
        "--org-id",
        mudbrick_testkit::ORG,
        "--client-id",
        mudbrick_testkit::CLIENT,
        "--scopes",
        "openid",
        "--adobe",
        "practice",
        "--secret-file",
        secret.to_str().unwrap(),
    ];
    let added = given(&home, &add, "MUDBRICK_AGE_KEY", AGE_KEY);
    assert!(added.status.success(), "{}", text(&added.stderr));
    assert!(!home.path().join("home/identity.age").exists(), "nobody else keeps it");
    let file = home.path().join("key.txt");
    std::fs::write(&file, format!("# a key\n{AGE_KEY}\n")).unwrap();
    let file = file.to_str().unwrap();
    let command = format!("cat '{file}'");
    let token = ["token", "Places"];
    let first = text(&given(&home, &token, "MUDBRICK_AGE_KEY", AGE_KEY).stdout);
    assert!(first.starts_with("eyJ"), "{first}");
    for (name, value) in [("MUDBRICK_AGE_KEY_FILE", file), ("MUDBRICK_AGE_KEY_CMD", &*command)] {
        let output = given(&home, &token, name, value);
        assert_eq!(text(&output.stdout), first, "{name}: {}", text(&output.stderr));
    }
    let status = given(&home, &["vault", "status"], "MUDBRICK_AGE_KEY", AGE_KEY);
    assert!(text(&status.stdout).contains("Key kept by  you"), "{}", text(&status.stdout));

    for (name, value) in [
        ("NOTHING", ""),
        ("MUDBRICK_AGE_KEY", "AGE-SECRET-KEY-1WRONG"),
        ("MUDBRICK_AGE_KEY_FILE", "/nowhere"),
        ("MUDBRICK_AGE_KEY_CMD", "echo no key; exit 1"),
    ] {
        let output = given(&home, &token, name, value);
        assert!(locked(&output), "{name}: {}", text(&output.stderr));
        assert!(text(&output.stderr).contains("MUDBRICK_AGE_KEY"), "{}", text(&output.stderr));
        assert!(!text(&output.stderr).contains("1WRONG"), "{}", text(&output.stderr));
    }
    // It can be given to somebody else to keep, and back.
    let new = home.path().join("new");
    std::fs::write(&new, "battery staple").unwrap();
    let moving = ["vault", "use-passphrase", "--new-passphrase-file", new.to_str().unwrap()];
    let moved = given(&home, &moving, "MUDBRICK_AGE_KEY", AGE_KEY);
    assert!(moved.status.success(), "{}", text(&moved.stderr));
    assert_eq!(text(&with(&home, "battery staple", &token).stdout), first);
    let both = given(&home, &token, "MUDBRICK_AGE_KEY", AGE_KEY);
    assert_eq!(text(&both.stdout), first, "it is still the vault's key");
}

#[test]
fn a_key_of_another_vault_opens_nothing() {
    let home = new_home();
    home.add_places();
    let output = given(&home, &["token", "Places"], "MUDBRICK_AGE_KEY", AGE_KEY);
    assert!(locked(&output), "{}", text(&output.stderr));
    assert!(
        text(&output.stderr).contains("does not give this vault's key"),
        "{}",
        text(&output.stderr)
    );
}

/// The kernel keeps the key, and forgets it by itself.
#[cfg(target_os = "linux")]
#[test]
fn a_vault_is_open_for_a_while_and_until_it_is_locked() {
    let home = new_home();
    home.add_places();
    let token = || given(&home, &["token", "Places"], "NOTHING", "");
    assert!(locked(&token()));
    let without = given(&home, &["vault", "unlock", "--for", "1h"], "NOTHING", "");
    assert!(locked(&without), "who cannot open it keeps it open for nobody");
    let said = home.ok(&["vault", "unlock", "--for", "8h"]);
    assert!(said.contains("8 h"), "{said}");
    assert!(token().status.success(), "{}", text(&token().stderr));
    let wrong = with(&home, "wrong", &["token", "Places"]);
    assert!(locked(&wrong), "a passphrase that is given has to be right");
    let other = new_home();
    other.add_places();
    let others = given(&other, &["token", "Places"], "NOTHING", "");
    assert!(locked(&others), "it is this vault's alone");
    given(&home, &["vault", "lock"], "NOTHING", "");
    assert!(locked(&token()));

    home.ok(&["vault", "unlock", "--for", "1s"]);
    // Each look is a process of its own.
    assert!((0..2_000).any(|_| locked(&token())), "the time is over");
    let none = home.run(&["vault", "unlock", "--for", "0"]);
    assert_eq!(none.status.code(), Some(2));
}
