//! HAR: what a browser or another program recorded.

use super::*;
use rstest::rstest;
use serde_json::json;

#[test]
fn har_without_the_browsers_own() {
    let collection = read_json(&json!({ "log": { "version": "1.2", "entries": [{
        "request": { "method": "POST", "url": "https://a.io/b?c=1", "httpVersion": "h2", "cookies": [{ "name": "s", "value": "1" }],
            "headers": [
                { "name": ":authority", "value": "a.io" }, { "name": "sec-fetch-mode", "value": "cors" }, { "name": "user-agent", "value": "x" },
                { "name": "cookie", "value": "s=1" }, { "name": "authorization", "value": "Bearer eyJhbGciOiJSUzI1NiJ9.e30.c2ln" }, { "name": "content-type", "value": "application/json" },
            ],
            "postData": { "mimeType": "application/json", "text": "{}" } },
        "response": { "status": 200 },
    }] } }));
    let request = only(&collection);
    assert_eq!((request.name.as_str(), request.url.as_str()), ("POST /b", "https://a.io/b?c=1"));
    assert_eq!(
        headers(request),
        [("authorization", "Bearer {{ACCESS_TOKEN}}"), ("content-type", "application/json")]
    );
    assert!(matches!(
        kinds(&collection)[..],
        [
            LeftOutKind::Examples { count: 1 },
            LeftOutKind::OwnHeader { .. },
            LeftOutKind::Cookies { count: 1 },
            LeftOutKind::Replaced(_)
        ]
    ));
}

#[rstest]
#[case::plain(json!({ "mimeType": "application/json", "text": "{\"a\": 1}" }), Some("{\"a\": 1}"))]
#[case::encoded(json!({ "mimeType": "application/json", "text": "eyJhIjogMX0=", "encoding": "base64" }), Some("{\"a\": 1}"))]
#[case::no_text(json!({ "mimeType": "image/png", "text": "iVBORw0KGgo=", "encoding": "base64" }), None)]
fn har_bodies_may_be_encoded(#[case] posted: Value, #[case] expected: Option<&str>) {
    let collection = read_json(&json!({ "log": { "entries": [{ "request": {
        "method": "POST", "url": "https://a.io", "headers": [], "postData": posted } }] } }));
    assert_eq!(only(&collection).body.as_deref(), expected);
    assert_eq!(collection.left_out.is_empty(), expected.is_some(), "{:?}", collection.left_out);
}

fn posted(kind: &str, posted: Value) -> Collection {
    let mut posted = posted;
    posted["mimeType"] = json!(kind);
    read_json(&json!({ "log": { "entries": [{ "request": {
        "method": "POST", "url": "https://a.io", "headers": [], "postData": posted } }] } }))
}

#[rstest]
#[case::as_it_was_sent(json!([["full+name", "Tom+%26+Jerry"], ["eq", "a=b"]]), "full+name=Tom+%26+Jerry&eq=a=b")]
#[case::as_it_was_entered(json!([["full name", "Tom & Jerry"], ["eq", "a+b=c"]]), "full%20name=Tom%20%26%20Jerry&eq=a%2Bb%3Dc")]
#[case::a_percent_sign(json!([["share", "50%"], ["a", "b+c"]]), "share=50%25&a=b%2Bc")]
#[case::a_name(json!([["a=b", "c"]]), "a%3Db=c")]
fn har_forms_are_encoded_once(#[case] pairs: Value, #[case] expected: &str) {
    let pairs = pairs.as_array().unwrap().iter();
    let params: Vec<Value> = pairs.map(|it| json!({ "name": it[0], "value": it[1] })).collect();
    let form = posted("application/x-www-form-urlencoded", json!({ "params": params }));
    assert_eq!(only(&form).body.as_deref(), Some(expected));
}

const FILE: &str = "Content-Disposition: form-data; name=\"f\"; filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\n";

#[rstest]
#[case::left_out("", "< ./a.csv", true)]
#[case::recorded("a,b", "a,b", false)]
fn har_files_that_were_not_recorded_are_told(
    #[case] content: &str,
    #[case] expected: &str,
    #[case] is_told: bool,
) {
    let body = |content: &str| {
        let other = "Content-Disposition: form-data; name=\"t\"\r\n\r\n";
        format!("--X1\r\n{FILE}{content}\r\n--X1\r\n{other}\r\n--X1--\r\n")
    };
    let collection = posted("multipart/form-data; boundary=X1", json!({ "text": body(content) }));
    assert_eq!(only(&collection).body, Some(body(expected)));
    let told = kinds(&collection);
    assert_eq!(matches!(told[..], [LeftOutKind::FieldInFile { .. }]), is_told, "{told:?}");
}

#[rstest]
#[case::data("data:image/png;base64,iVBORw0KGgo=", Some("data"))]
#[case::blob("blob:https://a.io/1234", Some("blob"))]
#[case::page("about:blank", Some("about"))]
#[case::extension("chrome-extension://abc/x.js", Some("chrome-extension"))]
#[case::port("localhost:8080/x", None)]
fn har_has_urls_that_are_the_browsers_own(#[case] url: &str, #[case] scheme: Option<&str>) {
    let collection = read_json(
        &json!({ "log": { "entries": [{ "request": { "method": "GET", "url": url } }] } }),
    );
    assert_eq!(collection.requests.is_empty(), scheme.is_some());
    let told = kinds(&collection);
    let found = told.iter().find_map(|kind| match kind {
        LeftOutKind::NotHttp { scheme } => Some(scheme.as_str()),
        _ => None,
    });
    assert_eq!(found, scheme, "{told:?}");
    assert!(collection.left_out.iter().all(|it| !it.place.starts_with(' ')));
}

#[test]
fn har_says_which_braces_become_variables() {
    let posted = json!({ "mimeType": "text/plain", "text": "{{name}} {{x}}" });
    let collection = read_json(&json!({ "log": { "entries": [{ "request": {
        "method": "POST", "url": "https://a.io?x={{x}}", "postData": posted } }] } }));
    let names = vec!["x".to_owned(), "name".to_owned()];
    assert_eq!(kinds(&collection), [&LeftOutKind::InBraces { names }]);
}
