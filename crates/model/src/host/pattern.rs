//! Patterns of hosts: one host, or every host below a domain that belongs to somebody.

use super::{HostFault, InvalidHost, Normal};
use serde::{Deserialize, Serialize};
use std::fmt;

/// One host, or every host below a registrable domain (`example.com`, `me.github.io`) or a part of one. Nothing wider can be
/// written: what is at or above a public suffix is refused.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct HostPattern(Kind);

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Kind {
    Host(Normal),
    /// The domain, without the asterisk and its dot.
    Below(String),
}

impl HostPattern {
    /// Reads a pattern in any spelling: `API.example.com.`, `*.example.com`, `127.0.0.1`, `[::1]`, `localhost`.
    ///
    /// # Errors
    /// [`InvalidHost`] says what is wrong, and what would be right.
    pub fn parse(text: &str) -> Result<Self, InvalidHost> {
        read(text.trim())
            .map(Self)
            .map_err(|fault| InvalidHost { text: text.trim().to_owned(), fault })
    }

    /// Whether it covers a host without its port, as it is in a URL. `*.example.com` does not cover `example.com`.
    pub fn matches(&self, host: &str) -> bool {
        match (&self.0, Normal::parse(host)) {
            (Kind::Host(own), Ok(host)) => *own == host,
            (Kind::Below(domain), Ok(Normal::Name(host))) => host
                .strip_suffix(domain.as_str())
                .is_some_and(|rest| rest.len() > 1 && rest.ends_with('.')),
            _ => false,
        }
    }
}

fn read(text: &str) -> Result<Kind, HostFault> {
    let (name, below) = match text.strip_prefix("*.") {
        Some(name) => (name, true),
        None => (text, false),
    };
    if name.contains('*') {
        return Err(HostFault::Wildcard);
    }
    let host = Normal::parse(name)?;
    let Normal::Name(name) = &host else {
        return if below { Err(HostFault::WildcardAddress) } else { Ok(Kind::Host(host)) };
    };
    if !below && host.is_loopback() {
        return Ok(Kind::Host(host));
    }
    if is_shared(name) {
        return Err(match is_known_suffix(name) || below {
            true => HostFault::Suffix { suffix: name.clone() },
            false => HostFault::OneWord,
        });
    }
    Ok(if below { Kind::Below(name.clone()) } else { Kind::Host(host) })
}

/// Whether nobody owns this name alone: it is a public suffix by Mozilla's list, its private part included (`github.io`), or
/// a single word.
fn is_shared(name: &str) -> bool {
    psl::domain(name.as_bytes()).is_none()
}

fn is_known_suffix(name: &str) -> bool {
    psl::suffix(name.as_bytes()).is_some_and(|suffix| suffix.is_known() && suffix == name)
}

impl TryFrom<String> for HostPattern {
    type Error = InvalidHost;
    fn try_from(text: String) -> Result<Self, InvalidHost> {
        Self::parse(&text)
    }
}

impl From<HostPattern> for String {
    fn from(pattern: HostPattern) -> Self {
        pattern.to_string()
    }
}

impl fmt::Display for HostPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Host(host) => host.fmt(f),
            Kind::Below(domain) => write!(f, "*.{domain}"),
        }
    }
}

/// A line among a profile's allowed hosts as its file has it. One that is no pattern stays in the file and is shown, and
/// allows nothing: a profile with it goes on working.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum AllowedHost {
    /// What it covers may be sent the token.
    Pattern(HostPattern),
    /// Allows nothing.
    Refused(InvalidHost),
}

impl AllowedHost {
    /// The pattern, when it is one.
    pub fn pattern(&self) -> Option<&HostPattern> {
        match self {
            Self::Pattern(pattern) => Some(pattern),
            Self::Refused(_) => None,
        }
    }

    /// Why it allows nothing, when it does not.
    pub fn refused(&self) -> Option<&InvalidHost> {
        match self {
            Self::Pattern(_) => None,
            Self::Refused(invalid) => Some(invalid),
        }
    }
}

impl From<HostPattern> for AllowedHost {
    fn from(pattern: HostPattern) -> Self {
        Self::Pattern(pattern)
    }
}

impl From<String> for AllowedHost {
    fn from(text: String) -> Self {
        HostPattern::parse(&text).map_or_else(Self::Refused, Self::Pattern)
    }
}

impl From<AllowedHost> for String {
    fn from(host: AllowedHost) -> Self {
        host.to_string()
    }
}

impl fmt::Display for AllowedHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pattern(pattern) => pattern.fmt(f),
            Self::Refused(invalid) => f.write_str(&invalid.text),
        }
    }
}
