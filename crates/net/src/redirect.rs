//! When a redirect is followed, and what goes along. Sending the next request is left to the client.

use crate::limits::MOST_URL_BYTES;
use crate::outgoing::{Credentials, Outgoing, Redirects};
use http::header::{ACCEPT, ACCEPT_LANGUAGE, CACHE_CONTROL, HeaderMap, LOCATION, USER_AGENT};
use http::{HeaderName, StatusCode};
use mudbrick_model::Method;
use url::Url;

/// One followed redirect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    /// The status that sent us on.
    pub status: u16,
    /// The host it led to.
    pub host: String,
    /// Whether that is another server, to which no credential, header of the person's own or body went along.
    pub to_another_host: bool,
    /// The names of the headers that did not go along.
    pub dropped: Vec<String>,
    /// Whether a body did not go along.
    pub body_dropped: bool,
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
    let is_redirect = matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308);
    if !is_redirect || sent.redirects == Redirects::Show {
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
    // What was said in secret is not said again in clear, not even its path.
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
        // The new host was chosen by the old one, and nobody has allowed it anything.
        next.credentials = Credentials::None;
        drop_body(&mut next);
        let mut kept = HeaderMap::new();
        for (name, value) in &sent.headers {
            // A list of what may go along and not of what may not: a header that nobody thought of can be a secret.
            if HARMLESS.contains(name) {
                kept.append(name, value.clone());
            }
        }
        next.headers = kept;
    }
    let host = target.host_str().unwrap_or_default().to_owned();
    next.url = target;
    let dropped = sent.headers.keys().filter(|name| !next.headers.contains_key(*name));
    let hop = Hop {
        status: status.as_u16(),
        host,
        to_another_host,
        dropped: dropped.map(ToString::to_string).collect(),
        body_dropped: sent.body.is_some() && next.body.is_none(),
    };
    Verdict::Follow(Box::new(next), hop)
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

#[cfg(test)]
mod tests {
    use super::{NotFollowed, Verdict, judge};
    use crate::AllowedHosts;
    use crate::outgoing::{Credentials, Outgoing};
    use http::header::{HeaderMap, HeaderValue, LOCATION};
    use http::{HeaderName, StatusCode};
    use mudbrick_model::Method;
    use rstest::rstest;

    const FROM: &str = "https://mc.adobe.io/from";

    fn sent(method: Method, url: &str) -> Outgoing {
        let outgoing = Outgoing::new(method, url).unwrap();
        let headers = [
            ("accept", "application/json"),
            ("authorization", "Bearer canary"),
            ("content-type", "text/plain"),
            ("content-encoding", "gzip"),
        ];
        let outgoing =
            headers.iter().fold(outgoing, |o, (name, value)| o.header(name, value).unwrap());
        let allowed = Credentials::Attached(AllowedHosts::adobe());
        outgoing.body("canary").credentials(allowed)
    }

    fn verdict(sent: &Outgoing, status: u16, location: Option<&'static str>) -> Verdict {
        let location = location.map(|to| (LOCATION, HeaderValue::from_static(to)));
        let status = StatusCode::from_u16(status).unwrap();
        judge(sent, status, &location.into_iter().collect::<HeaderMap>())
    }

    fn followed(sent: &Outgoing, status: u16, location: &'static str) -> (Outgoing, bool) {
        match verdict(sent, status, Some(location)) {
            Verdict::Follow(next, hop) => {
                assert_eq!((hop.status, Some(hop.host.as_str())), (status, next.url.host_str()));
                (*next, hop.to_another_host)
            }
            Verdict::Keep(why) => panic!("{status} to {location} was kept: {why:?}"),
        }
    }

    fn names(outgoing: &Outgoing) -> Vec<&str> {
        outgoing.headers.keys().map(HeaderName::as_str).collect()
    }

    #[rstest]
    fn other_statuses_are_no_redirects(#[values(200, 300, 304, 305, 306, 404)] status: u16) {
        let verdict = verdict(&sent(Method::Get, FROM), status, Some("/to"));
        assert!(matches!(verdict, Verdict::Keep(None)));
    }

