//! Whatever is sent: no panic, and no 5xx but the designed ones.

use crate::support::{Adobe, IMS, sign};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use serde_json::json;
use std::panic;
use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::runtime::Runtime;

/// Panics anywhere but in the tests themselves.
static PANICS: AtomicUsize = AtomicUsize::new(0);

/// A panic in a connection's task would only close it: count them, so that none goes unseen.
fn count_panics() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let here = info.location().is_some_and(|place| place.file().contains("tests/it"));
            if !here {
                PANICS.fetch_add(1, Ordering::SeqCst);
            }
            usual(info);
        }));
    });
}

fn run<S: Strategy>(
    cases: u32,
    strategy: &S,
    check: impl Fn(&Runtime, &Adobe, S::Value) -> Result<(), TestCaseError>,
) {
    count_panics();
    let runtime = Runtime::new().expect("runtime");
    let adobe = runtime.block_on(Adobe::start());
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    TestRunner::new(config)
        .run(strategy, |value| {
            check(&runtime, &adobe, value)?;
            prop_assert_eq!(PANICS.load(Ordering::SeqCst), 0, "the practice Adobe panicked");
            Ok(())
        })
        .expect("holds for every input");
}

/// A 5xx that Adobe itself is known to give.
fn is_designed(status: u16, body: &str) -> bool {
    status < 500 || body.contains("Oops. Something went wrong.")
}

const ADDRESSES: [&str; 24] = [
    "/ims/token/v3",
    "/ims/token/v2/",
    "/ims/token/v9",
    "/ims/exchange/jwt",
    "/ims/exchange/jwt/",
    "/ims/validate_token/v1",
    "/ims/invalidate_token/v2",
    "/ims/revoke",
    "/ims/logout/v1",
    "/ims/userinfo/v2",
    "/ims/profile/v1",
    "/ims/organizations/v6",
    "/ims/organizations/%FF%00/v2",
    "/ims/fetch_pc_by_org/v1",
    "/token",
    "/.practice/faultz",
    "/.practice/clock",
    "/.practice/projects",
    "/.practice/projects/%FF/secrets",
    "/console/organizations/1000002/credentials/200006/secrets",
    "/places/placesapi/v1/pois",
    "/acme/campaign/profileAndServices/profile",
    "/data/foundation/schemaregistry/tenant/schemas",
    "/placesedgequery",
];

fn text() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        vec(any::<u8>(), 0..200),
        "[a-z_]{1,12}(=[^&]{0,20})?(&[a-z_]{1,12}=%[0-9A-Fa-f]{2}.{0,8}){0,6}"
            .prop_map(String::into_bytes),
        "\\PC{0,120}".prop_map(String::into_bytes),
        Just(b"{\"kind\":".to_vec()),
        (1_usize..4).prop_map(|thousands| vec![b'a'; thousands * 100_000]),
        Just("x=y&".repeat(20_000).into_bytes()),
    ]
}

