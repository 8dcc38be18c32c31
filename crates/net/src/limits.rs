//! How long each stage may take, how much may come back, and what no request goes beyond. Keeping to it is left to the
//! client.

use std::time::Duration;

/// So many redirects are followed unless somebody says otherwise, as browsers and Adobe's own clients do within a factor
/// of two.
pub const USUAL_REDIRECTS: u8 = 10;

/// The longest address that the HTTP library takes: it counts in 16 bits, and keeps one number for "none".
pub(crate) const MOST_URL_BYTES: usize = 65_534;

/// An answer may have so many headers. The HTTP library alone stops at 100, which a gateway with many cookies and policies passes.
pub(crate) const MOST_HEADERS: usize = 1_000;

/// The headers of an answer by HTTP/2 may have so many bytes, about as many as the library takes by HTTP/1.1. Its own limit is
/// 16 KiB.
pub(crate) const MOST_HEADER_BYTES: u32 = 384 << 10;

/// How long each stage may take and how much may come back. Every limit is on its own; the first to be passed ends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Name resolution, connection, proxy and TLS handshake together.
    pub connect: Duration,
    /// From the connection (or the last piece of the request that went out) to the answer's headers.
    pub first_byte: Duration,
    /// Between two pieces of the answer's body.
    pub idle: Duration,
    /// Everything together, redirects included.
    pub total: Duration,
    /// Bytes of the body after decoding.
    pub max_body: u64,
}

impl Default for Limits {
    /// For a request a person waits for: Platform's slowest calls take about a minute, and big bodies stream.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(15),
            first_byte: Duration::from_secs(120),
            idle: Duration::from_secs(60),
            total: Duration::from_secs(600),
            max_body: 1 << 30,
        }
    }
}

impl Limits {
    /// For a token call: small answers, and somebody waits for every one.
    pub fn for_tokens() -> Self {
        Self {
            connect: Duration::from_secs(10),
            first_byte: Duration::from_secs(30),
            idle: Duration::from_secs(10),
            total: Duration::from_secs(45),
            max_body: 1 << 20,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Limits;

    #[test]
    fn the_limits_are_those_that_were_measured() {
        let (usual, tokens) = (Limits::default(), Limits::for_tokens());
        assert_eq!((usual.max_body, tokens.max_body), (1_073_741_824, 1_048_576));
        assert!(tokens.total < usual.total);
    }
}
