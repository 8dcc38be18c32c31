//! OpenAPI: what each part of a description becomes.

use super::*;
use rstest::rstest;
use serde_json::json;

const OPENAPI: &str = r##"openapi: 3.0.1
info:
  title: Libraries
servers:
  - url: https://{region}.a.io/v1
    variables:
      region:
        default: eu
  - url: https://b.io
security:
  - token: []
paths:
  /libraries/{id}:
    parameters:
      - name: id
        in: path
        required: true
        schema: { type: string, example: "007" }
      - $ref: "#/components/parameters/key"
    put:
      tags: [Write]
      summary: Change
      parameters:
        - { name: limit, in: query, required: true, schema: { type: integer, default: 5 } }
        - { name: sort, in: query, schema: { type: string } }
      requestBody:
        content:
          application/json:
            schema: { $ref: "#/components/schemas/Library" }
components:
  parameters:
    key: { name: x-api-key, in: header, required: true, schema: { type: string } }
  securitySchemes:
    token: { type: http, scheme: bearer }
  schemas:
    Library:
      type: object
      properties:
        id: { type: string, readOnly: true }
        name: { type: string, example: Cafes }
        count: { type: integer, default: 3 }
        tags: { type: array, items: { type: string } }
"##;

#[test]
fn openapi_3_in_yaml() {
    let collection = read_text("api.yaml", OPENAPI);
    let request = only(&collection);
    assert_eq!(collection.requests[0].folders, ["Write"]);
    assert_eq!(
        request.url,
        "https://{{region}}.a.io/v1/libraries/{{%id}}?limit={{%limit}}&sort={{%sort}}"
    );
    let expected = [
        ("Authorization", "Bearer {{ACCESS_TOKEN}}"),
        ("x-api-key", "{{API_KEY}}"),
        ("Content-Type", "application/json"),
    ];
    assert_eq!(headers(request), expected);
    let body: Value = serde_json::from_str(request.body.as_deref().unwrap()).unwrap();
    assert_eq!(body, json!({ "name": "Cafes", "count": 3, "tags": ["string"] }));
    let (files, _) = collection.http_files();
    assert!(
        files[0].text.starts_with("@region = eu\n@id = 007\n@limit = 5\n"),
        "{}",
        files[0].text
    );
    assert!(matches!(kinds(&collection)[..], [LeftOutKind::Servers { .. }]));
}

#[test]
fn openapi_2() {
    let collection = read_json(&json!({
        "swagger": "2.0", "info": { "title": "A" }, "host": "a.io", "basePath": "/v1/", "schemes": ["http", "https"],
        "consumes": ["application/json"], "securityDefinitions": { "o": { "type": "oauth2" } }, "security": [{ "o": [] }],
        "paths": {
            "/x": { "post": { "operationId": "make", "parameters": [{ "in": "body", "name": "b", "schema": { "type": "object", "properties": { "a": { "type": "boolean" } } } }] } },
            "/y": { "post": { "consumes": ["application/x-www-form-urlencoded"], "parameters": [{ "in": "formData", "name": "f g", "type": "string" }] } },
        },
    }));
    let all: Vec<&Request> = collection.all().collect();
    assert_eq!((all[0].url.as_str(), all[0].name.as_str()), ("https://a.io/v1/x", "make"));
    assert_eq!(all[0].body.as_deref(), Some("{\n  \"a\": false\n}"));
    assert_eq!(all[1].body.as_deref(), Some("f%20g={{%f_g}}"));
    assert_eq!(headers(all[1])[0], ("Authorization", "Bearer {{ACCESS_TOKEN}}"));
}

/// A description with one operation, whose members are given with those of the whole.
fn described(operation: &Value, whole: &Value) -> Value {
    let mut description = json!({ "openapi": "3.0.1", "servers": [{ "url": "https://a.io" }] });
    let mut item = json!({ "post": operation });
    for (name, value) in whole.as_object().unwrap() {
        match name.strip_prefix("path ") {
            Some(name) => item[name] = value.clone(),
            None => description[name] = value.clone(),
        }
    }
    let path = operation["path"].as_str().unwrap_or("/x");
    description["paths"] = json!({ path: item });
    description
}

