//! What leaves as a file: what is said of it, and why it does not leave.

use super::profiles::{create, draft};
use super::tape::Tape;
use crate::window::Window;
use serde_json::{Value, json};
use std::fs;

pub(super) fn play(tape: &mut Tape) {
    let window = Window::open();
    let mut draft = draft(&window, "Places");
    (draft["adobe"], draft["variables"]) = (json!("production"), json!({}));
    let id = create(&window, &draft, json!("p8e-practice-acme-places"));
    for format in ["env", "aio", "aepp", "postman", "console"] {
        for secrets in ["left_out", "included"] {
            let call = json!({ "id": id, "format": format, "secrets": secrets });
            keep(tape, &window, &format!("{format} {secrets}"), "export_profile", call);
        }
    }
    let all = json!({ "selection": { "kind": "all" }, "unreadable": "refused" });
    keep(tape, &window, "kit", "export_kit", all.clone());
    let mut backup = all.clone();
    backup["passphrase"] = json!("of the backup");
    keep(tape, &window, "backup", "export_backup", backup.clone());
    keep(tape, &window, "inventory", "export_inventory", json!({}));

    backup["passphrase"] = json!("");
    let mut refused = |name: &str, command: &str, call: Value| {
        window.dialogs.will_save(window.file("refused"));
        let problem = window.problem(command, call);
        let folder = window.file("").display().to_string();
        tape.refusal(
            name,
            problem,
            &[(folder.as_str(), "/home/ada/"), ("Acme · Places", "‹title›")],
        );
    };
    refused("backup_passphrase_empty", "export_backup", backup.clone());
    let mut leaky = draft.clone();
    leaky["name"] = json!("Leaky");
    leaky["sandbox"] = json!("p8e-practice-acme-places");
    let leaky = create(&window, &leaky, Value::Null);
    let call = json!({ "id": leaky, "format": "postman", "secrets": "left_out" });
    refused("secret_in_export", "export_profile", call);
    window.ask("profile_delete", json!({ "id": leaky }));

    damage(&window);
    refused("unreadable", "export_kit", all.clone());
    let mut without = all;
    without["unreadable"] = json!("left_out");
    keep(tape, &window, "kit without", "export_kit", without);
}

/// What is said of a file saved as the dialog suggests.
fn keep(tape: &mut Tape, window: &Window, name: &str, command: &str, call: Value) {
    assert_eq!(window.ask(command, call.clone()), Value::Null, "a closed dialog");
    let suggested = window.dialogs.suggested();
    window.dialogs.will_save(window.file(&suggested));
    let done = window.ask(command, call);
    let folder = window.file("").display().to_string();
    tape.keep(
        "exports",
        name,
        done,
        &[(folder.as_str(), "/home/ada/"), ("Acme · Places", "‹title›")],
    );
}

#[allow(clippy::disallowed_methods, reason = "a file that is damaged on purpose")]
fn damage(window: &Window) {
    fs::write(window.home().join("profiles/acme-places.toml"), "version = 1\nname\n").unwrap();
}
