//! Tokens for scripts and children: variables, another program with them, curl, the credential helper, the prompt.

use crate::new_home;
use mudbrick_testkit::{CLIENT, Home, ORG, text};
use rstest::rstest;
use serde_json::{Value, json};
use std::path::Path;

const DAY: i64 = 86_400;
/// On this machine, without TLS.
const HERE: &str = "http://127.0.0.1:4502/";
const LIBRARIES: &str = "https://api-places.adobe.io/places/placesapi/v1/libraries";

fn places() -> Home {
    let home = new_home();
    home.add_places();
    home
}

/// A token's end in both forms, as far as they agree.
fn end(answer: &Value) -> i64 {
    let seconds = answer["expires_on"].as_i64().unwrap();
    let written: String = answer["expires_at"].as_str().unwrap().into();
    assert!(written.ends_with('Z') && written.len() == "2026-03-01T14:20:00Z".len(), "{answer}");
    seconds
}

#[test]
fn a_token_as_json_has_its_end_in_utc_and_in_seconds() {
    let home = places();
    let answer = home.json(&["token", "Places", "--json"]);
    assert_eq!(answer["token_type"], "Bearer");
    assert_eq!((&answer["client_id"], &answer["org_id"]), (&json!(CLIENT), &json!(ORG)));
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let left = end(&answer) - i64::try_from(now.as_secs()).unwrap();
    assert!((DAY - 120..=DAY).contains(&left), "{answer}");
}

#[test]
fn a_token_lasts_as_long_as_was_asked_for_or_that_is_said() {
    let home = places();
    let token = home.ok(&["token", "Places"]);
    assert_eq!(home.ok(&["token", "Places", "--min-ttl", "23h"]), token);
    assert!(home.ok(&["header", "Places", "--min-ttl", "0"]).contains(token.trim()));
    for command in ["token", "header", "env"] {
        let too_long = home.run(&[command, "Places", "--min-ttl", "1d1h"]);
        assert_eq!(too_long.status.code(), Some(2), "{}", text(&too_long.stderr));
        assert!(
            text(&too_long.stderr).contains("lives 1440 minutes"),
            "{}",
            text(&too_long.stderr)
        );
    }
    assert_eq!(home.ok(&["token", "Places"]), token, "nothing of it cost a renewal");
    assert_eq!(home.run(&["token", "Places", "--min-ttl", "soon"]).status.code(), Some(2));
}

#[test]
fn a_narrower_token_is_one_of_its_own() {
    let home = places();
    let own = home.ok(&["token", "Places"]);
    let narrower = home.json(&["token", "Places", "--scopes", "openid", "--json"]);
    assert_eq!(narrower["scopes"], json!(["openid"]));
    let value = format!("{}\n", narrower["access_token"].as_str().unwrap());
    assert_ne!(value, own);
    assert_eq!(home.ok(&["token", "Places", "--scopes", "openid"]), value, "from the cache");
    assert_eq!(home.ok(&["token", "Places"]), own, "the profile's own stays");
    assert_eq!(home.ok(&["token", "Places", "--scopes", " AdobeID, openid"]), own, "these are all");
    let more = home.run(&["token", "Places", "--scopes", "openid,campaign_sdk"]);
    assert_eq!(more.status.code(), Some(2));
    assert!(text(&more.stderr).contains("campaign_sdk"), "{}", text(&more.stderr));
    // Nothing of it is left when the profile is gone for good, and until then it is kept.
    let kept = std::fs::read_dir(home.path().join("home/tokens")).unwrap().count();
    assert_eq!(kept, 2);
}

#[test]
fn quiet_leaves_remarks_out_and_nothing_else() {
    let home = places();
    let said = |arguments: &[&str]| {
        let output = home.run(arguments);
        (text(&output.stdout), text(&output.stderr))
    };
    let list = "Places/List libraries";
    let (body, remarks) = said(&["send", "Places", list]);
    assert!(remarks.contains("200 in "), "{remarks}");
    assert_eq!(said(&["send", "Places", list, "--quiet"]), (body, String::new()));
    assert!(said(&["token", "Nobody", "-q"]).1.starts_with("error: "));
}