/// A multipart body that is right, cut somewhere, or mixed up.
fn parts() -> impl Strategy<Value = Vec<u8>> {
    let name = prop_oneof![Just("client_id".to_owned()), "\\PC{0,10}"];
    let part = (name, vec(any::<u8>(), 0..60));
    (vec(part, 0..5), any::<prop::sample::Index>()).prop_map(|(parts, cut)| {
        let mut body = Vec::new();
        for (name, value) in parts {
            let head = format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(&value);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--b--\r\n");
        body.truncate(cut.index(body.len() + 1));
        body
    })
}

#[test]
fn no_request_breaks_it() {
    let content_types = [
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded; charset=\u{7f}",
        "multipart/form-data; boundary=b",
        "multipart/form-data; boundary=",
        "multipart/form-data",
        "application/json",
        "text/plain",
        "",
    ];
    let strategy = (
        select(&ADDRESSES[..]),
        select(&["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "BREW"][..]),
        select(content_types.to_vec()),
        prop_oneof![text(), parts()],
        "(\\?[a-z_]{1,10}=[a-zA-Z0-9%@,._-]{0,40}(&[a-z_]{1,10}=%[0-9A-F]{2}){0,3})?",
        prop_oneof!["Bearer [!-~]{0,60}", "Basic [A-Za-z0-9+/=]{0,30}", Just(String::new())],
    );
    run(
        600,
        &strategy,
        |runtime, adobe, (path, method, content_type, body, query, authorization)| {
            let url = format!("{}{path}{query}", adobe.practice.base_url());
            // A content type no header may hold is left out.
            let content_type = http::HeaderValue::from_str(content_type).ok();
            let method = http::Method::from_bytes(method.as_bytes()).expect("a method");
            let mut request = adobe
                .http
                .request(method, url)
                .header("authorization", authorization)
                .header(mudbrick_practice::CONTROL_HEADER, adobe.control().token())
                .header("x-api-key", "b610be0000000000000000000000b006")
                .body(body);
            if let Some(content_type) = content_type {
                request = request.header("content-type", content_type);
            }
            let answer = runtime.block_on(adobe.send(request));
            prop_assert!(is_designed(answer.status, &answer.text), "{path}: {answer:?}");
            Ok(())
        },
    );
}

#[test]
fn no_assertion_breaks_it() {
    let claims = vec(
        (
            select(
                &["exp", "iss", "sub", "aud", "jti", "iat", "https://ims-na1.adobelogin.com/s/é"][..],
            ),
            prop_oneof![
                any::<i64>().prop_map(|number| json!(number)),
                any::<f64>().prop_map(|number| json!(number)),
                any::<bool>().prop_map(|truth| json!(truth)),
                "\\PC{0,20}".prop_map(|text| json!(text)),
                Just(json!({ "a": [1, null] })),
            ],
        ),
        0..8,
    );
    let strategy = (claims, "[A-Za-z0-9_.-]{0,40}", any::<bool>());
    run(200, &strategy, |runtime, adobe, (claims, garbage, is_signed)| {
        let project = runtime.block_on(async { adobe.jwt_project() });
        let claims = claims.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let signed = sign(&json!({ "alg": "RS256" }), &serde_json::Value::Object(claims));
        let assertion = if is_signed { signed } else { garbage };
        let pairs = [
            ("client_id", project.client_id.as_str()),
            ("client_secret", &project.client_secret),
            ("jwt_token", &assertion),
        ];
        let answer = runtime.block_on(adobe.form(&format!("{IMS}/ims/exchange/jwt"), &pairs));
        prop_assert_eq!(answer.status, 400, "{}", answer.text);
        Ok(())
    });
}

/// A good token, so that the products see what the gateway would otherwise stop.
#[test]
fn no_authorised_call_breaks_it() {
    let roots = [
        ("Acme", "Places", "/places/placesapi/v1/"),
        ("Globex", "Campaign Standard (migrating)", "/globex/campaign/"),
        ("Acme", "Experience Platform", "/data/"),
        ("Globex", "Nightly export", "/console/organizations/1000002/"),
    ];
    let tails = "(libraries|pois|profileAndServices|profile|foundation|schemaregistry|tenant|schemas|credentials|[a-zA-Z0-9@._~%-]{0,8})(/[a-zA-Z0-9@._~-]{0,12}){0,4}(\\?[a-z_]{1,10}=[a-zA-Z0-9@,._-]{0,20})?";
    let strategy = (
        select(roots.to_vec()),
        tails,
        select(&["GET", "POST", "PUT", "PATCH", "DELETE"][..]),
        prop_oneof![
            text(),
            "\\{\"[a-z]{1,8}\":(1|\"x\"|\\[\\]|\\{\\})\\}".prop_map(String::into_bytes)
        ],
    );
    run(400, &strategy, |runtime, adobe, ((organization, title, root), tail, method, body)| {
        let project = adobe.project(organization, title);
        let token = runtime.block_on(adobe.token(&project));
        let tail = tail.replace('%', "%25");
        let url = format!("{}{root}{tail}", adobe.practice.base_url());
        let request = adobe
            .http
            .request(http::Method::from_bytes(method.as_bytes()).expect("a method"), url)
            .header("authorization", format!("Bearer {token}"))
            .header("x-api-key", project.client_id.as_str())
            .header("x-gw-ims-org-id", project.org_id.as_str())
            .header("x-sandbox-name", "prod")
            .header("content-type", "application/json")
            .body(body);
        let answer = runtime.block_on(adobe.send(request));
        prop_assert!(is_designed(answer.status, &answer.text), "{root}{tail}: {answer:?}");
        Ok(())
    });
}

#[test]
fn no_bytes_break_it() {
    let strategy = prop_oneof![
        vec(any::<u8>(), 1..300),
        vec(any::<u8>(), 1..100).prop_map(|rest| [b"\x16\x03\x01".to_vec(), rest].concat()),
        "(GET|CONNECT|POST|PRI) [ -~]{0,30} HTTP/[12].[01]\r\n([a-z-]{1,8}: [ -~]{0,20}\r\n){0,4}\r\n"
            .prop_map(String::into_bytes),
        Just(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec()),
        Just(b"CONNECT platform.adobe.io:443 HTTP/1.1\r\n\r\nCONNECT mc.adobe.io:443 HTTP/1.1\r\n\r\n".to_vec()),
    ];
    run(300, &strategy, |runtime, adobe, bytes| {
        let answer = runtime.block_on(async {
            let mut stream = TcpStream::connect(adobe.practice.address()).await.expect("connects");
            // It may hang up before it has read everything.
            let _ = stream.write_all(&bytes).await;
            let _ = stream.shutdown().await;
            let mut answer = Vec::new();
            let _ = stream.read_to_end(&mut answer).await;
            answer
        });
        let answer = String::from_utf8_lossy(&answer);
        let refused = answer.starts_with("HTTP/1.1 502") && bytes.starts_with(b"CONNECT");
        prop_assert!(refused || !answer.starts_with("HTTP/1.1 5"), "{answer}");
        let ping = format!("{}/ping", adobe.practice.base_url());
        prop_assert_eq!(runtime.block_on(adobe.get(&ping, &[])).status, 200);
        Ok(())
    });
}
