//! A request ready to leave, and how long it may take. Filling variables and redacting are left to `mudbrick-requests`.

use crate::body::Body;
use crate::cookies::CookieJar;
use crate::error::SendError;
use crate::hosts::AllowedHosts;
use crate::limits::{MOST_URL_BYTES, USUAL_REDIRECTS};
use http::header::{
    ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONNECTION, CONTENT_LENGTH, COOKIE, HOST, HeaderMap,
    HeaderName, HeaderValue,
};
use mudbrick_model::{HttpVersion, Method};
use std::fmt;
use std::sync::Arc;
use url::Url;

/// Whether a request carries a credential, and who may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credentials {
    /// Nothing secret is in it; it may go anywhere.
    None,
    /// A token, key or secret is in it, and only these hosts may be sent it.
    Attached(AllowedHosts),
}

/// Who is asking.
pub const USER_AGENT: &str = concat!("Mudbrick/", env!("CARGO_PKG_VERSION"));

/// A request ready to leave. Its `Debug` shows no header value, no query and no body, since each can hold a secret.
#[derive(Clone)]
pub struct Outgoing {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Body>,
    pub(crate) credentials: Credentials,
    pub(crate) redirects: Redirects,
    pub(crate) version: HttpVersion,
    pub(crate) cookies: Option<Arc<CookieJar>>,
    /// The `Cookie` header is the jar's, and is written anew for each server that a redirect leads to.
    cookie_is_the_jars: bool,
}

/// What is done with a redirect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Redirects {
    /// So many are followed, one or more, where that is safe.
    Follow(u8),
    /// It is the answer.
    Show,
}

impl Default for Redirects {
    fn default() -> Self {
        Self::Follow(USUAL_REDIRECTS)
    }
}

impl Redirects {
    /// At most so many; none at all makes a redirect the answer.
    pub fn at_most(count: u8) -> Self {
        if count == 0 { Self::Show } else { Self::Follow(count) }
    }

    /// How many are followed.
    pub(crate) fn most(self) -> u8 {
        match self {
            Self::Follow(count) => count,
            Self::Show => 0,
        }
    }
}

impl Outgoing {
    /// A request without headers, body or credentials. Only `http` and `https` URLs with a host and without a user name
    /// are accepted.
    pub fn new(method: Method, url: &str) -> Result<Self, SendError> {
        let url = Url::parse(url.trim())
            .map_err(|error| SendError::InvalidUrl { reason: format!("{error}") })?;
        if !matches!(url.scheme(), "http" | "https") {
            let reason = format!("it begins with {}:, not with https:", url.scheme());
            return Err(SendError::InvalidUrl { reason });
        }
        let length = url.as_str().len();
        if length > MOST_URL_BYTES {
            let reason = format!(
                "it is {length} bytes long, and {MOST_URL_BYTES} is the most that can be sent"
            );
            return Err(SendError::InvalidUrl { reason });
        }
        if !url.username().is_empty() || url.password().is_some() {
            let reason = "it holds a user name or password before the host".to_owned();
            return Err(SendError::InvalidUrl { reason });
        }
        Ok(Self {
            method,
            url,
            headers: HeaderMap::new(),
            body: None,
            credentials: Credentials::None,
            redirects: Redirects::default(),
            version: HttpVersion::default(),
            cookies: None,
            cookie_is_the_jars: false,
        })
    }

    /// Adds a header; one of the same name stays too. `Content-Length`, `Connection` and a `Host` that repeats the URL's
    /// are left out, since the connection writes its own; another `Host` is an error, for it would tell the wrong
    /// server's certificate from the wrong server's answer.
    pub fn header(mut self, name: &str, value: &str) -> Result<Self, SendError> {
        let invalid = |reason: String| SendError::InvalidHeader { name: name.to_owned(), reason };
        let header = HeaderName::from_bytes(name.trim().as_bytes()).map_err(|_| {
            invalid("its name may hold only letters, digits and hyphens".to_owned())
        })?;
        if header == CONTENT_LENGTH || header == CONNECTION {
            return Ok(self);
        }
        if header == HOST {
            let own = &self.url[url::Position::BeforeHost..url::Position::AfterPort];
            if value.trim().eq_ignore_ascii_case(own) {
                return Ok(self);
            }
            return Err(invalid(format!("it must name the URL's own host, {own}")));
        }
        if matches!(header.as_str(), "transfer-encoding" | "upgrade" | "te" | "trailer") {
            return Err(invalid("it belongs to the connection and cannot be set".to_owned()));
        }
        let mut value = HeaderValue::from_bytes(value.trim().as_bytes()).map_err(|_| {
            let control = |c: char| c.is_control() && c != '\t';
            let place = value.trim().chars().position(control).unwrap_or(0) + 1;
            invalid(format!(
                "character {place} of its value is a line end or another control character"
            ))
        })?;
        // Keeps it out of HTTP/2's header table and out of anybody's Debug.
        value.set_sensitive(header == AUTHORIZATION || header == "x-user-token");
        self.headers.append(header, value);
        Ok(self)
    }

