//! A request's body on its way out, which reports its progress so that a slow upload is not taken for a slow answer.

use crate::body::{Body, FileBody};
use crate::connect::Attempt;
use bytes::Bytes;
use http_body::{Frame, SizeHint};
use std::convert::Infallible;
use std::future::Future as _;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::task::JoinHandle;

/// Bodies up to this size go out whole. They can then be sent again by reqwest when a server closes an HTTP/2 connection
/// before it took the request.
const PIECE: usize = 64 * 1024;

/// The body for reqwest; its length is known, so `Content-Length` is sent.
pub(crate) fn body(body: Body, attempt: Attempt) -> reqwest::Body {
    match body {
        Body::Bytes(bytes) if bytes.len() <= PIECE => reqwest::Body::from(bytes),
        Body::Bytes(rest) => reqwest::Body::wrap(Upload { rest, attempt }),
        Body::File(file) => {
            reqwest::Body::wrap(FileUpload { file, offset: 0, reading: None, attempt })
        }
    }
}

struct Upload {
    rest: Bytes,
    attempt: Attempt,
}

impl http_body::Body for Upload {
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
        let piece = self.rest.split_to(piece);
        if self.rest.is_empty() {
            self.attempt.sent();
        }
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.rest.len() as u64)
    }
}

/// One piece in memory at a time, read away from the threads that serve connections: a disk may be slow.
struct FileUpload {
    file: FileBody,
    offset: u64,
    reading: Option<JoinHandle<io::Result<Bytes>>>,
    attempt: Attempt,
}

impl http_body::Body for FileUpload {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        self.attempt.moved();
        if self.is_end_stream() {
            return Poll::Ready(None);
        }
        let (file, offset) = (self.file.clone(), self.offset);
        let reading = self
            .reading
            .get_or_insert_with(|| tokio::task::spawn_blocking(move || file.piece(offset, PIECE)));
        let read = ready!(Pin::new(reading).poll(context));
        self.reading = None;
        let piece = read.map_err(io::Error::other).flatten();
        self.offset += piece.as_ref().map_or(0, |piece| piece.len() as u64);
        if self.is_end_stream() {
            self.attempt.sent();
        }
        Poll::Ready(Some(piece.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.offset >= self.file.length()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.file.length() - self.offset)
    }
}

#[cfg(test)]
mod tests {
    use super::body;
    use crate::Limits;
    use crate::body::{Body, FileBody};
    use crate::connect::Attempt;
    use bytes::Bytes;
    use http_body::Body as _;
    use http_body_util::BodyExt as _;
    use std::io::Write as _;

    /// 64 KiB.
    const PIECE: usize = 65_536;

    /// A body that reqwest holds whole can be sent again; one that it does not, cannot.
    #[tokio::test]
    async fn a_short_body_goes_whole_and_a_long_one_in_pieces() {
        let of = |length| Body::Bytes(Bytes::from(vec![b'x'; length]));
        let short = body(of(PIECE), Attempt::new(&Limits::default()));
        assert!(short.as_bytes().is_some());
        let length = 2 * PIECE + 1;
        let mut long = body(of(length), Attempt::new(&Limits::default()));
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

    #[tokio::test]
    async fn a_file_goes_in_pieces_and_says_what_is_left() {
        let length = 2 * PIECE + 1;
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&vec![b'x'; length]).unwrap();
        let file = Body::File(FileBody::of(file).unwrap());
        let mut sent = body(file, Attempt::new(&Limits::default()));
        assert!(sent.as_bytes().is_none());
        let mut pieces = Vec::new();
        while !sent.is_end_stream() {
            let left = (length - pieces.iter().sum::<usize>()) as u64;
            assert_eq!(sent.size_hint().exact(), Some(left));
            pieces.push(sent.frame().await.unwrap().unwrap().into_data().unwrap().len());
        }
        assert_eq!(pieces, [PIECE, PIECE, 1]);
        assert_eq!(sent.size_hint().exact(), Some(0));
        assert!(sent.frame().await.is_none());
    }

    #[tokio::test]
    async fn a_file_that_changes_on_the_way_ends_in_an_error() {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&vec![b'x'; 2 * PIECE]).unwrap();
        let body_of_it = Body::File(FileBody::of(file.try_clone().unwrap()).unwrap());
        let mut sent = body(body_of_it, Attempt::new(&Limits::default()));
        assert!(sent.frame().await.unwrap().is_ok());
        file.set_len(PIECE as u64).unwrap();
        assert!(sent.frame().await.unwrap().is_err());
        assert!(!sent.is_end_stream(), "what is missing is not taken for sent");
    }
}
