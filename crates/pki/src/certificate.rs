//! Certificates as they are read: fingerprints, validity, subject, and the key they speak for.
//!
//! Nothing here decides whether a certificate is trusted or still valid; that needs a clock and is left to the callers.

use crate::armour::{self, ArmourError};
use aws_lc_rs::digest;
use aws_lc_rs::encoding::{AsDer, PublicKeyX509Der};
use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, RsaParameters, UnparsedPublicKey};
use mudbrick_model::{ErrorCode, Explain, Fingerprint, KeyId, Problem, Timestamp, Validity};
use std::fmt;
use x509_parser::asn1_rs::Any;
use x509_parser::nom;
use x509_parser::prelude::{FromDer, X509Certificate, X509Name};

/// An X.509 certificate, whole and readable.
#[derive(Clone, PartialEq, Eq)]
pub struct Certificate {
    der: Vec<u8>,
    key_id: KeyId,
    validity: Validity,
    subject: String,
    issuer: String,
    serial: String,
    public_key: Option<Vec<u8>>,
}

/// Why a text or a file is not a certificate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CertificateError {
    /// Nothing but white space.
    #[error("reading a certificate: the text is empty")]
    Empty,
    /// No BEGIN line.
    #[error("reading a certificate: no PEM block")]
    NotPem,
    /// A private key.
    #[error("reading a certificate: found a private key")]
    PrivateKey,
    /// A public key, a signing request, …: the PEM label.
    #[error("reading a certificate: found a block labelled {label:?}")]
    OtherBlock {
        /// What stands behind BEGIN.
        label: String,
    },
    /// A part is missing.
    #[error("reading a certificate: it is cut off")]
    CutOff,
    /// The bytes are not a certificate.
    #[error("reading a certificate: {reason}")]
    Damaged {
        /// What the parser met.
        reason: String,
    },
}

impl Certificate {
    /// Reads a certificate's bytes, as a `.cer` or `.der` file holds them.
    pub fn from_der(der: &[u8]) -> Result<Self, CertificateError> {
        // The certificate parser does not tell what is cut off from what is damaged; its outermost length does.
        if let Err(nom::Err::Incomplete(_)) = Any::from_der(der) {
            return Err(CertificateError::CutOff);
        }
        let (rest, parsed) = X509Certificate::from_der(der)
            .map_err(|error| CertificateError::Damaged { reason: error.to_string() })?;
        if !rest.is_empty() {
            let reason = format!("{} bytes too many behind it", rest.len());
            return Err(CertificateError::Damaged { reason });
        }
        let rsa = &parsed.tbs_certificate.subject_pki.subject_public_key.data;
        let normal = aws_lc_rs::rsa::PublicKey::from_der(rsa);
        // Written anew, so that a certificate without the customary NULL parameter has its key's id all the same.
        let spki = normal.ok().and_then(|key| AsDer::<PublicKeyX509Der<'_>>::as_der(&key).ok());
        let seconds = |time: x509_parser::time::ASN1Time| Timestamp::from_seconds(time.timestamp());
        Ok(Self {
            key_id: match &spki {
                Some(spki) => key_id_of(spki.as_ref()),
                None => key_id_of(parsed.tbs_certificate.subject_pki.raw),
            },
            public_key: spki.map(|_| rsa.to_vec()),
            validity: Validity {
                not_before: seconds(parsed.validity().not_before),
                not_after: seconds(parsed.validity().not_after),
            },
            subject: name_line(parsed.subject()),
            issuer: name_line(parsed.issuer()),
            serial: hex(parsed.raw_serial()),
            der: der.to_vec(),
        })
    }

    /// The certificate's bytes.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// As PEM, ending in a line feed: what Adobe's upload takes.
    pub fn pem(&self) -> String {
        pem_of(&self.der)
    }

    /// SHA-1 of the bytes: Adobe's `certificateFingerprint` (`aio-cli-plugin-certificate`).
    pub fn sha1(&self) -> Fingerprint {
        let digest = digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, &self.der);
        Fingerprint::from_digest(digest.as_ref())
    }

    /// SHA-256 of the bytes.
    pub fn sha256(&self) -> Fingerprint {
        Fingerprint::from_digest(digest::digest(&digest::SHA256, &self.der).as_ref())
    }

    /// Whether `fingerprint`, SHA-1 or SHA-256, is of this certificate.
    pub fn has_fingerprint(&self, fingerprint: &Fingerprint) -> bool {
        [self.sha1(), self.sha256()].contains(fingerprint)
    }

    /// From when to when it is valid.
    pub fn validity(&self) -> Validity {
        self.validity
    }

    /// `C=US, ST=California, …, CN=places.com`, in the certificate's order.
    pub fn subject_line(&self) -> &str {
        &self.subject
    }

