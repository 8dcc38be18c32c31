//! What the gateway answers by itself, and what it adds to every answer.

use crate::products;
use axum::body::Body;
use http::header::{CONTENT_TYPE, SERVER};
use http::{HeaderValue, Response, StatusCode};
use serde_json::json;

/// A failure of the gateway itself.
pub(crate) fn refuse(status: StatusCode, code: &str, message: &str) -> Response<Body> {
    let body = json!({ "error_code": code, "message": message }).to_string();
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    seal(response)
}

/// There is no such address; the words of the page are [unverified].
pub(super) fn no_route() -> Response<Body> {
    let page = "<html>\n<head><title>404 Not Found</title></head>\n<body>\n<center><h1>404 Not Found</h1></center>\n</body>\n</html>\n";
    let mut response = Response::new(Body::from(page));
    *response.status_mut() = StatusCode::NOT_FOUND;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html"));
    seal(response)
}

/// A bad token where a product answers it by itself.
pub(super) fn challenged(challenge: &'static str) -> Response<Body> {
    seal(products::challenged(challenge).map(Body::from))
}

/// Adds what the gateway adds to every answer.
pub(super) fn seal(mut response: Response<Body>) -> Response<Body> {
    let request_id = uuid::Uuid::new_v4().simple().to_string();
    let headers = response.headers_mut();
    headers.insert(SERVER, HeaderValue::from_static("APIP"));
    if let Ok(request_id) = HeaderValue::from_str(&request_id) {
        headers.entry("x-request-id").or_insert(request_id);
    }
    response
}
