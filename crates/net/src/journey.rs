//! What was measured of a request on its way: a leg for each hop, of one that failed too. Saying what it means is left to whoever
//! asked.

use crate::redirect::Hop;
use mudbrick_model::Method;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// From and to, counted from the start of the first leg.
pub type Span = (Duration, Duration);

/// The legs of one exchange. Whoever sends holds a copy of the handle, since what failed has legs too and no answer.
#[derive(Debug, Clone, Default)]
pub struct Journey {
    legs: Arc<Mutex<Vec<Leg>>>,
}

impl Journey {
    /// The legs so far, in their order.
    pub fn legs(&self) -> Vec<Leg> {
        // A leg is whole when it is pushed, so that a panic elsewhere leaves none half done.
        self.legs.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn push(&self, leg: Leg) {
        self.legs.lock().unwrap_or_else(PoisonError::into_inner).push(leg);
    }
}

/// One request that went out. A stage that did not happen or was not seen is none.
#[derive(Debug, Clone)]
pub struct Leg {
    /// Its method.
    pub method: Method,
    /// The host of its URL.
    pub host: String,
    /// When it began.
    pub begin: Duration,
    /// Whether an open connection took it.
    pub reused: bool,
    /// Name resolution.
    pub resolve: Option<Span>,
    /// TCP, and the tunnel of a proxy.
    pub connect: Option<Span>,
    /// The TLS handshake with the server.
    pub tls: Option<Span>,
    /// When the connection took the last piece of the body. Neither hyper nor reqwest tells when a request without a large
    /// body has left.
    pub sent: Option<Duration>,
    /// When the answer's headers were here.
    pub headers: Option<Duration>,
    /// The other end.
    pub address: Option<SocketAddr>,
    /// `HTTP/1.1` or `HTTP/2`.
    pub protocol: Option<&'static str>,
    /// What TLS agreed on.
    pub secured: Option<Secured>,
    /// The redirect that ended it.
    pub redirect: Option<Hop>,
}

/// A connection's TLS, also of one that is used again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Secured {
    /// `TLS 1.3`.
    pub version: Option<&'static str>,
    /// The server's certificate as it came, X.509 in DER.
    pub certificate: Option<Vec<u8>>,
}

impl Secured {
    /// Of a response; none in clear.
    pub(crate) fn of(response: &reqwest::Response) -> Option<Self> {
        use reqwest::tls::{TlsInfo, Version};
        let info = response.extensions().get::<TlsInfo>()?;
        let version = match info.version() {
            Some(Version::TLS_1_3) => Some("TLS 1.3"),
            Some(Version::TLS_1_2) => Some("TLS 1.2"),
            _ => None,
        };
        Some(Self { version, certificate: info.peer_certificate().map(<[u8]>::to_vec) })
    }
}
