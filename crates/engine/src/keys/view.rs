//! Key pairs and certificates, and the form that makes one.

use mudbrick_model::{Fingerprint, KeyId, Problem, ProfileId, ProfileName, Timestamp, Validity};
use serde::{Deserialize, Serialize};

/// A key pair as a client sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct KeyView {
    /// Names it in every call.
    pub id: KeyId,
    /// The stem of its file names.
    pub name: String,
    /// Modulus length.
    pub bits: u32,
    /// When it was made or imported.
    pub created_at: Timestamp,
    /// Its certificate, when it has one.
    pub certificate: Option<CertificateView>,
    /// Whether its private half is in the vault.
    pub private: bool,
    /// Titles of the profiles that sign with it.
    pub used_by: Vec<String>,
    /// When the certificate ends within 30 days or has ended: what to say of that, and what to do.
    pub notice: Option<String>,
    /// Why its certificate cannot be used, when it is damaged.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub damaged: Option<Problem>,
}

/// A certificate that profiles sign with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningCertificate {
    /// Over which key pair.
    pub key: KeyId,
    /// When it ends.
    pub ends: Timestamp,
    /// By whom it is used, and what each of them does at its end.
    pub signers: Vec<(ProfileName, AtCertificateEnd)>,
}

/// What is done when the certificate of a profile ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum AtCertificateEnd {
    /// Adobe gets the certificate of a new key pair.
    NewKeyPair,
    /// Adobe takes no certificate any more: OAuth takes the place of the service account (JWT).
    LeaveJwt,
}

impl AtCertificateEnd {
    /// The same as what to do, a sentence but for its beginning.
    pub fn advice(self) -> &'static str {
        match self {
            Self::NewKeyPair => "generate a new key pair, and give Adobe its certificate.",
            Self::LeaveJwt => {
                "leave JWT, because the Developer Console has taken no certificates since 30 June 2025."
            }
        }
    }
}

/// What a certificate says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct CertificateView {
    /// `CN=places.com, O=Places, C=US`.
    pub subject: String,
    /// As the Console shows it.
    pub sha1: Fingerprint,
    /// The modern one.
    pub sha256: Fingerprint,
    /// Serial number, hexadecimal.
    pub serial: String,
    /// From when to when.
    pub validity: Validity,
}

/// A field of [`KeyPairDraft`], by its name there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
#[allow(missing_docs, reason = "the names are those of the fields")]
pub enum KeyField {
    Name,
    Bits,
    Days,
    Country,
    State,
    Locality,
    Organization,
    OrganizationalUnit,
    CommonName,
    Email,
}

/// One thing wrong with one field of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct KeyFieldProblem {
    /// Which field.
    pub field: KeyField,
    /// A sentence.
    pub message: String,
}

/// The seven subject fields of a certificate and what else *New key pair* asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct KeyPairDraft {
    /// The stem of the file names.
    pub name: String,
    /// 2048, 3072 or 4096.
    pub bits: u32,
    /// 1 to 3,650.
    pub days: u32,
    /// Two letters.
    pub country: String,
    /// State or province.
    pub state: String,
    /// Locality.
    pub locality: String,
    /// Organisation.
    pub organization: String,
    /// Organisational unit.
    pub organizational_unit: String,
    /// Common name; the one field that cannot be empty.
    pub common_name: String,
    /// E-mail address.
    pub email: String,
}

/// How far key generation has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum KeyProgress {
    /// Looking for primes. There is no telling how long.
    Searching {
        /// So far.
        elapsed_ms: u32,
    },
    /// Signing the certificate.
    Signing,
    /// Storing the private key in the vault.
    Storing,
}

/// A subject kept for the next key pair, so that its seven questions are asked once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct SubjectTemplate {
    /// What the person calls it.
    pub name: String,
    /// Modulus length and days along with the subject; its `name` is empty.
    pub draft: KeyPairDraft,
}

/// How a certificate is written to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum CertificateForm {
    /// Text, which the Developer Console takes.
    Pem,
    /// Bytes.
    Der,
}

/// What a key or certificate is compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum MatchAgainst {
    /// A fingerprint as the Console shows it, or a certificate or public key as text.
    Text {
        /// As pasted.
        text: String,
    },
    /// The key that a profile signs with.
    Profile {
        /// Whose.
        profile: ProfileId,
    },
}

/// The answer to *does this key match …?*
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct KeyMatch {
    /// Yes or no.
    pub matches: bool,
    /// The answer in a sentence, with what to do when it is no.
    pub sentence: String,
    /// The fingerprint that was compared, when one was.
    pub fingerprint: Option<Fingerprint>,
}
