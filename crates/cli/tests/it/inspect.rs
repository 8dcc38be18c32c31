//! `mudbrick inspect`: a profile's token and pasted ones, told without asking anybody, and printed nowhere.

use crate::{bare_home, new_home};
use mudbrick_testkit::{CLIENT, text};
use serde_json::Value;

/// A token that has ended long ago, of nobody's.
const ENDED: &str = "eyJhbGciOiJSUzI1NiJ9.eyJ0eXBlIjoiYWNjZXNzX3Rva2VuIiwiY2xpZW50X2lkIjoiZmZmIiwiYXMiOiJpbXMtbmExIiwiY3JlYXRlZF9hdCI6IjE3NjcyMjU2MDAxMjMiLCJleHBpcmVzX2luIjoiMTAwMCIsInNjb3BlIjoib3BlbmlkLGVudF9wbGFjZXNfc2RrIn0.c2lnbmF0dXJlLW9mLWEtdG9rZW4";

#[test]
fn a_profiles_own_token_is_told_and_asked_about_only_when_wanted() {
    let home = new_home();
    home.add_places();
    let none = home.run(&["inspect", "Places"]);
    assert_eq!(none.status.code(), Some(1), "{}", text(&none.stdout));
    assert!(text(&none.stderr).contains("mudbrick token 'Acme · Places' --renew"));
    let token = home.ok(&["token", "Places"]);
    let signature = token.trim().rsplit('.').next().unwrap();
    let view = home.json(&["inspect", "Places", "--json"]);
    assert_eq!(view["token"]["kind"], "access_token");
    assert_eq!(view["asked"], Value::Null);
    assert_eq!(view["token"]["not_the_profiles"], serde_json::json!([]));
    let claims = view["token"]["claims"].as_array().unwrap();
    let client = claims.iter().find(|claim| claim["name"] == "client_id").unwrap();
    assert_eq!(client["value"], CLIENT);
    let told = home.ok(&["inspect", "Places"]);
    assert!(told.starts_with("An access token\nmade   ") && told.contains("\nends   "), "{told}");
    assert!(told.contains("\nopenid: ") && !told.contains(signature), "{told}");
    let before =
        std::fs::read_to_string(home.path().join("home/diagnostics.log")).unwrap_or_default();
    assert!(!before.contains(signature));
    // Pasted with the word before it, against the profile.
    let pasted = format!("Bearer {token}");
    let output = home.run_with_input(&["inspect", "Places", "--token-file", "-"], &pasted);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let file = home.path().join("token");
    std::fs::write(&file, &token).unwrap();
    let same = home.run(&["inspect", "Places", "--compare", file.to_str().unwrap()]);
    assert_eq!((same.status.code(), text(&same.stdout)), (Some(0), String::new()));
}

#[test]
fn a_token_is_revoked_only_by_who_agrees_and_is_not_handed_out_again() {
    let home = new_home();
    home.add_places();
    let token = home.ok(&["token", "Places"]);
    let asked = home.run(&["inspect", "Places", "--revoke"]);
    assert_eq!(asked.status.code(), Some(1), "nobody can be asked");
    assert!(text(&asked.stderr).contains("--yes"), "{}", text(&asked.stderr));
    assert_eq!(home.ok(&["token", "Places"]), token, "nothing was done");
    home.ok(&["inspect", "Places", "--revoke", "--yes"]);
    let gone = home.run(&["inspect", "Places"]);
    assert_eq!(gone.status.code(), Some(1), "{}", text(&gone.stdout));
    assert_ne!(home.ok(&["token", "Places"]), token, "another one is got");
}

#[test]
fn anothers_token_that_has_ended_is_said_to_be_both() {
    let home = new_home();
    home.add_places();
    let output = home.run_with_input(&["inspect", "Places", "--token-file", "-"], ENDED);
    let said = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("\nended  ") && said.contains(" ago\n"), "{said}");
    assert!(said.contains("It is not this profile's. Its client ID is fff,"), "{said}");
    assert!(said.contains("\nent_places_sdk: Places\n") && !said.contains("c2lnbmF0"), "{said}");
}

#[test]
fn a_pasted_token_is_kept_nowhere_and_what_is_none_is_not_repeated() {
    let home = bare_home();
    let output = home.run_with_input(&["inspect"], ENDED);
    assert_eq!(output.status.code(), Some(1), "it has ended");
    assert!(!home.path().join("home").exists(), "inspecting makes no home");
    let secret = "p8e-abcdefghijklmnopqrstuvwxyz012345";
    let output = home.run_with_input(&["inspect"], secret);
    assert_eq!(output.status.code(), Some(2));
    assert!(!text(&output.stderr).contains("abcdefghij"), "{}", text(&output.stderr));
}
