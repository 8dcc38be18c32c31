//! Postman's `auth` objects: in v2.1 a list of keys and values, in v2.0 an object.

use crate::collections::auth::Auth;
use crate::collections::gathering::Gathering;
use crate::collections::json::{as_text, text, text_or_empty};
use crate::collections::left_out::LeftOutKind;
use crate::collections::place::Place;
use serde_json::Value;

/// What an `auth` object says; nothing when there is none, so that what stands above counts.
pub(super) fn read(auth: Option<&Value>) -> Option<Auth> {
    // Postman takes a `null` for no word about it, too.
    let auth = auth?;
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

/// Lists what an `auth` object says beside what becomes a header: how a token would be got, and kinds that are not chosen.
pub(super) fn leave_others(auth: Option<&Value>, gathering: &mut Gathering, place: &Place) {
    let Some(auth) = auth.and_then(Value::as_object) else { return };
    let chosen = auth.get("type").and_then(as_text).unwrap_or_default();
    for (method, given) in auth.iter().filter(|(name, _)| *name != "type") {
        let used: &[&str] = match method.as_str() {
            _ if *method != chosen => &[],
            "bearer" => &["token"],
            "oauth2" => &["accessToken", "addTokenTo", "headerPrefix", "tokenType"],
            "apikey" => &["key", "value", "in"],
            // These are listed whole, with the request that they would be for.
            _ => continue,
        };
        let names: Vec<String> = match given {
            Value::Array(list) => {
                let set = list.iter().filter(|entry| !is_empty(entry.get("value")));
                set.map(|entry| text_or_empty(entry, "key")).collect()
            }
            Value::Object(members) => {
                let set = members.iter().filter(|(_, value)| !is_empty(Some(value)));
                set.map(|(name, _)| name.clone()).collect()
            }
            _ => continue,
        };
        let names: Vec<String> =
            names.into_iter().filter(|name| !used.contains(&name.as_str())).collect();
        if !names.is_empty() {
            let method = method.clone();
            gathering.leave(place, LeftOutKind::AuthSettings { method, names });
        }
    }
}

fn is_empty(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null) => true,
        Some(Value::String(text)) => text.trim().is_empty(),
        Some(_) => false,
    }
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
