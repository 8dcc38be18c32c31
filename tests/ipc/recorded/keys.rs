//! Key pairs: what is said of their end, whether they match, and what they are saved as.

use super::profiles::{create, draft};
use super::tape::Tape;
use crate::window::Window;
use serde_json::{Value, json};

pub(super) fn subject(name: &str, bits: u32) -> Value {
    json!({ "name": name, "bits": bits, "days": 20, "country": "DE", "state": "", "locality": "",
        "organization": "Acme", "organizational_unit": "", "common_name": "acme.example", "email": "" })
}

pub(super) fn generation(draft: Value, profile: Value) -> Value {
    json!({ "draft": draft, "profile": profile, "progress": "__CHANNEL__:1" })
}

const NAME: (&str, &str) = ("first_pair", "‹name›");
const TITLE: (&str, &str) = ("Acme · Places", "‹title›");

pub(super) fn play(tape: &mut Tape) {
    let window = Window::open();
    let profile = create(&window, &draft(&window, "Campaign Standard"), Value::Null);
    let mut unnamed = subject("first_pair", 2048);
    unnamed["common_name"] = json!("");
    let refused = window.problem("key_generate", generation(unnamed, Value::Null));
    tape.refusal("common_name_empty", refused, &[]);
    checks(tape, &window);
    tape.refusal("key_stopped", stopped(&window), &[]);
    let key = window.ask("key_generate", generation(subject("first_pair", 2048), Value::Null));
    let id = key["id"].clone();
    matches(tape, &window, &key, &profile);

    tape.keep("keys", "ends_soon", key["notice"].clone(), &[("19 days", "‹days› days")]);
    window.clock.by_minutes(23 * 24 * 60 + 5);
    let late = window.ask("keys_list", json!({}));
    let late = late.as_array().unwrap().iter().find(|one| one["id"] == id).unwrap();
    tape.keep("keys", "ended", late["notice"].clone(), &[("3 days", "‹days› days")]);

    let refused = window.problem("key_rename", json!({ "id": id, "name": " " }));
    tape.refusal("key_name_empty", refused, &[]);
    let gone = json!({ "id": "0".repeat(64), "name": "gone" });
    tape.refusal("no_such_key", window.problem("key_rename", gone), &[(&"0".repeat(64), "‹id›")]);
    files(tape, &window, &id);
}

/// What the form says of a field.
fn checks(tape: &mut Tape, window: &Window) {
    let cases = [
        ("name_empty", "name", json!("")),
        ("name_odd", "name", json!("first pair")),
        ("days_many", "days", json!(4000)),
        ("country_long", "country", json!("USA")),
        ("common_name_empty", "common_name", json!("")),
    ];
    for (name, field, value) in cases {
        let mut draft = subject("first_pair", 2048);
        draft[field] = value;
        let found = window.ask("key_check", json!({ "draft": draft }));
        assert_eq!(found.as_array().map(Vec::len), Some(1), "{name}: {found:#}");
        let words = [("not 4000", "not ‹days›"), ("\"USA\"", "\"‹country›\"")];
        tape.keep("key_checks", name, found[0].clone(), &words);
    }
}

/// Stopped until it is: the search for primes is a matter of luck, and may end first.
fn stopped(window: &Window) -> Value {
    loop {
        let mut call = generation(subject("stopped", 4096), Value::Null);
        call["job"] = json!("stopped");
        let making = window.begin("key_generate", call);
        while !making.is_finished() {
            window.ask("job_stop", json!({ "job": "stopped" }));
        }
        match making.join().unwrap() {
            Err(problem) => return problem,
            Ok(key) => drop(window.ask("key_delete", json!({ "id": key["id"] }))),
        }
    }
}

fn matches(tape: &mut Tape, window: &Window, key: &Value, profile: &Value) {
    let id = &key["id"];
    let other = window.ask("key_generate", generation(subject("other_pair", 2048), Value::Null));
    let ask = |against: Value| window.invoke("key_match", json!({ "id": id, "against": against }));
    let text = |text: &str| json!({ "kind": "text", "text": text });
    let its = json!({ "kind": "profile", "profile": profile });
    let words = [NAME, ("other_pair", "‹other›"), TITLE];
    let sign_with = |key: &Value| {
        let mut draft = draft(window, "Campaign Standard");
        draft["key"] = key.clone();
        let read = window.ask("profile_get", json!({ "id": profile }));
        let call = json!({ "id": profile, "revision": read["revision"], "draft": draft,
            "clientSecret": null, "secondClientSecret": null });
        window.ask("profile_update", call);
    };
    let mut said = vec![("profile_without_key", ask(its.clone()))];
    sign_with(&other["id"]);
    said.push(("profile_of_other", ask(its.clone())));
    sign_with(id);
    said.push(("profile_yes", ask(its)));
    let copied = window.ask("secret_copy", json!({ "id": profile, "kind": "private_key" }));
    tape.keep("copies", "private_key", copied, &[TITLE]);
    let print = |key: &Value| key["certificate"]["sha1"].as_str().unwrap().to_owned();
    said.push(("fingerprint_yes", ask(text(&print(key)))));
    said.push(("fingerprint_of_other", ask(text(&print(&other)))));
    said.push(("fingerprint_no", ask(text(&"ab".repeat(20)))));
    let oauth = create(window, &draft(window, "Places"), Value::Null);
    said.push(("profile_oauth", ask(json!({ "kind": "profile", "profile": oauth }))));
    for (name, said) in said {
        let mut said = said.unwrap();
        said["fingerprint"] = Value::Null;
        tape.keep("matches", name, said, &words);
    }
    let neither = ask(text("no idea")).unwrap_err();
    tape.refusal("no_fingerprint", neither, &[]);
    let refused = window.problem("key_delete", json!({ "id": id }));
    tape.refusal("key_in_use", refused, &[NAME, TITLE]);
}

/// The names that the dialogs suggest.
fn files(tape: &mut Tape, window: &Window, id: &Value) {
    let calls = [
        ("certificate_pem", "key_save_certificate", json!({ "id": id, "form": "pem" })),
        ("certificate_der", "key_save_certificate", json!({ "id": id, "form": "der" })),
        ("private", "key_save_private", json!({ "id": id })),
        ("pkcs12", "key_save_pkcs12", json!({ "id": id, "passphrase": "p12" })),
        ("reminder", "key_save_reminder", json!({ "id": id })),
    ];
    for (name, command, call) in calls {
        window.ask(command, call);
        tape.keep("keys", name, json!(window.dialogs.suggested()), &[NAME]);
    }
}
