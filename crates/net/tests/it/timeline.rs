//! What is measured of a request on its way, against a server that is really there.

use crate::peer::{Peer, answer, text, with_credentials};
use mudbrick_model::Method;
use mudbrick_net::{
    Cancel, Http, Journey, Leg, Limits, Outgoing, Proxy, RealRoute, Root, Route, SendError,
};

async fn sent(http: &Http, outgoing: Outgoing) -> (Result<(), SendError>, Vec<Leg>) {
    let journey = Journey::default();
    let got = http.send_measured(&outgoing, &Limits::default(), &Cancel::new(), &journey).await;
    let outcome = match got {
        Ok(mut answer) => answer.read_all().await.map(drop),
        Err(error) => Err(error),
    };
    (outcome, journey.legs())
}

fn get(url: &str) -> Outgoing {
    Outgoing::new(Method::Get, url).unwrap()
}

#[tokio::test]
async fn each_stage_follows_the_one_before_and_tls_says_what_it_is() {
    let peer = Peer::start(|_| answer("HTTP/1.1 200 OK", b"hi")).await;
    let (outcome, legs) = sent(&peer.http(), get("https://platform.adobe.io/")).await;
    outcome.unwrap();
    let [leg] = &legs[..] else { panic!("{legs:?}") };
    let (connect, tls) = (leg.connect.unwrap(), leg.tls.unwrap());
    assert!(leg.begin <= connect.0 && connect.0 <= connect.1, "{leg:?}");
    assert_eq!(connect.1, tls.0, "TLS begins where connecting ends");
    assert!(tls.0 < tls.1 && tls.1 <= leg.headers.unwrap(), "{leg:?}");
    assert_eq!((leg.resolve, leg.reused, leg.sent), (None, false, None), "nothing is made up");
    assert_eq!((leg.protocol, leg.address), (Some("HTTP/1.1"), Some(peer.address)));
    let secured = leg.secured.as_ref().unwrap();
    assert_eq!(secured.version, Some("TLS 1.3"));
    let shown = secured.certificate.as_ref().unwrap();
    assert!(shown.len() > 100 && shown[0] == 0x30, "a certificate in DER");
}

#[tokio::test]
async fn a_connection_that_is_used_again_says_so() {
    let peer = Peer::start(|_| answer("HTTP/1.1 200 OK", b"hi")).await;
    let http = peer.http();
    let (_, first) = sent(&http, get("https://platform.adobe.io/")).await;
    let (_, again) = sent(&http, get("https://platform.adobe.io/")).await;
    assert_eq!(peer.connections(), 1);
    assert!(!first[0].reused && again[0].reused);
    assert_eq!((again[0].connect, again[0].tls), (None, None));
    assert_eq!(again[0].secured, first[0].secured, "what it is secured by stays known");
}

/// The second connection resumes the session of the first, for which no certificate is sent; it is the same one's.
#[tokio::test]
async fn a_session_that_is_resumed_knows_its_certificate() {
    let closing = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nhi";
    let peer = Peer::start(move |_| {
        let mut steps = text(closing.to_owned());
        steps.push(crate::peer::Step::Close);
        steps
    })
    .await;
    let http = peer.http();
    let (_, first) = sent(&http, get("https://platform.adobe.io/")).await;
    let (_, again) = sent(&http, get("https://platform.adobe.io/")).await;
    assert_eq!(peer.connections(), 2);
    assert!(again[0].tls.is_some() && !again[0].reused);
    assert_eq!(again[0].secured, first[0].secured);
}

#[tokio::test]
async fn a_redirect_is_a_leg_that_names_what_it_dropped() {
    let peer = Peer::start(|request| match request.contains("host: platform") {
        true => text(
            "HTTP/1.1 302 Go\r\nlocation: https://mc.adobe.io/to\r\ncontent-length: 0\r\n\r\n"
                .to_owned(),
        ),
        false => answer("HTTP/1.1 200 OK", b""),
    })
    .await;
    let outgoing = with_credentials(Method::Get, "https://platform.adobe.io/from").body("canary");
    let (outcome, legs) = sent(&peer.http(), outgoing).await;
    outcome.unwrap();
    let [from, to] = &legs[..] else { panic!("{legs:?}") };
    let hop = from.redirect.as_ref().unwrap();
    assert_eq!((hop.status, hop.host.as_str(), hop.body_dropped), (302, "mc.adobe.io", true));
    let mut dropped = hop.dropped.clone();
    dropped.sort();
    let expected = ["authorization", "cookie", "x-api-key", "x-gw-ims-org-id", "x-of-my-own"];
    assert_eq!(dropped, expected);
    assert_eq!((to.host.as_str(), to.redirect.is_none()), ("mc.adobe.io", true));
    assert!(from.headers.unwrap() <= to.begin, "one after the other");
}

#[tokio::test]
async fn a_large_body_tells_when_its_last_piece_went_out() {
    let peer = Peer::start(|_| answer("HTTP/1.1 200 OK", b"hi")).await;
    let outgoing = with_credentials(Method::Post, "https://platform.adobe.io/");
    let (outcome, legs) = sent(&peer.http(), outgoing.body(vec![b'x'; 300_000])).await;
    outcome.unwrap();
    let sent = legs[0].sent.unwrap();
    assert!(legs[0].tls.unwrap().1 <= sent && sent <= legs[0].headers.unwrap(), "{legs:?}");
}

#[tokio::test]
async fn what_was_refused_has_a_leg_without_tls() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let http = Http::build(Route::through(Proxy::None)).unwrap();
    let (outcome, legs) = sent(&http, get(&format!("https://{address}/"))).await;
    assert!(matches!(outcome, Err(SendError::Refused { .. })), "{outcome:?}");
    let [leg] = &legs[..] else { panic!("{legs:?}") };
    assert!(leg.connect.is_some() && leg.tls.is_none() && leg.headers.is_none(), "{leg:?}");
    assert!(!leg.reused && leg.protocol.is_none() && leg.secured.is_none(), "{leg:?}");
}

#[tokio::test]
async fn http_2_says_so() {
    let (address, root_pem) = crate::peer::http2().await;
    let roots = Root::all_in(&root_pem).unwrap();
    let route = Route::Real(RealRoute { proxy: Proxy::None, roots, identity: None });
    let outgoing = get(&format!("https://{address}/")).header("authorization", "x").unwrap();
    let (outcome, legs) = sent(&Http::build(route).unwrap(), outgoing).await;
    outcome.unwrap();
    assert_eq!((legs[0].protocol, legs[0].reused), (Some("HTTP/2"), false));
}

#[tokio::test]
async fn in_clear_there_is_no_tls() {
    let peer =
        Peer::meeting(crate::peer::Greeting::Plain, |_| answer("HTTP/1.1 200 OK", b"hi")).await;
    let http = Http::build(Route::through(Proxy::None)).unwrap();
    let (outcome, legs) = sent(&http, get(&format!("http://{}/", peer.address))).await;
    outcome.unwrap();
    assert!(legs[0].connect.is_some() && legs[0].tls.is_none() && legs[0].secured.is_none());
}
