//! `GET /ims/authorize/v2`: the page on which somebody signs in, and the way back from it (`UserAuthentication/ims.md`). There
//! is no password: whoever looks chooses who they are. A program names the person in the address, with `practice_person`,
//! and is sent back at once.

use super::asking::scopes;
use super::form::Form;
use super::sign_ins::{Agreed, Challenge, PEOPLE};
use crate::world::World;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use form_urlencoded::Serializer;
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION};
use http::{HeaderValue, StatusCode};
use mudbrick_model::Grant;
use std::sync::Arc;

/// Who signs in, for programs.
const PERSON: &str = "practice_person";

/// Instead of a person: nobody agrees.
const DENIES: &str = "nobody";

/// The longest `state` (`UserAuthentication/ims.md`).
const LONGEST_STATE: usize = 4_096;

/// What goes from the page to where it leads.
const PASSED_ON: [&str; 9] = [
    "client_id",
    "redirect_uri",
    "scope",
    "response_type",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
    "response_mode",
];

/// `/ims/authorize/v2`.
pub(super) async fn authorize(State(world): State<Arc<World>>, form: Form) -> Response {
    let Some(asked) = Asked::of(&world, &form) else {
        // Nobody is sent to an address that is not registered. The words of Adobe's page are [unverified].
        let text = "The client ID or the redirect URI is not one that is registered.";
        return page(StatusCode::BAD_REQUEST, "Not registered", &format!("<p>{text}</p>"));
    };
    if let Err(error) = asked.check(&form) {
        return back(&asked.redirect_uri, &[("error", error)], &form);
    }
    let Some(name) = form.get(PERSON) else {
        if form.get("prompt") == Some("none") {
            return back(&asked.redirect_uri, &[("error", "login_required")], &form);
        }
        return choice(&asked, &form);
    };
    let Some(person) = PEOPLE.iter().find(|person| person.name == name) else {
        return back(&asked.redirect_uri, &[("error", "access_denied")], &form);
    };
    let code = world.sign_ins.agree(Agreed {
        client_id: asked.client_id,
        user_id: person.user_id.to_owned(),
        scopes: asked.scopes,
        challenge: challenge(&form),
        nonce: form.get("nonce").map(str::to_owned),
        at: world.now(),
    });
    match code {
        Some(code) => back(&asked.redirect_uri, &[("code", &code)], &form),
        None => back(&asked.redirect_uri, &[("error", "server_error")], &form),
    }
}

/// A request of a known client, to be answered at a registered address.
struct Asked {
    client_id: String,
    title: String,
    redirect_uri: String,
    scopes: Vec<String>,
    granted: Vec<String>,
    is_public: bool,
}

impl Asked {
    fn of(world: &World, form: &Form) -> Option<Self> {
        let registry = world.registry();
        let client = registry.client(form.get("client_id")?)?;
        let sign_in = client.project.sign_in.as_ref()?;
        client.allows(Grant::OauthUser).then_some(())?;
        let registered = &sign_in.redirect_uris;
        let redirect_uri = match form.get("redirect_uri") {
            Some(given) => registered.iter().find(|uri| uri.as_str() == given)?,
            None => registered.first()?,
        };
        Some(Self {
            client_id: client.project.client_id.to_string(),
            title: format!("{} · {}", client.organization.title, client.project.title),
            redirect_uri: redirect_uri.to_string(),
            scopes: scopes(form.get("scope").unwrap_or_default()),
            granted: client.project.scopes.iter().map(ToString::to_string).collect(),
            is_public: client.is_public(),
        })
    }

    /// The errors are Adobe's where they are documented; `invalid_request` and `unsupported_response_type` are RFC 6749's.
    fn check(&self, form: &Form) -> Result<(), &'static str> {
        if form.get("response_type") != Some("code") {
            return Err("unsupported_response_type");
        }
        if form.get("state").is_some_and(|state| state.len() > LONGEST_STATE) {
            return Err("invalid_request");
        }
        if self.is_public && challenge(form).is_none() {
            return Err("invalid_request");
        }
        let is_granted = |scope: &String| self.granted.contains(scope);
        if self.scopes.is_empty() || !self.scopes.iter().all(is_granted) {
            return Err("invalid_scope");
        }
        Ok(())
    }
}

/// `plain` where no method is named.
fn challenge(form: &Form) -> Option<Challenge> {
    let challenge = form.get("code_challenge")?.to_owned();
    match form.get("code_challenge_method") {
        Some("S256") => Some(Challenge::Sha256(challenge)),
        None | Some("plain") => Some(Challenge::Plain(challenge)),
        Some(_) => None,
    }
}

/// Sends the browser back, with the state that it came with.
fn back(redirect_uri: &str, answer: &[(&str, &str)], form: &Form) -> Response {
    let mut query = Serializer::new(String::new());
    query.extend_pairs(answer);
    if let Some(state) = form.get("state").filter(|state| state.len() <= LONGEST_STATE) {
        query.append_pair("state", state);
    }
    let between = if redirect_uri.contains('?') { '&' } else { '?' };
    let to = format!("{redirect_uri}{between}{}", query.finish());
    let Ok(to) = HeaderValue::from_str(&to) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let mut response = page(StatusCode::FOUND, "Back", "");
    response.headers_mut().insert(LOCATION, to);
    response
}

fn choice(asked: &Asked, form: &Form) -> Response {
    let link = |name: &str| {
        let mut query = Serializer::new(String::new());
        for field in PASSED_ON {
            if let Some(value) = form.get(field) {
                query.append_pair(field, value);
            }
        }
        query.append_pair(PERSON, name);
        escaped(&query.finish())
    };
    let mut items = String::new();
    for person in &PEOPLE {
        items += &format!(
            "<li><a href=\"?{}\">Sign in as {} {}</a></li>",
            link(person.name),
            person.first_name,
            person.last_name
        );
    }
    items += &format!("<li><a href=\"?{}\">Do not agree</a></li>", link(DENIES));
    let text = format!(
        "<p>{} asks for: {}</p><ul>{items}</ul>",
        escaped(&asked.title),
        escaped(&asked.scopes.join(", "))
    );
    page(StatusCode::OK, "Sign in to the practice Adobe", &text)
}

fn page(status: StatusCode, title: &str, body: &str) -> Response {
    let html = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>{title}</title><h1>{title}</h1>{body}</html>"
    );
    let headers = [
        (CONTENT_TYPE, "text/html;charset=UTF-8"),
        (CACHE_CONTROL, "no-store"),
        (CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
    ];
    (status, headers, html).into_response()
}

fn escaped(text: &str) -> String {
    let escape = |c: char| match c {
        '&' => "&amp;".to_owned(),
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        '"' => "&quot;".to_owned(),
        '\'' => "&#39;".to_owned(),
        other => other.to_string(),
    };
    text.chars().map(escape).collect()
}
