//! Clear text goes nowhere: loopback past the proxy, credentials over TLS, and a proxy that cannot be used stops the call.

use crate::new_home;
use crate::relay::Listener;
use mudbrick_testkit::{CLIENT, Home, ORG, text};
use std::process::Output;

const VARIABLES: [&str; 6] =
    ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
const KEY: &str = "x-api-key: {{API_KEY}}";

/// A profile for Adobe's production that may send its credentials to this machine. The key counts as a credential, and
/// needs no token.
fn with_profile() -> Home {
    let home = new_home();
    let mut arguments = vec!["profile", "add", "Acme", "--org-id", ORG, "--client-id", CLIENT];
    for host in ["127.0.0.1", "localhost", "api.example.com"] {
        arguments.extend(["--allow-host", host]);
    }
    home.ok(&arguments);
    home
}

fn send(home: &Home, url: &str, variable: &str, value: &str) -> Output {
    let mut command = home.command(&["send", "Acme", url, "-H", KEY]);
    for variable in VARIABLES.into_iter().chain(["NO_PROXY", "no_proxy"]) {
        command.env_remove(variable);
    }
    command.env(variable, value).output().unwrap()
}

#[test]
fn what_stays_on_this_machine_is_not_shown_to_a_proxy() {
    let home = with_profile();
    let proxy = Listener::start();
    for variable in VARIABLES {
        for host in ["127.0.0.1", "localhost", "0x7f.1"] {
            let direct = Listener::start();
            let url = format!("http://{host}:{}/a", direct.port);
            let sent = send(&home, &url, variable, &format!("http://127.0.0.1:{}", proxy.port));
            assert!(sent.status.success(), "{variable} {host}: {}", text(&sent.stderr));
            let heard = direct.heard().concat();
            assert!(heard.starts_with("GET /a HTTP/1.1") && heard.contains(CLIENT), "{heard}");
        }
    }
    assert_eq!(proxy.heard(), Vec::<String>::new());
}

#[test]
fn an_allowed_host_elsewhere_gets_no_credential_in_clear() {
    let home = with_profile();
    let proxy = Listener::start();
    for url in ["http://api.example.com/a", "http://platform.adobe.io/a"] {
        let value = format!("http://127.0.0.1:{}", proxy.port);
        let sent = send(&home, url, "HTTP_PROXY", &value);
        assert!(text(&sent.stderr).contains("would not be encrypted"), "{}", text(&sent.stderr));
    }
    assert_eq!(proxy.heard(), Vec::<String>::new());
}

#[test]
fn a_proxy_that_cannot_be_used_stops_the_call_and_is_named() {
    let home = with_profile();
    for variable in VARIABLES {
        for value in [
            "socks5://me:canary@127.0.0.1:1",
            "ftp://me:canary@proxy.example",
            "http://me:canary p@proxy.example",
            "http://me:canary@proxy.example:99999",
            "http://",
        ] {
            let sent = send(&home, "https://platform.adobe.io/a", variable, value);
            assert_eq!(sent.status.code(), Some(2), "{variable}={value}");
            let said = text(&sent.stderr);
            let named = format!("the proxy in the environment variable {variable} cannot be used");
            assert!(said.contains(&named) && !said.contains("canary"), "{value}: {said}");
        }
    }
}
