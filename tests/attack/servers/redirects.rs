//! Redirects to everywhere.

use super::Victim;
use mudbrick_testkit::RawServer;
use std::sync::Arc;

/// A server that keeps what it is sent, and gives it back.
fn collector() -> RawServer {
    RawServer::plain(|head, peer| {
        write!(peer, "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{head}", head.len())
    })
}

#[test]
fn a_zoo_of_redirects_leads_no_secret_astray() {
    let victim = Victim::new();
    let strange = Arc::new(collector());
    let elsewhere = strange.url("/collect");
    let port = elsewhere.rsplit(':').next().unwrap().split('/').next().unwrap().to_owned();
    let long = format!("/{}", "a".repeat(70_000));
    let zoo: Vec<(&str, u16, Vec<u8>)> = vec![
        ("another port", 302, elsewhere.clone().into_bytes()),
        ("another name", 307, format!("http://localhost:{port}/collect").into_bytes()),
        ("no scheme", 302, format!("//127.0.0.1:{port}/collect").into_bytes()),
        ("a user of theirs", 302, format!("http://me:pw@127.0.0.1:{port}/collect").into_bytes()),
        ("back slashes", 302, format!("http:\\\\127.0.0.1:{port}\\collect").into_bytes()),
        ("see other", 303, elsewhere.into_bytes()),
        ("a file", 302, b"file:///etc/passwd".to_vec()),
        ("ftp", 302, b"ftp://127.0.0.1/x".to_vec()),
        ("data", 302, b"data:text/plain,x".to_vec()),
        ("a script", 302, b"javascript:alert(1)".to_vec()),
        ("nothing", 302, Vec::new()),
        ("a tab", 302, b"/\t\x0b/x".to_vec()),
        ("no UTF-8", 302, b"/\xff\xfe\x80".to_vec()),
        ("a port that is none", 302, b"http://127.0.0.1:99999/".to_vec()),
        ("a closed port", 302, b"http://127.0.0.1:1/".to_vec()),
        ("too long", 302, long.into_bytes()),
        ("several choices", 300, b"/again".to_vec()),
        ("not modified", 304, b"/again".to_vec()),
        ("use proxy", 305, b"http://127.0.0.1:1/".to_vec()),
        ("forever", 308, b"/again".to_vec()),
        ("round and round", 302, b"?".to_vec()),
    ];
    for (what, status, location) in zoo {
        let server = RawServer::plain(move |head, peer| {
            // Whoever comes back is sent on again, and told what it has brought.
            let token = head.lines().find_map(|line| line.strip_prefix("x-user-token: "));
            write!(
                peer,
                "HTTP/1.1 {status} Elsewhere\r\nx-echo: {}\r\nlocation: ",
                token.unwrap_or("none")
            )?;
            peer.write_all(&location)?;
            peer.write_all(b"\r\ncontent-length: 0\r\n\r\n")
        });
        let ran = victim.send(what, &server.url("/"), &["--json"]);
        assert!(ran.code.is_some(), "{what}: {}", ran.stderr);
        assert!(server.heard().len() <= 11, "{what}: {} hops", server.heard().len());
        for heard in strange.heard() {
            let heard = heard.to_lowercase();
            let brings =
                ["p8e-", "authorization", "x-user-token"].iter().any(|it| heard.contains(it));
            assert!(!brings, "{what}: a stranger got {heard}");
        }
    }
    assert!(strange.heard().len() >= 5, "they led there: {:?}", strange.heard());
    let server = RawServer::tls(|_, peer| {
        peer.write_all(
            b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n",
        )
    });
    victim.trusts(&server);
    let ran = victim.send("out of TLS", &server.url("/"), &["--json"]);
    assert_eq!(ran.view()["summary"]["status"], 302, "it is the answer: {}", ran.stderr);
    victim.is_alive();
}
