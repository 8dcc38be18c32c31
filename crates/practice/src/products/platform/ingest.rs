//! The streaming inlet, `https://dcs.adobedc.net/collection/…`. It takes what comes and keeps nothing.

use crate::products::call::Call;
use crate::products::dice::Dice;
use crate::products::reply::{self, Reply};
use http::StatusCode;
use serde_json::{Value, json};

/// The largest message, by Adobe's guide (1 MB).
const LARGEST: usize = 1024 * 1024;

/// Answers `POST /collection/<inlet>` and `POST /collection/batch/<inlet>`.
pub(super) fn stream(call: &Call) -> Option<Reply> {
    let segments = call.segments_after("/collection");
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let (inlet, many) = match segments.as_slice() {
        ["batch", inlet] => (*inlet, true),
        [inlet] => (*inlet, false),
        _ => return None,
    };
    if call.method != "POST" {
        return Some(call.method_not_allowed());
    }
    if call.body.len() > LARGEST {
        return Some(fault(StatusCode::PAYLOAD_TOO_LARGE, "The message exceeds 1 MB."));
    }
    let Some(body) = call.json().filter(Value::is_object) else {
        return Some(fault(StatusCode::BAD_REQUEST, "The message is not a JSON object."));
    };
    let transaction =
        |part: u64| format!("{}:{}:{part}", call.now.0, Dice::of(inlet).below(9_000) + 1_000);
    let verdict = |message: &Value| {
        let whole = message["header"].is_object() && message["body"].is_object();
        if whole { "pass" } else { "fail" }
    };
    if many {
        let Some(messages) = body["messages"].as_array() else {
            return Some(fault(StatusCode::BAD_REQUEST, "messages must be an array."));
        };
        let responses: Vec<Value> = (0..messages.len() as u64)
            .map(|part| json!({ "xactionId": transaction(part) }))
            .collect();
        let answer = json!({
            "inletId": inlet, "batchId": transaction(0), "receivedTimeMs": call.now.0, "responses": responses,
        });
        return Some(reply::json(StatusCode::MULTI_STATUS, &answer));
    }
    let mut answer =
        json!({ "inletId": inlet, "xactionId": transaction(0), "receivedTimeMs": call.now.0 });
    let asked = ["synchronousValidation", "syncValidation"];
    if asked.iter().any(|name| call.parameter(name) == Some("true")) {
        let verdict = verdict(&body);
        if verdict == "fail" {
            let detail = "The message has no header or no body.";
            return Some(fault(StatusCode::BAD_REQUEST, detail));
        }
        answer["synchronousValidation"] = json!({ "status": verdict });
    }
    Some(reply::ok(&answer))
}

/// The words are [unverified].
fn fault(status: StatusCode, message: &str) -> Reply {
    reply::json(
        status,
        &json!({
            "type": "http://ns.adobe.com/adobecloud/problem/data-collection-service/inlet",
            "status": status.as_u16(),
            "title": status.canonical_reason(),
            "report": { "message": message },
        }),
    )
}
