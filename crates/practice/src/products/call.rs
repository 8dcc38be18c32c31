//! A call as the gateway hands it over: already read, already authenticated. Answering is left to the products.

use super::api;
use super::reply::{self, Reply};
use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use mudbrick_model::Timestamp;
use percent_encoding::percent_decode_str;
use serde_json::Value;

/// One request, with the caller the gateway found behind its token.
#[derive(Debug, Clone)]
pub struct Call {
    /// The method.
    pub method: Method,
    /// The host as the caller wrote it, with a port if there was one.
    pub host: String,
    /// The path as it came over the wire, still percent-encoded, without the query.
    pub path: String,
    /// The query's pairs, decoded, in order, repeats kept.
    pub query: Vec<(String, String)>,
    /// The headers.
    pub headers: HeaderMap,
    /// The whole body.
    pub body: Bytes,
    /// Who calls; empty for an open call without a token.
    pub caller: Caller,
    /// The practice clock at the time of the call.
    pub now: Timestamp,
}

/// Who calls, as the token and the key say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Caller {
    /// The client ID, which is also the API key.
    pub client_id: String,
    /// The IMS organisation, `…@AdobeOrg`.
    pub org_id: String,
    /// The scopes or metascopes granted.
    pub scopes: Vec<String>,
    /// The tenants in the token's product contexts.
    pub tenants: Vec<String>,
}

impl Call {
    /// The decoded segments of the path after `root`; a trailing slash makes no empty one.
    pub(super) fn segments_after(&self, root: &str) -> Vec<String> {
        let rest = self.path.strip_prefix(root).unwrap_or(&self.path);
        rest.split('/')
            .filter(|segment| !segment.is_empty())
            .map(|segment| percent_decode_str(segment).decode_utf8_lossy().into_owned())
            .collect()
    }

    /// The first value of the query parameter `name`.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Every value of the query parameter `name`.
    pub(super) fn parameters<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.query.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The query parameter `name` as a number, when it is one.
    pub(super) fn number(&self, name: &str) -> Option<usize> {
        self.parameter(name)?.parse().ok()
    }

    /// The header `name` as text. The last of several counts, as Adobe's own collections rely on.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get_all(name).iter().next_back()?.to_str().ok()
    }

    /// The body as JSON.
    pub(super) fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// Where links in the answer point: Adobe's host over TLS, or back to the base URL the caller used, which the
    /// practice port also answers in plain text.
    pub(super) fn origin(&self) -> String {
        let scheme = if api::is_adobe(&self.host) { "https" } else { "http" };
        format!("{scheme}://{}", self.host)
    }

    /// The query with the pairs of `changes` in place of those of the same names, for the link to another page.
    pub(super) fn query_with(&self, changes: &[(&str, &str)]) -> String {
        let kept = self.query.iter().filter(|(key, _)| changes.iter().all(|(name, _)| key != name));
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(kept)
            .extend_pairs(changes)
            .finish()
    }

    /// The answer to a method that this address does not have.
    pub(super) fn method_not_allowed(&self) -> Reply {
        reply::json(
            StatusCode::METHOD_NOT_ALLOWED,
            &serde_json::json!({ "status": 405, "message": format!("Method {} not allowed", self.method) }),
        )
    }
}

#[cfg(test)]
impl Call {
    /// A call to `url` (host, path and query without a scheme) by a caller of one organisation.
    pub(super) fn to(method: &str, url: &str) -> Self {
        let (address, query) = url.split_once('?').unwrap_or((url, ""));
        let (host, path) = address.split_once('/').unwrap_or((address, ""));
        let pairs = form_urlencoded::parse(query.as_bytes()).into_owned();
        Self {
            method: Method::from_bytes(method.as_bytes()).unwrap(),
            host: host.to_owned(),
            path: format!("/{path}"),
            query: pairs.collect(),
            headers: HeaderMap::new(),
            body: Bytes::new(),
            caller: Caller {
                client_id: "0f0e0d0c0b0a09080706050403020100".to_owned(),
                org_id: "0A1B2C3D4E5F60718293A4B5@AdobeOrg".to_owned(),
                scopes: Vec::new(),
                tenants: vec!["acme".to_owned()],
            },
            now: super::when::SEEDED,
        }
    }

    pub(super) fn with_json(mut self, body: Value) -> Self {
        self.body = body.to_string().into();
        self.with_header("content-type", "application/json")
    }

    pub(super) fn with_header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.append(name, value.parse().unwrap());
        self
    }

    pub(super) fn by(mut self, organisation: &str) -> Self {
        self.caller.org_id = organisation.to_owned();
        self
    }

    pub(super) fn at(mut self, now: Timestamp) -> Self {
        self.now = now;
        self
    }
}