    /// Who signed it, written like the subject.
    pub fn issuer_line(&self) -> &str {
        &self.issuer
    }

    /// The serial number, lower-case hexadecimal without separators.
    pub fn serial_hex(&self) -> &str {
        &self.serial
    }

    /// The key it speaks for.
    pub fn key_id(&self) -> &KeyId {
        &self.key_id
    }

    /// Modulus length in bits; none when its key is not RSA, which IMS does not take (RS256 only: adobeio-auth JWT.md).
    pub fn bits(&self) -> Option<u32> {
        modulus_bits(self.public_key.as_deref()?)
    }

    /// Whether `signature` over `message` (RSA with SHA-256, as RS256 has it) was made with its key.
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        let algorithm: &RsaParameters = &RSA_PKCS1_2048_8192_SHA256;
        self.public_key.as_ref().is_some_and(|key| {
            UnparsedPublicKey::new(algorithm, key).verify(message, signature).is_ok()
        })
    }
}

/// A certificate's bytes as PEM, ending in a line feed, whatever is in them.
pub fn pem_of(der: &[u8]) -> String {
    String::clone(&armour::wrap("CERTIFICATE", der))
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificate")
            .field("subject", &self.subject)
            .field("serial", &self.serial)
            .finish_non_exhaustive()
    }
}

/// SHA-256 of a SubjectPublicKeyInfo.
pub(crate) fn key_id_of(spki: &[u8]) -> KeyId {
    #[allow(clippy::expect_used, reason = "a SHA-256 digest is 64 hexadecimal digits")]
    KeyId::parse(&hex(digest::digest(&digest::SHA256, spki).as_ref()))
        .expect("BUG: a digest must be a key id")
}

/// The length of the modulus in a PKCS #1 RSAPublicKey.
pub(crate) fn modulus_bits(public_key: &[u8]) -> Option<u32> {
    let (_, key) = x509_parser::public_key::RSAPublicKey::from_der(public_key).ok()?;
    let modulus: Vec<u8> = key.modulus.iter().copied().skip_while(|byte| *byte == 0).collect();
    let first = modulus.first()?;
    u32::try_from(modulus.len() * 8).ok().map(|bits| bits - first.leading_zeros())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn name_line(name: &X509Name<'_>) -> String {
    let parts: Vec<String> = name
        .iter_attributes()
        .map(|attribute| {
            let oid = attribute.attr_type().to_id_string();
            let label = match oid.as_str() {
                "2.5.4.6" => "C",
                "2.5.4.8" => "ST",
                "2.5.4.7" => "L",
                "2.5.4.10" => "O",
                "2.5.4.11" => "OU",
                "2.5.4.3" => "CN",
                "1.2.840.113549.1.9.1" => "emailAddress",
                other => other,
            };
            // Older tools write strings that are not UTF-8; one byte a character is right for nearly all of them.
            let text = attribute.as_str().map_or_else(
                |_| attribute.as_slice().iter().map(|byte| char::from(*byte)).collect(),
                str::to_owned,
            );
            format!("{label}={text}")
        })
        .collect();
    parts.join(", ")
}

impl From<ArmourError> for CertificateError {
    fn from(error: ArmourError) -> Self {
        match error {
            ArmourError::CutOff | ArmourError::Uneven => Self::CutOff,
            ArmourError::Foreign(c) => Self::Damaged { reason: format!("it holds {c:?}") },
        }
    }
}

impl Explain for CertificateError {
    fn problem(&self) -> Problem {
        let say =
            |message: String, remedy: &str| Problem::new(ErrorCode::BadKey, message).remedy(remedy);
        const CHOOSE: &str =
            "Choose the certificate file, often named …_public.crt or certificate_pub.crt.";
        match self {
            Self::Empty => say("There is no certificate in it: the text is empty.".into(), CHOOSE),
            Self::NotPem => say(
                "This is not a certificate: it has no -----BEGIN CERTIFICATE----- line.".into(),
                CHOOSE,
            ),
            Self::PrivateKey => say(
                "This is a private key, not a certificate.".into(),
                "Keep it to yourself, and choose the certificate that was made with it.",
            ),
            Self::OtherBlock { label } => {
                say(format!("This is a {}, not a certificate.", label.to_lowercase()), CHOOSE)
            }
            Self::CutOff => say(
                "The certificate is cut off: a part of it is missing.".into(),
                "Copy it again, from the BEGIN line to the END line, both included.",
            ),
            Self::Damaged { reason } => say(
                "The certificate is damaged and cannot be read.".into(),
                "Copy or export it again from where it came from.",
            )
            .detail(reason.clone()),
        }
    }
}
