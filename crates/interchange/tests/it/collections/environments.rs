//! Postman's environments and globals beside its collections.

use super::*;
use mudbrick_interchange::collections::CollectionError;
use serde_json::json;

/// What people export along with a collection: one of each kind of variable.
fn environment(name: &str, base: &str) -> Vec<u8> {
    let variable = |key: &str, value: &str| json!({ "key": key, "value": value, "enabled": true });
    let values = json!([
        variable("base", base),
        { "key": "off", "value": "1", "enabled": false },
        { "key": "CLIENT_SECRET", "value": "p8e-made-up-0123456789", "type": "secret", "enabled": true },
        variable("region", "emea"),
    ]);
    json!({ "id": "1", "name": name, "values": values, "_postman_variable_scope": "environment" })
        .to_string()
        .into_bytes()
}

fn uses_base() -> Vec<u8> {
    let schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
    json!({ "info": { "name": "Places", "schema": schema },
        "variable": [{ "key": "base", "value": "https://of-the-collection.io" }],
        "item": [{ "name": "List", "request": { "method": "GET", "url": "{{base}}/x?r={{region}}" } }] })
    .to_string()
    .into_bytes()
}

fn given(name: &str, bytes: Vec<u8>) -> Given {
    Given { name: name.to_owned(), files: vec![GivenFile { path: name.to_owned(), bytes }] }
}

#[test]
fn an_environment_beside_a_collection_gives_its_variables() {
    let (stage, prod) =
        (environment("Stage", "https://stage.io"), environment("Prod", "https://prod.io"));
    let as_files = [
        given("stage.json", stage.clone()),
        given("places.json", uses_base()),
        given("prod.json", prod.clone()),
    ];
    let in_one = [Given {
        name: "places.zip".to_owned(),
        files: Vec::from(
            [("a/stage.json", stage), ("places.json", uses_base()), ("z/prod.json", prod)]
                .map(|(path, bytes)| GivenFile { path: path.to_owned(), bytes }),
        ),
    }];
    for reading in [read(&as_files), read(&in_one)] {
        assert!(reading.errors.is_empty(), "{:?}", reading.errors);
        let collection = &reading.collections[0];
        assert_eq!(reading.collections.len(), 1);
        let value = |name: &str| {
            collection
                .variables
                .iter()
                .find(|(known, _)| known == name)
                .map(|(_, value)| value.as_str())
        };
        assert_eq!((value("base"), value("region")), (Some("https://stage.io"), Some("emea")));
        assert_eq!((value("off"), value("CLIENT_SECRET")), (None, None));
        let told: Vec<String> = kinds(collection).iter().map(ToString::to_string).collect();
        for part in ["off", "CLIENT_SECRET", "base", "Prod"] {
            assert!(told.iter().any(|it| it.contains(part)), "{part}: {told:?}");
        }
        assert!(!format!("{collection:?}").contains("p8e-made-up"));
    }
}

fn of_scope(scope: &str, values: Value) -> Vec<u8> {
    json!({ "name": scope, "values": values, "_postman_variable_scope": scope })
        .to_string()
        .into_bytes()
}

#[test]
fn globals_stand_behind_the_collection_and_its_environment() {
    let globals = json!([
        { "key": "base", "value": "https://globals.io" }, { "key": "region", "value": "apac" },
        { "key": "more", "value": { "a": 1 } },
    ]);
    let collection = json!({ "info": { "name": "C" },
        "variable": [{ "key": "base", "value": "https://collection.io" }],
        "item": [{ "name": "R", "request": "{{base}}/x?r={{region}}&m={{more}}" }] });
    let reading = read(&[
        given("a.json", of_scope("globals", globals)),
        given("c.json", collection.to_string().into_bytes()),
        given("z.json", of_scope("environment", json!([{ "key": "region", "value": "emea" }]))),
    ]);
    let text = &reading.collections[0].http_files().0[0].text;
    let variables = "@base = https://collection.io\n@region = emea\n@more = {\"a\":1}\n";
    assert!(text.starts_with(variables), "{text}");
    let second = |name: &str| LeftOutKind::SecondValue { name: name.to_owned() };
    assert_eq!(kinds(&reading.collections[0]), [&second("base"), &second("region")]);
}

/// A number that was not put between quotation marks keeps its digits, as one of the collection does.
#[test]
fn numbers_of_an_environment_keep_their_digits() {
    let environment = r#"{ "name": "E", "values": [{ "key": "base", "value": 1.50 }] }"#;
    let reading =
        read(&[given("c.json", uses_base()), given("e.json", environment.as_bytes().to_vec())]);
    let variables = &reading.collections[0].variables;
    assert!(variables.contains(&("base".to_owned(), "1.50".to_owned())), "{variables:?}");
}

#[test]
fn an_environment_alone_is_no_collection() {
    let reading = read(&[given("stage.json", environment("Stage", "https://stage.io"))]);
    assert!(reading.collections.is_empty());
    assert!(
        matches!(reading.errors[..], [CollectionError::Environment { .. }]),
        "{:?}",
        reading.errors
    );
}
