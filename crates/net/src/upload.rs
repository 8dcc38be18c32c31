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

#[cfg(test)]
mod tests {
    use super::{PIECE, body};
    use crate::Limits;
    use crate::connect::Attempt;
    use bytes::Bytes;
    use http_body::Body as _;
    use http_body_util::BodyExt as _;

    /// A body that reqwest holds whole can be sent again; one that it does not, cannot.
    #[tokio::test]
    async fn a_short_body_goes_whole_and_a_long_one_in_pieces() {
        assert!(
            body(Bytes::from(vec![b'x'; PIECE]), Attempt::new(&Limits::default()))
                .as_bytes()
                .is_some()
        );
        let length = 2 * PIECE + 1;
        let mut long = body(Bytes::from(vec![b'x'; length]), Attempt::new(&Limits::default()));
        assert!(long.as_bytes().is_none());
        let mut pieces = Vec::new();
        while !long.is_end_stream() {
            let left = (length - pieces.iter().sum::<usize>()) as u64;
            assert_eq!(long.size_hint().exact(), Some(left));
            pieces.push(long.frame().await.unwrap().unwrap().into_data().unwrap().len());
        }
        assert_eq!(pieces, [PIECE, PIECE, 1]);
        assert_eq!(long.size_hint().exact(), Some(0));
        assert!(long.frame().await.is_none());
    }
}
