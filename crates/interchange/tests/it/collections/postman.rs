use super::*;
use mudbrick_interchange::collections::{Disabled, Native, ScriptTime};
use rstest::rstest;
use serde_json::json;

/// A collection with one request.
fn with(request: Value) -> Value {
    json!({ "info": { "name": "C" }, "item": [{ "name": "R", "request": request }] })
}

fn url_of(url: Value) -> String {
    only(&read_json(&with(json!({ "method": "GET", "url": url })))).url.clone()
}

#[rstest]
#[case::text(json!("https://a.io/b?c=d"), "https://a.io/b?c=d")]
#[case::parts(json!({ "raw": "x", "protocol": "https", "host": ["a", "io"], "path": ["b", ""] }), "https://a.io/b/")]
#[case::texts(json!({ "protocol": "https", "host": "a.io", "path": "/b", "port": "8443" }), "https://a.io:8443/b")]
#[case::raw_alone(json!({ "raw": "https://a.io/b" }), "https://a.io/b")]
#[case::query(json!({ "protocol": "https", "host": ["a.io"], "query": [{ "key": "c", "value": "{{c.d-e}}" }, { "key": "f", "value": null }, { "key": "g", "value": "" }, { "key": "h", "value": "1", "disabled": true }] }), "https://a.io?c={{c.d-e}}&f&g=")]
#[case::path_variable(json!({ "raw": "https://a.io/:id/:other/b:c", "variable": [{ "key": "id", "value": "7" }, { "key": "other", "value": "" }] }), "https://a.io/7/{{other}}/b:c")]
#[case::hash(json!({ "protocol": "https", "host": ["a.io"], "path": ["b"], "hash": "c" }), "https://a.io/b#c")]
#[case::variable_host(json!({ "raw": "{{base}}/b", "host": ["{{base}}"], "path": ["b"] }), "{{base}}/b")]
#[case::segments_with_values(json!({ "protocol": "https", "host": ["a.io"], "path": [{ "type": "string", "value": "b" }, "c"] }), "https://a.io/b/c")]
#[case::ends_in_a_value(json!({ "host": ["https://a.io"], "query": [{ "key": "q", "value": "Tom & Jerry#1=2" }] }), "https://a.io?q=Tom %26 Jerry%231=2")]
#[case::ends_in_a_name(json!({ "host": ["https://a.io"], "query": [{ "key": "a&b=c#", "value": "1" }, { "key": "d&", "value": null }] }), "https://a.io?a%26b%3Dc%23=1&d%26")]
#[case::ends_in_a_variable(json!({ "host": ["https://a.io"], "query": [{ "key": "q", "value": "{{a&b}}&{{c" }] }), "https://a.io?q={{a&b}}%26{{c")]
#[case::encoded_already(json!({ "host": ["https://a.io"], "query": [{ "key": "q", "value": "a%26b+c" }] }), "https://a.io?q=a%26b+c")]
#[case::ends_in_a_path(json!({ "host": ["https://a.io"], "path": ["a?b", ":id"], "variable": [{ "key": "id", "value": "1/2?c#d" }] }), "https://a.io/a%3Fb/1/2%3Fc%23d")]
#[case::token_in_a_path(json!("https://a.io/:token/:orgId"), "https://a.io/{{token_parameter}}/{{orgId_parameter}}")]
#[case::other_url_in_a_query(json!("a.io/r?to=https://x.io"), "https://a.io/r?to=https://x.io")]
#[case::other_url_in_a_path(json!("a.io/:id/https://x.io/:id"), "https://a.io/{{id}}/https://x.io/{{id}}")]
#[case::other_url_behind_a_variable(json!("{{base}}/r?to=https://x.io"), "{{base}}/r?to=https://x.io")]
fn urls_are_what_postman_sends(#[case] url: Value, #[case] expected: &str) {
    assert_eq!(url_of(url), expected);
}

