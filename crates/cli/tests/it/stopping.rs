//! How the program ends when it is told to: while it waits for Adobe, after it waited, and where it was started to ignore that.

use crate::new_home;
use mudbrick_testkit::{CLIENT, Home, ORG, text};
use rstest::rstest;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

/// A profile whose Adobe is behind a proxy that takes calls and never answers.
fn waiting() -> (Home, TcpListener, String) {
    let home = new_home();
    let profile = ["profile", "add", "Real", "--org-id", ORG, "--client-id", CLIENT];
    let rest = ["--scopes", "openid", "--secret-file", "-"];
    let added = home.run_with_input(&[&profile[..], &rest].concat(), "p8e-of-nobody");
    assert!(added.status.success(), "{}", text(&added.stderr));
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let proxy = format!("http://{}", listener.local_addr().unwrap());
    (home, listener, proxy)
}

fn send(signal: &str, child: &Child) {
    let sent = Command::new("kill").args(["-s", signal, &child.id().to_string()]).status();
    assert!(sent.unwrap().success());
}

#[rstest]
#[case::ctrl_c("INT", 130, "Stopped by Ctrl+C.")]
#[case::a_supervisor("TERM", 143, "Stopped by SIGTERM.")]
#[case::a_terminal_that_is_closed("HUP", 129, "Stopped by SIGHUP.")]
fn a_call_that_is_waited_for_is_given_up(
    #[case] signal: &str,
    #[case] code: i32,
    #[case] said: &str,
    #[values(&["token", "Real"], &["exec", "--serve", "Real", "--", "true"], &["credential-helper"])]
    command: &[&str],
) {
    let (home, listener, proxy) = waiting();
    let mut command = home.command(command);
    let mut child = command.env("HTTPS_PROXY", proxy).stdin(Stdio::piped()).spawn().unwrap();
    // Kept open: the helper ends when its input does.
    let mut input = child.stdin.take().unwrap();
    let _ = writeln!(input, r#"{{"version":1,"profile":"Real"}}"#);
    let _call = listener.accept().unwrap();
    send(signal, &child);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(code), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains(said), "{}", text(&output.stderr));
}

#[test]
fn a_stop_counts_after_something_was_waited_for_too() {
    let home = new_home();
    home.add_places();
    let mut child = home.command(&["credential-helper"]).stdin(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    writeln!(input, r#"{{"version":1,"profile":"Places"}}"#).unwrap();
    let mut answer = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut answer).unwrap();
    assert!(answer.contains("access_token"), "{answer}");
    // It waits for the next question now, and nothing of Adobe's.
    send("INT", &child);
    assert_eq!(child.wait().unwrap().code(), Some(130));
}

/// `nohup`, and what a script leaves in the background: the program and its child go on.
#[cfg(target_os = "linux")]
#[rstest]
fn a_signal_that_was_to_be_ignored_is_ignored(
    #[values("HUP", "INT")] signal: &str,
    #[values(&["exec"], &["exec", "--serve"])] how: &[&str],
) {
    let home = new_home();
    home.add_places();
    // The child asks its shell to signal the whole group, itself among it, and lives to tell.
    let child = format!("kill -s {signal} 0; echo lives");
    let script = format!("trap '' {signal}; exec \"$@\"");
    let arguments = [how, &["Places", "--", "bash", "-c", &child]].concat();
    let run = home.command_with_signals_as_they_are(&arguments);
    let mut shell = Command::new("sh");
    shell.args(["-c", &script, "sh"]).arg(run.get_program()).args(run.get_args());
    for (name, value) in run.get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    std::os::unix::process::CommandExt::process_group(&mut shell, 0);
    let output = shell.output().unwrap();
    assert_eq!((text(&output.stdout).as_str(), output.status.code()), ("lives\n", Some(0)));
}
