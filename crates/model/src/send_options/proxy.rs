//! A proxy that a person chose.

use serde::{Deserialize, Serialize};
use url::Url;

/// A proxy chosen in the policy, in a profile or for one call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(type = "string"))]
pub enum Proxy {
    /// The one that the environment names.
    System,
    /// None, whatever the environment says.
    None,
    /// This one for everything. It names neither user nor password: the files it is in hold no secret.
    At(Url),
}

impl TryFrom<String> for Proxy {
    type Error = &'static str;

    /// The reason quotes nothing: the text may hold a password.
    fn try_from(text: String) -> Result<Self, Self::Error> {
        const SHAPE: &str =
            "a proxy is written as \"none\", \"system\", http://host:port or https://host:port";
        match text.as_str() {
            "none" => return Ok(Self::None),
            "system" => return Ok(Self::System),
            _ => {}
        }
        // The parser of URLs takes much for one that is none, such as `http:host`.
        if !text.starts_with("http://") && !text.starts_with("https://") {
            return Err(SHAPE);
        }
        let url = Url::parse(&text).map_err(|_| SHAPE)?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(
                "a proxy's user name and password would be readable in this file: leave the proxy out here, \
                 and set it in the environment variable HTTPS_PROXY",
            );
        }
        let has_more = url.path() != "/" || url.query().is_some() || url.fragment().is_some();
        if has_more { Err(SHAPE) } else { Ok(Self::At(url)) }
    }
}

impl From<Proxy> for String {
    fn from(proxy: Proxy) -> Self {
        match proxy {
            Proxy::System => "system".to_owned(),
            Proxy::None => "none".to_owned(),
            Proxy::At(url) => url.as_str().trim_end_matches('/').to_owned(),
        }
    }
}
