//! Two files compared, as the window looks at them: both layouts, with and without what is the same and what is ignored.

use super::tape::Tape;
use crate::window::Window;
use serde_json::{Map, Value, json};

const BEFORE: &str = r#"{"requestId":"r-1","items":[{"id":1,"name":"Quay","created":"2026-01-01T08:00:00Z"},
    {"id":2,"name":"Pier","open":true},{"id":3,"name":"Mole"}],"total":3,"more":{"next":null,"limit":3}}"#;
const AFTER: &str = r#"{"requestId":"r-2","items":[{"id":3,"name":"Mole"},
    {"id":1,"name":"Quay","created":"2026-01-02T09:30:00Z"},{"id":2,"name":"Pier","open":false}],"total":4,"more":{"next":null,"limit":3}}"#;

pub(super) fn play(tape: &mut Tape) {
    let window = Window::open();
    let left = chosen(&window, "before.json", BEFORE);
    let right = chosen(&window, "after.json", AFTER);
    let at = |ignored: &[&str], by_line: bool| {
        let counting = json!({ "by_line": by_line, "arrays": { "kind": "counts" },
            "same_numbers": false, "ignored": ignored, "without_noise": false });
        json!({ "left": left, "right": right, "counting": counting })
    };
    let whole = recorded(&window, &at(&[], false));
    let suggested = whole["beside"]["view"]["suggestions"][0]["path"].as_str().unwrap().to_owned();
    keep(tape, &window, "differs", whole);
    keep(tape, &window, "ignoring", recorded(&window, &at(&[&suggested], false)));
    keep(tape, &window, "by_line", recorded(&window, &at(&[], true)));
    let same = json!({ "left": left, "right": left, "counting": at(&[], false)["counting"] });
    keep(tape, &window, "same", recorded(&window, &same));
    let wrong = json!({ "at": at(&["items"], false), "look": look(false, false) });
    tape.refusal("no_path_to_ignore", window.problem("comparison_open", wrong), &[]);
}

fn chosen(window: &Window, name: &str, text: &str) -> Value {
    let path = window.given(name, text);
    window.dialogs.will_open(&[path]);
    let file = window.ask("comparison_file", json!({}));
    json!({ "kind": "file", "number": file["number"] })
}

fn look(merged: bool, only_differences: bool) -> Value {
    json!({ "merged": merged, "only_differences": only_differences })
}

fn keep(tape: &mut Tape, window: &Window, name: &str, said: Value) {
    let folder = window.file("").display().to_string();
    tape.keep("comparisons", name, said, &[(folder.as_str(), "/home/ada/")]);
}

/// A comparison in each look, with its rows and the place of each difference, and what can be copied of it.
fn recorded(window: &Window, at: &Value) -> Value {
    let mut all = Map::new();
    for (name, merged, only) in [
        ("beside", false, false),
        ("beside_only", false, true),
        ("merged", true, false),
        ("merged_only", true, true),
    ] {
        let look = look(merged, only);
        let view = window.ask("comparison_open", json!({ "at": at, "look": look }));
        let rows = json!({ "at": at, "look": look, "from": 0, "count": 500 });
        let count = view["differences"].as_u64().unwrap();
        let place = |number: u64| {
            window.ask("comparison_place", json!({ "at": at, "look": look, "number": number }))
        };
        let places: Vec<Value> = (0..count).map(place).collect();
        let rows = window.ask("comparison_rows", rows);
        all.insert(name.to_owned(), json!({ "view": view, "rows": rows, "places": places }));
    }
    let text = window.ask("comparison_text", json!({ "at": at, "form": "text" }));
    all.insert("text".to_owned(), text);
    let patch = window.invoke("comparison_text", json!({ "at": at, "form": "patch" }));
    all.insert("patch".to_owned(), patch.unwrap_or(Value::Null));
    Value::Object(all)
}
