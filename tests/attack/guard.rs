//! Nothing writes to production unasked: every command that sends, over random profiles, sandboxes and methods. The engine's own
//! test does it a million times; this one shows that no command passes it by.

use crate::new_home;
use crate::relay::Listener;
use mudbrick_testkit::{CLIENT, Home, ORG, Terminal, text};
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

/// At a terminal nothing is between a person and production but the question, so that each command is answered in every way.
#[rstest]
fn at_a_terminal_each_command_asks_and_only_yes_is_yes(
    #[values(Way::Send, Way::File, Way::Run, Way::ReplayOnOne, Way::ReplayOnAll)] way: Way,
) {
    let (home, listener) = (home_with_profiles(), Listener::start());
    let url = format!("http://127.0.0.1:{}/asked", listener.port);
    let file = home.path().join("request.http");
    std::fs::write(&file, format!("POST {url}\n")).unwrap();
    let file = file.to_str().unwrap();
    let sent = home.json(&["send", "development", "--json", "--yes", &url, "-X", "POST"]);
    let id = sent["summary"]["id"].to_string();
    let arguments: Vec<&str> = match way {
        Way::Send => vec!["send", "production", &url, "-X", "POST"],
        Way::File => vec!["send", "production", file],
        Way::Run => vec!["run", file, "--on", "production"],
        Way::ReplayOnOne => vec!["replay", &id, "--on", "production"],
        Way::ReplayOnAll => vec!["replay", &id, "--all"],
    };
    let all = if way == Way::ReplayOnAll { RISKS.len() } else { 1 };
    // The last of those that are no is an input that ends.
    let answers = [("n\n", 0), ("\n", 0), ("yes please\n", 0), ("\u{4}", 0), ("y\n", all)];
    for (answer, expected) in answers {
        let before = listener.heard().len();
        let mut terminal = Terminal::run(&home.command(&arguments));
        terminal.waits_for("[y/N]");
        assert_eq!(listener.heard().len(), before, "{way:?}: it went out before the answer");
        terminal.types(answer);
        let (status, screen) = terminal.ends();
        let screen = String::from_utf8_lossy(&screen);
        let went_out = listener.heard().len() - before;
        assert_eq!(went_out, expected, "{way:?}, {answer:?}: {screen}");
        assert_eq!(status.success(), expected > 0, "{way:?}, {answer:?}: {screen}");
        assert_eq!(screen.contains("Nothing was sent"), expected == 0, "{way:?}: {screen}");
    }
}

/// A run that was stopped asks again for what is left of it.
#[test]
fn at_a_terminal_a_run_that_goes_on_asks_again() {
    let (home, listener) = (home_with_profiles(), Listener::start());
    // Nobody listens at the second address, so that the run stops there with one call left.
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let free = nobody.local_addr().unwrap().port();
    drop(nobody);
    let url = format!("http://127.0.0.1:{}/asked", listener.port);
    let file = home.path().join("requests.http");
    std::fs::write(&file, format!("POST http://127.0.0.1:{free}/\n\n###\nPOST {url}\n")).unwrap();
    let begun = ["run", file.to_str().unwrap(), "--on", "production", "--yes", "--stop", "--json"];
    let begun = home.run(&begun);
    let said = text(&begun.stdout) + &text(&begun.stderr);
    assert_eq!((begun.status.code(), listener.heard().len()), (Some(1), 0), "{said}");
    let listed = home.json(&["run", "--list", "--json"]);
    let run = listed[0]["id"].as_str().expect("a run").to_owned();
    for (answer, expected) in [("n\n", 0), ("y\n", 1)] {
        let mut terminal = Terminal::run(&home.command(&["run", "--resume", &run]));
        terminal.waits_for("[y/N]");
        assert_eq!(listener.heard().len(), 0, "it went out before the answer");
        terminal.types(answer);
        let screen = String::from_utf8_lossy(&terminal.ends().1).into_owned();
        assert_eq!(listener.heard().len(), expected, "{answer:?}: {screen}");
    }
}

/// curl sends by itself: what Mudbrick can do is not to call it.
#[test]
fn at_a_terminal_curl_is_called_by_yes_alone() {
    let home = new_home();
    home.add_places();
    home.ok(&["profile", "edit", "Places", "--risk", "production"]);
    let url = "https://api-places.adobe.io/places/placesapi/v1/libraries";
    let call = ["curl", "Places", "-sS", "-X", "POST", url, "-d", "{}"];
    let refused = home.run(&call);
    assert!(text(&refused.stderr).contains("Nothing was sent"), "{}", text(&refused.stderr));
    for (answer, is_called) in [("n\n", false), ("\n", false), ("y\n", true)] {
        let mut terminal = Terminal::run(&home.command(&call));
        terminal.waits_for("Call curl? [y/N]");
        terminal.types(answer);
        let screen = String::from_utf8_lossy(&terminal.ends().1).into_owned();
        // Adobe answers in JSON, whatever it says.
        let behind = screen.split("[y/N]").nth(1).unwrap_or_default();
        assert_eq!(behind.contains('{'), is_called, "{answer:?}: {screen}");
    }
}