fn made(operation: Value, whole: Value) -> Collection {
    read_json(&described(&operation, &whole))
}

fn sentences(collection: &Collection) -> Vec<String> {
    kinds(collection).iter().map(ToString::to_string).collect()
}

#[rstest]
#[case::without_a_scheme(json!({ "url": "//{env}.a.io/x/", "variables": { "env": { "default": "platform" } } }), "https://{{env}}.a.io/x")]
#[case::a_path(json!({ "url": "/v1" }), "{{baseUrl}}/v1")]
#[case::nothing(json!({}), "{{baseUrl}}")]
#[case::a_variable_without_a_definition(json!({ "url": "https://{tenant}.a.io/{v}", "variables": { "v": { "default": "v1" } } }), "https://{{tenant}}.a.io/{{v}}")]
#[case::a_scheme(json!({ "url": "{scheme}://a.io" }), "{{scheme}}://a.io")]
#[case::a_name_of_the_profile(json!({ "url": "https://{client_id}.a.io" }), "https://{{client_id_parameter}}.a.io")]
#[case::as_postman_writes_it(json!({ "url": "{{host}}/v1" }), "{{host}}/v1")]
fn servers(#[case] server: Value, #[case] expected: &str) {
    let collection = made(json!({}), json!({ "servers": [server] }));
    assert_eq!(only(&collection).url, format!("{expected}/x"));
}

#[rstest]
#[case::path(json!({ "basePath": "/api/v2/" }), "{{baseUrl}}/api/v2")]
#[case::host(json!({ "host": "a.io", "basePath": "/v2", "schemes": ["http", "https"] }), "https://a.io/v2")]
#[case::scheme(json!({ "host": "a.io", "schemes": ["http"] }), "http://a.io")]
#[case::nothing(json!({}), "{{baseUrl}}")]
fn hosts_of_the_second_version(#[case] whole: Value, #[case] expected: &str) {
    let mut description = whole;
    description["swagger"] = json!("2.0");
    description["paths"] = json!({ "/x": { "get": {} } });
    assert_eq!(only(&read_json(&description)).url, format!("{expected}/x"));
}

#[rstest]
#[case::of_the_operation(json!({ "servers": [{ "url": "https://op.io" }] }), json!({ "path servers": [{ "url": "https://path.io" }] }), "https://op.io/x", &[])]
#[case::several_of_the_path(json!({}), json!({ "path servers": [{ "url": "https://path.io" }, { "url": "https://b.io" }] }), "https://path.io/x", &["the other servers were not imported: https://b.io"])]
#[case::several_of_the_operation(json!({ "servers": [{ "url": "https://op.io" }, { "url": "https://c.io" }] }), json!({}), "https://op.io/x", &["the other servers were not imported: https://c.io"])]
fn nearer_servers_count(
    #[case] operation: Value,
    #[case] whole: Value,
    #[case] url: &str,
    #[case] told: &[&str],
) {
    let collection = made(operation, whole);
    assert_eq!(only(&collection).url, url);
    assert_eq!(sentences(&collection), told);
}

fn parameter(name: &str, place: &str, more: Value) -> Value {
    let mut parameter =
        json!({ "name": name, "in": place, "required": true, "schema": { "type": "string" } });
    for (name, value) in more.as_object().unwrap() {
        parameter[name] = value.clone();
    }
    parameter
}

