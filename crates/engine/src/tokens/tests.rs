//! What is known of a token without asking anybody.

use super::call::Asked;
use super::fixtures::{key, profile, token, token_of};
use super::shared::SharedOutcome;
use super::*;
use crate::engine::{Engine, EngineOptions};
use mudbrick_model::{Clock, ErrorCode, Timestamp};
use mudbrick_store::Home;
use mudbrick_vault::Secret;
use rstest::rstest;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

const NOW: Timestamp = Timestamp(1_767_225_600_000);

struct Still;

impl Clock for Still {
    fn now(&self) -> Timestamp {
        NOW
    }
}

fn open(home: &Path, passphrase: Option<&str>) -> Engine {
    let options = EngineOptions {
        clock: Arc::new(Still),
        passphrase: passphrase.map(|text| Secret::new(text.to_owned())),
        work_factor: Some(1),
        ..EngineOptions::default()
    };
    Engine::open(Home::at(home), options)
}

fn in_an_hour() -> Timestamp {
    NOW.after(Duration::from_secs(3600))
}

/// A home whose vault keeps a token for the profile.
fn home_with_token() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    save(&open(home.path(), Some("correct horse")), "stored");
    home
}

/// Saves a token as another process does, of which this one's memory knows nothing.
fn save(engine: &Engine, value: &str) {
    let profile = profile('a');
    let key = engine.tokens().cache_key(&profile);
    let token = token(value, in_an_hour());
    stored::save_token(&engine.core.vault, profile.id.as_str(), key.as_str(), &token).unwrap();
}

fn found(engine: &Engine, client: char) -> Option<String> {
    engine.tokens().cached(&profile(client)).unwrap().map(|token| token.value.expose().clone())
}

#[test]
fn the_vaults_token_is_the_one_of_the_profile_as_it_is() {
    let home = home_with_token();
    let engine = open(home.path(), Some("correct horse"));
    assert_eq!(found(&engine, 'b'), None, "it was asked for with something else");
    assert_eq!(found(&engine, 'a').as_deref(), Some("stored"));
    // Another process renews it, and another removes it.
    save(&engine, "renewed");
    assert_eq!(found(&engine, 'a').as_deref(), Some("renewed"));
    stored::forget_profile(&engine.core.vault, &profile('a').id).unwrap();
    assert_eq!(found(&engine, 'a'), None);
}

#[test]
fn a_token_in_memory_that_ends_soon_is_renewed_and_shown_until_then() {
    let home = tempfile::tempdir().unwrap();
    let engine = open(home.path(), Some("correct horse"));
    let soon = token("one", NOW.after(Duration::from_secs(599)));
    engine
        .tokens()
        .cache
        .of(profile('a').id.as_str())
        .remember(&engine.tokens().cache_key(&profile('a')), InMemory { token: soon, stamp: None });
    assert_eq!(found(&engine, 'a'), None);
    engine.vault().unlock(None).unwrap();
    let state = engine.tokens().known_state(&profile('a'));
    assert!(matches!(state, TokenState::Ready { .. }), "it has not ended: {state:?}");
}

#[test]
fn a_locked_vault_leaves_a_kept_token_unknown() {
    let home = home_with_token();
    assert_eq!(open(home.path(), None).tokens().known_state(&profile('a')), TokenState::Unknown);
    let engine = open(home.path(), Some("correct horse"));
    engine.vault().unlock(None).unwrap();
    let ready = TokenState::Ready { expires_at: in_an_hour(), created_at: Timestamp(0) };
    assert_eq!(engine.tokens().known_state(&profile('a')), ready);
    assert_eq!(engine.tokens().known_state(&profile('b')), TokenState::None);
}

#[test]
fn a_failure_is_told_while_the_profile_is_as_it_was() {
    let home = tempfile::tempdir().unwrap();
    let engine = open(home.path(), None);
    assert_eq!(engine.tokens().known_state(&profile('a')), TokenState::None);
    let problem = Problem::new(ErrorCode::CredentialRefused, "Adobe refused the client secret.");
    engine.tokens().cache.of(profile('a').id.as_str()).end(&key('a'), &Err(problem.clone()));
    assert_eq!(engine.tokens().known_state(&profile('a')), TokenState::Failed { problem });
    assert_eq!(engine.tokens().known_state(&profile('b')), TokenState::None);
}

