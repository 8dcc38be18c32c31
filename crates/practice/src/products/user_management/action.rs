//! `POST /action/{org}`: up to ten entries, each of which succeeds or fails by itself (§11.4 of the facts). What their steps do
//! is left to `steps`.

use super::super::call::Call;
use super::super::reply::{self, Reply};
use super::organisation::Organisation;
use super::steps::{Entry, Fault, group_step, user_step};
use http::StatusCode;
use serde_json::{Value, json};

/// The most entries of a request.
const MOST: usize = 10;

pub(super) fn answer(organisation: &mut Organisation, call: &Call) -> Reply {
    let Some(Value::Array(entries)) = call.json() else {
        return malformed("The body must be an array of commands.");
    };
    if entries.len() > MOST {
        return malformed("A request may hold at most 10 commands.");
    }
    let is_test = call.parameter("testOnly") == Some("true");
    // A test changes a copy, which is thrown away.
    let mut copy = is_test.then(|| organisation.clone());
    let target = copy.as_mut().unwrap_or(organisation);
    let (mut done, mut errors, mut warnings) = (0, Vec::new(), Vec::new());
    for (index, entry) in entries.iter().enumerate() {
        let mut told = Vec::new();
        match run(target, entry, is_test, &mut told) {
            Ok(()) => done += 1,
            Err((step, (code, message))) => errors.push(report(
                entry,
                index,
                step,
                &message,
                "errorCode",
                &format!("error.{code}"),
            )),
        }
        warnings.extend(told.into_iter().map(|step| {
            let message = "'product' command is deprecated. Please use 'group' instead.";
            report(entry, index, step, message, "warningCode", "warning.command.deprecated")
        }));
    }
    let result = match (done, errors.len()) {
        (_, 0) => "success",
        (0, _) => "error",
        _ => "partial",
    };
    let mut body = json!({
        "completed": if is_test { 0 } else { done },
        "notCompleted": errors.len(),
        "completedInTestMode": if is_test { done } else { 0 },
        "result": result,
    });
    // Both are absent when there are none: a client counts every entry as done by that.
    for (name, list) in [("errors", errors), ("warnings", warnings)] {
        if !list.is_empty() {
            body[name] = json!(list);
        }
    }
    reply::ok(&body)
}

fn malformed(message: &str) -> Reply {
    let body = json!({ "result": "error.command.malformed", "message": message });
    reply::json(StatusCode::BAD_REQUEST, &body)
}

fn report(
    entry: &Value,
    index: usize,
    step: usize,
    message: &str,
    kind: &str,
    code: &str,
) -> Value {
    let mut report = json!({ "index": index, "step": step });
    if entry["requestID"].is_string() {
        report["requestID"] = entry["requestID"].clone();
    }
    report["message"] = json!(message);
    // The name of a group stands here too.
    report["user"] =
        entry.get("user").or_else(|| entry.get("usergroup")).cloned().unwrap_or_default();
    report[kind] = json!(code);
    report
}

/// Runs an entry's steps; `Err` says which one failed, and `told` gathers those that are deprecated.
fn run(
    organisation: &mut Organisation,
    entry: &Value,
    is_test: bool,
    told: &mut Vec<usize>,
) -> Result<(), (usize, Fault)> {
    let bad = || (0, ("command.malformed", "Command is malformed".to_owned()));
    let steps = entry["do"].as_array().ok_or_else(bad)?;
    let (name, of_user) = match (entry["user"].as_str(), entry["usergroup"].as_str()) {
        (Some(user), None) => (user, true),
        (None, Some(group)) => (group, false),
        _ => return Err(bad()),
    };
    let about = Entry { is_test, name, last: steps.len().saturating_sub(1) };
    for (place, step) in steps.iter().enumerate() {
        let members = step.as_object().filter(|step| step.len() == 1);
        let (verb, with) = members.and_then(|step| step.iter().next()).ok_or_else(bad)?;
        if with["product"].is_array() {
            told.push(place);
        }
        let outcome = match of_user {
            true => user_step(organisation, &about, place, verb, with),
            false => group_step(organisation, &about, verb, with),
        };
        outcome.map_err(|fault| (place, fault))?;
    }
    Ok(())
}
