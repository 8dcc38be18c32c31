//! Through a proxy: a real one of a few lines, which tells what it was asked.

use crate::peer::{Peer, answer, read_request, send};
use mudbrick_model::{HostPattern, Method};
use mudbrick_net::{
    AllowedHosts, Credentials, Http, Outgoing, Proxy, RealRoute, Root, Route, SendError,
};
use std::net::SocketAddr;
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

/// A proxy for one connection. It answers CONNECT with `reply` and then leads to `target`, whatever was asked for.
async fn proxy(reply: &'static str, target: SocketAddr) -> (Http, oneshot::Receiver<String>) {
    proxy_trusting(reply, target, Vec::new()).await
}

async fn proxy_trusting(
    reply: &'static str,
    target: SocketAddr,
    roots: Vec<Root>,
) -> (Http, oneshot::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://me:pw@{}", listener.local_addr().unwrap());
    let (tell, asked) = oneshot::channel();
    tokio::spawn(async move {
        let (mut client, _) = listener.accept().await.unwrap();
        tell.send(read_request(&mut client).await.unwrap()).unwrap();
        client.write_all(reply.as_bytes()).await.unwrap();
        let mut server = TcpStream::connect(target).await.unwrap();
        let _ = tokio::io::copy_bidirectional(&mut client, &mut server).await;
    });
    let proxy = Proxy::Fixed(url.parse().unwrap());
    (Http::build(Route::Real(RealRoute { proxy, roots, identity: None })).unwrap(), asked)
}

fn get(url: &str) -> Outgoing {
    Outgoing::new(Method::Get, url).unwrap()
}

/// The peer's root is not one of the platform's, so the handshake must fail: proof that a proxy does not weaken trust.
#[tokio::test]
async fn tls_goes_through_the_proxy_and_is_still_checked() {
    let peer = Peer::start(|_| answer("HTTP/1.1 200 OK", b"")).await;
    let (http, asked) = proxy("HTTP/1.1 200 Connected\r\n\r\n", peer.address).await;
    let error = send(&http, get("https://platform.adobe.io/data")).await.expect_err("untrusted");
    assert!(matches!(error, SendError::Untrusted { .. }), "{error:?}");
    let asked = asked.await.unwrap();
    assert!(asked.starts_with("CONNECT platform.adobe.io:443 HTTP/1.1\r\n"), "{asked}");
    assert!(asked.to_lowercase().contains("proxy-authorization: basic"), "{asked}");
    assert!(peer.requests().is_empty());
}

#[tokio::test]
async fn a_root_of_ones_own_is_trusted_besides_the_platforms() {
    let peer = Peer::start(|_| answer("HTTP/1.1 200 OK", b"hi")).await;
    let roots = Root::all_in(&peer.root_pem).unwrap();
    let connected = "HTTP/1.1 200 Connected\r\n\r\n";
    let (http, _asked) = proxy_trusting(connected, peer.address, roots.clone()).await;
    let mut got = send(&http, get("https://platform.adobe.io/data")).await.unwrap();
    assert_eq!(got.read_all().await.unwrap(), "hi");
    // A trusted root is no reason to take a certificate for another name.
    let (http, _asked) = proxy_trusting(connected, peer.address, roots.clone()).await;
    let error = send(&http, get("https://example.com/")).await.expect_err("another name");
    let SendError::Untrusted { reason, .. } = &error else { panic!("{error:?}") };
    assert!(reason.contains("another name"), "{reason}");

    let here = format!("https://{}/", peer.address);
    let error = send(&Http::build(Route::through(Proxy::None)).unwrap(), get(&here)).await;
    assert!(matches!(error, Err(SendError::Untrusted { .. })), "without the root");
    let route = Route::Real(RealRoute { proxy: Proxy::None, roots, identity: None });
    assert_eq!(send(&Http::build(route).unwrap(), get(&here)).await.unwrap().status, 200);
    assert_eq!(peer.requests().len(), 2);
}

