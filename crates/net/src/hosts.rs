//! Which hosts may be sent a credential. Which hosts a profile adds is left to the profile.

use mudbrick_model::{HostPattern, is_loopback_host};
use std::sync::{Arc, LazyLock};
use url::Url;

/// Adobe's own domains: every host below them is run by Adobe itself. `adobeioruntime.net` and `adobeaemcloud.com` are
/// left out on purpose: what runs there is customers' own code, so a profile names the hosts it means.
const ADOBE: [&str; 5] =
    ["*.adobe.io", "*.adobe.com", "*.adobelogin.com", "*.adobedc.net", "*.adobe.net"];

static ADOBE_PATTERNS: LazyLock<Arc<[HostPattern]>> =
    LazyLock::new(|| ADOBE.iter().filter_map(|pattern| HostPattern::parse(pattern).ok()).collect());

/// The hosts that may be sent a profile's token, key and organisation. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowedHosts {
    patterns: Arc<[HostPattern]>,
}

impl AllowedHosts {
    /// Adobe's own hosts.
    pub fn adobe() -> Self {
        Self { patterns: Arc::clone(&ADOBE_PATTERNS) }
    }

    /// These and `more`.
    #[must_use]
    pub fn with<'a>(&self, more: impl IntoIterator<Item = &'a HostPattern>) -> Self {
        Self { patterns: self.patterns.iter().cloned().chain(more.into_iter().cloned()).collect() }
    }

    /// Whether a credential may go to `url`: the host is listed and the connection is encrypted, or ends on this machine.
    pub fn allows(&self, url: &Url) -> bool {
        let encrypted = url.scheme() == "https" || (url.scheme() == "http" && is_loopback(url));
        encrypted && url.host_str().is_some_and(|host| self.lists(host))
    }

    /// Whether `host` is listed, whatever the scheme.
    pub fn lists(&self, host: &str) -> bool {
        self.patterns.iter().any(|pattern| pattern.matches(host))
    }
}

/// Whether `url` names this machine itself.
pub(crate) fn is_loopback(url: &Url) -> bool {
    url.host_str().is_some_and(is_loopback_host)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn every_pattern_of_adobes_is_one() {
        assert_eq!(AllowedHosts::adobe().patterns.len(), ADOBE.len());
    }

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
    #[case::loopback_spelt_otherwise("http://0x7f.1:4502/", true)]
    #[case::loopback_v6_in_clear("http://[::1]:4502/", true)]
    #[case::loopback_unlisted("http://127.0.0.2:4502/", false)]
    #[case::listed_but_in_clear("http://api.example.com/", false)]
    #[case::still_adobe("https://mc.adobe.io/", true)]
    fn a_profiles_own_hosts(#[case] url: &str, #[case] allowed: bool) {
        let own = [" API.example.com. ", "*.example.net", "127.0.0.1", "::1", "localhost"];
        let own: Vec<_> = own.iter().map(|text| HostPattern::parse(text).unwrap()).collect();
        let hosts = AllowedHosts::adobe().with(&own);
        assert_eq!(hosts.allows(&Url::parse(url).unwrap()), allowed, "{url}");
    }
}
