//! The control interface over plain HTTP under `/.practice/`, for tests in other languages and for people with curl. Only from
//! this machine, under its own names, never for a web page (a request with an `Origin` is refused), and only with the token
//! of this run: another user of the machine reaches the port as well.

use super::{CONTROL_HEADER, Control};
use crate::arrival::Arrival;
use crate::fault::Fault;
use crate::guide::plain;
use crate::intake::{self, LONGEST_CALL};
use crate::record::Seen;
use crate::registry::ControlError;
use crate::seed::SeedProject;
use crate::world::World;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post, put};
use axum::{Json, Router};
use bytes::Bytes;
use http::header::{CONTENT_TYPE, ORIGIN};
use http::{Request, StatusCode};
use hyper::body::Incoming;
use mudbrick_model::{ClientId, ErrorCode, Explain, Metascope, Problem, Scope};
use mudbrick_pki::Certificate;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tower::ServiceExt;

/// Whether `path` belongs to the control interface.
pub(crate) fn is_address(path: &str) -> bool {
    path == "/.practice" || path.starts_with("/.practice/")
}

/// Answers a control request. Its body is read only for one that may change something.
pub(crate) async fn answer(
    world: &Arc<World>,
    arrival: &Arrival,
    request: Request<Incoming>,
) -> Response<Body> {
    let (head, body) = request.into_parts();
    let is_near = arrival.is_near && !arrival.is_secure && arrival.tunnel.is_none();
    let refusal = if !is_near || head.headers.contains_key(ORIGIN) {
        let text = "The control interface is for programs on this machine, over plain HTTP.\n";
        Some(plain(StatusCode::FORBIDDEN, text))
    } else if !world.control_token.is_shown(&head.headers) {
        let text = format!(
            "The control interface needs the token of this run in the header {CONTROL_HEADER}.\n\
             mudbrick practice prints it when it starts.\n"
        );
        Some(plain(StatusCode::UNAUTHORIZED, &text))
    } else {
        None
    };
    if let Some(refusal) = refusal {
        intake::pass_over(body).await;
        return refusal;
    }
    let taken = match world.intake.take(body, LONGEST_CALL).await {
        Ok(taken) => taken,
        Err(why) => return plain(why.status(), &format!("{why}\n")),
    };
    let request = Request::from_parts(head, Body::from(taken.bytes.clone()));
    match router(Control(Arc::clone(world))).oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

fn router(control: Control) -> Router {
    Router::new()
        .route("/.practice", get(show_guide))
        .route("/.practice/", get(show_guide))
        .route("/.practice/ca.pem", get(root))
        .route("/.practice/seed.toml", get(seed))
        .route("/.practice/projects", get(projects).post(register))
        .route("/.practice/projects/{client}/secrets", post(add_secret))
        .route("/.practice/projects/{client}/secrets/{secret}", delete(remove_secret))
        .route("/.practice/projects/{client}/certificates", get(certificates).post(add_certificate))
        .route("/.practice/projects/{client}/certificates/{sha1}", delete(remove_certificate))
        .route("/.practice/projects/{client}/scopes", put(set_scopes))
        .route("/.practice/clock", get(clock).post(advance))
        .route("/.practice/faults", get(faults).post(add_fault).delete(clear_faults))
        .route("/.practice/requests", get(requests).delete(clear_requests))
        .with_state(control)
}

/// A refused change, as a problem in JSON.
struct Refused(Problem);

impl From<ControlError> for Refused {
    fn from(error: ControlError) -> Self {
        Self(error.problem())
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let status = match self.0.code {
            ErrorCode::NotFound => StatusCode::NOT_FOUND,
            ErrorCode::AlreadyExists => StatusCode::CONFLICT,
            _ => StatusCode::BAD_REQUEST,
        };
        (status, Json(self.0)).into_response()
    }
}

async fn show_guide(State(control): State<Control>) -> String {
    let hint = format!(
        "First, with the same header: curl -o practice-ca.pem http://{}/.practice/ca.pem\n\n",
        control.0.address
    );
    hint + &crate::guide::text(&control, "practice-ca.pem")
}

async fn root(State(control): State<Control>) -> Response {
    ([(CONTENT_TYPE, "application/x-pem-file")], control.0.root_pem.clone()).into_response()
}

async fn seed(State(control): State<Control>) -> String {
    control.seed().render()
}

async fn projects(State(control): State<Control>) -> Json<Value> {
    Json(json!(control.projects()))
}

async fn register(
    State(control): State<Control>,
    Json(project): Json<SeedProject>,
) -> Result<StatusCode, Refused> {
    control.register(project)?;
    Ok(StatusCode::CREATED)
}

#[derive(Deserialize)]
struct NewSecret {
    secret: String,
}

async fn add_secret(
    State(control): State<Control>,
    Path(client): Path<ClientId>,
    Json(new): Json<NewSecret>,
) -> Result<Json<Value>, Refused> {
    Ok(Json(json!({ "uuid": control.add_secret(&client, &new.secret)? })))
}

async fn remove_secret(
    State(control): State<Control>,
    Path((client, secret)): Path<(ClientId, String)>,
) -> Result<StatusCode, Refused> {
    control.remove_secret(&client, &secret)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn certificates(
    State(control): State<Control>,
    Path(client): Path<ClientId>,
) -> Result<Json<Value>, Refused> {
    let describe = |certificate: &Certificate| {
        json!({
            "sha1": certificate.sha1(),
            "subject": certificate.subject_line(),
            "not_after_ms": certificate.validity().not_after,
        })
    };
    Ok(Json(control.certificates(&client)?.iter().map(describe).collect()))
}

/// The body is the certificate itself, PEM or DER.
async fn add_certificate(
    State(control): State<Control>,
    Path(client): Path<ClientId>,
    certificate: Bytes,
) -> Result<Json<Value>, Refused> {
    Ok(Json(json!({ "sha1": control.register_certificate(&client, certificate)? })))
}

async fn remove_certificate(
    State(control): State<Control>,
    Path((client, sha1)): Path<(ClientId, String)>,
) -> Result<StatusCode, Refused> {
    control.remove_certificate(&client, &sha1)?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
struct NewScopes {
    scopes: Option<Vec<Scope>>,
    metascopes: Option<Vec<Metascope>>,
}

async fn set_scopes(
    State(control): State<Control>,
    Path(client): Path<ClientId>,
    Json(new): Json<NewScopes>,
) -> Result<StatusCode, Refused> {
    if let Some(scopes) = new.scopes {
        control.set_scopes(&client, scopes)?;
    }
    if let Some(metascopes) = new.metascopes {
        control.set_metascopes(&client, metascopes)?;
    }
    Ok(StatusCode::NO_CONTENT)
}

async fn clock(State(control): State<Control>) -> Json<Value> {
    Json(json!({ "now_ms": control.now() }))
}

#[derive(Deserialize)]
struct Move {
    advance_seconds: u64,
}

async fn advance(State(control): State<Control>, Json(by): Json<Move>) -> Json<Value> {
    control.advance(Duration::from_secs(by.advance_seconds));
    clock(State(control)).await
}

async fn faults(State(control): State<Control>) -> Json<Value> {
    Json(json!(control.faults()))
}

async fn add_fault(State(control): State<Control>, Json(fault): Json<Fault>) -> StatusCode {
    control.add_fault(fault);
    StatusCode::CREATED
}

async fn clear_faults(State(control): State<Control>) -> StatusCode {
    control.clear_faults();
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
struct Wanted {
    /// Only paths that begin with this.
    #[serde(default)]
    path: String,
}

async fn requests(State(control): State<Control>, Query(wanted): Query<Wanted>) -> Json<Value> {
    let seen = control.requests();
    let seen: Vec<Value> =
        seen.iter().filter(|seen| seen.path.starts_with(&wanted.path)).map(describe).collect();
    Json(json!(seen))
}

fn describe(seen: &Seen) -> Value {
    let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers: Vec<Value> =
        seen.headers.iter().map(|(name, value)| json!([name.as_str(), text(value)])).collect();
    json!({
        "at_ms": seen.at,
        "host": seen.host,
        "method": seen.method.as_str(),
        "path": seen.path,
        "query": seen.query,
        "headers": headers,
        "body": String::from_utf8_lossy(&seen.body),
        "body_length": seen.body_length,
        "secure": seen.is_secure,
        "status": seen.status.map(|status| status.as_u16()),
    })
}

async fn clear_requests(State(control): State<Control>) -> StatusCode {
    control.clear_requests();
    StatusCode::NO_CONTENT
}
