//! A credential is what it is, not how it was written: what leaves is looked through for every secret of the vault, and what
//! is recorded is masked everywhere.

use crate::new_home;
use mudbrick_testkit::{Home, ORG, secret, text};
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::Output;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// Who listens on this machine, in clear, and answers with what it was sent.
struct Stranger {
    port: u16,
    heard: Receiver<Vec<u8>>,
}

impl Stranger {
    fn listen() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let (sender, heard) = channel();
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let _ = stream.set_read_timeout(Some(Duration::from_secs(2)));
                let mut request = Vec::new();
                let mut buffer = [0; 4096];
                while !is_whole(&request) {
                    match stream.read(&mut buffer) {
                        Ok(count @ 1..) => request.extend_from_slice(&buffer[..count]),
                        _ => break,
                    }
                }
                let line = text(&request).lines().next().unwrap_or_default().to_owned();
                let head = format!(
                    "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\nx-heard: {line}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                    request.len()
                );
                let _ = stream.write_all(head.as_bytes());
                let _ = stream.write_all(&request);
                if sender.send(request).is_err() {
                    return;
                }
            }
        });
        Self { port, heard }
    }

    fn url(&self, rest: &str) -> String {
        format!("http://127.0.0.1:{}/{rest}", self.port)
    }

    /// Everything that came so far.
    fn heard(&self) -> Vec<u8> {
        self.heard.try_iter().flatten().collect()
    }
}

fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| {
        line.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse::<usize>().ok()
    });
    body.len() >= length.unwrap_or(0)
}

/// The secret of the profile for Adobe itself.
const REAL: &str = "p8e-the/real-one-0123456789";

/// A profile for Adobe itself, beside the practice profile `Acme · Places` whose secrets it has no part in.
fn add_real(home: &Home, more: &[&str]) {
    let arguments = [
        "profile",
        "add",
        "Real",
        "--org-id",
        ORG,
        "--client-id",
        "0123456789abcdef0123456789abcdef",
        "--scopes",
        "openid",
        "--adobe",
        "production",
        "--risk",
        "development",
        "--secret-file",
        "-",
    ];
    let output = home.run_with_input(&[&arguments[..], more].concat(), REAL);
    assert!(output.status.success(), "{}", text(&output.stderr));
}

pub(crate) fn hex(bytes: &str) -> String {
    bytes.bytes().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":")
}

/// What is in the program's home, but for what is encrypted and the profiles.
fn recorded(home: &Home) -> Vec<u8> {
    let folder = home.path().join("home");
    let mut all = Vec::new();
    for name in ["history.db", "history.db-wal"] {
        all.extend(std::fs::read(folder.join(name)).unwrap_or_default());
    }
    for entry in std::fs::read_dir(folder.join("bodies")).into_iter().flatten().flatten() {
        all.extend(std::fs::read(entry.path()).unwrap());
    }
    all
}

fn holds(bytes: &[u8], needle: &str) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle.as_bytes())
}

/// As [`Home::run`], with nobody who knows the passphrase.
pub(crate) fn run_locked(home: &Home, arguments: &[&str]) -> Output {
    home.command(arguments).env_remove("MUDBRICK_PASSPHRASE").output().unwrap()
}

