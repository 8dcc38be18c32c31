//! Answers in their few forms: JSON, text, nothing. What stands in them is left to the products.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http::{Response, StatusCode};
use serde_json::Value;

/// A product's answer, ready for the wire.
pub type Reply = Response<Bytes>;

/// `value` as `application/json`.
pub(super) fn json(status: StatusCode, value: &Value) -> Reply {
    typed(status, "application/json", value.to_string())
}

/// `value` as JSON with status 200.
pub(super) fn ok(value: &Value) -> Reply {
    json(StatusCode::OK, value)
}

/// `body` under a media type of its own.
pub(super) fn typed(status: StatusCode, media_type: &'static str, body: impl Into<Bytes>) -> Reply {
    let mut reply = Response::new(body.into());
    *reply.status_mut() = status;
    reply.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    reply
}

/// No content.
pub(super) fn none() -> Reply {
    let mut reply = Response::new(Bytes::new());
    *reply.status_mut() = StatusCode::NO_CONTENT;
    reply
}

/// The bearer is refused: no body, though under a media type, and the reason in a header (§11.5 of the facts).
pub(crate) fn challenged(challenge: &'static str) -> Reply {
    let reply = typed(StatusCode::UNAUTHORIZED, "*/*", Bytes::new());
    with(reply, "www-authenticate", challenge)
}

/// `reply` with one more header; a value no header may hold is left out.
pub(super) fn with(mut reply: Reply, name: &'static str, value: &str) -> Reply {
    if let Ok(value) = HeaderValue::from_str(value) {
        reply.headers_mut().insert(HeaderName::from_static(name), value);
    }
    reply
}
