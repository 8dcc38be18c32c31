//! Postman collections v2.0 and v2.1: folders to any depth, with what they hand down. Which parts of a URL or body are sent
//! is decided as Postman decides it.

mod auth;
mod body;
mod url;

use super::auth::Auth;
use super::draft::{Draft, NO_REDIRECT};
use super::gathering::Gathering;
use super::json::{description, is_disabled, items, text, text_or_empty};
use super::left_out::{Disabled, LeftOutKind, ScriptTime};
use super::place::{Place, one_line};
use super::{Collection, CollectionFormat, numbers, script};
use mudbrick_model::Header;
use serde_json::Value;

/// What a folder hands down.
#[derive(Clone)]
struct Inherited {
    auth: Auth,
    /// Postman sends no body with GET unless it is told to.
    keeps_bodies: bool,
    /// What scripts are in a `.http` file; a folder's run for each of its requests.
    directives: Vec<String>,
}

pub(super) fn is_one(value: &Value) -> bool {
    value.get("info").is_some_and(Value::is_object)
        && value.get("item").is_some_and(Value::is_array)
}

/// The first format, which Postman itself has not exported since 2019.
pub(super) fn is_first_format(value: &Value) -> bool {
    value.get("requests").is_some_and(Value::is_array)
        && (value.get("order").is_some() || value.get("folders").is_some())
}

/// Reads a collection.
pub(super) fn read(value: &Value, source: &str) -> (Collection, bool) {
    let name = value.get("info").map(|info| text_or_empty(info, "name")).unwrap_or_default();
    let mut gathering = Gathering::new(CollectionFormat::Postman, source, &name);
    let root = Place::default();
    gathering.folder(&root, value.get("info").and_then(description));
    for variable in items(value, "variable") {
        variable_of(variable, &root, &mut gathering);
    }
    let inherited = Inherited { auth: Auth::None, keeps_bodies: false, directives: Vec::new() };
    let inherited = common(value, &inherited, &root, &mut gathering);
    all(value, &inherited, &root, &mut gathering);
    let is_full = gathering.is_full;
    (gathering.finish(), is_full)
}

/// Whether a document is an environment: variables without requests.
pub(super) fn is_environment(value: &Value) -> bool {
    value.get("values").is_some_and(Value::is_array) && value.get("item").is_none()
}

/// Whether an environment is Postman's globals, which stand behind everything else.
pub(super) fn is_globals(environment: &Value) -> bool {
    text(environment, "_postman_variable_scope").as_deref() == Some("globals")
}

/// The collection with the globals that lay beside it. Whatever the collection has itself counts before them.
pub(super) fn with_globals(collection: Collection, globals: &Value) -> Collection {
    let mut gathering = Gathering::resume(collection);
    for variable in items(globals, "values") {
        let name = text_or_empty(variable, "key");
        match gathering.has_value(&name, &value_of(variable)).filter(|_| !is_disabled(variable)) {
            Some(true) => {}
            Some(false) => gathering.leave(&Place::default(), LeftOutKind::SecondValue { name }),
            None => variable_of(variable, &Place::default(), &mut gathering),
        }
    }
    gathering.finish()
}

/// The collection with the variables of an environment that lay beside it. They count before the collection's own.
pub(super) fn with_environment(collection: Collection, environment: &Value) -> Collection {
    let mut gathering = Gathering::resume(collection);
    for variable in items(environment, "values") {
        variable_of(variable, &Place::default(), &mut gathering);
    }
    gathering.finish()
}

/// The same where another environment was chosen.
pub(super) fn without_environment(collection: Collection, environment: &Value) -> Collection {
    let mut gathering = Gathering::resume(collection);
    let name = one_line(&text_or_empty(environment, "name"));
    gathering.leave(&Place::default(), LeftOutKind::Environment { name });
    gathering.finish()
}

/// A variable's value, which may be JSON: Postman fills it in as its text.
fn value_of(variable: &Value) -> String {
    match variable.get("value") {
        Some(value @ (Value::Object(_) | Value::Array(_))) => numbers::compact(value),
        _ => text_or_empty(variable, "value"),
    }
}

