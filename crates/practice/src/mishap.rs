//! What a fault does to an answer on the wire. Which request meets one is left to `fault`.

use crate::fault::Mishap;
use crate::gateway;
use crate::ims::respond;
use axum::body::Body;
use bytes::Bytes;
use futures_util::{Stream, StreamExt, stream};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderValue, Response, StatusCode};
use std::future::pending;
use std::time::Duration;

/// Long enough for what was written to be sent.
const PAUSE: Duration = Duration::from_millis(25);

/// The connection is to be broken off without a word.
#[derive(Debug, thiserror::Error)]
#[error("breaking off the answer, as ordered")]
pub(crate) struct BrokenOff;

/// Who answers, which decides how a failure is worded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Voice {
    /// IMS.
    Ims,
    /// The gateway and what lies behind it.
    Gateway,
}

/// Answers in place of the real service, when the mishap needs no real answer.
pub(crate) fn instead(mishap: Mishap, voice: Voice) -> Option<Response<Body>> {
    match mishap {
        Mishap::Throttle { retry_after } => Some(throttled(voice, retry_after)),
        Mishap::InternalError => Some(match voice {
            Voice::Ims => {
                axum::response::IntoResponse::into_response(crate::ims::Refusal::internal())
            }
            Voice::Gateway => {
                gateway::refuse(StatusCode::INTERNAL_SERVER_ERROR, "500001", "Internal error")
            }
        }),
        Mishap::Malformed => {
            let page =
                "<html><head><title>Service unavailable</title></head><body>Please try later";
            let mut response = Response::new(Body::from(page));
            response
                .headers_mut()
                .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            Some(response)
        }
        Mishap::Size { bytes } => {
            let mut response = Response::new(Body::from_stream(json_of(bytes)));
            let headers = response.headers_mut();
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            headers.insert(CONTENT_LENGTH, HeaderValue::from(bytes));
            Some(response)
        }
        _ => None,
    }
}

/// Spoils the real answer.
pub(crate) async fn spoil(
    mishap: Mishap,
    answer: Response<Body>,
) -> Result<Response<Body>, BrokenOff> {
    match mishap {
        Mishap::Stall { after: 0 } => pending().await,
        Mishap::CutOff { after: 0 } => Err(BrokenOff),
        Mishap::Stall { after } => Ok(partly(answer, after, stream::pending()).await),
        Mishap::CutOff { after } => {
            let end = stream::once(async {
                // An error at once would take the unsent bytes with it.
                tokio::time::sleep(PAUSE).await;
                Err(BrokenOff)
            });
            Ok(partly(answer, after, end).await)
        }
        Mishap::Truncate => {
            let (mut head, body) = answer.into_parts();
            let whole = collect(body).await;
            head.headers.remove(CONTENT_LENGTH);
            Ok(Response::from_parts(head, Body::from(whole.slice(..whole.len() / 2))))
        }
        Mishap::Delay { ms } => {
            tokio::time::sleep(Duration::from_millis(u64::from(ms))).await;
            Ok(answer)
        }
        _ => Ok(answer),
    }
}

/// The head of `answer` with its true length, the first bytes of its body, and then `end`.
async fn partly(
    answer: Response<Body>,
    after: u64,
    end: impl Stream<Item = Result<Bytes, BrokenOff>> + Send + 'static,
) -> Response<Body> {
    let (mut head, body) = answer.into_parts();
    let whole = collect(body).await;
    // One byte more is promised than the answer has, so that even a short one is visibly incomplete.
    head.headers.insert(CONTENT_LENGTH, HeaderValue::from(whole.len() + 1));
    let sent = usize::try_from(after).unwrap_or(usize::MAX).min(whole.len());
    let first = stream::once(async move { Ok(whole.slice(..sent)) });
    Response::from_parts(head, Body::from_stream(first.chain(end)))
}

async fn collect(body: Body) -> Bytes {
    axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default()
}

fn throttled(voice: Voice, retry_after: u32) -> Response<Body> {
    let mut response = match voice {
        // IMS's body at 429 was not found; an empty one asks the most of a client [unverified].
        Voice::Ims => respond(StatusCode::TOO_MANY_REQUESTS, String::new()),
        Voice::Gateway => {
            gateway::refuse(StatusCode::TOO_MANY_REQUESTS, "429050", "Too many requests")
        }
    };
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(retry_after));
    response
}

/// A JSON array of strings, exactly this long (below two bytes, white space), never held whole.
fn json_of(bytes: u64) -> impl Stream<Item = Result<Bytes, BrokenOff>> + Send + 'static {
    const FIRST: &str = "[\"practice\"";
    const NEXT: &str = ",\n\"practice\"";
    const PER_PIECE: u64 = 5_000;
    let least = FIRST.len() as u64 + 1;
    let items = bytes.saturating_sub(least) / NEXT.len() as u64;
    let first = if bytes >= least { FIRST } else { "[" };
    let made = first.len() as u64 + items * NEXT.len() as u64;
    let padding = " ".repeat(usize::try_from(bytes.saturating_sub(made + 1)).unwrap_or(0));
    let (head, tail) = match bytes {
        0 | 1 => (Bytes::new(), " ".repeat(usize::from(bytes == 1))),
        _ => (Bytes::from_static(first.as_bytes()), padding + "]"),
    };
    let piece = Bytes::from(NEXT.repeat(usize::try_from(items.min(PER_PIECE)).unwrap_or(0)));
    let middle = stream::unfold(items, move |left| {
        let now = left.min(PER_PIECE);
        let length = usize::try_from(now).unwrap_or(0) * NEXT.len();
        let next = (now > 0).then(|| (Ok(piece.slice(..length)), left - now));
        std::future::ready(next)
    });
    let one = |bytes: Bytes| stream::once(std::future::ready(Ok(bytes)));
    one(head).chain(middle).chain(one(Bytes::from(tail)))
}

#[cfg(test)]
mod tests {
    use super::json_of;
    use futures_util::{FutureExt, TryStreamExt};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_answer_of_any_size_is_json_of_that_size(bytes in 2_u64..300_000) {
            let pieces: Vec<_> = json_of(bytes).try_collect().now_or_never().unwrap().unwrap();
            let whole = pieces.concat();
            prop_assert_eq!(whole.len() as u64, bytes);
            prop_assert!(serde_json::from_slice::<Vec<String>>(&whole).is_ok());
        }
    }

    #[test]
    fn the_smallest_sizes_hold_too() {
        for bytes in 0..40_u64 {
            let pieces: Vec<_> = json_of(bytes).try_collect().now_or_never().unwrap().unwrap();
            assert_eq!(pieces.concat().len() as u64, bytes);
        }
    }
}
