//! What goes wrong with open requests.

use super::profiles::{create, draft};
use super::tape::Tape;
use crate::window::Window;
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;

const ID: &str = "00000000000000000000000000000001";

fn tab(body: &str) -> Value {
    json!({ "id": ID, "profile": "0f0e0d0c0b0a09080706050403020100", "source": null, "revision": null,
        "draft": { "name": "Sample", "method": "POST", "url": "https://mc.adobe.io/", "headers": [],
            "body": body },
        "title": "Sample", "method": "POST", "passing": false })
}

fn place(window: &Window) -> PathBuf {
    window.home().join("drafts").join(format!("{ID}.age"))
}

pub(super) fn play(tape: &mut Tape) {
    let window = Window::open();
    let nothing = window.problem("tab_reopen", json!({ "id": null }));
    tape.refusal("nothing_to_reopen", nothing, &[]);
    let large = window.problem("tab_keep", json!({ "tab": tab(&"x".repeat(17 << 20)) }));
    tape.refusal("draft_too_large", large, &[("18", "‹size›")]);
    let edit = json!({ "tab": tab(""), "base": "draft", "edits": [] });
    tape.refusal("body_not_here", window.problem("tab_edit", edit), &[]);
    not_kept(tape, &window);
    damaged(tape);
}

#[allow(clippy::disallowed_methods, reason = "something is in the way of the folder for a moment")]
fn not_kept(tape: &mut Tape, window: &Window) {
    window.ask("tabs_list", json!({}));
    let folder = window.home().join("drafts");
    fs::write(&folder, "").unwrap();
    window.ask("tab_keep", json!({ "tab": tab("typed") }));
    window.told("mudbrick://event", "tabs_changed");
    let mut problem = window.ask("tabs_list", json!({}))["not_kept"].clone();
    let home = window.home().display().to_string();
    // Of several that could not be written, the first is told.
    let message = problem["message"].as_str().unwrap().to_owned();
    let message = message.replace(&format!("{ID}.age"), "‹file›").replace("order.json", "‹file›");
    // The temporary file has another name each time.
    let detail = problem["detail"].as_str().unwrap().split(" at path ").next().unwrap().to_owned();
    (problem["message"], problem["detail"]) = (json!(message), json!(detail));
    tape.refusal("drafts_not_kept", problem, &[(&home, "‹home›")]);
    fs::remove_file(&folder).unwrap();
    window.ask("tab_keep", json!({ "tab": tab("typed on") }));
    window.told("mudbrick://event", "tabs_changed");
    assert_eq!(window.ask("tabs_list", json!({}))["not_kept"], Value::Null);
    assert!(place(window).exists());
}

#[allow(clippy::disallowed_methods, reason = "a file that is damaged from the beginning")]
fn damaged(tape: &mut Tape) {
    let window = Window::open();
    // The vault is there already.
    create(&window, &draft(&window, "Places"), json!("p8e-practice-acme-places"));
    fs::create_dir(window.home().join("drafts")).unwrap();
    fs::write(place(&window), "torn").unwrap();
    let mut damaged = window.ask("tabs_list", json!({}))["damaged"][0].clone();
    let path = damaged["path"].as_str().unwrap().to_owned();
    assert!(path.contains(".age.damaged-"), "{damaged:#}");
    // The time is another each time.
    (damaged["name"], damaged["path"]) =
        (json!(ID), json!(format!("‹home›/drafts/{ID}.age.damaged-0")));
    tape.keep("tabs", "damaged", damaged, &[(&window.home().display().to_string(), "‹home›")]);
}