fn variable_of(variable: &Value, place: &Place, gathering: &mut Gathering) {
    let name = text(variable, "key").or_else(|| text(variable, "id")).unwrap_or_default();
    if is_disabled(variable) {
        return gathering.leave_disabled(place, Disabled::Variable, &name);
    }
    if let Some(said) = description(variable) {
        gathering.folder(place, Some(format!("{name}: {said}")));
    }
    let is_secret = text(variable, "type").as_deref() == Some("secret");
    let value = value_of(variable);
    match is_secret && !value.is_empty() {
        true => gathering.leave(place, LeftOutKind::SecretVariable { name }),
        false => gathering.variable(place, &name, &value),
    }
}

fn all(folder: &Value, inherited: &Inherited, place: &Place, gathering: &mut Gathering) {
    let inside = items(folder, "item");
    let leads_on = |item: &Value| item.get("request").is_some() || item.get("item").is_some();
    if !inside.iter().any(leads_on) && !place.folders().is_empty() {
        gathering.leave(place, LeftOutKind::EmptyFolder);
    }
    for item in inside {
        let name = one_line(&text_or_empty(item, "name"));
        if item.get("item").is_some_and(Value::is_array) {
            let place = gathering.enter(place, &name);
            gathering.folder(&place, description(item));
            leave_variables(item, &place, gathering);
            let inherited = common(item, inherited, &place, gathering);
            all(item, &inherited, &place, gathering);
        } else if let Some(request) = item.get("request") {
            let place = place.child(&name);
            one(item, request, inherited, &place, gathering);
        } else {
            // What only says something is kept with its folder; there is nothing to hand its scripts down to.
            common(item, inherited, &place.child(&name), gathering);
            match description(item) {
                Some(said) => gathering.folder(place, Some(format!("{name}: {said}"))),
                None => {
                    let what = "item".to_owned();
                    gathering.leave(&place.child(&name), LeftOutKind::UnknownItem { what });
                }
            }
        }
    }
}

/// The format has variables at folders and requests, and Postman itself fills none of them.
fn leave_variables(item: &Value, place: &Place, gathering: &mut Gathering) {
    for variable in items(item, "variable") {
        let name = text(variable, "key").or_else(|| text(variable, "id")).unwrap_or_default();
        let what = format!("the variable {name}, which Postman fills for whole collections alone,");
        gathering.leave(place, LeftOutKind::Other { what });
    }
}

/// What collections, folders and requests have alike.
fn common(value: &Value, above: &Inherited, place: &Place, gathering: &mut Gathering) -> Inherited {
    let mut directives = above.directives.clone();
    for event in items(value, "event") {
        let time = match text_or_empty(event, "listen").as_str() {
            "prerequest" => ScriptTime::Before,
            _ => ScriptTime::After,
        };
        let source = event.get("script").map(script_text).unwrap_or_default();
        if !is_disabled(event) {
            let more = script::leave(gathering, place, time, &source).into_iter();
            directives.extend(more.filter(|one| !above.directives.contains(one)));
        } else if !source.trim().is_empty() {
            gathering.leave_disabled(place, Disabled::Script, &text_or_empty(event, "listen"));
        }
    }
    let settings = value.get("protocolProfileBehavior").and_then(Value::as_object);
    auth::leave_others(value.get("auth"), gathering, place);
    let truth = |name: &str| settings.and_then(|it| it.get(name)).and_then(Value::as_bool);
    match truth("followRedirects") {
        Some(false) if !directives.iter().any(|one| one == NO_REDIRECT) => {
            directives.push(NO_REDIRECT.to_owned());
        }
        Some(true) => directives.retain(|one| one != NO_REDIRECT),
        _ => {}
    }
    // No cookie is kept here anyhow.
    let known = |name: &str| {
        ["disableBodyPruning", "followRedirects"].contains(&name)
            || (name == "disableCookies" && truth(name) == Some(true))
    };
    let others = settings.into_iter().flatten().map(|(name, _)| name.clone());
    let others: Vec<String> = others.filter(|name| !known(name)).collect();
    if !others.is_empty() {
        gathering.leave(place, LeftOutKind::Settings { names: others });
    }
    Inherited {
        auth: auth::read(value.get("auth")).unwrap_or_else(|| above.auth.clone()),
        keeps_bodies: truth("disableBodyPruning").unwrap_or(above.keeps_bodies),
        directives,
    }
}

