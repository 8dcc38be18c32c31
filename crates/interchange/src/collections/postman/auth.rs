//! Postman's `auth` objects: in v2.1 a list of keys and values, in v2.0 an object.

use crate::collections::auth::Auth;
use crate::collections::json::{as_text, text, text_or_empty};
use serde_json::Value;

/// What an `auth` object says; nothing when there is none, so that what stands above counts.
pub(super) fn read(auth: Option<&Value>) -> Option<Auth> {
    let auth = auth?;
    if auth.is_null() {
        return Some(Auth::None);
    }
    let method = text(auth, "type")?;
    let value =
        |key: &str| auth.get(&method).and_then(|given| parameter(given, key)).unwrap_or_default();
    Some(match method.as_str() {
        "noauth" => Auth::None,
        // Postman sends nothing for a token that is empty.
        "bearer" if value("token").trim().is_empty() => Auth::None,
        "bearer" => Auth::Token { prefix: "Bearer".to_owned(), token: value("token") },
        "oauth2" if value("addTokenTo") == "queryParams" => Auth::Key {
            name: "access_token".to_owned(),
            value: "{{ACCESS_TOKEN}}".to_owned(),
            in_query: true,
        },
        "oauth2" => Auth::Token { prefix: value("headerPrefix"), token: value("accessToken") },
        "basic" => Auth::Basic,
        "apikey" => Auth::Key {
            name: value("key"),
            value: value("value"),
            in_query: value("in") == "query",
        },
        _ => Auth::Other(method),
    })
}

fn parameter(given: &Value, key: &str) -> Option<String> {
    match given {
        Value::Array(list) => {
            // Of two entries the later counts.
            let entry = list.iter().rev().find(|entry| text_or_empty(entry, "key") == key)?;
            entry.get("value").and_then(as_text)
        }
        object => text(object, key),
    }
}
