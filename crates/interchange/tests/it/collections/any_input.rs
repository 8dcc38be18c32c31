//! Whatever is in a file, reading it ends, and everything is either a request or listed.

use super::*;
use proptest::prelude::*;
use serde_json::json;

/// JSON of the names that readers look for, with anything as values.
fn tree() -> impl Strategy<Value = Value> {
    let names = prop::sample::select(vec![
        "info",
        "name",
        "item",
        "request",
        "url",
        "raw",
        "host",
        "path",
        "query",
        "variable",
        "key",
        "value",
        "header",
        "body",
        "mode",
        "formdata",
        "urlencoded",
        "auth",
        "type",
        "bearer",
        "event",
        "script",
        "exec",
        "log",
        "entries",
        "openapi",
        "paths",
        "get",
        "parameters",
        "schema",
        "$ref",
        "properties",
        "items",
        "_type",
        "resources",
        "_id",
        "parentId",
        "collection",
        "children",
        "method",
        "version",
        "disabled",
        "/a/{b}",
        "in",
        "requestBody",
        "content",
        "application/json",
        "allOf",
        "servers",
        "data",
        "values",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        prop::sample::select(vec![
            "folder",
            "http",
            "export",
            "bearer",
            "formdata",
            "#/paths",
            "request",
            "raw",
            "https://a.io/:b?c={{d}}",
            "object",
            "array"
        ])
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 60, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((names.clone(), inner), 0..7).prop_map(|members| {
                members
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value))
                    .collect::<serde_json::Map<_, _>>()
                    .into()
            }),
        ]
    })
}

fn as_formats(tree: Value) -> [Value; 6] {
    let list = |value: &Value| if value.is_array() { value.clone() } else { json!([value]) };
    [
        json!({ "info": { "name": "C" }, "item": list(&tree), "auth": tree, "event": list(&tree) }),
        json!({ "log": { "entries": list(&tree) } }),
        json!({ "openapi": "3.1.0", "paths": { "/a": tree, "/b": { "post": tree } }, "servers": list(&tree) }),
        json!({ "_type": "export", "resources": list(&tree) }),
        json!({ "type": "collection.insomnia.rest/5.0", "collection": list(&tree) }),
        json!({ "version": "1", "items": list(&tree), "root": tree }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_tree(tree in tree()) {
        for value in as_formats(tree) {
            let reading = read_files("it.json", &[("it.json", value.to_string().as_bytes())]);
            prop_assert_eq!(reading.collections.len() + reading.errors.len(), 1);
            for collection in &reading.collections {
                let (files, left_out) = collection.http_files();
                let written: usize = files.iter().map(|file| file.file.entries.len()).sum();
                let is_request = |kind: &LeftOutKind| matches!(kind, LeftOutKind::NotWritable { .. });
                let not = left_out.iter().filter(|one| is_request(&one.kind)).count();
                prop_assert_eq!(written + not, collection.count());
                for file in files {
                    prop_assert!(mudbrick_model::RequestPath::parse(&file.path).is_ok(), "{}", file.path);
                    prop_assert_eq!(&mudbrick_requests::HttpFile::parse(&file.text).unwrap(), &file.file);
                }
            }
        }
    }

    #[test]
    fn any_text(text in "([-{}\\[\\]:,\"#@.a-z \n]|\\PC){0,200}", ending in "(bru|http|json|yaml|sh)") {
        let path = format!("a.{ending}");
        let reading = read_files("a", &[(&path, text.as_bytes())]);
        prop_assert!(reading.collections.len() + reading.errors.len() <= 1);
    }
}

#[test]
fn deep_json_is_an_error_with_its_place() {
    let text = format!("{{\"info\":{{}},\"item\":{}", "[".repeat(100_000));
    let reading = read_files("deep.json", &[("deep.json", text.as_bytes())]);
    assert!(reading.errors[0].to_string().contains("line 1"), "{}", reading.errors[0]);
}

#[test]
fn rings_of_references_end() {
    let collection = read_json(&json!({
        "openapi": "3.0.0", "servers": [{ "url": "https://a.io" }],
        "paths": { "/a": { "post": { "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/N" } } } } } } },
        "components": { "schemas": {
            "N": { "type": "object", "properties": { "next": { "$ref": "#/components/schemas/N" }, "bad": { "$ref": "#/components/schemas/R" } } },
            "R": { "$ref": "#/components/schemas/R" },
        } },
    }));
    assert!(only(&collection).body.as_deref().unwrap().len() < 2000);
    assert!(matches!(
        kinds(&collection)[..],
        [LeftOutKind::SchemaDepth { .. }, LeftOutKind::Reference { .. }]
    ));
}

#[test]
fn forms_of_schemas_that_refer_to_themselves_end() {
    let itself: Vec<Value> = vec![json!({ "$ref": "#/components/schemas/N" }); 500];
    let schema = json!({ "allOf": itself, "properties": { "a": { "example": 1 } } });
    let body = json!({ "content": { "multipart/form-data": { "schema": { "$ref": "#/components/schemas/N" } } } });
    let collection = read_json(&json!({
        "openapi": "3.0.0", "servers": [{ "url": "https://a.io" }], "components": { "schemas": { "N": schema } },
        "paths": { "/a": { "post": { "requestBody": body } } },
    }));
    assert!(only(&collection).body.is_some());
}

#[test]
fn rings_of_parents_end_and_lose_nothing() {
    let folder = |id: &str, parent: &str| json!({ "_type": "request_group", "_id": id, "parentId": parent, "name": id });
    let request = json!({ "_type": "request", "_id": "r", "parentId": "b", "name": "R", "url": "https://a.io", "method": "GET" });
    let collection = read_json(
        &json!({ "_type": "export", "resources": [folder("a", "b"), folder("b", "a"), request] }),
    );
    assert_eq!(collection.requests[0].folders, ["a", "b"]);
}
