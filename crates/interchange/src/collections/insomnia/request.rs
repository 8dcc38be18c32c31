//! One request of Insomnia's.

use super::template::adopted;
use crate::collections::auth::Auth;
use crate::collections::body_file::{file_body, file_part};
use crate::collections::draft::Draft;
use crate::collections::gathering::Gathering;
use crate::collections::json::{description, is_disabled, items, text, text_or_empty};
use crate::collections::left_out::{Disabled, LeftOutKind, ScriptTime};
use crate::collections::place::Place;
use crate::collections::script;
use mudbrick_model::Header;
use mudbrick_requests::{FormPart, encode_around_variables};
use serde_json::Value;

pub(super) fn read(
    request: &Value,
    directives: &[String],
    place: &Place,
    gathering: &mut Gathering,
) {
    let mut draft = Draft {
        directives: directives.to_vec(),
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
        draft.headers.push(Header::new(name, value));
    }
    if let Some(given) = request.get("body") {
        body(given, &mut draft, place, gathering);
    }
    if let Some(auth) = request.get("authentication") {
        authentication(auth, place, gathering).apply(&mut draft, gathering, place);
    }
    draft.directives.extend(leave_scripts(request, place, gathering));
    gathering.add(place, draft);
}

/// What a folder has for all of its requests. What of its scripts is in a `.http` file goes into each of them, below those of
/// the folders above.
pub(super) fn shared(
    folder: &Value,
    above: &[String],
    place: &Place,
    gathering: &mut Gathering,
) -> Vec<String> {
    let directives = [above, &leave_scripts(folder, place, gathering)].concat();
    let method = folder.get("authentication").and_then(|auth| text(auth, "type"));
    if let Some(method) = method.filter(|method| method != "none" && !method.is_empty()) {
        gathering.leave(place, LeftOutKind::Auth { method });
    }
    for header in items(folder, "headers") {
        let what = format!("the folder's header {}", text_or_empty(header, "name"));
        gathering.leave(place, LeftOutKind::Other { what });
    }
    directives
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
            draft.multipart(&parts);
        }
        // Insomnia keeps the JSON that is sent.
        "application/graphql" => draft.text_body(written, Some("application/json")),
        "" => draft.text_body(written, None),
        kind => draft.text_body(written, Some(kind)),
    }
}

fn authentication(auth: &Value, place: &Place, gathering: &mut Gathering) -> Auth {
    if is_disabled(auth) {
        let method = text_or_empty(auth, "type");
        gathering.leave_disabled(place, Disabled::Auth, &method);
        return Auth::None;
    }
    match text_or_empty(auth, "type").as_str() {
        "" | "none" => Auth::None,
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
    }
}
