//! Where Adobe sends the browser back to after a sign-in, as a credential's page in the Developer Console has it.

use crate::InvalidId;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::net::IpAddr;
use url::{Host, Url};

const WHAT: &str = "Redirect URI";

/// The most that is taken; more than any credential's page has.
const LONGEST: usize = 2_048;

/// A redirect URI: `http://127.0.0.1:9191/callback`, `https://example.com/callback` or an app's own scheme. It is kept letter by
/// letter: IMS compares it with the one that is registered.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(as = "String"))]
pub struct RedirectUri(String);

/// A redirect URI that leads to this machine, where Mudbrick can listen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoopbackRedirect {
    /// The address to listen at.
    pub address: IpAddr,
    /// The port to listen at.
    pub port: u16,
    /// What the browser sends as `Host`.
    pub host: String,
    /// The path that it asks for.
    pub path: String,
}

impl RedirectUri {
    /// Reads one (surrounding white space is dropped first).
    ///
    /// # Errors
    /// It is none, or one that would carry the code unencrypted over a network.
    pub fn parse(text: &str) -> Result<Self, InvalidId> {
        let text = text.trim();
        let invalid = |reason: &str| InvalidId::new(WHAT, reason);
        if text.is_empty() {
            return Err(invalid(
                "is empty. Copy it from the credential's page in the Developer Console.",
            ));
        }
        if text.len() > LONGEST || !text.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(invalid(
                "contains a space, a control character or a letter that is not ASCII, or is too long.",
            ));
        }
        let url = Url::parse(text).map_err(|_| {
            invalid("must be a whole address, such as http://127.0.0.1:9191/callback.")
        })?;
        if url.fragment().is_some() {
            return Err(invalid("must not have a part behind #."));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(invalid("must not have a user name or a password."));
        }
        match url.scheme() {
            "https" => {}
            // The code in it would cross the network in the clear.
            "http" if loopback(&url).is_none() => {
                return Err(invalid("must begin with https:// unless it leads to this machine."));
            }
            "http" => {}
            "javascript" | "data" | "file" | "blob" | "about" => {
                return Err(invalid(
                    "must begin with https://, http://127.0.0.1 or the app's own scheme.",
                ));
            }
            _ => {}
        }
        Ok(Self(text.to_owned()))
    }

    /// As it is registered.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where to listen for the browser; none where it goes elsewhere, and a person has to bring the address it came to.
    /// Behind `https://` Mudbrick cannot listen either: it has no certificate that a browser trusts.
    pub fn loopback(&self) -> Option<LoopbackRedirect> {
        let url = Url::parse(&self.0).ok().filter(|url| url.scheme() == "http")?;
        loopback(&url)
    }
}

fn loopback(url: &Url) -> Option<LoopbackRedirect> {
    let address = match url.host()? {
        Host::Ipv4(address) => IpAddr::V4(address),
        Host::Ipv6(address) => IpAddr::V6(address),
        Host::Domain("localhost") => IpAddr::V4(std::net::Ipv4Addr::LOCALHOST),
        Host::Domain(_) => return None,
    };
    if !address.is_loopback() {
        return None;
    }
    let host = url[url::Position::BeforeHost..url::Position::AfterPort].to_owned();
    let (port, path) = (url.port_or_known_default()?, url.path().to_owned());
    Some(LoopbackRedirect { address, port, host, path })
}

impl TryFrom<String> for RedirectUri {
    type Error = InvalidId;
    fn try_from(text: String) -> Result<Self, InvalidId> {
        Self::parse(&text)
    }
}

impl From<RedirectUri> for String {
    fn from(uri: RedirectUri) -> Self {
        uri.0
    }
}

impl fmt::Display for RedirectUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::loopback("http://127.0.0.1:9191/callback", Some("127.0.0.1:9191"))]
    #[case::name("http://localhost:9191", Some("localhost:9191"))]
    #[case::six("http://[::1]:9191/a", Some("[::1]:9191"))]
    #[case::usual_port("http://127.0.0.1/a", Some("127.0.0.1"))]
    #[case::https_here("https://localhost:9191/a", None)]
    #[case::https("https://example.com/callback?a=b", None)]
    #[case::app("adobe+0f0e0d://adobeid/0f0e0d0c", None)]
    fn what_is_taken_and_where_it_can_be_listened(#[case] text: &str, #[case] host: Option<&str>) {
        let uri = RedirectUri::parse(&format!(" {text}\n")).unwrap();
        assert_eq!(uri.as_str(), text);
        assert_eq!(uri.loopback().map(|it| it.host).as_deref(), host);
    }

    #[rstest]
    #[case::empty("")]
    #[case::no_address("callback")]
    #[case::in_the_clear("http://example.com/callback")]
    #[case::looks_like_this_machine("http://localhost.example.com/")]
    #[case::fragment("https://example.com/#a")]
    #[case::password("https://a:b@example.com/")]
    #[case::script("javascript:alert(1)")]
    #[case::space("https://example.com/a b")]
    fn what_is_refused(#[case] text: &str) {
        assert!(RedirectUri::parse(text).is_err(), "{text}");
    }
}
