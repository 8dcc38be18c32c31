//! `mudbrick curl` with the real curl, to the practice Adobe in the real one's place: by the way that policy and profile say.

use crate::new_home;
use crate::pipelines::Adobe;
use crate::scripts::{path_with, program};
use mudbrick_testkit::{CLIENT, Home, ORG, secret, text};
use serde_json::Value;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Output, Stdio};

const LIBRARIES: &str = "https://api-places.adobe.io/places/placesapi/v1/libraries";

/// A profile of the real Adobe, which is reached through the practice Adobe alone, and trusted with its root.
fn behind_a_proxy() -> (Home, Adobe) {
    let home = new_home();
    let adobe = Adobe::start(&home);
    let ca = home.path().join("ca.pem");
    let (port, ca) = (&adobe.port, ca.display());
    let network = format!("proxy = \"http://127.0.0.1:{port}\"\nroots = [\"{ca}\"]\n");
    policy(&home, &format!("version = 1\n[network]\n{network}"));
    let add = ["profile", "add", "Places", "--org-id", ORG, "--client-id", CLIENT];
    let more = ["--scopes", "openid, AdobeID", "--adobe", "production", "--secret-file", "-"];
    let added = home.run_with_input(&[&add[..], &more].concat(), &secret());
    assert!(added.status.success(), "{}", text(&added.stderr));
    (home, adobe)
}

fn policy(home: &Home, text: &str) {
    std::fs::write(home.path().join("home/policy.toml"), text).unwrap();
}

/// curl, where the environment would have no proxy.
fn curl(home: &Home, arguments: &[&str]) -> Output {
    let mut command = home.command(&[&["curl", "Places"], arguments].concat());
    command.env("NO_PROXY", "*").env("no_proxy", "*").output().unwrap()
}