#[test]
fn a_url_that_is_shown_otherwise_is_said() {
    let url = json!({ "raw": "https://a.io/b?c=d", "protocol": "https", "host": ["a.io"], "path": ["b"] });
    let collection = read_json(&with(json!({ "url": url })));
    assert_eq!(only(&collection).url, "https://a.io/b");
    assert!(matches!(kinds(&collection)[..], [LeftOutKind::UrlDiffers { .. }]));
}

#[rstest]
#[case::collection(json!({ "type": "bearer", "bearer": [{ "key": "token", "value": "{{ACCESS_TOKEN}}" }] }), Value::Null, "Bearer {{ACCESS_TOKEN}}")]
#[case::v2_0(json!({ "type": "bearer", "bearer": { "token": "eyJhbGciOiJSUzI1NiJ9.e30.c2ln" } }), Value::Null, "Bearer {{ACCESS_TOKEN}}")]
#[case::oauth(json!({ "type": "oauth2", "oauth2": [{ "key": "accessToken", "value": "x" }] }), Value::Null, "Bearer {{ACCESS_TOKEN}}")]
#[case::request_stops_it(json!({ "type": "basic" }), json!({ "type": "noauth" }), "")]
#[case::request_wins(json!({ "type": "noauth" }), json!({ "type": "basic", "basic": [{ "key": "password", "value": "hunter2" }] }), "Basic {{BASIC_CREDENTIALS}}")]
fn authorization_is_handed_down(#[case] above: Value, #[case] own: Value, #[case] expected: &str) {
    let mut request = json!({ "url": "https://a.io" });
    if !own.is_null() {
        request["auth"] = own;
    }
    let collection = read_json(&json!({
        "info": { "name": "C" }, "auth": above,
        "item": [{ "name": "F", "item": [{ "name": "R", "request": request }] }],
    }));
    let request = only(&collection);
    assert_eq!(headers(request).first().map_or("", |(_, value)| *value), expected);
    assert_eq!(collection.requests[0].folders, ["F"]);
}

#[test]
fn an_authorization_that_is_null_says_nothing() {
    let collection = read_json(&json!({
        "info": { "name": "C" }, "auth": { "type": "bearer", "bearer": { "token": "{{ACCESS_TOKEN}}" } },
        "item": [{ "name": "F", "auth": null, "item": [{ "name": "R", "request": { "url": "https://a.io", "auth": null } }] }],
    }));
    assert_eq!(headers(only(&collection)), [("Authorization", "Bearer {{ACCESS_TOKEN}}")]);
}

#[test]
fn comments_that_are_left_out_of_a_body_are_said() {
    let body =
        json!({ "mode": "raw", "raw": "{} // a", "options": { "raw": { "language": "json" } } });
    let collection =
        read_json(&with(json!({ "method": "POST", "url": "https://a.io", "body": body })));
    let what = "the comments in the body".to_owned();
    assert_eq!(kinds(&collection), [&LeftOutKind::Others { what }]);
}

#[test]
fn a_folders_authorization_wins_over_the_collections() {
    let collection = read_json(&json!({
        "info": { "name": "C" }, "auth": { "type": "noauth" },
        "item": [{ "name": "F", "auth": { "type": "apikey", "apikey": [{ "key": "key", "value": "x-k" }, { "key": "value", "value": "{{K}}" }, { "key": "in", "value": "header" }] },
            "item": [{ "name": "R", "request": { "url": "https://a.io", "header": [{ "key": "X-K", "value": "old" }] } }] }],
    }));
    assert_eq!(headers(only(&collection)), [("x-k", "{{K}}")]);
}

