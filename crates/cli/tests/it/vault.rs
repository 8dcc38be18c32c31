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
