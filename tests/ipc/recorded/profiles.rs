//! Profiles, their secrets and their tokens.

use super::tape::Tape;
use crate::window::Window;
use mudbrick_engine::{Engine, EngineOptions};
use mudbrick_practice::PracticeOptions;
use mudbrick_store::Home;
use serde_json::{Value, json};
use std::fs;
use std::net::TcpListener;

const TITLE: (&str, &str) = ("Acme · Places", "‹title›");

/// Where a person's home may be.
const HOME: &str = "/home/ada/.local/share/mudbrick";

/// A practice project's draft under the name that stands in for every profile's.
pub(super) fn draft(window: &Window, project: &str) -> Value {
    let mut draft = window.project(project)["draft"].clone();
    draft["name"] = json!("Places");
    draft["organization"] = json!("Acme");
    draft
}

pub(super) fn create(window: &Window, draft: &Value, secret: Value) -> Value {
    let call = json!({ "draft": draft, "clientSecret": secret, "secondClientSecret": null });
    window.ask("profile_create", call)["summary"]["id"].clone()
}

pub(super) fn play(tape: &mut Tape) {
    let window = Window::open();
    practice(tape, &window);
    checks(tape, &window);
    oauth(tape, &window);
    jwt(tape, &window);
    damaged(tape);
}

fn practice(tape: &mut Tape, window: &Window) {
    let mut practice = window.ask("practice_start", json!({}));
    practice["base_url"] = json!("http://127.0.0.1:8443");
    tape.keep("practice", "view", practice, &[]);
    // The window takes any free port; what no port at all is like, only a wish for this one shows.
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = taken.local_addr().unwrap();
    let engine = Engine::open(Home::at(window.file("another")), EngineOptions::default());
    let options = PracticeOptions { listen, ..PracticeOptions::default() };
    let started = tauri::async_runtime::block_on(engine.practice().start_with(options));
    let words = [(&*listen.to_string(), "127.0.0.1:8443")];
    tape.refusal("practice_not_started", json!(started.unwrap_err()), &words);
}

/// What is wrong with a field, by the field and what is in it.
fn checks(tape: &mut Tape, window: &Window) {
    let good = draft(window, "Places");
    let jwt = draft(window, "Campaign Standard");
    let cases = [
        ("name_empty", &good, "name", json!(" ")),
        ("client_id_empty", &good, "client_id", json!("")),
        ("client_id_odd", &good, "client_id", json!("0f0e 0d0c")),
        ("scopes_semicolon", &good, "scopes", json!("openid;AdobeID")),
        ("metascopes_semicolon", &jwt, "scopes", json!("ent_places_sdk;ent_user_sdk")),
        ("variable_odd", &good, "variables", json!({ "POI ID": "1" })),
        ("org_id_empty", &good, "org_id", json!("")),
        ("org_id_unended", &good, "org_id", json!("0A1B2C")),
        ("account_unended", &jwt, "technical_account_id", json!("0A1B2C")),
        ("metascopes_empty", &jwt, "scopes", json!("")),
        ("host_too_wide", &good, "allowed_hosts", json!(["*.com."])),
    ];
    for (name, draft, field, value) in cases {
        let mut draft = draft.clone();
        draft[field] = value;
        let found = window.ask("profile_check", json!({ "draft": draft }));
        assert_eq!(found.as_array().map(Vec::len), Some(1), "{name}: {found:#}");
        let words = [
            ("*.com.", "‹host›"),
            ("below com", "below ‹domain›"),
            ("\"POI ID\"", "\"‹variable›\""),
            ("a space", "‹character›"),
        ];
        tape.keep("checks", name, found[0].clone(), &words);
    }
    let mut wrong = good.clone();
    (wrong["name"], wrong["org_id"]) = (json!(""), json!(""));
    let call = json!({ "draft": wrong, "clientSecret": null, "secondClientSecret": null });
    let refused = window.problem("profile_create", call);
    let words = [
        ("Name is empty. Write one, such as Places.", "‹first›"),
        (
            "Organization ID is empty. Copy it from the credential's page in the Developer Console; it ends in @AdobeOrg.",
            "‹second›",
        ),
    ];
    tape.refusal("draft_refused", refused, &words);
}

