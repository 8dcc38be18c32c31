//! Bruno's authorization: the kind that is chosen, and the settings of all kinds.

use crate::collections::auth::Auth;
use crate::collections::auth_settings;
use crate::collections::gathering::Gathering;
use crate::collections::json::{text, text_or_empty};
use crate::collections::place::Place;
use serde_json::Value;

/// Nothing for what is inherited. What is set beside what becomes a header is listed.
pub(super) fn authentication(
    auth: Option<&Value>,
    place: &Place,
    gathering: &mut Gathering,
) -> Option<Auth> {
    let auth = auth.filter(|auth| auth.is_object())?;
    let mode = text_or_empty(auth, "mode");
    leave_settings(auth, &mode, place, gathering);
    let nothing = Value::Null;
    let settings = auth.get(&mode).unwrap_or(&nothing);
    let given = |key: &str| text_or_empty(settings, key);
    Some(match mode.as_str() {
        "" | "inherit" => return None,
        "none" => Auth::None,
        // Bruno sends the word without a token then, which no service takes.
        "bearer" if given("token").trim().is_empty() => {
            Auth::Other("bearer without a token".to_owned())
        }
        "bearer" => Auth::Token { prefix: "Bearer".to_owned(), token: given("token") },
        "oauth2" => token(settings),
        "basic" => Auth::Basic,
        "apikey" => Auth::Key {
            name: given("key"),
            value: given("value"),
            in_query: given("placement").starts_with("query"),
        },
        _ => Auth::Other(mode),
    })
}

/// Where Bruno puts a token that it has got. Only where nothing is said of a word before it is there one.
fn token(settings: &Value) -> Auth {
    let key = |name: String, in_query: bool| Auth::Key {
        name,
        value: "{{ACCESS_TOKEN}}".to_owned(),
        in_query,
    };
    let is_in_url = matches!(text_or_empty(settings, "tokenPlacement").as_str(), "url" | "query");
    match text(settings, "tokenHeaderPrefix") {
        _ if is_in_url => {
            let name = text(settings, "tokenQueryKey").filter(|name| !name.trim().is_empty());
            key(name.unwrap_or_else(|| "access_token".to_owned()), true)
        }
        Some(prefix) if prefix.trim().is_empty() => key("Authorization".to_owned(), false),
        prefix => Auth::Token { prefix: prefix.unwrap_or_default(), token: String::new() },
    }
}

fn leave_settings(auth: &Value, mode: &str, place: &Place, gathering: &mut Gathering) {
    for (kind, settings) in auth.as_object().into_iter().flatten() {
        let used: &[&str] = match kind.as_str() {
            "mode" => continue,
            kind if kind != mode => &[],
            "bearer" => &["token"],
            "oauth2" => &["tokenPlacement", "tokenHeaderPrefix", "tokenQueryKey"],
            "apikey" => &["key", "value", "placement"],
            // These are listed whole, with the request that they would be for.
            _ => continue,
        };
        auth_settings::leave(kind, settings, used, gathering, place);
    }
}
