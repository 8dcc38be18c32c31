//! The two ways out: to the real Adobe, or to the practice Adobe and nowhere else. Starting the practice Adobe is left to
//! `mudbrick-practice`.

use crate::crypto::provider;
use mudbrick_model::{ErrorCode, Explain, Problem};
use rustls::RootCertStore;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;
use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use thiserror::Error;
use url::Url;

/// How requests leave this machine.
#[derive(Debug, Clone)]
pub enum Route {
    /// To the host the URL names. What stays on this machine goes there directly, past every proxy.
    Real(RealRoute),
    /// To the practice Adobe, whatever the URL names.
    Practice(PracticeRoute),
}

impl Default for Route {
    fn default() -> Self {
        Self::through(Proxy::default())
    }
}

impl Route {
    /// To the host the URL names through that proxy, trusting the roots the platform trusts.
    pub fn through(proxy: Proxy) -> Self {
        Self::Real(RealRoute { proxy, ..RealRoute::default() })
    }
}

/// What a person can choose of the way to the hosts that URLs name.
#[derive(Debug, Clone, Default)]
pub struct RealRoute {
    /// Through which proxy.
    pub proxy: Proxy,
    /// Trusted besides the roots that the platform trusts.
    pub roots: Vec<Root>,
    /// Shown to a server that asks who is there.
    pub identity: Option<Identity>,
}

/// A certificate with its private key, for servers that ask for one. Its `Debug` shows neither.
#[derive(Clone)]
pub struct Identity {
    chain: Vec<CertificateDer<'static>>,
    key: Arc<PrivateKeyDer<'static>>,
}

impl Identity {
    /// From a private key and the certificate over it, both as PEM.
    ///
    /// # Errors
    /// [`BuildError::BadIdentity`].
    pub fn from_pem(private_key: &str, certificate: &str) -> Result<Self, BuildError> {
        let bad = |error: &dyn fmt::Display| BuildError::BadIdentity(error.to_string());
        // The reader's own words quote the line that it stumbled over, which may be the key itself.
        let key = PrivateKeyDer::from_pem_slice(private_key.as_bytes())
            .map_err(|_| bad(&"there is no private key that can be read"))?;
        let chain: Result<Vec<_>, _> =
            CertificateDer::pem_slice_iter(certificate.as_bytes()).collect();
        let chain = chain.map_err(|error| bad(&error))?;
        if chain.is_empty() {
            return Err(bad(&"there is no certificate"));
        }
        // TLS would tell of a key that is another one's only with the first request.
        CertifiedKey::from_der(chain.clone(), key.clone_key(), &provider())
            .map_err(|error| bad(&error))?;
        Ok(Self { chain, key: Arc::new(key) })
    }

    pub(crate) fn parts(&self) -> (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>) {
        (self.chain.clone(), self.key.clone_key())
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Identity(…)")
    }
}

/// A proxy. Its `Debug` shows no password. Nothing that stays on this machine goes through it.
#[derive(Clone, Default)]
pub enum Proxy {
    /// The platform's, as its environment and settings name it.
    #[default]
    Platform,
    /// No proxy, whatever the platform says.
    None,
    /// This one for everything. A user name and password in it are used for it.
    Fixed(Url),
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Platform => f.write_str("Platform"),
            Self::None => f.write_str("None"),
            Self::Fixed(url) => f.debug_tuple("Fixed").field(&url.host_str()).finish(),
        }
    }
}

/// A certificate that others may be issued by.
#[derive(Debug, Clone)]
pub struct Root(CertificateDer<'static>);

impl Root {
    /// The certificates in a PEM text; at least one, and each of a kind that TLS can use.
    ///
    /// # Errors
    /// [`BuildError::BadRoot`].
    pub fn all_in(pem: &str) -> Result<Vec<Self>, BuildError> {
        let bad = |error: &dyn fmt::Display| BuildError::BadRoot(error.to_string());
        let mut roots = Vec::new();
        for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
            let certificate = certificate.map_err(|error| bad(&error))?;
            // TLS would tell of it only with the first request, and not which one it was.
            RootCertStore::empty().add(certificate.clone()).map_err(|error| bad(&error))?;
            roots.push(Self(certificate));
        }
        match roots.is_empty() {
            true => Err(bad(&"it holds no certificate")),
            false => Ok(roots),
        }
    }

    /// Those that the platform trusts, for a program that is told whom to trust. One that cannot be read is left out, as the
    /// platform's own programs do.
    pub fn of_the_platform() -> Vec<Self> {
        rustls_native_certs::load_native_certs().certs.into_iter().map(Self).collect()
    }

    /// The certificate's bytes.
    pub fn as_der(&self) -> &[u8] {
        &self.0
    }

    pub(crate) fn der(&self) -> CertificateDer<'static> {
        self.0.clone()
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
    /// The private key and the certificate cannot be used together.
    #[error("reading the client certificate: {0}")]
    BadIdentity(String),
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
    /// TLS could not be set up, or the platform's root certificates cannot be read.
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
            Self::BadIdentity(detail) => Problem::new(
                ErrorCode::InvalidInput,
                "Nothing was sent: the client certificate and its private key cannot be used together.",
            )
            .remedy("Choose a key pair whose certificate was issued over its own key.")
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
        assert_eq!(Root::all_in(&format!("{root}{root}")).unwrap().len(), 2);
        for bad in [
            "",
            "no certificate",
            "-----BEGIN CERTIFICATE-----\n§\n-----END CERTIFICATE-----",
            "-----BEGIN CERTIFICATE-----\nbm9uZQ==\n-----END CERTIFICATE-----",
        ] {
            assert!(matches!(Root::all_in(bad), Err(BuildError::BadRoot(_))), "{bad}");
        }
    }
}
