//! The root certificate made for the run, and the server certificate under it for every name of Adobe's. The root's key is
//! forgotten as soon as it has signed that one, so the root can vouch for nothing else.

use mudbrick_model::{Clock, SystemClock, Timestamp};
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyPair, KeyUsagePurpose, date_time_ymd,
};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use std::sync::Arc;
use std::time::Duration;

/// The domains the practice Adobe answers for.
pub(crate) const DOMAINS: [&str; 6] =
    ["adobe.io", "adobe.com", "adobe.net", "adobelogin.com", "adobedc.net", "adobeaemcloud.com"];

/// A wildcard covers one label, so deeper names that clients use are listed too.
const DEEPER: [&str; 3] = ["services.adobe.com", "places.adobe.com", "data.adobedc.net"];

const DAY: Duration = Duration::from_secs(86_400);

/// macOS trusts no server certificate of more than 825 days.
const LIFETIME: Duration = Duration::from_secs(397 * 86_400);

/// What a listener needs, and what its clients need.
pub(crate) struct Tls {
    pub(crate) config: Arc<ServerConfig>,
    pub(crate) root_pem: String,
}

/// Why there is no certificate.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TlsError {
    #[error("making the practice certificate")]
    Certificate(#[from] rcgen::Error),
    #[error("setting up TLS")]
    Setup(#[from] rustls::Error),
}

/// Whether `host` (without a port) is a name the practice Adobe answers for.
pub(crate) fn is_adobe(host: &str) -> bool {
    DOMAINS.iter().any(|domain| {
        host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    })
}

impl Tls {
    /// A new root and a server certificate under it. P-256 because it takes a fraction of a millisecond.
    pub(crate) fn make() -> Result<Self, TlsError> {
        let root_key = KeyPair::generate()?;
        let root = root_params();
        let root_pem = root.self_signed(&root_key)?.pem();
        let key = KeyPair::generate()?;
        let leaf = leaf_params()?.signed_by(&key, &Issuer::new(root, root_key))?;
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(vec![leaf.der().clone()], key)?;
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Self { config: Arc::new(config), root_pem })
    }
}

fn root_params() -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = name("Mudbrick practice Adobe (this run only)");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    set_validity(&mut params);
    params
}

fn leaf_params() -> Result<CertificateParams, rcgen::Error> {
    let mut names: Vec<String> = ["localhost", "127.0.0.1", "::1"].map(str::to_owned).into();
    for domain in DOMAINS.iter().chain(&DEEPER) {
        names.push((*domain).to_owned());
        names.push(format!("*.{domain}"));
    }
    let mut params = CertificateParams::new(names)?;
    params.distinguished_name = name("Mudbrick practice Adobe");
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    // Python's strict mode asks for it.
    params.use_authority_key_identifier_extension = true;
    set_validity(&mut params);
    Ok(params)
}

fn name(common_name: &str) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    name.push(DnType::CommonName, common_name);
    name
}

/// From yesterday on by the machine's own clock: that is what a client checks TLS against, whatever the practice clock says.
fn set_validity(params: &mut CertificateParams) {
    let now = SystemClock.now();
    let day = |at: Timestamp| {
        let instant =
            jiff::Timestamp::from_millisecond(at.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        let date = instant.to_zoned(jiff::tz::TimeZone::UTC).date();
        // Both are in range by jiff's own types.
        let (month, day) = (date.month().unsigned_abs(), date.day().unsigned_abs());
        date_time_ymd(i32::from(date.year()), month, day)
    };
    params.not_before = day(now.before(DAY));
    params.not_after = day(now.after(LIFETIME));
}