#[rstest]
#[case::empty_form(json!({ "mode": "formdata", "formdata": [] }), None)]
#[case::empty_pairs(json!({ "mode": "urlencoded", "urlencoded": [] }), None)]
#[case::all_disabled(json!({ "mode": "urlencoded", "urlencoded": [{ "key": "a", "value": "1", "disabled": true }] }), None)]
#[case::switched_off(json!({ "mode": "raw", "raw": "{}", "disabled": true }), None)]
#[case::json(json!({ "mode": "raw", "raw": "{\"a\": {{n}}}", "options": { "raw": { "language": "json" } } }), Some("{\"a\": {{n}}}"))]
#[case::comments(json!({ "mode": "raw", "raw": "{\n  // all\n  \"u\": \"https://x\" // one\n}", "options": { "raw": { "language": "json" } } }), Some("{\n  \"u\": \"https://x\"\n}"))]
#[case::slashes_in_a_text(json!({ "mode": "raw", "raw": "a // b", "options": { "raw": { "language": "text" } } }), Some("a // b"))]
#[case::pairs(json!({ "mode": "urlencoded", "urlencoded": [{ "key": "a b", "value": "c&d" }, { "key": "e", "value": "{{F}}" }] }), Some("a%20b=c%26d&e={{%F}}"))]
#[case::file(json!({ "mode": "file", "file": { "src": "/C:/Users/me/data.csv" } }), Some("< ./data.csv"))]
#[case::graphql(json!({ "mode": "graphql", "graphql": { "query": "{ me }", "variables": "{\"a\": {{n}}}" } }), Some("{\n  \"query\": \"{ me }\",\n  \"variables\": {\"a\": {{n}}}\n}"))]
fn bodies(#[case] body: Value, #[case] expected: Option<&str>) {
    let collection =
        read_json(&with(json!({ "method": "POST", "url": "https://a.io", "body": body })));
    assert_eq!(only(&collection).body.as_deref(), expected);
}

#[test]
fn a_form_of_several_parts() {
    let collection = read_json(&with(json!({
        "method": "POST", "url": "https://a.io", "header": [{ "key": "Content-Type", "value": "multipart/form-data" }],
        "body": { "mode": "formdata", "formdata": [
            { "key": "a", "value": "1", "type": "text" }, { "key": "f", "type": "file", "src": "../x/y.csv" },
        ] },
    })));
    let request = only(&collection);
    let body = request.body.as_deref().unwrap();
    assert!(
        body.contains("name=\"a\"\r\n\r\n1\r\n") && body.contains("filename=\"y.csv\""),
        "{body}"
    );
    assert!(body.contains("\r\n\r\n< ./y.csv\r\n"));
    assert_eq!(headers(request).len(), 1);
    assert!(headers(request)[0].1.contains("boundary="));
    assert!(matches!(kinds(&collection)[..], [LeftOutKind::FieldInFile { .. }]));
}

#[test]
fn a_get_request_has_no_body_unless_postman_is_told() {
    let body = json!({ "mode": "raw", "raw": "{}" });
    let mut collection = with(json!({ "method": "GET", "url": "https://a.io", "body": body }));
    let read = read_json(&collection);
    assert_eq!(only(&read).body, None);
    assert!(matches!(kinds(&read)[..], [LeftOutKind::BodyNotSent { .. }]));
    collection["item"][0]["protocolProfileBehavior"] =
        json!({ "disableBodyPruning": true, "followRedirects": false });
    let read = read_json(&collection);
    assert_eq!(only(&read).body.as_deref(), Some("{}"));
    assert_eq!(read.requests[0].directives, ["@no-redirect"]);
    assert!(read.left_out.is_empty(), "{:?}", read.left_out);
}

#[test]
fn headers_keep_their_order_and_what_is_off_is_listed() {
    let collection = read_json(&with(json!({ "url": "https://a.io", "header": [
        { "key": "Accept", "value": "a" }, { "key": "X-Off", "value": "1", "disabled": true },
        { "key": "X-Off-Too", "value": "1", "enabled": false }, { "key": "Accept", "value": "b" },
        { "key": "x-sandbox-name", "value": "{{SANDBOX_NAME}}", "enabled": true }, { "key": "", "value": "" },
    ] })));
    let expected = [("Accept", "a"), ("Accept", "b"), ("x-sandbox-name", "{{SANDBOX_NAME}}")];
    assert_eq!(headers(only(&collection)), expected);
    let off = |name: &str| LeftOutKind::Disabled { part: Disabled::Header, name: name.to_owned() };
    assert_eq!(kinds(&collection), [&off("X-Off"), &off("X-Off-Too")]);
}

