//! The cookies that answers set, kept in memory for the requests of one holder that ask for it (RFC 6265). Whose jar it is, and
//! when it is emptied, is left to that holder; nothing of it ever reaches a disk.

use cookie_store::{Cookie, CookieStore};
use http::header::SET_COOKIE;
use http::{HeaderMap, HeaderValue};
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use url::{Host, Url};

/// What a cookie may be long: RFC 6265 section 6.1 asks for no more, and browsers keep no more.
const MOST_BYTES: usize = 4096;

/// So many cookies are kept. A server that sets more has no use for them, and every request would become slower.
const MOST_COOKIES: usize = 300;

/// Cookies, each for the hosts that its own server may set it for. It ages them by the system's clock.
#[derive(Default)]
pub struct CookieJar(Mutex<CookieStore>);

impl CookieJar {
    /// What a request to `url` sends along: the longest paths first, as section 5.4 asks.
    pub(crate) fn header(&self, url: &Url) -> Option<HeaderValue> {
        let store = self.store();
        let mut matching = store.matches(url);
        matching.sort_by_key(|cookie| std::cmp::Reverse(cookie.path.as_ref().len()));
        let pairs: Vec<String> = matching
            .into_iter()
            .map(|cookie| format!("{}={}", cookie.name(), cookie.value()))
            .collect();
        if pairs.is_empty() {
            return None;
        }
        let mut value = HeaderValue::from_str(&pairs.join("; ")).ok()?;
        value.set_sensitive(true);
        Some(value)
    }

    /// Keeps what an answer of `url` sets. A cookie for a whole public suffix, such as `io`, would be sent to strangers, and is
    /// not kept, and neither is one that is too long.
    pub(crate) fn keep(&self, headers: &HeaderMap, url: &Url) {
        let mut store = self.store();
        for value in headers.get_all(SET_COOKIE) {
            let text = value.to_str().ok().filter(|text| text.len() <= MOST_BYTES);
            let cookie = text.and_then(|text| cookie_store::RawCookie::parse(text).ok());
            let Some(cookie) = cookie.filter(|cookie| is_for_its_own(cookie.domain(), url)) else {
                continue;
            };
            // One for another host, or from an address in clear for secure use, is refused here and below.
            let Ok(cookie) = Cookie::try_from_raw_cookie(&cookie, url) else { continue };
            // One more is let in only in the place of another, or to end one.
            if is_known(&store, &cookie) || has_room(&mut store) {
                let _ = store.insert(cookie.into_owned(), url);
            }
        }
    }

    // A panic elsewhere left whole cookies in it.
    fn store(&self) -> MutexGuard<'_, CookieStore> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether there is this cookie already: two of one name are two where their hosts or paths differ (section 5.3, step 11).
fn is_known(store: &CookieStore, cookie: &Cookie<'_>) -> bool {
    let domain = cookie.domain.as_cow().unwrap_or_default();
    store.contains_any(&domain, &cookie.path, cookie.name())
}

/// Whether there is a place for one more. Those that have ended keep theirs until somebody needs it.
fn has_room(store: &mut CookieStore) -> bool {
    if store.iter_any().count() < MOST_COOKIES {
        return true;
    }
    let ended = store.iter_any().filter(|cookie| cookie.is_expired()).map(|cookie| {
        (String::from(&cookie.domain), String::from(&cookie.path), cookie.name().to_owned())
    });
    let ended: Vec<_> = ended.collect();
    for (domain, path, name) in &ended {
        store.remove(domain, path, name);
    }
    !ended.is_empty()
}

/// Whether the hosts that a cookie is for are those of its server alone.
fn is_for_its_own(domain: Option<&str>, url: &Url) -> bool {
    let Some(domain) = domain else { return true };
    let domain = domain.trim_start_matches('.').to_ascii_lowercase();
    match url.host() {
        Some(Host::Domain(host)) => host == domain || psl::domain_str(&domain).is_some(),
        Some(host) => host.to_string() == domain,
        None => false,
    }
}

/// How many there are, and nothing of them.
impl fmt::Debug for CookieJar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CookieJar({})", self.store().iter_any().count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const FROM: &str = "https://login.acme.io/a/b";

