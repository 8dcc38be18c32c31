//! Bruno: what a file says goes out as Bruno sends it, or is listed.

use super::*;
use rstest::rstest;
use serde_json::json;

const CONFIG: &str =
    r#"{"version":"1","name":"Places","type":"collection","ignore":["node_modules"]}"#;

/// A collection with this request in a file.
fn bru(request: &str) -> Collection {
    let files = [("bruno.json", CONFIG.as_bytes()), ("r.bru", request.as_bytes())];
    let mut reading = read_files("Places", &files);
    assert!(reading.errors.is_empty(), "{:?}", reading.errors);
    reading.collections.remove(0)
}

fn post(line: &str, blocks: &str) -> Collection {
    bru(&format!("post {{\n  url: https://a.io/x\n  {line}\n}}\n{blocks}"))
}

/// The export of a collection with this request.
fn export(mut request: Value) -> Collection {
    request["url"] = json!("https://a.io/x");
    request["method"] = json!("POST");
    let items = json!([{ "type": "http", "name": "R", "request": request }]);
    read_json(&json!({ "name": "Places", "version": "1", "items": items }))
}

const MULTIPART: &str = "body:multipart-form {
  meta: {\"a\":1} @contentType(application/json)
  csv: @file(data/a.csv|data/b.csv) @contentType(text/csv)
  long: '''
    {
      \"deep\": 1
    }
  ''' @contentType(application/json)
  after: here
  ~off: 1
}
";

#[test]
fn parts_of_a_form_have_their_types_and_lines() {
    let collection = post("body: multipartForm", MULTIPART);
    let body = only(&collection).body.clone().unwrap();
    let parts = [
        "name=\"meta\"\r\nContent-Type: application/json\r\n\r\n{\"a\":1}\r\n",
        "filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\n< ./a.csv\r\n",
        "filename=\"b.csv\"\r\nContent-Type: text/csv\r\n\r\n< ./b.csv\r\n",
        "name=\"long\"\r\nContent-Type: application/json\r\n\r\n{\n  \"deep\": 1\n}\r\n",
        "name=\"after\"\r\n\r\nhere\r\n",
    ];
    for part in parts {
        assert!(body.contains(part), "{part}: {body}");
    }
    assert!(!body.contains("@contentType"), "{body}");
    assert_told(&collection, &["field off is switched off"]);
}

#[test]
fn what_is_said_of_parts_is_kept() {
    let blocks = "params:query {\n  @description('which one')\n  q: 1\n}\nheaders {\n  @string\n  X-A: 1 @description(\"why\")\n}\nvars:pre-request {\n  @description('x')\n  v: 1\n}\n";
    let collection = post("body: none", blocks);
    assert_eq!(collection.requests[0].about, ["q: which one", "X-A: why"]);
    assert_told(&collection, &["@string of X-A", "descriptions of 1 part was"]);
}

#[rstest]
#[case::bru(post(
    "body: file",
    "body:file {\n  ~file: @file(a.bin) @contentType(application/pdf)\n  file: @file(b.bin) @contentType(application/zip)\n}\n"
))]
#[case::json(export(json!({ "body": { "mode": "file", "file": [
    { "filePath": "a.bin", "contentType": "application/pdf", "selected": false },
    { "filePath": "b.bin", "contentType": "application/zip", "selected": true },
] } })))]
#[case::yaml(read_text(
    "it.yml",
    "opencollection: 1.0.0\ninfo:\n  name: P\nitems:\n  - info:\n      name: R\n      type: http\n    http:\n      method: POST\n      url: https://a.io/x\n      body:\n        type: file\n        data:\n          - filePath: a.bin\n            selected: false\n          - filePath: b.bin\n            contentType: application/zip\n            selected: true\n"
))]
fn the_selected_file_is_sent(#[case] collection: Collection) {
    let request = only(&collection);
    assert_eq!(request.body.as_deref(), Some("< ./b.bin"));
    assert_eq!(headers(request), [("Content-Type", "application/zip")]);
    assert_told(&collection, &["the body a.bin is switched off", "the file b.bin"]);
}