    /// Sets the body.
    #[must_use]
    pub fn body(mut self, body: impl Into<Body>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// The body, to be looked through before it leaves.
    pub fn sent_body(&self) -> Option<&Body> {
        self.body.as_ref()
    }

    /// Says that a credential is in it, and who may see that.
    #[must_use]
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = credentials;
        self
    }

    /// Says what is done with a redirect.
    #[must_use]
    pub fn redirects(mut self, redirects: Redirects) -> Self {
        self.redirects = redirects;
        self
    }

    /// Says which version of HTTP it is sent by, at every hop.
    #[must_use]
    pub fn version(mut self, version: HttpVersion) -> Self {
        self.version = version;
        self
    }

    /// Keeps what the answers set in `jar`, and sends along what is in it now, unless the request has a `Cookie` of its own.
    #[must_use]
    pub fn cookies(mut self, jar: Arc<CookieJar>) -> Self {
        self.cookie_is_the_jars = !self.headers.contains_key(COOKIE);
        self.cookies = Some(jar);
        self.with_fresh_cookies()
    }

    /// The same with the cookies that are for its URL now.
    pub(crate) fn with_fresh_cookies(mut self) -> Self {
        if let Some(jar) = self.cookies.as_ref().filter(|_| self.cookie_is_the_jars) {
            self.headers.remove(COOKIE);
            if let Some(value) = jar.header(&self.url) {
                self.headers.insert(COOKIE, value);
            }
        }
        self
    }

    /// Whether the jar wrote its `Cookie` header.
    pub fn has_kept_cookies(&self) -> bool {
        self.cookie_is_the_jars && self.headers.contains_key(COOKIE)
    }

    /// Where it goes, as it stands on the wire.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// The headers as they go out, in order, those Mudbrick adds included: `Accept`, `Accept-Encoding` and `User-Agent`
    /// unless the request has its own. They hold secrets: redact before showing.
    pub fn wire_headers(&self) -> HeaderMap {
        let mut headers = self.headers.clone();
        let mut add = |name: HeaderName, value: &'static str| {
            headers.entry(name).or_insert(HeaderValue::from_static(value));
        };
        add(ACCEPT, "*/*");
        add(ACCEPT_ENCODING, "gzip, br, deflate");
        add(http::header::USER_AGENT, USER_AGENT);
        // Some gateways answer 411 to a writing call that does not say how long its body is (RFC 9110 section 8.6).
        if matches!(self.method, Method::Post | Method::Put | Method::Patch)
            && self.body.as_ref().is_none_or(Body::is_empty)
        {
            add(CONTENT_LENGTH, "0");
        }
        headers
    }
}

