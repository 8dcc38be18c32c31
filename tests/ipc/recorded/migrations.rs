//! A profile that leaves service account (JWT): what is known, a try, and every step; what is refused on the way.

use super::keys::{generation, subject};
use super::profiles::create;
use super::tape::Tape;
use crate::window::Window;
use serde_json::{Value, json};

const FILE: &str = "migrations";
const PROJECT: &str = "Campaign Standard (migrating)";
const JWT_SECRET: &str = "p8e-practice-globex-campaign-old";
const OAUTH_SECRET: &str = "p8e-practice-globex-campaign-new";
/// What it would be called by anybody.
const TITLE: (&str, &str) = ("Globex · Campaign", "‹title›");

pub(super) fn play(tape: &mut Tape) {
    let window = Window::open();
    let project = window.project(PROJECT)["draft"].clone();
    let scopes = project["scopes"].clone();
    let mut draft = project;
    draft["name"] = json!("Campaign");
    draft["grant"] = json!("jwt");
    draft["scopes"] = json!("ent_campaign_sdk, event_receiver_api");
    let id = create(&window, &draft, json!(JWT_SECRET));
    let ask = |command: &str| window.ask(command, json!({ "id": id }));
    let whose = [(id.as_str().expect("an id"), "‹profile›"), TITLE];
    tape.keep(FILE, "not_begun", settled(ask("migration_status")), &whose);
    let refused = window.problem("migration_switch", json!({ "id": id }));
    tape.refusal("migration_not_begun", refused, &[TITLE]);
    let wish = |scopes: &Value| json!({ "scopes": scopes, "requests": 2 });
    let try_with = |scopes: &Value, secret: Value| {
        window.invoke("migration_try", trying(&id, &wish(scopes), secret))
    };
    let refused = try_with(&json!(""), Value::Null).unwrap_err();
    tape.refusal("migration_credential_missing", refused, &[TITLE]);

    // Before there is anything to send: how often it is tried is a matter of luck.
    try_with(&scopes, json!(OAUTH_SECRET)).unwrap();
    tape.refusal("migration_stopped", stopped(&window, &id, &wish(&scopes)), &[]);
    ask("migration_undo");

    let key = window.ask("key_generate", generation(subject("migrating", 2048), Value::Null));
    let sign_with = |key: &Value| {
        let mut signing = draft.clone();
        // Of both metascopes, it is the one that the practice Adobe knows.
        signing["scopes"] = json!("ent_campaign_sdk");
        signing["key"] = key.clone();
        let read = window.ask("profile_get", json!({ "id": id }));
        let call = json!({ "id": id, "revision": read["revision"], "draft": signing,
            "clientSecret": null, "secondClientSecret": null });
        window.ask("profile_update", call);
    };
    sign_with(&key["id"]);
    window.ask("key_register_with_practice", json!({ "id": key["id"], "profile": id }));
    for (method, path) in [("GET", "?_lineCount=1"), ("GET", "/nobody"), ("POST", "")] {
        let request = request(method, path);
        let call = json!({ "profile": id, "request": request, "confirmed": true });
        window.ask("request_send", call);
    }
    let tried = try_with(&scopes, json!(OAUTH_SECRET)).unwrap();
    tape.keep(FILE, "tried", settled(tried), &whose);
    tape.keep(FILE, "trying", settled(ask("migration_status")), &whose);
    // Without its key nothing comes by JWT, as once Adobe has ended it.
    sign_with(&Value::Null);
    tape.keep(FILE, "over", settled(try_with(&json!(""), Value::Null).unwrap()), &whose);
    sign_with(&key["id"]);
    tape.keep(FILE, "switched", settled(ask("migration_switch")), &whose);
    tape.keep(FILE, "done", settled(ask("migration_retire")), &whose);

    let aem = window.practice_profile("AEM service credential");
    let status = window.ask("migration_status", json!({ "id": aem }));
    let whose = [
        (aem.as_str().expect("an id"), "‹profile›"),
        (status["title"].as_str().expect("a title"), "‹title›"),
    ];
    tape.keep(FILE, "aem", settled(status.clone()), &whose);
}

/// Stopped until it is: it may be over first.
fn stopped(window: &Window, id: &Value, wish: &Value) -> Value {
    loop {
        let mut call = trying(id, wish, Value::Null);
        call["job"] = json!("stopped");
        let trying = window.begin("migration_try", call);
        while !trying.is_finished() {
            window.ask("job_stop", json!({ "job": "stopped" }));
        }
        if let Err(problem) = trying.join().unwrap() {
            return problem;
        }
    }
}

fn trying(id: &Value, wish: &Value, secret: Value) -> Value {
    json!({ "id": id, "wish": wish, "clientSecret": secret, "progress": "__CHANNEL__:1" })
}

fn request(method: &str, path: &str) -> Value {
    let url = format!(
        "https://mc.adobe.io/{{{{ORGANIZATION}}}}/campaign/profileAndServices/profile{path}"
    );
    json!({ "name": "Profiles", "method": method, "url": url, "body": null, "headers": [
        { "name": "Authorization", "value": "Bearer {{ACCESS_TOKEN}}" },
        { "name": "x-api-key", "value": "{{API_KEY}}" },
    ] })
}

/// Times and the key are others in each run.
fn settled(mut said: Value) -> Value {
    settle(&mut said);
    said
}

fn settle(said: &mut Value) {
    match said {
        Value::Array(all) => all.iter_mut().for_each(settle),
        Value::Object(members) => {
            for (name, member) in members {
                match name.as_str() {
                    "at" | "last_jwt_at" | "console_allows_from" if member.is_number() => {
                        *member = json!(0);
                    }
                    "key" if member.is_string() => *member = json!("0".repeat(64)),
                    _ => settle(member),
                }
            }
        }
        _ => {}
    }
}
