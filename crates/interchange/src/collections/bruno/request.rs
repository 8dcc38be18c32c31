//! One request of Bruno's.

use super::shared::{Inherited, variables};
use crate::collections::auth::Auth;
use crate::collections::body_file::{file_body, file_part};
use crate::collections::draft::Draft;
use crate::collections::gathering::Gathering;
use crate::collections::json::{as_text, is_disabled, items, text, text_or_empty};
use crate::collections::left_out::{Disabled, LeftOutKind, ScriptTime};
use crate::collections::place::Place;
use crate::collections::script;
use mudbrick_model::Header;
use mudbrick_requests::FormPart;
use serde_json::Value;

pub(super) fn read(item: &Value, inherited: &Inherited, place: &Place, gathering: &mut Gathering) {
    let Some(request) = item.get("request") else {
        let what = "item without a request".to_owned();
        return gathering.leave(place, LeftOutKind::UnknownItem { what });
    };
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
            draft.headers.push(Header::new(name, text_or_empty(header, "value")));
        }
    }
    if let Some(given) = request.get("body") {
        body(given, &mut draft, place, gathering);
    }
    let own = authentication(request.get("auth"));
    if let Some(auth) = own.or_else(|| inherited.auth.clone()) {
        auth.apply(&mut draft, gathering, place);
    }
    variables(request.get("vars"), place, gathering);
    draft.directives.clone_from(&inherited.directives);
    draft.directives.extend(leave_scripts(request, place, gathering));
    let settings = item.get("settings").and_then(Value::as_object);
    let names: Vec<String> = settings.into_iter().flatten().map(|(name, _)| name.clone()).collect();
    let names: Vec<String> = names.into_iter().filter(|name| name != "encodeUrl").collect();
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
    for parameter in lists.into_iter().flatten() {
        let (name, value) = (text_or_empty(parameter, "name"), text_or_empty(parameter, "value"));
        if is_disabled(parameter) {
            gathering.leave_disabled(place, Disabled::Query, &name);
            continue;
        }
        let stand_in = if value.is_empty() { format!("{{{{{name}}}}}") } else { value.clone() };
        if text_or_empty(parameter, "type") == "path" {
            draft.url = path_filled(&draft.url, &name, &stand_in);
        } else {
            let query = draft.url.split_once('?').map_or("", |(_, query)| query);
            let named = |pair: &str| pair.split('=').next() == Some(name.as_str());
            if !query.split('&').any(named) {
                draft.add_query(&format!("{name}={value}"));
            }
        }
    }
}

fn path_filled(url: &str, name: &str, value: &str) -> String {
    let (path, rest) = url.split_at(url.find(['?', '#']).unwrap_or(url.len()));
    let wanted = format!(":{name}");
    let segments = path.split('/').map(|segment| if segment == wanted { value } else { segment });
    format!("{}{rest}", segments.collect::<Vec<_>>().join("/"))
}

fn body(given: &Value, draft: &mut Draft, place: &Place, gathering: &mut Gathering) {
    let typed = |key: &str| text_or_empty(given, key);
    match typed("mode").as_str() {
        "json" => draft.text_body(typed("json"), Some("application/json")),
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
                fields.push((text_or_empty(field, "name"), text_or_empty(field, "value")));
            }
            draft.form(&fields);
        }
        "multipartForm" => {
            let mut parts = Vec::new();
            for field in enabled(given, "multipartForm", place, gathering) {
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
        "file" => {
            let selected = items(given, "file").iter().find(|file| !is_disabled(file));
            let path = selected.map(|file| text_or_empty(file, "filePath")).unwrap_or_default();
            if !path.is_empty() {
                file_body(&path, draft, gathering, place);
            }
        }
        _ => {}
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

/// Nothing for what is inherited.
pub(super) fn authentication(auth: Option<&Value>) -> Option<Auth> {
    let auth = auth.filter(|auth| auth.is_object())?;
    let mode = text_or_empty(auth, "mode");
    let given = |key: &str| auth.get(&mode).map(|it| text_or_empty(it, key)).unwrap_or_default();
    match mode.as_str() {
        "" | "inherit" => None,
        "none" => Some(Auth::None),
        "bearer" => Some(Auth::Token { prefix: "Bearer".to_owned(), token: given("token") }),
        "oauth2" => Some(Auth::Token { prefix: given("tokenHeaderPrefix"), token: String::new() }),
        "basic" => Some(Auth::Basic),
        "apikey" => Some(Auth::Key {
            name: given("key"),
            value: given("value"),
            in_query: given("placement").starts_with("query"),
        }),
        other => Some(Auth::Other(other.to_owned())),
    }
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
