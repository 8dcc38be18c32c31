//! What a redirect is allowed to do, and what goes along with it.

use crate::peer::{Peer, answer, send, text, with_credentials};
use mudbrick_model::Method;
use mudbrick_net::{NotFollowed, Redirects, SendError};
use rstest::rstest;

fn redirect(status: u16, location: &str) -> String {
    format!("HTTP/1.1 {status} Go\r\nlocation: {location}\r\ncontent-length: 2\r\n\r\nno")
}

/// A server that sends `/from` on and answers everything else.
async fn sending_on(status: u16, location: &'static str) -> Peer {
    Peer::start(move |request| match request.split(' ').nth(1) {
        Some("/from") => text(redirect(status, location)),
        _ => answer("HTTP/1.1 200 OK", b"there"),
    })
    .await
}

#[rstest]
#[case::moved(301, "/to")]
#[case::found(302, "https://platform.adobe.io/to")]
#[case::see_other(303, "to")]
#[case::temporary(307, "/to")]
#[case::permanent(308, "//platform.adobe.io/to")]
#[tokio::test]
async fn on_the_same_server_everything_goes_along(#[case] status: u16, #[case] to: &'static str) {
    let peer = sending_on(status, to).await;
    let outgoing = with_credentials(Method::Get, "https://platform.adobe.io/from");
    let mut got = send(&peer.http(), outgoing).await.unwrap();
    assert_eq!(got.read_all().await.unwrap(), "there");
    assert_eq!(got.url.as_str(), "https://platform.adobe.io/to");
    assert_eq!((got.redirects.len(), got.redirects[0].to_another_host), (1, false));
    assert!(peer.requests()[1].contains("authorization: Bearer canary"));
}

#[rstest]
#[case::another_adobe_host("https://mc.adobe.io/to")]
#[case::elsewhere_with_a_user_name("https://canary:canary@mc.adobe.io/to")]
#[tokio::test]
async fn to_another_host_nothing_secret_goes_along(#[case] to: &'static str) {
    let peer = sending_on(302, to).await;
    let outgoing = with_credentials(Method::Get, "https://platform.adobe.io/from").body("canary");
    let got = send(&peer.http(), outgoing).await.unwrap();
    assert!(got.redirects[0].to_another_host);
    let request = peer.requests().remove(1);
    assert!(request.contains("\r\nhost: mc.adobe.io\r\n"), "{request}");
    assert!(request.contains("\r\naccept: application/json\r\n"), "{request}");
    assert!(!request.contains("canary"), "{request}");
    assert!(!request.contains("authorization"), "{request}");
}

#[tokio::test]
async fn what_was_dropped_stays_dropped_on_the_way_back() {
    let peer = Peer::start(|request| {
        if request.contains("host: mc.adobe.io") {
            return text(redirect(302, "https://platform.adobe.io/to"));
        }
        match request.starts_with("GET /from") {
            true => text(redirect(302, "https://mc.adobe.io/from")),
            false => answer("HTTP/1.1 200 OK", b""),
        }
    })
    .await;
    let outgoing = with_credentials(Method::Get, "https://platform.adobe.io/from");
    assert_eq!(send(&peer.http(), outgoing).await.unwrap().redirects.len(), 2);
    assert!(!peer.requests()[2].contains("canary"));
}

#[tokio::test]
async fn see_other_turns_a_post_into_a_get_without_body() {
    let peer = sending_on(303, "/to").await;
    let outgoing = with_credentials(Method::Post, "https://platform.adobe.io/from")
        .header("Content-Type", "application/json")
        .unwrap()
        .body("{}");
    assert_eq!(send(&peer.http(), outgoing).await.unwrap().status, 200);
    let request = peer.requests().remove(1);
    assert!(request.starts_with("GET /to ") && request.ends_with("\r\n\r\n"), "{request}");
    assert!(!request.contains("content-type"), "{request}");
}

#[rstest]
#[case::a_writing_call(Method::Post, 307, "/to", NotFollowed::Writes)]
#[case::a_writing_call_found(Method::Put, 302, "/to", NotFollowed::Writes)]
#[case::to_clear(Method::Get, 302, "http://platform.adobe.io/to", NotFollowed::ToPlainHttp)]
#[case::to_another_scheme(Method::Get, 302, "file:///etc/passwd", NotFollowed::NoTarget)]
#[case::to_nowhere(Method::Get, 302, "https://", NotFollowed::NoTarget)]
#[tokio::test]
async fn a_redirect_that_is_not_followed_is_the_answer(
    #[case] method: Method,
    #[case] status: u16,
    #[case] to: &'static str,
    #[case] why: NotFollowed,
) {
    let peer = sending_on(status, to).await;
    let outgoing = with_credentials(method, "https://platform.adobe.io/from");
    let mut got = send(&peer.http(), outgoing).await.unwrap();
    assert_eq!((got.status, got.not_followed), (status, Some(why)));
    assert_eq!(got.header("Location"), Some(to));
    assert_eq!(got.read_all().await.unwrap(), "no");
    assert_eq!(peer.requests().len(), 1);
}

#[tokio::test]
async fn a_circle_ends_after_ten() {
    let peer = sending_on(302, "/from").await;
    let outgoing = with_credentials(Method::Get, "https://platform.adobe.io/from");
    let error = send(&peer.http(), outgoing).await.expect_err("it never ends");
    assert!(matches!(error, SendError::TooManyRedirects { limit: 10, .. }), "{error:?}");
    assert_eq!(peer.requests().len(), 11);
}

#[tokio::test]
async fn so_many_are_followed_as_somebody_says() {
    let peer = sending_on(302, "/from").await;
    let outgoing = with_credentials(Method::Get, "https://platform.adobe.io/from");
    let twice = outgoing.clone().redirects(Redirects::at_most(2));
    let error = send(&peer.http(), twice).await.expect_err("it never ends");
    assert!(matches!(error, SendError::TooManyRedirects { limit: 2, .. }), "{error:?}");
    assert_eq!(peer.requests().len(), 3);
    let got = send(&peer.http(), outgoing.redirects(Redirects::at_most(0))).await.unwrap();
    assert_eq!((got.status, got.redirects.len(), peer.requests().len()), (302, 0, 4));
}

#[tokio::test]
async fn a_redirect_cannot_leave_the_practice_route() {
    let peer = sending_on(302, "https://192.0.2.1/").await;
    let outgoing = with_credentials(Method::Get, "https://platform.adobe.io/from");
    let error = send(&peer.http(), outgoing).await.expect_err("it leads outside");
    assert!(matches!(error, SendError::OutsidePractice { .. }), "{error:?}");
}
