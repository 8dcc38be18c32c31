//! The vault's states, its keepers, and what goes from memory when it is locked.

use crate::home::{World, open};
use mudbrick_engine::view::{
    Custody, Event, SecretKind, SecretOwner, TokenState, UnlockedBy, VaultState,
};
use mudbrick_engine::{Engine, EngineOptions, EventSink, Freshness, LockCause, Secret, SecretText};
use mudbrick_model::ErrorCode;
use mudbrick_store::Home;
use std::sync::{Arc, Mutex};

fn text(text: &str) -> SecretText {
    Secret::new(text.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_vault_gives_nothing_until_it_is_unlocked() {
    let world = World::start().await;
    let id = world.profile("Places").summary.id;
    world.engine.tokens().get(&id, Freshness::Cached).await.unwrap();
    let view = world.engine.vault().view();
    assert_eq!((&view.state, view.custody), (&VaultState::Open, Some(Custody::Passphrase)));

    world.engine.vault().lock(LockCause::Idle);
    let VaultState::Locked { problem, by } = world.engine.vault().view().state else {
        panic!("{:?}", world.engine.vault().view())
    };
    assert_eq!((problem.code, by), (ErrorCode::VaultLocked, UnlockedBy::Passphrase));
    assert!(problem.remedy.is_some());
    assert_eq!(world.engine.profiles().get(&id).unwrap().summary.token, TokenState::Unknown);
    let problem = world.engine.tokens().get(&id, Freshness::Cached).await.expect_err("locked");
    assert_eq!(problem.code, ErrorCode::VaultLocked);
    let problem =
        world.engine.profiles().secret(&id, SecretKind::ClientSecret).err().expect("locked");
    assert_eq!(problem.code, ErrorCode::VaultLocked);

    let problem = world.engine.vault().unlock(Some(text("wrong"))).expect_err("wrong");
    assert_eq!(problem.code, ErrorCode::VaultLocked);
    let view = world.engine.vault().unlock(Some(text("correct horse"))).unwrap();
    assert_eq!(view.state, VaultState::Open);
    world.engine.tokens().get(&id, Freshness::Cached).await.unwrap();
    assert_eq!(world.control().count("/ims/token/v3"), 1, "the cached token is still good");
}

#[test]
fn changing_the_passphrase_needs_the_present_one() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path());
    engine.vault().use_passphrase(text("correct horse")).unwrap();
    let wrong = engine.vault().change_passphrase(&text("wrong"), &text("new")).expect_err("wrong");
    assert_eq!(wrong.code, ErrorCode::VaultLocked);
    engine.vault().change_passphrase(&text("correct horse"), &text("new")).unwrap();
    let again = open(folder.path());
    assert!(again.vault().unlock(None).is_err(), "the old one");
    again.vault().unlock(Some(text("new"))).unwrap();
}

#[test]
fn a_request_to_lock_reaches_another_window_once() {
    let folder = tempfile::tempdir().unwrap();
    let (window, terminal) = (open(folder.path()), open(folder.path()));
    assert!(!window.vault().lock_requested());
    // The clock's own milliseconds tell the request from the window's opening.
    let opened = std::time::Instant::now();
    while opened.elapsed().as_millis() < 3 {
        std::hint::spin_loop();
    }
    terminal.vault().lock_everywhere().unwrap();
    assert!(window.vault().lock_requested());
    assert!(!window.vault().lock_requested());
    assert!(!terminal.vault().lock_requested(), "who asked has locked already");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_earlier_secret_comes_back() {
    let world = World::start().await;
    let view = world.profile("Places");
    let id = view.summary.id;
    let draft = world.engine.profiles().draft(&id).unwrap();
    world.engine.profiles().update(&id, &view.revision, &draft, Some(text("p8e-wrong"))).unwrap();
    world.engine.tokens().get(&id, Freshness::Renewed).await.expect_err("wrong");
    let owner = SecretOwner::Profile { id: id.clone() };
    let earlier = world.engine.vault().generations(&owner).unwrap();
    assert_eq!(earlier.len(), 1);
    assert!(earlier[0].readable);
    world.engine.vault().restore(&owner, earlier[0].number).unwrap();
    world.engine.tokens().get(&id, Freshness::Renewed).await.unwrap();
    let problem = world.engine.vault().restore(&owner, 99).expect_err("none");
    assert_eq!(problem.code, ErrorCode::NotFound);
}

#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<Event>>>);

impl EventSink for Heard {
    fn emit(&self, event: Event) {
        self.0.lock().unwrap().push(event);
    }
}

#[test]
fn whoever_listens_is_told_once_for_each_change() {
    let folder = tempfile::tempdir().unwrap();
    let heard = Heard::default();
    let options = EngineOptions {
        passphrase: Some(text("correct horse")),
        ..EngineOptions::with_events(heard.clone())
    };
    let engine = Engine::open(Home::at(folder.path()), options);
    let told = || {
        let mut heard = heard.0.lock().unwrap();
        let count = heard.iter().filter(|event| **event == Event::VaultChanged).count();
        heard.clear();
        count
    };
    engine.vault().lock(LockCause::Person);
    assert_eq!(told(), 0, "there is no vault yet");
    engine.vault().unlock(Some(text("correct horse"))).unwrap();
    assert_eq!(told(), 1);
    engine.vault().lock(LockCause::Screen);
    assert_eq!(told(), 1);
    engine.vault().lock(LockCause::Screen);
    assert_eq!(told(), 0);
}
