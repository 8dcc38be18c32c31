//! When a redirect is followed, and what goes along. Sending the next request is left to the client.

use crate::outgoing::{Credentials, MOST_URL_BYTES, Outgoing};
use http::header::{ACCEPT, ACCEPT_LANGUAGE, CACHE_CONTROL, HeaderMap, LOCATION, USER_AGENT};
use http::{HeaderName, StatusCode};
use mudbrick_model::Method;
use url::Url;

/// At most so many redirects are followed, as browsers and Adobe's own clients do within a factor of two.
pub(crate) const MOST: usize = 10;

/// One followed redirect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    /// The status that sent us on.
    pub status: u16,
    /// The host it led to.
    pub host: String,
    /// Whether that is another server, to which no credential, header of the person's own or body went along.
    pub to_another_host: bool,
}

/// Why a redirect is the answer itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotFollowed {
    /// It leads from an encrypted connection to one in clear.
    ToPlainHttp,
    /// The request writes, and sending it a second time elsewhere is for a person to decide.
    Writes,
    /// It does not say where to, or what it says is not an `http` URL.
    NoTarget,
}

/// The only headers that go along to another server: they say what is wanted and hold nothing of the person's.
const HARMLESS: [HeaderName; 4] = [ACCEPT, ACCEPT_LANGUAGE, CACHE_CONTROL, USER_AGENT];

/// What to do with an answer: the next request, the answer itself because it is no redirect, or because of a reason.
pub(crate) enum Verdict {
    Follow(Box<Outgoing>, Hop),
    Keep(Option<NotFollowed>),
}

/// Judges an answer by RFC 9110 section 15.4, more strictly where a credential is at stake: 303 becomes GET for every
/// method, other redirects are followed for GET and HEAD only, and nothing secret ever reaches another server.
pub(crate) fn judge(sent: &Outgoing, status: StatusCode, headers: &HeaderMap) -> Verdict {
    if !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Verdict::Keep(None);
    }
    let reads = matches!(sent.method, Method::Get | Method::Head);
    if !reads && status != StatusCode::SEE_OTHER {
        return Verdict::Keep(Some(NotFollowed::Writes));
    }
    let target = headers
        .get(LOCATION)
        .and_then(|location| std::str::from_utf8(location.as_bytes()).ok())
        .and_then(|location| sent.url.join(location).ok())
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
        .filter(|url| url.as_str().len() <= MOST_URL_BYTES);
    let Some(mut target) = target else {
        return Verdict::Keep(Some(NotFollowed::NoTarget));
    };
    if sent.url.scheme() == "https" && target.scheme() == "http" {
        return Verdict::Keep(Some(NotFollowed::ToPlainHttp));
    }
    // A user name in the target would become an Authorization header of somebody else's choosing.
    let cleared = target.set_username("").and_then(|()| target.set_password(None));
    if cleared.is_err() {
        return Verdict::Keep(Some(NotFollowed::NoTarget));
    }

    let mut next = sent.clone();
    if !reads || status == StatusCode::SEE_OTHER {
        next.method = if sent.method == Method::Head { Method::Head } else { Method::Get };
        drop_body(&mut next);
    }
    let to_another_host = !same_server(&sent.url, &target);
    if to_another_host {
        next.credentials = Credentials::None;
        drop_body(&mut next);
        let mut kept = HeaderMap::new();
        for (name, value) in &sent.headers {
            if HARMLESS.contains(name) {
                kept.append(name, value.clone());
            }
        }
        next.headers = kept;
    }
    let host = target.host_str().unwrap_or_default().to_owned();
    next.url = target;
    Verdict::Follow(Box::new(next), Hop { status: status.as_u16(), host, to_another_host })
}

/// Whether both end at the same server: scheme, host and port (RFC 6454's origin).
fn same_server(one: &Url, other: &Url) -> bool {
    one.origin() == other.origin()
}

fn drop_body(outgoing: &mut Outgoing) {
    outgoing.body = None;
    outgoing.headers.remove(http::header::CONTENT_TYPE);
    outgoing.headers.remove(http::header::CONTENT_ENCODING);
}
