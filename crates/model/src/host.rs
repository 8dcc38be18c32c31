//! A host name in its normal form, and patterns of hosts. The one judge of which host a profile may name as allowed; what is
//! sent there is left to `mudbrick-net`.
//!
//! ```text
//! any text ─normal form─▶ name or address ─judged─▶ HostPattern ─matches─▶ host of a URL, in its normal form too
//! ```
//!
//! A text is judged in the form in which it is compared later, so that no spelling (a final dot, capitals, `％２ｅ`, `0x7f.1`)
//! passes the one and means something else to the other.

mod error;
mod pattern;
#[cfg(test)]
mod tests;

pub use error::{HostFault, InvalidHost};
pub use pattern::{AllowedHost, HostPattern};

use std::net::{Ipv4Addr, Ipv6Addr};
use url::Host;

/// A host as it is compared: lower case, in ASCII, without a final dot; an address in one spelling.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Normal {
    Name(String),
    V4(Ipv4Addr),
    V6(Ipv6Addr),
}

impl Normal {
    /// Reads a host without a port, as it is typed or as it is in a URL.
    pub(crate) fn parse(text: &str) -> Result<Self, HostFault> {
        let text = text.trim();
        if text.is_empty() {
            return Err(HostFault::Empty);
        }
        refuse_more_than_a_host(text)?;
        // People write an address without the brackets that a URL needs.
        if let Ok(address) = text.parse() {
            return Ok(Self::V6(address));
        }
        match Host::parse(text).map_err(|_| HostFault::NotAName)? {
            Host::Ipv4(address) => Ok(Self::V4(address)),
            Host::Ipv6(address) => Ok(Self::V6(address)),
            Host::Domain(name) => Self::name(&name),
        }
    }

    fn name(name: &str) -> Result<Self, HostFault> {
        let name = name.strip_suffix('.').unwrap_or(name);
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
        let good = |label: &str| (1..=63).contains(&label.len()) && label.bytes().all(plain);
        // The parser lets characters through that no host name has, such as a wide asterisk, which it makes a plain one.
        if name.len() > 253 || !name.split('.').all(good) {
            return Err(HostFault::NotAName);
        }
        Ok(Self::Name(name.to_ascii_lowercase()))
    }

    /// Whether this is the machine itself. Names below `.localhost` are (RFC 6761 section 6.3).
    pub(crate) fn is_loopback(&self) -> bool {
        match self {
            Self::Name(name) => name == "localhost" || name.ends_with(".localhost"),
            Self::V4(address) => address.is_loopback(),
            Self::V6(address) => {
                let mapped = address.to_ipv4_mapped();
                address.is_loopback() || mapped.is_some_and(|address| address.is_loopback())
            }
        }
    }
}

impl std::fmt::Display for Normal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::V4(address) => address.fmt(f),
            Self::V6(address) => write!(f, "[{address}]"),
        }
    }
}

/// Whether a host without a port, as it is in a URL, names this machine: `localhost` and names below it, `127.0.0.0/8`,
/// `::1`, and those in any other spelling.
pub fn is_loopback_host(host: &str) -> bool {
    Normal::parse(host).is_ok_and(|host| host.is_loopback())
}

/// What is pasted is often more than a host; each gets its own words.
fn refuse_more_than_a_host(text: &str) -> Result<(), HostFault> {
    if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(HostFault::Blank);
    }
    if text.contains("://") {
        return Err(HostFault::Url);
    }
    if text.contains('@') {
        return Err(HostFault::UserName);
    }
    if text.contains(['/', '\\', '?', '#', '%']) {
        return Err(HostFault::Path);
    }
    let in_brackets = text.starts_with('[') && text.ends_with(']');
    let is_address = in_brackets || text.parse::<Ipv6Addr>().is_ok();
    if text.contains(':') && !is_address {
        return Err(HostFault::Port);
    }
    Ok(())
}
