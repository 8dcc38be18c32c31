//! The vault locked and opened: by the person, when nobody is there, by another Mudbrick; and what was in it before.

use crate::window::{PASSPHRASE, Window};
use mudbrick_engine::{Engine, EngineOptions};
use mudbrick_store::Home;
use serde_json::{Value, json};

fn state(window: &Window) -> Value {
    window.ask("vault_state", json!({}))["state"].clone()
}

fn wait_until_locked(window: &Window) {
    while state(window)["kind"] != "locked" {
        window.told("mudbrick://event", "vault_changed");
    }
}

/// A window whose vault is open, and a profile in it.
fn open() -> (Window, Value) {
    let window = Window::open();
    let id = window.practice_profile("Places");
    assert_eq!(state(&window)["kind"], "open");
    (window, id)
}

#[test]
fn locking_takes_secrets_away_and_the_passphrase_brings_them_back() {
    let (window, id) = open();
    let copy = json!({ "id": id, "kind": "client_secret" });
    window.ask("vault_lock", json!({}));
    assert_eq!(state(&window)["kind"], "locked");
    assert_eq!(state(&window)["by"], "passphrase");
    assert_eq!(window.problem("secret_reveal", copy.clone())["code"], "vault_locked");
    let wrong = window.problem("vault_unlock", json!({ "passphrase": "battery staple" }));
    assert_eq!(wrong["message"], "That is not the vault's passphrase.");
    assert_eq!(state(&window)["kind"], "locked");
    let view = window.ask("vault_unlock", json!({ "passphrase": PASSPHRASE }));
    assert_eq!(view["state"]["kind"], "open");
    window.ask("secret_reveal", copy);
}

#[test]
fn locking_takes_our_secret_from_the_clipboard_and_nobody_elses() {
    let (window, id) = open();
    window.ask("secret_copy", json!({ "id": id, "kind": "client_secret" }));
    assert!(window.paper.read().is_some_and(|text| text.starts_with("p8e-")));
    window.ask("vault_lock", json!({}));
    assert_eq!(window.paper.read(), None);

    window.ask("vault_unlock", json!({ "passphrase": PASSPHRASE }));
    window.ask("secret_copy", json!({ "id": id, "kind": "client_secret" }));
    window.paper.write("something else");
    window.ask("vault_lock", json!({}));
    assert_eq!(window.paper.read().as_deref(), Some("something else"));
}

#[test]
fn nobody_there_for_the_time_set_locks() {
    let (window, _) = open();
    let mut settings = window.ask("settings_get", json!({}));
    settings["lock_after_minutes"] = json!(5);
    window.ask("settings_set", json!({ "settings": settings }));
    window.clock.by_minutes(4);
    window.ask("activity", json!({}));
    window.clock.by_minutes(4);
    assert_eq!(state(&window)["kind"], "open", "a key was pressed four minutes ago");
    window.clock.by_minutes(1);
    wait_until_locked(&window);
}

/// The policy is read again at each look: an editor is as good as the window.
#[test]
fn a_time_written_into_the_policy_counts_at_once() {
    let (window, _) = open();
    window.ask("settings_get", json!({}));
    window.given("home/policy.toml", "version = 1\n[locking]\nafter_minutes = 2\n");
    window.clock.by_minutes(2);
    wait_until_locked(&window);
    assert_eq!(window.ask("settings_get", json!({}))["lock_after_minutes"], 2);
}

#[test]
fn a_policy_that_cannot_be_read_locks_after_the_usual_time() {
    let (window, _) = open();
    window.given("home/policy.toml", "version = 1\n[locking]\nafter_minutes = never\n");
    window.clock.by_minutes(15);
    wait_until_locked(&window);
    let mut settings = window.ask("settings_get", json!({}));
    assert_eq!(settings["lock_after_minutes"], 15);
    settings["theme"] = json!("dark");
    window.ask("settings_set", json!({ "settings": settings }));
    settings["lock_after_minutes"] = json!(60);
    let problem = window.problem("settings_set", json!({ "settings": settings }));
    assert!(problem["message"].as_str().unwrap().contains("policy.toml"), "{problem}");
    assert!(problem["message"].as_str().unwrap().contains("line 3"), "{problem}");
}

#[test]
fn the_window_changes_what_the_person_changed_and_nothing_else_of_the_policy() {
    let (window, _) = open();
    let mut settings = window.ask("settings_get", json!({}));
    window.given("home/policy.toml", "version = 1\n[locking]\nafter_minutes = 2 # ours\n");
    settings["lock_with_screen"] = json!(false);
    settings["theme"] = json!("dark");
    window.ask("settings_set", json!({ "settings": settings }));
    assert_eq!(
        std::fs::read_to_string(window.home().join("policy.toml")).unwrap(),
        "version = 1\n[locking]\nafter_minutes = 2 # ours\nwith_screen = false\n"
    );
    let own = std::fs::read_to_string(window.home().join("settings.json")).unwrap();
    assert!(own.contains("dark") && !own.contains("lock_"), "{own}");
}

