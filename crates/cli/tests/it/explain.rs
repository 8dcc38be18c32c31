//! `mudbrick explain`: what people paste is explained, what nobody documents is said to be unknown, and no secret comes back.

use crate::{bare_home, new_home};
use mudbrick_testkit::text;
use serde_json::Value;

const TOKEN: &str =
    "eyJhbGciOiJSUzI1NiJ9.eyJ0eXBlIjoiYWNjZXNzX3Rva2VuIn0.c2lnbmF0dXJlLW9mLWEtdG9rZW4";
const SECRET: &str = "p8e-abcdefghijklmnopqrstuvwxyz012345";

fn transcript() -> String {
    format!(
        "$ curl -v https://platform.adobe.io/data/x?secret={SECRET} -H 'Authorization: Bearer {TOKEN}'\n\
         > GET /data/x?secret={SECRET} HTTP/2\n> Host: platform.adobe.io\n> Authorization: Bearer {TOKEN}\n>\n\
         < HTTP/2 401\n< x-request-id: {TOKEN}\n< server: APIP\n<\n\
         {{\"error_code\":\"401013\",\"message\":\"Oauth token is not valid: {TOKEN} {SECRET}\"}}\n"
    )
}

#[test]
fn an_answer_is_explained_with_its_remedy() {
    let home = bare_home();
    let known = home.run_with_input(&["explain"], &transcript());
    let said = text(&known.stdout);
    assert_eq!(known.status.code(), Some(0), "{}", text(&known.stderr));
    assert!(said.starts_with("Adobe does not take the token: it has ended,"), "{said}");
    assert!(said.contains("\n  Adobe's API gateway: Adobe documents this.\n"), "{said}");
    assert!(said.ends_with("\n  mudbrick token PROFILE --renew\n"), "{said}");
    assert!(!home.path().join("home").exists(), "explaining makes no home");
}

#[test]
fn nothing_of_what_was_read_is_printed() {
    let home = bare_home();
    for input in [
        transcript(),
        format!("{{\"error_code\":\"403000\",\"message\":\"{SECRET}\"}}"),
        format!("HTTP/2 409\nx-conflicting-id: {SECRET}\n\n"),
        format!(
            "$ curl -i https://api.adobe.io/events/1/2/3/providers\nHTTP/2 409\nx-conflicting-id: {TOKEN}\n\n"
        ),
        format!(
            "$ curl -i https://api.adobe.io/events/1/2/3/providers\nHTTP/2 409\nx-conflicting-id: {SECRET}\n\n"
        ),
        format!("nothing but {SECRET} and {TOKEN}"),
    ] {
        for arguments in [&["explain"][..], &["explain", "-", "--json"]] {
            let output = home.run_with_input(arguments, &input);
            let said = text(&output.stdout) + &text(&output.stderr);
            assert!(!said.contains("abcdefghijkl") && !said.contains("c2lnbmF0"), "{said}");
        }
    }
}

#[test]
fn a_profile_makes_the_remedy_its_own() {
    let home = new_home();
    home.add_places();
    let file = home.path().join("answer.json");
    std::fs::write(&file, r#"{"error_code":"403003","message":"Api Key is invalid"}"#).unwrap();
    let file = file.to_str().unwrap();
    let known = home.json(&["explain", file, "--profile", "Places", "--json"]);
    assert_eq!(known["rule"], "gateway.key_unknown");
    assert_eq!(known["certainty"], "documented");
    assert_eq!(known["command"], "mudbrick profile edit 'Acme · Places' --client-id …");
    assert_eq!(known["problem"]["remedy"]["action"]["profile"]["title"], "Acme · Places");
    assert_eq!(home.run(&["explain", file, "--profile", "Nobody"]).status.code(), Some(1));
    // UTF-16, as a redirection of PowerShell writes it.
    let wide: Vec<u8> = std::iter::once(0xFEFF)
        .chain(
            "HTTP/1.1 429 x\r\nRetry-After: 7\r\nServer: APIP\r\n\r\n{\"error_code\":\"429050\"}"
                .encode_utf16(),
        )
        .flat_map(u16::to_le_bytes)
        .collect();
    let path = home.path().join("wide.txt");
    std::fs::write(&path, wide).unwrap();
    let waits = home.ok(&["explain", path.to_str().unwrap()]);
    assert!(waits.contains("Wait 7 s, then send again."), "{waits}");
}

#[test]
fn what_nobody_documents_is_said_to_be_unknown() {
    let home = bare_home();
    for input in
        ["", "All is well.", r#"{"error":"invalid_token"}"#, "HTTP/1.1 500 x\n\n<html></html>"]
    {
        let unknown = home.run_with_input(&["explain"], input);
        assert_eq!(unknown.status.code(), Some(1), "{input}");
        assert_eq!(text(&unknown.stdout), "");
        assert!(text(&unknown.stderr).contains("curl -i"), "{}", text(&unknown.stderr));
        let json = home.run_with_input(&["explain", "--json"], input);
        let json: Value = serde_json::from_slice(&json.stdout).unwrap();
        assert_eq!(json, serde_json::json!({ "known": false, "lines_left_out": 0 }));
    }
    assert_eq!(home.run(&["explain", "/no/such/file"]).status.code(), Some(2));
}

/// The kinds of answers that look like something else.
#[test]
fn what_looks_like_something_else_is_seen_through() {
    let home = bare_home();
    for (input, rule) in [
        (
            r#"{"request":{"method":"GET","url":"https://platform.adobe.io/data/core/ups/segment/jobs","headers":[]},"response":{"status":401,"headers":[],"content":{"size":12,"mimeType":"text/plain","text":"Unauthorized"}}}"#,
            "platform.no_permission_401",
        ),
        (
            "> GET /graphql/x HTTP/2\n> Host: author-p1-e1.adobeaemcloud.com\n>\n< HTTP/2 200\n<\n{\"data\":{}}",
            "aem.anonymous",
        ),
        (
            r#"{"requestId":"e42b#1","success":false,"errors":[{"code":"602","message":"Access token expired"}]}"#,
            "marketo.token",
        ),
    ] {
        let known = home.run_with_input(&["explain", "--json"], input);
        let known: Value = serde_json::from_slice(&known.stdout).unwrap();
        assert_eq!(known["rule"], rule);
    }
}