#[rstest]
#[case::url(
    "token_placement: url\n  token_query_key: tok",
    "https://a.io/x?tok={{%ACCESS_TOKEN}}",
    None
)]
#[case::url_without_a_name(
    "token_placement: url",
    "https://a.io/x?access_token={{%ACCESS_TOKEN}}",
    None
)]
#[case::word("token_header_prefix: Token", "https://a.io/x", Some("Token {{ACCESS_TOKEN}}"))]
#[case::no_word("token_header_prefix: ", "https://a.io/x", Some("{{ACCESS_TOKEN}}"))]
#[case::unsaid("scope: s", "https://a.io/x", Some("Bearer {{ACCESS_TOKEN}}"))]
fn a_token_goes_where_bruno_puts_it(
    #[case] said: &str,
    #[case] url: &str,
    #[case] header: Option<&str>,
) {
    let block = format!(
        "auth:oauth2 {{\n  client_id: me\n  access_token_url: https://b.io\n  refresh_token_url: \n  {said}\n}}\nauth:oauth2:additional_params:token {{\n  resource: r\n}}\n"
    );
    let collection = post("auth: oauth2", &block);
    let request = only(&collection);
    assert_eq!(request.url, url);
    assert_eq!(request.headers.first().map(|it| it.value.as_str()), header);
    assert_told(
        &collection,
        &["clientId", "accessTokenUrl", "auth:oauth2:additional_params:token"],
    );
    assert!(told(&collection).iter().all(|it| !it.contains("refreshTokenUrl")));
}

#[rstest]
#[case::query("query: tok", "https://a.io/x?tok={{%ACCESS_TOKEN}}", None)]
#[case::header("header: Token", "https://a.io/x", Some("Token {{ACCESS_TOKEN}}"))]
fn a_token_goes_where_yaml_says(
    #[case] placement: &str,
    #[case] url: &str,
    #[case] header: Option<&str>,
) {
    let text = format!(
        "opencollection: 1.0.0\ninfo:\n  name: P\nitems:\n  - info:\n      name: R\n      type: http\n    http:\n      method: GET\n      url: https://a.io/x\n      auth:\n        type: oauth2\n        flow: client_credentials\n        tokenConfig:\n          placement:\n            {placement}\n"
    );
    let collection = read_text("it.yml", &text);
    let request = only(&collection);
    assert_eq!(request.url, url);
    assert_eq!(request.headers.first().map(|it| it.value.as_str()), header);
    assert_told(&collection, &["oauth2 authorization were not imported: flow"]);
}

#[test]
fn a_bearer_without_a_token_is_no_profiles_token() {
    let collection = post("auth: bearer", "auth:bearer {\n  token: \n}\n");
    assert!(only(&collection).headers.is_empty());
    assert_told(&collection, &["bearer without a token"]);
}

