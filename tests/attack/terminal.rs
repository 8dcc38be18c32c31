//! Text from elsewhere is never instructions to the terminal: control characters in everything that is printed.

use crate::new_home;
use mudbrick_testkit::{CLIENT, Home, ORG, Terminal, text};
use serde_json::Value;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::process::Command;

/// Runs a command on a terminal to its end and gives what was on the screen.
fn screen(command: &Command) -> String {
    String::from_utf8_lossy(&Terminal::run(command).ends().1).into_owned()
}

/// Only letters, and our own line breaks as a terminal has them.
fn assert_harmless(screen: &str) {
    let steers = |character: &char| {
        let is_ours = matches!(character, '\r' | '\n');
        let turns = matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        (character.is_control() && !is_ours) || turns
    };
    let stray = screen.chars().find(steers);
    assert_eq!(stray, None, "on the screen: {screen:?}");
}

/// A server for one call, which answers with these headers and this body whatever it is asked, and its URL.
fn answering(headers: &'static [u8], body: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        let (mut peer, _) = listener.accept().unwrap();
        let _ = peer.read(&mut [0; 65536]);
        let length = format!("Content-Length: {}\r\n\r\n", body.len());
        let answer = [b"HTTP/1.1 200 OK\r\n", headers, length.as_bytes(), body].concat();
        peer.write_all(&answer).unwrap();
    });
    format!("http://127.0.0.1:{port}/")
}

/// A home with a profile whose calls leave the practice Adobe. Nothing secret is in them.
fn home_with_real_profile() -> Home {
    let home = new_home();
    let fields = ["--org-id", ORG, "--client-id", CLIENT, "--scopes", "openid"];
    home.ok(&[&["profile", "add", "Real"][..], &fields].concat());
    home
}

#[test]
fn a_passphrase_is_asked_for_on_a_terminal_and_not_shown() {
    let home = new_home();
    home.add_places();
    let mut command = home.command(&["token", "Places"]);
    command.env_remove("MUDBRICK_PASSPHRASE");
    let mut terminal = Terminal::run(&command);
    terminal.waits_for("Vault passphrase");
    terminal.types("correct horse\n");
    let (status, screen) = terminal.ends();
    let screen = String::from_utf8(screen).unwrap();
    assert!(status.success(), "{screen}");
    assert!(screen.contains("eyJ") && !screen.contains("correct horse"), "{screen}");
}

#[test]
fn a_slip_of_the_finger_at_the_prompt_is_taken_back() {
    let home = new_home();
    home.add_places();
    let mut command = home.command(&["token", "Places"]);
    command.env_remove("MUDBRICK_PASSPHRASE");
    let mut terminal = Terminal::run(&command);
    terminal.waits_for("Vault passphrase");
    // A word that is taken back whole (Ctrl+U), and a letter of two bytes (backspace).
    terminal.types("wrong\u{15}correct horsé\u{7f}e\n");
    let (status, screen) = terminal.ends();
    assert!(status.success(), "{}", String::from_utf8_lossy(&screen));
}

#[test]
fn ctrl_c_at_the_prompt_leaves_the_terminal_with_its_echo() {
    let home = new_home();
    home.add_places();
    let mut command = home.command(&["token", "Places"]);
    command.env_remove("MUDBRICK_PASSPHRASE");
    let mut terminal = Terminal::run(&command);
    terminal.waits_for("Vault passphrase");
    assert!(!terminal.echoes(), "nobody sees what is typed");
    terminal.types("corr\u{3}");
    let (status, echoes, screen) = terminal.ends_with_echo();
    assert!(echoes, "{}", String::from_utf8_lossy(&screen));
    assert_eq!(status.code(), Some(130), "{}", String::from_utf8_lossy(&screen));
}

#[test]
fn a_kit_cannot_hide_the_question() {
    let giver = new_home();
    giver.add_places();
    giver.ok(&["profile", "edit", "Places", "--var", "LIMIT=HERE"]);
    let kit = giver.path().join("kit");
    giver.ok(&["kit", "--out", kit.to_str().unwrap()]);
    let mut edited = 0;
    for entry in std::fs::read_dir(kit.join("profiles")).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let hostile = r"\u001b[8m\u202e\u009b8m\nProfile Forged (known already, nothing changes)";
        std::fs::write(&path, text.replace("HERE", hostile)).unwrap();
        edited += usize::from(text.contains("HERE"));
    }
    assert_eq!(edited, 1);
    let home = new_home();
    let mut terminal = Terminal::run(&home.command(&["import", kit.to_str().unwrap()]));
    terminal.waits_for("[y/N]");
    terminal.types("n\n");
    let screen = String::from_utf8_lossy(&terminal.ends().1).into_owned();
    assert_harmless(&screen);
    assert!(screen.contains(r"\u{1b}[8m\u{202e}\u{9b}8m\nProfile Forged"), "{screen}");
    assert!(!screen.lines().any(|line| line.starts_with("Profile Forged")), "{screen}");
}

