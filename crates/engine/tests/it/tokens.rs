//! One call however many ask; the cache; refusals in words.

use crate::home::{World, open};
use mudbrick_engine::view::{RequestOrigin, TokenState};
use mudbrick_engine::{
    Confirmation, EngineOptions, Freshness, LockCause, MeteredNetwork, Metering, Secret, TokenFor,
};
use mudbrick_model::{ClientId, Clock, ErrorCode, ProfileId, RequestPath, SystemClock, Timestamp};
use mudbrick_practice::{Fault, Mishap};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

const TOKEN: &str = "/ims/token/v3";

#[tokio::test(flavor = "multi_thread")]
async fn twenty_callers_cause_one_call() {
    let world = Arc::new(World::start().await);
    let id = world.profile("Places").summary.id;
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let (world, id) = (Arc::clone(&world), id.clone());
            tokio::spawn(async move { world.engine.tokens().get(&id, Freshness::Cached).await })
        })
        .collect();
    let mut values = Vec::new();
    for call in calls {
        values.push(call.await.unwrap().unwrap().value.expose().clone());
    }
    values.dedup();
    assert_eq!(values.len(), 1);
    assert_eq!(world.control().count(TOKEN), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_callers_share_a_failure_too() {
    let world = Arc::new(World::start().await);
    let view = world.profile("Places");
    let id = view.summary.id;
    let draft = world.engine.profiles().draft(&id).unwrap();
    let wrong = Some(Secret::new("p8e-wrong".to_owned()));
    world.engine.profiles().update(&id, &view.revision, &draft, wrong).unwrap();
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let (world, id) = (Arc::clone(&world), id.clone());
            tokio::spawn(async move { world.engine.tokens().get(&id, Freshness::Renewed).await })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap().err().map(|p| p.code), Some(ErrorCode::CredentialRefused));
    }
    // Those that asked before the first call ended share it; none may ask twice.
    assert!(world.control().count(TOKEN) < 20, "{} calls", world.control().count(TOKEN));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_was_ended_is_nobodys_whoever_has_it() {
    let world = World::start().await;
    let id = world.profile("Places").summary.id;
    // Another profile of the client, and a narrower token of the first.
    let other = world.profile_with("Places", |draft| draft.name = "Same client".to_owned());
    let other = other.summary.id;
    let (tokens, inspection) = (world.engine.tokens(), world.engine.inspection());
    let found = |id: &ProfileId| world.engine.profiles().find(id.as_str()).unwrap();
    let narrow = TokenFor::only(found(&id), &["openid".to_owned()]).unwrap();
    let narrower = tokens.get_for(&narrow, Freshness::Cached).await.unwrap();
    let own = tokens.get(&id, Freshness::Cached).await.unwrap();
    inspection.revoke(&narrower.value, &found(&other)).await.unwrap();
    let after = tokens.get_for(&narrow, Freshness::Cached).await.unwrap();
    assert_ne!(after.value.expose(), narrower.value.expose());
    let kept = tokens.get(&id, Freshness::Cached).await.unwrap();
    assert_eq!(kept.value.expose(), own.value.expose(), "it works still");
    // Another process finds nothing of it either, not even when it would have ended.
    assert!(tokens.known_end(&found(&id)).is_some());
    inspection.revoke(&own.value, &found(&id)).await.unwrap();
    let elsewhere = open(world.folder.path());
    assert!(elsewhere.tokens().cached(&found(&id)).unwrap().is_none());
    assert_eq!(elsewhere.tokens().known_end(&found(&id)), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_process_finds_the_token() {
    let world = World::start().await;
    let id = world.profile("Places").summary.id;
    let token = world.engine.tokens().get(&id, Freshness::Cached).await.unwrap();
    let other = open(world.folder.path());
    let profile =
        other.profiles().find("acme-places").or_else(|_| other.profiles().find(id.as_str()));
    let found = other.tokens().cached(&profile.unwrap()).unwrap().expect("cached");
    assert_eq!(found.value.expose(), token.value.expose());
    assert_eq!(found.expires_at, token.expires_at);
}

/// As on a disk that is full, or one that only root may write to, whatever the test runs as.
#[tokio::test(flavor = "multi_thread")]
async fn a_home_that_cannot_be_written_keeps_what_was_received() {
    let world = World::start().await;
    let id = world.profile("Places").summary.id;
    for folder in ["locks", "tokens", "cache", "bodies"] {
        let path = world.folder.path().join(folder);
        let _ = std::fs::remove_dir_all(&path);
        std::fs::write(path, "not a folder").unwrap();
    }
    std::fs::create_dir(world.folder.path().join("history.db")).unwrap();
    let token = world.engine.tokens().get(&id, Freshness::Cached).await.unwrap();
    let again = world.engine.tokens().get(&id, Freshness::Cached).await.unwrap();
    assert_eq!(token.value.expose(), again.value.expose());
    assert_eq!(world.control().count(TOKEN), 1);
    let path = RequestPath::parse("Places/List libraries").unwrap();
    let request = world.engine.requests().get(&path, RequestOrigin::Catalogue).unwrap();
    let sent = world.send(&id, request, Confirmation::NotGiven).await.unwrap();
    assert_eq!(sent.summary.status, Some(200), "{sent:?}");
    assert!(!sent.body.text.is_empty(), "{sent:?}");
    assert!(sent.problem.is_some(), "that it is not in the history is told");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_scope_is_another_token() {
    let world = World::start().await;
    let view = world.profile("Places");
    let id = view.summary.id;
    world.engine.tokens().get(&id, Freshness::Cached).await.unwrap();
    let mut draft = world.engine.profiles().draft(&id).unwrap();
    draft.scopes = "openid".to_owned();
    world.engine.profiles().update(&id, &view.revision, &draft, None).unwrap();
    world.engine.tokens().get(&id, Freshness::Cached).await.unwrap();
    assert_eq!(world.control().count(TOKEN), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_say_what_is_wrong_and_keep_no_token() {
    let world = World::start().await;
    let unknown = world.profile_with("Places", |draft| draft.client_id = "0".repeat(32));
    let scopes = world.profile_with("Places", |draft| draft.scopes = "no_such_scope".into());
    for (id, code) in [
        (unknown.summary.id, ErrorCode::CredentialRefused),
        (scopes.summary.id, ErrorCode::ScopeRefused),
    ] {
        let problem = world.engine.tokens().get(&id, Freshness::Cached).await.expect_err("refused");
        assert_eq!(problem.code, code, "{problem:?}");
        assert!(problem.remedy.is_some(), "{problem:?}");
        let state = world.engine.profiles().get(&id).unwrap().summary.token;
        assert!(matches!(state, TokenState::Failed { .. }), "{state:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_without_a_secret_says_so_and_asks_nobody() {
    let world = World::start().await;
    let draft = world.project("Places").draft;
    let id = world.engine.profiles().create(&draft, None).unwrap().summary.id;
    let problem = world.engine.tokens().get(&id, Freshness::Cached).await.expect_err("refused");
    assert_eq!(problem.code, ErrorCode::SecretMissing);
    assert_eq!(world.control().count(TOKEN), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_call_is_shown_without_its_secret_unless_that_was_asked_for() {
    let world = World::start().await;
    let secret = world.project("Places").client_secret;
    let view = world.profile("Places");
    let id = view.summary.id;
    let draft = world.engine.profiles().draft(&id).unwrap();
    let shown = world.engine.tokens().curl(&id).unwrap();
    assert!(shown.starts_with("curl ") && shown.contains(TOKEN), "{shown}");
    assert!(shown.contains(&draft.client_id) && !shown.contains(&secret), "{shown}");
    let real = world.engine.tokens().curl_with_secrets(&id).unwrap();
    assert!(real.expose().contains(&secret));
    assert_eq!(world.control().count(TOKEN), 0, "showing a call makes none");
}

#[tokio::test(flavor = "multi_thread")]
async fn scripts_one_after_the_other_with_a_wrong_secret_are_a_few_calls() {
    let world = World::start().await;
    let view = world.profile("Places");
    let id = view.summary.id;
    let draft = world.engine.profiles().draft(&id).unwrap();
    let wrong = Some(Secret::new("p8e-wrong".to_owned()));
    let view = world.engine.profiles().update(&id, &view.revision, &draft, wrong).unwrap();
    for _ in 0..20 {
        let problem = world.engine.tokens().get(&id, Freshness::Cached).await.expect_err("refused");
        assert_eq!(problem.code, ErrorCode::CredentialRefused);
    }
    let calls = world.control().count(TOKEN);
    assert!((2..8).contains(&calls), "{calls} calls");
    // Another secret is another question, which is asked at once.
    let right = Some(Secret::new(world.project("Places").client_secret));
    world.engine.profiles().update(&id, &view.revision, &draft, right).unwrap();
    world.engine.tokens().get(&id, Freshness::Cached).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn adobe_is_left_alone_for_as_long_as_it_asks_unless_a_person_wants_a_renewal() {
    let world = World::start().await;
    let id = world.profile("Places").summary.id;
    world.control().add_fault(Fault::once(TOKEN, Mishap::Throttle { retry_after: 60 }));
    for _ in 0..3 {
        let problem =
            world.engine.tokens().get(&id, Freshness::Cached).await.expect_err("throttled");
        assert_eq!(problem.code, ErrorCode::Throttled);
    }
    assert_eq!(world.control().count(TOKEN), 1);
    let token = world.engine.tokens().get(&id, Freshness::Renewed).await.unwrap();
    let cached = world.engine.tokens().get(&id, Freshness::Cached).await.unwrap();
    assert_eq!(cached.value.expose(), token.value.expose());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_for_fewer_scopes_is_one_call_and_leaves_the_profiles_own() {
    let world = World::start().await;
    let id = world.profile("Places").summary.id;
    let profile = world.engine.profiles().find(id.as_str()).unwrap();
    let tokens = world.engine.tokens();
    let own = tokens.get(&id, Freshness::Cached).await.unwrap();
    let whose = TokenFor::only(profile.clone(), &["openid".to_owned()]).unwrap();
    for _ in 0..3 {
        let narrower = tokens.get_for(&whose, Freshness::Cached).await.unwrap();
        assert_eq!(narrower.scopes, ["openid"]);
        let again = tokens.get(&id, Freshness::Cached).await.unwrap();
        assert_eq!(again.value.expose(), own.value.expose());
    }
    assert_eq!(world.control().count(TOKEN), 2);
    // What a token lives cannot be changed by asking again.
    let two_days = Freshness::GoodFor(std::time::Duration::from_secs(2 * 86_400));
    let problem = tokens.get(&id, two_days).await.unwrap_err();
    assert_eq!(problem.code, ErrorCode::InvalidInput, "{problem:?}");
    assert_eq!(world.control().count(TOKEN), 2);
}

/// Ten minutes before its end, without anybody asking; and not for a profile that nobody has used for a day.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_due_is_renewed_in_the_background_while_it_is_in_use_and_the_vault_is_open() {
    let clock = Arc::new(Later::default());
    let options = EngineOptions { clock: Arc::clone(&clock) as _, ..EngineOptions::default() };
    let world = World::start_with(options).await;
    let (used, unused) = (world.profile("Places").summary.id, world.profile("Places").summary.id);
    let tokens = world.engine.tokens();
    tokens.get(&unused, Freshness::Cached).await.unwrap();
    clock.pass(&world, 3_600);
    tokens.get(&used, Freshness::Cached).await.unwrap();
    assert_eq!(tokens.renew_due().await, 0, "neither is due");
    clock.pass(&world, 86_400 - 300);
    assert_eq!(world.control().count(TOKEN), 2);
    world.engine.vault().lock(LockCause::Person);
    assert_eq!(tokens.renew_due().await, 0, "nothing is while the vault is locked");
    world.engine.vault().unlock(Some(Secret::new("correct horse".to_owned()))).unwrap();
    assert_eq!(tokens.renew_due().await, 1, "the one in use");
    assert_eq!((tokens.renew_due().await, world.control().count(TOKEN)), (0, 3));
}

/// As many as are renewed at a time fail, each time: the others have their turn all the same.
#[tokio::test(flavor = "multi_thread")]
async fn those_whose_renewal_fails_keep_no_other_from_being_renewed() {
    let clock = Arc::new(Later::default());
    let options = EngineOptions { clock: Arc::clone(&clock) as _, ..EngineOptions::default() };
    let world = World::start_with(options).await;
    let tokens = world.engine.tokens();
    let other = world.profile("Experience Platform").summary.id;
    tokens.get(&other, Freshness::Cached).await.unwrap();
    for n in 0..5 {
        let view = world.profile_with("Places", |draft| draft.name = format!("Places {n}"));
        clock.pass(&world, 1);
        tokens.get(&view.summary.id, Freshness::Cached).await.unwrap();
    }
    clock.pass(&world, 86_400 - 300);
    let client = world.project("Places").draft.client_id;
    world.control().set_scopes(&ClientId::parse(&client).unwrap(), Vec::new()).unwrap();
    assert_eq!(tokens.renew_due().await, 0, "those used last fail");
    assert_eq!(tokens.renew_due().await, 1);
    let calls = world.control().count(TOKEN);
    for _ in 0..5 {
        tokens.renew_due().await;
    }
    let more = world.control().count(TOKEN) - calls;
    assert!(more < 10, "{more} calls although the failures hold for longer and longer");
}

/// A network of which the test says what it costs.
struct Network(AtomicBool);

impl MeteredNetwork for Network {
    fn metering(&self) -> Metering {
        if self.0.load(Ordering::SeqCst) { Metering::Metered } else { Metering::Unknown }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_renewed_by_itself_on_a_metered_network() {
    let clock = Arc::new(Later::default());
    let network = Arc::new(Network(AtomicBool::new(true)));
    let options = EngineOptions {
        clock: Arc::clone(&clock) as Arc<dyn Clock>,
        metered: Arc::clone(&network) as Arc<dyn MeteredNetwork>,
        ..EngineOptions::default()
    };
    let world = World::start_with(options).await;
    let id = world.profile("Places").summary.id;
    let tokens = world.engine.tokens();
    tokens.get(&id, Freshness::Cached).await.unwrap();
    clock.pass(&world, 86_400 - 300);
    assert_eq!((tokens.renew_due().await, world.control().count(TOKEN)), (0, 1));
    // What a person asks for is done on any network.
    tokens.get(&id, Freshness::Cached).await.unwrap();
    assert_eq!(world.control().count(TOKEN), 2);
    clock.pass(&world, 86_400 - 300);
    network.0.store(false, Ordering::SeqCst);
    assert_eq!((tokens.renew_due().await, world.control().count(TOKEN)), (1, 3));
}

/// A clock that can be moved.
#[derive(Default)]
struct Later(AtomicI64);

impl Later {
    fn pass(&self, world: &World, seconds: u32) {
        self.0.fetch_add(i64::from(seconds) * 1_000, Ordering::SeqCst);
        world.control().advance(std::time::Duration::from_secs(u64::from(seconds)));
    }
}

impl Clock for Later {
    fn now(&self) -> Timestamp {
        Timestamp(SystemClock.now().0 + self.0.load(Ordering::SeqCst))
    }
}
