//! The practice Adobe: what its log shows, how much it holds, and who controls it.
//!
//! Two users of one machine: the one who started `mudbrick practice` has read what it printed; the other has the port.

use crate::new_home;
use mudbrick_testkit::{CLIENT, Home, secret};
use serde_json::Value;
use std::io::{BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::process::Child;
use std::thread;

/// `mudbrick practice`, and what it printed.
struct Practice {
    child: Child,
    printed: Value,
    address: SocketAddr,
    _home: Home,
}

impl Drop for Practice {
    fn drop(&mut self) {
        // It may have ended by itself, and then there is nothing to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Practice {
    fn start(arguments: &[&str]) -> Self {
        let home = new_home();
        let arguments = [&["--json", "practice"], arguments].concat();
        let mut child = home.command(&arguments).spawn().unwrap();
        let stdout = BufReader::new(child.stdout.as_mut().unwrap());
        let mut printed = serde_json::Deserializer::from_reader(stdout).into_iter::<Value>();
        let printed = printed.next().unwrap().unwrap();
        let base = printed["practice"]["base_url"].as_str().unwrap();
        let address = base.strip_prefix("http://").unwrap().parse().unwrap();
        Self { child, printed, address, _home: home }
    }

    /// The header that the first user has read.
    fn control(&self) -> String {
        let text = |field: &str| self.printed["control"][field].as_str().unwrap();
        format!("{}: {}\r\n", text("header"), text("token"))
    }

    /// Sends one request and reads the whole answer.
    fn ask(&self, method: &str, path: &str, headers: &str, body: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(self.address).unwrap();
        let length = body.len();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{headers}content-length: {length}\r\n\r\n{body}"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        (answer[9..12].parse().unwrap(), answer)
    }

    /// The most memory it had at a time, in KiB.
    #[cfg(target_os = "linux")]
    fn most_memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }
}

#[test]
fn another_user_reads_no_log_and_changes_nothing() {
    let practice = Practice::start(&[]);
    let call =
        format!("grant_type=client_credentials&client_id={CLIENT}&client_secret={}", secret());
    let form = "content-type: application/x-www-form-urlencoded\r\n";
    practice.ask("POST", "/ims/token/v3", form, &format!("{call}&scope=openid"));
    let certificates = format!("/.practice/projects/{CLIENT}/certificates");
    for (method, path) in [
        ("GET", "/"),
        ("GET", "/.practice"),
        ("GET", "/.practice/requests"),
        ("GET", "/.practice/projects"),
        ("GET", "/.practice/seed.toml"),
        ("POST", "/.practice/clock"),
        ("POST", "/.practice/faults"),
        ("POST", &certificates),
        ("DELETE", "/.practice/requests"),
    ] {
        for headers in ["", "x-practice-token: \r\n", "x-practice-token: 0123456789\r\n"] {
            let (status, answer) = practice.ask(method, path, headers, "");
            assert_eq!(status, if path == "/" { 200 } else { 401 }, "{path}: {answer}");
            assert!(!answer.contains("p8e-"), "{path}: {answer}");
        }
    }
    let (status, log) = practice.ask("GET", "/.practice/requests", &practice.control(), "");
    assert_eq!(status, 200, "{log}");
    assert!(log.contains("/ims/token/v3"), "nothing was removed: {log}");
}

#[test]
fn the_log_shows_no_secret_to_anybody() {
    let practice = Practice::start(&[]);
    let secret = secret();
    let form = format!(
        "grant_type=client_credentials&client_id={CLIENT}&client_secret={secret}&scope=openid"
    );
    let kind = "content-type: application/x-www-form-urlencoded\r\n";
    let (_, answer) = practice.ask("POST", "/ims/token/v3", kind, &form);
    let token = answer.split("\"access_token\":\"").nth(1).unwrap().split('"').next().unwrap();
    // `id:<secret>`, as a Basic header has it.
    let basic = "aWQ6cDhlLXByYWN0aWNlLWFjbWUtcGxhY2Vz";
    practice.ask("GET", "/x", &format!("authorization: Bearer {token}\r\n"), "");
    practice.ask("GET", "/x", &format!("authorization: Basic {basic}\r\n"), "");
    practice.ask("GET", &format!("/x/{token}?access_token={token}"), "", "");
    let json = format!(r#"{{"client_secret":"{secret}","jwt_token":"made-up","note":"{token}"}}"#);
    practice.ask("POST", "/ims/exchange/jwt", "content-type: application/json\r\n", &json);
    practice.ask("POST", "/ims/exchange/jwt", kind, "jwt_token=made-up&client_secret=made-up");
    let part = format!(
        "--b\r\ncontent-disposition: form-data; name=client_secret\r\n\r\n{secret}\r\n--b--"
    );
    practice.ask(
        "POST",
        "/ims/token/v3",
        "content-type: multipart/form-data; boundary=b\r\n",
        &part,
    );

    let (status, log) = practice.ask("GET", "/.practice/requests", &practice.control(), "");
    assert_eq!(status, 200, "{log}");
    for shown in [secret.as_str(), token, basic, "made-up"] {
        assert!(!log.contains(shown), "{shown} is in the log: {log}");
    }
    assert!(log.matches("***").count() >= 9, "{log}");
}

#[test]
fn a_seed_of_ones_own_is_not_printed_with_its_secrets() {
    let folder = tempfile::tempdir().unwrap();
    let mut seed = mudbrick_practice::SeedFile::default();
    seed.projects[0].client_secrets = vec!["p8e-canary".to_owned()];
    let file = folder.path().join("seed.toml");
    std::fs::write(&file, seed.render()).unwrap();
    let practice = Practice::start(&["--seed", file.to_str().unwrap()]);
    assert!(!practice.printed.to_string().contains("canary"), "{}", practice.printed);
}

/// Nobody has to know anything for this: 2,000 whole bodies of 1 MB, then as many connections as the machine gives that stop
/// before the end of theirs.
#[cfg(target_os = "linux")]
#[test]
fn bodies_of_strangers_take_no_memory() {
    const MB: usize = 1_000_000;
    let practice = Practice::start(&[]);
    let before = practice.most_memory();
    let address = practice.address;
    let senders = (0..4).map(|_| {
        thread::spawn(move || {
            let body = vec![b'x'; MB];
            for _ in 0..500 {
                let mut stream = TcpStream::connect(address).unwrap();
                write!(stream, "POST /places/placesapi/v1/libraries HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: {MB}\r\n\r\n").unwrap();
                stream.write_all(&body).unwrap();
                let mut answer = String::new();
                stream.read_to_string(&mut answer).unwrap();
                assert!(answer.starts_with("HTTP/1.1 403"), "{answer}");
            }
        })
    });
    for sender in senders.collect::<Vec<_>>() {
        sender.join().unwrap();
    }
    let whole = practice.most_memory();

    let body = vec![b'x'; MB];
    let mut held = Vec::new();
    for path in ["/ims/token/v3", "/places/placesapi/v1/libraries"].iter().cycle().take(400) {
        let Ok(mut stream) = TcpStream::connect(address) else { break };
        let _ = write!(
            stream,
            "POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-length: {}\r\n\r\n",
            2 * MB
        );
        // What the other end does not read cannot be written for ever.
        stream.set_write_timeout(Some(std::time::Duration::from_millis(100))).unwrap();
        let _ = stream.write_all(&body);
        held.push(stream);
    }
    let held_back = practice.most_memory();
    println!(
        "VmHWM: {before} KiB at first, {whole} KiB after 2,000 bodies, {held_back} KiB with {} held",
        held.len()
    );
    assert!(held_back < before + 100 * 1024, "{before} KiB, then {held_back} KiB");
}
