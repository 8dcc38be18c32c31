//! Cookies: none is kept unless somebody asks for it; those that are kept are one profile's, in memory, and masked.

use super::server::{Arrived, Reply, Server, with};
use super::{Desk, NoPause, request};
use mudbrick_engine::{LockCause, SecretText, Sending};
use mudbrick_model::{Cookies, Header, Method, PartOrigin, SendOptions};

/// What stands for a secret wherever something is shown.
const MASK: &str = "••••••••";

fn keeping() -> SendOptions {
    SendOptions { cookies: Some(Cookies::Keep), ..SendOptions::default() }
}

fn login() -> Reply {
    with(200, "set-cookie", "session=canary-cookie; Path=/; Secure")
}

fn cookies(arrived: &[Arrived]) -> Vec<Option<&str>> {
    arrived.iter().map(|one| one.cookie.as_deref()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn none_is_kept_unless_asked_for() {
    let server = Server::start([login(), login()]).await;
    let desk = Desk::at(&server).await;
    desk.get(server.url("/login"), SendOptions::default()).await;
    desk.get(server.url("/a"), keeping()).await;
    assert_eq!(cookies(&server.arrived()), [None, None]);
}

#[tokio::test(flavor = "multi_thread")]
async fn those_that_are_kept_go_along_and_are_shown_masked() {
    let server = Server::start([login()]).await;
    let desk = Desk::with(&server, keeping(), NoPause::default()).await;
    // One that a person writes may be a secret, and goes to hosts that they allow.
    let profiles = desk.world.engine.profiles();
    let view = profiles.get(&desk.profile).unwrap();
    let mut draft = profiles.draft(&desk.profile).unwrap();
    draft.allowed_hosts.push("localhost".to_owned());
    profiles.update(&desk.profile, &view.revision, &draft, None).unwrap();
    desk.get(server.url("/login"), SendOptions::default()).await;
    let sending = Sending::of(request(Method::Get, server.url("/a")));
    let going = desk.world.engine.requests().what_goes_out(&desk.profile, &sending).unwrap();
    let shown = going.headers.iter().find(|header| header.name == "cookie").unwrap();
    assert_eq!((shown.value[0].text.as_str(), shown.value[0].origin), (MASK, PartOrigin::Cookies));

    let exchange = desk.get(server.url("/a"), SendOptions::default()).await;
    // This one call says otherwise.
    let off = SendOptions { cookies: Some(Cookies::Off), ..SendOptions::default() };
    desk.get(server.url("/b"), off).await;
    // A cookie of the request's own goes out instead.
    let mut own = request(Method::Get, server.url("/c"));
    own.headers.push(Header::new("Cookie", "own=1"));
    desk.send(Sending::of(own)).await.unwrap();
    let arrived = server.arrived();
    let expected = [None, Some("session=canary-cookie"), None, Some("own=1")];
    assert_eq!(cookies(&arrived), expected);

    let sent = exchange.sent_headers.iter().find(|header| header.name == "cookie").unwrap();
    assert_eq!(sent.value, MASK);
    let timeline = exchange.timeline.unwrap();
    let origin = timeline.header_origins.iter().find(|header| header.name == "cookie").unwrap();
    assert_eq!(origin.parts[0].origin, PartOrigin::Cookies);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_takes_along_what_came_with_it() {
    let led_on =
        vec![("location", "/home".to_owned()), ("set-cookie", "session=1; Path=/".to_owned())];
    let server = Server::start([Reply::Status(302, led_on)]).await;
    let desk = Desk::with(&server, keeping(), NoPause::default()).await;
    desk.get(server.url("/login"), SendOptions::default()).await;
    assert_eq!(cookies(&server.arrived()), [None, Some("session=1")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn they_are_gone_with_the_lock_and_with_a_change_of_the_profile() {
    let server = Server::start([login(), login()]).await;
    let desk = Desk::with(&server, keeping(), NoPause::default()).await;
    let engine = &desk.world.engine;
    let get = |path| desk.get(server.url(path), SendOptions::default());
    get("/login").await;
    engine.vault().lock(LockCause::Idle);
    engine.vault().unlock(Some(SecretText::new("correct horse".to_owned()))).unwrap();
    get("/login").await;
    let view = engine.profiles().get(&desk.profile).unwrap();
    let draft = engine.profiles().draft(&desk.profile).unwrap();
    engine.profiles().update(&desk.profile, &view.revision, &draft, None).unwrap();
    get("/a").await;
    assert_eq!(cookies(&server.arrived()), [None, None, None]);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_profile_has_none_of_them() {
    let server = Server::start([login()]).await;
    let desk = Desk::with(&server, keeping(), NoPause::default()).await;
    desk.get(server.url("/login"), SendOptions::default()).await;
    let other = desk.world.profile_with("Campaign Standard", |draft| {
        draft.adobe = mudbrick_model::Adobe::Production;
        draft.risk = mudbrick_model::Risk::Development;
        draft.sending = SendOptions { roots: vec!["root.pem".into()], ..keeping() };
    });
    let desk = Desk { profile: other.summary.id, ..desk };
    desk.get(server.url("/a"), SendOptions::default()).await;
    assert_eq!(cookies(&server.arrived()), [None, None]);
}
