//! Checks of profiles that work, are limited and get no token; what products usually want; sandboxes.

use super::profiles::{create, draft};
use super::tape::Tape;
use crate::window::Window;
use serde_json::{Value, json};

const FILE: &str = "checkups";

pub(super) fn play(tape: &mut Tape) {
    let window = Window::open();
    let platform = draft(&window, "Experience Platform");
    let secret = json!("p8e-practice-acme-platform");
    let works = create(&window, &platform, secret.clone());
    let found = checked(&window, &works);
    let call = json!({ "report": found });
    let markdown = window.ask("checkup_markdown", call);
    keep(tape, "works", found, &works);
    tape.keep(FILE, "markdown", markdown, &[("Acme · Places", "‹title›")]);

    let mut elsewhere = platform.clone();
    elsewhere["sandbox"] = json!("nowhere");
    let limited = create(&window, &elsewhere, secret);
    keep(tape, "limited", checked(&window, &limited), &limited);
    let fails = create(&window, &platform, json!("p8e-wrong"));
    keep(tape, "fails", checked(&window, &fails), &fails);

    tape.keep(FILE, "products", window.ask("products_list", json!({})), &[]);
    let call = json!({ "id": works, "refresh": true });
    let mut sandboxes = window.ask("sandboxes_list", call);
    sandboxes["at"] = json!(0);
    tape.keep(FILE, "sandboxes", sandboxes, &[]);
}

fn checked(window: &Window, id: &Value) -> Value {
    let wish = json!({ "profiles": [id], "also": [], "also_of": {} });
    let mut report = window.ask("checkup", json!({ "wish": wish, "progress": "__CHANNEL__:1" }));
    report["at"] = json!(0);
    report
}

fn keep(tape: &mut Tape, name: &str, report: Value, id: &Value) {
    let id = id.as_str().expect("an id");
    tape.keep(FILE, name, report, &[(id, "‹profile›"), ("Acme · Places", "‹title›")]);
}