/// A script is a text, a list of lines, or an object with one of these.
fn script_text(script: &Value) -> String {
    match script {
        Value::String(text) => text.clone(),
        Value::Array(lines) => {
            let lines = lines.iter().filter_map(Value::as_str);
            lines.collect::<Vec<_>>().join("\n")
        }
        Value::Object(object) => {
            let own = object.get("exec").map(script_text).unwrap_or_default();
            // A script may be kept elsewhere, under an address: nothing more is known of it.
            match object.get("src").filter(|_| own.trim().is_empty()) {
                Some(Value::Null) | None => own,
                Some(elsewhere) => elsewhere.to_string(),
            }
        }
        _ => String::new(),
    }
}

fn one(
    item: &Value,
    request: &Value,
    inherited: &Inherited,
    place: &Place,
    gathering: &mut Gathering,
) {
    let inherited = common(item, inherited, place, gathering);
    let examples = items(item, "response").len();
    if examples > 0 {
        gathering.leave(place, LeftOutKind::Examples { count: examples });
    }
    leave_variables(item, place, gathering);
    let mut draft = Draft { directives: inherited.directives.clone(), ..Draft::default() };
    for text in [description(item), description(request)].into_iter().flatten() {
        draft.about.extend(text.lines().map(str::to_owned));
    }
    if let Some(url) = request.as_str() {
        // A request may be its URL alone.
        draft.url = url::read(&Value::String(url.to_owned()), &mut draft, gathering, place);
        inherited.auth.apply(&mut draft, gathering, place);
        return gathering.add(place, draft);
    }
    draft.method = text_or_empty(request, "method");
    if let Some(url) = request.get("url") {
        draft.url = url::read(url, &mut draft, gathering, place);
    }
    headers(request, &mut draft, gathering, place);
    if let Some(body) = request.get("body") {
        body::leave_others(body, gathering, place);
        let pruned = ["", "GET", "HEAD"].contains(&draft.method.to_ascii_uppercase().as_str());
        if pruned && !inherited.keeps_bodies && body::has_content(body) {
            let method = if draft.method.is_empty() { "GET" } else { &draft.method };
            gathering.leave(place, LeftOutKind::BodyNotSent { method: method.to_owned() });
        } else {
            body::read(body, &mut draft, gathering, place);
        }
    }
    auth::leave_others(request.get("auth"), gathering, place);
    let own = auth::read(request.get("auth"));
    own.unwrap_or(inherited.auth).apply(&mut draft, gathering, place);
    for (key, kind) in [("proxy", LeftOutKind::Proxy), ("certificate", LeftOutKind::Certificate)] {
        if request.get(key).is_some_and(|value| !value.is_null()) {
            gathering.leave(place, kind);
        }
    }
    gathering.add(place, draft);
}

/// A list, or in old files a text with a line for each.
fn headers(request: &Value, draft: &mut Draft, gathering: &mut Gathering, place: &Place) {
    if let Some(lines) = request.get("header").and_then(Value::as_str) {
        for line in lines.lines().filter(|line| !line.trim().is_empty()) {
            let (name, value) = line.split_once(':').unwrap_or((line, ""));
            draft.headers.push(Header::new(name.trim(), value.trim()));
        }
        return;
    }
    for header in items(request, "header") {
        if let Some((name, value)) = header.as_str().and_then(|line| line.split_once(':')) {
            draft.headers.push(Header::new(name.trim(), value.trim()));
            continue;
        }
        let name = text_or_empty(header, "key");
        if is_disabled(header) {
            gathering.leave_disabled(place, Disabled::Header, &name);
            continue;
        }
        let value = text_or_empty(header, "value");
        // Postman sends no header without a name, and its tables end with an empty line.
        if !(name.trim().is_empty() && value.is_empty()) {
            if let Some(said) = description(header) {
                draft.describe(&name, &said);
            }
            draft.headers.push(Header::new(name, value));
        }
    }
}