#[test]
fn each_folder_that_is_a_collection_is_one() {
    let request = b"get {\n  url: {{base}}/x\n}\n".as_slice();
    let first = b"headers {\n  X-From: A\n}\nvars:pre-request {\n  base: https://a.io\n}\n";
    let second = b"headers {\n  X-From: B\n}\nvars:pre-request {\n  base: https://b.io\n}\n";
    let files = [
        ("A/bruno.json", br#"{"name":"First"}"#.as_slice()),
        ("A/collection.bru", first),
        ("A/get.bru", request),
        ("A/Inner/bruno.json", br#"{"name":"Second"}"#),
        ("A/Inner/collection.bru", second),
        ("A/Inner/Sub/get.bru", request),
        ("alone.bru", request),
        ("C/bruno.json", b"{\n\"name\": \n"),
        ("C/get.bru", request),
    ];
    let reading = read_files("Both", &files);
    assert!(reading.errors.is_empty(), "{:?}", reading.errors);
    let found = |it: &Collection| {
        let from = only(it).headers.first().map(|it| it.value.clone());
        (it.name.clone(), it.requests[0].folders.join("/"), from, it.variables.len())
    };
    let mut found: Vec<_> = reading.collections.iter().map(found).collect();
    found.sort();
    let expected = [
        ("Both", "", None, 0),
        ("Both", "", None, 0),
        ("First", "", Some("A"), 1),
        ("Second", "Sub", Some("B"), 1),
    ];
    let expected = expected.map(|(name, folder, from, count)| {
        (name.to_owned(), folder.to_owned(), from.map(str::to_owned), count)
    });
    assert_eq!(found, expected);
    let broken = |it: &&Collection| told(it).iter().any(|it| it.contains("is not JSON"));
    assert_eq!(reading.collections.iter().filter(broken).count(), 1);
}

#[test]
fn what_the_collection_is_set_to_is_listed() {
    let config = json!({ "version": "1", "name": "P", "type": "collection",
        "proxy": { "enabled": true, "hostname": "p" }, "clientCertificates": { "certs": [{ "domain": "x" }] },
        "presets": { "requestUrl": "https://x" }, "scripts": {} });
    let text = config.to_string();
    let files =
        [("bruno.json", text.as_bytes()), ("r.bru", b"get {\n  url: https://a.io\n}\n".as_slice())];
    let request = json!({ "url": "https://a.io", "surprise": 1 });
    let item = json!({ "type": "http", "name": "R", "request": request, "odd": "x" });
    let exported =
        read_json(&json!({ "version": "1", "items": [item], "brunoConfig": config, "more": 1 }));
    for collection in [&read_files("P", &files).collections[0], &exported] {
        assert_told(collection, &["proxy", "client certificate", "imported: presets"]);
    }
    assert_told(&exported, &["request.surprise", "odd was", "more was"]);
}

#[rstest]
#[case::tags("meta {\n  name: R\n  tags: [\n    smoke\n    slow\n  ]\n  odd: 1\n}\n", &["the tag smoke was", "the tag slow was", "meta.odd"])]
#[case::examples("example {\n  name: One\n  response: {\n  }\n}\nexample {\n  name: Two\n}\n", &["2 saved answers"])]
#[case::bodies("body:text {\n  left over\n}\nbody:form-urlencoded {\n  left: over\n}\n", &["the text body was", "the formUrlEncoded body was"])]
#[case::auth("auth:basic {\n  username: me\n  password: \n}\n", &["basic authorization were not imported: username"])]
#[case::block("metadata {\n  a: 1\n}\n", &["the block metadata"])]
fn what_a_file_has_beside_is_listed(#[case] blocks: &str, #[case] parts: &[&str]) {
    let collection = post("body: json", &format!("body:json {{\n  {{}}\n}}\n{blocks}"));
    assert_eq!(only(&collection).body.as_deref(), Some("{}"));
    assert_told(&collection, parts);
}

#[test]
fn bodies_of_the_export_that_are_not_chosen_are_listed() {
    let body = json!({ "mode": "json", "json": "{}", "text": "left over", "xml": null, "graphql": { "query": "" }, "formUrlEncoded": [] });
    let collection = export(json!({ "body": body }));
    assert_told(&collection, &["the text body was"]);
    assert_eq!(told(&collection).len(), 1, "{:?}", told(&collection));
    assert_told(&export(json!({ "body": { "mode": "odd" } })), &["the body of the type odd"]);
}

#[test]
fn a_variable_of_the_request_alone_is_used() {
    let request = "get {\n  url: https://a.io/{{one}}\n}\nvars:pre-request {\n  @one: 1\n}\n";
    let collection = bru(request);
    let variables = [(Vec::new(), "one".to_owned(), "1".to_owned())];
    let own = collection.variables.iter().map(|(name, it)| (Vec::new(), name.clone(), it.clone()));
    let all: Vec<_> = own.chain(collection.folder_variables.clone()).collect();
    assert_eq!(all, variables);
    assert!(told(&collection).is_empty(), "{:?}", told(&collection));
}

#[rstest]
#[case::value("id: 7", "https://a.io/7/:idx?a=:id")]
#[case::empty("id: ", "https://a.io/{{id}}/:idx?a=:id")]
#[case::longer("idx: 8", "https://a.io/:id/8?a=:id")]
fn the_path_is_filled_by_segments(#[case] parameter: &str, #[case] url: &str) {
    let text = format!(
        "get {{\n  url: https://a.io/:id/:idx?a=:id\n}}\nparams:path {{\n  {parameter}\n}}\n"
    );
    assert_eq!(only(&bru(&text)).url, url);
}

#[test]
fn a_parameter_that_is_nowhere_in_the_path_is_listed() {
    let text = "get {\n  url: https://a.io/:id\n}\nparams:path {\n  id: :other\n  other: 8\n}\n";
    let collection = bru(text);
    assert_eq!(only(&collection).url, "https://a.io/:other");
    assert_told(&collection, &["the path variable other"]);
}

#[test]
fn the_profiles_token_fills_no_path() {
    let text = "get {\n  url: https://a.io/:token\n}\nparams:path {\n  token: \n}\n";
    assert_eq!(only(&bru(text)).url, "https://a.io/{{token_parameter}}");
}

#[test]
fn redirects_are_not_followed() {
    let collection =
        post("body: none", "settings {\n  followRedirects: false\n  maxRedirects: 2\n}\n");
    assert_eq!(collection.requests[0].directives, ["@no-redirect"]);
    assert_eq!(told(&collection), ["these settings were not imported: maxRedirects"]);
}

#[test]
fn a_method_of_ones_own_is_named() {
    let text =
        "meta {\n  name: R\n  type: http\n}\nhttp {\n  method: PROPFIND\n  url: https://a.io\n}\n";
    assert_eq!(
        told(&bru(text)),
        ["the request was not imported: Mudbrick does not send the method PROPFIND"]
    );
}
