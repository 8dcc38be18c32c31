//! What is known of a token without asking anybody.

use super::fixtures::{key, profile, token};
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
    stored::save_token(&engine.core.vault, &profile.id, key.as_str(), &token).unwrap();
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
        .of(&profile('a').id)
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
    engine.tokens().cache.of(&profile('a').id).end(&key('a'), &Err(problem.clone()));
    assert_eq!(engine.tokens().known_state(&profile('a')), TokenState::Failed { problem });
    assert_eq!(engine.tokens().known_state(&profile('b')), TokenState::None);
}

#[rstest]
#[case(TokenForm::Token, "Token for ", "one")]
#[case(TokenForm::Header, "Authorization header for ", "Authorization: Bearer one")]
#[case(TokenForm::Curl, "curl command for ", "curl -H 'Authorization: Bearer one'")]
fn each_form_says_what_it_is(#[case] form: TokenForm, #[case] title: &str, #[case] begins: &str) {
    let profile = profile('a');
    assert_eq!(super::title(form, &profile), format!("{title}{}", profile.title()));
    let text = render(form, &profile, &token("one", NOW));
    assert!(text.expose().starts_with(begins), "{form:?}");
}
