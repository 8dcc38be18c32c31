//! A scan that cannot look says no: kits and exports know every secret that the vault still has, or are not written.

use crate::credentials::{damage, hex, run_locked};
use crate::new_home;
use mudbrick_testkit::{Home, ORG, secret, text};
use std::path::{Path, PathBuf};

/// A home whose profile `Other` has a variable that holds the secret of `Acme · Places`, in a way that looks like nothing.
fn with_a_literal_secret() -> Home {
    let home = new_home();
    home.add_places();
    let note = format!("NOTE=see {}", hex(&secret()));
    let add = ["profile", "add", "Other", "--org-id", ORG, "--client-id"];
    let rest = ["0123456789abcdef0123456789abcdef", "--scopes", "openid", "--var", &note];
    home.ok(&[&add[..], &rest[..]].concat());
    home
}

/// The only file of its kind in a folder of the home.
fn only_file(home: &Home, folder: &str) -> PathBuf {
    let entries = std::fs::read_dir(home.path().join("home").join(folder)).unwrap().flatten();
    let mut files = entries.map(|entry| entry.path()).filter(|path| path.is_file());
    let first = files.next().unwrap();
    assert_eq!(files.next(), None);
    first
}

fn is_written(path: &Path) -> bool {
    path.exists()
}

/// Nothing that leaves is written, and why is said.
fn nothing_leaves(home: &Home, why: &str) {
    let out = home.path().join("out");
    let zip = home.path().join("out.zip");
    for arguments in [
        &["kit", "--out", out.to_str().unwrap()][..],
        &["kit", "Other", "--out", zip.to_str().unwrap()],
        &["export", "Other", "--as", "postman", "--out", out.to_str().unwrap()],
        &["export", "Other", "--as", "postman"],
    ] {
        let output = home.run(arguments);
        let said = text(&output.stderr);
        assert!(!output.status.success(), "{arguments:?}: {said}");
        assert!(said.contains(why), "{arguments:?}: {said}");
        assert_eq!(text(&output.stdout), "", "{arguments:?}");
        assert!(!is_written(&out) && !is_written(&zip), "{arguments:?}");
    }
}

#[test]
fn a_secret_whose_file_is_damaged_stays_here() {
    let home = with_a_literal_secret();
    damage(&only_file(&home, "secrets"));
    nothing_leaves(&home, "The client secret of Acme · Places would be in");
}

#[test]
fn a_secret_that_was_never_read_and_cannot_be_stops_what_leaves() {
    let home = with_a_literal_secret();
    std::fs::remove_file(home.path().join("home/fingerprints.age")).unwrap();
    damage(&only_file(&home, "secrets"));
    nothing_leaves(&home, "The client secret of Acme · Places cannot be read");
}

#[test]
fn a_secret_of_a_damaged_profile_stays_here() {
    let home = with_a_literal_secret();
    std::fs::write(home.path().join("home/profiles/acme-places.toml"), "version = 1\nid = ")
        .unwrap();
    let zip = home.path().join("out.zip");
    let output = home.run(&["kit", "Other", "--out", zip.to_str().unwrap()]);
    assert!(!output.status.success() && !is_written(&zip), "{}", text(&output.stderr));
    let output = home.run(&["export", "Other", "--as", "postman"]);
    assert!(text(&output.stderr).contains("Nothing was written"), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), "");
}

#[test]
fn a_secret_of_a_profile_that_can_be_brought_back_stays_here() {
    let home = with_a_literal_secret();
    home.ok(&["profile", "rm", "Places"]);
    nothing_leaves(&home, "A secret of a deleted or damaged profile or key would be in");
}

#[test]
fn a_secret_that_was_replaced_stays_here() {
    let home = with_a_literal_secret();
    enter(&home, "p8e-another-one-0123456789");
    nothing_leaves(&home, "An earlier client secret of Acme · Places would be in");
}

/// Gives the secret of `Acme · Places` anew.
fn enter(home: &Home, secret: &str) {
    let edit = ["profile", "edit", "Places", "--secret-file", "-"];
    let output = home.run_with_input(&edit, secret);
    assert!(output.status.success(), "{}", text(&output.stderr));
}

#[test]
fn a_secret_that_came_after_the_last_look_stays_here() {
    let home = with_a_literal_secret();
    let literal = secret();
    enter(&home, "p8e-another-one-0123456789");
    home.ok(&["profile", "edit", "Other", "--var", "NOTE=nothing"]);
    home.ok(&["export", "Other", "--as", "postman"]);
    let newer = "p8e-a-third-one-0123456789";
    enter(&home, newer);
    let note = format!("NOTE={}", hex(newer));
    home.ok(&["profile", "edit", "Other", "--var", &note]);
    nothing_leaves(&home, "The client secret of Acme · Places would be in");
    let note = format!("NOTE={}", hex(&literal));
    home.ok(&["profile", "edit", "Other", "--var", &note]);
    nothing_leaves(&home, "An earlier client secret of Acme · Places would be in");
}

#[test]
fn a_secret_that_was_set_aside_stays_here() {
    let home = with_a_literal_secret();
    damage(&only_file(&home, "secrets"));
    enter(&home, "p8e-another-one-0123456789");
    nothing_leaves(&home, "An earlier client secret of Acme · Places would be in");
}

#[test]
fn what_was_set_aside_unread_stops_nothing_for_ever() {
    let home = new_home();
    home.add_places();
    std::fs::remove_file(home.path().join("home/fingerprints.age")).unwrap();
    damage(&only_file(&home, "secrets"));
    enter(&home, "p8e-another-one-0123456789");
    let out = home.path().join("out");
    home.ok(&["kit", "--out", out.to_str().unwrap()]);
    assert!(is_written(&out));
}

#[test]
fn a_token_in_a_name_or_variable_stays_here() {
    let home = with_a_literal_secret();
    let token = home.ok(&["token", "Places"]);
    let payload = token.split('.').nth(1).unwrap();
    let note = format!("NOTE={payload}");
    home.ok(&["profile", "edit", "Other", "--var", &note]);
    nothing_leaves(&home, "The token of Acme · Places would be in");
}

#[test]
fn a_secret_in_a_name_is_not_in_the_table() {
    let home = new_home();
    home.add_places();
    let name = hex(&secret()).replace(':', "");
    home.ok(&["profile", "edit", "Places", "--organization", &name]);
    let out = home.path().join("table.csv");
    for more in [&[][..], &["--out", out.to_str().unwrap()]] {
        let output = home.run(&[&["inventory"], more].concat());
        let said = text(&output.stderr);
        assert!(!output.status.success() && said.contains("Nothing was written"), "{said}");
        assert_eq!(text(&output.stdout), "");
        assert!(!is_written(&out));
    }
}

#[test]
fn a_locked_vault_stops_what_leaves() {
    let home = with_a_literal_secret();
    let out = home.path().join("out");
    let output = run_locked(&home, &["kit", "--out", out.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
    assert!(!is_written(&out));
}

#[test]
fn a_kit_without_a_secret_is_written() {
    let home = new_home();
    home.add_places();
    damage(&only_file(&home, "secrets"));
    let out = home.path().join("out");
    home.ok(&["kit", "--out", out.to_str().unwrap()]);
    assert!(is_written(&out));
}
