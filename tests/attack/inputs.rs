//! Nothing that was given is cut or left out: bodies of any size, byte for byte; limits that say so; options that do
//! something or are refused.

use crate::new_home;
use mudbrick_testkit::{CLIENT, Home, ORG, text};
use serde_json::Value;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};

/// What a server was sent.
struct Received {
    head: String,
    length: usize,
    /// The beginning of the body.
    body: Vec<u8>,
}

/// A server for one call that takes a whole body, and its URL.
fn taking() -> (String, Receiver<Received>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (sender, received) = channel();
    std::thread::spawn(move || {
        let (mut peer, _) = listener.accept().unwrap();
        let mut bytes = Vec::new();
        let mut buffer = vec![0; 1 << 20];
        let end = loop {
            let count = peer.read(&mut buffer).unwrap();
            bytes.extend_from_slice(&buffer[..count]);
            if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
                break end + 4;
            }
            assert!(count > 0);
        };
        let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "))
            .map_or(0, |length| length.parse::<usize>().unwrap());
        let mut body = bytes.split_off(end);
        let mut came = body.len();
        while came < length {
            let count = peer.read(&mut buffer).unwrap();
            if count == 0 {
                break;
            }
            came += count;
            let room = (1 << 20_usize).min(length).saturating_sub(body.len()).min(count);
            body.extend_from_slice(&buffer[..room]);
        }
        sender.send(Received { head, length: came, body }).unwrap();
        let _ = peer.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    });
    (format!("http://127.0.0.1:{port}/"), received)
}

/// A home with a profile whose calls leave the practice Adobe. Nothing secret is in them.
fn home_with_real_profile() -> Home {
    let home = new_home();
    let fields = ["--org-id", ORG, "--client-id", CLIENT, "--scopes", "openid"];
    home.ok(&[&["profile", "add", "Real", "--risk", "development"][..], &fields].concat());
    home
}

#[test]
fn a_file_goes_out_byte_for_byte() {
    let home = home_with_real_profile();
    // No text, with what looks like a variable, and line ends of both kinds.
    let content = b"\xff\xfe{{LIMIT}}\r\n\0end\n";
    let file = home.path().join("body");
    std::fs::write(&file, content).unwrap();
    let (url, received) = taking();
    let data = format!("@{}", file.display());
    let sent = home.run(&["send", "Real", &url, "-X", "POST", "-d", &data]);
    assert!(sent.status.success(), "{}", text(&sent.stderr));
    assert_eq!(received.recv().unwrap().body, content);
}

