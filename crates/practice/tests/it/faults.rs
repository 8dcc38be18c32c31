//! Faults on order: each does to the wire what it says, as often as it says, and to nothing else.

use crate::support::{Adobe, TOKEN, builder, credentials};
use mudbrick_practice::{Fault, Mishap};
use rstest::rstest;
use serde_json::Value;
use std::time::Duration;

const PING: &str = "https://api-places.adobe.io/ping";

#[tokio::test]
async fn throttling_in_the_words_of_whoever_is_asked() {
    let adobe = Adobe::start().await;
    adobe.control().add_fault(Fault::once("/ims/", Mishap::Throttle { retry_after: 7 }));
    adobe.control().add_fault(Fault::once("/ping", Mishap::Throttle { retry_after: 3 }));
    let project = adobe.project("Acme", "Places");
    let ims = adobe.form(TOKEN, &credentials(&project, "openid")).await;
    assert_eq!((ims.status, ims.text.as_str(), ims.header("retry-after")), (429, "", "7"));
    assert!(!ims.header("x-debug-id").is_empty());
    let gateway = adobe.get(PING, &[]).await;
    let expected = r#"{"error_code":"429050","message":"Too many requests"}"#;
    assert_eq!((gateway.status, gateway.text.as_str()), (429, expected));
    assert_eq!(gateway.header("retry-after"), "3");
    // Once each.
    assert_eq!(adobe.form(TOKEN, &credentials(&project, "openid")).await.status, 200);
    assert_eq!(adobe.get(PING, &[]).await.status, 200);
}

#[tokio::test]
async fn internal_errors() {
    let adobe = Adobe::start().await;
    adobe.control().add_fault(Fault::always("", Mishap::InternalError).times(3));
    let project = adobe.project("Acme", "Places");
    let ims = adobe.form(TOKEN, &credentials(&project, "openid")).await;
    let expected = r#"{"error":"internal_error","error_description":"Please try again later"}"#;
    assert_eq!((ims.status, ims.text.as_str()), (500, expected));
    assert_eq!(adobe.get(PING, &[]).await.json()["error_code"], "500001");
    assert_eq!(adobe.control().faults()[0].times, Some(1));
    adobe.control().clear_faults();
    assert_eq!(adobe.get(PING, &[]).await.status, 200);
}

#[tokio::test]
async fn a_fault_keeps_to_its_host() {
    let adobe = Adobe::start().await;
    let fault = Fault::always("", Mishap::InternalError);
    adobe.control().add_fault(Fault { host: Some("mc.adobe.io".to_owned()), ..fault });
    assert_eq!(adobe.get(PING, &[]).await.status, 200);
    assert_eq!(adobe.get("https://mc.adobe.io/x", &[]).await.status, 500);
}

/// A client for one version of HTTP.
fn speaking(adobe: &Adobe, version: &str) -> reqwest::Client {
    let builder = builder(&adobe.practice).resolve("api-places.adobe.io", adobe.practice.address());
    let builder = if version == "1.1" { builder.http1_only() } else { builder };
    builder.build().expect("client")
}

#[rstest]
#[case("1.1")]
#[case("2")]
#[tokio::test]
async fn connections_break_off(#[case] version: &str) {
    let adobe = Adobe::start().await;
    let http = speaking(&adobe, version);
    adobe.control().add_fault(Fault::once("/ping", Mishap::CutOff { after: 0 }));
    http.get(PING).send().await.expect_err("before the head");
    adobe.control().add_fault(Fault::once("/ping", Mishap::CutOff { after: 2 }));
    let mut answer = http.get(PING).send().await.expect("the head comes");
    assert_eq!(answer.status(), 200);
    let first = answer.chunk().await.expect("two bytes come").expect("two bytes come");
    assert_eq!(first.as_ref(), b"po");
    answer.chunk().await.expect_err("and no more");
    assert_eq!(http.get(PING).send().await.expect("sent").status(), 200);
}

#[rstest]
#[case("1.1")]
#[case("2")]
#[tokio::test]
async fn answers_stall(#[case] version: &str) {
    const MOMENT: Duration = Duration::from_millis(150);
    let adobe = Adobe::start().await;
    let http = speaking(&adobe, version);
    adobe.control().add_fault(Fault::once("/ping", Mishap::Stall { after: 0 }));
    tokio::time::timeout(MOMENT, http.get(PING).send()).await.expect_err("no head");
    adobe.control().add_fault(Fault::once("/ping", Mishap::Stall { after: 2 }));
    let mut answer = http.get(PING).send().await.expect("the head comes");
    assert_eq!(answer.chunk().await.expect("two bytes").expect("two bytes").as_ref(), b"po");
    tokio::time::timeout(MOMENT, answer.chunk()).await.expect_err("no more");
    assert_eq!(http.get(PING).send().await.expect("sent").status(), 200);
    assert_eq!(adobe.control().requests()[0].status, None, "nothing was answered");
}

/// The practice Adobe gone in the middle of a call: the caller learns it at once.
#[rstest]
#[case("1.1", 0)]
#[case("1.1", 2)]
#[case("2", 0)]
#[case("2", 2)]
#[tokio::test]
async fn stopping_ends_stalled_calls(#[case] version: &str, #[case] after: u64) {
    let adobe = Adobe::start().await;
    let http = speaking(&adobe, version);
    adobe.control().add_fault(Fault::once("/ping", Mishap::Stall { after }));
    let call = tokio::spawn(async move { http.get(PING).send().await?.bytes().await });
    while adobe.control().count("/ping") == 0 {
        tokio::task::yield_now().await;
    }
    adobe.practice.stop().await;
    call.await.expect("no panic").expect_err("nobody answers any more");
}

#[tokio::test]
async fn answers_are_no_json() {
    let adobe = Adobe::start().await;
    let project = adobe.project("Acme", "Places");
    for mishap in [Mishap::Truncate, Mishap::Malformed] {
        adobe.control().add_fault(Fault::once("/ims/token", mishap));
        let answer = adobe.form(TOKEN, &credentials(&project, "openid")).await;
        assert_eq!(answer.status, 200);
        assert!(answer.header("content-type").starts_with("application/json"));
        serde_json::from_str::<Value>(&answer.text).expect_err("not JSON");
    }
}

#[tokio::test]
async fn an_answer_of_100_megabytes_flows() {
    const BYTES: u64 = 100_000_000;
    let adobe = Adobe::start().await;
    adobe.control().add_fault(Fault::once("/ping", Mishap::Size { bytes: BYTES }));
    let mut answer = adobe.http.get(PING).send().await.expect("sent");
    assert_eq!(answer.content_length(), Some(BYTES));
    let mut read = 0;
    while let Some(chunk) = answer.chunk().await.expect("flows") {
        read += chunk.len() as u64;
    }
    assert_eq!(read, BYTES);
}

#[tokio::test]
async fn a_delay_gives_the_real_answer() {
    let adobe = Adobe::start().await;
    adobe.control().add_fault(Fault::once("/ping", Mishap::Delay { ms: 30 }));
    let before = std::time::Instant::now();
    assert_eq!(adobe.get(PING, &[]).await.status, 200);
    assert!(before.elapsed() >= Duration::from_millis(30));
}
