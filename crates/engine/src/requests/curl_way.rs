//! The way that curl takes to the servers, as the options that it is told of it: what policy and profile say counts for it as
//! for everything that is sent. Where what it reads is put is left to whoever runs it.

use crate::network::WayOfPrograms;
use mudbrick_model::{ErrorCode, Problem, Proxy, is_loopback_host};
use mudbrick_requests::CurlWay;
use mudbrick_vault::SecretText;
use url::Url;

/// The way of one call.
pub(super) enum CurlRoute {
    /// To the practice Adobe, which whoever runs curl knows the address of.
    Practice,
    /// On this machine, past every proxy: without TLS it would see the token.
    Here(WayOfPrograms),
    /// To other machines.
    Away(WayOfPrograms),
}

impl CurlRoute {
    /// To these addresses, by a way that is none to the practice Adobe.
    ///
    /// # Errors
    /// Some of them are on this machine and some are not: curl takes one word on proxies for all.
    pub(super) fn to(urls: &[Url], way: Option<WayOfPrograms>) -> Result<Self, Problem> {
        let Some(way) = way else { return Ok(Self::Practice) };
        let is_here = |url: &&Url| url.host_str().is_some_and(is_loopback_host);
        match urls.iter().filter(is_here).count() {
            0 => Ok(Self::Away(way)),
            here if here == urls.len() => Ok(Self::Here(way)),
            _ => Err(both_ways()),
        }
    }

    /// What is decided on, and not left to curl's arguments.
    pub(super) fn decided(&self) -> Vec<CurlWay> {
        let Some(way) = self.way() else { return vec![CurlWay::Proxy, CurlWay::Roots] };
        let proxy = match self {
            Self::Away(_) => matches!(way.proxy, Some(Proxy::None | Proxy::At(_))),
            Self::Here(_) | Self::Practice => true,
        };
        [
            (CurlWay::Proxy, proxy),
            (CurlWay::Roots, way.roots.is_some()),
            (CurlWay::Certificate, way.client.is_some()),
        ]
        .into_iter()
        .filter_map(|(way, is_decided)| is_decided.then_some(way))
        .collect()
    }

    /// The options of it that need no file.
    pub(super) fn options(&self) -> Vec<(&'static str, String)> {
        let direct = || vec![("noproxy", "*".to_owned())];
        match self {
            Self::Practice | Self::Here(_) => direct(),
            Self::Away(way) => match &way.proxy {
                None | Some(Proxy::System) => Vec::new(),
                Some(Proxy::None) => direct(),
                // Without the second, which is no host, `NO_PROXY` in the environment would lead past it.
                Some(Proxy::At(url)) => {
                    vec![("proxy", address(url)), ("noproxy", ",".to_owned())]
                }
            },
        }
    }

    pub(super) fn roots(&self) -> Option<&str> {
        self.way()?.roots.as_deref()
    }

    pub(super) fn client(&self) -> Option<(&str, &SecretText)> {
        let (certificate, private_key) = self.way()?.client.as_ref()?;
        Some((certificate.as_str(), private_key))
    }

    fn way(&self) -> Option<&WayOfPrograms> {
        match self {
            Self::Practice => None,
            Self::Here(way) | Self::Away(way) => Some(way),
        }
    }
}

/// With its port: curl takes 1080 for a proxy without one.
fn address(proxy: &Url) -> String {
    let host = proxy.host_str().unwrap_or_default();
    match proxy.port_or_known_default() {
        Some(port) => format!("{}://{host}:{port}", proxy.scheme()),
        None => format!("{}://{host}", proxy.scheme()),
    }
}

fn both_ways() -> Problem {
    let message = "Some of these addresses are on this machine and some are not. Calls to this machine pass every proxy by, and curl \
                   does that for all addresses or none. Nothing was sent.";
    Problem::new(ErrorCode::InvalidInput, message).remedy("Call curl once for each.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const AWAY: &str = "https://platform.adobe.io/";
    const HERE: &str = "http://127.0.0.1:4502/";

    fn way(proxy: Option<&str>) -> WayOfPrograms {
        let proxy = proxy.map(|text| Proxy::try_from(text.to_owned()).unwrap());
        WayOfPrograms { proxy, roots: None, client: None }
    }

    fn route(urls: &[&str], way: Option<WayOfPrograms>) -> Result<CurlRoute, Problem> {
        let urls: Vec<Url> = urls.iter().map(|url| Url::parse(url).unwrap()).collect();
        CurlRoute::to(&urls, way)
    }

    #[rstest]
    #[case::nobody_says(AWAY, None, &[], false)]
    #[case::environment(AWAY, Some("system"), &[], false)]
    #[case::none(AWAY, Some("none"), &[("noproxy", "*")], true)]
    #[case::proxy(AWAY, Some("http://p:3128"), &[("proxy", "http://p:3128"), ("noproxy", ",")], true)]
    #[case::usual_port(AWAY, Some("http://p"), &[("proxy", "http://p:80"), ("noproxy", ",")], true)]
    #[case::tls(AWAY, Some("https://p"), &[("proxy", "https://p:443"), ("noproxy", ",")], true)]
    #[case::here(HERE, Some("http://p:3128"), &[("noproxy", "*")], true)]
    #[case::here_by_itself(HERE, None, &[("noproxy", "*")], true)]
    fn curl_is_told_the_proxy(
        #[case] url: &str,
        #[case] proxy: Option<&str>,
        #[case] expected: &[(&str, &str)],
        #[case] is_decided: bool,
    ) {
        let route = route(&[url, url], Some(way(proxy))).unwrap();
        let options = route.options();
        let told: Vec<_> = options.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(told, expected);
        assert_eq!(route.decided().contains(&CurlWay::Proxy), is_decided);
    }

    #[test]
    fn one_call_goes_one_way() {
        assert!(route(&[AWAY, HERE], Some(way(None))).is_err());
        let practice = route(&[AWAY], None).unwrap();
        assert_eq!(practice.options(), [("noproxy", "*".to_owned())]);
        assert_eq!(practice.decided(), [CurlWay::Proxy, CurlWay::Roots]);
    }

    #[test]
    fn files_are_decided_on_where_there_are_some() {
        let client = Some(("certificate".to_owned(), SecretText::new("key".to_owned())));
        let way = WayOfPrograms { proxy: None, roots: Some("roots".to_owned()), client };
        let route = route(&[AWAY], Some(way)).unwrap();
        assert_eq!(route.decided(), [CurlWay::Roots, CurlWay::Certificate]);
        assert_eq!(
            (route.roots(), route.client().map(|it| it.0)),
            (Some("roots"), Some("certificate"))
        );
    }
}
