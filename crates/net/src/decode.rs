//! Turns a response's bytes into the body they stand for. Limits, and what a failure is called, are left to `answer`.

use async_compression::tokio::bufread::{BrotliDecoder, GzipDecoder, ZlibDecoder};
use futures_util::{StreamExt as _, TryStreamExt as _};
use http::header::{CONTENT_ENCODING, HeaderMap};
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::io::{AsyncRead, BufReader};
use tokio_util::io::StreamReader;

/// A body being read.
pub(crate) type Reader = Pin<Box<dyn AsyncRead + Send>>;

/// The connection failed, as opposed to the decoder.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub(crate) struct OnTheWire(#[from] pub(crate) reqwest::Error);

/// The encodings this client asks for and undoes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    Gzip,
    Brotli,
    Deflate,
}

impl Encoding {
    /// The one a response names; none for an encoding nobody asked for, whose bytes are handed on as they are.
    pub(crate) fn of(headers: &HeaderMap) -> Option<Self> {
        let mut values = headers.get_all(CONTENT_ENCODING).iter();
        let (Some(value), None) = (values.next(), values.next()) else { return None };
        match value.to_str().ok()?.trim().to_ascii_lowercase().as_str() {
            "gzip" | "x-gzip" => Some(Self::Gzip),
            "br" => Some(Self::Brotli),
            "deflate" => Some(Self::Deflate),
            _ => None,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Brotli => "br",
            Self::Deflate => "deflate",
        }
    }
}

/// A reader of the decoded body, and a counter of the bytes that came over the wire for it.
pub(crate) fn reader(
    response: reqwest::Response,
    encoding: Option<Encoding>,
) -> (Reader, Arc<AtomicU64>) {
    let counter = Arc::new(AtomicU64::new(0));
    let counting = Arc::clone(&counter);
    let wire = response
        .bytes_stream()
        .inspect(move |piece| {
            if let Ok(piece) = piece {
                // A number for the person and nothing else, so that no order with other memory is needed.
                counting.fetch_add(piece.len() as u64, Ordering::Relaxed);
            }
        })
        .map_err(|error| io::Error::other(OnTheWire(error)));
    let wire = StreamReader::new(wire);
    let reader: Reader = match encoding {
        None => Box::pin(wire),
        Some(Encoding::Gzip) => {
            let mut decoder = GzipDecoder::new(wire);
            // Some servers send a gzip member for each chunk. Without this the answer would end after the first, and look
            // whole.
            decoder.multiple_members(true);
            Box::pin(BufReader::new(decoder))
        }
        Some(Encoding::Brotli) => Box::pin(BufReader::new(BrotliDecoder::new(wire))),
        Some(Encoding::Deflate) => Box::pin(BufReader::new(ZlibDecoder::new(wire))),
    };
    (reader, counter)
}

#[cfg(test)]
mod tests {
    use super::Encoding;
    use http::header::{CONTENT_ENCODING, HeaderMap, HeaderValue};
    use rstest::rstest;

    #[rstest]
    #[case::gzip(&["gzip"], Some("gzip"))]
    #[case::by_its_old_name(&[" X-GZIP "], Some("gzip"))]
    #[case::brotli(&["br"], Some("br"))]
    #[case::deflate(&["Deflate"], Some("deflate"))]
    #[case::nothing(&[], None)]
    #[case::another(&["zstd"], None)]
    #[case::two_in_one(&["gzip, br"], None)]
    #[case::two(&["gzip", "br"], None)]
    #[case::the_same_twice(&["gzip", "gzip"], None)]
    fn the_encoding_is_the_only_one_named(
        #[case] values: &[&'static str],
        #[case] expected: Option<&str>,
    ) {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(CONTENT_ENCODING, HeaderValue::from_static(value));
        }
        assert_eq!(Encoding::of(&headers).map(Encoding::name), expected);
    }
}