fn oauth(tape: &mut Tape, window: &Window) {
    let draft = draft(window, "Places");
    let id = create(window, &draft, Value::Null);
    let reveal = json!({ "id": id, "kind": "client_secret" });
    tape.refusal("no_client_secret", window.problem("secret_reveal", reveal.clone()), &[TITLE]);
    let second = json!({ "id": id, "kind": "second_client_secret" });
    tape.refusal("no_second_client_secret", window.problem("secret_reveal", second), &[TITLE]);

    let save = |draft: &Value, revision: &Value, secret: Value| {
        let call = json!({ "id": id, "revision": revision, "draft": draft, "clientSecret": secret,
            "secondClientSecret": null });
        window.invoke("profile_update", call)
    };
    let read = window.ask("profile_get", json!({ "id": id }));
    save(&draft, &read["revision"], json!("p8e-wrong")).unwrap();
    let refused = window.problem("token_get", json!({ "id": id }));
    let debug =
        refused["detail"].as_str().and_then(|detail| detail.rsplit(' ').next()).unwrap_or_default();
    tape.refusal("wrong_secret", refused.clone(), &[(debug, "‹another each time›")]);

    let read = window.ask("profile_get", json!({ "id": id }));
    save(&draft, &read["revision"], json!("p8e-practice-acme-places")).unwrap();
    window.ask("token_get", json!({ "id": id }));
    let copied = window.ask("secret_copy", json!({ "id": id, "kind": "client_secret" }));
    tape.keep("copies", "client_secret", copied, &[TITLE]);
    let copied = window.ask("token_copy", json!({ "id": id, "form": "token" }));
    tape.keep("copies", "token", copied, &[TITLE]);
    let view = window.ask("profile_get", json!({ "id": id }));
    tape.keep("profiles", "oauth", view, &[TITLE, (id.as_str().unwrap(), "‹id›")]);
    let client = draft["client_id"].as_str().unwrap();
    let scopes = draft["scopes"].as_str().unwrap().replace(' ', "");
    let curl = window.ask("token_curl", json!({ "id": id }));
    tape.keep("curl", "oauth", curl, &[(client, "‹client_id›"), (&scopes, "‹scopes›"), TITLE]);

    let read = window.ask("profile_get", json!({ "id": id }));
    let call = json!({ "id": id, "revision": read["revision"], "draft": draft, "clientSecret": null,
        "secondClientSecret": "p8e-second" });
    window.ask("profile_update", call);
    let copied = window.ask("secret_copy", json!({ "id": id, "kind": "second_client_secret" }));
    tape.keep("copies", "second_client_secret", copied, &[TITLE]);

    let read = window.ask("profile_get", json!({ "id": id }));
    let mut edit = draft.clone();
    edit["name"] = json!("Elsewhere");
    save(&edit, &read["revision"], Value::Null).unwrap();
    edit["name"] = json!("Here");
    let refused = save(&edit, &read["revision"], Value::Null).unwrap_err();
    let words = [("Acme · Elsewhere", "‹title›"), (": Name", ": ‹fields›")];
    tape.refusal("profile_conflict", refused, &words);
    let gone = json!({ "id": "0".repeat(32) });
    tape.refusal(
        "no_such_profile",
        window.problem("profile_get", gone),
        &[(&"0".repeat(32), "‹id›")],
    );
}

fn jwt(tape: &mut Tape, window: &Window) {
    let draft = draft(window, "Campaign Standard");
    let id = create(window, &draft, json!("p8e-practice-acme-campaign"));
    let refused = window.problem("token_get", json!({ "id": id }));
    tape.refusal("no_key_pair", refused, &[TITLE]);
}

/// Files that were cut off or written over.
#[allow(clippy::disallowed_methods, reason = "files that are damaged on purpose")]
fn damaged(tape: &mut Tape) {
    let window = Window::open();
    let draft = draft(&window, "Places");
    let id = create(&window, &draft, json!("p8e-first"));
    let read = window.ask("profile_get", json!({ "id": id }));
    let call = json!({ "id": id, "revision": read["revision"], "draft": draft,
        "clientSecret": "p8e-second", "secondClientSecret": null });
    window.ask("profile_update", call);
    let home = window.home();
    let folder = home.display().to_string();
    let secrets = fs::read_dir(home.join("secrets")).unwrap().map(|entry| entry.unwrap().path());
    for file in secrets.filter(|path| path.is_file()) {
        fs::write(file, "age-encryption.org/v1\n").unwrap();
    }
    let refused = window.problem("token_get", json!({ "id": id }));
    let id = id.as_str().unwrap();
    let words = [(folder.as_str(), HOME), (id, "‹id›"), ("state 1", "state ‹number›")];
    tape.refusal("secret_damaged", refused, &words);
    fs::write(home.join("profiles/acme-places.toml"), "version = 1\nname\n").unwrap();
    let start = window.ask("start", json!({}));
    tape.keep("start", "damaged", start["damaged"].clone(), &[(folder.as_str(), HOME)]);
}
