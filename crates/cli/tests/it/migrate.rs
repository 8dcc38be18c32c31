//! `mudbrick migrate` against the practice Adobe, over TLS: tried, switched, undone, retired, and killed by the system on the way.

use crate::practised::Practised;
use mudbrick_model::{ClientId, Grant, Metascope, Scope, TechnicalAccountId};
use mudbrick_practice::{Fault, Jti, Mishap, ProjectApi, SeedProject};
use mudbrick_testkit::text;
use serde_json::Value;
use std::ops::Deref;
use std::process::Output;
use std::time::Duration;

const ORG: &str = "610BE8A0B1C2D3E4F5061728@AdobeOrg";
const CLIENT: &str = "b610be00000000000000000000000e01";
const ACCOUNT: &str = "B0E10A1B2C3D4E5F60718293@techacct.adobe.com";
const JWT_SECRET: &str = "p8e-practice-leaving-jwt";
const OAUTH_SECRET: &str = "p8e-practice-leaving-oauth";
const SCOPES: &str = "openid, AdobeID, read_organizations, additional_info.projectedProductContext";

/// A world whose commands end at the practice Adobe.
struct World(Practised);

impl Deref for World {
    type Target = Practised;

    fn deref(&self) -> &Practised {
        &self.0
    }
}

impl World {
    /// A service account whose project has an OAuth credential too.
    fn start() -> Self {
        let world = Self(Practised::start());
        let home = &world.home;
        std::fs::write(home.path().join("secret"), OAUTH_SECRET).unwrap();
        let pair = home.path().join("pair");
        let out = pair.to_str().unwrap();
        home.ok(&["key", "new", "leaving", "--common-name", "leaving.example", "--out", out]);
        let certificate = std::fs::read_to_string(pair.join("leaving_public.crt")).unwrap();
        let project = SeedProject {
            title: "Leaving".to_owned(),
            organization: "Globex".to_owned(),
            client_id: ClientId::parse(CLIENT).unwrap(),
            credential_id: None,
            client_secrets: vec![JWT_SECRET.to_owned(), OAUTH_SECRET.to_owned()],
            technical_account_id: TechnicalAccountId::parse(ACCOUNT).ok(),
            grants: vec![Grant::OauthServerToServer, Grant::Jwt],
            scopes: SCOPES.split(", ").map(|scope| Scope::parse(scope).unwrap()).collect(),
            metascopes: vec![Metascope::parse("ent_places_sdk").unwrap()],
            apis: vec![ProjectApi::Places],
            certificates: vec![certificate],
            jti: Jti::default(),
            authorization_codes: Vec::new(),
            sign_in: None,
        };
        world.register(project);
        home.ok(&["key", "import", out, "--yes"]);
        let key = home.json(&["key", "show", "--json"])[0]["name"].as_str().unwrap().to_owned();
        let mut add = vec!["profile", "add", "Leaving", "--organization", "Globex"];
        add.extend(["--org-id", ORG, "--client-id", CLIENT, "--grant", "jwt", "--key", &key]);
        add.extend(["--scopes", "ent_places_sdk", "--technical-account-id", ACCOUNT]);
        add.extend(["--adobe", "production", "--risk", "development", "--secret-file", "-"]);
        let added = home.run_with_input(&add, JWT_SECRET);
        assert!(added.status.success(), "{}", text(&added.stderr));
        world
    }

    /// Fails with this exit code; what it says.
    fn fails(&self, code: i32, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", text(&output.stdout));
        text(&output.stderr)
    }

    fn secret(&self) -> String {
        self.home.path().join("secret").display().to_string()
    }

    fn try_oauth(&self, more: &[&str]) -> Output {
        let secret = self.secret();
        let credential = ["migrate", "Leaving", "--scopes", SCOPES, "--secret-file", &secret];
        self.run(&[&credential[..], more].concat())
    }

    fn step(&self) -> Value {
        let status = self.ok(&["migrate", "Leaving", "--status", "--json"]);
        let status: Value = serde_json::from_str(&status).unwrap();
        status["migration"]["step"].clone()
    }