#[rstest]
#[case::authorization("Authorization", json!({}), &[("Authorization", "Bearer {{ACCESS_TOKEN}}")])]
#[case::optional_authorization("authorization", json!({ "required": false }), &[("Authorization", "Bearer {{ACCESS_TOKEN}}")])]
#[case::accept("Accept", json!({ "example": "application/vnd.adobe.xed-id+json" }), &[("Accept", "application/vnd.adobe.xed-id+json")])]
#[case::accept_of_the_schema("Accept", json!({ "schema": { "enum": ["a/b", "c/d"] } }), &[("Accept", "a/b")])]
#[case::accept_of_the_second_version("Accept", json!({ "type": "string", "default": "a/b" }), &[("Accept", "a/b")])]
#[case::accept_without_a_value("Accept", json!({}), &[("Accept", "{{Accept}}")])]
#[case::optional_accept("Accept", json!({ "required": false, "example": "a/b" }), &[("Accept", "{{Accept}}")])]
#[case::content_type("Content-Type", json!({ "example": "application/json" }), &[("Content-Type", "application/json")])]
#[case::content_type_without_a_value("Content-Type", json!({}), &[("Content-Type", "{{Content-Type}}")])]
#[case::the_profiles("x-sandbox-name", json!({ "example": "theirs" }), &[("x-sandbox-name", "{{SANDBOX_NAME}}")])]
#[case::list("X-Ids", json!({ "example": ["a", "b"] }), &[("X-Ids", "a,b")])]
fn header_parameters(#[case] name: &str, #[case] more: Value, #[case] expected: &[(&str, &str)]) {
    let operation = json!({ "parameters": [parameter(name, "header", more)] });
    assert_eq!(headers(only(&made(operation, json!({})))), expected);
}

#[rstest]
#[case::path("/x/{id}", json!({ "in": "path", "example": "https://b.io/c" }), "/x/{{%id}}", &[("id", "https://b.io/c")])]
#[case::encoded_already("/x/{id}", json!({ "in": "path", "example": "https%3A%2F%2Fb.io" }), "/x/{{%id}}", &[("id", "https://b.io")])]
#[case::list_in_a_path("/x/{id}", json!({ "in": "path", "example": ["a/b", "c"] }), "/x/{{id}}", &[("id", "a%2Fb,c")])]
#[case::of_a_profiles_name("/x/{token}", json!({ "in": "path", "name": "token" }), "/x/{{%token_parameter}}", &[])]
#[case::of_an_organization("/x/{org_id}", json!({ "in": "path", "name": "org_id" }), "/x/{{%org_id_parameter}}", &[])]
#[case::query("/x", json!({ "in": "query", "example": "a&b=c#d+e" }), "/x?id={{%id}}", &[("id", "a&b=c#d+e")])]
#[case::query_of_a_profiles_name("/x", json!({ "in": "query", "name": "client_id", "example": "abc" }), "/x?client_id={{%client_id_parameter}}", &[("client_id_parameter", "abc")])]
#[case::as_a_function_is_called("/x", json!({ "in": "query", "name": "$top", "example": 5 }), "/x?%24top={{%top}}", &[("top", "5")])]
#[case::reserved_is_allowed("/x", json!({ "in": "query", "allowReserved": true, "example": "a/b" }), "/x?id={{id}}", &[("id", "a/b")])]
#[case::number("/x", json!({ "in": "query", "example": 7 }), "/x?id={{%id}}", &[("id", "7")])]
#[case::list("/x", json!({ "in": "query", "example": ["a", "b"] }), "/x?id={{%id}}&id={{%id_2}}", &[("id", "a"), ("id_2", "b")])]
#[case::list_of_none("/x", json!({ "in": "query", "example": [] }), "/x?id={{%id}}", &[])]
#[case::list_as_one("/x", json!({ "in": "query", "explode": false, "example": ["a,b", "c"] }), "/x?id={{id}}", &[("id", "a%2Cb,c")])]
#[case::list_between_bars("/x", json!({ "in": "query", "style": "pipeDelimited", "example": ["a", "b"] }), "/x?id={{id}}", &[("id", "a%7Cb")])]
#[case::list_of_the_second_version("/x", json!({ "in": "query", "type": "array", "default": ["a", "b"] }), "/x?id={{id}}", &[("id", "a,b")])]
#[case::lists_multi("/x", json!({ "in": "query", "type": "array", "collectionFormat": "multi", "default": ["a", "b"] }), "/x?id={{%id}}&id={{%id_2}}", &[("id", "a"), ("id_2", "b")])]
#[case::deep_object("/x", json!({ "in": "query", "style": "deepObject", "schema": { "properties": { "a": { "example": "b" }, "c": {} } } }), "/x?id%5Ba%5D={{%id[a]}}&id%5Bc%5D={{%id[c]}}", &[("id[a]", "b")])]
#[case::object("/x", json!({ "in": "query", "example": { "a": 1 } }), "/x?a={{%a}}", &[("a", "1")])]
#[case::content("/x", json!({ "in": "query", "content": { "application/json": { "example": { "a": [1] } } } }), "/x?id={{%id}}", &[("id", "{\"a\":[1]}")])]
fn parameters_in_urls(
    #[case] path: &str,
    #[case] more: Value,
    #[case] url: &str,
    #[case] variables: &[(&str, &str)],
) {
    let operation = json!({ "path": path, "parameters": [parameter("id", "", more)] });
    let collection = made(operation, json!({}));
    assert_eq!(only(&collection).url, format!("https://a.io{url}"));
    let found: Vec<(&str, &str)> =
        collection.variables.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(found, variables);
    assert!(collection.left_out.is_empty(), "{:?}", collection.left_out);
    let (files, left_out) = collection.http_files();
    assert!(left_out.is_empty() && files[0].uses.len() == variables.len(), "{left_out:?}");
}

