//! Insomnia: what a request says goes out as Insomnia sends it, or is listed.

use super::*;
use rstest::rstest;
use serde_json::json;

/// A request of format 4, with these members beside the others.
fn export(members: Value) -> Collection {
    let mut request = json!({
        "_type": "request", "_id": "r", "parentId": "w", "name": "R", "method": "POST", "url": "https://a.io/x",
        "settingEncodeUrl": true, "settingRebuildPath": true, "settingDisableRenderRequestBody": false,
    });
    for (name, value) in members.as_object().unwrap() {
        request[name] = value.clone();
    }
    let workspace = json!({ "_type": "workspace", "_id": "w", "name": "Places" });
    read_json(
        &json!({ "_type": "export", "__export_format": 4, "resources": [workspace, request] }),
    )
}

/// A file of format 5 with a request that has these lines, and more behind it.
fn file(lines: &str, more: &str) -> Collection {
    let text = format!(
        "type: collection.insomnia.rest/5.0\nname: Places\nmeta:\n  description: About\ncollection:\n  - name: R\n    method: POST\n    url: https://a.io/x\n{lines}{more}"
    );
    read_text("it.yaml", &text)
}

#[rstest]
#[case::prefix("/:user/:userPost/:user", "/u1/:userPost/u1")]
#[case::encoded("/:slash", "/a%2Fb")]
#[case::variable("/:filled", "/{{%v}}")]
#[case::empty("/:empty", "/{{%empty}}")]
#[case::token("/:token", "/{{%token_parameter}}")]
#[case::verb("/:user:cancel", "/u1:cancel")]
#[case::unknown("/:other/x:user?a=/:user", "/:other/x:user?a=/:user")]
fn the_path_is_filled_by_segments(#[case] path: &str, #[case] expected: &str) {
    let values =
        [("user", "u1"), ("slash", "a/b"), ("filled", "{{ _.v }}"), ("empty", ""), ("token", "")];
    let pair = |(name, value)| json!({ "name": name, "value": value });
    let parameters: Vec<Value> = values.into_iter().map(pair).collect();
    let url = format!("https://a.io{path}");
    let collection = export(json!({ "url": url, "pathParameters": parameters }));
    assert_eq!(only(&collection).url, format!("https://a.io{expected}"));
}

#[rstest]
#[case::encoded("a%2Fb", "a%2Fb", "a%2Fb")]
#[case::blank("x y", "x%20y", "x y")]
#[case::commas("a,b", "a,b", "a,b")]
#[case::filter("name==a,b;c:(d)", "name%3D%3Da,b%3Bc%3A%28d%29", "name==a,b;c:(d)")]
#[case::variable("{{ _.c }}", "{{%c}}", "{{c}}")]
fn a_query_is_encoded_once_or_not(
    #[case] value: &str,
    #[case] encoded: &str,
    #[case] written: &str,
) {
    let parameters = json!([{ "name": "q", "value": value }]);
    let url = |collection: Collection| only(&collection).url.clone();
    let expected = format!("https://a.io/x?q={encoded}");
    assert_eq!(url(export(json!({ "parameters": parameters }))), expected);
    let expected = format!("https://a.io/x?q={written}");
    let off = json!({ "parameters": parameters, "settingEncodeUrl": false });
    assert_eq!(url(export(off)), expected);
    let lines = format!(
        "    parameters:\n      - name: q\n        value: \"{value}\"\n    settings:\n      encodeUrl: false\n"
    );
    assert_eq!(url(file(&lines, "")), expected);
}

#[test]
fn a_form_is_encoded_as_a_query_is() {
    let params = json!([{ "name": "a", "value": "x%20y&z" }, { "name": "b", "value": "1,2" }]);
    let body = json!({ "mimeType": "application/x-www-form-urlencoded", "params": params });
    let collection = export(json!({ "body": body }));
    assert_eq!(only(&collection).body.as_deref(), Some("a=x%20y%26z&b=1,2"));
    let expected = [("Content-Type", "application/x-www-form-urlencoded")];
    assert_eq!(headers(only(&collection)), expected);
}

#[rstest]
#[case::variable("{\"a\": \"{{ _.x }} {% uuid %}\"}", true)]
#[case::none("{\"a\": \"{% uuid %}\"}", false)]
fn a_body_that_is_no_template_stays(#[case] text: &str, #[case] is_listed: bool) {
    let body = json!({ "mimeType": "application/json", "text": text });
    let in_4 = export(json!({ "body": body, "settingDisableRenderRequestBody": true }));
    let lines = format!(
        "    body:\n      mimeType: application/json\n      text: '{text}'\n    settings:\n      renderRequestBody: false\n"
    );
    for collection in [in_4, file(&lines, "")] {
        assert_eq!(only(&collection).body.as_deref(), Some(text));
        let told = told(&collection);
        assert_eq!(told.iter().any(|it| it.contains("renderRequestBody")), is_listed, "{told:?}");
    }
}

#[test]
fn what_is_not_used_is_listed() {
    let unnamed = json!({ "pathParameters": [{ "name": "id", "value": "7" }], "surprise": 1 });
    assert_told(&export(unnamed), &["the path variable id", "request.surprise"]);
    assert_told(&export(json!({ "settingRebuildPath": false })), &["rebuildPath"]);
    assert_told(&file("    settings:\n      rebuildPath: false\n", ""), &["rebuildPath"]);
    assert_eq!(told(&export(json!({}))), Vec::<String>::new());
}

