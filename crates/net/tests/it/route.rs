//! The practice route leads to the practice Adobe and nowhere else, and carries what a real call would.

use crate::peer::{Greeting, Peer, answer, send, text, with_credentials};
use mudbrick_model::{ErrorCode, Explain, Method};
use mudbrick_net::{
    AllowedHosts, BuildError, Http, Identity, Outgoing, PracticeRoute, Route, SendError,
};
use rstest::rstest;

#[rstest]
#[case::ims("https://ims-na1.adobelogin.com/ims/token/v3", "ims-na1.adobelogin.com")]
#[case::platform("https://platform.adobe.io/data", "platform.adobe.io")]
#[case::default_port("https://mc.adobe.io:443/acme", "mc.adobe.io")]
#[tokio::test]
async fn every_name_leads_to_the_given_address(#[case] url: &str, #[case] host: &str) {
    let peer = Peer::start(|_| answer("HTTP/1.1 200 OK", b"hello")).await;
    let mut got = peer.get(url).await.unwrap();
    assert_eq!((got.status, got.version), (200, "HTTP/1.1"));
    assert_eq!(got.read_all().await.unwrap(), "hello");
    let request = &peer.requests()[0];
    assert!(request.contains(&format!("\r\nhost: {host}\r\n")), "{request}");
}

#[tokio::test]
async fn a_name_in_clear_leads_there_too() {
    let peer = Peer::meeting(Greeting::Plain, |_| answer("HTTP/1.1 200 OK", b"")).await;
    assert_eq!(peer.get("http://platform.adobe.io/data").await.unwrap().status, 200);
}

#[tokio::test]
async fn the_practice_adobes_own_address_may_be_named() {
    let peer = Peer::start(|_| answer("HTTP/1.1 200 OK", b"")).await;
    let url = format!("https://{}/.practice/state", peer.address);
    assert_eq!(peer.get(&url).await.unwrap().status, 200);
}

/// An address is never resolved and a port overrides the resolver's, so both would pass it by.
#[rstest]
#[case::address("https://192.0.2.1/")]
#[case::loopback_address("https://127.0.0.1/")]
#[case::loopback_other_port("http://127.0.0.1:1/")]
#[case::address_in_disguise("https://0xC0000201/")]
#[case::v6("https://[2001:db8::1]/")]
#[case::port("https://platform.adobe.io:8443/")]
#[tokio::test]
async fn what_would_pass_the_resolver_by_is_kept_back(#[case] url: &str) {
    let peer = Peer::start(|_| answer("HTTP/1.1 200 OK", b"")).await;
    let error = peer.get(url).await.expect_err("must be refused");
    assert!(matches!(error, SendError::OutsidePractice { .. }), "{error:?}");
    assert_eq!(peer.connections(), 0);
}

#[test]
fn a_practice_adobe_elsewhere_is_refused() {
    let address = "192.0.2.1:443".parse().unwrap();
    let route = Route::Practice(PracticeRoute { address, root_pem: String::new() });
    assert!(matches!(Http::build(route), Err(BuildError::NotLoopback(_))));
}

#[rstest]
#[case::empty("")]
#[case::no_pem("hello")]
#[case::damaged("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
fn a_root_that_is_none_is_refused(#[case] root_pem: &str) {
    let address = "127.0.0.1:443".parse().unwrap();
    let route = Route::Practice(PracticeRoute { address, root_pem: root_pem.to_owned() });
    assert!(Http::build(route).is_err());
}

#[tokio::test]
async fn a_stopped_practice_adobe_is_told_as_that() {
    let address = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap()
    };
    let root_pem = Peer::start(|_| Vec::new()).await.root_pem;
    let http = Http::build(Route::Practice(PracticeRoute { address, root_pem })).unwrap();
    let outgoing = Outgoing::new(Method::Get, "https://platform.adobe.io/").unwrap();
    let error = send(&http, outgoing).await.expect_err("nobody listens");
    assert_eq!(error.code(), ErrorCode::PracticeDown, "{error:?}");
}

#[rstest]
#[case::not_adobes("https://example.com/", "not one of the hosts")]
#[case::in_clear("http://platform.adobe.io/", "not be encrypted")]
#[tokio::test]
async fn a_credential_stays_here_unless_the_host_may_see_it(#[case] url: &str, #[case] why: &str) {
    let peer = Peer::start(|_| answer("HTTP/1.1 200 OK", b"")).await;
    let error = send(&peer.http(), with_credentials(Method::Get, url)).await.expect_err("refused");
    let problem = error.problem();
    assert_eq!(problem.code, ErrorCode::HostNotAllowed);
    assert!(problem.message.contains(why), "{}", problem.message);
    assert_eq!(peer.connections(), 0);
}

