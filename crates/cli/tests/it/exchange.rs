//! In and out again: import with its summary, exports, kits, backups, the inventory.

use crate::new_home;
use mudbrick_testkit::{CLIENT, ORG, secret, text};
use serde_json::Value;

/// What the Developer Console would download for the practice Adobe's project.
fn console() -> String {
    format!(
        r#"{{"project":{{"name":"Quay","title":"Quay","org":{{"name":"Acme","ims_org_id":"{ORG}"}},
        "workspace":{{"name":"Production","details":{{"credentials":[{{"name":"Server","integration_type":"oauth_server_to_server",
        "oauth_server_to_server":{{"client_id":"{CLIENT}","client_secrets":["{}"],
        "technical_account_id":"A0010A1B2C3D4E5F60718293@techacct.adobe.com","scopes":["openid","AdobeID"]}}}}]}}}}}}}}"#,
        secret()
    )
}

#[test]
fn an_import_is_shown_agreed_to_stored_and_tried() {
    let home = new_home();
    let file = home.path().join("anything.txt");
    std::fs::write(&file, console()).unwrap();
    let file = file.to_str().unwrap();

    let shown = home.ok(&["import", file, "--dry-run"]);
    let expected = [
        "anything.txt: Developer Console project",
        "Profile Acme · Quay (new)",
        "Client secret         ••••••••••••  <- anything.txt › project",
    ];
    for line in expected {
        assert!(shown.contains(line), "{line} in:\n{shown}");
    }
    assert!(!home.path().join("home").join("profiles").exists(), "a look writes nothing");

    let asked = home.run(&["import", file]);
    assert_eq!(asked.status.code(), Some(1), "nobody can be asked");
    assert!(text(&asked.stderr).contains("Add --yes"), "{}", text(&asked.stderr));

    let done = home.ok(&["import", file, "--yes", "--test"]);
    assert!(done.contains("Acme · Quay: Adobe gave a token"), "{done}");
    let again = home.ok(&["import", file, "--yes"]);
    assert!(again.contains("(known already, nothing changes)"), "{again}");
    assert!(again.contains("stayed as it was"), "{again}");
    for said in [shown, done, again] {
        assert!(!said.contains(&secret()));
    }
    home.ok(&["token", "acme-quay"]);
}

#[test]
fn standard_input_and_json() {
    let home = new_home();
    let output = home.run_with_input(&["import", "-", "--yes", "--test", "--json"], &console());
    assert!(output.status.success(), "{}", text(&output.stderr));
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["imported"]["profiles"][0]["title"], "Acme · Quay");
    assert_eq!(answer["tests"][0]["token"]["kind"], "ready");
    assert!(!text(&output.stdout).contains(&secret()));
    let output = home.run_with_input(&["import", "-", "--yes"], "good morning");
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
    let only_looked = home.run_with_input(&["import", "-", "--dry-run"], "good morning");
    assert_eq!(only_looked.status.code(), Some(2), "as importing it would end");
    let missing = home.run(&["import", "/nowhere.json", "--yes"]);
    assert!(text(&missing.stderr).contains("/nowhere.json does not exist"));
}

#[test]
fn a_profile_goes_to_another_tool_and_comes_back() {
    let home = new_home();
    home.add_places();
    for format in ["env", "aio", "aepp", "postman", "console"] {
        let shown = home.ok(&["export", "Places", "--as", format]);
        assert!(shown.contains(CLIENT) && !shown.contains(&secret()), "{format}: {shown}");
        let file = home.path().join(format);
        let arguments = ["export", "Places", "--as", format, "--with-secrets", "--out"];
        home.ok(&[&arguments[..], &[file.to_str().unwrap()]].concat());
        assert!(std::fs::read_to_string(&file).unwrap().contains(&secret()), "{format}");
        let known = home.ok(&["import", file.to_str().unwrap(), "--dry-run"]);
        assert!(known.contains("known already, nothing changes"), "{format}: {known}");
    }
    let refused = home.run(&["export", "Places", "--as", "env", "--with-secrets"]);
    assert_eq!(refused.status.code(), Some(2), "secrets go to a file alone");
}

#[test]
fn an_export_with_a_secret_in_a_variable_is_refused() {
    let home = new_home();
    home.add_places();
    home.ok(&["profile", "edit", "Places", "--var", &format!("NOTE=a {} b", secret())]);
    let file = home.path().join("x");
    let out = file.to_str().unwrap();
    for arguments in [
        &["export", "Places", "--as", "postman", "--out", out][..],
        &["export", "Places", "--as", "postman"],
        &["kit", "--out", out],
    ] {
        let refused = home.run(arguments);
        // What looks like a secret is left out of a kit; what is one and does not stops it.
        let masked = arguments[0] == "kit" && refused.status.success();
        assert!(masked || text(&refused.stderr).contains("Nothing was written"), "{arguments:?}");
        assert!(!text(&refused.stdout).contains(&secret()));
        let written = std::fs::read_dir(&file).into_iter().flatten().flatten().count();
        assert!(masked || written == 0 && !file.exists());
    }
}

#[test]
fn kit_backup_and_inventory() {
    let home = new_home();
    home.add_places();
    let path = |name: &str| home.path().join(name).display().to_string();
    let said = home.ok(&["kit", "--out", &path("kit")]);
    assert!(said.starts_with("1 profile in "), "{said}");
    home.ok(&["kit", "Places", "--out", &path("kit.zip")]);
    let table = home.ok(&["inventory"]);
    assert_eq!(table.lines().count(), 2, "{table}");
    let nobody = home.run(&["backup", "--out", &path("all.age")]);
    assert!(text(&nobody.stderr).contains("--backup-passphrase-file"), "{}", text(&nobody.stderr));
    std::fs::write(home.path().join("phrase"), "four words are enough\n").unwrap();
    home.ok(&["backup", "--out", &path("all.age"), "--backup-passphrase-file", &path("phrase")]);
    for name in ["kit.zip", "all.age"] {
        let bytes = std::fs::read(path(name)).unwrap();
        assert!(!bytes.windows(secret().len()).any(|window| window == secret().as_bytes()));
    }

    let other = new_home();
    let locked = other.run(&["import", &path("all.age"), "--yes"]);
    assert_eq!(locked.status.code(), Some(2));
    assert!(text(&locked.stderr).contains("--key-passphrase-file"), "{}", text(&locked.stderr));
    let arguments = ["import", &path("all.age"), "--yes", "--test", "--key-passphrase-file"];
    let done = other.ok(&[&arguments[..], &[&*path("phrase")]].concat());
    assert!(done.contains("Acme · Places: Adobe gave a token"), "{done}");

    let colleague = new_home();
    colleague.ok(&["import", &path("kit"), "--yes"]);
    let shown = colleague.ok(&["profile", "show", "Places"]);
    assert!(shown.contains("Client secret         missing"), "{shown}");
}
