//! A client secret rotated: with two secrets in the way, step by step, with somebody who still uses the old one, and given up.

use super::profiles::draft;
use super::tape::Tape;
use crate::window::Window;
use serde_json::{Value, json};

const FILE: &str = "rotations";
const TITLE: (&str, &str) = ("Acme · Places", "‹title›");
const CLIENT: (&str, &str) = ("b610be0000000000000000000000b006", "‹client_id›");
const OLD: &str = "p8e-practice-globex-nightly";
const PAGE: &str = "https://developer.adobe.com/console/projects/1000002/45660000000011112222/credentials/200006/details/oauthservertoserver";
const SCOPES: &str =
    "openid, AdobeID, read_organizations, adobeio_api, read_client_secret, manage_client_secrets";

struct Scene<'a> {
    tape: &'a mut Tape,
    window: Window,
    draft: Value,
    /// The profile.
    id: String,
    /// Adobe's names of secrets, in the order in which they came.
    uuids: Vec<String>,
}

pub(super) fn play(tape: &mut Tape) {
    let window = Window::open();
    let mut draft = draft(&window, "Nightly");
    draft["scopes"] = json!(SCOPES);
    let other = another(&window, &draft);
    draft["scopes"] = json!("openid, AdobeID");
    let made = json!({ "draft": draft, "clientSecret": OLD, "secondClientSecret": other });
    let view = window.ask("profile_create", made);
    let id = view["summary"]["id"].as_str().expect("an id").to_owned();
    let mut scene = Scene { tape, window, draft, id, uuids: Vec::new() };
    scene.plan("without_scopes");
    scene.draft["scopes"] = json!(SCOPES);
    let update = json!({ "id": scene.id, "revision": view["revision"], "draft": scene.draft,
        "clientSecret": null, "secondClientSecret": null });
    scene.window.ask("profile_update", update);
    scene.plan("without_place");
    let wrong = json!({ "id": scene.id, "address": "https://developer.adobe.com/console" });
    let refused = scene.window.problem("rotation_set_place", wrong);
    scene.tape.refusal("no_console_address", refused, &[]);
    scene.window.ask("rotation_set_place", json!({ "id": scene.id, "address": PAGE }));
    scene.plan("ready");
    scene.steps();
}

/// Has Adobe add a secret for somebody on another computer, of whose rotation nothing is known here.
fn another(window: &Window, draft: &Value) -> Value {
    let made = json!({ "draft": draft, "clientSecret": OLD, "secondClientSecret": null });
    let id = window.ask("profile_create", made)["summary"]["id"].clone();
    window.ask("rotation_set_place", json!({ "id": id, "address": PAGE }));
    let wish = json!({ "profiles": [id], "deed": { "kind": "go_on", "lost": "kept" } });
    let call = json!({ "wish": wish, "confirmed": true, "progress": "__CHANNEL__:1" });
    window.ask("rotation_carry_out", call);
    let secret = window.ask("secret_reveal", json!({ "id": id, "kind": "client_secret" }));
    window.ask("profile_delete", json!({ "id": id }));
    std::fs::remove_dir_all(window.home().join("rotations")).expect("its rotation is gone");
    secret
}

impl Scene<'_> {
    fn steps(&mut self) {
        let (go_on, look) = (json!({ "kind": "go_on", "lost": "kept" }), json!({ "kind": "look" }));
        let both = self.carry_out("two_secrets", &look);
        self.carry_out("two_secrets_refused", &go_on);
        let secrets = both["profiles"][0]["rotation"]["secrets"].as_array().expect("secrets");
        // The one that somebody else had Adobe add.
        let later = secrets.iter().max_by_key(|one| one["created_at"].as_i64()).expect("a secret");
        let named =
            json!({ "kind": "delete_named", "uuid": later["uuid"], "still_used": "deleted_too" });
        self.carry_out("not_begun", &named);
        self.carry_out("watching", &go_on);
        self.plan("under_way");
        self.use_old();
        self.carry_out("used", &look);
        self.carry_out("still_used", &json!({ "kind": "delete_old", "still_used": "kept" }));
        self.carry_out("done", &json!({ "kind": "delete_old", "still_used": "deleted_too" }));
        self.carry_out("again", &go_on);
        self.carry_out("abandoned", &json!({ "kind": "abandon" }));
    }

    /// Somebody asks for a token with the old secret after the new one took its place.
    fn use_old(&self) {
        let made = json!({ "draft": self.draft, "clientSecret": OLD, "secondClientSecret": null });
        let elsewhere = self.window.ask("profile_create", made)["summary"]["id"].clone();
        self.window.ask("token_renew", json!({ "id": elsewhere }));
        self.window.ask("profile_delete", json!({ "id": elsewhere }));
    }

    fn plan(&mut self, name: &str) {
        let plan = self.window.ask("rotation_plan", json!({ "ids": [self.id] }));
        self.keep(&format!("plan_{name}"), plan[0].clone());
    }

    fn carry_out(&mut self, name: &str, deed: &Value) -> Value {
        let wish = json!({ "profiles": [self.id], "deed": deed });
        let call = json!({ "wish": wish, "confirmed": true, "progress": "__CHANNEL__:1" });
        let report = self.window.ask("rotation_carry_out", call);
        let outcome = &report["profiles"][0];
        for secret in outcome["rotation"]["secrets"].as_array().into_iter().flatten() {
            let uuid = secret["uuid"].as_str().expect("a name").to_owned();
            if !self.uuids.contains(&uuid) {
                self.uuids.push(uuid);
            }
        }
        self.keep(name, outcome.clone());
        report
    }

    fn keep(&mut self, name: &str, mut said: Value) {
        timeless(&mut said);
        let names: Vec<String> = (1..=self.uuids.len()).map(|n| format!("‹secret {n}›")).collect();
        let uuids = self.uuids.iter().zip(&names);
        let mut words = vec![TITLE, CLIENT, (self.id.as_str(), "‹profile›")];
        words.extend(uuids.map(|(uuid, name)| (uuid.as_str(), name.as_str())));
        self.tape.keep(FILE, name, said, &words);
    }
}

/// Sentences name times by Adobe's clock, `2026-01-31 12:00 UTC`.
fn timeless(said: &mut Value) {
    const TIME: &str = "2026-01-31 12:00";
    match said {
        Value::String(text) => {
            let mut whole = String::new();
            let mut parts = text.split(" UTC").peekable();
            while let Some(part) = parts.next() {
                match (parts.peek(), part.len().checked_sub(TIME.len())) {
                    (Some(_), Some(at)) => whole += &format!("{}{TIME} UTC", &part[..at]),
                    _ => whole += part,
                }
            }
            *text = whole;
        }
        Value::Array(all) => all.iter_mut().for_each(timeless),
        Value::Object(members) => members.values_mut().for_each(timeless),
        _ => {}
    }
}
