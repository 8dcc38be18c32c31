//! One operation as a request.

use super::body;
use super::reference::Document;
use super::schema;
use crate::collections::auth::Auth;
use crate::collections::draft::Draft;
use crate::collections::gathering::Gathering;
use crate::collections::json::{as_text, description, is_true, items, text, text_or_empty};
use crate::collections::left_out::LeftOutKind;
use crate::collections::place::{Place, short};
use mudbrick_model::Header;
use mudbrick_requests::{encode_around_variables, has_profile_value};
use serde_json::Value;

/// An operation and where it is.
pub(super) struct Call<'a, 'c> {
    pub(super) method: &'c str,
    pub(super) path: &'c str,
    pub(super) item: &'a Value,
    pub(super) operation: &'a Value,
    pub(super) server: &'c str,
}

pub(super) fn read<'a>(call: &Call<'a, '_>, document: &Document<'a>, gathering: &mut Gathering) {
    let Call { method, path, operation, .. } = call;
    let named = ["summary", "operationId"].iter().find_map(|key| text(operation, key));
    let name = named.filter(|name| !name.trim().is_empty());
    let name = name.unwrap_or_else(|| format!("{} {path}", method.to_uppercase()));
    let tag = items(operation, "tags").iter().find_map(Value::as_str);
    let root = Place::default();
    let place = tag.map_or(root.clone(), |tag| root.child(tag)).child(&short(&name));
    let mut draft = Draft {
        method: method.to_uppercase(),
        url: format!("{}{}", call.server, variables_in(path)),
        ..Draft::default()
    };
    let said = description(operation);
    draft.about.extend(said.iter().flat_map(|text| text.lines()).map(str::to_owned));
    let mut parameters: Vec<&Value> = Vec::new();
    for given in items(call.item, "parameters").iter().chain(items(operation, "parameters")) {
        let Some(parameter) = document.resolved(given) else {
            let reference = text_or_empty(given, "$ref");
            gathering.leave(&place, LeftOutKind::Reference { reference });
            continue;
        };
        // The operation's own parameter takes the place of its path's.
        let same = |other: &&Value| {
            ["name", "in"].iter().all(|key| text(other, key) == text(parameter, key))
        };
        match parameters.iter().position(same) {
            Some(at) => parameters[at] = parameter,
            None => parameters.push(parameter),
        }
    }
    let mut form = Vec::new();
    for parameter in parameters {
        take(parameter, document, &mut draft, &mut form, &place, gathering);
    }
    if let Some(given) = operation.get("requestBody") {
        body::read(given, document, &mut draft, &place, gathering);
    }
    body_parameters(call, &form, document, &mut draft, &place, gathering);
    security(call, document, &mut draft, &place, gathering);
    let others = ["callbacks", "servers"].into_iter().filter(|key| operation.get(*key).is_some());
    for key in others {
        gathering.leave(&place, LeftOutKind::Other { what: key.to_owned() });
    }
    gathering.add(&place, draft);
}

/// `/a/{id}` as `/a/{{id}}`.
fn variables_in(path: &str) -> String {
    path.replace('{', "{{").replace('}', "}}")
}

/// A parameter of path, query, header or cookie. Those of OpenAPI 2's bodies are put aside.
fn take<'a>(
    parameter: &'a Value,
    document: &Document<'a>,
    draft: &mut Draft,
    form: &mut Vec<&'a Value>,
    place: &Place,
    gathering: &mut Gathering,
) {
    let name = text_or_empty(parameter, "name");
    let given = value_of(parameter, document);
    if let Some(said) = description(parameter) {
        draft.about.push(format!("{name}: {}", short(&said)));
    }
    match text_or_empty(parameter, "in").as_str() {
        "path" => {
            // A default is the variable's, so that the request keeps asking for it.
            gathering.variable(place, &name, &given);
        }
        "query" => {
            // An optional parameter is left out as long as its variable has no value, which its default would give it.
            if is_true(parameter, "required") {
                gathering.variable(place, &name, &given);
            } else if !given.is_empty() {
                draft.about.push(format!("{name}, for example: {}", short(&given)));
            }
            draft.add_query(&format!(
                "{}={{{{{}}}}}",
                encode_around_variables(&name),
                variable(&name)
            ));
        }
        "header" => {
            let lower = name.to_ascii_lowercase();
            if ["accept", "content-type", "authorization"].contains(&lower.as_str()) {
                // The specification has these ignored as parameters.
                return;
            }
            let value = match known_header(&lower) {
                Some(own) => own.to_owned(),
                None if is_true(parameter, "required") && !given.is_empty() => given,
                None => format!("{{{{{}}}}}", variable(&name)),
            };
            draft.headers.push(Header::new(name, value));
        }
        "cookie" => gathering.leave(place, LeftOutKind::Cookies { count: 1 }),
        "body" | "formData" => form.push(parameter),
        other => {
            let what = format!("the parameter {name} in {other}");
            gathering.leave(place, LeftOutKind::Other { what });
        }
    }
}

