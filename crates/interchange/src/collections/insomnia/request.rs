//! One request of Insomnia's.

use super::template::adopted;
use crate::collections::auth::Auth;
use crate::collections::body_file::{file_body, file_part};
use crate::collections::draft::{Draft, NO_REDIRECT};
use crate::collections::gathering::Gathering;
use crate::collections::json::{description, is_disabled, items, text, text_or_empty};
use crate::collections::left_out::{Disabled, ScriptTime};
use crate::collections::place::Place;
use crate::collections::script;
use mudbrick_model::Header;
use mudbrick_requests::{FormPart, encode_around_variables};
use serde_json::Value;

pub(super) fn read(
    request: &Value,
    inherited: &Inherited,
    place: &Place,
    gathering: &mut Gathering,
) {
    let mut draft = Draft {
        directives: inherited.directives.clone(),
        headers: inherited.headers.clone(),
        method: text_or_empty(request, "method"),
        url: adopted(&text_or_empty(request, "url"), place, gathering),
        ..Draft::default()
    };
    let said = description(request).or_else(|| request.get("meta").and_then(description));
    draft.about.extend(said.iter().flat_map(|text| text.lines()).map(str::to_owned));
    for (name, value) in named(request, "pathParameters", Disabled::Query, place, gathering) {
        if !value.is_empty() {
            draft.url = draft.url.replace(&format!("/:{name}"), &format!("/{value}"));
        }
    }
    for (name, value) in named(request, "parameters", Disabled::Query, place, gathering) {
        let (name, value) = (encode_around_variables(&name), encode_around_variables(&value));
        draft.add_query(&format!("{name}={value}"));
    }
    for (name, value) in named(request, "headers", Disabled::Header, place, gathering) {
        // A request's own header wins over its folders'; two of its own both go out.
        let is_handed_down = |known: &Header| {
            known.name.eq_ignore_ascii_case(&name) && inherited.headers.contains(known)
        };
        draft.headers.retain(|known| !is_handed_down(known));
        draft.headers.push(Header::new(name, value));
    }
    if let Some(given) = request.get("body") {
        body(given, &mut draft, place, gathering);
    }
    let own = authentication(request.get("authentication"), place, gathering);
    if let Some(auth) = own.or_else(|| inherited.auth.clone()) {
        auth.apply(&mut draft, gathering, place);
    }
    let redirects = request.get("settings").map(|it| text_or_empty(it, "followRedirects"));
    if text_or_empty(request, "settingFollowRedirects") == "off"
        || redirects.as_deref() == Some("off")
    {
        draft.directives.push(NO_REDIRECT.to_owned());
    }
    draft.directives.extend(leave_scripts(request, place, gathering));
    gathering.add(place, draft);
}

/// What a folder has for all of its requests, with what those above it have.
#[derive(Clone, Default)]
pub(super) struct Inherited {
    auth: Option<Auth>,
    headers: Vec<Header>,
    /// What of the scripts is in a `.http` file.
    directives: Vec<String>,
}

/// What a folder hands down. A folder's header takes the place of those of its name above it.
pub(super) fn shared(
    folder: &Value,
    above: &Inherited,
    place: &Place,
    gathering: &mut Gathering,
) -> Inherited {
    let mut inherited = above.clone();
    inherited.directives.extend(leave_scripts(folder, place, gathering));
    if let Some(auth) = authentication(folder.get("authentication"), place, gathering) {
        inherited.auth = Some(auth);
    }
    let headers = named(folder, "headers", Disabled::Header, place, gathering);
    let is_own =
        |known: &Header| headers.iter().any(|(name, _)| known.name.eq_ignore_ascii_case(name));
    inherited.headers.retain(|known| !is_own(known));
    inherited.headers.extend(headers.into_iter().map(|(name, value)| Header::new(name, value)));
    inherited
}

