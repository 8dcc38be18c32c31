//! The two ways out: to the real Adobe, or to the practice Adobe and nowhere else. Starting the practice Adobe is left to
//! `mudbrick-practice`.

use mudbrick_model::{ErrorCode, Explain, Problem};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use std::fmt;
use std::net::SocketAddr;
use thiserror::Error;
use url::Url;

/// How requests leave this machine.
#[derive(Debug, Clone, Default)]
pub enum Route {
    /// To the host the URL names, trusting the roots the platform trusts, through the platform's proxy. What stays on this
    /// machine goes there directly.
    #[default]
    Direct,
    /// As [`Route::Direct`], but with a proxy chosen here.
    Through(Proxy),
    /// To the practice Adobe, whatever the URL names.
    Practice(PracticeRoute),
}

/// A proxy chosen by hand. Its `Debug` shows no password. Nothing that stays on this machine goes through it.
#[derive(Clone)]
pub enum Proxy {
    /// No proxy, whatever the platform says.
    None,
    /// This one for everything. A user name and password in it are used for it.
    Fixed(Url),
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("None"),
            Self::Fixed(url) => f.debug_tuple("Fixed").field(&url.host_str()).finish(),
        }
    }
}

/// Where the practice Adobe listens. With it every name resolves to `address`, only `root_pem` is trusted and no proxy is
/// asked, so nothing sent over this route can reach the internet.
#[derive(Debug, Clone)]
pub struct PracticeRoute {
    /// A loopback address and the port that answers TLS.
    pub address: SocketAddr,
    /// The root certificate made for the run, as PEM.
    pub root_pem: String,
}

/// Why no HTTP client could be made.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum BuildError {
    /// A practice route may not leave the machine.
    #[error("building a practice route to {0}, which is not a loopback address")]
    NotLoopback(SocketAddr),
    /// The root given is not a PEM certificate.
    #[error("reading the root certificate: {0}")]
    BadRoot(String),
    /// The proxy's URL is not one.
    #[error("reading the proxy's address: {0}")]
    BadProxy(String),
    /// The environment names a proxy that cannot be used.
    #[error("reading the proxy in {variable}: {reason}")]
    UnusableProxy {
        /// `HTTPS_PROXY`.
        variable: &'static str,
        /// In a person's words, without the value, which may hold a password.
        reason: &'static str,
    },
    /// TLS could not be set up, most often because the platform has no root certificates.
    #[error("setting up TLS: {0}")]
    Tls(String),
}

impl Explain for BuildError {
    fn problem(&self) -> Problem {
        match self {
            Self::NotLoopback(address) => Problem::new(
                ErrorCode::InvalidInput,
                format!("A practice Adobe can only be used on this machine, and {address} is not on it."),
            )
            .remedy("Start the practice Adobe here, or give an address that begins with 127."),
            Self::BadRoot(detail) => Problem::new(
                ErrorCode::InvalidInput,
                "The root certificate to trust is not a PEM certificate.",
            )
            .remedy("Give the file that begins with -----BEGIN CERTIFICATE-----.")
            .detail(detail),
            Self::BadProxy(detail) => {
                Problem::new(ErrorCode::InvalidInput, "The proxy's address is not a URL.")
                    .remedy("Write it as http://host:port.")
                    .detail(detail)
            }
            Self::UnusableProxy { variable, reason } => Problem::new(
                ErrorCode::InvalidInput,
                format!("Nothing was sent: the proxy in the environment variable {variable} cannot be used, because {reason}."),
            )
            .remedy(format!("Set {variable} to http://host:port, or remove it to go without a proxy.")),
            Self::Tls(detail) => Problem::new(
                ErrorCode::Network,
                "Secure connections cannot be made, because this machine's list of trusted certificates cannot be read.",
            )
            .remedy("Install the system's CA certificates (on Debian the package ca-certificates) and start again.")
            .detail(detail),
        }
    }
}

/// The certificates in a PEM text; at least one.
pub(crate) fn roots(pem: &str) -> Result<Vec<reqwest::Certificate>, BuildError> {
    let mut roots = Vec::new();
    for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
        let certificate = certificate.map_err(|error| BuildError::BadRoot(error.to_string()))?;
        let certificate = reqwest::Certificate::from_der(&certificate)
            .map_err(|error| BuildError::BadRoot(error.to_string()))?;
        roots.push(certificate);
    }
    if roots.is_empty() {
        return Err(BuildError::BadRoot("it holds no certificate".to_owned()));
    }
    Ok(roots)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_a_proxys_host_and_nothing_else_of_it() {
        let url = Url::parse("http://me:hunter2@proxy.example:8080/").unwrap();
        let shown = format!("{:?} {:?}", Proxy::None, Proxy::Fixed(url));
        assert_eq!(shown, r#"None Fixed(Some("proxy.example"))"#);
    }

    #[test]
    fn roots_are_certificates_and_at_least_one() {
        let root = rcgen::generate_simple_self_signed(["adobe.io".to_owned()]).unwrap().cert.pem();
        assert_eq!(roots(&format!("{root}{root}")).unwrap().len(), 2);
        for bad in
            ["", "no certificate", "-----BEGIN CERTIFICATE-----\n§\n-----END CERTIFICATE-----"]
        {
            assert!(matches!(roots(bad), Err(BuildError::BadRoot(_))), "{bad}");
        }
    }
}
