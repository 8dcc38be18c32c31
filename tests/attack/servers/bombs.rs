//! More than anybody asked for: headers and bodies without end, bodies that unpack to gigabytes, a body that never gets on.

use super::Victim;
use flate2::Compression;
use flate2::write::GzEncoder;
use mudbrick_testkit::RawServer;
use serde_json::json;
use std::io::Write;
use std::time::Duration;

/// 4 GiB of zeros, as Node's `zlib.brotliCompress` packs them.
const ZEROS: &[u8] = include_bytes!("zeros.br");

/// A part of an answer: it broke off, and what came is kept with its status and headers.
fn is_a_part(victim: &Victim, what: &str, view: &serde_json::Value, code: &str) {
    let summary = &view["summary"];
    assert_eq!(
        (&summary["status"], &summary["failed"]),
        (&json!(200), &json!(code)),
        "{what}: {view:#}"
    );
    let header = &view["headers"][0];
    assert_eq!(header["name"], "x-first", "{what}: {view:#}");
    assert!(summary["body_bytes"].as_u64().is_some_and(|bytes| bytes > 0), "{what}: {view:#}");
    let kept = super::newest(victim);
    assert_eq!(kept["summary"]["failed"], json!(code), "{what}: {kept:#}");
    assert_eq!(kept["summary"]["body_bytes"], summary["body_bytes"], "{what}");
}

#[test]
fn headers_without_end_are_given_up() {
    let victim = Victim::new();
    let many = RawServer::plain(|_, peer| {
        peer.write_all(b"HTTP/1.1 200 OK\r\n")?;
        // Ends: the other end closes.
        for number in 0_u64.. {
            write!(peer, "x-{number}: {}\r\n", "a".repeat(200))?;
        }
        Ok(())
    });
    let long = RawServer::plain(|_, peer| {
        peer.write_all(b"HTTP/1.1 200 OK\r\nx-endless: ")?;
        // Ends: the other end closes.
        loop {
            peer.write_all(&[b'a'; 8192])?;
        }
    });
    let first = RawServer::plain(|_, peer| {
        // Ends: the other end closes.
        loop {
            peer.write_all(&[b'H'; 8192])?;
        }
    });
    let interim = RawServer::plain(|_, peer| {
        // Ends: the other end closes.
        loop {
            peer.write_all(b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n")?;
        }
    });
    for (what, server) in [
        ("headers without end", many),
        ("a header without end", long),
        ("a first line without end", first),
        ("interim answers without end", interim),
    ] {
        let ran = victim.send(what, &server.url("/"), &["--json", "--max-time", "5"]);
        assert_eq!(ran.code, Some(1), "{what}: {}", ran.stderr);
        assert!(ran.view()["summary"]["failed"].is_string(), "{what}: {}", ran.stderr);
    }
    victim.is_alive();
}

#[test]
fn a_byte_a_second_ends_at_its_limit_with_what_came() {
    let victim = Victim::new();
    let slow = RawServer::plain(|_, peer| {
        peer.write_all(b"HTTP/1.1 200 OK\r\nx-first: 1\r\ncontent-length: 1000\r\n\r\n")?;
        // Ends: the other end closes.
        loop {
            peer.write_all(b"s")?;
            peer.flush()?;
            std::thread::park_timeout(Duration::from_secs(1));
        }
    });
    let what = "a byte a second";
    let ran = victim.send(what, &slow.url("/"), &["--json", "--max-time", "2"]);
    assert!(ran.took < Duration::from_secs(12), "{:?}", ran.took);
    is_a_part(&victim, what, &ran.view(), "network");
    let head = RawServer::plain(|_, peer| {
        // Ends: the other end closes.
        for byte in b"HTTP/1.1 200 OK\r\n".iter().cycle() {
            peer.write_all(&[*byte])?;
            peer.flush()?;
            std::thread::park_timeout(Duration::from_secs(1));
        }
        Ok(())
    });
    let what = "a byte of the head a second";
    let ran = victim.send(what, &head.url("/"), &["--json", "--max-time", "2"]);
    assert!(ran.took < Duration::from_secs(12), "{:?}", ran.took);
    assert_eq!(ran.view()["summary"]["failed"], "network", "{}", ran.stderr);
    victim.is_alive();
}

/// A gzip member of zeros: a thousandth of what it unpacks to.
fn member() -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(&vec![0; 4 << 20]).unwrap();
    packed.finish().unwrap()
}

#[test]
fn what_unpacks_without_end_fills_no_memory() {
    let victim = Victim::new();
    let member = member();
    let gzip = RawServer::plain(move |_, peer| {
        peer.write_all(b"HTTP/1.1 200 OK\r\nx-first: 1\r\ncontent-encoding: gzip\r\n\r\n")?;
        // Ends: the other end closes.
        loop {
            peer.write_all(&member)?;
        }
    });
    let brotli = RawServer::plain(|_, peer| {
        write!(
            peer,
            "HTTP/1.1 200 OK\r\nx-first: 1\r\ncontent-encoding: br\r\ncontent-length: {}\r\n\r\n",
            ZEROS.len()
        )?;
        peer.write_all(ZEROS)
    });
    for (what, server) in [("a gzip bomb", gzip), ("a brotli bomb", brotli)] {
        let ran = victim.send(what, &server.url("/"), &["--json", "--max-time", "2"]);
        assert!(ran.took < Duration::from_secs(20), "{what}: {:?}", ran.took);
        is_a_part(&victim, what, &ran.view(), "network");
    }
    victim.is_alive();
}

/// Packed with it, a secret is found all the same.
#[test]
fn a_packed_echo_is_masked_and_a_damaged_one_is_a_part() {
    let victim = Victim::new();
    let echoing = |keep: fn(usize) -> usize| {
        RawServer::plain(move |head, peer| {
            let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
            // The rest is random, so that what is cut off is not only the end of the packing.
            let noise: String = (0..20_000_u64)
                .map(|n| format!("{:x}", n.wrapping_mul(0x9E37_79B9_7F4A_7C15)))
                .collect();
            packed.write_all(format!("{head}{noise}").as_bytes())?;
            let packed = packed.finish()?;
            let kept = &packed[..keep(packed.len())];
            write!(
                peer,
                "HTTP/1.1 200 OK\r\nx-first: 1\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n",
                kept.len()
            )?;
            peer.write_all(kept)
        })
    };
    let whole = victim.send("a packed echo", &echoing(|all| all).url("/"), &["--json"]);
    assert_eq!(whole.view()["summary"]["failed"], json!(null), "{}", whole.stderr);
    let cut = victim.send("half a packed echo", &echoing(|all| all / 2).url("/"), &["--json"]);
    is_a_part(&victim, "half a packed echo", &cut.view(), "bad_answer");
}
