//! Writing a self-signed certificate: X.509 v3, SHA-256 with RSA.
//!
//! It says what `openssl req -x509` would say with two differences: it may not sign other certificates (`CA:FALSE`),
//! since nobody should trust it for more than its own key, and the email address is kept to IA5String, the country to
//! PrintableString and all else to UTF8String, as RFC 5280 asks.

use crate::generate_error::GenerateError;
use crate::invalid::OptionField;
use crate::options::{CertificateOptions, Subject};
use crate::{Certificate, PrivateKey};
use aws_lc_rs::rand::{SecureRandom, SystemRandom};
use mudbrick_model::Timestamp;
use rcgen::string::{Ia5String, PrintableString};
use rcgen::{
    CertificateParams, DistinguishedName, DnType, DnValue, IsCa, PublicKeyData, SerialNumber,
    SignatureAlgorithm, SigningKey,
};
use time::{Duration, OffsetDateTime};

/// `emailAddress` (PKCS #9).
const EMAIL: [u64; 7] = [1, 2, 840, 113_549, 1, 9, 1];

/// A certificate over `key`, valid from `now` for the days asked for. The options must have been checked.
pub(crate) fn self_signed(
    key: &PrivateKey,
    options: &CertificateOptions,
    now: Timestamp,
) -> Result<Certificate, GenerateError> {
    let begin = OffsetDateTime::from_unix_timestamp(now.seconds())
        .map_err(|_| GenerateError::Clock { now })?;
    let mut params = CertificateParams::default();
    params.not_before = begin;
    params.not_after = begin
        .checked_add(Duration::days(i64::from(options.days)))
        .ok_or(GenerateError::Clock { now })?;
    params.serial_number = Some(make_serial()?);
    params.distinguished_name = name(&options.subject)?;
    params.is_ca = IsCa::ExplicitNoCa;
    let written = params.self_signed(&Signer(key))?;
    Certificate::from_der(written.der()).map_err(|_| GenerateError::Unreadable)
}

/// 127 random bits: always positive, never zero, always 16 bytes (RFC 5280 section 4.1.2.2 allows 20).
fn make_serial() -> Result<SerialNumber, GenerateError> {
    let mut bytes = [0; 16];
    SystemRandom::new().fill(&mut bytes).map_err(|_| GenerateError::Random)?;
    bytes[0] = bytes[0] & 0x7f | 0x40;
    Ok(SerialNumber::from_slice(&bytes))
}

fn name(subject: &Subject) -> Result<DistinguishedName, GenerateError> {
    let mut name = DistinguishedName::new();
    for (field, text) in subject.fields() {
        if text.is_empty() {
            continue;
        }
        let (kind, value) = match field {
            OptionField::Country => {
                (DnType::CountryName, DnValue::PrintableString(PrintableString::try_from(text)?))
            }
            OptionField::Email => (
                DnType::CustomDnType(EMAIL.to_vec()),
                DnValue::Ia5String(Ia5String::try_from(text)?),
            ),
            OptionField::State => (DnType::StateOrProvinceName, text.into()),
            OptionField::Locality => (DnType::LocalityName, text.into()),
            OptionField::Organization => (DnType::OrganizationName, text.into()),
            OptionField::OrganizationalUnit => (DnType::OrganizationalUnitName, text.into()),
            _ => (DnType::CommonName, text.into()),
        };
        name.push(kind, value);
    }
    Ok(name)
}

/// Lends a key to rcgen, so that rcgen never holds a copy of it.
struct Signer<'k>(&'k PrivateKey);

impl PublicKeyData for Signer<'_> {
    fn der_bytes(&self) -> &[u8] {
        self.0.public_key_der()
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        &rcgen::PKCS_RSA_SHA256
    }
}

impl SigningKey for Signer<'_> {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        Ok(self.0.sign(message))
    }
}
