//! What the practice Adobe holds is bounded, whoever sends: lengths, room, connections, what callers leave behind.

use crate::support::{Adobe, Answer, TOKEN, credentials, encode};
use mudbrick_practice::{Project, SeedFile};
use rstest::rstest;
use serde_json::json;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const MIB: usize = 1024 * 1024;
const DATASETS: &str = "/data/foundation/catalog/dataSets";
const LIBRARIES: &str = "/places/placesapi/v1/libraries";

async fn send(adobe: &Adobe, project: &Project, path: &str, body: String) -> Answer {
    let token = adobe.token(project).await;
    let request = adobe
        .http
        .post(format!("{}{path}", adobe.practice.base_url()))
        .bearer_auth(token)
        .header("x-api-key", project.client_id.as_str())
        .header("x-gw-ims-org-id", project.org_id.as_str())
        .header("x-sandbox-name", "prod")
        .header("content-type", "application/json");
    adobe.send(request.body(body)).await
}

/// Whoever is refused by the headers is answered, and the body goes by unread.
#[rstest]
#[case::no_key("https://api-places.adobe.io/places/placesapi/v1/libraries", 403)]
#[case::no_product("https://unknown.adobe.io/", 403)]
#[case::no_host("https://unknown.adobe.com/", 404)]
#[tokio::test]
async fn a_body_without_credentials_is_not_kept(#[case] url: &str, #[case] status: u16) {
    let adobe = Adobe::start().await;
    let client = crate::support::builder(&adobe.practice);
    let client = client.resolve("unknown.adobe.com", adobe.practice.address());
    let client = client.resolve("api-places.adobe.io", adobe.practice.address());
    let client = client.resolve("unknown.adobe.io", adobe.practice.address()).build().unwrap();
    for length in [1, 8 * MIB] {
        let answer = adobe.send(client.post(url).body("x".repeat(length))).await;
        assert_eq!(answer.status, status, "{}", answer.text);
    }
    let seen = adobe.control().requests();
    assert_eq!(seen.len(), 2);
    assert!(seen.iter().all(|seen| seen.body.is_empty() && seen.body_length == 0));
}

#[tokio::test]
async fn a_body_that_is_too_long_is_refused_by_whoever_is_asked() {
    let adobe = Adobe::start().await;
    let project = adobe.project("Acme", "Places");
    let form = encode(&credentials(&project, "openid"));
    let padded = format!("{form}&padding={}", "x".repeat(MIB));
    let refused = adobe.post(TOKEN, "application/x-www-form-urlencoded", padded).await;
    assert_eq!((refused.status, refused.json()["error"].as_str()), (413, Some("invalid_request")));
    let long = json!({ "name": "x".repeat(5 * MIB) }).to_string();
    let refused = send(&adobe, &project, LIBRARIES, long).await;
    assert_eq!((refused.status, refused.json()["error_code"].as_str()), (413, Some("413000")));
    // Short as a text, and a hundred times as long once it is parsed.
    let many = format!("[{}0]", "0,".repeat(MIB));
    let refused = send(&adobe, &project, LIBRARIES, many).await;
    assert_eq!(refused.status, 413, "{}", refused.text);
    let seen = adobe.control().requests();
    assert!(seen.iter().all(|seen| seen.body.len() <= 64 * 1024));
}

/// The record keeps the beginning of a long body and says how long it was.
#[tokio::test]
async fn of_a_long_body_the_beginning_is_kept() {
    let secret = "wunderbar-without-a-shape";
    let mut seed = SeedFile::default();
    seed.projects[0].client_secrets = vec![secret.to_owned()];
    let adobe = Adobe::with_seed(Some(seed)).await;
    let project = adobe.project("Acme", "Places");
    // A secret where the body is cut must not be cut out of the mask's sight.
    let body = format!("{}{secret}", "x".repeat(64 * 1024 - 10));
    send(&adobe, &project, LIBRARIES, body.clone()).await;
    let seen = adobe.control().requests().pop().unwrap();
    assert_eq!(seen.body_length, body.len());
    assert!(seen.body.ends_with(b"x***"), "{:?}", &seen.body[seen.body.len() - 40..]);
}

#[tokio::test]
async fn what_callers_leave_behind_has_an_end_with_words() {
    let adobe = Adobe::start().await;
    let project = adobe.project("Acme", "Experience Platform");
    let big = json!({ "name": "a", "schemaRef": vec![0; 400_000] }).to_string();
    let mut last = None;
    for _ in 0..20 {
        let answer = send(&adobe, &project, DATASETS, big.clone()).await;
        let is_full = answer.status == 507;
        last = Some(answer);
        if is_full {
            break;
        }
    }
    let last = last.unwrap();
    assert_eq!(last.status, 507, "{}", last.text);
    assert!(last.text.contains("Stop it and start it again."), "{}", last.text);
    // Reading goes on.
    let token = adobe.token(&project).await;
    let request = adobe.http.get(format!("{}/ping", adobe.practice.base_url())).bearer_auth(token);
    assert_eq!(adobe.send(request).await.status, 200);
}

#[tokio::test]
async fn a_head_that_is_too_long_is_refused() {
    let adobe = Adobe::start().await;
    let mut stream = TcpStream::connect(adobe.practice.address()).await.unwrap();
    let head =
        format!("GET /ping HTTP/1.1\r\nhost: localhost\r\nx-long: {}\r\n\r\n", "x".repeat(MIB));
    // It may hang up before it has read everything.
    let _ = stream.write_all(head.as_bytes()).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431"), "{answer}");
}

/// More connections than are served wait for their turn, and have it when others go.
#[tokio::test]
async fn connections_have_an_end() {
    let adobe = Adobe::start().await;
    let mut idle = Vec::new();
    for _ in 0..128 {
        idle.push(TcpStream::connect(adobe.practice.address()).await.unwrap());
    }
    // All are accepted before the next is tried: a byte of each was read.
    for stream in &mut idle {
        stream.write_all(b"GET /ping HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
        let mut first = [0; 1];
        stream.read_exact(&mut first).await.unwrap();
    }
    let url = format!("{}/ping", adobe.practice.base_url());
    let waiting = adobe.http.get(&url).send();
    tokio::pin!(waiting);
    assert!(tokio::time::timeout(Duration::from_millis(300), &mut waiting).await.is_err());
    drop(idle.pop());
    assert_eq!(waiting.await.unwrap().status(), 200);
}

/// A length that is not announced is counted as it comes.
#[tokio::test]
async fn a_body_that_never_ends_is_refused() {
    let adobe = Adobe::start().await;
    let mut stream = TcpStream::connect(adobe.practice.address()).await.unwrap();
    let head =
        "POST /ims/token/v3 HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();
    let piece = format!("10000\r\n{}\r\n", "x".repeat(0x10000));
    let (mut answer, mut sender) = stream.into_split();
    let sending = async {
        // It hangs up once it has refused.
        while sender.write_all(piece.as_bytes()).await.is_ok() {}
    };
    let reading = async {
        let mut first = [0; 12];
        answer.read_exact(&mut first).await.unwrap();
        String::from_utf8_lossy(&first).into_owned()
    };
    tokio::pin!(reading);
    let first = tokio::select! {
        first = &mut reading => first,
        () = sending => reading.await,
    };
    assert_eq!(first, "HTTP/1.1 413");
}
