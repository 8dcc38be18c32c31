//! A request on its way, with all that history wants to know of it.

use mudbrick_model::{Header, Profile, Request, Timestamp};
use mudbrick_net::{FileBody, Outgoing};
use mudbrick_requests::Filled;

/// A request on its way, with all that history wants to know of it.
pub(crate) struct Sent<'a> {
    pub(crate) profile: &'a Profile,
    pub(crate) request: &'a Request,
    pub(crate) filled: &'a Filled,
    pub(crate) outgoing: &'a Outgoing,
    /// The body, when it is a file.
    pub(crate) file: Option<&'a FileBody>,
    pub(crate) started_at: Timestamp,
}

impl Sent<'_> {
    pub(crate) fn wire_headers(&self) -> Vec<Header> {
        let headers = self.outgoing.wire_headers();
        let text =
            |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        headers.iter().map(|(name, value)| Header::new(name.as_str(), text(value))).collect()
    }
}
