use super::*;
use mudbrick_interchange::collections::CollectionFormat;
use mudbrick_model::{Explain as _, Method};
use rstest::rstest;
use serde_json::json;
use std::io::Write as _;

#[test]
fn insomnia_4() {
    let collection = read_json(&json!({ "_type": "export", "__export_format": 4, "resources": [
        { "_type": "workspace", "_id": "w", "name": "Places" },
        { "_type": "environment", "_id": "e", "parentId": "w", "data": { "base": "https://a.io", "outer": { "inner": 7 }, "secret": "hunter2" } },
        { "_type": "environment", "_id": "e2", "parentId": "e", "name": "Stage", "data": { "base": "https://b.io" } },
        { "_type": "request_group", "_id": "g", "parentId": "w", "name": "Libraries" },
        { "_type": "request", "_id": "r2", "parentId": "g", "metaSortKey": 2, "name": "Second", "method": "POST", "url": "{{ _.base }}/x",
          "body": { "mimeType": "application/json", "text": "{\"id\": \"{% uuid 'v4' %}\", \"s\": \"{% response 'body', 'req', '$.id' %}\"}" },
          "headers": [{ "name": "Content-Type", "value": "application/json" }, { "name": "X-Off", "value": "1", "disabled": true }],
          "authentication": { "type": "bearer", "token": "{{ _.token }}" } },
        { "_type": "request", "_id": "r1", "parentId": "g", "metaSortKey": 1, "name": "First", "method": "GET", "url": "{{ _.base }}/{{ _.outer.inner }}",
          "parameters": [{ "name": "a b", "value": "{{ _.c }}" }, { "name": "off", "value": "1", "disabled": true }], "authentication": {} },
    ] }));
    assert_eq!(
        (collection.name.as_str(), collection.format),
        ("Places", CollectionFormat::Insomnia)
    );
    let names: Vec<&str> = collection.all().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["First", "Second"]);
    assert_eq!(collection.requests[0].request.url, "{{base}}/{{outer.inner}}?a%20b={{%c}}");
    let second = &collection.requests[1].request;
    assert_eq!(
        headers(second),
        [("Authorization", "Bearer {{ACCESS_TOKEN}}"), ("Content-Type", "application/json")]
    );
    assert_eq!(
        second.body.as_deref(),
        Some("{\"id\": \"{{$uuid}}\", \"s\": \"{{INSOMNIA_RESPONSE}}\"}")
    );
    assert_eq!(
        collection.variables,
        [
            ("base".to_owned(), "https://a.io".to_owned()),
            ("outer.inner".to_owned(), "7".to_owned())
        ]
    );
    let told: Vec<String> = kinds(&collection).iter().map(ToString::to_string).collect();
    for part in ["secret", "Stage", "X-Off", "off is", "response"] {
        assert!(told.iter().any(|it| it.contains(part)), "{part}: {told:?}");
    }
}

#[test]
fn insomnia_5_in_yaml() {
    let text = "type: collection.insomnia.rest/5.0\nname: Places\ncollection:\n  - name: Libraries\n    children:\n      - name: List\n        url: \"{{ _.base }}/l\"\n        method: GET\n        headers:\n          - name: X-N\n            value: 7\nenvironments:\n  name: Base\n  data:\n    base: https://a.io\n  subEnvironments:\n    - name: Stage\n      data: {}\n";
    let collection = read_text("it.yaml", text);
    assert_eq!(only(&collection).url, "{{base}}/l");
    assert_eq!(headers(only(&collection)), [("X-N", "7")]);
    assert_eq!(collection.requests[0].folders, ["Libraries"]);
}

const BRU: &str = "meta {\n  name: Create\n  type: http\n  seq: 1\n}\n\npost {\n  url: {{base}}/x/:id?a=1\n  body: json\n  auth: inherit\n}\n\nparams:query {\n  a: 1\n  ~b: 2\n}\n\nparams:path {\n  id: 9\n}\n\nheaders {\n  X-A: own\n  ~X-Off: 1\n}\n\nbody:json {\n  {\n    \"a\": 1\n  }\n}\n\nassert {\n  res.status: eq 200\n}\n\nscript:pre-request {\n  bru.setVar(\"n\", 1)\n}\n";

