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
