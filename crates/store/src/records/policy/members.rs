//! What `policy.toml` can say, and what holds where it says nothing.

use mudbrick_model::{HttpVersion, Proxy, RetryMethods, SendOptions, TimeLimit};
use serde::{Deserialize, Serialize};
use std::num::NonZeroU16;
use std::path::PathBuf;

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
    /// How requests are sent.
    pub sending: Conduct,
}

impl Policy {
    /// All that it says of how requests are sent, wherever it says it.
    pub fn send_options(&self) -> SendOptions {
        let seconds = |limit: Option<NonZeroU16>| {
            limit.map(|seconds| TimeLimit::from_seconds(seconds.get().into()))
        };
        let Conduct { redirects, http_version, retries, retry_methods, retry_seconds } =
            self.sending;
        SendOptions {
            redirects,
            connect_seconds: seconds(self.limits.requests.connect),
            total_seconds: seconds(self.limits.requests.total),
            http_version,
            cookies: None,
            proxy: self.network.proxy.clone(),
            roots: self.network.roots.clone(),
            client_key: None,
            retries,
            retry_methods,
            retry_seconds,
        }
    }
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

/// How requests are sent where neither the request nor its profile says it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "SendOptions", into = "SendOptions")]
pub struct Conduct {
    /// So many redirects are followed.
    pub redirects: Option<u8>,
    /// Which version of HTTP.
    pub http_version: Option<HttpVersion>,
    /// So many further tries.
    pub retries: Option<u8>,
    /// Which calls are tried again.
    pub retry_methods: Option<RetryMethods>,
    /// How long after the first try another one may begin.
    pub retry_seconds: Option<TimeLimit>,
}

impl TryFrom<SendOptions> for Conduct {
    type Error = &'static str;

    fn try_from(options: SendOptions) -> Result<Self, Self::Error> {
        let SendOptions {
            redirects,
            connect_seconds,
            total_seconds,
            http_version,
            cookies,
            proxy,
            roots,
            client_key,
            retries,
            retry_methods,
            retry_seconds,
        } = options;
        // Each has one home: two would have to be asked which of them counts.
        if connect_seconds.is_some() || total_seconds.is_some() {
            return Err("time limits stand in [limits.requests]");
        }
        if proxy.is_some() || !roots.is_empty() {
            return Err("a proxy and root certificates stand in [network]");
        }
        if cookies.is_some() {
            return Err("cookies are kept for a profile or a request, not for all of them");
        }
        if client_key.is_some() {
            return Err("a client certificate is a profile's own");
        }
        Ok(Self { redirects, http_version, retries, retry_methods, retry_seconds })
    }
}

impl From<Conduct> for SendOptions {
    fn from(conduct: Conduct) -> Self {
        let Conduct { redirects, http_version, retries, retry_methods, retry_seconds } = conduct;
        Self { redirects, http_version, retries, retry_methods, retry_seconds, ..Self::default() }
    }
}