#[test]
fn bruno_as_a_folder() {
    let reading = read_files("Places", &[
        ("bruno.json", br#"{"version":"1","name":"Places","type":"collection"}"#.as_slice()),
        ("collection.bru", b"headers {\n  X-A: above\n  X-B: above\n}\nauth {\n  mode: bearer\n}\nauth:bearer {\n  token: {{t}}\n}\n"),
        ("environments/Stage.bru", b"vars {\n  base: https://b.io\n}\n"),
        ("Libraries/folder.bru", b"meta {\n  name: All libraries\n}\nvars:pre-request {\n  base: https://a.io\n}\n"),
        ("Libraries/Create.bru", BRU.as_bytes()),
        ("Libraries/Broken.bru", b"meta {\n  name: Broken\n"),
    ]);
    assert!(reading.errors.is_empty(), "{:?}", reading.errors);
    let collection = &reading.collections[0];
    let request = only(collection);
    assert_eq!(collection.requests[0].folders, ["All libraries"]);
    assert_eq!(request.url, "{{base}}/x/9?a=1");
    let expected = [
        ("Authorization", "Bearer {{ACCESS_TOKEN}}"),
        ("X-B", "above"),
        ("X-A", "own"),
        ("Content-Type", "application/json"),
    ];
    assert_eq!(headers(request), expected);
    assert_eq!(request.body.as_deref(), Some("{\n  \"a\": 1\n}"));
    assert_eq!(collection.requests[0].directives, ["@check status 200"]);
    let base = (vec!["All libraries".to_owned()], "base".to_owned(), "https://a.io".to_owned());
    assert_eq!(collection.folder_variables, [base]);
    assert!(collection.http_files().0[0].text.starts_with("@base = https://a.io\n"));
    let told: Vec<String> = kinds(collection).iter().map(ToString::to_string).collect();
    for part in ["Stage", "parameter b", "X-Off", "script", "line 1"] {
        assert!(told.iter().any(|it| it.contains(part)), "{part}: {told:?}");
    }
}

const YAML: &str = "info:\n  name: Create\n  type: http\n  seq: 2\n  tags:\n    - smoke\n\nhttp:\n  method: post\n  url: \"{{base}}/x/:id?a=1\"\n  params:\n    - name: a\n      value: \"1\"\n      type: query\n    - name: b\n      value: \"2\"\n      type: query\n      disabled: true\n    - name: id\n      value: \"9\"\n      type: path\n  headers:\n    - name: X-A\n      value: own\n    - name: X-Off\n      value: \"1\"\n      disabled: true\n  body:\n    type: json\n    data: |-\n      {\n        \"a\": 1\n      }\n  auth: inherit\n\nruntime:\n  scripts:\n    - type: before-request\n      code: bru.setVar(\"n\", 1)\n  assertions:\n    - expression: res.status\n      operator: eq\n      value: \"200\"\n  surprise: 1\n\nsettings:\n  encodeUrl: true\n  timeout: 0\n\ndocs: Makes one\n";

#[test]
fn bruno_as_a_folder_of_yaml() {
    let reading = read_files("Places", &[
        ("api/opencollection.yml", b"opencollection: 1.0.0\ninfo:\n  name: Places\nrequest:\n  headers:\n    - name: X-A\n      value: above\n    - name: X-B\n      value: above\n  auth:\n    type: bearer\n    token: \"{{t}}\"\nextensions:\n  bruno:\n    ignore:\n      - node_modules\n".as_slice()),
        ("api/environments/Stage.yml", b"name: Stage\nvariables:\n  - name: base\n    value: https://b.io\n"),
        ("api/Libraries/folder.yml", b"info:\n  name: All libraries\n  type: folder\nrequest:\n  auth: inherit\n  variables:\n    - name: base\n      value: https://a.io\n"),
        ("api/Libraries/Create.yml", YAML.as_bytes()),
        ("api/Libraries/Form.yml", b"info:\n  name: Form\n  type: http\n  seq: 1\nhttp:\n  method: POST\n  url: https://a.io/form\n  body:\n    type: form-urlencoded\n    data:\n      - name: a\n        value: b c\n      - name: off\n        value: \"1\"\n        disabled: true\n  auth: none\n"),
        ("api/Libraries/Broken.yml", b"info:\n\t- name: [\n"),
        ("api/Socket.yml", b"info:\n  name: Socket\n  type: websocket\nwebsocket:\n  url: wss://a.io\n"),
        ("elsewhere.http", b"GET https://c.io\n"),
    ]);
    assert!(reading.errors.is_empty(), "{:?}", reading.errors);
    assert_eq!(reading.collections.len(), 2, "what is outside of its folder is another one");
    let collection = &reading.collections[0];
    assert_eq!(collection.name, "Places");
    let names: Vec<_> = collection.requests.iter().map(|it| it.request.name.as_str()).collect();
    assert_eq!(names, ["Form", "Create"], "by their numbers");
    let (form, create) = (&collection.requests[0], &collection.requests[1]);
    assert_eq!(create.folders, ["All libraries"]);
    assert_eq!(create.request.url, "{{base}}/x/9?a=1");
    assert_eq!(create.request.method, Method::Post);
    let expected = [
        ("Authorization", "Bearer {{ACCESS_TOKEN}}"),
        ("X-B", "above"),
        ("X-A", "own"),
        ("Content-Type", "application/json"),
    ];
    assert_eq!(headers(&create.request), expected);
    assert_eq!(create.request.body.as_deref(), Some("{\n  \"a\": 1\n}"));
    assert_eq!(create.directives, ["@check status 200"]);
    assert!(headers(&form.request).iter().all(|(name, _)| *name != "Authorization"));
    assert_eq!(form.request.body.as_deref(), Some("a=b%20c"));
    let told: Vec<String> = kinds(collection).iter().map(ToString::to_string).collect();
    let parts = [
        "Stage",
        "parameter b",
        "X-Off",
        "script",
        "smoke",
        "runtime.surprise",
        "timeout",
        "websocket",
        "off",
        "is not YAML",
    ];
    for part in parts {
        assert!(told.iter().any(|it| it.contains(part)), "{part}: {told:?}");
    }
}

#[test]
fn bruno_as_one_document_of_yaml() {
    let text = "opencollection: 1.0.0\ninfo:\n  name: Places\nbundled: true\nitems:\n  - info:\n      name: F\n      type: folder\n    items:\n      - info:\n          name: List\n          type: http\n        http:\n          method: GET\n          url: https://a.io/x\n";
    let reading = read_files("places.yml", &[("places.yml", text.as_bytes())]);
    assert!(reading.errors.is_empty(), "{:?}", reading.errors);
    let collection = &reading.collections[0];
    assert_eq!(
        (collection.name.as_str(), only(collection).url.as_str()),
        ("Places", "https://a.io/x")
    );
    assert_eq!(collection.requests[0].folders, ["F"]);
}

#[test]
fn bruno_as_json() {
    let collection = read_json(&json!({ "name": "Places", "version": "1", "items": [
        { "type": "folder", "name": "F", "items": [{ "type": "http", "name": "R", "seq": 1, "request": {
            "method": "PUT", "url": "https://a.io", "headers": [], "params": [],
            "body": { "mode": "multipartForm", "multipartForm": [{ "type": "file", "name": "f", "value": ["/x/y.csv"], "enabled": true }] },
            "auth": { "mode": "none" },
        } }] },
    ] }));
    assert!(only(&collection).body.as_deref().unwrap().contains("< ./y.csv"));
}

#[test]
fn a_file_of_curl_commands() {
    let text = "#!/bin/sh\n# List\ncurl https://a.io -H 'Authorization: Bearer eyJhbGciOiJSUzI1NiJ9.e30.c2ln'\n\ncurl -X POST https://a.io/b \\\n  -H 'Content-Type: application/json' -d '{\"a\":1}'\n";
    let collection = read_text("calls.sh", text);
    let all: Vec<&Request> = collection.all().collect();
    assert_eq!((all[0].name.as_str(), all[1].name.as_str()), ("List", "POST https://a.io/b"));
    assert_eq!(headers(all[0]), [("Authorization", "Bearer {{ACCESS_TOKEN}}")]);
    assert_eq!(all[1].body.as_deref(), Some("{\"a\":1}"));
}

#[test]
fn http_files_keep_their_bytes_but_literal_credentials() {
    let plain = "# hello\r\n@a = 1\r\n\r\n###   One\r\nGET https://a.io/{{a}}\r\n\r\n";
    let secret = "@password = hunter2\nGET https://a.io\nAuthorization: Bearer eyJhbGciOiJSUzI1NiJ9.e30.c2ln\n";
    let reading =
        read_files("mine", &[("x/one.http", plain.as_bytes()), ("two.rest", secret.as_bytes())]);
    let collection = &reading.collections[0];
    assert_eq!(collection.texts[0].text, plain);
    assert_eq!(
        collection.texts[1].text,
        "GET https://a.io\nAuthorization: Bearer {{ACCESS_TOKEN}}\n"
    );
    let paths: Vec<String> = collection.http_files().0.into_iter().map(|it| it.path).collect();
    assert_eq!(paths, ["x/one", "two"]);
}

#[rstest]
#[case::one_bad_line("### A letter\n\nDear Ada", "a.http: Line 3 should begin")]
#[case::for_other_programs("GRAPHQL https://a.io", "for other programs: GRAPHQL https://a.io.")]
#[case::nothing("# words", "a.http: The file holds no request.")]
fn a_http_file_without_a_request_is_said_with_the_reason(
    #[case] text: &str,
    #[case] expected: &str,
) {
    let errors = read_files("a.http", &[("a.http", text.as_bytes())]).errors;
    let [error] = &errors[..] else { panic!("{errors:?}") };
    assert!(error.problem().message.contains(expected), "{error}");
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_zip_file_with_several() {
    let postman =
        json!({ "info": { "name": "C" }, "item": [{ "name": "R", "request": "https://a.io" }] })
            .to_string();
    let bytes = zipped(&[
        ("a.json", postman.as_bytes()),
        ("b.http", b"GET https://b.io\n"),
        ("../../out.http", b"GET https://c.io\n"),
        ("note.txt", b"Nothing to see here."),
        ("__MACOSX/x", b"x"),
    ]);
    let reading = read_files("all.zip", &[("all.zip", &bytes)]);
    assert_eq!(reading.collections.iter().map(Collection::count).sum::<usize>(), 2);
    let errors: Vec<String> = reading.errors.iter().map(ToString::to_string).collect();
    assert!(
        errors.iter().any(|it| it.contains("../../out.http") && it.contains("leads out")),
        "{errors:?}"
    );
    assert!(errors.iter().any(|it| it.contains("note.txt")), "{errors:?}");
}

#[test]
fn a_link_in_a_zip_file_is_not_followed() {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    writer.add_symlink("a.http", "/etc/passwd", zip::write::SimpleFileOptions::default()).unwrap();
    let bytes = writer.finish().unwrap().into_inner();
    let reading = read_files("all.zip", &[("all.zip", &bytes)]);
    assert!(
        reading.errors.iter().any(|it| it.to_string().contains("leads out")),
        "{:?}",
        reading.errors
    );
}

#[test]
fn a_paste_is_one_request() {
    let collection = read_text("standard input", "curl https://a.io -H 'x-api-key: {API_KEY}'");
    assert_eq!(headers(only(&collection)), [("x-api-key", "{{API_KEY}}")]);
}

#[test]
fn insomnia_hands_down_what_its_folders_have() {
    let text = "type: collection.insomnia.rest/5.0\nname: Places\ncollection:\n  - name: Libraries\n    authentication:\n      type: bearer\n      token: \"{{ _.t }}\"\n    headers:\n      - name: X-A\n        value: above\n      - name: X-Off\n        value: above\n        disabled: true\n    environment:\n      base: https://a.io\n    children:\n      - name: List\n        url: \"{{ _.base }}/l\"\n        method: GET\n        authentication: {}\n        settings:\n          followRedirects: \"off\"\n      - name: Open\n        url: \"{{ _.base }}/o\"\n        method: GET\n        headers:\n          - name: x-a\n            value: own\n        authentication:\n          type: none\nenvironments:\n  name: Base\n  data:\n    base: https://b.io\n";
    let collection = read_text("it.yaml", text);
    let all: Vec<&Request> = collection.all().collect();
    let expected = [("Authorization", "Bearer {{ACCESS_TOKEN}}"), ("X-A", "above")];
    assert_eq!(headers(all[0]), expected);
    assert_eq!(headers(all[1]), [("x-a", "own")]);
    assert_eq!(collection.requests[0].directives, ["@no-redirect"]);
    let (files, _) = collection.http_files();
    assert!(files[0].text.starts_with("@base = https://a.io\n"), "{}", files[0].text);
    let told: Vec<String> = kinds(&collection).iter().map(ToString::to_string).collect();
    assert!(told.iter().any(|it| it.contains("X-Off")), "{told:?}");
}

#[test]
fn insomnia_4_hands_down_too() {
    let collection = read_json(&json!({ "_type": "export", "__export_format": 4, "resources": [
        { "_type": "workspace", "_id": "w", "name": "Places" },
        { "_type": "request_group", "_id": "g", "parentId": "w", "name": "Outer",
          "authentication": { "type": "basic", "username": "u", "password": "hunter2" }, "headers": [{ "name": "X-A", "value": "outer" }] },
        { "_type": "request_group", "_id": "h", "parentId": "g", "name": "Inner", "headers": [{ "name": "x-a", "value": "inner" }] },
        { "_type": "request", "_id": "r", "parentId": "h", "name": "List", "method": "GET", "url": "https://a.io", "settingFollowRedirects": "off" },
    ] }));
    let expected = [("Authorization", "Basic {{BASIC_CREDENTIALS}}"), ("x-a", "inner")];
    assert_eq!(headers(only(&collection)), expected);
    assert_eq!(collection.requests[0].directives, ["@no-redirect"]);
}

#[test]
fn a_collection_may_be_below_other_folders_of_a_zip_file() {
    let bru = "meta {\n  name: List\n}\nget {\n  url: https://a.io\n}\n";
    let bytes = zipped(&[
        ("places-main/README.md", b"Read me."),
        ("places-main/api/bruno.json", br#"{"version":"1","name":"Places"}"#),
        ("places-main/api/collection.bru", b"headers {\n  X-A: above\n}\n"),
        ("places-main/api/Libraries/List.bru", bru.as_bytes()),
    ]);
    let reading = read_files("places.zip", &[("places.zip", &bytes)]);
    let collection = &reading.collections[0];
    assert_eq!(
        (collection.name.as_str(), &*collection.requests[0].folders),
        ("Places", &["Libraries".to_owned()][..])
    );
    assert_eq!(headers(only(collection)), [("X-A", "above")]);
    assert_eq!(reading.errors.len(), 1, "{:?}", reading.errors);
}

#[test]
fn a_zip_file_that_unpacks_to_more_than_is_read_is_refused() {
    let bytes = zipped(&[("a.json", &vec![b' '; 65 << 20])]);
    assert!(bytes.len() < 1 << 20);
    let reading = read_files("bomb.zip", &[("bomb.zip", &bytes)]);
    assert!(reading.collections.is_empty());
    assert!(reading.errors[0].to_string().contains("64 MiB"), "{}", reading.errors[0]);
}

#[test]
fn json_that_is_nested_too_deep_says_so() {
    let nested = |levels: usize| {
        let mut item = json!({ "name": "R", "request": "https://a.io" });
        for _ in 0..levels {
            item = json!({ "name": "[", "item": [item] });
        }
        let text = json!({ "info": { "name": "C" }, "item": [item] }).to_string();
        read_files("deep.json", &[("deep.json", text.as_bytes())])
    };
    assert_eq!(nested(61).collections[0].count(), 1);
    let told = nested(64).errors[0].to_string();
    assert!(told.contains("more than 127 levels deep"), "{told}");
}