#[test]
fn header_lines_of_old_files_are_read() {
    let collection = read_json(&with(json!({ "url": "https://a.io", "header": "A: b\nC: d:e\n" })));
    assert_eq!(headers(only(&collection)), [("A", "b"), ("C", "d:e")]);
}

#[test]
fn scripts_examples_and_settings_are_listed_with_their_place() {
    let script =
        |listen: &str, exec: &str| json!({ "listen": listen, "script": { "exec": [exec] } });
    let collection = read_json(
        &json!({ "info": { "name": "C" }, "item": [{ "name": "F", "item": [{
        "name": "R", "request": { "url": "https://a.io", "proxy": {}, "certificate": {} },
        "response": [{}, {}],
        "event": [
            script("prerequest", "pm.request.headers.each(h => { if (h.value.startsWith(\"{{\")) pm.request.headers.remove(h.key) })"),
            script("test", "pm.environment.set('ACCESS_TOKEN', x); pm.response.to.have.status(200)"),
            script("test", "// nothing"),
        ],
    }] }] }),
    );
    let token = Native::StoresToken { variable: "ACCESS_TOKEN".to_owned() };
    assert_eq!(
        kinds(&collection),
        [
            &LeftOutKind::Script { time: ScriptTime::Before, native: vec![Native::DropIfUnset] },
            &LeftOutKind::Script {
                time: ScriptTime::After,
                native: vec![token, Native::ChecksStatus { status: 200 }]
            },
            &LeftOutKind::Examples { count: 2 },
            &LeftOutKind::Proxy,
            &LeftOutKind::Certificate,
        ]
    );
    assert!(collection.left_out.iter().all(|it| it.place == "F › R"));
    assert!(
        collection.http_files().0[0].text.contains("\n# @check status 200\nGET https://a.io\n")
    );
}

#[test]
fn variables_are_the_files_but_secrets_and_the_profiles_own() {
    let collection = read_json(&json!({
        "info": { "name": "C" },
        "variable": [
            { "key": "base", "value": "https://{{host.name}}" }, { "key": "host.name", "value": "a.io" },
            { "key": "unused", "value": "1" }, { "key": "password", "value": "hunter2" },
            { "key": "SANDBOX_NAME", "value": "prod" }, { "key": "off", "value": "1", "disabled": true },
        ],
        "item": [{ "name": "R", "request": "{{base}}/b" }],
    }));
    let (files, _) = collection.http_files();
    assert_eq!(
        files[0].text,
        "@base = https://{{host.name}}\n@host.name = a.io\n\n### R\nGET {{base}}/b\n"
    );
    assert!(matches!(
        kinds(&collection)[..],
        [
            LeftOutKind::SecretVariable { .. },
            LeftOutKind::ProfilesVariable { .. },
            LeftOutKind::Disabled { .. }
        ]
    ));
}

#[test]
fn names_become_files_that_every_system_takes() {
    let request = json!({ "name": "Same", "request": "https://a.io" });
    let folder = |name: &str| json!({ "name": name, "item": [request, request] });
    let collection = read_json(&json!({ "info": { "name": "A/B: C" }, "item": [
        request, folder("x/../y"), folder("X-..-y"), folder("con"), folder(&"long ".repeat(200)), folder("..."),
        { "name": "Empty", "item": [] }, { "name": "a.http", "item": [request] },
    ] }));
    let (files, left_out) = collection.http_files();
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths[..4], ["A-B- C", "x-..-y", "X-..-y 2", "con-"]);
    assert!(paths[4].len() <= 80 && paths[5] == "Unnamed" && paths[6] == "a-http");
    assert!(left_out.is_empty());
    let names: Vec<&str> =
        files[1].file.entries.iter().map(|it| it.request.name.as_str()).collect();
    assert_eq!(names, ["Same", "Same 2"]);
    for file in &files {
        mudbrick_model::RequestPath::parse(&file.path).unwrap();
    }
    assert!(matches!(kinds(&collection)[..], [LeftOutKind::EmptyFolder]));
}