#[rstest]
#[case::optional(json!({ "required": false, "example": "t-1" }), &["id, for example: t-1"])]
#[case::several(json!({ "examples": { "a": { "value": "t-1" }, "b": { "value": ["t", 2] } } }), &["id, for example: [\"t\",2]"])]
#[case::described(json!({ "description": "One.\nTwo." }), &["id: One.", "Two."])]
fn what_no_variable_holds_is_told(#[case] more: Value, #[case] about: &[&str]) {
    let operation = json!({ "parameters": [parameter("id", "query", more)] });
    assert_eq!(made(operation, json!({})).requests[0].about, about);
}

#[test]
fn what_is_said_of_an_operation_stands_above_its_request() {
    let docs = json!({ "url": "https://b.io" });
    let operation = json!({ "description": "One.", "deprecated": true, "externalDocs": docs });
    let collection = made(operation, json!({ "path description": "All." }));
    assert_eq!(collection.requests[0].about, ["All.", "One.", "Deprecated.", "See: https://b.io"]);
}

const JSON: &str = "application/json";

#[rstest]
#[case::any_type(json!({ "*/*": { "example": { "a": 1 } } }), JSON, Some("{\n  \"a\": 1\n}"), &[])]
#[case::any_text(json!({ "text/*": { "example": "a" } }), "text/plain", Some("a"), &[])]
#[case::text_of_json(json!({ JSON: { "schema": { "type": "object" }, "example": "{\"a\": 1.00}" } }), JSON, Some("{\"a\": 1.00}"), &[])]
#[case::text_like_json(json!({ JSON: { "example": "{\"a\": …}" } }), JSON, Some("{\"a\": …}"), &[])]
#[case::text_that_is_wanted(json!({ JSON: { "schema": { "type": "string" }, "example": "{}" } }), JSON, Some("\"{}\""), &[])]
#[case::text(json!({ JSON: { "example": "a" } }), JSON, Some("\"a\""), &[])]
#[case::text_of_a_member(json!({ JSON: { "schema": { "properties": { "a": { "type": "object", "example": "{\"b\": 2.0}" }, "c": { "type": "integer", "example": "5" }, "d": { "type": "string", "example": "5" } } } } }), JSON, Some("{\n  \"a\": {\n    \"b\": 2.0\n  },\n  \"c\": 5,\n  \"d\": \"5\"\n}"), &[])]
#[case::xml(json!({ "application/xml": { "schema": { "type": "object", "properties": { "a": {} } } } }), "application/xml", None, &["no body was written: the description gives no example of it as application/xml"])]
#[case::xml_example(json!({ "application/xml": { "example": "<a/>" } }), "application/xml", Some("<a/>"), &[])]
#[case::plain_text(json!({ "text/plain": { "schema": { "type": "string" } } }), "text/plain", None, &["no body was written: the description gives no example of it as text/plain"])]
#[case::binary(json!({ "image/png": { "schema": { "type": "string", "format": "binary" } } }), "image/png", Some("< ./body"), &["the body is in the file body, which was not imported: put it beside the request"])]
#[case::braces(json!({ JSON: { "example": "Hi {{name}}" } }), JSON, Some("\"Hi {{name}}\""), &["what stands between double braces there becomes a variable here: name"])]
#[case::a_choice(json!({ "application/xml": {}, JSON: { "example": 1 } }), JSON, Some("1"), &["the body as application/xml was not imported"])]
#[case::further_examples(json!({ JSON: { "examples": { "a": { "value": 1 }, "b": { "value": 2 } } } }), JSON, Some("1"), &["further examples of the body (1) were not imported"])]
#[case::lost_examples(json!({ JSON: { "examples": { "a": { "$ref": "#/nowhere" }, "b": { "value": 2 } } } }), JSON, Some("2"), &["#/nowhere leads out of the file, or to nothing in it"])]
fn bodies(
    #[case] content: Value,
    #[case] kind: &str,
    #[case] body: Option<&str>,
    #[case] told: &[&str],
) {
    let collection = made(json!({ "requestBody": { "content": content } }), json!({}));
    let request = only(&collection);
    assert_eq!((headers(request), request.body.as_deref()), (vec![("Content-Type", kind)], body));
    assert_eq!(sentences(&collection), told);
}

