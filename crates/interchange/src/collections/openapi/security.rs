//! How an operation is authorized. Any kind of token is the profile's.

use super::making::Making;
use super::reference::Document;
use super::variable::{as_it_is, encoded};
use crate::collections::auth::Auth;
use crate::collections::gathering::Gathering;
use crate::collections::json::text_or_empty;
use crate::collections::left_out::LeftOutKind;
use crate::collections::place::Place;
use mudbrick_model::Header;
use serde_json::Value;

/// What Adobe's headers hold, whatever the description's example is.
pub(super) fn known_header(name: &str) -> Option<&'static str> {
    match name.to_ascii_lowercase().as_str() {
        "x-api-key" => Some("{{API_KEY}}"),
        "x-gw-ims-org-id" => Some("{{IMS_ORG}}"),
        "x-sandbox-name" => Some("{{SANDBOX_NAME}}"),
        _ => None,
    }
}

/// The profile's token.
pub(super) fn token() -> Auth {
    Auth::Token { prefix: "Bearer".to_owned(), token: "{{ACCESS_TOKEN}}".to_owned() }
}

/// Tells, once for all operations, which of the description's own ways are not taken.
pub(super) fn leave_others_of_all(document: &Document<'_>, gathering: &mut Gathering) {
    if let Some(ways) = document.security() {
        leave_others(ways, document, &Place::default(), gathering);
    }
}

/// Puts the way that is taken into the request.
pub(super) fn apply<'a>(operation: &'a Value, making: &mut Making<'a, '_>) {
    let own = operation.get("security").and_then(Value::as_array);
    if let Some(ways) = own {
        leave_others(ways, making.document, making.place, making.gathering);
    }
    let Some(ways) = own.or_else(|| making.document.security()) else { return };
    let Some(way) = chosen(ways, making.document).and_then(|at| ways[at].as_object()) else {
        return;
    };
    let mut cookies = Vec::new();
    for name in way.keys() {
        match making.document.security_scheme(name) {
            Some(scheme) if is_cookie(scheme) => cookies.push(text_or_empty(scheme, "name")),
            Some(scheme) => auth(scheme).apply(making.draft, making.gathering, making.place),
            None => {
                let reference = format!("the security scheme {name}");
                making.leave(LeftOutKind::Reference { reference });
            }
        }
    }
    if !cookies.is_empty() {
        let cookies = cookies.iter().map(|name| format!("{name}={}", as_it_is(name)));
        let value = cookies.collect::<Vec<_>>().join("; ");
        making.draft.headers.push(Header::new("Cookie", value));
    }
}

/// The first way with a token, since a profile has one by itself; else the first that asks for anything.
fn chosen(ways: &[Value], document: &Document<'_>) -> Option<usize> {
    let schemes = |way: &Value| -> Vec<Auth> {
        let names = way.as_object().into_iter().flatten().map(|(name, _)| name);
        names.filter_map(|name| document.security_scheme(name)).map(auth).collect()
    };
    let has_token =
        |way: &Value| schemes(way).iter().any(|auth| matches!(auth, Auth::Token { .. }));
    let asks = |way: &Value| way.as_object().is_some_and(|way| !way.is_empty());
    ways.iter().position(has_token).or_else(|| ways.iter().position(asks))
}

fn leave_others(ways: &[Value], document: &Document<'_>, place: &Place, gathering: &mut Gathering) {
    let chosen = chosen(ways, document);
    let others = ways.iter().enumerate().filter(|(at, _)| Some(*at) != chosen);
    let ways: Vec<String> = others
        .filter_map(|(_, way)| Some(way.as_object()?.keys().cloned().collect::<Vec<_>>()))
        .filter(|names| !names.is_empty())
        .map(|names| names.join(" and "))
        .collect();
    if !ways.is_empty() {
        gathering.leave(place, LeftOutKind::OtherAuth { ways });
    }
}

fn is_cookie(scheme: &Value) -> bool {
    text_or_empty(scheme, "type") == "apiKey" && text_or_empty(scheme, "in") == "cookie"
}

fn auth(scheme: &Value) -> Auth {
    let name = text_or_empty(scheme, "name");
    match text_or_empty(scheme, "type").as_str() {
        "oauth2" | "openIdConnect" => token(),
        "basic" => Auth::Basic,
        "http" => match text_or_empty(scheme, "scheme").to_ascii_lowercase().as_str() {
            "bearer" => token(),
            "basic" => Auth::Basic,
            other => Auth::Other(format!("http {other}").trim_end().to_owned()),
        },
        "apiKey" if name.eq_ignore_ascii_case("authorization") => token(),
        "apiKey" => {
            let in_query = text_or_empty(scheme, "in") == "query";
            let own = if in_query { encoded(&name) } else { as_it_is(&name) };
            let value = known_header(&name).map_or(own, str::to_owned);
            Auth::Key { name, value, in_query }
        }
        other => Auth::Other(other.to_owned()),
    }
}