    fn jar(cookies: &[&str]) -> CookieJar {
        let jar = CookieJar::default();
        let headers = cookies.iter().map(|text| (SET_COOKIE, HeaderValue::from_str(text).unwrap()));
        jar.keep(&headers.collect(), &Url::parse(FROM).unwrap());
        jar
    }

    fn sent(jar: &CookieJar, url: &str) -> Option<String> {
        let value = jar.header(&Url::parse(url).unwrap())?;
        assert!(value.is_sensitive());
        Some(value.to_str().unwrap().to_owned())
    }

    #[rstest]
    #[case::back("s=1", FROM, Some("s=1"))]
    #[case::its_folder("s=1", "https://login.acme.io/a/c", Some("s=1"))]
    #[case::another_folder("s=1", "https://login.acme.io/c", None)]
    #[case::a_path("s=1; Path=/", "https://login.acme.io/c", Some("s=1"))]
    #[case::another_host("s=1; Path=/", "https://mc.adobe.io/", None)]
    #[case::a_host_below("s=1; Path=/", "https://x.login.acme.io/", None)]
    #[case::the_domain("s=1; Path=/; Domain=acme.io", "https://api.acme.io/", Some("s=1"))]
    #[case::the_domain_with_a_dot(
        "s=1; Path=/; Domain=.acme.io",
        "https://api.acme.io/",
        Some("s=1")
    )]
    #[case::somebody_elses_domain("s=1; Path=/; Domain=adobe.io", "https://mc.adobe.io/", None)]
    #[case::a_public_suffix("s=1; Path=/; Domain=io", "https://mc.adobe.io/", None)]
    #[case::a_public_suffix_of_two("s=1; Path=/; Domain=co.uk", "https://a.co.uk/", None)]
    #[case::secure("s=1; Path=/; Secure", "https://login.acme.io/", Some("s=1"))]
    #[case::secure_in_clear("s=1; Path=/; Secure", "http://login.acme.io/", None)]
    #[case::ended("s=1; Path=/; Max-Age=0", "https://login.acme.io/", None)]
    #[case::no_cookie("nothing", FROM, None)]
    fn a_cookie_goes_where_its_server_may_send_it(
        #[case] cookie: &str,
        #[case] to: &str,
        #[case] expected: Option<&str>,
    ) {
        assert_eq!(sent(&jar(&[cookie]), to).as_deref(), expected);
    }

    #[test]
    fn the_longest_path_comes_first_and_a_later_cookie_counts() {
        let jar = jar(&["root=1; Path=/", "near=2; Path=/a", "root=3; Path=/"]);
        assert_eq!(sent(&jar, FROM).as_deref(), Some("near=2; root=3"));
        assert_eq!(format!("{jar:?}"), "CookieJar(2)");
    }

    #[test]
    fn there_is_an_end_to_what_is_kept() {
        let long = format!("long={}", "x".repeat(MOST_BYTES));
        let many: Vec<String> = (0..MOST_COOKIES + 5).map(|n| format!("n{n}=1")).collect();
        let all: Vec<&str> =
            [long.as_str()].into_iter().chain(many.iter().map(String::as_str)).collect();
        let jar = jar(&all);
        assert_eq!(format!("{jar:?}"), format!("CookieJar({MOST_COOKIES})"));
        assert!(!sent(&jar, FROM).unwrap().contains("long="));
    }

    #[rstest]
    #[case::paths(|n| format!("s=1; Path=/{n}"))]
    #[case::hosts(|n| match n % 2 {
        0 => format!("n{n}=1; Path=/; Domain=acme.io"),
        _ => format!("n{}=1; Path=/", n - 1),
    })]
    fn one_name_is_a_cookie_for_each_host_and_path(#[case] nth: fn(usize) -> String) {
        let many: Vec<String> = (0..MOST_COOKIES * 2).map(nth).collect();
        let jar = jar(&many.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(format!("{jar:?}"), format!("CookieJar({MOST_COOKIES})"));
    }

    #[test]
    fn those_that_have_ended_make_room() {
        let begun = (0..MOST_COOKIES).map(|n| format!("n{n}=1"));
        let ended = (0..MOST_COOKIES).map(|n| format!("n{n}=1; Max-Age=0"));
        let all: Vec<String> = begun.chain(ended).chain(["new=1".to_owned()]).collect();
        let jar = jar(&all.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(sent(&jar, FROM).as_deref(), Some("new=1"));
    }
}
