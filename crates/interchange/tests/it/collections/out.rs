//! What goes out comes back as the same requests.

use super::*;
use mudbrick_interchange::collections::write::{self, OutgoingRequests};
use mudbrick_model::Timestamp;
use mudbrick_requests::{HttpFile, LiteralCredentials};
use rstest::rstest;

const TEXT: &str = "@base = https://a.io\n\n### List\n# All of them.\nGET {{base}}/x?a={{b}}&c=%20d\nAccept: a\nAccept: b\nx-sandbox-name: {{SANDBOX_NAME}}\n\n### Make\nPOST {{base}}/x\nContent-Type: application/json\n\n{\"a\": \"it's {{b}}\"}\n\n### Form\nPOST {{base}}/f\nContent-Type: application/x-www-form-urlencoded\n\na%20b=c%26d&e={{%F}}\n";

fn outgoing() -> Vec<OutgoingRequests> {
    vec![OutgoingRequests::of("Places/Libraries".to_owned(), HttpFile::parse(TEXT).unwrap())]
}

fn same(collection: &Collection, base: &str) {
    let file = HttpFile::parse(&TEXT.replace("{{base}}", base)).unwrap();
    let expected: Vec<Request> = file.entries.into_iter().map(|it| it.request).collect();
    let found: Vec<&Request> = collection.all().collect();
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(&expected) {
        assert_eq!(
            (found.method, &found.url, &found.headers, &found.body),
            (expected.method, &expected.url, &expected.headers, &expected.body)
        );
    }
}

#[test]
fn postman() {
    let collection = read_text("out.json", &write::postman("Places", &outgoing()));
    same(&collection, "{{base}}");
    assert_eq!(collection.requests[0].folders, ["Places", "Libraries"]);
    assert_eq!(collection.requests[0].about, ["All of them."]);
    assert_eq!(collection.variables, [("base".to_owned(), "https://a.io".to_owned())]);
    assert!(collection.left_out.is_empty(), "{:?}", collection.left_out);
}

#[test]
fn har() {
    same(&read_text("out.har", &write::har(&outgoing(), Timestamp(0), "1")), "https://a.io");
}

#[test]
fn curl() {
    let script = write::curl(&outgoing());
    let collection = read_text("out.sh", &script);
    let found: Vec<&Request> = collection.all().collect();
    assert_eq!(found.len(), 3, "{script}");
    assert_eq!(found[0].url, "https://a.io/x?a={{b}}&c=%20d");
    assert_eq!(found[1].body.as_deref(), Some("{\"a\": \"it's {{b}}\"}"));
    assert!(
        script.contains(": \"${SANDBOX_NAME:?}\"\n") && script.contains("\n# Make\n"),
        "{script}"
    );
}

#[test]
fn no_literal_credential_goes_out() {
    let text =
        "GET https://a.io?token=abcdef\nAuthorization: Bearer eyJhbGciOiJSUzI1NiJ9.e30.c2ln\n";
    let files = || vec![OutgoingRequests::of("a".to_owned(), HttpFile::parse(text).unwrap())];
    for out in [
        write::postman("a", &files()),
        write::har(&files(), Timestamp(0), "1"),
        write::curl(&files()),
        write::http(text, &mut LiteralCredentials::default()).unwrap(),
    ] {
        assert!(!out.contains("eyJ") && !out.contains("abcdef"), "{out}");
    }
}

#[rstest]
#[case::by_its_name("@password = hunter2hunter2", "{{password}}", "hunter2hunter2")]
#[case::by_its_value("@x = p8e-0123456789", "{{x}}", "p8e-0123456789")]
#[case::by_its_place("@cs = hunter2hunter2", "{\"client_secret\": \"{{cs}}\"}", "hunter2hunter2")]
#[case::through_another("@cs = hunter2hunter2\n@all = client_secret={{cs}}", "{{all}}", "hunter2")]
#[case::called_as_the_token("@token = abcdefghijkl", "{{token}}", "abcdefghijkl")]
#[case::said_twice("@token = a1b2c3d4e5f6\n@token := a1b2c3d4e5f6", "{{token}}", "a1b2c3")]
fn no_secret_of_a_variable_goes_out(#[case] set: &str, #[case] body: &str, #[case] secret: &str) {
    let text = format!(
        "@plain = kept-as-it-is\n{set}\n\n### A\nPOST https://a.io/{{{{plain}}}}\nContent-Type: application/json\n\n{body}\n"
    );
    let files = || vec![OutgoingRequests::of("a".to_owned(), HttpFile::parse(&text).unwrap())];
    assert_eq!(files()[0].without_value.len(), 1);
    for out in [
        write::postman("a", &files()),
        write::har(&files(), Timestamp(0), "1"),
        write::curl(&files()),
        write::http(&text, &mut LiteralCredentials::default()).unwrap(),
    ] {
        assert!(!out.contains(secret) && out.contains("kept-as-it-is"), "{out}");
    }
    assert!(!write::curl(&files()).contains("mudbrick token"), "another credential");
}

#[test]
fn the_last_of_two_values_goes_out() {
    let text = "@a = first\n@a = second\nGET https://a.io/{{a}}\n";
    let files = [OutgoingRequests::of("a".to_owned(), HttpFile::parse(text).unwrap())];
    for out in
        [write::postman("a", &files), write::har(&files, Timestamp(0), "1"), write::curl(&files)]
    {
        assert!(!out.contains("first") && out.contains("second"), "{out}");
    }
}