#[tokio::test]
async fn a_request_in_clear_names_its_host_to_the_proxy() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
    let served = tokio::spawn(async move {
        let (mut client, _) = listener.accept().await.unwrap();
        let request = read_request(&mut client).await.unwrap();
        client.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi").await.unwrap();
        request
    });
    let http = Http::build(Route::through(Proxy::Fixed(url))).unwrap();
    let mut got = send(&http, get("http://example.com/a")).await.unwrap();
    assert_eq!(got.read_all().await.unwrap(), "hi");
    assert!(served.await.unwrap().starts_with("GET http://example.com/a HTTP/1.1\r\n"));
}

#[rstest::rstest]
#[case::password_wanted("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", "authorization")]
#[case::refusal("HTTP/1.1 502 Bad Gateway\r\n\r\n", "unsuccessful")]
#[case::nonsense("SSH-2.0-OpenSSH_9.6\r\n\r\n", "unsuccessful")]
#[tokio::test]
async fn a_proxy_that_refuses_is_told_as_that(#[case] reply: &'static str, #[case] why: &str) {
    let peer = Peer::start(|_| Vec::new()).await;
    let (http, _asked) = proxy(reply, peer.address).await;
    let error = send(&http, get("https://platform.adobe.io/")).await.expect_err("refused");
    let SendError::Proxy { detail } = &error else { panic!("{error:?}") };
    assert!(detail.contains(why) && !detail.contains("pw"), "{detail}");
}

#[tokio::test]
async fn a_proxy_that_is_down_is_told_as_that() {
    let address = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let url = format!("http://{address}").parse().unwrap();
    let http = Http::build(Route::through(Proxy::Fixed(url))).unwrap();
    let error = send(&http, get("https://platform.adobe.io/")).await.expect_err("down");
    assert!(matches!(error, SendError::Proxy { .. }), "{error:?}");
}

#[tokio::test]
async fn without_a_proxy_a_closed_port_refuses() {
    let address = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let http = Http::build(Route::through(Proxy::None)).unwrap();
    let error = send(&http, get(&format!("http://{address}/"))).await.expect_err("closed");
    assert!(matches!(error, SendError::Refused { .. }), "{error:?}");
}

/// RFC 2606 keeps `.invalid` free of names for ever, so nobody needs to be asked.
#[tokio::test]
async fn a_name_that_does_not_exist_is_told_as_that() {
    let http = Http::build(Route::through(Proxy::None)).unwrap();
    let error = send(&http, get("http://nowhere.invalid/")).await.expect_err("unknown name");
    assert!(matches!(error, SendError::Unresolved { .. }), "{error:?}");
}

/// Everything that is this machine goes there directly, whichever proxy is set, and none of it in clear to a proxy.
#[rstest::rstest]
#[case::address("127.0.0.1")]
#[case::other_loopback_address("127.0.0.1.")]
#[case::address_in_disguise("0x7f.1")]
#[case::mapped("[::ffff:127.0.0.1]")]
#[case::name("localhost")]
#[case::name_with_dot("LOCALHOST.")]
#[case::name_below("aem.localhost")]
#[tokio::test]
async fn what_stays_on_this_machine_passes_every_proxy_by(#[case] host: &str) {
    let asked = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let served = tokio::spawn(async move {
        let (mut client, _) = listener.accept().await.unwrap();
        let request = read_request(&mut client).await.unwrap();
        client.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await.unwrap();
        request
    });
    let url = format!("http://{}", asked.local_addr().unwrap()).parse().unwrap();
    let http = Http::build(Route::through(Proxy::Fixed(url))).unwrap();
    let hosts = [HostPattern::parse(host).unwrap()];
    let outgoing = get(&format!("http://{host}:{port}/"))
        .header("Authorization", "Bearer canary")
        .unwrap()
        .credentials(Credentials::Attached(AllowedHosts::adobe().with(&hosts)));
    let got = send(&http, outgoing).await.unwrap();
    assert_eq!(got.status, 200);
    assert!(served.await.unwrap().contains("Bearer canary"));
    let nobody = tokio::time::timeout(std::time::Duration::ZERO, asked.accept()).await;
    assert!(nobody.is_err(), "the proxy was asked");
}

#[test]
fn no_debug_shows_a_proxys_password() {
    let url = "http://me:canary@proxy.example:3128".parse().unwrap();
    let http = Http::build(Route::through(Proxy::Fixed(url))).unwrap();
    let shown = format!("{http:?}");
    assert!(!shown.contains("canary") && shown.contains("proxy.example"), "{shown}");
}
