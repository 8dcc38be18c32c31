//! One request of Insomnia's.

use super::auth::authentication;
use super::encoding::encoded;
use super::template::adopted;
use crate::collections::auth::Auth;
use crate::collections::body_file::{file_body, file_part};
use crate::collections::draft::{Draft, NO_REDIRECT};
use crate::collections::gathering::Gathering;
use crate::collections::json::{description, is_disabled, items, others, text, text_or_empty};
use crate::collections::left_out::{Disabled, LeftOutKind, ScriptTime};
use crate::collections::path::{filled, leave_unnamed, stand_in};
use crate::collections::place::{Place, short};
use crate::collections::script;
use mudbrick_model::Header;
use mudbrick_requests::{FormPart, encode_around_variables};
use serde_json::Value;

/// What a request of either format has that is read, or says nothing of what is sent.
const READ: [&str; 27] = [
    "_id",
    "_type",
    "parentId",
    "created",
    "modified",
    "metaSortKey",
    "isPrivate",
    "meta",
    "name",
    "description",
    "method",
    "url",
    "pathParameters",
    "parameters",
    "headers",
    "body",
    "authentication",
    "scripts",
    "preRequestScript",
    "afterResponseScript",
    "settings",
    "settingStoreCookies",
    "settingSendCookies",
    "settingDisableRenderRequestBody",
    "settingEncodeUrl",
    "settingRebuildPath",
    "settingFollowRedirects",
];

