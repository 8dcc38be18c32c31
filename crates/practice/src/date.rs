//! The `Date` of every answer: the practice clock's, so that a client that corrects its own clock by Adobe's reads the same
//! time as tokens and secrets tell. What time it is, is left to the world.

use axum::body::Body;
use http::header::DATE;
use http::{HeaderValue, Response};
use jiff::fmt::rfc2822::DateTimePrinter;
use mudbrick_model::Timestamp;

/// `answer`, made at `now`. Where a `Date` cannot tell the year, hyper tells this machine's.
pub(crate) fn dated(mut answer: Response<Body>, now: Timestamp) -> Response<Body> {
    if let Some(date) = date(now) {
        answer.headers_mut().insert(DATE, date);
    }
    answer
}

/// `Thu, 01 Jan 2026 00:30:00 GMT` (RFC 9110, 5.6.7).
fn date(now: Timestamp) -> Option<HeaderValue> {
    let instant = jiff::Timestamp::from_millisecond(now.0).ok()?;
    let text = DateTimePrinter::new().timestamp_to_rfc9110_string(&instant).ok()?;
    HeaderValue::from_str(&text).ok()
}
