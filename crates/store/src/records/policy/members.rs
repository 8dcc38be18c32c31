//! What `policy.toml` can say, and what holds where it says nothing.

use serde::{Deserialize, Serialize};
use std::num::NonZeroU16;
use std::path::PathBuf;
use url::Url;

/// What a person decided about safety. Every member that the file does not have is at its default here.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Policy {
    /// When the vault locks itself.
    pub locking: Locking,
    /// How much of the history is kept.
    pub history: Retention,
    /// How long calls may take.
    pub limits: CallLimits,
    /// How calls leave this machine.
    pub network: Network,
}

/// When the vault locks itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Locking {
    /// Minutes without a key or a click; 0 never locks it.
    pub after_minutes: u32,
    /// Along with the screen, where the system tells of it.
    pub with_screen: bool,
}

impl Default for Locking {
    fn default() -> Self {
        Self { after_minutes: 15, with_screen: true }
    }
}

impl Locking {
    /// Whatever locks earlier of the two.
    #[must_use]
    pub fn or_earlier(self, other: Self) -> Self {
        let after_minutes = match (self.after_minutes, other.after_minutes) {
            (0, minutes) | (minutes, 0) => minutes,
            (one, another) => one.min(another),
        };
        Self { after_minutes, with_screen: self.with_screen || other.with_screen }
    }
}

/// How much of the history is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Retention {
    /// Days after which an exchange is removed; 0 sets no limit.
    pub keep_days: u32,
    /// MiB, beyond which the oldest exchanges are removed; 0 sets no limit.
    pub keep_mib: u32,
}

impl Retention {
    /// Nothing is removed.
    pub const EVERYTHING: Self = Self { keep_days: 0, keep_mib: 0 };
}

impl Default for Retention {
    fn default() -> Self {
        Self { keep_days: 365, keep_mib: 2048 }
    }
}

/// How long calls may take.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CallLimits {
    /// A call for a token.
    pub tokens: Seconds,
    /// A request of the person's.
    pub requests: Seconds,
}

/// How long each stage of a call may take, in seconds. None leaves Mudbrick's own limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Seconds {
    /// Name resolution, connection, proxy and TLS handshake together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connect: Option<NonZeroU16>,
    /// From there to the answer's headers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_byte: Option<NonZeroU16>,
    /// Between two pieces of the answer's body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idle: Option<NonZeroU16>,
    /// Everything together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<NonZeroU16>,
}

/// How calls to the real Adobe leave this machine.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Network {
    /// None takes the environment's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proxy: Option<Proxy>,
    /// PEM files with root certificates that are trusted besides the system's. A relative path counts from the home folder.
    pub roots: Vec<PathBuf>,
}

/// A proxy chosen in the policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Proxy {
    /// None, whatever the environment says.
    None,
    /// This one for everything. It names neither user nor password: this file holds no secret.
    At(Url),
}

impl TryFrom<String> for Proxy {
    type Error = &'static str;

    /// The reason quotes nothing: the text may hold a password.
    fn try_from(text: String) -> Result<Self, Self::Error> {
        const SHAPE: &str = "a proxy is written as \"none\", http://host:port or https://host:port";
        if text == "none" {
            return Ok(Self::None);
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
            Proxy::None => "none".to_owned(),
            Proxy::At(url) => url.as_str().trim_end_matches('/').to_owned(),
        }
    }
}
