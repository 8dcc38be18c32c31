//! Bodies: decoded, bounded, streamed; headers as they came.

use crate::peer::{Peer, Step, answer, send, text};
use async_compression::tokio::write::{BrotliEncoder, GzipEncoder, ZlibEncoder};
use mudbrick_model::{Header, Method};
use mudbrick_net::{Cancel, Limits, Outgoing, SendError};
use rstest::rstest;
use tokio::io::AsyncWriteExt as _;

const URL: &str = "https://platform.adobe.io/";

async fn encoded(encoding: &str, body: &[u8]) -> Vec<u8> {
    macro_rules! with {
        ($encoder:ident) => {{
            let mut encoder = $encoder::new(Vec::new());
            encoder.write_all(body).await.unwrap();
            encoder.shutdown().await.unwrap();
            encoder.into_inner()
        }};
    }
    match encoding {
        "gzip" => with!(GzipEncoder),
        "br" => with!(BrotliEncoder),
        "deflate" => with!(ZlibEncoder),
        _ => body.to_vec(),
    }
}

#[rstest]
#[case::gzip("gzip")]
#[case::brotli("br")]
#[case::deflate("deflate")]
#[case::an_encoding_nobody_asked_for("x-unknown")]
#[tokio::test]
async fn a_body_is_decoded_and_its_headers_stay(#[case] encoding: &'static str) {
    let body = "{\"results\":[]}".repeat(10_000);
    let packed = encoded(encoding, body.as_bytes()).await;
    let on_the_wire = packed.len() as u64;
    let head = format!("HTTP/1.1 200 OK\r\ncontent-encoding: {encoding}");
    let peer = Peer::start(move |_| answer(&head, &packed)).await;
    let mut got = peer.get(URL).await.unwrap();
    assert_eq!(got.read_all().await.unwrap(), body);
    assert_eq!(got.header("Content-Encoding"), Some(encoding));
    assert_eq!(got.header("Content-Length"), Some(on_the_wire.to_string().as_str()));
    assert_eq!(got.received(), body.len() as u64);
    assert_eq!(got.received_on_the_wire(), on_the_wire);
}

/// A proxy that appends to a compressed log answers with one gzip file behind another (RFC 1952 section 2.2).
#[tokio::test]
async fn several_gzip_files_in_a_row_are_one_body() {
    let packed = [encoded("gzip", b"one ").await, encoded("gzip", b"two").await].concat();
    let head = "HTTP/1.1 200 OK\r\ncontent-encoding: gzip";
    let peer = Peer::start(move |_| answer(head, &packed)).await;
    assert_eq!(peer.get(URL).await.unwrap().read_all().await.unwrap(), "one two");
}

#[tokio::test]
async fn a_damaged_body_is_told_as_that() {
    let mut packed = encoded("gzip", &[b'x'; 10_000]).await;
    let middle = packed.len() / 2;
    packed[middle..].fill(0xFF);
    let head = "HTTP/1.1 200 OK\r\ncontent-encoding: gzip";
    let peer = Peer::start(move |_| answer(head, &packed)).await;
    let error = peer.get(URL).await.unwrap().read_all().await.expect_err("damaged");
    assert!(matches!(error, SendError::Undecodable { encoding: "gzip", .. }), "{error:?}");
}

#[rstest]
#[case::answer_to_head(Method::Head, "HTTP/1.1 200 OK\r\ncontent-length: 99\r\n")]
#[case::nothing(Method::Get, "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n")]
#[case::no_content(Method::Get, "HTTP/1.1 204 No Content\r\n")]
#[tokio::test]
async fn no_body_is_no_damaged_body(#[case] method: Method, #[case] head: &'static str) {
    let peer = Peer::start(move |_| text(format!("{head}content-encoding: gzip\r\n\r\n"))).await;
    let mut got = send(&peer.http(), Outgoing::new(method, URL).unwrap()).await.unwrap();
    assert_eq!(got.read_all().await.unwrap().len(), 0);
}