fn leave_scripts(owner: &Value, place: &Place, gathering: &mut Gathering) -> Vec<String> {
    let scripts = owner.get("scripts");
    let under = |key: &str| scripts.map(|scripts| text_or_empty(scripts, key)).unwrap_or_default();
    let before = [text_or_empty(owner, "preRequestScript"), under("preRequest")];
    let after = [text_or_empty(owner, "afterResponseScript"), under("afterResponse")];
    let mut directives = Vec::new();
    for source in before {
        directives.extend(script::leave(gathering, place, ScriptTime::Before, &source));
    }
    for source in after {
        directives.extend(script::leave(gathering, place, ScriptTime::After, &source));
    }
    directives
}

/// The names and values of a list that are switched on.
fn named(
    request: &Value,
    key: &str,
    part: Disabled,
    place: &Place,
    gathering: &mut Gathering,
) -> Vec<(String, String)> {
    let mut kept = Vec::new();
    for item in items(request, key) {
        let name = adopted(&text_or_empty(item, "name"), place, gathering);
        if is_disabled(item) {
            gathering.leave_disabled(place, part, &name);
        } else if !name.trim().is_empty() {
            kept.push((name, adopted(&text_or_empty(item, "value"), place, gathering)));
        }
    }
    kept
}

fn body(given: &Value, draft: &mut Draft, place: &Place, gathering: &mut Gathering) {
    let kind = text_or_empty(given, "mimeType");
    if let Some(file) = text(given, "fileName").filter(|file| !file.is_empty()) {
        draft.default_type(if kind.is_empty() { "application/octet-stream" } else { &kind });
        return file_body(&file, draft, gathering, place);
    }
    let written = adopted(&text_or_empty(given, "text"), place, gathering);
    match kind.as_str() {
        "application/x-www-form-urlencoded" => {
            let fields = named(given, "params", Disabled::Field, place, gathering);
            draft.form(&fields);
        }
        "multipart/form-data" => {
            let mut parts = Vec::new();
            for param in items(given, "params") {
                let name = adopted(&text_or_empty(param, "name"), place, gathering);
                if is_disabled(param) {
                    gathering.leave_disabled(place, Disabled::Field, &name);
                } else if text_or_empty(param, "type") == "file" {
                    let file = text_or_empty(param, "fileName");
                    parts.push(file_part(&name, &file, None, gathering, place));
                } else {
                    let value = adopted(&text_or_empty(param, "value"), place, gathering);
                    parts.push(FormPart { name, value, content_type: None, file_name: None });
                }
            }
            gathering.leave_all(place, draft.multipart(&parts));
        }
        // Insomnia keeps the JSON that is sent.
        "application/graphql" => draft.text_body(written, Some("application/json")),
        "" => draft.text_body(written, None),
        kind => draft.text_body(written, Some(kind)),
    }
}

/// Nothing for what is inherited: an object without a type says nothing of its own.
fn authentication(auth: Option<&Value>, place: &Place, gathering: &mut Gathering) -> Option<Auth> {
    let auth = auth.filter(|auth| auth.is_object())?;
    let kind = text_or_empty(auth, "type");
    if is_disabled(auth) {
        gathering.leave_disabled(place, Disabled::Auth, &kind);
        return Some(Auth::None);
    }
    Some(match kind.as_str() {
        "" | "inherit" => return None,
        "none" => Auth::None,
        "bearer" => {
            let token = adopted(&text_or_empty(auth, "token"), place, gathering);
            Auth::Token { prefix: text_or_empty(auth, "prefix"), token }
        }
        "oauth2" => Auth::Token {
            prefix: text_or_empty(auth, "tokenPrefix"),
            token: adopted(&text_or_empty(auth, "accessToken"), place, gathering),
        },
        "basic" => Auth::Basic,
        "apikey" => Auth::Key {
            name: adopted(&text_or_empty(auth, "key"), place, gathering),
            value: adopted(&text_or_empty(auth, "value"), place, gathering),
            in_query: text_or_empty(auth, "addTo").starts_with("query"),
        },
        other => Auth::Other(other.to_owned()),
    })
}