    #[test]
    fn a_redirect_that_is_wanted_as_the_answer_is_one() {
        let sent = sent(Method::Get, FROM).redirects(super::Redirects::Show);
        assert!(matches!(verdict(&sent, 302, Some("/to")), Verdict::Keep(None)));
    }

    #[rstest]
    fn a_reading_call_goes_on_as_it_was(
        #[values(Method::Get, Method::Head)] method: Method,
        #[values(301, 302, 307, 308)] status: u16,
    ) {
        let sent = sent(method, FROM);
        let (next, to_another_host) = followed(&sent, status, "/to");
        assert!(!to_another_host);
        assert_eq!((next.url.as_str(), next.method), ("https://mc.adobe.io/to", method));
        assert!(next.body.is_some());
        assert_eq!(next.headers, sent.headers);
        assert_eq!(next.credentials, sent.credentials);
    }

    #[rstest]
    #[case(Method::Get, Method::Get)]
    #[case(Method::Head, Method::Head)]
    #[case(Method::Post, Method::Get)]
    #[case(Method::Delete, Method::Get)]
    fn see_other_is_read_without_a_body(#[case] method: Method, #[case] then: Method) {
        let (next, to_another_host) = followed(&sent(method, FROM), 303, "/to");
        assert!(!to_another_host && next.body.is_none());
        assert_eq!(next.method, then);
        assert_eq!(names(&next), ["accept", "authorization"]);
        assert_ne!(next.credentials, Credentials::None);
    }

    #[rstest]
    fn a_writing_call_is_not_sent_twice(
        #[values(Method::Post, Method::Put, Method::Patch, Method::Delete)] method: Method,
        #[values(301, 302, 307, 308)] status: u16,
    ) {
        let verdict = verdict(&sent(method, FROM), status, Some("/to"));
        assert!(matches!(verdict, Verdict::Keep(Some(NotFollowed::Writes))));
    }

    #[rstest]
    #[case::host("https://platform.adobe.io/to")]
    #[case::port("https://mc.adobe.io:8443/to")]
    fn another_server_sees_nothing_of_the_persons(#[case] to: &'static str) {
        let (next, to_another_host) = followed(&sent(Method::Get, FROM), 302, to);
        assert!(to_another_host && next.body.is_none());
        assert_eq!((names(&next), &next.credentials), (vec!["accept"], &Credentials::None));
        assert_eq!(next.url.as_str(), to);
    }

    #[rstest]
    #[case::none(None)]
    #[case::another_scheme_with_a_host(Some("ftp://mc.adobe.io/to"))]
    #[case::a_file(Some("file:///etc/passwd"))]
    #[case::no_host(Some("https://"))]
    #[case::no_address(Some("data:text/plain,to"))]
    fn there_must_be_somewhere_to_go(#[case] to: Option<&'static str>) {
        let verdict = verdict(&sent(Method::Get, FROM), 302, to);
        assert!(matches!(verdict, Verdict::Keep(Some(NotFollowed::NoTarget))));
    }

    #[test]
    fn encryption_is_not_given_up_and_may_be_taken_up() {
        let kept = verdict(&sent(Method::Get, FROM), 302, Some("http://mc.adobe.io/to"));
        assert!(matches!(kept, Verdict::Keep(Some(NotFollowed::ToPlainHttp))));
        let in_clear = sent(Method::Get, "http://mc.adobe.io/from");
        assert!(!followed(&in_clear, 302, "/to").1);
        assert!(followed(&in_clear, 302, "https://mc.adobe.io/to").1);
    }

    #[test]
    fn a_user_name_in_the_target_is_left_out() {
        let (next, _) = followed(&sent(Method::Get, FROM), 302, "https://me:pw@mc.adobe.io/to");
        assert_eq!(next.url.as_str(), "https://mc.adobe.io/to");
        let (next, _) = followed(&sent(Method::Get, FROM), 302, "https://me@mc.adobe.io/to");
        assert_eq!(next.url.as_str(), "https://mc.adobe.io/to");
    }
}