#[test]
fn folders_are_followed_to_any_depth_and_fit_a_path() {
    let mut item = json!({ "name": "R", "request": "https://a.io" });
    for depth in 0..40 {
        item = json!({ "name": format!("Level {depth} with a long name"), "item": [item] });
    }
    let collection = read_json(&json!({ "info": { "name": "C" }, "item": [item] }));
    assert_eq!(collection.requests[0].folders.len(), 40);
    let (files, _) = collection.http_files();
    assert!(
        files[0].path.len() <= 200 && files[0].path.split('/').count() <= 8,
        "{}",
        files[0].path
    );
}

#[test]
fn what_cannot_be_written_is_listed_alone() {
    let body = json!({ "mode": "raw", "raw": "a\n### b" });
    let collection = read_json(&json!({ "info": { "name": "C" }, "item": [
        { "name": "R", "request": { "method": "POST", "url": "https://a.io", "body": body } },
        { "name": "S", "request": "https://a.io" },
    ] }));
    let (files, left_out) = collection.http_files();
    assert_eq!(files[0].file.entries.len(), 1);
    assert!(
        matches!(&left_out[..], [one] if one.place == "R" && matches!(one.kind, LeftOutKind::NotWritable { .. }))
    );
}

#[test]
fn descriptions_become_comments_that_are_nothing_else() {
    let collection = read_json(
        &json!({ "info": { "name": "C", "description": "What for" }, "item": [
        { "name": "R", "request": { "url": "https://a.io", "description": "One\n@name two\n\n### three" } },
    ] }),
    );
    let (files, _) = collection.http_files();
    let text = "# What for\n\n### R\n# One\n# - @name two\n#\n# ### three\nGET https://a.io\n";
    assert_eq!(files[0].text, text);
}

#[test]
fn the_first_format_is_named() {
    let text = json!({ "id": "1", "name": "C", "order": [], "requests": [] }).to_string();
    let reading = read_files("v1.json", &[("v1.json", text.as_bytes())]);
    assert!(reading.errors[0].to_string().contains("first format"));
}

#[test]
fn what_is_said_of_parts_is_kept_whole() {
    let long = "very long ".repeat(40);
    let said = |key: &str| json!({ "key": key, "value": "1", "description": { "content": long, "type": "text/plain" } });
    let collection = read_json(
        &json!({ "info": { "name": "C", "description": "For all" }, "item": [
        { "name": "F", "description": "Outer", "item": [{ "name": "G", "item": [{ "name": "R", "description": "Own", "request": {
            "method": "POST", "description": "Two\nlines", "header": [said("X-H")],
            "url": { "host": ["https://a.io"], "path": [":id"], "query": [said("q")], "variable": [said("id")] },
            "body": { "mode": "urlencoded", "urlencoded": [said("f")] },
        } }] }] },
        { "name": "S", "description": "Of a text", "request": "https://b.io" },
    ] }),
    );
    let (files, _) = collection.http_files();
    let text = &files[0].text;
    for part in ["id", "q", "X-H", "f"] {
        assert!(text.contains(&format!("# {part}: {}\n", long.trim())), "{text}");
    }
    assert!(text.starts_with("# F:\n# Outer\n"), "{text}");
    assert!(text.contains("# Own\n# Two\n# lines\n"), "{text}");
    assert!(files[1].text.starts_with("# For all\n") && files[1].text.contains("# Of a text\n"));
    assert_eq!(collection.unplaced_descriptions(), 0);
    assert!(collection.left_out.is_empty(), "{:?}", collection.left_out);
}

