//! An applier of JSON Patches that shares nothing with the crate.

use serde_json::Value;

pub(crate) fn apply(document: &Value, patch: &str) -> Value {
    let mut document = document.clone();
    let operations: Vec<Value> = serde_json::from_str(patch).expect("a patch is JSON");
    for operation in operations {
        let field = |name: &str| operation[name].as_str().expect("a field").to_owned();
        let path = field("path");
        match operation["op"].as_str().expect("an operation") {
            "add" => put(&mut document, &path, operation["value"].clone()),
            "remove" => drop(take(&mut document, &path)),
            "replace" => {
                *document.pointer_mut(&path).expect("what is replaced is there") =
                    operation["value"].clone();
            }
            "move" => {
                let value = take(&mut document, &field("from"));
                put(&mut document, &path, value);
            }
            other => panic!("{other} is none of ours"),
        }
    }
    document
}

fn split<'d>(document: &'d mut Value, path: &str) -> (&'d mut Value, String) {
    let (parent, last) = path.rsplit_once('/').expect("not the root");
    let parent = document.pointer_mut(parent).expect("the parent is there");
    (parent, last.replace("~1", "/").replace("~0", "~"))
}

fn put(document: &mut Value, path: &str, value: Value) {
    match split(document, path) {
        (Value::Array(all), last) if last == "-" => all.push(value),
        (Value::Array(all), last) => all.insert(last.parse().expect("a place"), value),
        (Value::Object(all), last) => {
            assert!(all.insert(last, value).is_none(), "{path} was there already");
        }
        _ => panic!("{path} is in no container"),
    }
}

fn take(document: &mut Value, path: &str) -> Value {
    match split(document, path) {
        (Value::Array(all), last) => all.remove(last.parse().expect("a place")),
        (Value::Object(all), last) => all.shift_remove(&last).expect("it is there"),
        _ => panic!("{path} is in no container"),
    }
}