#[rstest]
#[case::of_any_type("*/*", json!({ "schema": { "enum": ["application/vnd.a+json"] } }), "application/vnd.a+json", &[])]
#[case::of_another_json(JSON, json!({ "required": false, "example": "application/vnd.a+json" }), "application/vnd.a+json", &[])]
#[case::without_a_value(JSON, json!({}), JSON, &[])]
#[case::of_another_kind("text/plain", json!({ "example": JSON }), "text/plain", &["the header Content-Type was not imported: the body writes it"])]
fn a_parameter_names_the_type_of_the_body(
    #[case] kind: &str,
    #[case] more: Value,
    #[case] expected: &str,
    #[case] told: &[&str],
) {
    let body = json!({ "content": { kind: { "example": "a" } } });
    let parameters = json!([parameter("Content-Type", "header", more)]);
    let collection = made(json!({ "parameters": parameters, "requestBody": body }), json!({}));
    assert_eq!(headers(only(&collection)), [("Content-Type", expected)]);
    assert_eq!(sentences(&collection), told);
}

#[rstest]
#[case::body(json!({ "requestBody": { "$ref": "./bodies.yaml#/Order" } }), "./bodies.yaml#/Order")]
#[case::body_of_the_file(json!({ "requestBody": { "$ref": "#/components/requestBodies/No" } }), "#/components/requestBodies/No")]
#[case::parameter(json!({ "parameters": [{ "$ref": "#/no" }] }), "#/no")]
#[case::schema_of_a_parameter(json!({ "parameters": [{ "name": "a", "in": "query", "schema": { "$ref": "#/no" } }] }), "#/no")]
#[case::example_of_a_parameter(json!({ "parameters": [{ "name": "a", "in": "query", "examples": { "b": { "$ref": "#/no" } } }] }), "#/no")]
#[case::security(json!({ "security": [{ "gone": [] }] }), "the security scheme gone")]
fn what_leads_nowhere_is_told(#[case] operation: Value, #[case] reference: &str) {
    let collection = made(operation, json!({}));
    let reference = reference.to_owned();
    assert_eq!(kinds(&collection), [&LeftOutKind::Reference { reference }]);
}

