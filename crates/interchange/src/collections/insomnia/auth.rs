//! Insomnia's authorization.

use super::template::adopted;
use crate::collections::auth::Auth;
use crate::collections::auth_settings;
use crate::collections::gathering::Gathering;
use crate::collections::json::{is_disabled, text_or_empty};
use crate::collections::left_out::Disabled;
use crate::collections::place::Place;
use serde_json::Value;

/// What Insomnia writes where no word is to stand before the token.
const NO_PREFIX: &str = "NO_PREFIX";

/// Nothing for what is inherited: an object without a type says nothing of its own.
pub(super) fn authentication(
    auth: Option<&Value>,
    place: &Place,
    gathering: &mut Gathering,
) -> Option<Auth> {
    let auth = auth.filter(|auth| auth.is_object())?;
    let kind = text_or_empty(auth, "type");
    if is_disabled(auth) {
        gathering.leave_disabled(place, Disabled::Auth, &kind);
        return Some(Auth::None);
    }
    let used: &[&str] = match kind.as_str() {
        "bearer" => &["type", "disabled", "token", "prefix"],
        "oauth2" => &["type", "disabled", "tokenPrefix", "accessToken"],
        "apikey" => &["type", "disabled", "key", "value", "addTo"],
        // These are listed whole, with the request that they would be for.
        _ => &[],
    };
    if !used.is_empty() {
        auth_settings::leave(&kind, auth, used, gathering, place);
    }
    let mut given = |key: &str| adopted(&text_or_empty(auth, key), place, gathering);
    Some(match kind.as_str() {
        "" | "inherit" => return None,
        "none" => Auth::None,
        // Insomnia sends nothing for a token that is empty.
        "bearer" if given("token").trim().is_empty() => Auth::None,
        "bearer" => Auth::Token { prefix: given("prefix"), token: given("token") },
        "oauth2" if text_or_empty(auth, "tokenPrefix") == NO_PREFIX => Auth::Key {
            name: "Authorization".to_owned(),
            value: "{{ACCESS_TOKEN}}".to_owned(),
            in_query: false,
        },
        "oauth2" => Auth::Token { prefix: given("tokenPrefix"), token: given("accessToken") },
        "basic" => Auth::Basic,
        "apikey" => key(given("key"), given("value"), &text_or_empty(auth, "addTo")),
        _ => Auth::Other(kind),
    })
}

fn key(name: String, value: String, place: &str) -> Auth {
    let is_set = !name.trim().is_empty() && !value.is_empty();
    match place {
        "cookie" if is_set => Auth::Key {
            name: "Cookie".to_owned(),
            value: format!("{}={value}", name.trim()),
            in_query: false,
        },
        _ => Auth::Key { name, value, in_query: place.starts_with("query") },
    }
}
