//! One request of Bruno's.

use super::auth::authentication;
use super::shared::{Inherited, variables};
use crate::collections::body_file::{file_body, file_part};
use crate::collections::draft::{Draft, NO_REDIRECT};
use crate::collections::gathering::Gathering;
use crate::collections::json::{
    as_text, description, is_disabled, is_empty, items, others, text, text_or_empty,
};
use crate::collections::json_comments;
use crate::collections::left_out::{Disabled, LeftOutKind, ScriptTime};
use crate::collections::path::{filled, leave_unnamed, stand_in};
use crate::collections::place::{Place, short};
use crate::collections::script;
use mudbrick_model::Header;
use mudbrick_requests::FormPart;
use serde_json::Value;

const JSON: &str = "application/json";

/// What is read of a request.
const OF_REQUEST: [&str; 12] = [
    "method",
    "url",
    "headers",
    "params",
    "query",
    "body",
    "auth",
    "vars",
    "script",
    "assertions",
    "tests",
    "docs",
];

pub(super) fn read(item: &Value, inherited: &Inherited, place: &Place, gathering: &mut Gathering) {
    let Some(request) = item.get("request") else {
        let what = "item without a request".to_owned();
        return gathering.leave(place, LeftOutKind::UnknownItem { what });
    };
    for what in others(request, &OF_REQUEST, "request.") {
        gathering.leave(place, LeftOutKind::Other { what: short(&what) });
    }
    let mut draft = Draft {
        method: text_or_empty(request, "method"),
        url: text_or_empty(request, "url"),
        headers: inherited.headers.clone(),
        ..Draft::default()
    };
    draft.about.extend(text_or_empty(request, "docs").lines().map(str::to_owned));
    parameters(request, &mut draft, place, gathering);
    for header in items(request, "headers") {
        let name = text_or_empty(header, "name");
        if is_disabled(header) {
            gathering.leave_disabled(place, Disabled::Header, &name);
        } else if !name.trim().is_empty() {
            // A request's own header wins over its folders'; two of its own both go out.
            let is_handed_down = |known: &Header| {
                known.name.eq_ignore_ascii_case(&name) && inherited.headers.contains(known)
            };
            draft.headers.retain(|known| !is_handed_down(known));
            describe(header, &mut draft);
            draft.headers.push(Header::new(name, text_or_empty(header, "value")));
        }
    }
    if let Some(given) = request.get("body") {
        body(given, &mut draft, place, gathering);
    }
    let own = authentication(request.get("auth"), place, gathering);
    if let Some(auth) = own.or_else(|| inherited.auth.clone()) {
        auth.apply(&mut draft, gathering, place);
    }
    variables(request.get("vars"), place, gathering);
    draft.directives.clone_from(&inherited.directives);
    draft.directives.extend(leave_scripts(request, place, gathering));
    let settings = item.get("settings").unwrap_or(&Value::Null);
    if text_or_empty(settings, "followRedirects") == "false" {
        draft.directives.push(NO_REDIRECT.to_owned());
    }
    let names = others(settings, &["encodeUrl", "followRedirects"], "");
    if !names.is_empty() {
        gathering.leave(place, LeftOutKind::Settings { names });
    }
    let examples = items(item, "examples").len();
    if examples > 0 {
        gathering.leave(place, LeftOutKind::Examples { count: examples });
    }
    gathering.add(place, draft);
}

/// Bruno writes the query into the URL, and keeps what is switched off beside it.
fn parameters(request: &Value, draft: &mut Draft, place: &Place, gathering: &mut Gathering) {
    let lists = [items(request, "params"), items(request, "query")];
    let mut in_path = Vec::new();
    for parameter in lists.into_iter().flatten() {
        let (name, value) = (text_or_empty(parameter, "name"), text_or_empty(parameter, "value"));
        if is_disabled(parameter) {
            gathering.leave_disabled(place, Disabled::Query, &name);
            continue;
        }
        describe(parameter, draft);
        if text_or_empty(parameter, "type") == "path" {
            in_path.push((name, value));
            continue;
        }
        let query = draft.url.split_once('?').map_or("", |(_, query)| query);
        let named = |pair: &str| pair.split('=').next() == Some(name.as_str());
        if !query.split('&').any(named) {
            draft.add_query(&format!("{name}={value}"));
        }
    }
    path(&in_path, draft, place, gathering);
}

/// Fills the path. The values go out as they are written.
fn path(
    parameters: &[(String, String)],
    draft: &mut Draft,
    place: &Place,
    gathering: &mut Gathering,
) {
    let mut found = Vec::new();
    draft.url = filled(&draft.url, |wanted| {
        let (name, value) = parameters.iter().find(|(name, _)| name == wanted)?;
        found.push(name.clone());
        Some(if value.is_empty() { stand_in(name) } else { value.clone() })
    });
    for (name, value) in parameters {
        leave_unnamed(name, value, &found, gathering, place);
    }
}

/// Keeps what is said of a parameter, header or field.
fn describe(part: &Value, draft: &mut Draft) {
    draft.describe_if(&text_or_empty(part, "name"), description(part));
}

