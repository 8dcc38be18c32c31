//! Signing in with a browser that is a few lines of HTTP: what comes of it, what does not, and what is renewed afterwards.

use crate::home::{World, files_below, open};
use mudbrick_engine::view::{Health, ProfileView, SignInPage, SignedInView, TokenState, WayBack};
use mudbrick_engine::{
    AccessToken, EngineOptions, Freshness, JobKind, LockCause, Secret, SecretText, TokenFor,
};
use mudbrick_model::{
    Clock, ErrorCode, Problem, ProfileId, RedirectUri, RemedyAction, SystemClock, Timestamp,
};
use mudbrick_practice::{Fault, Mishap, SeedFile, SeedProject};
use rstest::rstest;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::oneshot;

const TOKEN: &str = "/ims/token/v3";

/// An answer: its status, where it sends the browser, and its body.
pub(crate) struct Shown {
    pub(crate) status: u16,
    pub(crate) location: Option<String>,
    pub(crate) body: String,
}

/// One GET over plain HTTP, as a browser of this machine makes it.
pub(crate) async fn get(url: &str) -> Shown {
    let rest = url.strip_prefix("http://").expect("a plain address");
    let (host, _) = rest.split_once('/').unwrap_or((rest, ""));
    get_as(url, host).await
}

async fn get_as(url: &str, host: &str) -> Shown {
    let rest = url.strip_prefix("http://").expect("a plain address");
    let (address, path) = rest.split_once('/').unwrap_or((rest, ""));
    let address = address.replace("localhost", "127.0.0.1");
    let mut stream = TcpStream::connect(address).await.expect("somebody listens");
    let request = format!("GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    let (head, body) = text.split_once("\r\n\r\n").expect("a head");
    let header = |line: &str| line.strip_prefix("location: ").map(str::to_owned);
    Shown {
        status: head.split(' ').nth(1).expect("a status").parse().unwrap(),
        location: head.lines().find_map(header),
        body: body.to_owned(),
    }
}

/// The page, as that person; where the browser is sent from there.
async fn chosen(page: &SignInPage, person: &str) -> String {
    let shown = get(&format!("{}&practice_person={person}", page.url)).await;
    assert_eq!(shown.status, 302, "{}", shown.body);
    shown.location.expect("somewhere")
}

/// A redirect URI with a port of this machine that is free.
fn free() -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    format!("http://127.0.0.1:{}/callback", listener.local_addr().unwrap().port())
}

/// A profile of a copy of a practice project that comes back to a port of its own.
fn profile(world: &World, title: &str) -> ProfileView {
    let uri = free();
    let ids: u32 = rand_digits(&uri);
    let seed = SeedFile::default();
    let project = seed.projects.into_iter().find(|project| project.title == title).unwrap();
    let client_id =
        mudbrick_model::ClientId::parse(&format!("aac3e0000000000000000000{ids:08x}")).unwrap();
    let mut sign_in = project.sign_in.clone().unwrap();
    sign_in.redirect_uris = vec![RedirectUri::parse(&uri).unwrap()];
    let project = SeedProject {
        client_id: client_id.clone(),
        title: format!("{title} {ids}"),
        sign_in: Some(sign_in),
        ..project
    };
    let secret = project.client_secrets.first().cloned();
    world.control().register(project).unwrap();
    let mut draft = world.project(title).draft;
    draft.client_id = client_id.to_string();
    draft.redirect_uri = uri;
    world.engine.profiles().create(&draft, secret.map(Secret::new)).unwrap()
}

fn rand_digits(uri: &str) -> u32 {
    uri.split(':').nth(2).unwrap().split('/').next().unwrap().parse().unwrap()
}

/// A sign-in under way: the page, and what comes of it.
async fn begin(
    world: &Arc<World>,
    view: &ProfileView,
) -> (SignInPage, tokio::task::JoinHandle<Result<SignedInView, Problem>>, mudbrick_engine::JobId) {
    let (world, id) = (Arc::clone(world), view.summary.id.clone());
    let job = world.engine.jobs().start(JobKind::SignIn);
    let job_id = job.id().clone();
    let (tell, told) = oneshot::channel();
    let under_way = tokio::spawn(async move {
        let started = |page| drop(tell.send(page));
        world.engine.tokens().sign_in(&job, &id, started).await
    });
    match told.await {
        Ok(page) => (page, under_way, job_id),
        Err(_) => panic!("{:?}", under_way.await.unwrap()),
    }
}

