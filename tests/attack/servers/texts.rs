//! Bodies that break a reader: nested without sense, on one line, no text at all, or made to steer a terminal.

use super::Victim;
use mudbrick_testkit::{RawServer, Terminal};
use std::io::Write;

const JSON: &str = "HTTP/1.1 200 OK\r\nx-first: 1\r\ncontent-type: application/json\r\n";

fn serving(
    head: &'static str,
    body: impl Fn(&mut dyn Write) -> std::io::Result<()> + Send + Sync + 'static,
) -> RawServer {
    RawServer::plain(move |_, peer| {
        peer.write_all(head.as_bytes())?;
        peer.write_all(b"\r\n")?;
        body(peer)
    })
}

fn nested(depth: usize, open: &'static str, close: &'static str) -> RawServer {
    serving(JSON, move |peer| {
        peer.write_all(open.repeat(depth).as_bytes())?;
        peer.write_all(b"0")?;
        peer.write_all(close.repeat(depth).as_bytes())
    })
}

#[test]
fn json_of_any_depth_and_lines_of_any_length_are_taken_as_they_come() {
    let victim = Victim::new();
    let servers = [
        ("10,000 arrays", nested(10_000, "[", "]"), 20_001),
        ("10,000 objects", nested(10_000, "{\"a\":", "}"), 60_001),
        ("a million arrays", nested(1_000_000, "[", "]"), 2_000_001),
        ("arrays that are never closed", nested(1_000_000, "[", ""), 1_000_001),
    ];
    for (what, server, length) in servers {
        let ran = victim.send(what, &server.url("/"), &[]);
        assert_eq!((ran.code, ran.stdout.len()), (Some(0), length), "{what}: {}", ran.stderr);
        // On a terminal it is formatted.
        let command = victim.home.command(&["send", "Real", &server.url("/"), "--json"]);
        let ran = super::watched(&format!("{what}, as JSON"), &victim.home, command);
        assert_eq!(ran.view()["summary"]["body_bytes"], length, "{what}");
    }
    let line = serving(JSON, |peer| {
        peer.write_all(b"\"")?;
        for _ in 0..100 {
            peer.write_all(&vec![b'a'; 1 << 20])?;
        }
        peer.write_all(b"\"")
    });
    let ran = victim.send("a line of 100 MB", &line.url("/"), &[]);
    assert_eq!((ran.code, ran.stdout.len()), (Some(0), (100 << 20) + 2), "{}", ran.stderr);
    victim.is_alive();
}

/// Text that nobody could have meant: every byte there is, escapes that set the title, the clipboard and the keyboard, turned
/// writing, NULs, half characters.
fn hostile() -> Vec<u8> {
    let every: Vec<u8> = (0..=255).collect();
    let steering = b"\x1b]0;owned\x07\x1b]52;c;ZXZpbA==\x07\x1b[2J\x1b[?1003h\x1bP+q544e\x1b\\\x9b31m\xc2\x9b31m\x00\x08\x7f\r\xe2\x80\xaeevil\xe2\x81\xa6";
    let halves = b"\xc3\xff\xf0\x9f\x92\xed\xa0\x80\xef\xbf\xbf\xfe\xff\x00a";
    [&every[..], steering, halves, &every].concat()
}

#[test]
fn nothing_of_an_answer_reaches_a_terminal_raw() {
    let victim = Victim::new();
    for kind in [
        "text/plain",
        "application/json",
        "text/html",
        "application/octet-stream",
        "\x1b]0;owned\x07",
        "text/plain; charset=utf-16",
    ] {
        let hostile = hostile();
        let server = RawServer::plain(move |_, peer| {
            // Control characters are not let into headers by the library; what it lets in is shown harmless.
            peer.write_all(b"HTTP/1.1 200 \x9b31mOK\xe2\x80\xae\r\nx-first: \x9b31m\xe2\x80\xae\xff\xc2\x9b\r\n")?;
            peer.write_all(
                format!("content-type: {kind}\r\ncontent-length: {}\r\n\r\n", hostile.len())
                    .as_bytes(),
            )?;
            peer.write_all(&hostile)
        });
        for more in [&["-i"][..], &["--json"], &[]] {
            let what = format!("hostile {kind:?} with {more:?}");
            let url = server.url("/");
            victim.send(&what, &url, more);
            let command = victim.home.command(&[&["send", "Real", &url][..], more].concat());
            harmless(&Terminal::run(&command).ends().1, &what);
        }
        harmless(&Terminal::run(&victim.home.command(&["history"])).ends().1, kind);
        harmless(&Terminal::run(&victim.home.command(&["history", "show", "1"])).ends().1, kind);
    }
    victim.is_alive();
}

/// Letters, lines and tabs alone.
fn harmless(screen: &[u8], what: &str) {
    let text = std::str::from_utf8(screen).unwrap_or_else(|_| panic!("{what}: {screen:?}"));
    let steers = |c: &char| {
        let is_ours = matches!(c, '\r' | '\n' | '\t');
        let turns = matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        (c.is_control() && !is_ours) || turns
    };
    assert_eq!(text.chars().find(steers), None, "{what}: {text:?}");
}