#[rstest]
#[case::second_version_prefers_json(json!(["application/xml", JSON]), &["the body as application/xml was not imported"], JSON, Some("{}"))]
#[case::xml_alone(json!(["application/xml"]), &["no body was written: the description gives no example of it as application/xml"], "application/xml", None)]
fn bodies_of_the_second_version(
    #[case] consumes: Value,
    #[case] told: &[&str],
    #[case] kind: &str,
    #[case] body: Option<&str>,
) {
    let given = json!({ "in": "body", "name": "b", "schema": { "type": "object" } });
    let collection = made(json!({ "parameters": [given] }), json!({ "consumes": consumes }));
    let request = only(&collection);
    assert_eq!((headers(request), request.body.as_deref()), (vec![("Content-Type", kind)], body));
    assert_eq!(sentences(&collection), told);
}

#[rstest]
#[case::list(json!({ "a": { "example": ["x", "y"] } }), json!({}), "a=x&a=y")]
#[case::list_as_one(json!({ "a": { "example": ["x", "y"] } }), json!({ "a": { "explode": false } }), "a=x%2Cy")]
#[case::object(json!({ "a": { "example": { "x": 1.0 } } }), json!({}), "a=%7B%22x%22%3A1.0%7D")]
#[case::deep_object(json!({ "a": { "example": { "x": 1 } } }), json!({ "a": { "style": "deepObject" } }), "a%5Bx%5D=1")]
fn forms(#[case] properties: Value, #[case] encoding: Value, #[case] expected: &str) {
    let media = json!({ "schema": { "properties": properties }, "encoding": encoding });
    let body = json!({ "content": { "application/x-www-form-urlencoded": media } });
    let collection = made(json!({ "requestBody": body }), json!({}));
    assert_eq!(only(&collection).body.as_deref(), Some(expected));
}

#[rstest]
#[case::file(json!({ "type": "string", "format": "binary" }), json!({ "contentType": "image/png, image/jpeg" }), &["Content-Type: image/png", "< ./a"])]
#[case::files(json!({ "type": "array", "items": { "type": "string", "format": "binary" } }), json!({}), &["Content-Type: application/octet-stream", "< ./a"])]
#[case::object(json!({ "example": { "x": 1 } }), json!({}), &["Content-Type: application/json", "{\"x\":1}"])]
#[case::type_of_a_part(json!({ "example": "x" }), json!({ "contentType": "text/csv" }), &["Content-Type: text/csv", "x"])]
#[case::list(json!({ "example": ["x", "y"] }), json!({}), &["x", "--mudbrick-form", "y"])]
fn forms_of_several_parts(
    #[case] property: Value,
    #[case] encoding: Value,
    #[case] expected: &[&str],
) {
    let schema = json!({ "allOf": [{ "properties": { "a": property } }] });
    let media = json!({ "schema": schema, "encoding": { "a": encoding } });
    let body = json!({ "content": { "multipart/form-data": media } });
    let collection = made(json!({ "requestBody": body }), json!({}));
    let body = only(&collection).body.clone().unwrap();
    let is_said = |line: &&str| {
        !line.is_empty() && !line.starts_with("Content-Disposition") && !line.ends_with("form--")
    };
    let found: Vec<&str> = body.lines().filter(is_said).skip(1).collect();
    assert_eq!(found, expected);
}