impl fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outgoing")
            .field("method", &self.method)
            .field("to", &&self.url[..url::Position::AfterPath])
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("body_bytes", &self.body.as_ref().map(Body::length))
            .field("credentials", &self.credentials)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::no_scheme("platform.adobe.io/data", "not a URL")]
    #[case::other_scheme("ftp://platform.adobe.io/", "https:")]
    #[case::user_name("https://me:pw@platform.adobe.io/", "user name")]
    #[case::no_host("https://", "host")]
    #[case::empty("", "not a URL")]
    fn urls_that_are_refused(#[case] url: &str, #[case] expected: &str) {
        use mudbrick_model::Explain as _;
        let error = Outgoing::new(Method::Get, url).expect_err("must be refused");
        let problem = error.problem();
        assert!(problem.message.contains(expected), "{}", problem.message);
        assert!(!problem.message.contains("pw@"), "{}", problem.message);
    }

    #[rstest]
    #[case::line_end("x-api-key", "abc\ndef", "character 4")]
    #[case::null("x-api-key", "\0", "character 1")]
    #[case::space_in_name("x api", "1", "letters, digits")]
    #[case::empty_name("", "1", "letters, digits")]
    #[case::another_host("Host", "evil.example", "URL's own host")]
    #[case::smuggling("Transfer-Encoding", "chunked", "belongs to the connection")]
    fn headers_that_are_refused(#[case] name: &str, #[case] value: &str, #[case] expected: &str) {
        let outgoing = Outgoing::new(Method::Get, "https://mc.adobe.io/").unwrap();
        let error = outgoing.header(name, value).expect_err("must be refused").to_string();
        assert!(error.contains(expected), "{error}");
    }

    #[test]
    fn what_the_connection_writes_itself_is_left_out() {
        let outgoing = Outgoing::new(Method::Get, "https://mc.adobe.io/acme")
            .and_then(|o| o.header("host", "MC.adobe.io"))
            .and_then(|o| o.header("Content-Length", "0"))
            .and_then(|o| o.header("Connection", "keep-alive"))
            .and_then(|o| o.header("Accept", "application/json"))
            .unwrap();
        let headers = outgoing.wire_headers();
        let names: Vec<_> = headers.keys().map(HeaderName::as_str).collect();
        assert_eq!(names, ["accept", "accept-encoding", "user-agent"]);
        assert_eq!(headers["accept"], "application/json");
    }

    #[rstest]
    #[case::post_without_a_body(Method::Post, None, Some("0"))]
    #[case::put_with_an_empty_one(Method::Put, Some(""), Some("0"))]
    #[case::patch_without_a_body(Method::Patch, None, Some("0"))]
    #[case::post_with_a_body(Method::Post, Some("{}"), None)]
    #[case::get(Method::Get, None, None)]
    #[case::delete(Method::Delete, None, None)]
    fn a_writing_call_without_a_body_says_so(
        #[case] method: Method,
        #[case] body: Option<&'static str>,
        #[case] expected: Option<&str>,
    ) {
        let mut outgoing = Outgoing::new(method, "https://mc.adobe.io/").unwrap();
        if let Some(body) = body {
            outgoing = outgoing.body(body);
        }
        let headers = outgoing.wire_headers();
        assert_eq!(headers.get(CONTENT_LENGTH).map(|value| value.to_str().unwrap()), expected);
    }

    #[test]
    fn credentials_are_marked_as_such_and_nothing_else_is() {
        let outgoing = ["Authorization", "x-user-token", "x-api-key"]
            .iter()
            .fold(Outgoing::new(Method::Get, "https://mc.adobe.io/").unwrap(), |outgoing, name| {
                outgoing.header(name, "canary").unwrap()
            });
        let marked = outgoing.headers.values().map(HeaderValue::is_sensitive);
        assert_eq!(marked.collect::<Vec<_>>(), [true, true, false]);
    }

    /// A tab may stand in a value, and is no reason to name another place.
    #[test]
    fn the_place_of_a_control_character_is_told() {
        let outgoing = Outgoing::new(Method::Get, "https://mc.adobe.io/").unwrap();
        assert!(outgoing.clone().header("a", "b\tc").is_ok());
        let error = outgoing.header("a", "b\tc\rd").expect_err("must be refused").to_string();
        assert!(error.contains("character 4 "), "{error}");
    }

    #[rstest]
    #[case("https://me@platform.adobe.io/")]
    #[case("https://:pw@platform.adobe.io/")]
    fn half_a_pair_before_the_host_is_refused_too(#[case] url: &str) {
        assert!(matches!(Outgoing::new(Method::Get, url), Err(SendError::InvalidUrl { .. })));
    }

    #[test]
    fn an_address_may_be_as_long_as_can_be_sent() {
        let url = |length: usize| {
            let begin = "https://mc.adobe.io/";
            format!("{begin}{}", "a".repeat(length - begin.len()))
        };
        let longest = Outgoing::new(Method::Get, &url(MOST_URL_BYTES)).unwrap();
        assert!(longest.url.as_str().parse::<http::Uri>().is_ok(), "the library takes it");
        assert!(url(MOST_URL_BYTES + 1).parse::<http::Uri>().is_err(), "and no more");
        let refused = Outgoing::new(Method::Get, &url(MOST_URL_BYTES + 1)).unwrap_err();
        assert!(refused.to_string().contains("65535 bytes long"), "{refused}");
    }

    #[test]
    fn debug_shows_no_secret() {
        let outgoing = Outgoing::new(Method::Post, "https://mc.adobe.io/a?token=canary")
            .and_then(|o| o.header("Authorization", "Bearer canary"))
            .unwrap()
            .body("canary");
        let shown = format!("{outgoing:?}");
        assert!(!shown.contains("canary"), "{shown}");
        assert!(shown.contains("mc.adobe.io/a"), "{shown}");
    }

    #[test]
    fn a_body_can_be_looked_at_before_it_leaves() {
        let outgoing = Outgoing::new(Method::Post, "https://mc.adobe.io/").unwrap();
        assert!(outgoing.sent_body().is_none());
        let outgoing = outgoing.body("nine bytes");
        assert_eq!(outgoing.sent_body().map(Body::length), Some(10));
    }
}