    /// How the next token is asked for.
    fn asks(&self) -> String {
        self.ok(&["token", "Leaving", "--renew", "--quiet"]);
        self.ok(&["token", "Leaving", "--curl"])
    }

    fn profiles(&self) -> usize {
        let listed: Value = serde_json::from_str(&self.ok(&["profile", "list", "--json"])).unwrap();
        listed.as_array().unwrap().len()
    }

    /// Begins, and is killed after so many milliseconds.
    fn killed(&self, after: u64, arguments: &[&str]) {
        let mut killed = self.command(arguments).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(after));
        killed.kill().unwrap();
        killed.wait().unwrap();
    }
}

#[test]
fn a_service_account_is_tried_switched_undone_and_retired() {
    let world = World::start();
    let known = world.ok(&["migrate", "Leaving", "--status"]);
    assert!(known.contains("Globex · Leaving: it signs with JWT\n"), "{known}");
    assert!(known.contains("2026-03-01  what is left was converted"), "{known}");
    assert!(known.contains("ent_places_sdk: which scopes take its place is not"), "{known}");
    assert!(known.contains("mudbrick migrate 'Globex · Leaving' --scopes … --secret-file …"));

    world.ok(&["send", "Leaving", "Places/List libraries"]);
    let tried = world.try_oauth(&[]);
    let said = text(&tried.stdout);
    assert!(tried.status.success(), "{said}{}", text(&tried.stderr));
    assert!(said.contains("it signs with JWT, and OAuth is tried beside it"), "{said}");
    assert!(said.contains("/libraries: 200 by JWT, 200 by OAuth, the same"), "{said}");
    assert!(said.contains("1 the same, 0 different, 0 not compared"), "{said}");
    assert!(!said.contains("p8e-"), "{said}");
    assert_eq!((world.step(), world.profiles()), ("trying".into(), 2));
    assert!(world.asks().contains("/ims/exchange/jwt"), "nothing was changed yet");

    let switched = world.ok(&["migrate", "Leaving", "--switch"]);
    assert!(switched.contains("it uses OAuth, and can go back"), "{switched}");
    assert!(world.asks().contains("/ims/token/v3"));
    world.ok(&["send", "Leaving", "Places/List libraries"]);
    world.ok(&["migrate", "Leaving", "--undo"]);
    assert!(world.asks().contains("/ims/exchange/jwt"));
    world.ok(&["migrate", "Leaving", "--switch"]);
    let done = world.ok(&["migrate", "Leaving", "--retire", "--json"]);
    let done: Value = serde_json::from_str(&done).unwrap();
    assert_eq!((&done["migration"]["step"], &done["comparison"]), (&"done".into(), &Value::Null));
    assert!(world.asks().contains("/ims/token/v3"));
    assert_eq!(world.profiles(), 1, "the trial is gone");
    let over = world.fails(2, &["migrate", "Leaving", "--undo"]);
    assert!(over.contains("No migration of Globex · Leaving is under way."), "{over}");
}

#[test]
fn what_is_missing_or_wrong_is_said_and_changes_nothing() {
    let world = World::start();
    let missing = world.fails(2, &["migrate", "Leaving"]);
    assert!(missing.contains("needs the scopes and the client secret"), "{missing}");
    assert!(missing.contains("mudbrick profile show 'Globex · Leaving'"), "{missing}");
    assert_eq!((world.step(), world.profiles()), ("not_begun".into(), 1));
    for step in ["--switch", "--undo"] {
        let said = world.fails(2, &["migrate", "Leaving", step]);
        assert!(said.contains("mudbrick migrate 'Globex · Leaving'"), "{said}");
    }
    let early = world.fails(2, &["migrate", "Leaving", "--retire"]);
    assert!(early.contains("No migration"), "{early}");
    world.fails(2, &["migrate", "Leaving", "--switch", "--undo"]);
    world.fails(2, &["migrate", "Leaving", "--switch", "--scopes", "openid"]);
    world.fails(1, &["migrate", "Nobody", "--status"]);

    std::fs::write(world.home.path().join("wrong"), "p8e-wrong").unwrap();
    let wrong = world.home.path().join("wrong").display().to_string();
    let wrong = ["migrate", "Leaving", "--scopes", SCOPES, "--secret-file", &wrong];
    let refused = world.fails(1, &wrong);
    assert!(refused.contains("The client secret is not the one of this client ID."), "{refused}");
    let refused = world.fails(1, &["migrate", "Leaving", "--switch"]);
    assert!(refused.contains("The client secret is not the one"), "{refused}");
    assert!(world.asks().contains("/ims/exchange/jwt"));

    // What is entered corrects the trial. Nothing was sent yet, so that there is nothing to compare.
    let secret = world.secret();
    let json = ["migrate", "Leaving", "--secret-file", &secret, "--requests", "3", "--json"];
    let tried: Value = serde_json::from_str(&world.ok(&json)).unwrap();
    assert_eq!(tried["migration"]["needs"], "correction", "{tried}");
    assert_eq!(tried["comparison"]["requests"], serde_json::json!([]));
    assert_eq!(world.profiles(), 2, "it is the same trial");
    let claims = tried["comparison"]["claims"].as_array().unwrap();
    assert!(claims.iter().all(|claim| claim["name"] != "created_at"), "{tried}");
    world.ok(&["migrate", "Leaving", "--undo"]);
    assert_eq!((world.step(), world.profiles()), ("not_begun".into(), 1));
}