#[test]
fn a_secret_that_was_typed_goes_to_no_stranger() {
    let home = new_home();
    home.add_places();
    add_real(&home, &[]);
    let token = home.ok(&["token", "Places"]);
    let (token, secret): (&str, String) = (token.trim(), secret());
    let stranger = Stranger::listen();
    let halves: Vec<&str> = token.split('.').collect();
    let query = format!("?q={}", token.replace('.', "%2E"));
    let header = format!("X-Foo: {token}");
    let body = format!(r#"{{"a":"{token}"}}"#);
    let quoted = format!(r#"{{"a":"{secret}"}}"#);
    let payload = format!(r#"{{"payload":"{}"}}"#, halves[1]);
    let name = format!("X-{}: x", hex(&secret).replace(':', ""));
    // A URL's own rules undo the dot.
    let dotted = stranger.url(&REAL.replace('/', "/./"));
    let file = home.path().join("body");
    std::fs::write(&file, format!("{}{secret}", "x".repeat(3_000_000))).unwrap();
    let file = format!("@{}", file.display());
    let attacks: [&[&str]; 11] = [
        &[&stranger.url(""), "-H", &name],
        &[&dotted],
        &[&stranger.url(""), "-X", "POST", "-d", &file],
        &[&stranger.url(&query)],
        &[&stranger.url(&format!("?q={secret}"))],
        &[&stranger.url(""), "-H", &header],
        &[&stranger.url(""), "-X", "POST", "-d", &body],
        &[&stranger.url(""), "-X", "POST", "-d", &payload],
        &[&stranger.url(""), "-X", "POST", "-d", &quoted],
        &[&stranger.url(""), "-X", "POST", "-d", &hex(&secret)],
        &[&stranger.url(""), "-X", "POST", "-d", REAL],
    ];
    for attack in attacks {
        let output = home.run(&[&["send", "Real"], attack].concat());
        let said = text(&output.stderr);
        assert!(!output.status.success(), "{attack:?}: {said}");
        assert!(said.contains("Nothing was sent"), "{attack:?}: {said}");
        assert!(said.contains("Acme · Places") || said.contains("Real"), "it is named: {said}");
    }
    // A token that the vault knows nothing of.
    let foreign = "X-Foo: eyJhbGciOiJSUzI1NiJ9.eyJpZCI6IjEifQ.c2lnbmF0dXJl-_";
    let said = text(&home.run(&["send", "Real", &stranger.url(""), "-H", foreign]).stderr);
    assert!(said.contains("Nothing was sent") && said.contains("An access token"), "{said}");
    assert_eq!(text(&stranger.heard()), "", "nothing of it arrived");
    // What holds nothing goes out.
    home.ok(&["send", "Real", &stranger.url("?q=1"), "-X", "POST", "-d", "hello"]);
    assert!(text(&stranger.heard()).contains("hello"));
}

#[test]
fn another_profiles_secret_is_masked_in_every_column() {
    let home = new_home();
    home.add_places();
    let (hex, secret) = (hex(&secret()), secret());
    let of_hex = hex.replace(':', "");
    add_real(&home, &["--allow-host", "127.0.0.1", "--organization", &of_hex]);
    let token = home.ok(&["token", "Places"]);
    let token = token.trim();
    let stranger = Stranger::listen();
    let body = format!(r#"{{"a":"{secret}","b":"{token}","c":"{hex}"}}"#);
    let url = stranger.url(&format!("?q={token}&s={secret}"));
    let header = format!("X-Foo: {secret}");
    home.ok(&["send", "Real", &url, "-X", "POST", "-H", &header, "-d", &body]);
    let heard = text(&stranger.heard());
    assert!(heard.contains(&secret) && heard.contains(&hex), "a listed host may see it: {heard}");
    let kept = recorded(&home);
    assert!(holds(&kept, "X-Foo") || holds(&kept, "x-foo"), "it is recorded");
    for piece in [&*secret, token, &hex, &of_hex, token.split('.').nth(1).unwrap()] {
        assert!(!holds(&kept, piece), "{piece} is in the history");
    }
    let row = home.json(&["send", "Real", &url, "--json"]);
    assert!(!row.to_string().contains(token) && !row.to_string().contains(&*secret), "{row}");
}

#[test]
fn what_a_locked_vault_may_know_is_not_recorded_and_goes_to_no_stranger() {
    let home = new_home();
    home.add_places();
    add_real(&home, &["--allow-host", "127.0.0.1"]);
    let stranger = Stranger::listen();
    let secret = secret();
    // In the path as well, and so in the name that an address gives its request.
    let url = stranger.url(&format!("{secret}/path?s={secret}"));
    let output = run_locked(&home, &["send", "Real", &url, "-X", "POST", "-d", &secret]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("the vault was locked"), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains(&secret), "whoever sent it sees the answer");
    assert!(text(&stranger.heard()).contains(&secret));
    let kept = recorded(&home);
    assert!(!holds(&kept, &secret), "it is in the history");
    assert!(holds(&kept, "http://127.0.0.1:"), "the line is recorded");

    home.ok(&[
        "profile",
        "add",
        "Bare",
        "--org-id",
        ORG,
        "--client-id",
        "11111111111111111111111111111111",
        "--scopes",
        "openid",
        "--adobe",
        "production",
        "--risk",
        "development",
    ]);
    let output =
        run_locked(&home, &["send", "Bare", &stranger.url(""), "-X", "POST", "-d", &secret]);
    assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("Nothing was sent"), "{}", text(&output.stderr));
    assert_eq!(text(&stranger.heard()), "");
}

#[test]
fn what_a_secret_that_cannot_be_read_may_be_in_is_not_recorded_and_goes_to_no_stranger() {
    let home = new_home();
    home.add_places();
    let places = std::fs::read_dir(home.path().join("home/secrets")).unwrap().flatten();
    let places: Vec<_> = places.map(|entry| entry.path()).collect();
    add_real(&home, &["--allow-host", "127.0.0.1"]);
    // Never read, as far as anybody knows.
    std::fs::remove_file(home.path().join("home/fingerprints.age")).unwrap();
    damage(&places[0]);
    let stranger = Stranger::listen();
    let secret = secret();
    let url = stranger.url(&format!("path?s={secret}"));
    let output = home.run(&["send", "Real", &url, "-X", "POST", "-d", &secret]);
    let said = text(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("the client secret of Acme · Places cannot be read"), "{said}");
    assert!(text(&stranger.heard()).contains(&secret));
    assert!(!holds(&recorded(&home), &secret), "it is in the history");

    home.ok(&["profile", "edit", "Real", "--remove-host", "127.0.0.1"]);
    let output = home.run(&["send", "Real", &url, "-X", "POST", "-d", "x"]);
    let said = text(&output.stderr);
    assert!(!output.status.success() && said.contains("Nothing was sent"), "{said}");
    assert!(said.contains("The client secret of Acme · Places cannot be read"), "{said}");
    assert_eq!(text(&stranger.heard()), "");
}

#[test]
fn a_secret_typed_into_an_address_asks_before_production() {
    let home = new_home();
    home.add_places();
    add_real(&home, &["--allow-host", "127.0.0.1"]);
    home.ok(&["profile", "edit", "Real", "--risk", "production"]);
    let stranger = Stranger::listen();
    let url = stranger.url(&format!("?s={}", secret()));
    let output = home.run(&["send", "Real", &url]);
    let said = text(&output.stderr);
    assert!(!output.status.success(), "{said}");
    assert!(said.contains("the URL contains a token or another secret"), "{said}");
    assert_eq!(text(&stranger.heard()), "");
    home.ok(&["send", "Real", &stranger.url("?s=1")]);
}

/// Changes a byte near the end of a file.
pub(crate) fn damage(path: &Path) {
    let mut bytes = std::fs::read(path).unwrap();
    let at = bytes.len() - 2;
    bytes[at] ^= 1;
    std::fs::write(path, bytes).unwrap();
}