fn libraries(home: &Home) {
    let output = curl(home, &["-sS", LIBRARIES]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let body: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(body.is_array(), "{body}");
}

/// From here on the profile shows a certificate.
fn show_a_certificate(home: &Home) {
    let files = home.path().join("files").display().to_string();
    home.ok(&["key", "new", "mine", "--common-name", "acme.example", "--out", &files]);
    home.ok(&["key", "import", &files, "--yes"]);
    let name = home.json(&["key", "show", "--json"])[0]["name"].as_str().unwrap().to_owned();
    home.ok(&["profile", "edit", "Places", "--client-key", &name]);
}

#[test]
fn curl_goes_the_policys_way_or_not_at_all() {
    let (home, _adobe) = behind_a_proxy();
    libraries(&home);
    for (option, value) in [
        ("-x", "http://127.0.0.1:9"),
        ("--socks5-hostname", "127.0.0.1:9"),
        ("--unix-socket", "/tmp/none"),
        ("--cacert", "other.pem"),
        ("--capath", "/etc/ssl/certs"),
    ] {
        let refused = curl(&home, &[option, value, LIBRARIES]);
        assert_eq!(refused.status.code(), Some(2), "{option}");
        assert!(text(&refused.stderr).contains("policy.toml"), "{}", text(&refused.stderr));
    }
    let both = curl(&home, &[LIBRARIES, "http://127.0.0.1:4502/"]);
    assert!(!both.status.success(), "a host that is not allowed");

    // There is a token, and the way that it has to go is not known.
    policy(&home, "version = 1\n[network]\nproxi = \"none\"\n");
    let folder = home.path().join("bin");
    program(&folder, "curl", "touch \"$0.called\"");
    let mut command = home.command(&["curl", "Places", "-s", LIBRARIES]);
    let unreadable = command.env("PATH", path_with(&folder)).output().unwrap();
    assert!(!unreadable.status.success());
    let said = text(&unreadable.stderr);
    assert!(said.contains("Nothing was sent to Adobe") && said.contains("policy.toml"), "{said}");
    assert!(!folder.join("curl.called").exists());
}

#[test]
fn curl_shows_the_profiles_certificate_and_its_key_is_on_no_disk() {
    let (home, _adobe) = behind_a_proxy();
    show_a_certificate(&home);
    // The real one reads certificate and key before anything else, and would end with 58.
    libraries(&home);
    let refused = curl(&home, &["--cert", "other.pem", LIBRARIES]);
    assert!(text(&refused.stderr).contains("another certificate"), "{}", text(&refused.stderr));

    let folder = home.path().join("bin");
    program(
        &folder,
        "curl",
        "printf '%s\\n' \"$@\"; echo --; config=$(cat \"$3\"); printf '%s\\n' \"$config\"\n\
         for path in $(printf '%s\\n' \"$config\" | sed -n 's/^\\(cert\\|key\\) = \"\\(.*\\)\"$/\\2/p'); do\n\
         cat \"$path\"; cat \"$path\"\ndone",
    );
    let mut command = home.command(&["curl", "Places", "-s", LIBRARIES]);
    let output = command.env("PATH", path_with(&folder)).output().unwrap();
    let printed = text(&output.stdout);
    let (arguments, read) = printed.split_once("--\n").unwrap();
    assert!(!arguments.contains("BEGIN"), "{arguments}");
    assert_eq!(read.matches("BEGIN CERTIFICATE").count(), 2, "{read}");
    assert_eq!(read.matches("BEGIN PRIVATE KEY").count(), 2, "as often as curl connects");
    assert!(read.contains("key = \"/proc/self/fd/"), "{read}");
}

/// A server that asks for a certificate, and ends the conversation without one.
struct Demanding {
    program: Child,
    port: String,
}

impl Demanding {
    fn start(home: &Home) -> Self {
        let file = |name: &str| home.path().join(name).display().to_string();
        let (certificate, key) = (file("server.pem"), file("server.key"));
        let request = "req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost \
             -addext subjectAltName=DNS:localhost -addext basicConstraints=critical,CA:FALSE";
        let made = Command::new("openssl")
            .args(request.split(' '))
            .args(["-keyout", &key, "-out", &certificate])
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", text(&made.stderr));
        let mut program = Command::new("openssl")
            .args("s_server -accept 0 -Verify 1 -www".split(' '))
            .args(["-cert", &certificate, "-key", &key])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(program.stdout.take().unwrap()).lines();
        let listening =
            lines.find_map(|line| line.unwrap().strip_prefix("ACCEPT ").map(str::to_owned));
        let port = listening.unwrap().rsplit_once(':').unwrap().1.to_owned();
        // It is to go on printing.
        std::thread::spawn(move || lines.for_each(drop));
        Self { program, port }
    }
}

impl Drop for Demanding {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

#[test]
fn a_server_that_demands_a_certificate_gets_it() {
    let (home, _adobe) = behind_a_proxy();
    // There has to be a token, which is had by way of the proxy.
    libraries(&home);
    let server = Demanding::start(&home);
    let roots = home.path().join("server.pem");
    policy(
        &home,
        &format!("version = 1\n[network]\nproxy = \"none\"\nroots = [\"{}\"]\n", roots.display()),
    );
    home.ok(&["profile", "edit", "Places", "--allow-host", "localhost"]);
    let url = format!("https://localhost:{}/", server.port);
    let without = curl(&home, &["-sS", &url]);
    assert!(!without.status.success(), "{}", text(&without.stdout));

    show_a_certificate(&home);
    let shown = curl(&home, &["-sS", &url]);
    assert!(shown.status.success(), "{}", text(&shown.stderr));
    assert!(text(&shown.stdout).contains("acme.example"), "{}", text(&shown.stdout));
    let sent = home.command(&["send", "Places", &url]).output().unwrap();
    assert!(
        text(&sent.stdout).contains("acme.example"),
        "{}{}",
        text(&sent.stdout),
        text(&sent.stderr)
    );
}
