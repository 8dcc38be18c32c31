//! Nothing writes to production unasked from the window, whatever brought the command: a button, a key, the palette. All of them
//! end in these commands, which refuse what nobody has confirmed.

use crate::window::Window;
use serde_json::{Value, json};

const ROUNDS: usize = 150;
const METHODS: [&str; 7] = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"];
const RISKS: [&str; 3] = ["production", "staging", "development"];
const DEVELOPMENT: usize = 2;
/// The practice Adobe has the first two, one of each type.
const SANDBOXES: [&str; 3] = ["prod", "dev", "nobody-said"];

/// Numbers that are the same in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.0 >> 33) as usize % bound
    }
}

fn profiles(window: &Window) -> Vec<Value> {
    let project = window.project("Platform");
    let profile = |risk: &str| {
        let mut draft = project["draft"].clone();
        (draft["name"], draft["risk"]) = (json!(risk), json!(risk));
        let secret = &project["client_secret"];
        let view = window.ask(
            "profile_create",
            json!({ "draft": draft, "clientSecret": secret, "secondClientSecret": null }),
        );
        view["summary"]["id"].clone()
    };
    RISKS.iter().map(|risk| profile(risk)).collect()
}

#[test]
fn no_command_of_the_window_writes_to_production_unasked() {
    let window = Window::open();
    let profiles = profiles(&window);
    let mut random = Random(11);
    let mut refused = [0; 2];
    let recorded = || window.ask("history_size", json!({}))["exchanges"].as_u64().unwrap();
    for round in 0..ROUNDS {
        let (method, risk, sandbox) =
            (METHODS[random.below(7)], random.below(3), SANDBOXES[random.below(3)]);
        let (host, is_platform) =
            [("platform.adobe.io", true), ("api-places.adobe.io", false)][random.below(2)];
        // What it is answered does not matter: it was sent.
        let mut headers =
            vec![json!({ "name": "Authorization", "value": "Bearer {{ACCESS_TOKEN}}" })];
        if is_platform {
            headers.push(json!({ "name": "x-sandbox-name", "value": sandbox }));
        }
        let request = json!({
            "name": "Guarded", "method": method, "url": format!("https://{host}/guarded/{round}"),
            "headers": headers, "body": null,
        });
        let send = |profile: usize, confirmed: bool| {
            let (profile, request) = (&profiles[profile], &request);
            json!({ "profile": profile, "request": request, "confirmed": confirmed })
        };
        let is_replay = random.below(2) == 1;
        let (command, arguments) = match is_replay {
            true => {
                let kept = window.ask("request_send", send(DEVELOPMENT, true));
                let (id, profile) = (&kept["summary"]["id"], &profiles[risk]);
                let arguments = json!({ "id": id, "profile": profile, "confirmed": false });
                ("history_replay", arguments)
            }
            false => ("request_send", send(risk, false)),
        };
        let before = recorded();
        let outcome = window.invoke(command, arguments);
        let is_production = RISKS[risk] == "production" || (is_platform && sandbox != "dev");
        let what = format!("{command}: {method} on {} to {host}, {sandbox}", RISKS[risk]);
        if METHODS[3..].contains(&method) && is_production {
            refused[usize::from(is_replay)] += 1;
            let problem = outcome.expect_err(&what);
            assert_eq!(problem["code"], "needs_confirmation", "{what}: {problem:#}");
            assert_eq!(recorded(), before, "{what}: it was sent");
        } else {
            outcome.unwrap_or_else(|problem| panic!("{what}: {problem:#}"));
            assert_eq!(recorded(), before + 1, "{what}");
        }
    }
    assert!(refused.iter().all(|count| *count > ROUNDS / 12), "{refused:?} were asked about");
}

/// Both send many calls after one question, and each asks by itself.
#[test]
fn neither_a_replay_on_many_nor_a_run_that_goes_on_writes_to_production_unasked() {
    let window = Window::open();
    let profiles = profiles(&window);
    let sent = || window.ask("history_size", json!({}))["exchanges"].as_u64().unwrap();
    let code = |outcome: Result<Value, Value>| outcome.expect_err("nobody agreed")["code"].clone();
    let url = "https://api-places.adobe.io/guarded";

    let request =
        json!({ "name": "Guarded", "method": "POST", "url": url, "headers": [], "body": null });
    let kept = json!({ "profile": profiles[DEVELOPMENT], "request": request, "confirmed": true });
    let id = window.ask("request_send", kept)["summary"]["id"].clone();
    let counting = json!({ "by_line": false, "arrays": { "kind": "by_key", "key": "id" },
        "same_numbers": false, "ignored": [], "without_noise": false });
    let wish =
        json!({ "parallel": 2, "per_second": null, "against_first": false, "counting": counting });
    let replay = |confirmed: bool| {
        let call = json!({ "id": id, "profiles": profiles, "wish": wish, "confirmed": confirmed,
            "result": "__CHANNEL__:7" });
        window.invoke("replay_on", call)
    };
    let before = sent();
    assert_eq!(code(replay(false)), "needs_confirmation");
    assert_eq!(sent(), before);
    replay(true).unwrap();
    assert_eq!(sent(), before + 3);

    // Stops at the first answer, which is an error, and has one call left.
    for name in ["a", "b"] {
        let text = format!("### {name}\nPOST {url}/{name}\n");
        window.own_file(&format!("night/{name}.http"), &text);
    }
    let settings = json!({
        "what": { "kind": "place", "place": { "path": "night", "is_folder": true } },
        "profiles": [profiles[0]], "data": null, "parallel": 1, "per_second": null, "on_failure": "stop",
    });
    let begin = json!({ "settings": settings, "answers": null, "confirmed": true, "progress": "__CHANNEL__:1" });
    let run = window.ask("run_begin", begin)["id"].clone();
    let resume = |confirmed: bool| {
        let call = json!({ "id": run, "answers": null, "confirmed": confirmed, "progress": "__CHANNEL__:2" });
        window.invoke("run_resume", call)
    };
    let before = sent();
    assert_eq!(before, 5, "one of two was sent");
    assert_eq!(code(resume(false)), "needs_confirmation");
    assert_eq!(sent(), before);
    resume(true).unwrap();
    assert_eq!(sent(), before + 1);
}
