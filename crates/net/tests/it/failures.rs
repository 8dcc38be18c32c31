//! Everything that can go wrong between the request and the end of the answer.

use crate::peer::{Expired, Greeting, Peer, Step, answer, send, short_at, text, with_credentials};
use mudbrick_model::{ErrorCode, Explain, Method};
use mudbrick_net::{Cancel, Http, Limits, Outgoing, PracticeRoute, Route, SendError, Stage};
use rstest::rstest;
use std::time::Duration;

const URL: &str = "https://platform.adobe.io/";
const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n";

fn get() -> Outgoing {
    Outgoing::new(Method::Get, URL).unwrap()
}

fn untrusted(error: &SendError, expected: &str) {
    let SendError::Untrusted { reason, .. } = error else { panic!("{error:?}") };
    assert!(reason.contains(expected), "{reason}");
}

#[tokio::test]
async fn a_server_under_another_root_is_not_the_practice_adobe() {
    let peer = Peer::start(|_| answer("HTTP/1.1 200 OK", b"")).await;
    let root_pem = Peer::start(|_| Vec::new()).await.root_pem;
    let route = Route::Practice(PracticeRoute { address: peer.address, root_pem });
    let outgoing = with_credentials(Method::Get, URL);
    let error = send(&Http::build(route).unwrap(), outgoing).await.expect_err("wrong root");
    let SendError::PracticeDown { detail, .. } = &error else { panic!("{error:?}") };
    assert!(detail.contains("something else answers"), "{detail}");
    assert!(peer.requests().is_empty());
}

#[tokio::test]
async fn an_expired_certificate_is_not_trusted() {
    let greeting = Greeting::Tls { expired: Expired::Yes };
    let peer = Peer::meeting(greeting, |_| answer("HTTP/1.1 200 OK", b"")).await;
    untrusted(&peer.get(URL).await.expect_err("expired"), "expired");
}

#[tokio::test]
async fn a_certificate_for_another_name_is_not_trusted() {
    let peer = Peer::start(|_| answer("HTTP/1.1 200 OK", b"")).await;
    untrusted(&peer.get("https://example.com/").await.expect_err("other name"), "another name");
}

#[tokio::test]
async fn a_server_without_tls_is_told_as_that() {
    let peer = Peer::meeting(Greeting::Plain, |_| Vec::new()).await;
    // The server waits for the end of a request line; what it was sent is a TLS greeting.
    let limits = short_at(Stage::Connect, Duration::from_millis(100));
    let error = peer.http().send(&get(), &limits, &Cancel::new()).await.expect_err("no TLS");
    assert!(matches!(error, SendError::TimedOut { stage: Stage::Connect, .. }), "{error:?}");
    let talking = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = talking.local_addr().unwrap();
    tokio::spawn(async move {
        use tokio::io::AsyncWriteExt as _;
        let (mut stream, _) = talking.accept().await.unwrap();
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.unwrap();
        std::future::pending::<()>().await;
    });
    let route = Route::Practice(PracticeRoute { address, root_pem: peer.root_pem });
    let error = send(&Http::build(route).unwrap(), get()).await.expect_err("no TLS");
    assert!(matches!(error, SendError::Tls { .. }), "{error:?}");
}

#[rstest]
#[case::no_handshake(Greeting::Silence, Vec::new, Stage::Connect)]
#[case::no_answer(Greeting::Tls { expired: Expired::No }, || vec![Step::Stall], Stage::FirstByte)]
#[case::half_the_headers(
    Greeting::Tls { expired: Expired::No },
    || vec![Step::Send(b"HTTP/1.1 200 OK\r\ncon".to_vec()), Step::Stall],
    Stage::FirstByte
)]
#[case::half_the_body(
    Greeting::Tls { expired: Expired::No },
    || vec![Step::Send(format!("{HEAD}half").into_bytes()), Step::Stall],
    Stage::Body
)]
#[tokio::test]
async fn a_stall_ends_at_its_stage(
    #[case] greeting: Greeting,
    #[case] steps: fn() -> Vec<Step>,
    #[case] expected: Stage,
) {
    let peer = Peer::meeting(greeting, move |_| steps()).await;
    let moment = Duration::from_millis(150);
    let sent = peer.http().send(&get(), &short_at(expected, moment), &Cancel::new()).await;
    let error = match sent {
        Ok(mut answer) => answer.read_all().await.expect_err("the body stalls"),
        Err(error) => error,
    };
    let SendError::TimedOut { stage, limit, .. } = &error else { panic!("{error:?}") };
    assert_eq!((*stage, *limit), (expected, moment));
    assert!(error.problem().message.contains("150 milliseconds"));
}