#[test]
fn forms_of_the_second_version_keep_their_defaults() {
    let note = json!({ "in": "formData", "name": "note", "type": "string", "default": "hi" });
    let tags = json!({ "in": "formData", "name": "tag", "type": "array", "collectionFormat": "multi", "default": ["a", "b"] });
    let collection = made(json!({ "parameters": [note, tags] }), json!({}));
    let expected = "note={{%note}}&tag={{%tag}}&tag={{%tag_2}}";
    assert_eq!(only(&collection).body.as_deref(), Some(expected));
    let given = [("note", "hi"), ("tag", "a"), ("tag_2", "b")];
    assert_eq!(
        collection.variables,
        given.map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
}

#[rstest]
#[case::cookie(json!([{ "cookie": [] }]), &[("Cookie", "SESSIONID={{SESSIONID}}")], &[])]
#[case::a_token_is_taken(json!([{ "cookie": [] }, { "bearer": [] }]), &[("Authorization", "Bearer {{ACCESS_TOKEN}}")], &["other ways to authorize were not imported: cookie"])]
#[case::none_is_no_way(json!([{}, { "key": [] }]), &[("X-Key", "{{X-Key}}")], &[])]
#[case::together(json!([{ "key": [], "bearer": [] }]), &[("Authorization", "Bearer {{ACCESS_TOKEN}}"), ("X-Key", "{{X-Key}}")], &[])]
#[case::alternatives(json!([{ "key": [] }, { "digest": [], "cookie": [] }]), &[("X-Key", "{{X-Key}}")], &["other ways to authorize were not imported: digest and cookie"])]
#[case::digest(json!([{ "digest": [] }]), &[], &["authorization of the kind http digest was not imported"])]
fn ways_to_authorize(
    #[case] security: Value,
    #[case] expected: &[(&str, &str)],
    #[case] told: &[&str],
    #[values(true, false)] of_all: bool,
) {
    let schemes = json!({ "securitySchemes": {
        "cookie": { "type": "apiKey", "in": "cookie", "name": "SESSIONID" }, "bearer": { "type": "http", "scheme": "bearer" },
        "digest": { "type": "http", "scheme": "digest" }, "key": { "type": "apiKey", "in": "header", "name": "X-Key" },
    } });
    let mut whole = json!({ "components": schemes });
    let mut operation = json!({});
    match of_all {
        true => whole["security"] = security,
        false => operation["security"] = security,
    }
    let collection = made(operation, whole);
    let mut found = headers(only(&collection));
    found.sort_unstable();
    assert_eq!(
        (found, sentences(&collection)),
        (expected.to_vec(), told.iter().map(|it| (*it).to_owned()).collect())
    );
}

#[test]
fn a_query_key_is_encoded_when_it_is_sent() {
    let schemes =
        json!({ "securitySchemes": { "k": { "type": "apiKey", "in": "query", "name": "key" } } });
    let collection = made(json!({ "security": [{ "k": [] }] }), json!({ "components": schemes }));
    assert_eq!(only(&collection).url, "https://a.io/x?key={{%key}}");
}

#[test]
fn tags_are_folders_with_what_is_said_of_them() {
    let tags = json!([{ "name": "One", "description": "Of one." }]);
    let operation = json!({ "summary": "S", "tags": ["One", "Two"], "callbacks": {} });
    let collection = made(operation, json!({ "tags": tags, "webhooks": { "w": {} } }));
    assert_eq!(collection.folders, [(vec!["One".to_owned()], "Of one.".to_owned())]);
    let expected = [
        "the further tag Two was not imported",
        "the callbacks were not imported",
        "what the service calls itself (1 webhook) was not imported",
    ];
    assert_eq!(sentences(&collection), expected);
}

#[rstest]
#[case::json(
    "{\"openapi\": \"3.0.0\", \"servers\": [{\"url\": \"https://a.io\"}], \"paths\": {\"/x\": {\"post\": {\"requestBody\": {\"content\": {\"application/json\": {\"example\": {\"a\": 1.50, \"b\": 123456789012345678901234567890, \"c\": 1E5}}}}}}}}"
)]
#[case::yaml(
    "openapi: 3.0.0\nservers:\n  - url: https://a.io\npaths:\n  /x:\n    post:\n      requestBody:\n        content:\n          application/json:\n            example: {a: 1.50, b: 123456789012345678901234567890, c: 1E5}\n"
)]
fn numbers_keep_their_digits(#[case] text: &str) {
    let expected = "{\n  \"a\": 1.50,\n  \"b\": 123456789012345678901234567890,\n  \"c\": 1E5\n}";
    assert_eq!(only(&read_text("it.yaml", text)).body.as_deref(), Some(expected));
}
