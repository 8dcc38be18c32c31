//! Why a request got no complete answer. Finding the reason in a library's error is left to `failure`, telling it to a
//! person to `explain`; answers that came but report an error are no failure here.

use std::net::SocketAddr;
use std::time::Duration;
use thiserror::Error;

/// The part of an exchange that took too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Name resolution, connection, proxy, TLS handshake.
    Connect,
    /// The answer's headers.
    FirstByte,
    /// The answer's body.
    Body,
    /// All of it together.
    Total,
}

/// Why a request got no complete answer. Holds no URL beyond the host, no header value and no body: those can be secret.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SendError {
    /// The URL cannot be sent to.
    #[error("reading the URL: {reason}")]
    InvalidUrl {
        /// In a person's words.
        reason: String,
    },
    /// A header cannot be sent.
    #[error("writing header {name:?}: {reason}")]
    InvalidHeader {
        /// As written.
        name: String,
        /// In a person's words.
        reason: String,
    },
    /// A credential would have gone where it may not; nothing was sent.
    #[error("keeping a credential from {host}, which is not an allowed host")]
    HostNotAllowed {
        /// Host of the URL.
        host: String,
        /// Whether the host would be allowed if the connection were encrypted.
        in_clear: InClear,
    },
    /// The practice Adobe cannot stand for an address or a port; nothing was sent.
    #[error("keeping {host} on the practice route: only names without a port lead to it")]
    OutsidePractice {
        /// Host, and port when there is one.
        host: String,
    },
    /// The HTTP client could not be made.
    #[error(transparent)]
    Build(#[from] crate::BuildError),
    /// The name is unknown, or nobody could be asked.
    #[error("resolving {host}: {detail}")]
    Unresolved {
        /// Host of the URL.
        host: String,
        /// The resolver's words.
        detail: String,
    },
    /// Nobody listens there.
    #[error("connecting to {host}: refused")]
    Refused {
        /// Host of the URL.
        host: String,
    },
    /// The practice Adobe does not listen where it did.
    #[error("connecting to the practice Adobe at {address}: {detail}")]
    PracticeDown {
        /// Where it was.
        address: SocketAddr,
        /// The system's words.
        detail: String,
    },
    /// No connection for another reason, such as no network.
    #[error("connecting to {host}: {detail}")]
    Unreachable {
        /// Host of the URL.
        host: String,
        /// The system's words.
        detail: String,
    },
    /// The other end's certificate is not one to trust.
    #[error("trusting {host}: {reason}")]
    Untrusted {
        /// Host of the URL.
        host: String,
        /// In a person's words: expired, issued for another name, …
        reason: String,
        /// The TLS library's words.
        detail: String,
    },
    /// The other end does not speak TLS as it should.
    #[error("talking TLS to {host}: {detail}")]
    Tls {
        /// Host of the URL.
        host: String,
        /// The TLS library's words.
        detail: String,
    },
    /// The proxy did not let it through.
    #[error("going through the proxy: {detail}")]
    Proxy {
        /// The proxy's or the system's words.
        detail: String,
    },
    /// A stage took longer than allowed.
    #[error("waiting longer than {limit:?} for {stage:?} of {host}")]
    TimedOut {
        /// Host of the URL.
        host: String,
        /// Which one.
        stage: Stage,
        /// What it was allowed.
        limit: Duration,
    },
    /// The connection ended before an answer began.
    #[error("waiting for {host}: {detail}")]
    NoAnswer {
        /// Host of the URL.
        host: String,
        /// The library's words.
        detail: String,
    },
    /// What came is no answer of HTTP, or has a head beyond all measure.
    #[error("understanding {host}: {detail}")]
    NotHttp {
        /// Host of the URL.
        host: String,
        /// The library's words.
        detail: String,
    },
    /// The connection ended in the middle of an answer.
    #[error("reading the answer of {host}: broken off after {received} bytes: {detail}")]
    BrokenOff {
        /// Host of the URL.
        host: String,
        /// Decoded bytes that came.
        received: u64,
        /// The library's words.
        detail: String,
    },
    /// The body is not what its `Content-Encoding` says.
    #[error("decoding the {encoding} answer of {host}: {detail}")]
    Undecodable {
        /// Host of the URL.
        host: String,
        /// `gzip`, `br` or `deflate`.
        encoding: &'static str,
        /// Decoded bytes that came.
        received: u64,
        /// The library's words.
        detail: String,
    },
    /// The body is longer than allowed.
    #[error("reading the answer of {host}: more than {limit} bytes")]
    TooLarge {
        /// Host of the URL.
        host: String,
        /// Bytes allowed.
        limit: u64,
    },
    /// Sent on and on.
    #[error("following more than {limit} redirects, the last to {host}")]
    TooManyRedirects {
        /// Host of the last one.
        host: String,
        /// So many were allowed.
        limit: u8,
    },
    /// The file that was being sent was written to meanwhile, or cannot be read.
    #[error("reading the file that is sent: {detail}")]
    File {
        /// The system's words.
        detail: String,
        /// Whether the other end may have got a part of it.
        begun: bool,
    },
    /// The body could not be written where it was meant to go.
    #[error("keeping the answer: {0}")]
    Keep(#[source] std::io::Error),
    /// Stopped by the person.
    #[error("cancelled")]
    Cancelled,
}

impl SendError {
    /// Whether it is certain that nothing of the request has left: no connection to the server was made.
    pub fn is_before_sending(&self) -> bool {
        match self {
            Self::Unresolved { .. }
            | Self::Refused { .. }
            | Self::PracticeDown { .. }
            | Self::Unreachable { .. }
            | Self::Proxy { .. } => true,
            Self::TimedOut { stage, .. } => *stage == Stage::Connect,
            Self::InvalidUrl { .. }
            | Self::InvalidHeader { .. }
            | Self::HostNotAllowed { .. }
            | Self::OutsidePractice { .. }
            | Self::Build(_)
            | Self::Untrusted { .. }
            | Self::Tls { .. }
            | Self::NoAnswer { .. }
            | Self::NotHttp { .. }
            | Self::BrokenOff { .. }
            | Self::Undecodable { .. }
            | Self::TooLarge { .. }
            | Self::TooManyRedirects { .. }
            | Self::File { .. }
            | Self::Keep(_)
            | Self::Cancelled => false,
        }
    }
}

/// Whether the lack of encryption is what keeps a host from being allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InClear {
    /// The host is listed, but the URL begins with `http:`.
    Yes,
    /// The host is not listed.
    No,
}