#[rstest]
#[case(TokenForm::Token, "Token for ", "one")]
#[case(TokenForm::Bearer, "Authorization value for ", "Bearer one")]
#[case(TokenForm::Header, "Authorization header for ", "Authorization: Bearer one")]
#[case(
    TokenForm::Headers,
    "All headers for ",
    "Authorization: Bearer one\nx-api-key: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\nx-gw-ims-org-id: AAAABBBBCCCCDDDD0A495E00@AdobeOrg"
)]
#[case(
    TokenForm::Curl,
    "curl command for ",
    "curl -H 'Authorization: Bearer one' -H 'x-api-key: a"
)]
#[case(
    TokenForm::Powershell,
    "PowerShell headers for ",
    "$headers = @{\n  'Authorization' = 'Bearer one'"
)]
#[case(
    TokenForm::Env,
    ".env file for ",
    "ACCESS_TOKEN=one\nAPI_KEY=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\nIMS_ORG=AAAABBBBCCCCDDDD0A495E00@AdobeOrg\n"
)]
#[case(TokenForm::Postman, "Postman environment for ", "{\n  \"values\": [\n")]
#[case(
    TokenForm::Node,
    "JavaScript headers for ",
    "const headers = {\n  \"Authorization\": \"Bearer one\""
)]
#[case(
    TokenForm::Python,
    "Python headers for ",
    "headers = {\n    \"Authorization\": \"Bearer one\""
)]
fn each_form_says_what_it_is(#[case] form: TokenForm, #[case] title: &str, #[case] begins: &str) {
    let profile = profile('a');
    assert_eq!(forms::title(form, &profile), format!("{title}{}", profile.title()));
    let text = forms::render(form, &profile, &token("one", NOW)).unwrap();
    assert!(text.expose().starts_with(begins), "{form:?}: {}", text.expose());
    assert_eq!(text.expose().matches("one").count(), 1, "{form:?} has the token once");
}

#[test]
fn a_postman_environment_has_the_token_and_no_other_secret() {
    let profile = profile('a');
    let text = forms::render(TokenForm::Postman, &profile, &token("one", NOW)).unwrap();
    let file: serde_json::Value = serde_json::from_str(text.expose()).unwrap();
    let value = |key: &str| {
        let values = file["values"].as_array().unwrap().iter();
        values.clone().find(|one| one["key"] == key).map(|one| one["value"].clone()).unwrap()
    };
    assert_eq!(value("ACCESS_TOKEN"), "one");
    assert_eq!(value("CLIENT_SECRET"), "");
}

#[test]
fn what_no_env_file_can_hold_is_said_and_never_written_wrong() {
    let odd = token("a'b\"c", NOW);
    let problem = forms::render(TokenForm::Env, &profile('a'), &odd).unwrap_err();
    assert_eq!(problem.code, ErrorCode::InvalidInput);
    assert!(forms::render(TokenForm::Token, &profile('a'), &odd).is_ok());
}

/// As if IMS had mixed two clients up.
#[test]
fn a_token_that_comes_for_somebody_else_is_refused_with_a_sentence_and_not_kept() {
    let home = tempfile::tempdir().unwrap();
    let engine = open(home.path(), Some("correct horse"));
    let tokens = engine.tokens();
    let whose = TokenFor::profile(profile('a'));
    let shared = SharedOutcome::before_waiting(&engine.core.home, whose.kept_as());
    let kept = |client: &str| {
        let claims = serde_json::json!({ "client_id": client.repeat(32) });
        let asked = Asked {
            refresh: None,
            token: token_of(&claims, in_an_hour()),
            preferred_second: false,
        };
        let key = tokens.cache_key(whose.as_profile());
        tokens.keep(&whose, key, Ok(asked), &shared).1.map(|kept| kept.token)
    };
    let problem = kept("b").map(drop).unwrap_err();
    assert_eq!(problem.code, ErrorCode::BadAnswer);
    assert!(problem.message.contains(&"b".repeat(32)), "{problem:?}");
    assert!(!stored::holds_token(&engine.core.vault, whose.id()));
    assert!(kept("a").is_ok());
    assert!(stored::holds_token(&engine.core.vault, whose.id()));
}