#[tokio::test]
async fn headers_of_one_name_stay_in_order() {
    let peer = Peer::start(|_| {
        text(concat!(
            "HTTP/1.1 200 OK\r\nX-Request-Id: 1\r\nSet-Cookie: b=1\r\nSet-Cookie: a=2\r\n",
            "Link: <x>\r\nContent-Encoding: identity\r\nContent-Length: 0\r\n\r\n"
        ))
    })
    .await;
    let got = peer.get(URL).await.unwrap();
    let expected = [
        ("x-request-id", "1"),
        ("set-cookie", "b=1"),
        ("set-cookie", "a=2"),
        ("link", "<x>"),
        ("content-encoding", "identity"),
        ("content-length", "0"),
    ];
    assert_eq!(got.headers, expected.map(|(name, value)| Header::new(name, value)));
}

#[tokio::test]
async fn many_headers_are_no_fault() {
    let many: String = (0..500).map(|n| format!("X-{n}: {n}\r\n")).collect();
    let answer = format!("HTTP/1.1 200 OK\r\n{many}Content-Length: 0\r\n\r\n");
    let peer = Peer::start(move |_| text(answer.clone())).await;
    assert_eq!(peer.get(URL).await.unwrap().headers.len(), 501);
}

const MEGABYTE: usize = 1 << 20;

/// Answers with 100 MB, stated or in one long stream.
async fn hundred_megabytes() -> Peer {
    Peer::start(|_| {
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", 100 * MEGABYTE);
        let mut steps = vec![Step::Send(head.into_bytes())];
        steps.extend((0..100).map(|_| Step::Send(vec![b'x'; MEGABYTE])));
        steps
    })
    .await
}

#[tokio::test]
async fn a_hundred_megabytes_stream_in_small_pieces() {
    let mut got = hundred_megabytes().await.get(URL).await.unwrap();
    let (mut length, mut largest) = (0, 0);
    while let Some(piece) = got.chunk().await.unwrap() {
        length += piece.len();
        largest = largest.max(piece.len());
    }
    assert_eq!(length, 100 * MEGABYTE);
    assert!(largest <= 64 * 1024, "a piece of {largest} bytes was held in memory");
}

#[rstest]
#[case::plain("identity")]
#[case::a_bomb("gzip")]
#[tokio::test]
async fn more_than_allowed_ends_at_the_limit_exactly(#[case] encoding: &'static str) {
    let peer = if encoding == "gzip" {
        let packed = encoded("gzip", &vec![0; 10 * MEGABYTE]).await;
        assert!(packed.len() < MEGABYTE / 10, "it must be small on the wire");
        let head = "HTTP/1.1 200 OK\r\ncontent-encoding: gzip";
        Peer::start(move |_| answer(head, &packed)).await
    } else {
        hundred_megabytes().await
    };
    let limit = MEGABYTE as u64 + 1;
    let limits = Limits { max_body: limit, ..Limits::default() };
    let outgoing = Outgoing::new(Method::Get, URL).unwrap();
    let mut got = peer.http().send(&outgoing, &limits, &Cancel::new()).await.unwrap();
    let mut sink = Vec::new();
    let error = got.stream_to(&mut sink).await.expect_err("it is too large");
    assert!(matches!(error, SendError::TooLarge { limit: l, .. } if l == limit), "{error:?}");
    assert_eq!((sink.len() as u64, got.received()), (limit, limit));
}

#[tokio::test]
async fn a_full_disk_is_told_as_that() {
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let peer = Peer::start(|_| answer("HTTP/1.1 200 OK", b"hello")).await;
    let error = peer.get(URL).await.unwrap().stream_to(&mut Full).await.expect_err("no room");
    assert!(matches!(error, SendError::Keep(_)), "{error:?}");
}

#[tokio::test]
async fn the_clock_stops_with_the_body() {
    let outside = tokio::time::Instant::now();
    let peer = Peer::start(|_| {
        std::thread::sleep(std::time::Duration::from_millis(20));
        answer("HTTP/1.0 200 OK", b"nine bytes")
    })
    .await;
    let mut got = peer.get(URL).await.unwrap();
    got.read_all().await.unwrap();
    let timings = got.timings();
    tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    assert_eq!(got.timings().total_ms.to_bits(), timings.total_ms.to_bits());
    let outside = outside.elapsed().as_secs_f64() * 1000.0;
    assert!(20.0 <= timings.total_ms && timings.total_ms <= outside, "{timings:?}, {outside}");
    assert_eq!(got.version, "HTTP/1.0");
    let shown = r#"Answer { status: 200, version: "HTTP/1.0", host: "platform.adobe.io", received: 10, .. }"#;
    assert_eq!(format!("{got:?}"), shown);
}