#[test]
fn variables_in_a_file_are_not_filled_and_that_is_said() {
    let home = home_with_real_profile();
    let file = home.path().join("body.json");
    std::fs::write(&file, r#"{"limit": "{{LIMIT}}"}"#).unwrap();
    let (url, received) = taking();
    let data = format!("@{}", file.display());
    let sent = home.run(&["send", "Real", &url, "-X", "POST", "-d", &data]);
    assert!(text(&sent.stderr).contains("are not filled"), "{}", text(&sent.stderr));
    assert_eq!(received.recv().unwrap().body, br#"{"limit": "{{LIMIT}}"}"#);
    // As an argument they are.
    let (url, received) = taking();
    home.ok(&["send", "Real", &url, "-X", "POST", "-d", "{{LIMIT}}", "--var", "LIMIT=5"]);
    assert_eq!(received.recv().unwrap().body, b"5");
}

#[test]
fn standard_input_is_a_body_too() {
    let home = home_with_real_profile();
    let (url, received) = taking();
    let body = "x".repeat(3 << 20);
    let sent = home.run_with_input(&["send", "Real", &url, "-X", "PUT", "-d", "@-"], &body);
    assert!(sent.status.success(), "{}", text(&sent.stderr));
    assert_eq!(received.recv().unwrap().length, body.len());
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_of_any_size_is_sent_whole_in_little_memory() {
    const SIZE: u64 = 300 << 20;
    let home = home_with_real_profile();
    let peak = |size: u64| {
        let file = home.path().join("body");
        // Sparse: it takes no room on the disk.
        std::fs::File::create(&file).unwrap().set_len(size).unwrap();
        let (url, received) = taking();
        let data = format!("@{}", file.display());
        let command = home.command(&["send", "Real", &url, "-X", "PUT", "-d", &data]);
        let mut watched = Command::new("python3");
        watched.args(["-c", PEAK]).arg(command.get_program()).args(command.get_args());
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => watched.env(name, value),
                None => watched.env_remove(name),
            };
        }
        let output = watched.output().unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
        assert_eq!(received.recv().unwrap().length as u64, size);
        let said = text(&output.stderr);
        said.lines().last().unwrap().trim().parse::<u64>().unwrap()
    };
    let (small, large) = (peak(1), peak(SIZE));
    assert!(large < small + (48 << 10), "{small} KiB for one byte, {large} KiB for {SIZE}");
}

/// Runs a program and prints its peak of memory in KiB.
const PEAK: &str = "import resource,subprocess,sys
code = subprocess.call(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(code)";

#[test]
fn limits_are_errors_and_say_so() {
    let home = new_home();
    home.add_places();
    let secret = home.path().join("secret");
    std::fs::write(&secret, vec![b'x'; 64 * 1024 + 1]).unwrap();
    let secret = secret.to_str().unwrap();
    for arguments in [
        &["profile", "edit", "Places", "--secret-file", secret][..],
        &["token", "Places", "--passphrase-file", secret],
    ] {
        let refused = home.run(arguments);
        assert_eq!(refused.status.code(), Some(2), "{arguments:?}");
        assert!(text(&refused.stderr).contains("64 KiB"), "{}", text(&refused.stderr));
    }
    let large = home.path().join("large.json");
    std::fs::File::create(&large).unwrap().set_len((64 << 20) + 1).unwrap();
    let mut import = home.command(&["import", "-", "--yes"]);
    let refused = import.stdin(std::fs::File::open(&large).unwrap()).output().unwrap();
    assert_eq!(refused.status.code(), Some(2), "{}", text(&refused.stderr));
    assert!(text(&refused.stderr).contains("64 MiB"), "{}", text(&refused.stderr));
}

#[test]
fn an_address_that_is_too_long_is_said_to_be() {
    let home = home_with_real_profile();
    let begin = "http://127.0.0.1:1/";
    let url = |length: usize| format!("{begin}{}", "a".repeat(length - begin.len()));
    let refused = home.run(&["send", "Real", &url(65_535)]);
    assert_eq!(refused.status.code(), Some(2), "{}", text(&refused.stderr));
    let said = text(&refused.stderr);
    assert!(said.contains("65534 is the most that can be sent"), "{said}");
    let tried = home.run(&["send", "Real", &url(65_534)]);
    assert!(text(&tried.stderr).contains("refused"), "nobody listens: {}", text(&tried.stderr));
}

#[test]
fn what_is_given_for_a_named_request_counts() {
    let home = home_with_real_profile();
    let (url, received) = taking();
    let file = home.path().join("create.http");
    let own = format!("PUT {url}\nX-Note: own\nX-Stays: yes\n\n{{\"own\": true}}\n");
    std::fs::write(&file, own).unwrap();
    let file = file.to_str().unwrap();
    let given = ["-X", "POST", "-H", "x-note: given", "-d", "given"];
    home.ok(&[&["send", "Real", file][..], &given].concat());
    let got = received.recv().unwrap();
    assert!(got.head.starts_with("post "), "{}", got.head);
    assert!(
        got.head.contains("x-note: given") && !got.head.contains("x-note: own"),
        "{}",
        got.head
    );
    assert!(got.head.contains("x-stays: yes"), "{}", got.head);
    assert_eq!(got.body, b"given");
}

#[test]
fn an_option_that_would_do_nothing_is_refused() {
    let home = new_home();
    home.add_places();
    home.ok(&["key", "new", "k"]);
    let phrase = home.path().join("phrase");
    std::fs::write(&phrase, "four words are enough\n").unwrap();
    let phrase = phrase.to_str().unwrap();
    let env = home.path().join("env");
    let env = env.to_str().unwrap();
    home.ok(&["export", "Places", "--as", "env", "--out", env]);
    for arguments in [
        &["tour", "--json"][..],
        &["tour", "--passphrase-file", phrase],
        &["completions", "bash", "--json"],
        &["manual", "--json"],
        &["manual", "--passphrase-file", phrase],
        &["key", "save", "k", "--as", "der", "--out", "-", "--new-passphrase-file", phrase],
        &["key", "import", env, "--test"],
        &["import", env, "--dry-run", "--test"],
        &["import", env, "--yes", "--key-passphrase-file", phrase],
        &["profile", "edit", "Places", "--key", "k"],
        &["send", "Places", "Places/List libraries", "--var", "LIMTI=5"],
        &["send", "Places", "Places/List libraries", "--raw", "--json"],
        &["send", "Places", "Places/List libraries", "-i", "--json"],
        &["token", "Places", "--curl", "--renew"],
        &["token", "Places", "--with-secrets"],
        &["export", "Places", "--as", "env", "--with-secrets"],
        &["export", "Places", "--as", "env", "--force"],
        &["inventory", "--force"],
        &["practice", "--force"],
        &["key", "new", "k2", "--out", "keys", "--profile", "Places"],
    ] {
        let refused = home.run(arguments);
        assert_eq!(refused.status.code(), Some(2), "{arguments:?}: {}", text(&refused.stderr));
        assert_eq!(refused.stdout, b"", "{arguments:?}");
    }
}

#[test]
fn history_keeps_of_a_large_body_what_fits() {
    let home = home_with_real_profile();
    let file = home.path().join("large.txt");
    std::fs::write(&file, "line of text\n".repeat(20_000)).unwrap();
    let (url, _received) = taking();
    let data = format!("@{}", file.display());
    let sent = home.run(&["send", "Real", &url, "-X", "PUT", "-d", &data, "--json"]);
    assert!(sent.status.success(), "{}", text(&sent.stderr));
    let view: Value = serde_json::from_slice(&sent.stdout).unwrap();
    let shown = view["sent_body"].as_str().unwrap();
    assert!(
        shown.ends_with("of 260000 bytes; the rest is not kept)"),
        "{}",
        &shown[shown.len() - 80..]
    );
    assert_eq!(view["request"]["body"], Value::Null, "a part of it is never sent again");
}
