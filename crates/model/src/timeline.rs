//! Where the time of an exchange went and over which ways it went, as it was measured. What could not be measured is none and
//! never a number that somebody made up.

use crate::{Method, Timestamp};
use serde::{Deserialize, Serialize};

/// The way of one exchange.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Timeline {
    /// A leg for each request that went out: those that were redirected, and the one that was answered or failed.
    pub legs: Vec<TimelineLeg>,
    /// When the body ended, in milliseconds from the start; none when it did not.
    pub last_byte_ms: Option<f64>,
    /// Bytes of the body as they came, compressed. Headers are not counted: the HTTP library does not tell their size.
    #[cfg_attr(feature = "ts", ts(type = "number | null"))]
    pub wire_bytes: Option<u64>,
    /// What the body was compressed with and unpacked from.
    pub encoding: Option<String>,
    /// Where each header that went out comes from, in their order.
    pub header_origins: Vec<HeaderOrigin>,
}

// No time in it is NaN.
impl Eq for Timeline {}

/// One request on its way. Times are milliseconds from the start of the first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TimelineLeg {
    /// Its method.
    pub method: Method,
    /// The host of its URL.
    pub host: String,
    /// When it began.
    pub begin_ms: f64,
    /// Whether an open connection was used again, so that nothing was resolved, connected or agreed.
    pub reused: bool,
    /// Name resolution; none for an address, and for the practice Adobe, which answers for every name.
    pub resolve: Option<TimeSpan>,
    /// Connecting, with the tunnel through a proxy.
    pub connect: Option<TimeSpan>,
    /// The TLS handshake.
    pub tls: Option<TimeSpan>,
    /// When the last piece of its body was given to the connection; none without a body, and for a body of up to 64 KiB, which
    /// goes out in one with the head.
    pub sent_ms: Option<f64>,
    /// When the answer's headers were here.
    pub headers_ms: Option<f64>,
    /// The address at the other end, which may be a proxy's.
    pub address: Option<String>,
    /// `HTTP/1.1` or `HTTP/2`.
    pub protocol: Option<String>,
    /// `TLS 1.3`.
    pub tls_version: Option<String>,
    /// The certificate that the server showed.
    pub certificate: Option<ServerCertificate>,
    /// Where its answer sent us on to.
    pub redirect: Option<RedirectTaken>,
}

/// From and to.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TimeSpan {
    /// In milliseconds.
    pub from_ms: f64,
    /// In milliseconds.
    pub to_ms: f64,
}

impl TimeSpan {
    /// How long it took.
    pub fn took_ms(self) -> f64 {
        self.to_ms - self.from_ms
    }
}

/// What a server showed of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ServerCertificate {
    /// Whom it was issued to.
    pub subject: String,
    /// Who signed it.
    pub issuer: String,
    /// Until when it is valid.
    pub valid_until: Timestamp,
}

/// A redirect that was followed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RedirectTaken {
    /// The status that sent us on.
    pub status: u16,
    /// The host it led to.
    pub host: String,
    /// Headers that did not go along.
    pub dropped: Vec<String>,
    /// Whether a body did not go along.
    pub body_dropped: bool,
}

/// Where a header that went out comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct HeaderOrigin {
    /// Its name.
    pub name: String,
    /// The origins of its parts, each once.
    pub parts: Vec<OriginOfPart>,
}

/// Where a part of a text comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct OriginOfPart {
    /// What kind of place.
    pub origin: PartOrigin,
    /// The variable that brought it, without braces.
    pub variable: Option<String>,
}

/// Where a part of a message comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum PartOrigin {
    /// Written in the request.
    Request,
    /// The profile's token or another secret.
    Secret,
    /// Given for this one call.
    Given,
    /// Another request's answer.
    Answer,
    /// A variable of the `.http` file.
    File,
    /// A variable of the person's own.
    Own,
    /// The profile's credential.
    Profile,
    /// A function of Mudbrick's, such as `$guid`: another value each time.
    BuiltIn,
    /// A variable without a value.
    Unset,
    /// A file that the body names.
    BodyFile,
    /// Mudbrick adds it to every request that does not have its own.
    Mudbrick,
    /// A cookie that an earlier answer set.
    Cookies,
    /// The connection writes it.
    Connection,
}
