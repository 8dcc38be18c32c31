//! JSON Patch (RFC 6902), as several Platform services take it. Which fields may be patched is left to them.

use serde_json::Value;

/// Applies `operations` to `target`, all of them or none. `Err` says which one could not be applied.
pub(super) fn apply(target: &mut Value, operations: &Value) -> Result<(), String> {
    let Some(operations) = operations.as_array() else {
        return Err("The body must be an array of JSON Patch operations.".to_owned());
    };
    let mut changed = target.clone();
    for (index, operation) in operations.iter().enumerate() {
        step(&mut changed, operation).map_err(|fault| format!("Operation {index}: {fault}"))?;
    }
    *target = changed;
    Ok(())
}

fn step(target: &mut Value, operation: &Value) -> Result<(), String> {
    let path = operation["path"].as_str().ok_or("path is required")?;
    let from = || operation["from"].as_str().ok_or("from is required");
    let value = || operation.get("value").cloned().ok_or("value is required");
    match operation["op"].as_str().unwrap_or_default() {
        "add" => add(target, path, value()?),
        "replace" => {
            let place = target.pointer_mut(path).ok_or_else(|| format!("{path} does not exist"))?;
            *place = value()?;
            Ok(())
        }
        "remove" => remove(target, path).map(drop),
        "move" => {
            let moved = remove(target, from()?)?;
            add(target, path, moved)
        }
        "copy" => {
            let from = from()?;
            let copy =
                target.pointer(from).cloned().ok_or_else(|| format!("{from} does not exist"))?;
            add(target, path, copy)
        }
        "test" if target.pointer(path) == operation.get("value") => Ok(()),
        "test" => Err(format!("{path} has another value")),
        other => Err(format!("op '{other}' is not known")),
    }
}

fn add(target: &mut Value, path: &str, value: Value) -> Result<(), String> {
    if path.is_empty() {
        *target = value;
        return Ok(());
    }
    let (parent, name) = split(path)?;
    match target.pointer_mut(parent) {
        Some(Value::Object(fields)) => {
            fields.insert(name, value);
            Ok(())
        }
        Some(Value::Array(items)) => {
            let at = if name == "-" { Some(items.len()) } else { name.parse().ok() };
            let at = at.filter(|at| *at <= items.len());
            items.insert(at.ok_or_else(|| format!("{path} is outside the array"))?, value);
            Ok(())
        }
        _ => Err(format!("{parent} does not exist")),
    }
}

fn remove(target: &mut Value, path: &str) -> Result<Value, String> {
    let (parent, name) = split(path)?;
    let removed = match target.pointer_mut(parent) {
        Some(Value::Object(fields)) => fields.shift_remove(&name),
        Some(Value::Array(items)) => {
            let at = name.parse().ok().filter(|at: &usize| *at < items.len());
            at.map(|at| items.remove(at))
        }
        _ => None,
    };
    removed.ok_or_else(|| format!("{path} does not exist"))
}

fn split(path: &str) -> Result<(&str, String), String> {
    let (parent, name) = path.rsplit_once('/').ok_or_else(|| format!("{path} is not a path"))?;
    Ok((parent, name.replace("~1", "/").replace("~0", "~")))
}

#[cfg(test)]
mod tests {
    use super::apply;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn operations_are_applied_in_order() {
        let mut target = json!({ "a": 1, "list": [1, 2] });
        let operations = json!([
            { "op": "add", "path": "/b", "value": { "c": 2 } },
            { "op": "replace", "path": "/b/c", "value": 3 },
            { "op": "remove", "path": "/a" },
            { "op": "add", "path": "/list/-", "value": 3 },
            { "op": "add", "path": "/list/0", "value": 0 },
            { "op": "move", "from": "/b/c", "path": "/d~1e" },
            { "op": "test", "path": "/d~1e", "value": 3 },
        ]);
        apply(&mut target, &operations).unwrap();
        assert_eq!(target, json!({ "list": [0, 1, 2, 3], "b": {}, "d/e": 3 }));
    }

    #[test]
    fn a_failing_operation_leaves_everything_as_it_was() {
        let mut target = json!({ "a": 1 });
        let operations = json!([
            { "op": "remove", "path": "/a" },
            { "op": "replace", "path": "/none", "value": 1 },
        ]);
        let fault = apply(&mut target, &operations).unwrap_err();
        assert!(fault.starts_with("Operation 1: /none"), "{fault}");
        assert_eq!(target, json!({ "a": 1 }));
    }

    proptest! {
        #[test]
        fn no_operation_panics(op in "add|remove|replace|move|copy|test", path in "(/[ab0~-]{0,2}){0,3}|.{0,4}") {
            let operation = json!([{ "op": op, "path": path, "from": path, "value": 1 }]);
            let _ = apply(&mut json!({ "a": [1, { "b": 2 }], "b": "x" }), &operation);
        }
    }
}