pub(super) fn read(
    request: &Value,
    inherited: &Inherited,
    place: &Place,
    gathering: &mut Gathering,
) {
    for what in others(request, &READ, "request.") {
        gathering.leave(place, LeftOutKind::Other { what: short(&what) });
    }
    let mut draft = Draft {
        directives: inherited.directives.clone(),
        headers: inherited.headers.clone(),
        method: text_or_empty(request, "method"),
        url: adopted(&text_or_empty(request, "url"), place, gathering),
        ..Draft::default()
    };
    let said = description(request).or_else(|| request.get("meta").and_then(description));
    draft.about.extend(said.iter().flat_map(|text| text.lines()).map(str::to_owned));
    path(request, &mut draft, place, gathering);
    let query = named(request, "parameters", Disabled::Query, adopted, place, gathering);
    for Pair { name, value, said } in query {
        draft.describe_if(&name, said);
        match is_off(request, "settingEncodeUrl", "encodeUrl") {
            true => draft.add_query(&format!("{name}={value}")),
            false => draft.add_query(&format!("{}={}", encoded(&name), encoded(&value))),
        }
    }
    let headers = named(request, "headers", Disabled::Header, adopted, place, gathering);
    for Pair { name, value, said } in headers {
        draft.describe_if(&name, said);
        // A request's own header wins over its folders'; two of its own both go out.
        let is_handed_down = |known: &Header| {
            known.name.eq_ignore_ascii_case(&name) && inherited.headers.contains(known)
        };
        draft.headers.retain(|known| !is_handed_down(known));
        draft.headers.push(Header::new(name, value));
    }
    if let Some(given) = request.get("body") {
        let is_written = request["settingDisableRenderRequestBody"] == true
            || request["settings"]["renderRequestBody"] == false;
        let render = if is_written { as_written } else { adopted };
        // Mudbrick fills what looks like a variable wherever it is.
        if is_written && given.to_string().contains("{{") {
            let names = vec!["renderRequestBody".to_owned()];
            gathering.leave(place, LeftOutKind::Settings { names });
        }
        body(given, render, &mut draft, place, gathering);
    }
    if is_off(request, "settingRebuildPath", "rebuildPath") {
        let names = vec!["rebuildPath".to_owned()];
        gathering.leave(place, LeftOutKind::Settings { names });
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

/// How a text is read: with its templates, or as it is.
type Render = fn(&str, &Place, &mut Gathering) -> String;

fn as_written(text: &str, _: &Place, _: &mut Gathering) -> String {
    text.to_owned()
}

/// Whether a setting is switched off, under its name in format 4 or in format 5.
fn is_off(request: &Value, in_4: &str, in_5: &str) -> bool {
    request[in_4] == false || request["settings"][in_5] == false
}

/// Fills the path. Insomnia encodes the values; a name ends at a second colon.
fn path(request: &Value, draft: &mut Draft, place: &Place, gathering: &mut Gathering) {
    let pairs = named(request, "pathParameters", Disabled::Query, adopted, place, gathering);
    for Pair { name, said, .. } in &pairs {
        draft.describe_if(name, said.clone());
    }
    let mut found = Vec::new();
    draft.url = filled(&draft.url, |segment| {
        let (wanted, rest) = segment.split_at(segment.find(':').unwrap_or(segment.len()));
        let Pair { name, value, .. } = pairs.iter().find(|pair| pair.name == wanted)?;
        found.push(name.clone());
        let stand_in = stand_in(name);
        let value = if value.is_empty() { &stand_in } else { value };
        Some(format!("{}{rest}", encode_around_variables(value)))
    });
    for Pair { name, value, .. } in &pairs {
        leave_unnamed(name, value, &found, gathering, place);
    }
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
    let headers = named(folder, "headers", Disabled::Header, adopted, place, gathering);
    let count = headers.iter().filter(|header| header.said.is_some()).count();
    if count > 0 {
        gathering.leave(place, LeftOutKind::Descriptions { count });
    }
    let is_own =
        |known: &Header| headers.iter().any(|own| known.name.eq_ignore_ascii_case(&own.name));
    inherited.headers.retain(|known| !is_own(known));
    inherited.headers.extend(headers.into_iter().map(|own| Header::new(own.name, own.value)));
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

/// An item of a list: a header, a parameter, a field.
struct Pair {
    name: String,
    value: String,
    said: Option<String>,
}

/// The items of a list that are switched on.
fn named(
    request: &Value,
    key: &str,
    part: Disabled,
    render: Render,
    place: &Place,
    gathering: &mut Gathering,
) -> Vec<Pair> {
    let mut kept = Vec::new();
    for item in items(request, key) {
        let name = render(&text_or_empty(item, "name"), place, gathering);
        if is_disabled(item) {
            gathering.leave_disabled(place, part, &name);
        } else if !name.trim().is_empty() {
            let value = render(&text_or_empty(item, "value"), place, gathering);
            kept.push(Pair { name, value, said: description(item) });
        }
    }
    kept
}

fn body(
    given: &Value,
    render: Render,
    draft: &mut Draft,
    place: &Place,
    gathering: &mut Gathering,
) {
    let kind = text_or_empty(given, "mimeType");
    if let Some(file) = text(given, "fileName").filter(|file| !file.is_empty()) {
        draft.default_type(if kind.is_empty() { "application/octet-stream" } else { &kind });
        return file_body(&file, draft, gathering, place);
    }
    let written = render(&text_or_empty(given, "text"), place, gathering);
    match kind.as_str() {
        "application/x-www-form-urlencoded" => {
            let mut fields = Vec::new();
            for field in named(given, "params", Disabled::Field, render, place, gathering) {
                draft.describe_if(&field.name, field.said);
                fields.push(format!("{}={}", encoded(&field.name), encoded(&field.value)));
            }
            draft.text_body(fields.join("&"), Some(&kind));
        }
        "multipart/form-data" => multipart(given, render, draft, place, gathering),
        // Insomnia keeps the JSON that is sent.
        "application/graphql" => draft.text_body(written, Some("application/json")),
        "" => draft.text_body(written, None),
        kind => draft.text_body(written, Some(kind)),
    }
}

fn multipart(
    given: &Value,
    render: Render,
    draft: &mut Draft,
    place: &Place,
    gathering: &mut Gathering,
) {
    let mut parts = Vec::new();
    for param in items(given, "params") {
        let name = render(&text_or_empty(param, "name"), place, gathering);
        if is_disabled(param) {
            gathering.leave_disabled(place, Disabled::Field, &name);
            continue;
        }
        draft.describe_if(&name, description(param));
        if text_or_empty(param, "type") == "file" {
            let file = text_or_empty(param, "fileName");
            parts.push(file_part(&name, &file, None, gathering, place));
        } else {
            let value = render(&text_or_empty(param, "value"), place, gathering);
            // A text of several lines has its type there, or only a word that it is one.
            let multiline = param["multiline"].as_str().filter(|kind| kind.contains('/'));
            let content_type = multiline.map(str::to_owned);
            parts.push(FormPart { name, value, content_type, file_name: None });
        }
    }
    gathering.leave_all(place, draft.multipart(&parts));
}