async fn sign_in(world: &Arc<World>, view: &ProfileView, person: &str) -> SignedInView {
    let (page, under_way, _) = begin(world, view).await;
    let back = chosen(&page, person).await;
    let shown = get(&back).await;
    assert_eq!(shown.status, 200, "{}", shown.body);
    under_way.await.unwrap().unwrap()
}

async fn begin_fails(world: &Arc<World>, view: &ProfileView) -> Problem {
    let job = world.engine.jobs().start(JobKind::SignIn);
    world.engine.tokens().sign_in(&job, &view.summary.id, |_| ()).await.unwrap_err()
}

pub(crate) fn leads_to_sign_in(problem: &Problem) -> bool {
    let action = problem.remedy.as_ref().and_then(|remedy| remedy.action.as_deref());
    matches!(action, Some(RemedyAction::SignIn { profile: Some(_) }))
}

async fn world() -> Arc<World> {
    Arc::new(World::start().await)
}

#[rstest]
#[case::confidential("Web app", true)]
#[case::public("Single-page app", false)]
#[tokio::test(flavor = "multi_thread")]
async fn somebody_signs_in_and_there_is_a_token(#[case] title: &str, #[case] renews: bool) {
    let world = world().await;
    let view = profile(&world, title);
    let id = &view.summary.id;
    let before = world.engine.tokens().get(id, Freshness::Cached).await.unwrap_err();
    assert!(before.code == ErrorCode::SecretMissing && leads_to_sign_in(&before), "{before:?}");

    let signed_in = sign_in(&world, &view, "ada").await;
    assert_eq!(signed_in.user_id.as_deref(), Some("ADA00A1B2C3D4E5F60718293@AdobeID"));
    assert_eq!((signed_in.renews, signed_in.renewed_until.is_some()), (renews, renews));
    let calls = world.control().count(TOKEN);
    let token = world.engine.tokens().get(id, Freshness::Cached).await.unwrap();
    assert_eq!(world.control().count(TOKEN), calls, "it is the one that came");
    assert_eq!(token.user_id().as_deref(), Some("ADA00A1B2C3D4E5F60718293@AdobeID"));
    let shown = world.engine.profiles().get(id).unwrap();
    assert!(matches!(shown.summary.token, TokenState::Ready { .. }));

    // Another process finds it too, and knows who signed in.
    let other = open(world.folder.path());
    let profile = other.profiles().find(id.as_str()).unwrap();
    let found = other.tokens().cached(&profile).unwrap().expect("it is kept");
    assert_eq!(found.value.expose(), token.value.expose());
    // What Adobe was asked with is nowhere in the clear.
    for (name, bytes) in files_below(world.folder.path()) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("@AdobeID") && !text.contains(token.value.expose()), "{name}");
    }
}

