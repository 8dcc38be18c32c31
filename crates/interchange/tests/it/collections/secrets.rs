//! Secrets that stand where nobody looks for them.

use super::*;
use rstest::rstest;
use serde_json::json;

const JWT: &str = "eyJhbGciOiJSUzI1NiJ9.eyJpZCI6IjEifQ.c2lnbmF0dXJl";

#[test]
fn names_and_descriptions_keep_no_secret() {
    let said = format!("curl -H 'Authorization: Bearer {JWT}' -d client_secret=p8e-0123456789abcd");
    let collection = read_json(&json!({ "info": { "name": "C", "description": said }, "item": [
        { "name": format!("F {JWT}"), "description": said, "item": [
            { "name": format!("R {JWT}"), "request": { "url": "https://a.io", "description": said,
                "header": [{ "key": "X-H", "value": "1", "description": said }] } },
        ] },
    ] }));
    assert!(!format!("{collection:?}").contains("eyJ"));
    assert!(!format!("{collection:?}").contains("p8e-"));
    let masked = |what| LeftOutKind::Masked { what };
    let expected = ["description", "name", "description", "name", "description"];
    assert_eq!(kinds(&collection), expected.map(masked).iter().collect::<Vec<_>>());
}

#[rstest]
#[case::header("X-Shop", "hunter2", "header", "{{X_SHOP}}")]
#[case::query("code", "Zq9f8e7d6c5b4a39", "query", "https://a.io?code={{%CODE}}")]
#[case::variable("X-Shop", "{{KEY}}", "header", "{{KEY}}")]
#[case::profiles_own("x-api-key", "0123456789abcdef", "header", "{{API_KEY}}")]
fn a_key_is_never_kept(
    #[case] name: &str,
    #[case] value: &str,
    #[case] place: &str,
    #[case] expected: &str,
) {
    let pair = |key: &str, value: &str| json!({ "key": key, "value": value });
    let auth = json!({ "type": "apikey", "apikey": [pair("key", name), pair("value", value), pair("in", place)] });
    let collection = read_json(&json!({ "info": { "name": "C" },
        "item": [{ "name": "R", "request": { "url": "https://a.io", "auth": auth } }] }));
    let request = only(&collection);
    let kept = request.headers.first().map_or(&request.url, |header| &header.value);
    assert_eq!(kept, expected);
    assert_eq!(
        collection.left_out.len(),
        usize::from(value != expected),
        "{:?}",
        collection.left_out
    );
}

#[test]
fn comments_and_scripts_of_http_files_keep_no_secret() {
    let text = format!(
        "# curl -H 'Authorization: Bearer {JWT}'\n\n### One {JWT}\n# @note {JWT}\nGET https://a.io\n\n> {{%\n x('{JWT}')\n%}}\n"
    );
    let collection = read_text("a.http", &text);
    assert!(!format!("{collection:?}").contains("eyJ"));
    assert_eq!(collection.texts[0].file.entries.len(), 1);
    assert_eq!(
        kinds(&collection),
        [&LeftOutKind::Masked { what: "comments, scripts and parts that are no requests" }]
    );
}