#[rstest]
#[case::cookie(json!({ "type": "apikey", "key": "SESSION", "value": "{{ _.sess }}", "addTo": "cookie" }), &[("Cookie", "SESSION={{sess}}")])]
#[case::header(json!({ "type": "apikey", "key": "X-K", "value": "{{ _.k }}", "addTo": "header" }), &[("X-K", "{{k}}")])]
#[case::no_cookie(json!({ "type": "apikey", "key": "SESSION", "value": "", "addTo": "cookie" }), &[])]
#[case::no_prefix(json!({ "type": "oauth2", "tokenPrefix": "NO_PREFIX" }), &[("Authorization", "{{ACCESS_TOKEN}}")])]
#[case::prefix(json!({ "type": "oauth2", "tokenPrefix": "Token" }), &[("Authorization", "Token {{ACCESS_TOKEN}}")])]
#[case::usual(json!({ "type": "oauth2", "tokenPrefix": "" }), &[("Authorization", "Bearer {{ACCESS_TOKEN}}")])]
#[case::empty(json!({ "type": "bearer", "token": "", "prefix": "" }), &[])]
#[case::bearer(json!({ "type": "bearer", "token": "{{ _.t }}", "prefix": "{{ _.p }}" }), &[("Authorization", "{{p}} {{ACCESS_TOKEN}}")])]
fn authorization_goes_where_insomnia_puts_it(
    #[case] authentication: Value,
    #[case] expected: &[(&str, &str)],
) {
    let collection = export(json!({ "authentication": authentication }));
    assert_eq!(headers(only(&collection)), expected);
}

#[test]
fn how_a_token_is_got_is_listed() {
    let authentication = json!({ "type": "oauth2", "disabled": false, "clientId": "me", "scope": "", "usePkce": false, "tokenPrefix": "" });
    let collection = export(json!({ "authentication": authentication }));
    let expected = "these settings of the oauth2 authorization were not imported: clientId";
    assert_eq!(told(&collection), [expected]);
}

#[test]
fn what_a_file_has_beside_requests_is_listed() {
    let more = "certificates:\n  client:\n    - host: a.io\ntestSuites:\n  - name: Suite\n    tests: []\nspec:\n  contents: x\n";
    let collection = file("", more);
    assert_told(&collection, &["client certificate", "the test suite Suite", "spec was"]);
    assert_eq!(collection.folders, [(Vec::new(), "About".to_owned())]);
    let none = file("", "certificates:\n  client: []\ntestSuites: []\n");
    assert!(told(&none).is_empty(), "{:?}", told(&none));
}

#[test]
fn a_part_of_a_form_has_its_type() {
    let params = json!([
        { "name": "meta", "value": "{}", "multiline": "application/json", "type": "text", "description": "what" },
        { "name": "plain", "value": "1", "multiline": true },
    ]);
    let body = json!({ "mimeType": "multipart/form-data", "params": params });
    let collection = export(json!({ "body": body }));
    let body = only(&collection).body.clone().unwrap();
    assert!(body.contains("name=\"meta\"\r\nContent-Type: application/json\r\n\r\n{}"), "{body}");
    assert!(body.contains("name=\"plain\"\r\n\r\n1"), "{body}");
    assert_eq!(collection.requests[0].about, ["meta: what"]);
}

#[rstest]
#[case::nested("{% hash 'sha256', 'hex', '{{ _.body }}' %}-x", "{{INSOMNIA_HASH}}-x", &["{% hash %}"])]
#[case::lines("{% prompt 'a',\n'b' %}", "{{INSOMNIA_PROMPT}}", &["{% prompt %}"])]
#[case::filter("{{ _.name | replace('s3cret', '') }}", "{{INSOMNIA_NAME}}", &["{{ name … }}"])]
#[case::quoted("{{ _[\"a-b\"] }}{{ _['c-d'] }}", "{{a-b}}{{c-d}}", &[])]
#[case::time("{% now 'unix', '' %}{% timestamp \"unix\" %}", "{{$timestamp}}{{$timestamp}}", &[])]
#[case::other_time("{% now 'custom', 'unix' %}", "{{INSOMNIA_NOW}}", &["{% now %}"])]
#[case::json("{\"a\": {\"b\": {}}}", "{\"a\": {\"b\": {}}}", &[])]
fn templates(#[case] text: &str, #[case] expected: &str, #[case] parts: &[&str]) {
    let body = json!({ "mimeType": "text/plain", "text": text });
    let collection = export(json!({ "body": body }));
    assert_eq!(only(&collection).body.as_deref(), Some(expected));
    assert_told(&collection, parts);
    assert!(told(&collection).iter().all(|it| !it.contains("s3cret")));
}

#[test]
fn variables_within_others_are_used() {
    let environments = "environments:\n  data:\n    hosts:\n      - https://a.io\n      - https://b.io\n    inner:\n      id: 7\n";
    let lines =
        "    headers:\n      - name: X-A\n        value: \"{{ _.hosts[1] }} {{ _.inner.id }}\"\n";
    let collection = file(lines, environments);
    let (files, _) = collection.http_files();
    assert!(files[0].text.contains("@hosts[1] = https://b.io\n"), "{}", files[0].text);
    assert!(files[0].text.contains("@inner.id = 7\n"), "{}", files[0].text);
    assert_eq!(told(&collection), ["the variable hosts[0] was not imported: no request uses it"]);
}