#[test]
fn allowed_hosts_are_shown_without_a_secret() {
    let outgoing = with_credentials(Method::Get, "https://mc.adobe.io/");
    assert!(!format!("{outgoing:?} {:?}", AllowedHosts::adobe()).contains("canary"));
}

#[tokio::test]
async fn headers_go_out_in_order_and_mudbrick_names_itself() {
    let peer = Peer::start(|_| answer("HTTP/1.1 200 OK", b"")).await;
    send(&peer.http(), with_credentials(Method::Get, "https://mc.adobe.io/a?b=c")).await.unwrap();
    let request = peer.requests().remove(0);
    let names: Vec<_> = request.lines().skip(1).filter_map(|line| line.split_once(": ")).collect();
    assert_eq!(names[0], ("authorization", "Bearer canary"));
    assert_eq!(names[1], ("x-api-key", "canary"));
    assert!(request.starts_with("GET /a?b=c HTTP/1.1\r\n"), "{request}");
    assert!(names.contains(&("user-agent", mudbrick_net::USER_AGENT)), "{request}");
    assert!(names.contains(&("accept-encoding", "gzip, br, deflate")), "{request}");
    assert!(!request.to_lowercase().contains("referer"), "{request}");
}

#[tokio::test]
async fn a_second_request_reuses_the_connection_and_reports_no_connect_time() {
    let peer = Peer::start(|_| answer("HTTP/1.1 200 OK", b"hello")).await;
    let http = peer.http();
    let outgoing = Outgoing::new(Method::Get, "https://platform.adobe.io/").unwrap();
    let mut first = send(&http, outgoing.clone()).await.unwrap();
    first.read_all().await.unwrap();
    let timings = first.timings();
    let connect = timings.connect_ms.expect("a new connection was made");
    assert!(connect > 0.0 && connect <= timings.first_byte_ms.unwrap(), "{timings:?}");
    assert!(timings.first_byte_ms.unwrap() <= timings.total_ms, "{timings:?}");
    let mut second = send(&http, outgoing).await.unwrap();
    second.read_all().await.unwrap();
    assert_eq!(second.timings().connect_ms, None);
    assert_eq!(peer.connections(), 1);
}

#[rstest]
#[case::none(None, "content-length: 0")]
#[case::small(Some(5), "content-length: 5")]
#[case::larger_than_a_piece(Some(200_000), "content-length: 200000")]
#[tokio::test]
async fn a_body_arrives_whole_and_with_its_length(
    #[case] length: Option<usize>,
    #[case] header: &str,
) {
    let peer = Peer::start(|_| text("HTTP/1.1 204 No Content\r\n\r\n")).await;
    let mut outgoing = Outgoing::new(Method::Post, "https://platform.adobe.io/").unwrap();
    if let Some(length) = length {
        outgoing = outgoing.body("x".repeat(length));
    }
    let mut got = send(&peer.http(), outgoing).await.unwrap();
    assert_eq!(got.read_all().await.unwrap().len(), 0);
    let request = peer.requests().remove(0);
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    assert!(head.contains(header), "{head}");
    assert_eq!(body, "x".repeat(length.unwrap_or(0)));
}

#[tokio::test]
async fn http2_is_spoken_where_the_server_speaks_it() {
    let (address, root_pem) = crate::peer::http2().await;
    let http = Http::build(Route::Practice(PracticeRoute { address, root_pem })).unwrap();
    let outgoing = with_credentials(Method::Post, "https://platform.adobe.io/data").body("ping");
    let mut got = send(&http, outgoing).await.unwrap();
    assert_eq!((got.status, got.version), (200, "HTTP/2"));
    assert_eq!(got.read_all().await.unwrap(), "POST https://platform.adobe.io/data Bearer canary");
}

#[tokio::test]
async fn long_headers_come_by_http2_as_well() {
    let (address, root_pem) = crate::peer::http2().await;
    let http = Http::build(Route::Practice(PracticeRoute { address, root_pem })).unwrap();
    let outgoing = with_credentials(Method::Get, "https://platform.adobe.io/long");
    let got = send(&http, outgoing).await.unwrap();
    let long = got.headers.iter().find(|header| header.name == "x-long");
    assert_eq!(long.map(|header| header.value.len()), Some(40_000));
}

/// A key whose line breaks were lost is one line, which the reader would quote.
#[test]
fn what_is_wrong_with_a_private_key_is_told_without_it() {
    let key = "-----BEGIN PRIVATE KEY----- MIIEcanary -----END PRIVATE KEY----- ;";
    let refused = Identity::from_pem(key, "").unwrap_err();
    let told = format!("{refused} {:?}", refused.problem());
    assert!(told.contains("no private key"), "{told}");
    let as_numbers = format!("{:?}", b"canary");
    assert!(
        !told.contains("canary") && !told.contains(as_numbers.trim_matches(['[', ']'])),
        "{told}"
    );
}