#[rstest]
#[case::a_body_without_end(
    || vec![
        Step::Send(b"HTTP/1.1 200 OK\r\n\r\n".to_vec()),
        Step::SendForEver(vec![b'x'; 1000]),
    ]
)]
#[case::no_answer(|| vec![Step::Stall])]
#[tokio::test]
async fn the_whole_has_its_limit_too(#[case] steps: fn() -> Vec<Step>) {
    let peer = Peer::start(move |_| steps()).await;
    let total = Duration::from_millis(200);
    let limits = Limits { total, max_body: u64::MAX, ..Limits::default() };
    let error = match peer.http().send(&get(), &limits, &Cancel::new()).await {
        Ok(mut answer) => answer.stream_to(&mut std::io::sink()).await.expect_err("it never ends"),
        Err(error) => error,
    };
    assert!(
        matches!(error, SendError::TimedOut { stage: Stage::Total, limit, .. } if limit == total),
        "{error:?}"
    );
}

#[rstest]
#[case::stated_length(|| vec![Step::Send(format!("{HEAD}half").into_bytes()), Step::Close], 4)]
#[case::chunks(
    || vec![
        Step::Send(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n".to_vec()),
        Step::Close,
    ],
    3
)]
#[tokio::test]
async fn a_cut_off_body_gives_what_came_and_says_so(
    #[case] steps: fn() -> Vec<Step>,
    #[case] came: u64,
) {
    let peer = Peer::start(move |_| steps()).await;
    let mut got = peer.get(URL).await.unwrap();
    let mut sink = Vec::new();
    let error = got.stream_to(&mut sink).await.expect_err("it was cut off");
    assert!(
        matches!(error, SendError::BrokenOff { received, .. } if received == came),
        "{error:?}"
    );
    assert_eq!(sink.len() as u64, came);
    assert!(error.problem().message.contains(&format!("after {came} bytes")));
    assert!(got.chunk().await.unwrap().is_none(), "after an error there is nothing more");
}

#[tokio::test]
async fn a_connection_closed_before_the_answer_is_told_as_that() {
    let peer = Peer::start(|_| vec![Step::Close]).await;
    let error = peer.get(URL).await.expect_err("closed");
    assert!(matches!(error, SendError::NoAnswer { .. }), "{error:?}");
    assert_eq!(error.code(), ErrorCode::Network);
}

#[tokio::test]
async fn an_answer_that_is_not_http_is_told_as_that() {
    let peer = Peer::start(|_| text("this is no HTTP\r\n\r\n")).await;
    let error = peer.get(URL).await.expect_err("not HTTP");
    assert!(matches!(error, SendError::NotHttp { .. }), "{error:?}");
    assert_eq!(error.code(), ErrorCode::BadAnswer);
}

#[tokio::test]
async fn cancelling_works_before_during_and_after_the_headers() {
    let peer = Peer::start(|request| match request.contains("GET /body") {
        true => vec![Step::Send(format!("{HEAD}half").into_bytes()), Step::Stall],
        false => vec![Step::Stall],
    })
    .await;
    let (http, limits) = (peer.http(), Limits::default());

    let before = Cancel::new();
    before.cancel();
    let error = http.send(&get(), &limits, &before).await.expect_err("cancelled");
    assert_eq!(error.code(), ErrorCode::Cancelled);
    assert_eq!(peer.connections(), 0);

    let waiting = Cancel::new();
    let handle = waiting.clone();
    let outgoing = get();
    let (error, ()) = tokio::join!(http.send(&outgoing, &limits, &waiting), async {
        while peer.requests().is_empty() {
            tokio::task::yield_now().await;
        }
        handle.cancel();
    });
    assert!(matches!(error, Err(SendError::Cancelled)));

    let reading = Cancel::new();
    let outgoing = Outgoing::new(Method::Get, &format!("{URL}body")).unwrap();
    let mut got = http.send(&outgoing, &limits, &reading).await.unwrap();
    assert_eq!(got.chunk().await.unwrap().unwrap(), "half");
    reading.cancel();
    assert!(matches!(got.chunk().await, Err(SendError::Cancelled)));
}