/// What Adobe's headers hold, whatever the description's example is.
fn known_header(lower: &str) -> Option<&'static str> {
    match lower {
        "x-api-key" => Some("{{API_KEY}}"),
        "x-gw-ims-org-id" => Some("{{IMS_ORG}}"),
        "x-sandbox-name" => Some("{{SANDBOX_NAME}}"),
        _ => None,
    }
}

/// A variable's name: blanks would make it another thing.
fn variable(name: &str) -> String {
    let part = |c: char| if c.is_whitespace() || "{}=".contains(c) { '_' } else { c };
    let name: String = name.chars().map(part).collect();
    // The profile's own value must not take the place of a parameter that is called alike.
    if has_profile_value(&name) { format!("{name}_parameter") } else { name }
}

/// A parameter's example or default, or the first that is allowed.
fn value_of<'a>(parameter: &'a Value, document: &Document<'a>) -> String {
    let schema = parameter.get("schema").and_then(|schema| document.resolved(schema));
    let named = parameter.get("examples").and_then(Value::as_object);
    let named = named.and_then(|all| all.values().next()?.get("value"));
    let given = schema::given(parameter).or(named).or_else(|| schema.and_then(schema::given));
    let first = items(parameter, "enum").first();
    let first = first.or_else(|| schema.and_then(|schema| items(schema, "enum").first()));
    given.or(first).and_then(as_text).unwrap_or_default()
}

/// The body of OpenAPI 2, whose form is a list of parameters.
fn body_parameters<'a>(
    call: &Call<'a, '_>,
    form: &[&'a Value],
    document: &Document<'a>,
    draft: &mut Draft,
    place: &Place,
    gathering: &mut Gathering,
) {
    let consumes = items(call.operation, "consumes").iter().find_map(Value::as_str);
    let consumes = consumes.or_else(|| document.first_consumed());
    if let Some(one) = form.iter().find(|one| text_or_empty(one, "in") == "body") {
        let kind = consumes.unwrap_or("application/json");
        let example = one.get("example");
        return body::of_type(kind, example, one.get("schema"), document, draft, place, gathering);
    }
    if form.is_empty() {
        return;
    }
    let has_file = form.iter().any(|one| text_or_empty(one, "type") == "file");
    let kind = match consumes {
        Some(kind) if kind.starts_with("multipart/") => kind,
        _ if has_file => "multipart/form-data",
        _ => "application/x-www-form-urlencoded",
    };
    if kind.starts_with("multipart/") {
        let parts = form.iter().map(|one| {
            let name = text_or_empty(one, "name");
            match text_or_empty(one, "type") == "file" {
                true => {
                    crate::collections::body_file::file_part(&name, &name, None, gathering, place)
                }
                false => mudbrick_requests::FormPart {
                    value: format!("{{{{{}}}}}", variable(&name)),
                    name,
                    content_type: None,
                    file_name: None,
                },
            }
        });
        let parts: Vec<_> = parts.collect();
        return gathering.leave_all(place, draft.multipart(&parts));
    }
    let fields = form.iter().map(|one| {
        let name = text_or_empty(one, "name");
        let value = format!("{{{{{}}}}}", variable(&name));
        (name, value)
    });
    draft.form(&fields.collect::<Vec<_>>());
}

/// The first way that is allowed. Any kind of token is the profile's.
fn security<'a>(
    call: &Call<'a, '_>,
    document: &Document<'a>,
    draft: &mut Draft,
    place: &Place,
    gathering: &mut Gathering,
) {
    let own = call.operation.get("security").and_then(Value::as_array);
    let Some(first) = own.or_else(|| document.security()).and_then(|ways| ways.first()) else {
        return;
    };
    for name in first.as_object().into_iter().flatten().map(|(name, _)| name) {
        let Some(scheme) = document.security_scheme(name) else { continue };
        let auth = match text_or_empty(scheme, "type").as_str() {
            "oauth2" | "openIdConnect" => token(),
            "http" if text_or_empty(scheme, "scheme").eq_ignore_ascii_case("bearer") => token(),
            "http" | "basic" => Auth::Basic,
            "apiKey" if text_or_empty(scheme, "name").eq_ignore_ascii_case("authorization") => {
                token()
            }
            "apiKey" => {
                let name = text_or_empty(scheme, "name");
                let known = known_header(&name.to_ascii_lowercase());
                let value =
                    known.map_or_else(|| format!("{{{{{}}}}}", variable(&name)), str::to_owned);
                Auth::Key { name, value, in_query: text_or_empty(scheme, "in") == "query" }
            }
            other => Auth::Other(other.to_owned()),
        };
        auth.apply(draft, gathering, place);
    }
}

fn token() -> Auth {
    Auth::Token { prefix: "Bearer".to_owned(), token: "{{ACCESS_TOKEN}}".to_owned() }
}