#[test]
fn what_an_earlier_version_kept_is_taken_over_once() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    std::fs::create_dir(&home).unwrap();
    let earlier = r#"{"window":{"theme":"dark","last_profile":null,"lock_after_minutes":5,"lock_with_screen":false}}"#;
    #[allow(clippy::disallowed_methods, reason = "a file that is there to be read once")]
    let save = |name: &str, text: &str| std::fs::write(home.join(name), text).unwrap();
    save("settings.json", earlier);
    let window = Window::at(folder, &home, None);
    let settings = window.ask("settings_get", json!({}));
    assert_eq!(settings["lock_after_minutes"], 5);
    assert_eq!(settings["lock_with_screen"], false);
    assert_eq!(settings["theme"], "dark");
    let policy = std::fs::read_to_string(home.join("policy.toml")).unwrap();
    assert_eq!(policy, "version = 1\n[locking]\nafter_minutes = 5\nwith_screen = false\n");
    let own = std::fs::read_to_string(home.join("settings.json")).unwrap();
    assert!(own.contains("dark") && !own.contains("lock_"), "{own}");

    // Where there is a policy, it counts, whatever an old version writes beside it.
    save("settings.json", earlier);
    save("policy.toml", "version = 1\n[locking]\nafter_minutes = 30\n");
    let window = window.reopen();
    let settings = window.ask("settings_get", json!({}));
    assert_eq!(settings["lock_after_minutes"], 30);
    assert_eq!(settings["lock_with_screen"], true);
}

/// The file as it was before the board, pins and the tray came. It is not byte for byte the same afterwards: a save writes all
/// that the window remembers.
#[test]
fn settings_of_an_earlier_version_keep_their_values() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    std::fs::create_dir(&home).unwrap();
    let earlier = json!({
        "size": { "width": 1000.5, "height": 700.0, "maximized": true },
        "window": {
            "theme": "dark",
            "last_profile": "0a000000000000000000000000000001",
            "last_place": "profile",
            "last_tab": "history",
            "panes": { "side_bar": 260, "request_list": null, "editor": 300 },
        },
    });
    #[allow(clippy::disallowed_methods, reason = "a file that is there to be read once")]
    std::fs::write(home.join("settings.json"), earlier.to_string()).unwrap();
    let window = Window::at(folder, &home, None);
    let settings = window.ask("settings_get", json!({}));
    let expect_kept = |now: &Value| {
        for (name, value) in earlier["window"].as_object().unwrap() {
            assert_eq!(&now[name], value, "{name}");
        }
    };
    expect_kept(&settings);
    // What is new is as for somebody who begins today.
    assert_eq!(settings["pinned"], json!([]));
    assert_eq!(settings["side_order"], "name");
    assert_eq!(settings["tray"], false);
    window.ask("settings_set", json!({ "settings": settings }));
    let own = std::fs::read_to_string(home.join("settings.json")).unwrap();
    let own: Value = serde_json::from_str(&own).unwrap();
    expect_kept(&own["window"]);
    assert_eq!(own["size"], earlier["size"]);
    assert_eq!(window.reopen().ask("settings_get", json!({})), settings);
}

#[test]
fn a_time_of_none_never_locks() {
    let (window, _) = open();
    let mut settings = window.ask("settings_get", json!({}));
    settings["lock_after_minutes"] = json!(0);
    window.ask("settings_set", json!({ "settings": settings }));
    window.clock.by_minutes(10_000);
    // The next pulses would have locked it; an answer that takes several of them shows that they did not.
    window.ask("vault_use_passphrase", json!({ "passphrase": "another" }));
    assert_eq!(state(&window)["kind"], "open");
}

#[test]
fn another_mudbrick_can_lock_this_one() {
    let (window, _) = open();
    let other = Engine::open(Home::at(window.home()), EngineOptions::default());
    other.vault().lock_everywhere().unwrap();
    wait_until_locked(&window);
}

#[test]
fn the_passphrase_is_changed_by_who_knows_it() {
    let (window, _) = open();
    let change = |current: &str| json!({ "current": current, "passphrase": "new horse" });
    let refused = window.problem("vault_change_passphrase", change("battery staple"));
    assert_eq!(refused["message"], "That is not the vault's passphrase.");
    window.ask("vault_change_passphrase", change(PASSPHRASE));
    window.ask("vault_lock", json!({}));
    window.problem("vault_unlock", json!({ "passphrase": PASSPHRASE }));
    window.ask("vault_unlock", json!({ "passphrase": "new horse" }));
}

#[test]
fn a_replaced_secret_comes_back() {
    let (window, id) = open();
    let reveal = json!({ "id": id, "kind": "client_secret" });
    let before = window.ask("secret_reveal", reveal.clone());
    let read = window.ask("profile_get", json!({ "id": id }));
    let draft = window.project("Places")["draft"].clone();
    let update = json!({ "id": id, "revision": read["revision"], "draft": draft,
        "clientSecret": "p8e-replaced-by-mistake", "secondClientSecret": "p8e-second" });
    window.ask("profile_update", update);
    assert_eq!(window.ask("secret_reveal", reveal.clone()), "p8e-replaced-by-mistake");
    let second = json!({ "id": id, "kind": "second_client_secret" });
    assert_eq!(window.ask("secret_reveal", second.clone()), "p8e-second");
    window.ask("secret_remove", second.clone());
    assert_eq!(window.problem("secret_reveal", second)["code"], "secret_missing");

    let owner = json!({ "kind": "profile", "id": id });
    let generations = window.ask("secret_generations", json!({ "owner": owner }));
    let oldest = generations.as_array().unwrap().last().unwrap()["number"].clone();
    window.ask("secret_restore", json!({ "owner": owner, "number": oldest }));
    assert_eq!(window.ask("secret_reveal", reveal), before);
}

#[test]
fn nothing_is_read_into_a_locked_window() {
    let (window, _) = open();
    let (text, _) = window.console_json("Places");
    let file = window.given("console.json", text);
    window.ask("vault_lock", json!({}));
    let position = tauri::PhysicalPosition::new(1.0, 1.0);
    let drop = tauri::DragDropEvent::Drop { paths: vec![file], position };
    mudbrick_desktop::dragged(window.app.handle(), &drop);
    let told = window.told("mudbrick://drop", "failed");
    assert_eq!(told["problem"]["code"], "vault_locked");
}
