//! Key pairs of the vault: imported, compared, saved, renamed, removed.

use crate::new_home;
use mudbrick_testkit::text;

#[test]
fn a_key_pair_is_imported_compared_and_saved() {
    let home = new_home();
    let folder = home.path().join("files");
    let out = folder.to_str().unwrap();
    home.ok(&["key", "new", "places", "--common-name", "places.com", "--out", out]);
    let shown = home.ok(&["key", "import", out, "--yes"]);
    assert!(shown.contains("Key pair places_"), "{shown}");
    let key = home.json(&["key", "show", "--json"])[0].clone();
    assert!(key["private"].as_bool().unwrap(), "{key}");
    let (name, sha1) =
        (key["name"].as_str().unwrap(), key["certificate"]["sha1"].as_str().unwrap());
    let certificate = folder.join("places_public.crt").display().to_string();
    for against in [sha1, &*sha1.to_uppercase(), &*certificate] {
        assert!(home.ok(&["key", "match", name, against]).starts_with("Yes"), "{against}");
    }
    let no = home.run(&["key", "match", name, &"0".repeat(40)]);
    assert_eq!(no.status.code(), Some(1));
    assert!(text(&no.stdout).starts_with("No"), "{}", text(&no.stdout));

    std::fs::write(home.path().join("phrase"), "open sesame\n").unwrap();
    let phrase = home.path().join("phrase").display().to_string();
    for what in ["certificate", "der", "private-key", "pkcs12", "reminder"] {
        let file = home.path().join(what).display().to_string();
        let mut arguments = vec!["key", "save", name, "--as", what, "--out", &file];
        if what == "pkcs12" {
            arguments.extend(["--new-passphrase-file", &phrase]);
        }
        home.ok(&arguments);
        if matches!(what, "certificate" | "der" | "private-key") {
            assert!(home.ok(&["key", "match", name, &file]).starts_with("Yes"), "{what}");
        }
    }
    home.ok(&["key", "rename", name, "quay"]);
    let removed = home.json(&["key", "rm", "quay", "--json"]);
    assert_eq!(home.json(&["key", "show", "--json"]), serde_json::json!([]));
    home.ok(&["key", "restore", removed["removed"].as_str().unwrap()]);
    home.ok(&["key", "show", "quay"]);
}

/// PBES1 with RC4, which is not read here: why not is told, and not that the passphrase was for nothing.
#[test]
fn of_a_file_that_cannot_be_read_is_told_why_whatever_passphrase_was_given() {
    let home = new_home();
    let phrase = home.path().join("phrase");
    std::fs::write(&phrase, "practice\n").unwrap();
    let key = home.path().join("old.key");
    std::fs::write(&key, include_bytes!("../../../pki/tests/it/fixtures/pbes1-rc4.pem")).unwrap();
    let (phrase, key) = (phrase.display().to_string(), key.display().to_string());
    let refused = home.run(&["key", "import", &key, "--yes", "--key-passphrase-file", &phrase]);
    let said = text(&refused.stderr) + &text(&refused.stdout);
    assert!(said.contains("encrypted in a way that cannot be read here"), "{said}");
    assert!(!said.contains("would do nothing"), "{said}");
    assert_ne!(refused.status.code(), Some(0));
}