#[test]
fn an_answer_that_differs_is_told_by_the_exit_code_and_one_that_only_came_before_is_compared() {
    let world = World::start();
    world.ok(&["send", "Leaving", "Places/List libraries"]);
    // Once Adobe has ended it, nothing comes by JWT.
    let edited = ["profile", "edit", "Leaving", "--secret-file", "-"];
    let edited = world.home.run_with_input(&edited, "p8e-ended");
    assert!(edited.status.success(), "{}", text(&edited.stderr));
    let tried = world.try_oauth(&[]);
    let said = text(&tried.stdout);
    assert!(tried.status.success(), "{said}{}", text(&tried.stderr));
    assert!(said.contains("Adobe gives no token by JWT: "), "{said}");
    assert!(said.contains("200 by JWT, 200 by OAuth, the same"), "{said}");
    world.ok(&["migrate", "Leaving", "--switch"]);
    assert!(world.asks().contains("/ims/token/v3"));
    world.ok(&["migrate", "Leaving", "--undo"]);

    // Adobe stumbles over one of the two.
    world.practice.control().add_fault(Fault::once("/places/", Mishap::InternalError));
    let tried = world.run(&["migrate", "Leaving", "--json"]);
    assert_eq!(tried.status.code(), Some(1), "{}", text(&tried.stderr));
    let tried: Value = serde_json::from_str(&text(&tried.stdout)).unwrap();
    let request = &tried["comparison"]["requests"][0];
    assert_eq!((&request["jwt_status"], &request["oauth_status"]), (&500.into(), &200.into()));
    assert_eq!(
        (&request["is_same"], &tried["migration"]["outcome"]["same"]),
        (&false.into(), &0.into())
    );
}

/// Wherever the system ends it: a token comes, and the next runs end well.
#[test]
fn killed_at_any_time_it_goes_on() {
    for slice in 0..8 {
        let world = World::start();
        let after = slice * 60;
        let secret = world.secret();
        let try_oauth =
            ["migrate", "Leaving", "--scopes", SCOPES, "--secret-file", &secret, "--requests", "0"];
        world.killed(after, &try_oauth);
        assert!(world.asks().contains("/ims/exchange/jwt"));
        world.ok(&try_oauth);
        for (step, wanted) in [
            ("--switch", "switched"),
            ("--undo", "trying"),
            ("--switch", "switched"),
            ("--retire", "done"),
        ] {
            let before = world.step();
            world.killed(after, &["migrate", "Leaving", step]);
            world.asks();
            // Going back twice would give it up, so only what was not done is done again.
            if world.step() != wanted {
                assert_eq!(world.step(), before, "{step} after {after} ms");
                world.ok(&["migrate", "Leaving", step]);
            }
            assert_eq!(world.step(), wanted, "{step} after {after} ms");
        }
        assert!(world.asks().contains("/ims/token/v3"));
        assert_eq!(world.profiles(), 1, "after {after} ms");
    }
}
