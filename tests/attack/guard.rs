//! Nothing writes to production unasked: every command that sends, over random profiles, sandboxes and methods. The engine's own
//! test does it a million times; this one shows that no command passes it by.

use crate::new_home;
use crate::relay::Listener;
use mudbrick_testkit::{CLIENT, Home, ORG, text};
use rstest::rstest;

const ROUNDS: usize = 24;
const METHODS: [&str; 7] = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"];
const RISKS: [&str; 3] = ["production", "staging", "development"];
/// Nobody has said of any of them of which type they are. Without one, the request is none to Experience Platform.
const SANDBOXES: [Option<&str>; 4] = [None, None, Some("prod"), Some("dev")];

/// Numbers that are the same in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.0 >> 33) as usize % bound
    }
}

/// The commands that send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Send,
    File,
    Run,
    ReplayOnOne,
    ReplayOnAll,
}

fn home_with_profiles() -> Home {
    let home = new_home();
    for risk in RISKS {
        let fields = ["--org-id", ORG, "--client-id", CLIENT, "--scopes", "openid", "--risk", risk];
        home.ok(&[&["profile", "add", risk][..], &fields].concat());
    }
    home
}

#[rstest]
#[case::send(Way::Send)]
#[case::file(Way::File)]
#[case::run(Way::Run)]
#[case::replay_on_one(Way::ReplayOnOne)]
#[case::replay_on_all(Way::ReplayOnAll)]
fn no_command_writes_to_production_unasked(#[case] way: Way) {
    let (home, listener) = (home_with_profiles(), Listener::start());
    let mut random = Random(way as u64 + 7);
    let mut refused = 0;
    for round in 0..ROUNDS {
        let method = METHODS[random.below(7)];
        let risk = RISKS[random.below(3)];
        let sandbox = SANDBOXES[random.below(4)];
        let url = format!("http://127.0.0.1:{}/{round}", listener.port);
        let header = sandbox.map(|name| format!("x-sandbox-name: {name}"));
        let request: Vec<&str> = [&url[..], "-X", method]
            .into_iter()
            .chain(header.iter().flat_map(|header| ["-H", header]))
            .collect();
        let writes = METHODS[3..].contains(&method);
        let is_production = risk == "production" || way == Way::ReplayOnAll || sandbox.is_some();
        let kept = matches!(way, Way::ReplayOnOne | Way::ReplayOnAll).then(|| {
            let send = ["send", "development", "--json", "--yes"];
            let sent = home.json(&[&send[..], &request].concat());
            sent["summary"]["id"].to_string()
        });
        let before = listener.heard().len();
        let output = match (way, kept) {
            (Way::ReplayOnOne, Some(id)) => home.run(&["replay", &id, "--on", risk]),
            (_, Some(id)) => home.run(&["replay", &id, "--all"]),
            (Way::File | Way::Run, None) => {
                let file = home.path().join("request.http");
                let header = header.map_or_else(String::new, |header| format!("{header}\n"));
                std::fs::write(&file, format!("{method} {url}\n{header}")).unwrap();
                let file = file.to_str().unwrap();
                match way {
                    Way::Run => home.run(&["run", file, "--on", risk, "--json"]),
                    _ => home.run(&["send", risk, file, "--json"]),
                }
            }
            (_, None) => home.run(&[&["send", risk, "--json"][..], &request].concat()),
        };
        let said = text(&output.stdout) + &text(&output.stderr);
        let went_out = listener.heard().len() - before;
        match writes && is_production {
            true => {
                refused += 1;
                assert_eq!(went_out, 0, "{way:?}: {method} on {risk}, {sandbox:?}: {said}");
                assert_eq!(output.status.code(), Some(1), "{said}");
                assert!(said.contains("Nothing was sent"), "{said}");
            }
            false => {
                let expected = if way == Way::ReplayOnAll { RISKS.len() } else { 1 };
                assert_eq!(went_out, expected, "{way:?}: {method} on {risk}, {sandbox:?}: {said}");
            }
        }
    }
    assert!(refused >= ROUNDS / 6, "only {refused} were to be asked about");
}