/// On the board, where nothing is opened for it.
#[rstest]
#[case::confidential("Web app")]
#[case::public("Single-page app")]
#[tokio::test(flavor = "multi_thread")]
async fn the_board_says_that_nobody_is_signed_in(#[case] title: &str) {
    let world = world().await;
    let view = profile(&world, title);
    let health = || world.engine.board().rows().unwrap().remove(0).health;
    let Health::Failing { problem } = health() else { panic!("{:?}", health()) };
    assert!(problem.message.starts_with("Nobody is signed in") && leads_to_sign_in(&problem));
    sign_in(&world, &view, "ada").await;
    assert_eq!(health(), Health::Good);
    world.engine.vault().lock(LockCause::Person);
    assert_eq!(health(), Health::Good, "nobody knows that its token has ended");
    world.engine.vault().unlock(Some(Secret::new("correct horse".to_owned()))).unwrap();
    world.engine.tokens().sign_out(&view.summary.id).await.unwrap();
    assert!(matches!(health(), Health::Failing { .. }));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_was_revoked_is_not_handed_out_again() {
    let world = world().await;
    let view = profile(&world, "Single-page app");
    sign_in(&world, &view, "ada").await;
    let (engine, id) = (&world.engine, &view.summary.id);
    let token = engine.tokens().get(id, Freshness::Cached).await.unwrap();
    let profile = engine.profiles().find(id.as_str()).unwrap();
    engine.inspection().revoke(&token.value, &profile).await.unwrap();
    let after = engine.tokens().get(id, Freshness::Cached).await.unwrap_err();
    assert!(leads_to_sign_in(&after), "{after:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_belong_to_the_sign_in_changes_nothing() {
    let world = world().await;
    let view = profile(&world, "Web app");
    let (page, under_way, _) = begin(&world, &view).await;
    assert_eq!(page.way_back, WayBack::Listens);
    let back = chosen(&page, "ada").await;
    let state = back.split("state=").nth(1).unwrap();
    let own = &page.redirect_uri;
    for (url, status) in [
        (format!("{own}?code=theirs&state=another"), 400),
        (format!("{own}?code=theirs"), 400),
        (format!("{own}?code=theirs&state=another&state={state}"), 400),
        (format!("{own}?error=access_denied"), 400),
        (own.replace("/callback", "/other") + &format!("?code=theirs&state={state}"), 404),
    ] {
        let shown = get(&url).await;
        assert_eq!((shown.status, shown.location), (status, None), "{url}");
        assert!(!shown.body.contains("theirs"));
    }
    // A page whose name was made to lead to this machine.
    assert_eq!(get_as(&back, "evil.example").await.status, 403);
    assert!(!under_way.is_finished());
    assert_eq!(get(&back).await.status, 200);
    assert!(under_way.await.unwrap().unwrap().renews);
    // It listens no longer.
    assert!(TcpStream::connect(own[7..].split('/').next().unwrap()).await.is_err());
}

#[rstest]
#[case::refused("nobody", ErrorCode::CredentialRefused)]
#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_agree_is_told_so(#[case] person: &str, #[case] code: ErrorCode) {
    let world = world().await;
    let view = profile(&world, "Web app");
    let (page, under_way, _) = begin(&world, &view).await;
    let back = chosen(&page, person).await;
    assert!(get(&back).await.body.contains("did not succeed"));
    let problem = under_way.await.unwrap().unwrap_err();
    assert_eq!(problem.code, code);
    assert!(problem.message.contains("did not agree"), "{problem:?}");
    assert_eq!(world.control().count(TOKEN), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scope_that_the_credential_lacks_opens_the_scopes() {
    let world = world().await;
    let view = profile(&world, "Web app");
    let mut draft = world.engine.profiles().draft(&view.summary.id).unwrap();
    draft.scopes += ", ent_everything_sdk";
    let profiles = world.engine.profiles();
    let view = profiles.update(&view.summary.id, &view.revision, &draft, None).unwrap();
    let (page, under_way, _) = begin(&world, &view).await;
    get(&chosen(&page, "ada").await).await;
    let problem = under_way.await.unwrap().unwrap_err();
    assert_eq!(problem.code, ErrorCode::ScopeRefused);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_port_that_is_taken_is_said_and_two_profiles_sign_in_side_by_side() {
    let world = world().await;
    let (one, other) = (profile(&world, "Web app"), profile(&world, "Single-page app"));
    let (page, under_way, _) = begin(&world, &one).await;
    let problem = begin_fails(&world, &one).await;
    assert_eq!(problem.code, ErrorCode::Conflict);
    assert!(problem.message.contains("cannot listen at port"), "{problem:?}");
    // The first goes on, and the other's neither meets it nor is met by it.
    let second = sign_in(&world, &other, "boris").await;
    assert_eq!(second.user_id.as_deref(), Some("B0B00A1B2C3D4E5F60718293@AdobeID"));
    get(&chosen(&page, "ada").await).await;
    let first = under_way.await.unwrap().unwrap();
    assert_eq!(first.user_id.as_deref(), Some("ADA00A1B2C3D4E5F60718293@AdobeID"));
}

#[tokio::test(flavor = "multi_thread")]
async fn it_ends_by_its_time_by_a_stop_and_when_the_vault_is_locked() {
    let options =
        EngineOptions { sign_in_limit: Some(Duration::from_millis(300)), ..Default::default() };
    let world = Arc::new(World::start_with(options).await);
    let problem = begin_fails(&world, &profile(&world, "Web app")).await;
    assert!(problem.code == ErrorCode::Cancelled && leads_to_sign_in(&problem), "{problem:?}");

    let world = self::world().await;
    let view = profile(&world, "Web app");
    let (_, under_way, job) = begin(&world, &view).await;
    assert!(world.engine.jobs().stop(&job));
    let problem = under_way.await.unwrap().unwrap_err();
    assert_eq!(problem.code, ErrorCode::Cancelled);

    let (_, under_way, _) = begin(&world, &view).await;
    world.engine.vault().lock(LockCause::Person);
    let problem = under_way.await.unwrap().unwrap_err();
    assert_eq!(problem.code, ErrorCode::VaultLocked);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nobody_can_listen_the_address_is_pasted() {
    let world = world().await;
    let view = world.profile("Native app");
    let (page, under_way, job) = begin(&world, &view).await;
    assert_eq!(page.way_back, WayBack::Pasted);
    let back = chosen(&page, "ada").await;
    let paste =
        |text: &str| world.engine.tokens().sign_in_answer(&job, &SecretText::new(text.to_owned()));
    for wrong in ["", "hello", &page.url, &back.replace("state=", "state=x")] {
        assert_eq!(paste(wrong).unwrap_err().code, ErrorCode::InvalidInput, "{wrong}");
    }
    assert!(!under_way.is_finished());
    paste(&back).unwrap();
    assert!(under_way.await.unwrap().unwrap().renews);
    assert_eq!(paste(&back).unwrap_err().code, ErrorCode::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_was_used_before_is_refused_in_words() {
    let world = world().await;
    let view = profile(&world, "Single-page app");
    let (page, under_way, _) = begin(&world, &view).await;
    let back = chosen(&page, "ada").await;
    let code = back.split("code=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    // Somebody who caught it tries first. Without the verifier it gets them nothing.
    let base = world.engine.practice().view().unwrap().base_url;
    let thief = format!("grant_type=authorization_code&code={code}&code_verifier=guessed");
    let url = format!("{base}{TOKEN}?client_id={}", view.summary.client_id);
    assert!(post(&url, &thief).await.contains("invalid_grant"));
    get(&back).await;
    let problem = under_way.await.unwrap().unwrap_err();
    assert_eq!(problem.code, ErrorCode::CredentialRefused);
    assert!(leads_to_sign_in(&problem), "{problem:?}");
    assert!(!format!("{problem:?}").contains(&code));
}

async fn post(url: &str, form: &str) -> String {
    let rest = url.strip_prefix("http://").unwrap();
    let (host, path) = rest.split_once('/').unwrap();
    let mut stream = TcpStream::connect(host).await.unwrap();
    let request = format!(
        "POST /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
        form.len()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    text
}

/// The machine's clock, moved.
#[derive(Default)]
struct Moved(AtomicI64);

impl Clock for Moved {
    fn now(&self) -> Timestamp {
        Timestamp(SystemClock.now().0 + self.0.load(Ordering::Relaxed))
    }
}

fn later(world: &World, clock: &Moved, hours: i64) {
    clock.0.fetch_add(hours * 3_600_000, Ordering::Relaxed);
    world.control().advance(Duration::from_secs(u64::try_from(hours).unwrap() * 3_600));
}

async fn world_with_clock() -> (Arc<World>, Arc<Moved>) {
    let clock = Arc::new(Moved::default());
    let given: Arc<dyn Clock> = clock.clone();
    let options = EngineOptions { clock: given, ..Default::default() };
    (Arc::new(World::start_with(options).await), clock)
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_renewed_for_as_long_as_adobe_allows_and_then_somebody_signs_in_again() {
    let (world, clock) = world_with_clock().await;
    let view = profile(&world, "Web app");
    let id = &view.summary.id;
    sign_in(&world, &view, "ada").await;
    let first = world.engine.tokens().get(id, Freshness::Cached).await.unwrap();
    // Two weeks and more: each renewal brings the refresh token for the next.
    for day in 0..20 {
        later(&world, &clock, 24);
        let token = world.engine.tokens().get(id, Freshness::Cached).await;
        let token = token.unwrap_or_else(|problem| panic!("day {day}: {problem:?}"));
        assert_ne!(token.value.expose(), first.value.expose());
        assert_eq!(token.user_id(), first.user_id());
    }
    // Nobody asks for more than two weeks.
    later(&world, &clock, 24 * 15);
    let ended = world.engine.tokens().get(id, Freshness::Cached).await.unwrap_err();
    assert!(ended.code == ErrorCode::CredentialRefused && leads_to_sign_in(&ended), "{ended:?}");
    sign_in(&world, &view, "ada").await;
    world.engine.tokens().get(id, Freshness::Cached).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn narrower_tokens_and_many_callers_share_one_refresh_token() {
    let world = world().await;
    let view = profile(&world, "Web app");
    let id = &view.summary.id;
    sign_in(&world, &view, "ada").await;
    let before = world.control().count(TOKEN);
    let profile = world.engine.profiles().find(id.as_str()).unwrap();
    let narrow = TokenFor::only(profile, &["openid".to_owned()]).unwrap();
    let calls: Vec<_> = (0..10)
        .map(|place| {
            let (world, narrow, id) = (Arc::clone(&world), narrow.clone(), id.clone());
            tokio::spawn(async move {
                match place % 2 {
                    0 => world.engine.tokens().get_for(&narrow, Freshness::Cached).await,
                    _ => world.engine.tokens().get(&id, Freshness::Renewed).await,
                }
            })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let narrow = world.engine.tokens().get_for(&narrow, Freshness::Cached).await.unwrap();
    assert_eq!(narrow.scopes, ["openid"]);
    assert!(world.control().count(TOKEN) >= before + 2);
    // The refresh token that is kept is the last one.
    world.engine.tokens().get(id, Freshness::Renewed).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn another_person_is_another_token_and_who_signs_out_has_none() {
    let world = world().await;
    let view = profile(&world, "Web app");
    let id = &view.summary.id;
    sign_in(&world, &view, "ada").await;
    let adas = world.engine.tokens().get(id, Freshness::Cached).await.unwrap();
    sign_in(&world, &view, "boris").await;
    let boris = world.engine.tokens().get(id, Freshness::Cached).await.unwrap();
    assert_ne!(adas.user_id(), boris.user_id());

    let signed_out = world.engine.tokens().sign_out(id).await.unwrap();
    assert_eq!(signed_out.not_told, None);
    let after = world.engine.tokens().get(id, Freshness::Cached).await.unwrap_err();
    assert!(leads_to_sign_in(&after), "{after:?}");
    let profile = world.engine.profiles().find(id.as_str()).unwrap();
    let asked = world.engine.inspection().ask(&boris.value, &profile).await.unwrap();
    assert!(!asked.valid, "it was ended at Adobe");
    let left = files_below(&world.folder.path().join("tokens"));
    assert!(left.is_empty(), "{:?}", left.iter().map(|(name, _)| name).collect::<Vec<_>>());
}

/// A renewal that IMS has seen, and whose answer is on its way for a while.
async fn renewal_under_way(
    world: &Arc<World>,
    id: &ProfileId,
) -> tokio::task::JoinHandle<Result<AccessToken, Problem>> {
    let before = world.control().count(TOKEN);
    world.control().add_fault(Fault::once(TOKEN, Mishap::Delay { ms: 1_000 }));
    let (owned, id) = (Arc::clone(world), id.clone());
    let renewal =
        tokio::spawn(async move { owned.engine.tokens().get(&id, Freshness::Renewed).await });
    while world.control().count(TOKEN) == before {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    // IMS has ended the refresh token that it was shown.
    tokio::time::sleep(Duration::from_millis(200)).await;
    renewal
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renewal_that_is_stopped_while_ims_answers_loses_nobodys_sign_in() {
    let world = world().await;
    let view = profile(&world, "Web app");
    let id = &view.summary.id;
    sign_in(&world, &view, "ada").await;
    let first = world.engine.tokens().get(id, Freshness::Cached).await.unwrap();
    let renewal = renewal_under_way(&world, id).await;
    renewal.abort();
    assert!(renewal.await.unwrap_err().is_cancelled());
    // Whoever ends the process waits for this.
    mudbrick_engine::all_kept().await;
    let kept = world.engine.tokens().get(id, Freshness::Cached).await.unwrap();
    assert_ne!(kept.value.expose(), first.value.expose(), "what came is kept");
    world.engine.tokens().get(id, Freshness::Renewed).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signs_out_has_every_token_ended() {
    let world = world().await;
    let view = profile(&world, "Web app");
    let id = &view.summary.id;
    sign_in(&world, &view, "ada").await;
    let (engine, own) = (&world.engine, world.engine.profiles().find(id.as_str()).unwrap());
    let narrow = TokenFor::only(own.clone(), &["openid".to_owned()]).unwrap();
    let narrow = engine.tokens().get_for(&narrow, Freshness::Cached).await.unwrap();
    let renewal = renewal_under_way(&world, id).await;
    let signed_out = engine.tokens().sign_out(id).await.unwrap();
    assert_eq!(signed_out.not_told, None);
    let renewed = renewal.await.unwrap().unwrap();
    for token in [narrow, renewed] {
        assert!(!engine.inspection().ask(&token.value, &own).await.unwrap().valid);
    }
    let left = files_below(&world.folder.path().join("tokens"));
    assert!(left.is_empty(), "{:?}", left.iter().map(|(name, _)| name).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_adobe_did_not_end_is_said() {
    let world = world().await;
    let view = profile(&world, "Web app");
    let id = &view.summary.id;
    sign_in(&world, &view, "ada").await;
    let own = world.engine.profiles().find(id.as_str()).unwrap();
    let narrow = TokenFor::only(own, &["openid".to_owned()]).unwrap();
    world.engine.tokens().get_for(&narrow, Freshness::Cached).await.unwrap();
    world.control().add_fault(Fault::always("/ims/revoke", Mishap::InternalError));
    let not_told = world.engine.tokens().sign_out(id).await.unwrap().not_told.unwrap();
    let said = "Adobe did not end the refresh token and 2 access tokens. ";
    assert!(not_told.message.starts_with(said), "{not_told:?}");
    let after = world.engine.tokens().get(id, Freshness::Cached).await.unwrap_err();
    assert!(leads_to_sign_in(&after), "{after:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_people_sign_in_and_a_missing_secret_is_said_before_the_browser_opens() {
    let world = world().await;
    let problem = begin_fails(&world, &world.profile("Places")).await;
    assert_eq!(problem.code, ErrorCode::InvalidInput);
    let draft = world.project("Web app").draft;
    let view = world.engine.profiles().create(&draft, None).unwrap();
    assert_eq!(begin_fails(&world, &view).await.code, ErrorCode::SecretMissing);
}

#[tokio::test(flavor = "multi_thread")]
async fn on_behalf_of_somebody_takes_scopes_and_is_kept_nowhere() {
    let world = world().await;
    let view = profile(&world, "Single-page app");
    sign_in(&world, &view, "ada").await;
    let subject = world.engine.tokens().get(&view.summary.id, Freshness::Cached).await.unwrap();
    let places = world.profile("Places").summary.id;
    let places = world.engine.profiles().find(places.as_str()).unwrap();
    let tokens = world.engine.tokens();
    let scopes = ["openid".to_owned()];
    let token = tokens.on_behalf_of(&places, &scopes, &subject.value).await.unwrap();
    assert_eq!(token.user_id(), subject.user_id());
    assert_eq!(token.owner().client_id.as_deref(), Some(places.client_id.as_str()));
    assert!(tokens.cached(&places).unwrap().is_none());
    let none = tokens.on_behalf_of(&places, &[], &subject.value).await.unwrap_err();
    assert_eq!(none.code, ErrorCode::InvalidInput);
    let bad = SecretText::new("eyJ.not.one".to_owned());
    let refused = tokens.on_behalf_of(&places, &scopes, &bad).await.unwrap_err();
    assert!(!format!("{refused:?}").contains("eyJ.not.one"), "{refused:?}");
}