#[test]
fn credential_helper_answers_line_by_line() {
    let home = places();
    let ask = |lines: &[Value]| {
        let input: String = lines.iter().map(|line| format!("{line}\n")).collect();
        let output = home.run_with_input(&["credential-helper"], &input);
        let answers: Vec<Value> =
            text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(answers.len(), lines.len(), "{answers:?}");
        (answers, output.status.code())
    };
    let (answers, code) = ask(&[
        json!({ "version": 1, "id": 7, "profile": "Places" }),
        json!({ "version": 1, "id": "b", "profile": "acme-places", "min_ttl": 3600, "url": LIBRARIES }),
        json!({ "version": 1, "profile": "Places", "scopes": ["openid"] }),
    ]);
    assert_eq!(code, Some(0));
    assert_eq!((&answers[0]["version"], &answers[0]["id"]), (&json!(1), &json!(7)));
    assert_eq!(answers[0]["access_token"], answers[1]["access_token"]);
    assert_eq!((&answers[1]["id"], &answers[1]["client_id"]), (&json!("b"), &json!(CLIENT)));
    assert_ne!(answers[2]["access_token"], answers[0]["access_token"]);
    end(&answers[2]);

    let (answers, code) = ask(&[
        json!({ "version": 2, "id": 1, "profile": "Places", "new": true }),
        json!({ "version": 1, "profile": "Places", "min-ttl": 3600 }),
        json!("good morning"),
        json!({ "version": 1, "profile": "Nobody" }),
        json!({ "version": 1, "profile": "Places", "scopes": ["campaign_sdk"] }),
        json!({ "version": 1, "profile": "Places", "url": "https://evil.example/" }),
        json!({ "version": 1, "profile": "Places", "url": "https://platform.adobe.io@evil.example/" }),
    ]);
    let codes: Vec<_> =
        answers.iter().map(|answer| answer["error"]["code"].as_str().unwrap()).collect();
    let expected = [
        "invalid_input",
        "invalid_input",
        "invalid_input",
        "not_found",
        "invalid_input",
        "host_not_allowed",
        "invalid_input",
    ];
    assert_eq!(codes, expected, "{answers:?}");
    assert_eq!(code, Some(2), "the last one's");
    assert!(
        answers.iter().all(|answer| answer["version"] == 1 && answer["access_token"].is_null())
    );
    assert_eq!(answers[0]["id"], 1, "of a version that is not spoken too");
}

#[test]
fn every_question_of_the_helper_has_its_answer_whatever_is_wrong_with_it() {
    let home = places();
    // What other programs write: an id beside what is not understood, a mark of UTF-8, null for what is left out, a line
    // that has no end in sight.
    let long = format!(r#"{{"version":1,"profile":"{}"}}"#, "a".repeat(200_000));
    let lines = [
        r#"{"version":"1","id":"text","profile":"Places"}"#,
        r#"{"id":"none","profile":"Places"}"#,
        "\u{feff}{\"version\":1,\"id\":\"marked\",\"profile\":\"Places\"}",
        r#"{"version":1,"id":"nulls","profile":"Places","scopes":null,"url":null,"min_ttl":null}"#,
        &long,
        r#"{"version":1,"id":"last","profile":"Places"}"#,
    ];
    let output = home.run_with_input(&["credential-helper"], &lines.join("\n"));
    let printed = text(&output.stdout);
    let told = printed.lines().map(|line| {
        let answer: Value = serde_json::from_str(line).unwrap();
        let id = answer["id"].as_str().unwrap_or("-").to_owned();
        (id, answer["error"]["code"].as_str().map_or("token", |_| "error"))
    });
    let told: Vec<String> = told.map(|(id, what)| format!("{id} {what}")).collect();
    let expected =
        ["text error", "none error", "marked token", "nulls token", "- error", "last token"];
    assert_eq!(told, expected, "{printed}");
    assert_eq!(output.status.code(), Some(2), "of the last that failed");
}

#[test]
fn a_prompt_tells_the_minutes_and_opens_nothing() {
    let home = places();
    assert_eq!(home.ok(&["prompt"]), "", "no profile, no line");
    assert_eq!(home.ok(&["prompt", "Places"]), "Acme · Places -\n", "no token yet");
    home.ok(&["token", "Places"]);
    let prompt = |arguments: &[&str], passphrase: &str, variable: &str| {
        let mut command = home.command(arguments);
        command.env("MUDBRICK_PASSPHRASE", passphrase).env("MUDBRICK_PROFILE", variable);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout)
    };
    let line = prompt(&["prompt"], "", "acme-places");
    let minutes = line.strip_prefix("Acme · Places ").and_then(|rest| rest.strip_suffix("m\n"));
    assert!((1_430..1_441).contains(&minutes.unwrap().parse::<i64>().unwrap()), "{line}");
    assert_eq!(prompt(&["prompt"], "wrong", "acme-places"), line, "it needs no passphrase");
    assert_eq!(prompt(&["prompt"], "", "Nobody"), "", "it is no place for errors");
    // A token that was got for other scopes is not this profile's any more.
    home.ok(&["profile", "edit", "Places", "--scopes", "openid"]);
    assert_eq!(prompt(&["prompt"], "", "acme-places"), "Acme · Places -\n");
}