fn body(given: &Value, draft: &mut Draft, place: &Place, gathering: &mut Gathering) {
    let typed = |key: &str| text_or_empty(given, key);
    let mode = typed("mode");
    leave_not_chosen(given, &mode, place, gathering);
    match mode.as_str() {
        "json" => {
            let text = json_comments::left_out_of(typed("json"), JSON, gathering, place);
            draft.text_body(text, Some(JSON));
        }
        "xml" => draft.text_body(typed("xml"), Some("application/xml")),
        "text" => draft.text_body(typed("text"), Some("text/plain")),
        "sparql" => draft.text_body(typed("sparql"), Some("application/sparql-query")),
        "graphql" => {
            let graphql = given.get("graphql").unwrap_or(&Value::Null);
            let variables = text_or_empty(graphql, "variables");
            draft.graphql(&text_or_empty(graphql, "query"), None, &variables);
        }
        "formUrlEncoded" => {
            let mut fields = Vec::new();
            for field in enabled(given, "formUrlEncoded", place, gathering) {
                describe(field, draft);
                fields.push((text_or_empty(field, "name"), text_or_empty(field, "value")));
            }
            draft.form(&fields);
        }
        "multipartForm" => {
            let mut parts = Vec::new();
            for field in enabled(given, "multipartForm", place, gathering) {
                describe(field, draft);
                let name = text_or_empty(field, "name");
                let content_type = text(field, "contentType").filter(|it| !it.is_empty());
                let files: Vec<String> = match field.get("value") {
                    Some(Value::Array(files)) => files.iter().filter_map(as_text).collect(),
                    _ => Vec::new(),
                };
                for file in &files {
                    parts.push(file_part(&name, file, content_type.clone(), gathering, place));
                }
                if files.is_empty() {
                    let value = text_or_empty(field, "value");
                    parts.push(FormPart { name, value, content_type, file_name: None });
                }
            }
            gathering.leave_all(place, draft.multipart(&parts));
        }
        "file" => file(items(given, "file"), draft, place, gathering),
        "" | "none" => {}
        other => {
            let what = format!("the body of the type {}", short(other));
            gathering.leave(place, LeftOutKind::Other { what });
        }
    }
}

/// The file that is selected. Its type takes the place of what the request says.
fn file(files: &[Value], draft: &mut Draft, place: &Place, gathering: &mut Gathering) {
    let is_off = |file: &Value| is_disabled(file) || file["selected"] == false;
    let selected = files.iter().position(|file| !is_off(file));
    for (at, file) in files.iter().enumerate() {
        let path = text_or_empty(file, "filePath");
        if path.is_empty() {
            continue;
        }
        if Some(at) != selected {
            gathering.leave_disabled(place, Disabled::Body, &path);
            continue;
        }
        describe(file, draft);
        if let Some(kind) = text(file, "contentType").filter(|kind| !kind.trim().is_empty()) {
            let header = Header::new("Content-Type", kind.trim());
            gathering.leave_all(place, draft.make_way(&header, "body"));
            draft.headers.push(header);
        }
        file_body(&path, draft, gathering, place);
    }
}

/// Lists the bodies that stay there beside the chosen one.
fn leave_not_chosen(given: &Value, chosen: &str, place: &Place, gathering: &mut Gathering) {
    for (mode, body) in given.as_object().into_iter().flatten() {
        if mode != "mode" && mode != chosen && !is_empty(body) {
            gathering.leave(place, LeftOutKind::BodyNotChosen { mode: short(mode) });
        }
    }
}

fn enabled<'a>(
    given: &'a Value,
    form: &str,
    place: &Place,
    gathering: &mut Gathering,
) -> Vec<&'a Value> {
    let (on, off): (Vec<_>, Vec<_>) = items(given, form).iter().partition(|it| !is_disabled(it));
    for field in off {
        gathering.leave_disabled(place, Disabled::Field, &text_or_empty(field, "name"));
    }
    on
}

/// Lists scripts and assertions, and gives what of them a `.http` file can say.
pub(super) fn leave_scripts(
    owner: &Value,
    place: &Place,
    gathering: &mut Gathering,
) -> Vec<String> {
    let under =
        |key: &str| owner.get("script").map(|it| text_or_empty(it, key)).unwrap_or_default();
    let mut directives = script::leave(gathering, place, ScriptTime::Before, &under("req"));
    for source in [under("res"), text_or_empty(owner, "tests")] {
        directives.extend(script::leave(gathering, place, ScriptTime::After, &source));
    }
    for assertion in items(owner, "assertions") {
        let (name, value) = (text_or_empty(assertion, "name"), text_or_empty(assertion, "value"));
        let status = value.strip_prefix("eq ").and_then(|status| status.parse::<u16>().ok());
        match status.filter(|_| name == "res.status" && !is_disabled(assertion)) {
            Some(status) => directives.push(format!("@check status {status}")),
            None => {
                let what = format!("the assertion about {name}");
                gathering.leave(place, LeftOutKind::Other { what });
            }
        }
    }
    directives
}
