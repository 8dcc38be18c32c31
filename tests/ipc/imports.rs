//! Dropped, pasted, opened: the page is told what was recognised, and nothing is written before it says so.

use crate::window::Window;
use serde_json::{Value, json};
use std::process::Command;

/// Everything a reading found.
fn all_of(view: &Value) -> Value {
    let profiles = view["profiles"].as_array().unwrap().iter();
    let profiles: Vec<Value> = profiles
        .map(|found| json!({ "index": found["index"], "draft": found["draft"], "into": "known" }))
        .collect();
    let keys = view["keys"].as_array().unwrap().iter().map(|key| key["index"].clone());
    json!({ "profiles": profiles, "keys": keys.collect::<Vec<_>>(), "requests": true })
}

#[test]
fn a_dropped_console_file_becomes_a_profile_with_a_token() {
    let window = Window::open();
    let (text, secret) = window.console_json("Places");
    let view = window.drop(&[window.given("anything.bin", text)]);
    assert_eq!(view["profiles"].as_array().map(Vec::len), Some(1), "{view:#}");
    assert_eq!(view["profiles"][0]["draft"]["adobe"], "practice");
    assert!(!view.to_string().contains(&secret), "the page gets masks");
    assert_eq!(window.ask("profiles_list", json!({})), json!([]), "nothing is written by reading");

    let done = window.ask("import_apply", json!({ "id": view["id"], "choice": all_of(&view) }));
    let id = done["profiles"][0]["id"].clone();
    assert_eq!(window.ask("token_get", json!({ "id": id }))["kind"], "ready");

    let (text, _) = window.console_json("Places");
    let again = window.drop(&[window.given("again.json", text)]);
    assert_eq!(again["profiles"][0]["known"]["kind"], "same", "{again:#}");
}

#[test]
fn a_drag_that_leaves_is_told() {
    let window = Window::open();
    mudbrick_desktop::dragged(window.app.handle(), &tauri::DragDropEvent::Leave);
    window.told("mudbrick://drop", "left");
}

#[test]
fn a_closed_dialog_reads_nothing() {
    let window = Window::open();
    assert_eq!(window.ask("import_open", json!({})), Value::Null);
    let (text, _) = window.console_json("Places");
    window.dialogs.will_open(&[window.given("console.json", text)]);
    assert_eq!(window.ask("import_open", json!({}))["sources"][0]["name"], "console.json");
}

#[test]
fn the_clipboard_is_read_in_rust() {
    let window = Window::open();
    let nothing = window.problem("import_clipboard", json!({}));
    assert_eq!(nothing["code"], "invalid_input");
    let (text, secret) = window.console_json("Places");
    window.paper.write(&text);
    let view = window.ask("import_clipboard", json!({}));
    assert_eq!(view["sources"][0]["name"], "clipboard");
    assert!(!view.to_string().contains(&secret));
    window.paper.files.lock().unwrap().push(window.given("copied.json", text));
    let view = window.ask("import_clipboard", json!({}));
    assert_eq!(view["sources"][0]["name"], "copied.json");
}

#[test]
fn a_reading_that_was_put_away_is_gone() {
    let window = Window::open();
    let (text, _) = window.console_json("Places");
    let view = window.drop(&[window.given("console.json", text)]);
    window.ask("import_discard", json!({ "id": view["id"] }));
    let choice = json!({ "id": view["id"], "choice": all_of(&view) });
    assert_eq!(window.problem("import_apply", choice)["code"], "not_found");
    assert_eq!(window.ask("profiles_list", json!({})), json!([]));
}

#[test]
fn an_encrypted_key_waits_for_its_passphrase() {
    let window = Window::open();
    let file = window.file("encrypted.key");
    let made = Command::new("openssl")
        .args(["genpkey", "-algorithm", "RSA", "-aes-256-cbc", "-pass", "pass:right", "-out"])
        .arg(&file)
        .output()
        .expect("openssl runs");
    assert!(made.status.success());
    let view = window.drop(&[file]);
    let unlock = |passphrase: &str| {
        let item = view["locked"][0]["index"].clone();
        let call = json!({ "id": view["id"], "item": item, "passphrase": passphrase });
        window.ask("import_unlock", call)
    };
    assert_eq!(view["locked"][0]["problem"], Value::Null, "{view:#}");
    let wrong = unlock("wrong");
    let said = wrong["locked"][0]["problem"]["message"].as_str().unwrap_or_default();
    assert!(said.contains("not its passphrase"), "{wrong:#}");
    let right = unlock("right");
    assert_eq!(right["locked"], json!([]), "{right:#}");
    assert_eq!(right["keys"][0]["bits"], 2048);
    window.ask("import_apply", json!({ "id": view["id"], "choice": all_of(&right) }));
    assert_eq!(window.ask("keys_list", json!({}))[0]["private"], true);
}
