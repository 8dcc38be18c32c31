//! Servers that mean harm, or are broken, and one `mudbrick send` to each: it ends in good time and in little memory, keeps
//! what came with status and headers, says when that is a part, and shows nobody the secret that it was sent with.

#![allow(clippy::print_stdout, reason = "time and memory are shown with --nocapture")]

mod bombs;
mod cuts;
mod redirects;
mod texts;

use crate::new_home;
use mudbrick_testkit::{CLIENT, Home, ORG, RawServer, text};
use serde_json::Value;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The profile's client secret. Every request of these tests takes it along, and every server that can gives it back.
const SECRET: &str = "p8e-Zk3qLw9vTn5xRb7sHc1dJf8g";
/// What a debug build of the program has with nothing to do is about a third.
const MOST_KIB: u64 = 200 << 10;
/// Far longer than anything here takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(240);

/// A program that ran to its end.
struct Ran {
    code: Option<i32>,
    /// The beginning of what it printed.
    stdout: Vec<u8>,
    stderr: String,
    took: Duration,
}

impl Ran {
    fn view(&self) -> Value {
        let told = || format!("{}\n{}", self.stderr, String::from_utf8_lossy(&self.stdout));
        serde_json::from_slice(&self.stdout).unwrap_or_else(|error| panic!("{error}: {}", told()))
    }
}

/// A home with a profile that has a secret and may send it to this machine.
struct Victim {
    home: Home,
}

impl Victim {
    fn new() -> Self {
        let home = new_home();
        let fields = ["--org-id", ORG, "--client-id", CLIENT, "--scopes", "openid"];
        let safe =
            ["--risk", "development", "--allow-host", "127.0.0.1", "--allow-host", "localhost"];
        let add = ["profile", "add", "Real", "--secret-file", "-"];
        let added = home.run_with_input(&[&add[..], &fields, &safe].concat(), SECRET);
        assert!(added.status.success(), "{}", text(&added.stderr));
        Self { home }
    }

    /// Trusts a server's own root.
    fn trusts(&self, server: &RawServer) {
        let root = self.home.path().join("root.pem");
        fs::write(&root, server.root_pem.as_deref().unwrap()).unwrap();
        self.home.ok(&["profile", "edit", "Real", "--root", root.to_str().unwrap()]);
    }

    /// Sends a request with the secret in a header, and prints what that took.
    fn send(&self, what: &str, url: &str, more: &[&str]) -> Ran {
        let header = format!("x-user-token: {SECRET}");
        let arguments = [&["send", "Real", url, "-H", &header][..], more].concat();
        let ran = watched(what, &self.home, self.home.command(&arguments));
        assert!(!ran.stderr.contains("panicked"), "{what}: {}", ran.stderr);
        self.knows_no_secret(what, &ran);
        ran
    }

    /// Nothing that is kept or shown has the secret in it.
    fn knows_no_secret(&self, what: &str, ran: &Ran) {
        assert!(!ran.stderr.contains(SECRET), "{what}: {}", ran.stderr);
        let home = self.home.path().join("home");
        each_file(&home, &mut |path| {
            let bytes = fs::read(path).unwrap();
            // Of a bomb only the beginning is looked at: it is all the same.
            let bytes = &bytes[..bytes.len().min(8 << 20)];
            let has = bytes.windows(SECRET.len()).any(|window| window == SECRET.as_bytes());
            assert!(!has, "{what}: {} has the secret", path.display());
        });
    }

    /// It answers as ever.
    fn is_alive(&self) {
        let good = RawServer::plain(|_, peer| {
            peer.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok")
        });
        let ran = self.send("a good server", &good.url("/"), &[]);
        assert_eq!((ran.code, &*ran.stdout), (Some(0), &b"ok"[..]), "{}", ran.stderr);
        assert!(newest(self)["summary"]["status"] == 200);
    }
}

fn each_file(folder: &Path, look: &mut dyn FnMut(&Path)) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        match entry.file_type().unwrap().is_dir() {
            true => each_file(&entry.path(), look),
            false => look(&entry.path()),
        }
    }
}

/// Runs a command to its end, and prints how long that took and how much memory.
fn watched(what: &str, home: &Home, mut command: Command) -> Ran {
    let (out, err) = (home.path().join("stdout"), home.path().join("stderr"));
    let file = |path: &Path| Stdio::from(File::create(path).unwrap());
    let begun = Instant::now();
    let mut child = command.stdout(file(&out)).stderr(file(&err)).spawn().unwrap();
    let mut peak = 0;
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        peak = peak.max(peak_kib(child.id()).unwrap_or(0));
        if begun.elapsed() > PATIENCE {
            let _ = child.kill();
            panic!("{what}: it never ends");
        }
        // The system has no call that tells of one child alone without unsafe code.
        std::thread::park_timeout(Duration::from_millis(1));
    };
    let took = begun.elapsed();
    println!("{what}: {:.2} s, {} MiB", took.as_secs_f32(), peak >> 10);
    assert!(peak < MOST_KIB, "{what}: it took {peak} KiB");
    let (stdout, stderr) = (fs::read(&out).unwrap(), fs::read(&err).unwrap());
    Ran { code: status.code(), stdout, stderr: String::from_utf8_lossy(&stderr).into_owned(), took }
}

/// The most memory a process has had, as Linux counts it.
fn peak_kib(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    peak.trim().strip_suffix("kB")?.trim().parse().ok()
}

/// The last exchange, as the history has it.
fn newest(victim: &Victim) -> Value {
    let listed = victim.home.json(&["--json", "history", "list", "-n", "1"]);
    let id = listed["id"].to_string();
    victim.home.json(&["--json", "history", "show", &id])
}