#[test]
fn what_is_kept_beside_what_is_sent_is_listed() {
    let collection = read_json(&json!({
        "info": { "name": "C" },
        "variable": [{ "key": "a", "value": "1" }, { "key": "a", "value": "2" }],
        "item": [{ "name": "R", "variable": [{ "key": "b", "value": "3" }], "request": {
            "method": "POST", "url": { "raw": "https://a.io/{{a}}", "variable": [{ "key": "gone", "value": "4" }] },
            "auth": { "type": "oauth2", "oauth2": [{ "key": "accessToken", "value": "{{ACCESS_TOKEN}}" }, { "key": "clientId", "value": "5" }, { "key": "scope", "value": "" }], "basic": [{ "key": "username", "value": "6" }] },
            "body": { "mode": "raw", "raw": { "x": 1 }, "urlencoded": [{ "key": "k", "value": "v" }], "formdata": [], "odd": "7" },
        }, "event": [{ "listen": "test", "disabled": true, "script": { "exec": ["x()"] } }, { "listen": "test", "script": { "src": "https://a.io/x.js" } }] },
        { "name": "Note", "description": "Said" }],
    }));
    let told: Vec<String> = kinds(&collection).iter().map(ToString::to_string).collect();
    for part in [
        "second value of the variable a ",
        "variable b,",
        "path variable gone",
        "oauth2 authorization were not imported: clientId",
        "basic authorization were not imported: username",
        "urlencoded body",
        "odd body",
        "script test is switched off",
        "script that runs after",
    ] {
        assert_eq!(told.iter().filter(|it| it.contains(part)).count(), 1, "{part}: {told:#?}");
    }
    assert_eq!(told.len(), 9, "{told:#?}");
    let request = only(&collection);
    assert_eq!(request.body.as_deref(), Some("{\n  \"x\": 1\n}"));
    assert!(collection.http_files().0[0].text.starts_with("# Note: Said\n\n@a = 2\n"));
}

#[test]
fn a_url_without_a_scheme_is_said() {
    let collection = read_json(&with(json!({ "url": "a.io/r?to=https://x.io" })));
    assert_eq!(kinds(&collection), [&LeftOutKind::Scheme]);
}

/// What is said of a POST request with this body, and the request.
fn with_body(body: Value) -> (String, Vec<LeftOutKind>) {
    let collection =
        read_json(&with(json!({ "method": "POST", "url": "https://a.io", "body": body })));
    let kinds = kinds(&collection).into_iter().cloned().collect();
    (only(&collection).body.clone().unwrap_or_default(), kinds)
}

#[rstest]
#[case::text("a\r\nb", Some(LeftOutKind::BodyLineEnds))]
#[case::json("{\r\n}", None)]
#[case::file("a\n< 5 items", Some(LeftOutKind::ReadAsFile { line: "< 5 items".to_owned() }))]
#[case::xml("<a\n b='1'>", None)]
fn lines_that_go_out_otherwise_are_said(#[case] raw: &str, #[case] expected: Option<LeftOutKind>) {
    let (_, kinds) = with_body(json!({ "mode": "raw", "raw": raw }));
    assert_eq!(kinds, Vec::from_iter(expected));
}

#[test]
fn files_of_a_form_keep_apart_and_have_their_types() {
    let file = |src: Value| json!({ "key": "f", "type": "file", "src": src });
    let (body, kinds) = with_body(json!({ "mode": "formdata", "formdata": [
        file(json!(["/a/1.png", "/b/1.png", "/a/1.png"])), file(json!([])), { "key": "t", "value": "a\nb" },
    ] }));
    assert_eq!(body.matches("< ./1.png\r\n").count(), 2);
    assert_eq!(body.matches("< ./1 2.png\r\n").count(), 1);
    assert_eq!(body.matches("filename=\"1.png\"\r\nContent-Type: image/png\r\n").count(), 3);
    assert!(body.contains("< ./f\r\n"), "{body}");
    let told: Vec<String> = kinds.iter().map(ToString::to_string).collect();
    for part in ["named 1 2.png here", "no file is chosen for the form field f", "field t ended"] {
        assert_eq!(told.iter().filter(|it| it.contains(part)).count(), 1, "{part}: {told:#?}");
    }
    assert_eq!(told.len(), 6, "{told:#?}");
}
