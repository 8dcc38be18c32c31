//! `mudbrick rotate` against the practice Adobe, over TLS, and killed by the system while Adobe answers.

use crate::practised::Practised;
use mudbrick_model::{ClientId, Grant, Scope, TechnicalAccountId};
use mudbrick_practice::{Fault, Jti, Mishap, ProjectApi, SeedProject};
#[cfg(unix)]
use mudbrick_testkit::Terminal;
use mudbrick_testkit::text;
use std::ops::Deref;
use std::time::{Duration, Instant};

const ORG: &str = "610BE8A0B1C2D3E4F5061728@AdobeOrg";
const CLIENT: &str = "b610be00000000000000000000000d02";
const OLD: &str = "p8e-practice-rotated-old";
const PAGE: &str = "https://developer.adobe.com/console/projects/1000002/45660000000011112222/credentials/200778/details/oauthservertoserver";
const SCOPES: &str =
    "AdobeID, openid, read_organizations, adobeio_api, read_client_secret, manage_client_secrets";

/// A world whose commands end at the practice Adobe.
struct World(Practised);

impl Deref for World {
    type Target = Practised;

    fn deref(&self) -> &Practised {
        &self.0
    }
}

impl World {
    fn start() -> Self {
        let world = Self(Practised::start());
        let account = "B0980A1B2C3D4E5F60718293@techacct.adobe.com";
        let project = SeedProject {
            title: "Rotated".to_owned(),
            organization: "Globex".to_owned(),
            client_id: ClientId::parse(CLIENT).unwrap(),
            credential_id: Some("200778".to_owned()),
            client_secrets: vec![OLD.to_owned()],
            technical_account_id: TechnicalAccountId::parse(account).ok(),
            grants: vec![Grant::OauthServerToServer],
            scopes: SCOPES.split(", ").map(|scope| Scope::parse(scope).unwrap()).collect(),
            metascopes: Vec::new(),
            apis: vec![ProjectApi::Management],
            certificates: Vec::new(),
            jti: Jti::default(),
            authorization_codes: Vec::new(),
            sign_in: None,
        };
        world.register(project);
        world.add("Rotated", "development");
        world
    }

    /// Another profile of the client.
    fn add(&self, name: &str, risk: &str) {
        let mut add = vec!["profile", "add", name, "--organization", "Globex"];
        add.extend(["--org-id", ORG, "--client-id", CLIENT, "--scopes", SCOPES]);
        add.extend(["--adobe", "production", "--risk", risk, "--secret-file", "-"]);
        let added = self.home.run_with_input(&add, OLD);
        assert!(added.status.success(), "{}", text(&added.stderr));
    }

    fn at_adobe(&self) -> Vec<String> {
        let projects = self.practice.control().seed().projects;
        let found = projects.into_iter().find(|project| project.client_id.as_str() == CLIENT);
        found.unwrap().client_secrets
    }

    /// What the next token is asked for with.
    fn used(&self) -> String {
        self.ok(&["token", "Rotated", "--renew", "--quiet"]);
        self.ok(&["token", "Rotated", "--curl", "--with-secrets"])
    }

    fn is_whole(&self) {
        let left = self.at_adobe();
        assert_eq!(left.len(), 1, "{left:?}");
        assert!(self.used().contains(&left[0]));
        assert_ne!(left[0], OLD);
    }
}

#[test]
fn a_secret_is_rotated_in_two_runs() {
    let world = World::start();
    let planned = world.ok(&["rotate", "Rotated", "--dry-run"]);
    assert!(planned.contains("mudbrick rotate 'Globex · Rotated' --console"), "{planned}");
    let refused = world.run(&["rotate", "Rotated"]);
    assert_eq!(refused.status.code(), Some(2), "{}", text(&refused.stderr));
    let rotated = world.ok(&["rotate", "Rotated", "--console", PAGE]);
    assert!(rotated.contains("the old one still works"), "{rotated}");
    assert!(rotated.contains("mudbrick rotate 'Globex · Rotated' --delete-old"), "{rotated}");
    assert!(!rotated.contains("p8e-"), "{rotated}");
    assert_eq!(world.at_adobe().len(), 2);
    let message = world.ok(&["rotate", "Rotated", "--message"]);
    assert!(message.contains(CLIENT) && !message.contains("p8e-"), "{message}");
    let done = world.ok(&["rotate", "Rotated", "--delete-old", "--yes", "--json"]);
    let done: serde_json::Value = serde_json::from_str(&done).unwrap();
    assert_eq!(done[0]["rotation"]["step"], "done", "{done}");
    world.is_whole();
    let several = world.run(&["rotate", "Rotated", "Rotated", "--console", PAGE]);
    assert_eq!(several.status.code(), Some(2));
}

#[test]
fn profiles_of_one_client_are_rotated_once_and_the_rest_of_them_left_out() {
    let world = World::start();
    world.add("Same client", "development");
    world.ok(&["rotate", "Rotated", "--console", PAGE, "--status"]);
    let rotated = world.run(&["rotate", "Rotated", "Same client", "Rotated"]);
    let said = text(&rotated.stderr);
    assert!(rotated.status.success(), "{said}");
    assert!(said.contains("Same client has the same client as Globex · Rotated"), "{said}");
    assert_eq!(world.at_adobe().len(), 2);
    let ended = ["rotate", "Rotated", "Same client", "--delete-old", "--json", "--yes"];
    let ended: serde_json::Value = serde_json::from_str(&world.ok(&ended)).unwrap();
    assert_eq!(ended[0]["rotation"]["step"], "done", "{ended}");
    assert_eq!(ended[1]["with"]["title"], "Globex · Rotated", "{ended}");
    world.is_whole();
}

