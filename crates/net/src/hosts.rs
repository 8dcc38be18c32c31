//! Which hosts may be sent a credential. Which hosts a profile adds is left to the profile.

use std::sync::Arc;
use url::{Host, Url};

/// Adobe's own domains: every host below them is run by Adobe itself. `adobeioruntime.net` and `adobeaemcloud.com` are
/// left out on purpose: what runs there is customers' own code, so a profile names the hosts it means.
const ADOBE: [&str; 5] =
    ["*.adobe.io", "*.adobe.com", "*.adobelogin.com", "*.adobedc.net", "*.adobe.net"];

/// The hosts that may be sent a profile's token, key and organisation. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowedHosts {
    patterns: Arc<[String]>,
}

impl AllowedHosts {
    /// Adobe's own hosts.
    pub fn adobe() -> Self {
        Self { patterns: ADOBE.iter().map(|pattern| (*pattern).to_owned()).collect() }
    }

    /// These and `more`. `api.example.com` is that host alone, `*.example.com` every host below it but not itself;
    /// case, surrounding white space and a final dot do not matter.
    #[must_use]
    pub fn with<S: AsRef<str>>(&self, more: &[S]) -> Self {
        let more = more.iter().map(|pattern| normal(pattern.as_ref()));
        let patterns =
            self.patterns.iter().cloned().chain(more.filter(|pattern| !pattern.is_empty()));
        Self { patterns: patterns.collect() }
    }

    /// Whether a credential may go to `url`: the host is listed and the connection is encrypted, or ends on this machine.
    pub fn allows(&self, url: &Url) -> bool {
        let encrypted = url.scheme() == "https" || (url.scheme() == "http" && is_loopback(url));
        encrypted && url.host_str().is_some_and(|host| self.lists(host))
    }

    /// Whether `host` is listed, whatever the scheme.
    pub fn lists(&self, host: &str) -> bool {
        let host = normal(host);
        self.patterns.iter().any(|pattern| match pattern.strip_prefix("*.") {
            Some(domain) => {
                host.strip_suffix(domain).is_some_and(|rest| rest.len() > 1 && rest.ends_with('.'))
            }
            None => *pattern == host,
        })
    }
}

/// Whether `url` names this machine itself.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => normal(name) == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn normal(host: &str) -> String {
    host.trim().trim_end_matches('.').to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::ims("https://ims-na1.adobelogin.com/ims/token/v3", true)]
    #[case::platform_region("https://platform-nld2.adobe.io/data", true)]
    #[case::upper_case("https://PLATFORM.ADOBE.IO/", true)]
    #[case::final_dot("https://platform.adobe.io./", true)]
    #[case::in_clear("http://platform.adobe.io/", false)]
    #[case::the_domain_itself("https://adobe.io/", false)]
    #[case::looks_alike("https://platform.evil-adobe.io/", false)]
    #[case::as_a_prefix("https://platform.adobe.io.evil.example/", false)]
    #[case::as_a_user("https://platform.adobe.io@evil.example/", false)]
    #[case::customers_code("https://acme.adobeioruntime.net/", false)]
    #[case::elsewhere("https://example.com/", false)]
    #[case::not_http("ftp://platform.adobe.io/", false)]
    #[case::loopback_unlisted("http://127.0.0.1:8080/", false)]
    fn adobes_hosts(#[case] url: &str, #[case] allowed: bool) {
        assert_eq!(AllowedHosts::adobe().allows(&Url::parse(url).unwrap()), allowed, "{url}");
    }

    #[rstest]
    #[case::listed_host("https://api.example.com/", true)]
    #[case::below_a_listed_host("https://a.api.example.com/", false)]
    #[case::below_a_listed_domain("https://a.b.example.net/", true)]
    #[case::loopback_in_clear("http://127.0.0.1:4502/", true)]
    #[case::loopback_name_in_clear("http://localhost:4502/", true)]
    #[case::listed_but_in_clear("http://api.example.com/", false)]
    #[case::still_adobe("https://mc.adobe.io/", true)]
    fn a_profiles_own_hosts(#[case] url: &str, #[case] allowed: bool) {
        let hosts = AllowedHosts::adobe().with(&[
            " API.example.com. ",
            "*.example.net",
            "127.0.0.1",
            "localhost",
            "",
        ]);
        assert_eq!(hosts.allows(&Url::parse(url).unwrap()), allowed, "{url}");
    }
}
