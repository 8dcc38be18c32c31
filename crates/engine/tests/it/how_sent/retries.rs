//! Tries behind the first: which there are, what they say, and how they are stopped.

use super::server::{Reply, Server, status, with};
use super::{Desk, NoPause, request};
use mudbrick_engine::{Confirmation, JobId, JobKind, Sending};
use mudbrick_model::{ErrorCode, Method, RetryMethods, SendOptions, TimeLimit};
use rstest::rstest;
use std::sync::Arc;
use std::time::Duration;

fn retries(count: u8) -> SendOptions {
    SendOptions { retries: Some(count), ..SendOptions::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_try_is_an_exchange_and_is_told() {
    let date = || {
        vec![
            ("date", "Fri, 15 Jan 2027 08:00:00 GMT".to_owned()),
            ("retry-after", "Fri, 15 Jan 2027 08:00:09 GMT".to_owned()),
        ]
    };
    let replies = [with(429, "retry-after", "7"), Reply::Status(503, date()), status(503)];
    let server = Server::start(replies).await;
    let desk = Desk::with(&server, retries(5), NoPause::default()).await;
    let exchange = desk.get(server.url("/a"), SendOptions::default()).await;
    assert_eq!(exchange.summary.status, Some(200));
    let told: Vec<_> = exchange.retried.iter().map(|it| (it.status, it.waited_ms)).collect();
    // The third says nothing, so the wait is what it would have been without the others.
    assert_eq!(told, [(Some(429), 7_000), (Some(503), 9_000), (Some(503), 4_000)]);
    assert_eq!(desk.recorded(), [Some(429), Some(503), Some(503), Some(200)]);
    let ids: Vec<_> = exchange.retried.iter().map(|it| it.id).collect();
    for id in ids {
        let one = desk.world.engine.answers().get(id).unwrap();
        assert!(one.retried.is_empty() && one.summary.status != Some(200));
    }
    assert_eq!(desk.pause.asked.lock().unwrap().len(), 3);
}

#[rstest]
#[case::off(0, RetryMethods::All, Method::Get, 1)]
#[case::read(2, RetryMethods::Reads, Method::Get, 3)]
#[case::write(2, RetryMethods::Reads, Method::Delete, 1)]
#[case::idempotent(2, RetryMethods::Idempotent, Method::Put, 3)]
#[case::post(2, RetryMethods::Idempotent, Method::Post, 1)]
#[case::patch(2, RetryMethods::Idempotent, Method::Patch, 1)]
#[case::post_asked(2, RetryMethods::All, Method::Post, 3)]
#[tokio::test(flavor = "multi_thread")]
async fn so_often_as_is_asked_for_and_the_method_allows(
    #[case] count: u8,
    #[case] methods: RetryMethods,
    #[case] method: Method,
    #[case] expected: usize,
) {
    let server = Server::start(vec![status(503); 9]).await;
    let desk = Desk::at(&server).await;
    let options = SendOptions { retry_methods: Some(methods), ..retries(count) };
    let sending = Sending { options, ..Sending::of(request(method, server.url("/a"))) };
    let exchange = desk.send(sending).await.unwrap();
    assert_eq!(exchange.summary.status, Some(503));
    let arrived = server.arrived();
    assert_eq!((arrived.len(), exchange.retried.len() + 1), (expected, expected));
    // The body goes out with every try.
    let body = if method.writes() { "x" } else { "" };
    assert!(arrived.iter().all(|one| one.body == body && one.method == method.as_str()));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_waited_beyond_the_time_for_all() {
    let server = Server::start(vec![with(429, "retry-after", "31"); 2]).await;
    let desk = Desk::at(&server).await;
    let within = TimeLimit::parse("30").ok();
    let options = SendOptions { retry_seconds: within, ..retries(3) };
    let exchange = desk.get(server.url("/a"), options).await;
    assert_eq!((exchange.summary.status, exchange.retried.len()), (Some(429), 0));
    assert!(desk.pause.asked.lock().unwrap().is_empty());
}

/// Nothing has left when no connection was made.
#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_is_refused_is_tried_again() {
    let server = Server::start([]).await;
    let desk = Desk::at(&server).await;
    let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://localhost:{}/", closed.local_addr().unwrap().port());
    drop(closed);
    let exchange = desk.get(url, retries(2)).await;
    assert_eq!(exchange.summary.failed, Some(ErrorCode::Network));
    let told: Vec<_> = exchange.retried.iter().map(|it| (it.failed, it.waited_ms)).collect();
    assert_eq!(told, [(Some(ErrorCode::Network), 1_000), (Some(ErrorCode::Network), 2_000)]);
    assert_eq!(desk.recorded(), [None, None, None]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wait_is_stopped_and_what_came_before_is_the_outcome() {
    let server = Server::start(vec![with(503, "retry-after", "60"); 2]).await;
    let for_ever = NoPause { for_ever: true, ..NoPause::default() };
    let desk = Arc::new(Desk::with(&server, retries(3), for_ever).await);
    let (shared, url) = (Arc::clone(&desk), server.url("/a"));
    let id = JobId("waits".to_owned());
    let own = id.clone();
    let task = tokio::spawn(async move {
        let engine = &shared.world.engine;
        let job = engine.jobs().start_as(own, JobKind::Send)?;
        let sent = request(Method::Get, url);
        engine.requests().send(&job, &shared.profile, sent, Confirmation::NotGiven).await
    });
    while desk.pause.asked.lock().unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
    assert_eq!(desk.pause.asked.lock().unwrap()[0], Duration::from_secs(60));
    assert!(desk.world.engine.jobs().stop(&id));
    let exchange = task.await.unwrap().unwrap();
    assert_eq!((exchange.summary.status, exchange.retried.len()), (Some(503), 0));
    assert_eq!((server.arrived().len(), desk.recorded()), (1, vec![Some(503)]));
}