#[test]
fn nothing_of_a_client_with_a_production_profile_is_changed_and_nothing_deleted_unasked() {
    let world = World::start();
    let refused = |arguments: &[&str]| {
        let refused = world.run(arguments);
        let said = text(&refused.stderr);
        assert!(!refused.status.success() && said.contains("Nothing was changed"), "{said}");
        said
    };
    world.ok(&["rotate", "Rotated", "--console", PAGE]);
    let both = world.at_adobe();
    refused(&["rotate", "Rotated", "--delete-old", "--json"]);
    refused(&["rotate", "Rotated", "--abandon"]);
    assert_eq!(world.at_adobe(), both);
    world.ok(&["rotate", "Rotated", "--abandon", "--yes"]);
    world.add("Live", "production");
    assert!(world.ok(&["rotate", "Rotated", "--dry-run"]).contains("PRODUCTION"));
    let said = refused(&["rotate", "Rotated"]);
    assert!(said.contains("Globex · Live, which is production"), "{said}");
    assert_eq!(world.at_adobe(), [OLD]);
}

#[test]
fn a_kill_while_adobe_answers_loses_the_value_and_says_so() {
    let world = World::start();
    world.practice.control().add_fault(Fault::always("/console/", Mishap::Delay { ms: 400 }));
    let mut killed = world.command(&["rotate", "Rotated", "--console", PAGE]).spawn().unwrap();
    let begun = Instant::now();
    while world.at_adobe().len() < 2 {
        assert!(begun.elapsed() < Duration::from_secs(60), "it never asked");
        std::thread::sleep(Duration::from_millis(5));
    }
    killed.kill().unwrap();
    killed.wait().unwrap();
    world.practice.control().clear_faults();
    assert!(world.used().contains(OLD));
    let lost = world.run(&["rotate", "Rotated"]);
    assert_eq!(lost.status.code(), Some(1));
    let said = text(&lost.stderr);
    assert!(said.contains("does not tell it again"), "{said}");
    assert_eq!(world.at_adobe().len(), 2, "nobody agreed yet");
    world.ok(&["rotate", "Rotated", "--replace-lost", "--yes"]);
    world.ok(&["rotate", "Rotated", "--delete-old", "--yes"]);
    world.is_whole();
}

/// Wherever the system ends it: what is there works, and the next runs end well.
#[test]
fn killed_at_any_time_it_goes_on() {
    for slice in 0..12 {
        let world = World::start();
        let mut killed = world.command(&["rotate", "Rotated", "--console", PAGE]).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(slice * 60));
        killed.kill().unwrap();
        killed.wait().unwrap();
        world.used();
        let again = world.run(&["rotate", "Rotated", "--console", PAGE]);
        if !again.status.success() {
            let said = text(&again.stderr);
            assert!(said.contains("does not tell it again"), "{said}");
            world.ok(&["rotate", "Rotated", "--replace-lost", "--yes"]);
        }
        world.ok(&["rotate", "Rotated", "--delete-old", "--even-if-used", "--yes"]);
        world.is_whole();
    }
}

/// Elsewhere than at a terminal production needs `--yes`; there it is the question that keeps a secret from being changed.
#[cfg(unix)]
#[test]
fn production_is_asked_about_and_only_yes_is_yes() {
    let world = World::start();
    world.ok(&["profile", "edit", "Rotated", "--risk", "production"]);
    let refused = world.run(&["rotate", "Rotated", "--console", PAGE]);
    assert!(!refused.status.success() && text(&refused.stderr).contains("Nothing was changed"));
    let asked = |arguments: &[&str], question: &str, answer: &str| {
        let mut terminal = Terminal::run(&world.command(arguments));
        terminal.waits_for(question);
        terminal.waits_for("[y/N]");
        let before = world.at_adobe().len();
        terminal.types(answer);
        let (status, screen) = terminal.ends();
        let screen = String::from_utf8_lossy(&screen).into_owned();
        assert_eq!(status.success(), answer == "y\n", "{screen}");
        (before, world.at_adobe().len())
    };
    let rotate = ["rotate", "Rotated"];
    for answer in ["n\n", "\n", "maybe\n"] {
        assert_eq!(asked(&rotate, "Add a client secret", answer), (1, 1));
        assert_eq!(world.at_adobe(), [OLD]);
    }
    assert_eq!(asked(&rotate, "Add a client secret", "y\n"), (1, 2));
    let delete = ["rotate", "Rotated", "--delete-old"];
    assert_eq!(asked(&delete, "Nobody can bring it back", "\n"), (2, 2));
    let abandon = ["rotate", "Rotated", "--abandon"];
    assert_eq!(asked(&abandon, "delete the new one", "\n"), (2, 2));
    assert_eq!(asked(&delete, "Nobody can bring it back", "y\n"), (2, 1));
    world.is_whole();
}
