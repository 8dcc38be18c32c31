//! The API gateway of file 09: key, then token, then organisation, in front of every product. What a product answers is left
//! to `products`, the secrets API to `management`.

mod caller;
mod management;

use crate::products::{Api, Call};
use crate::world::World;
use axum::body::Body;
use bytes::Bytes;
use http::header::{CONTENT_TYPE, SERVER};
use http::{HeaderValue, Request, Response, StatusCode};
use serde_json::json;

/// Answers a call to any product.
pub(crate) fn answer(world: &World, host: &str, request: Request<Bytes>) -> Response<Body> {
    let (head, body) = request.into_parts();
    let query = head.uri.query().unwrap_or_default();
    let mut call = Call {
        host: host.to_owned(),
        path: head.uri.path().to_owned(),
        query: form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
        method: head.method,
        headers: head.headers,
        body,
        caller: Default::default(),
        now: world.now(),
    };
    let api = Api::locate(&call.host, &call.path);
    if !api.is_some_and(Api::is_open) {
        match caller::identify(world, &call, api) {
            Ok(caller) => call.caller = caller,
            Err(refusal) => return refusal.into_response(),
        }
    }
    if let Some(reply) = management::handle(world, &call) {
        return seal(reply.map(Body::from));
    }
    match world.products.handle(&call) {
        Some(reply) => seal(reply.map(Body::from)),
        // The code is in Platform's published list; its words are [unverified].
        None => refuse(StatusCode::NOT_FOUND, "404003", "Resource not found"),
    }
}

/// A failure of the gateway itself.
pub(crate) fn refuse(status: StatusCode, code: &str, message: &str) -> Response<Body> {
    let body = json!({ "error_code": code, "message": message }).to_string();
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    seal(response)
}

/// Adds what the gateway adds to every answer.
fn seal(mut response: Response<Body>) -> Response<Body> {
    let request_id = uuid::Uuid::new_v4().simple().to_string();
    let headers = response.headers_mut();
    headers.insert(SERVER, HeaderValue::from_static("APIP"));
    if let Ok(request_id) = HeaderValue::from_str(&request_id) {
        headers.entry("x-request-id").or_insert(request_id);
    }
    response
}
