//! Requests of other programs in the window: recognised wherever they are dropped, shown, added, undone, and given out again.

use crate::window::Window;
use serde_json::{Value, json};

/// A Postman collection with a folder in a folder, a variable, a script and a secret.
pub(crate) fn postman(name: &str) -> String {
    let call = |name: &str, path: &str| {
        json!({ "name": name, "request": { "method": "GET",
            "url": format!("https://platform.adobe.io/data/{path}?limit={{{{LIMIT}}}}"),
            "header": [{ "key": "x-api-key", "value": "{{API_KEY}}" }] } })
    };
    let schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
    let mut scripted = call("Classes", "foundation/schemaregistry/global/classes");
    scripted["event"] =
        json!([{ "listen": "prerequest", "script": { "exec": ["console.log(1)"] } }]);
    json!({
        "info": { "name": name, "schema": schema },
        "variable": [{ "key": "LIMIT", "value": "5" }, { "key": "TOKEN", "value": "p8e-made-up" }],
        "item": [
            { "name": "Schemas", "item": [scripted, { "name": "Fields", "item": [call("Field groups", "x")] }] },
            call("Sandboxes", "foundation/sandbox-management/"),
        ],
    })
    .to_string()
}

fn paths(window: &Window) -> Vec<String> {
    let all = window.ask("requests_list", json!({ "profile": null }));
    let own = all.as_array().unwrap().iter().filter(|one| one["origin"] == "own");
    own.map(|one| one["address"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_dropped_collection_is_one_and_no_credential() {
    let window = Window::open();
    let view = window.drop(&[window.given("platform.json", postman("Platform"))]);
    let found = &view["collection"];
    assert_eq!(found["view"]["requests"], 3, "{view:#}");
    assert_eq!(found["view"]["folder"], "Platform");
    let left_out = found["view"]["collections"][0]["left_out"].to_string();
    assert!(left_out.contains("script") && left_out.contains("TOKEN"), "{left_out}");
    assert!(!view.to_string().contains("p8e-made-up"), "{view:#}");
    assert_eq!(paths(&window), [""; 0], "nothing is written by a reading");
}

#[test]
fn credentials_alone_are_no_collection() {
    let window = Window::open();
    let (text, _) = window.console_json("Places");
    let view = window.drop(&[window.given("console.json", text)]);
    assert_eq!(view["collection"], Value::Null, "{view:#}");
}

#[test]
fn a_collection_goes_where_the_person_says_and_is_undone_whole() {
    let window = Window::open();
    window.dialogs.will_open(&[window.given("platform.json", postman("Platform"))]);
    let found = window.ask("collections_open", json!({}));
    let call = |to: &str| json!({ "id": found["id"], "to": to, "variables": "in_files" });
    let plan = window.ask("collections_plan", call("Adobe/Mine"));
    assert_eq!(plan["folder"], "Adobe/Mine");
    assert_eq!(window.problem("collections_plan", call("../out"))["code"], "invalid_input");
    let added = window.ask("collections_add", call("Adobe/Mine"));
    assert_eq!(added["requests"], 3);
    let there = paths(&window);
    assert_eq!(there.len(), 3, "{there:?}");
    assert!(there.iter().all(|one| one.starts_with("Adobe/Mine/")), "{there:?}");
    let text = std::fs::read_to_string(window.home().join("requests/Adobe/Mine/Schemas.http"));
    assert!(text.unwrap().contains("@LIMIT"), "its variables are in the file");
    assert_eq!(window.problem("collections_add", call("Again"))["code"], "not_found");
    window.ask("request_undo", json!({ "change": added["change"] }));
    assert_eq!(paths(&window), [""; 0]);
    assert!(!window.home().join("requests/Adobe").exists(), "no folder is left");
}

#[test]
fn what_has_the_place_already_stays_and_variables_may_go_elsewhere() {
    let window = Window::open();
    let read = |name: &str| {
        window.dialogs.will_open(&[window.given("platform.json", postman(name))]);
        window.ask("collections_open", json!({}))
    };
    let first = read("Platform");
    let call = |found: &Value, variables: &str| json!({ "id": found["id"], "to": "Mine", "variables": variables });
    window.ask("collections_add", call(&first, "in_profile"));
    let text = std::fs::read_to_string(window.home().join("requests/Mine/Schemas.http")).unwrap();
    assert!(!text.contains("@LIMIT") && text.contains("{{LIMIT}}"), "{text}");
    let second = read("Platform");
    let plan = window.ask("collections_plan", call(&second, "in_files"));
    assert_eq!(plan["folder"], "Mine 2");
    assert_eq!(plan["renamed_from"], "Mine");
    let same = window.ask("collections_plan", call(&second, "in_profile"));
    assert_eq!(same["is_here_already"], true);
    // It is used, whichever of the two has it.
    let left_out = same["collections"][0]["left_out"].to_string();
    assert!(!left_out.contains("LIMIT"), "{left_out}");
}

#[test]
fn a_folder_of_another_program_is_chosen_as_one() {
    let window = Window::open();
    let folder = window.file("bruno");
    std::fs::create_dir_all(&folder).unwrap();
    window.given("bruno/bruno.json", r#"{"version":"1","name":"Mine","type":"collection"}"#);
    let request =
        "meta {\n  name: List\n  type: http\n}\n\nget {\n  url: https://platform.adobe.io/\n}\n";
    window.given("bruno/List.bru", request);
    assert_eq!(window.ask("collections_open_folder", json!({})), Value::Null);
    window.dialogs.will_choose(folder);
    let found = window.ask("collections_open_folder", json!({}));
    assert_eq!(found["view"]["requests"], 1, "{found:#}");
    window.ask("collections_discard", json!({ "id": found["id"] }));
    let call = json!({ "id": found["id"], "to": "Mine", "variables": "in_files" });
    assert_eq!(window.problem("collections_plan", call)["code"], "not_found");
}

#[test]
fn requests_go_out_as_files_of_other_programs() {
    let window = Window::open();
    window.dialogs.will_open(&[window.given("platform.json", postman("Platform"))]);
    let found = window.ask("collections_open", json!({}));
    let call = json!({ "id": found["id"], "to": null, "variables": "in_files" });
    window.ask("collections_add", call);
    let export = |named: &[&str], format: &str| {
        window.ask("requests_export", json!({ "named": named, "format": format }))
    };
    assert_eq!(export(&[], "postman"), Value::Null, "the dialog was closed");
    assert_eq!(window.dialogs.suggested(), "requests.postman_collection.json");
    for (format, has) in [("postman", "\"item\""), ("har", "\"entries\""), ("curl", "curl ")] {
        let path = window.file(format);
        window.dialogs.will_save(path.clone());
        let done = export(&["Platform/Schemas"], format);
        assert_eq!(done["requests"], 2, "{done:#}");
        assert!(std::fs::read_to_string(path).unwrap().contains(has));
    }
    for name in ["Mudbrick requests", "Mudbrick requests 2"] {
        window.dialogs.will_choose(window.file(""));
        assert_eq!(export(&[], "http")["files"], 3);
        assert!(window.file(name).join("Platform/Schemas.http").is_file());
    }
}