#[test]
fn an_answer_cannot_set_the_clipboard() {
    let headers = b"Content-Type: text/plain\r\nX-Note: a\xc2\x9b8mb\x9b\r\n";
    let body = b"\x1b]52;c;ZXZpbA==\x07\xc2\x9b8m\ntwo\tlines\r\n\xe2\x80\xae.";
    let home = home_with_real_profile();
    let screen = screen(&home.command(&["send", "Real", &answering(headers, body), "-i"]));
    assert!(screen.contains(r"\u{1b}]52;c;ZXZpbA==\u{7}\u{9b}8m"), "{screen:?}");
    assert!(screen.contains(r"\u{202e}."), "{screen:?}");
    assert!(screen.contains(r"a\u{9b}8mb"), "{screen:?}");
    assert!(screen.contains("two\tlines\r\n"), "a text's own tabs and lines stay: {screen:?}");
    assert_harmless(&screen.replace('\t', " "));
}

#[test]
fn formatted_json_is_escaped_as_json() {
    let headers = b"Content-Type: application/json\r\n";
    let body = "{\"a\":\"\u{9b}8m\u{202e}\u{7f}\",\"b\":\"\\u009b8m\"}".as_bytes();
    let home = home_with_real_profile();
    let screen = screen(&home.command(&["send", "Real", &answering(headers, body)]));
    assert_harmless(&screen);
    assert!(screen.contains(r#""a": "\u009b8m\u202e\u007f""#), "{screen}");
    assert!(screen.contains(r#""b": "\u009b8m""#), "{screen}");
}

#[test]
fn a_pipe_and_raw_get_bytes_as_they_came() {
    let body = b"\x1b[1m\xc2\x9b\r\n.";
    let home = home_with_real_profile();
    let piped = home.run(&["send", "Real", &answering(b"", body)]);
    assert_eq!(piped.stdout, body);
    let command = home.command(&["send", "Real", &answering(b"", body), "--raw"]);
    let raw = Terminal::run(&command).ends().1;
    assert!(raw.windows(6).any(|window| window == b"\x1b[1m\xc2\x9b"), "{raw:?}");
}

#[test]
fn what_is_refused_is_not_printed_raw() {
    let home = new_home();
    home.add_places();
    let hostile = "\u{1b}[8m\u{9b}8m\nerror: forged";
    let header = format!("{hostile} without a colon");
    let url = "https://api-places.adobe.io/";
    for arguments in [
        &["send", "Places", hostile][..],
        &["send", hostile, "Places/List libraries"],
        &["send", "Places", url, "-H", &header],
        &["send", "Places", url, "-X", hostile],
        &["send", "Places", url, "--var", hostile],
        &["token", hostile],
        &["token", "Places", hostile],
        &["profile", "show", hostile],
        &["profile", "restore", hostile],
        &["profile", "add", hostile, "--org-id", hostile, "--client-id", hostile],
        &["key", "show", hostile],
        &["key", "rm", hostile],
        &["key", "check", hostile, hostile],
        &["key", "save", "k", "--as", hostile, "--out", "f"],
        &["import", hostile],
        &["vault", "history", hostile],
        &["practice", "--seed", hostile],
        &[hostile],
    ] {
        let command = home.command(arguments);
        assert_harmless(&screen(&command));
        let said = home.run(arguments);
        assert!(!said.status.success(), "{arguments:?}");
        let said = text(&said.stderr);
        assert_harmless(&said);
        let forged = said.lines().any(|line| line.starts_with("error: forged"));
        assert!(!forged, "{arguments:?}: {said}");
    }
}

#[test]
fn names_that_are_stored_are_shown_harmless() {
    let home = new_home();
    home.add_places();
    // Whatever may be stored today or was once: where it is refused, that is fine too.
    let hostile = "\u{1b}[8m\u{202e}x";
    let _ = home.run(&["profile", "edit", "Places", "--name", hostile]);
    let _ = home.run(&["profile", "edit", "Places", "--organization", hostile]);
    let _ = home.run(&["profile", "edit", "Places", "--var", &format!("X={hostile}")]);
    let _ = home.run(&["profile", "edit", "Places", "--sandbox", hostile]);
    for arguments in [&["profile", "list"][..], &["profile", "show", "places"], &["inventory"]] {
        assert_harmless(&screen(&home.command(arguments)));
        let json = screen(&home.command(&[arguments, &["--json"]].concat()));
        assert_harmless(&json);
    }
}

#[test]
fn usage_errors_are_json_when_json_is_asked_for() {
    let home = new_home();
    for arguments in [
        &["--json", "nonsense"][..],
        &["send", "--json"],
        &["token", "P", "--nonsense", "--json"],
        &["--json"],
        &["practice", "--port", "many", "--json"],
    ] {
        let output = home.run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert_eq!(output.stdout, b"");
        let error: Value = serde_json::from_slice(&output.stderr).unwrap();
        assert_eq!(error["error"]["code"], "invalid_input", "{arguments:?}");
        assert!(error["error"]["message"].as_str().is_some_and(|message| !message.is_empty()));
    }
    let words = home.run(&["nonsense"]);
    assert!(text(&words.stderr).starts_with("error: "), "{}", text(&words.stderr));
    assert!(home.ok(&["--help"]).contains("Usage: mudbrick"));
    assert!(home.ok(&["--version"]).starts_with("mudbrick "));
}
