//! `mudbrick exec`: what the program gets, how it ends, and the address that always has a fresh token.

use crate::new_home;
use mudbrick_testkit::{CLIENT, Home, ORG, text};
use std::io::{BufRead as _, BufReader, Read as _};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Command, Output};

fn places() -> Home {
    let home = new_home();
    home.add_places();
    home
}

/// Runs a script of sh with the profile's token.
fn exec(home: &Home, options: &[&str], script: &str) -> Output {
    home.run(&[&["exec"], options, &["Places", "--", "sh", "-c", script]].concat())
}

fn ok(home: &Home, options: &[&str], script: &str) -> String {
    let output = exec(home, options, script);
    assert!(output.status.success(), "{script}: {}", text(&output.stderr));
    text(&output.stdout)
}

#[test]
fn the_environment_has_the_token_and_nothing_that_opens_the_vault() {
    let home = places();
    let token = home.ok(&["token", "Places"]);
    let print = r#"printf '%s\n' "$ACCESS_TOKEN" "$API_KEY" "$IMS_ORG" "$MUDBRICK_PROFILE""#;
    let id = home.json(&["token", "Places", "--json"])["profile"].clone();
    let expected = format!("{token}{CLIENT}\n{ORG}\n{}\n", id.as_str().unwrap());
    assert_eq!(ok(&home, &[], print), expected);
    let end = home.json(&["token", "Places", "--json"]);
    let ends = r#"printf '%s %s' "$ACCESS_TOKEN_EXPIRES_AT" "$ACCESS_TOKEN_EXPIRES_ON""#;
    let expected = format!("{} {}", end["expires_at"].as_str().unwrap(), end["expires_on"]);
    assert_eq!(ok(&home, &[], ends), expected);
    assert_eq!(ok(&home, &[], r#"printf '%s' "${MUDBRICK_PASSPHRASE-none}""#), "none");
    let prefixed = r#"printf '%s' "${ACCESS_TOKEN-none} $ADOBE_API_KEY""#;
    assert_eq!(ok(&home, &["--prefix", "ADOBE_"], prefixed), format!("none {CLIENT}"));
    // What every user of the machine can see.
    let arguments = ok(&home, &[], "tr '\\0' ' ' </proc/$$/cmdline");
    assert!(!arguments.contains("eyJ") && arguments.starts_with("sh -c"), "{arguments}");
    let narrower = ok(&home, &["--scopes", "openid"], r#"printf '%s\n' "$ACCESS_TOKEN""#);
    assert_eq!(narrower, home.ok(&["token", "Places", "--scopes", "openid"]));
}

#[test]
fn standard_input_and_the_exit_code_are_the_programs() {
    let home = places();
    let echoed = home.run_with_input(&["exec", "Places", "--", "cat"], "through\n");
    assert_eq!(text(&echoed.stdout), "through\n");
    for code in [0, 1, 3, 42, 255] {
        let script = format!("exit {code}");
        assert_eq!(exec(&home, &[], &script).status.code(), Some(code));
        assert_eq!(exec(&home, &["--serve"], &script).status.code(), Some(code));
    }
    // It takes this program's place, and a shell says 143 of it; beside it, we say so.
    assert_eq!(exec(&home, &[], "kill -TERM $$").status.signal(), Some(15));
    assert_eq!(exec(&home, &["--serve"], "kill -TERM $$").status.code(), Some(143));
    assert_eq!(exec(&home, &["--serve"], "kill -KILL $$").status.code(), Some(137));
}

#[test]
fn a_program_that_is_not_there_is_told_from_one_that_cannot_be_run() {
    let home = places();
    let file = home.path().join("no-program");
    std::fs::write(&file, "nothing").unwrap();
    for serve in [&[][..], &["--serve"]] {
        for (program, code, said) in [
            ("no-such-program-anywhere", 127, "There is no program"),
            (file.to_str().unwrap(), 126, "cannot be run"),
        ] {
            let output = home.run(&[&["exec"], serve, &["Places", "--", program]].concat());
            assert_eq!(output.status.code(), Some(code), "{}", text(&output.stderr));
            assert!(text(&output.stderr).contains(said), "{}", text(&output.stderr));
        }
    }
    // The file is there; what its first line names is not.
    let script = home.path().join("no-interpreter");
    std::fs::write(&script, "#!/no/such/interpreter\n").unwrap();
    Command::new("chmod").arg("+x").arg(&script).status().unwrap();
    for serve in [&[][..], &["--serve"]] {
        let run = [&["exec"], serve, &["Places", "--", script.to_str().unwrap()]].concat();
        let output = home.run(&run);
        assert_eq!(output.status.code(), Some(126), "{}", text(&output.stderr));
        assert!(text(&output.stderr).contains("first line"), "{}", text(&output.stderr));
    }
    let none = home.run(&["exec", "Nobody", "--", "true"]);
    assert_eq!(none.status.code(), Some(1));
    assert_eq!(home.run(&["exec", "Places"]).status.code(), Some(2), "there is nothing to run");
    let too_long = home.run(&["exec", "--min-ttl", "2d", "Places", "--", "true"]);
    assert_eq!(too_long.status.code(), Some(2), "{}", text(&too_long.stderr));
    assert!(text(&too_long.stderr).contains("--serve"), "{}", text(&too_long.stderr));
}

/// A script of a child that is served, and the function by which it asks.
fn asking(rest: &str) -> String {
    format!(
        "ask() {{ secret=$1; shift; curl -s --noproxy '*' -o answer -w '%{{http_code}}' \
         -H \"Authorization: Bearer $secret\" \"$@\" \"$MUDBRICK_TOKEN_URL\"; }}\ncd \"$HERE\"\n{rest}"
    )
}

fn served(home: &Home, rest: &str) -> Command {
    let script = asking(rest);
    let mut command = home.command(&["exec", "--serve", "Places", "--", "sh", "-c", &script]);
    command.env("HERE", home.path());
    command
}

#[test]
fn the_address_gives_a_token_to_who_knows_its_secret_and_to_nobody_else() {
    let home = places();
    let token = home.ok(&["token", "Places"]);
    let calls = r#"
        echo "${ACCESS_TOKEN-none} $API_KEY"
        ask "$MUDBRICK_TOKEN_SECRET"; echo; cat answer
        ask wrong; echo; cat answer
        ask ""; echo
        ask "$(printf %s "$MUDBRICK_TOKEN_SECRET" | cut -c 2-)"; echo
        ask "$MUDBRICK_TOKEN_SECRET" -H 'Origin: https://evil.example'; echo; cat answer
        ask "$MUDBRICK_TOKEN_SECRET" -H 'Host: evil.example'; echo
        ask "$MUDBRICK_TOKEN_SECRET" -H "Host: localhost:${MUDBRICK_TOKEN_URL##*:}"; echo
        ask "$MUDBRICK_TOKEN_SECRET" -X POST; echo
        ask "$MUDBRICK_TOKEN_SECRET" -D headers; echo
        grep -ci '^access-control' headers
        MUDBRICK_TOKEN_URL=${MUDBRICK_TOKEN_URL%/*}/other
        ask "$MUDBRICK_TOKEN_SECRET"; echo
        ask wrong; echo
        echo "$MUDBRICK_TOKEN_URL"
    "#;
    let output = served(&home, calls).output().unwrap();
    let printed = text(&output.stdout);
    let lines: Vec<&str> = printed.lines().collect();
    assert_eq!(lines[0], format!("none {CLIENT}"));
    let answer: serde_json::Value = serde_json::from_str(lines[2]).unwrap();
    assert_eq!(answer["access_token"], token.trim());
    assert_eq!((&answer["token_type"], &answer["client_id"]), (&"Bearer".into(), &CLIENT.into()));
    let codes = [1, 3, 5, 6, 7, 9, 10, 11, 12, 14, 15].map(|line| lines[line]);
    let expected = ["200", "401", "401", "401", "403", "403", "403", "405", "200", "404", "401"];
    assert_eq!(codes, expected, "{printed}");
    assert_eq!(lines[13], "0", "no page of a browser may read an answer");
    assert!(!lines[4].contains("eyJ") && !lines[8].contains("eyJ"), "{printed}");
    // It is gone with the child.
    let port = lines[16].split(['/', ':']).nth(4).unwrap().parse().unwrap();
    std::net::TcpStream::connect(("127.0.0.1", port)).unwrap_err();
}

/// A child that has said its address and secret, and waits until its standard input ends.
fn waiting(home: &Home) -> (Child, String, String) {
    waiting_with(home, |_| ())
}

fn waiting_with(home: &Home, change: impl FnOnce(&mut Command)) -> (Child, String, String) {
    let mut command =
        served(home, "echo $MUDBRICK_TOKEN_URL $MUDBRICK_TOKEN_SECRET; cat >/dev/null");
    change(&mut command);
    let mut child = command.stdin(std::process::Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    let (url, secret) = line.trim().split_once(' ').unwrap();
    (child, url.to_owned(), secret.to_owned())
}

fn status(url: &str, secret: &str) -> String {
    let mut curl = Command::new("curl");
    curl.args(["-s", "--noproxy", "*", "-o", "/dev/null", "-w", "%{http_code}", url, "-H"]);
    text(&curl.arg(format!("Authorization: Bearer {secret}")).output().unwrap().stdout)
}

#[test]
fn one_childs_secret_opens_nothing_of_anothers() {
    let home = places();
    let children = [waiting(&home), waiting(&home)];
    let [(_, first, first_secret), (_, second, second_secret)] = &children;
    assert_ne!(first_secret, second_secret);
    assert_eq!(
        (status(first, first_secret), status(second, second_secret)),
        ("200".into(), "200".into())
    );
    assert_eq!(
        (status(first, second_secret), status(second, first_secret)),
        ("401".into(), "401".into())
    );
    for (mut child, ..) in children {
        drop(child.stdin.take());
        assert!(child.wait().unwrap().success());
    }
}

#[test]
fn a_vault_that_is_locked_elsewhere_ends_the_tokens_and_not_the_child() {
    let home = places();
    let (mut child, url, secret) = waiting(&home);
    assert_eq!(status(&url, &secret), "200");
    home.ok(&["vault", "lock"]);
    // Each look is a process of its own; the lock is seen within a second.
    let looks = (0..2_000).map(|_| status(&url, &secret)).find(|status| status != "200");
    assert_eq!(looks.as_deref(), Some("423"));
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
}

#[test]
fn signals_are_passed_on_to_a_child_that_is_served() {
    let home = places();
    Command::new("mkfifo").arg(home.path().join("fifo")).status().unwrap();
    for (signal, script, code) in [
        ("TERM", "trap 'echo got; exit 7' TERM", 7),
        ("INT", "trap 'echo got; exit 8' INT", 8),
        ("HUP", "trap 'echo got; exit 9' HUP", 9),
        ("USR1", "trap 'echo got; exit 10' USR1", 10),
        ("QUIT", "trap 'echo got; exit 11' QUIT", 11),
    ] {
        // A shell looks at its traps between two commands.
        let wait = format!("{script}; echo ready; while :; do read -r _ <fifo; done");
        let mut command = served(&home, &wait);
        // A group of its own, as a service has: no terminal tells the child.
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command.spawn().unwrap();
        let mut reader = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        assert_eq!(line, "ready\n");
        let sent = Command::new("kill").args(["-s", signal, &child.id().to_string()]).status();
        assert!(sent.unwrap().success());
        let mut rest = String::new();
        reader.read_to_string(&mut rest).unwrap();
        assert_eq!(
            (rest.as_str(), child.wait().unwrap().code()),
            ("got\n", Some(code)),
            "{signal}"
        );
    }
}

/// What a core dump of it would hold. It opens the vault by the key that the kernel keeps, and has no passphrase.
#[cfg(target_os = "linux")]
#[test]
fn what_runs_beside_the_child_holds_no_secret_once_the_vault_is_locked() {
    let home = places();
    let token = home.ok(&["token", "Places"]);
    home.ok(&["vault", "unlock", "--for", "10m"]);
    let (mut child, url, secret) = waiting_with(&home, |command| {
        command.env_remove("MUDBRICK_PASSPHRASE");
    });
    assert_eq!(status(&url, &secret), "200");
    assert!(holds(child.id(), token.trim()), "it is there as long as it is served");
    home.ok(&["vault", "lock"]);
    assert!((0..2_000).any(|_| status(&url, &secret) == "423"));
    for what in [token.trim(), "AGE-SECRET-KEY-1"] {
        assert!(!holds(child.id(), what), "{}…", &what[..10]);
    }
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
}

/// Whether a process has this text in memory that it can write to.
#[cfg(target_os = "linux")]
fn holds(process: u32, text: &str) -> bool {
    use std::os::unix::fs::FileExt as _;
    let maps = std::fs::read_to_string(format!("/proc/{process}/maps")).unwrap();
    let memory = std::fs::File::open(format!("/proc/{process}/mem")).unwrap();
    maps.lines().filter(|line| line.contains(" rw")).any(|line| {
        let (from, to) = line.split(' ').next().unwrap().split_once('-').unwrap();
        let [from, to] = [from, to].map(|address| u64::from_str_radix(address, 16).unwrap());
        let mut bytes = vec![0; usize::try_from(to - from).unwrap()];
        // Some of it, such as what the kernel put there, cannot be read by anybody.
        let is_read = memory.read_exact_at(&mut bytes, from).is_ok();
        is_read && bytes.windows(text.len()).any(|window| window == text.as_bytes())
    })
}

/// What HTTP asks of an answer that refuses, and one shape for every error.
#[test]
fn the_address_refuses_in_the_words_of_http() {
    let home = places();
    let (mut child, url, secret) = waiting(&home);
    let ask = |arguments: &[&str], header: &str| {
        let mut curl = Command::new("curl");
        curl.args(["-si", "--noproxy", "*", &url, "-H", header]).args(arguments);
        text(&curl.output().unwrap().stdout)
    };
    let right = format!("Authorization: bearer {secret}");
    assert!(ask(&[], &right).starts_with("HTTP/1.1 200"), "the scheme in any case");
    let wrong = ask(&[], "Authorization: Bearer x");
    assert!(wrong.contains("\r\nwww-authenticate: Bearer\r\n"), "{wrong}");
    let method = ask(&["-X", "POST"], &right);
    assert!(method.contains("\r\nallow: GET\r\n"), "{method}");
    for (refused, code) in [
        (wrong, "credential_refused"),
        (method, "invalid_input"),
        (ask(&["-H", "Origin: https://evil.example"], &right), "invalid_input"),
    ] {
        let (_, body) = refused.split_once("\r\n\r\n").unwrap();
        let error = &serde_json::from_str::<serde_json::Value>(body).unwrap()["error"];
        assert_eq!(error["code"], code);
        assert!(error["message"].is_string(), "{error}");
    }
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
}

/// Every user of the machine can connect; who does not know the secret keeps no place that the child needs.
#[test]
fn who_does_not_know_the_secret_keeps_no_connection() {
    let home = places();
    let (mut child, url, secret) = waiting(&home);
    let address = url.split('/').nth(2).unwrap();
    let ask = format!("GET /v1/token HTTP/1.1\r\nHost: {address}\r\n\r\n");
    // More than the address answers at a time. Each is told, and its connection ended from the other side.
    let strangers: Vec<std::net::TcpStream> = (0..80)
        .map(|_| {
            let mut stranger = std::net::TcpStream::connect(address).unwrap();
            stranger.set_read_timeout(Some(std::time::Duration::from_secs(60))).unwrap();
            std::io::Write::write_all(&mut stranger, ask.as_bytes()).unwrap();
            let mut told = String::new();
            stranger.read_to_string(&mut told).unwrap();
            assert!(told.starts_with("HTTP/1.1 401"), "{told}");
            stranger
        })
        .collect();
    assert_eq!(status(&url, &secret), "200");
    drop((strangers, child.stdin.take()));
    assert!(child.wait().unwrap().success());
}
