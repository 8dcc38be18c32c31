//! What leaves as a file: where the person chose, without secrets unless they said so.

use crate::window::Window;
use serde_json::{Value, json};
use std::fs;

#[test]
fn a_profile_leaves_without_its_secret_unless_it_is_wanted() {
    let window = Window::open();
    let id = window.practice_profile("Places");
    let secret = window.project("Places")["client_secret"].as_str().unwrap().to_owned();
    for format in ["env", "aio", "aepp", "postman", "console"] {
        for (secrets, wanted) in [("left_out", false), ("included", true)] {
            let call = json!({ "id": id, "format": format, "secrets": secrets });
            assert_eq!(window.ask("export_profile", call.clone()), Value::Null, "a closed dialog");
            let path = window.file(&format!("{secrets}-{}", window.dialogs.suggested()));
            window.dialogs.will_save(path.clone());
            let done = window.ask("export_profile", call);
            assert_eq!(done["secrets"], wanted);
            let text = fs::read_to_string(path).unwrap();
            assert_eq!(text.contains(&secret), wanted, "{format}: {text}");
        }
    }
}

#[test]
fn a_kit_and_the_inventory_hold_no_secret() {
    let window = Window::open();
    window.practice_profile("Places");
    let secret = window.project("Places")["client_secret"].as_str().unwrap().to_owned();
    let everything = json!({ "selection": { "kind": "all" }, "unreadable": "refused" });
    assert_eq!(window.ask("export_kit", everything.clone()), Value::Null);
    let kit = window.file("kit");
    window.dialogs.will_save(kit.clone());
    let done = window.ask("export_kit", everything);
    assert_eq!((&done["profiles"], &done["secrets"]), (&json!(1), &json!(false)));
    let inventory = window.file("inventory.csv");
    window.dialogs.will_save(inventory.clone());
    window.ask("export_inventory", json!({}));
    let text = fs::read_to_string(inventory).unwrap();
    assert!(text.contains("Places") && !text.contains(&secret), "{text}");
    assert!(kit.is_dir());
}

#[test]
fn a_backup_brings_everything_back_somewhere_else() {
    let window = Window::open();
    let id = window.practice_profile("Places");
    let secret = window.ask("secret_reveal", json!({ "id": id, "kind": "client_secret" }));
    let backup = window.file("backup.age");
    window.dialogs.will_save(backup.clone());
    let call = json!({
        "selection": { "kind": "all" },
        "passphrase": "of the backup",
        "unreadable": "refused",
    });
    let done = window.ask("export_backup", call);
    assert_eq!((&done["profiles"], &done["secrets"]), (&json!(1), &json!(true)));

    let other = Window::open();
    let view = other.drop(&[backup]);
    let item = view["locked"][0]["index"].clone();
    let unlock = json!({ "id": view["id"], "item": item, "passphrase": "of the backup" });
    let view = other.ask("import_unlock", unlock);
    let found = &view["profiles"][0];
    let profile = json!({ "index": found["index"], "draft": found["draft"], "into": "known" });
    let choice = json!({ "profiles": [profile], "keys": [], "requests": true });
    let done = other.ask("import_apply", json!({ "id": view["id"], "choice": choice }));
    let reveal = json!({ "id": done["profiles"][0]["id"], "kind": "client_secret" });
    assert_eq!(other.ask("secret_reveal", reveal), secret);
}