#[test]
fn json_of_env_has_the_same_as_each_shell() {
    let home = places();
    let answer = home.json(&["env", "Places", "--json", "--prefix", "ADOBE_"]);
    let names: Vec<&String> = answer.as_object().unwrap().keys().collect();
    let expected = [
        "ADOBE_ACCESS_TOKEN",
        "ADOBE_ACCESS_TOKEN_EXPIRES_AT",
        "ADOBE_ACCESS_TOKEN_EXPIRES_ON",
        "ADOBE_API_KEY",
        "ADOBE_IMS_ORG",
        "ADOBE_MUDBRICK_PROFILE",
    ];
    assert_eq!(names, expected);
    let dotenv = home.ok(&["env", "Places", "--as", "dotenv", "--prefix", "ADOBE_"]);
    for (name, value) in answer.as_object().unwrap() {
        let line = format!("{name}={}", value.as_str().unwrap());
        assert!(dotenv.lines().any(|found| found == line), "{line} in {dotenv}");
    }
    assert_eq!(home.run(&["env", "Places", "--prefix", "1-"]).status.code(), Some(2));
}

/// Whatever shells there are on this machine: the one of POSIX is on every Unix.
#[cfg(unix)]
#[test]
fn variables_arrive_in_real_shells() {
    let home = places();
    let token = home.ok(&["token", "Places"]);
    let shells = [
        (
            "sh",
            r#"eval "$("$MUDBRICK" env Places)"; printf '%s %s %s\n' "$ACCESS_TOKEN" "$API_KEY" "$IMS_ORG""#,
        ),
        (
            "zsh",
            r#"eval "$("$MUDBRICK" env Places)"; printf '%s %s %s\n' "$ACCESS_TOKEN" "$API_KEY" "$IMS_ORG""#,
        ),
        // As people write it who have never needed the quotes.
        (
            "bash",
            r#"eval $("$MUDBRICK" env Places --as bash); printf '%s %s %s\n' "$ACCESS_TOKEN" "$API_KEY" "$IMS_ORG""#,
        ),
        (
            "fish",
            r#"eval ("$MUDBRICK" env Places --as fish); printf '%s %s %s\n' "$ACCESS_TOKEN" "$API_KEY" "$IMS_ORG""#,
        ),
        (
            "fish",
            r#""$MUDBRICK" env Places --as fish | source; printf '%s %s %s\n' "$ACCESS_TOKEN" "$API_KEY" "$IMS_ORG""#,
        ),
    ];
    let mut tried = 0;
    for (shell, script) in shells {
        let mut command = std::process::Command::new(shell);
        command.args(["-c", script]).env("MUDBRICK", env!("CARGO_BIN_EXE_mudbrick"));
        let like = home.command(&[]);
        command.envs(like.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let Ok(output) = command.output() else { continue };
        assert_eq!(text(&output.stdout), format!("{} {CLIENT} {ORG}\n", token.trim()), "{shell}");
        tried += 1;
    }
    assert!(tried > 0, "no shell at all was found");
}

#[cfg(unix)]
#[test]
fn curl_has_the_token_and_its_arguments_do_not() {
    let home = places();
    let body = home.ok(&["curl", "Places", "-s", LIBRARIES]);
    assert!(serde_json::from_str::<Value>(&body).unwrap().is_array(), "{body}");
    let missing = home.run(&["curl", "Places", "-sf", &format!("{LIBRARIES}/nowhere")]);
    assert_eq!(missing.status.code(), Some(22), "curl's own");
    let created = home.ok(&["curl", "Places", "-s", "--json", r#"{"name":"x"}"#, LIBRARIES]);
    assert!(created.contains("\"x\""), "{created}");
    // What curl would read besides may lead the token astray.
    let rc = home.path().join("astray");
    std::fs::create_dir_all(&rc).unwrap();
    std::fs::write(rc.join(".curlrc"), "write-out = \"ASTRAY\"\n").unwrap();
    let mut command = home.command(&["curl", "Places", "-s", LIBRARIES]);
    let output = command.env("CURL_HOME", &rc).env("HOME", &rc).output().unwrap();
    assert!(output.status.success() && !text(&output.stdout).contains("ASTRAY"));

    // In curl's place a program that prints what it was given and what it reads.
    let folder = home.path().join("bin");
    program(&folder, "curl", "printf '%s\\n' \"$@\"; echo --; cat \"$3\"");
    let mut command = home.command(&["curl", "Places", "-H", "X-API-Key: own", LIBRARIES]);
    let output = command.env("PATH", path_with(&folder)).output().unwrap();
    let printed = text(&output.stdout);
    let (arguments, config) = printed.split_once("--\n").unwrap();
    assert!(!arguments.contains("eyJ") && !arguments.contains(ORG), "{arguments}");
    assert!(config.contains("header = \"Authorization: Bearer eyJ"), "{config}");
    assert!(config.contains(ORG) && !config.contains(CLIENT), "one that is given is not doubled");
}

#[rstest]
#[case::host(&["https://evil.example/"], "does not allow evil.example")]
#[case::second_host(&[LIBRARIES, "https://evil.example/"], "does not allow evil.example")]
#[case::without_tls(&["http://api-places.adobe.io/"], "without TLS")]
#[case::braces(&["https://{evil.example,x}.adobe.io/"], "different hosts")]
#[case::no_scheme(&["api-places.adobe.io/"], "different hosts")]
#[case::verbose(&["-v", LIBRARIES], "prints the token")]
#[case::config(&["-K", "x", LIBRARIES], "not seen here")]
#[case::unknown(&["--frobnicate", LIBRARIES], "does not know")]
#[case::not_get(&["--no-get", "-d", "a=b", LIBRARIES], "does not know")]
#[case::hidden(&["--ssl-sessions", "-o", "-k", LIBRARIES], "in Adobe’s place")]
#[case::redirects(&["--proto-redir", "=http,https", LIBRARIES], "where answers may lead")]
#[case::past_the_proxy(&["--noproxy", "", LIBRARIES], "past the proxy")]
#[case::headers_in_a_file(&["-H", "@headers", LIBRARIES], "not seen here")]
#[case::elsewhere(&["--connect-to", "::evil.example:80", HERE], "without TLS")]
#[case::through_a_proxy(&["-x", "http://evil.example:8080", HERE], "without TLS")]
#[case::other_name(&["--resolve", "127.0.0.1:4502:192.0.2.1", HERE], "without TLS")]
#[case::socket(&["--unix-socket", "/tmp/evil", HERE], "without TLS")]
fn curl_is_not_called_where_the_token_would_not_be_safe(
    #[case] arguments: &[&str],
    #[case] expected: &str,
) {
    let home = places();
    home.ok(&["profile", "edit", "Places", "--allow-host", "127.0.0.1"]);
    let folder = home.path().join("bin");
    program(&folder, "curl", "touch \"$0.called\"");
    let mut command = home.command(&[&["curl", "Places"], arguments].concat());
    let output = command.env("PATH", path_with(&folder)).output().unwrap();
    assert!(matches!(output.status.code(), Some(1 | 2)), "{:?}", output.status);
    assert!(text(&output.stderr).contains(expected), "{}", text(&output.stderr));
    assert!(!folder.join("curl.called").exists());
}

#[cfg(unix)]
#[test]
fn curl_writes_to_production_only_when_that_was_meant() {
    let home = places();
    home.ok(&["profile", "edit", "Places", "--risk", "production"]);
    let folder = home.path().join("bin");
    program(&folder, "curl", "echo called");
    let call = |arguments: &[&str]| {
        let mut command = home.command(&[&["curl"], arguments].concat());
        let output = command.env("PATH", path_with(&folder)).output().unwrap();
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    };
    let called = (Some(0), "called\n".to_owned(), String::new());
    assert_eq!(call(&["Places", LIBRARIES]), called);
    for writes in [
        &["-X", "DELETE"][..],
        &["-da=b"],
        &["-T", "file"],
        &["--json", "{}"],
        &["-G", "-F", "a=b"],
        &["-G", "--form-string", "a=b"],
    ] {
        let (code, printed, said) = call(&[&["Places"], writes, &[LIBRARIES]].concat());
        assert_eq!((code, &*printed), (Some(1), ""), "{writes:?}");
        assert!(said.contains("is production") && said.contains("--yes"), "{said}");
        assert_eq!(call(&[&["--yes", "Places"], writes, &[LIBRARIES]].concat()), called);
    }
}

#[cfg(unix)]
#[rstest]
#[case::curl(&["-q", "curl", "Places", "-X", "DELETE", LIBRARIES], "Call curl?")]
#[case::send(&["-q", "send", "Places", LIBRARIES, "-X", "DELETE"], "Send DELETE")]
fn what_is_asked_about_is_said_with_quiet_too(#[case] call: &[&str], #[case] asked: &str) {
    let home = places();
    home.ok(&["profile", "edit", "Places", "--risk", "production"]);
    let mut terminal = mudbrick_testkit::Terminal::run(&home.command(call));
    terminal.waits_for(asked);
    assert!(terminal.shown().contains("PRODUCTION: "), "{}", terminal.shown());
    terminal.types("n\n");
    assert!(!terminal.ends().0.success());
}

/// A program that a shell runs.
pub(crate) fn program(folder: &Path, name: &str, script: &str) {
    std::fs::create_dir_all(folder).unwrap();
    let path = folder.join(name);
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
}

pub(crate) fn path_with(folder: &Path) -> String {
    format!("{}:{}", folder.display(), std::env::var("PATH").unwrap())
}
