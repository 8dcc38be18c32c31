//! Answers that are not as long as they say, and answers that break off.

use super::Victim;
use mudbrick_testkit::RawServer;
use serde_json::json;

#[test]
fn wrong_lengths_are_told_and_what_came_is_kept() {
    const HEAD: &str = "HTTP/1.1 200 OK\r\nx-first: 1\r\n";
    let victim = Victim::new();
    /// What follows the first header, whether an answer comes of it, how many bytes of its body, and whether that is all.
    type Case = (&'static str, &'static str, Option<(u64, bool)>);
    let cases: [Case; 15] = [
        ("too long", "content-length: 100\r\n\r\nhello", Some((5, false))),
        ("far too long", "content-length: 18446744073709551615\r\n\r\nhello", None),
        ("too short", "content-length: 3\r\n\r\nhello", Some((3, true))),
        ("none", "\r\nhello", Some((5, true))),
        ("negative", "content-length: -1\r\n\r\nhello", None),
        ("no number", "content-length: five\r\n\r\nhello", None),
        ("two of them", "content-length: 5\r\ncontent-length: 6\r\n\r\nhello!", None),
        ("in hex", "content-length: 0x5\r\n\r\nhello", None),
        ("larger than any", "content-length: 99999999999999999999\r\n\r\nhello", None),
        ("no chunk", "transfer-encoding: chunked\r\n\r\n", Some((0, false))),
        ("half a chunk", "transfer-encoding: chunked\r\n\r\n10\r\nhello", Some((5, false))),
        ("no last chunk", "transfer-encoding: chunked\r\n\r\n5\r\nhello\r\n", Some((5, false))),
        (
            "a chunk of no size",
            "transfer-encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\n",
            Some((5, false)),
        ),
        (
            "a huge chunk",
            "transfer-encoding: chunked\r\n\r\nffffffffffffffff\r\nhello",
            Some((5, false)),
        ),
        (
            "an overflowing chunk",
            "transfer-encoding: chunked\r\n\r\n5\r\nhello\r\nfffffffffffffffff\r\n",
            Some((5, false)),
        ),
    ];
    for (what, rest, expected) in cases {
        let server =
            RawServer::plain(move |_, peer| peer.write_all(format!("{HEAD}{rest}").as_bytes()));
        let ran = victim.send(what, &server.url("/"), &["--json", "--max-time", "10"]);
        let view = ran.view();
        let summary = &view["summary"];
        match expected {
            // Which of the library's refusals it is does not matter: it is one, and nothing is taken for an answer.
            None => {
                assert!(summary["failed"].is_string(), "{what}: {view:#}");
                assert_eq!(ran.code, Some(1), "{what}");
            }
            Some((bytes, is_whole)) => {
                assert_eq!(summary["status"], 200, "{what}: {view:#}");
                assert_eq!(summary["failed"].is_null(), is_whole, "{what}: {view:#}");
                assert_eq!(summary["body_bytes"], bytes, "{what}: {view:#}");
                assert_eq!(view["headers"][0]["name"], "x-first", "{what}");
                assert_eq!(view["body"]["text"], &"hello"[..bytes as usize], "{what}");
            }
        }
    }
    victim.is_alive();
}

/// At every byte is the engine's test; here the whole program is cut off at some, in clear and over TLS.
#[test]
fn an_answer_that_breaks_off_is_shown_as_far_as_it_came() {
    let victim = Victim::new();
    let head = "HTTP/1.1 200 OK\r\nx-first: 1\r\ncontent-type: application/json\r\ncontent-length: 2000\r\n\r\n";
    let whole = format!("{head}[{}]", "1,".repeat(999) + "");
    for is_tls in [false, true] {
        for at in [0, 1, 9, 16, 17, 30, head.len() - 1, head.len(), head.len() + 1, whole.len() - 1]
        {
            let part = whole.as_bytes()[..at].to_vec();
            let answer = move |_: &str, peer: &mut dyn std::io::Write| peer.write_all(&part);
            let server = if is_tls { RawServer::tls(answer) } else { RawServer::plain(answer) };
            if is_tls {
                victim.trusts(&server);
            }
            let what = format!("cut at {at} of {}, TLS: {is_tls}", whole.len());
            let ran = victim.send(&what, &server.url("/"), &["--json", "--max-time", "10"]);
            assert_eq!(ran.code, Some(1), "{what}");
            let view = ran.view();
            assert!(view["summary"]["failed"].is_string(), "{what}: {view:#}");
            let came = (at >= head.len()).then(|| at - head.len());
            assert_eq!(view["summary"]["body_bytes"], json!(came), "{what}: {view:#}");
            assert_eq!(view["summary"]["status"], json!(came.map(|_| 200)), "{what}");
            if came.is_some() {
                let body = &whole[head.len()..at];
                assert_eq!(view["body"]["text"], body, "{what}");
                assert_eq!(view["headers"][0]["name"], "x-first", "{what}");
                let shown = victim.send(&what, &server.url("/"), &["--max-time", "10"]);
                assert!(
                    shown.stderr.contains("broke off") || !shown.stderr.is_empty(),
                    "{what}: {}",
                    shown.stderr
                );
            }
        }
    }
    victim.is_alive();
}
