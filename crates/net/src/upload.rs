//! A request's body on its way out, which reports its progress so that a slow upload is not taken for a slow answer.

use crate::connect::Attempt;
use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Bodies up to this size go out whole. They can then be sent again by reqwest when a server closes an HTTP/2 connection
/// before it took the request.
const PIECE: usize = 64 * 1024;

/// The body for reqwest; its length is known, so `Content-Length` is sent.
pub(crate) fn body(bytes: Bytes, attempt: Attempt) -> reqwest::Body {
    if bytes.len() <= PIECE {
        return reqwest::Body::from(bytes);
    }
    reqwest::Body::wrap(Upload { rest: bytes, attempt })
}

struct Upload {
    rest: Bytes,
    attempt: Attempt,
}

impl Body for Upload {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.attempt.moved();
        if self.rest.is_empty() {
            return Poll::Ready(None);
        }
        let piece = PIECE.min(self.rest.len());
        Poll::Ready(Some(Ok(Frame::data(self.rest.split_to(piece)))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.rest.len() as u64)
    }
}
