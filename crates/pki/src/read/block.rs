//! One PEM block: its label is a hint, what is in it counts.

use super::der::{self, Kind};
use super::finds::Finds;
use super::job::Job;
use super::structure::Expected;
use super::{dek, openssh};
use crate::armour::{ArmourError, Block};
use crate::repair::Repair;
use crate::{CertificateError, KeyError};

impl Job<'_> {
    pub(super) fn block(self, block: &Block<'_>, finds: &mut Finds) {
        let label = Label::of(&block.label);
        if let Some(header) = dek::Header::of(block.body) {
            match block.bytes(header.rest, &mut finds.repairs) {
                Ok(bytes) => header.read(&bytes, self.passphrase, finds),
                Err(error) => finds.refuse(KeyError::from(error)),
            }
            return;
        }
        let bytes = match block.bytes(dek::without_headers(block.body), &mut finds.repairs) {
            Ok(bytes) => bytes,
            Err(error) => return label.refuse(error, &block.label, finds),
        };
        if bytes.starts_with(openssh::MAGIC) {
            return openssh::private(&bytes, finds);
        }
        if let Some(id) = openssh::public(&bytes) {
            return finds.public_key(Some(id));
        }
        let kind = der::kind(&bytes);
        match (label, kind) {
            (Label::Certificate { trusted: true }, _) => {
                return self.der(der::first(&bytes), Expected::Certificate, finds);
            }
            (Label::OpenSsh, None) => return finds.refuse(KeyError::CutOff),
            // Neither the label nor what is in it is of use.
            (Label::Other, None | Some(Kind::Pkcs7)) => {
                return finds.refuse(KeyError::wrong_block(&block.label));
            }
            _ => {}
        }
        if kind.is_some_and(|kind| !Label::fits(&block.label, kind)) {
            finds.mended(Repair::Label);
        }
        self.der(&bytes, label.expected(), finds);
    }
}

/// What a label promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Label {
    PrivateKey,
    OpenSsh,
    Certificate { trusted: bool },
    Other,
}

impl Label {
    fn of(label: &str) -> Self {
        match squashed(label).as_str() {
            "CERTIFICATE" | "X509CERTIFICATE" => Self::Certificate { trusted: false },
            "TRUSTEDCERTIFICATE" => Self::Certificate { trusted: true },
            "OPENSSHPRIVATEKEY" => Self::OpenSsh,
            // Of another algorithm, whatever is in it.
            "ECPRIVATEKEY" | "DSAPRIVATEKEY" => Self::Other,
            key if key.contains("PRIV") && !key.contains("BLOCK") => Self::PrivateKey,
            typo if typo.contains("CERT") && !typo.contains("REQ") => {
                Self::Certificate { trusted: false }
            }
            _ => Self::Other,
        }
    }

    fn expected(self) -> Expected {
        match self {
            Self::PrivateKey | Self::OpenSsh => Expected::PrivateKey,
            Self::Certificate { .. } => Expected::Certificate,
            Self::Other => Expected::Anything,
        }
    }

    fn fits(spelt: &str, kind: Kind) -> bool {
        let letters = squashed(spelt);
        match kind {
            Kind::PrivateKey => letters.ends_with("PRIVATEKEY"),
            Kind::EncryptedKey => letters == "ENCRYPTEDPRIVATEKEY",
            Kind::Certificate => letters.ends_with("CERTIFICATE"),
            Kind::PublicKey | Kind::RsaPublicKey => letters.ends_with("PUBLICKEY"),
            Kind::Pkcs12 => false,
            Kind::SigningRequest | Kind::Pkcs7 => true,
        }
    }

    /// Tells why there are no bytes.
    fn refuse(self, error: ArmourError, spelt: &str, finds: &mut Finds) {
        match self {
            Self::PrivateKey | Self::OpenSsh => finds.refuse(KeyError::from(error)),
            Self::Certificate { .. } => finds.refuse(CertificateError::from(error)),
            Self::Other => finds.refuse(KeyError::wrong_block(spelt)),
        }
    }
}

/// A label's letters, as capitals: blanks get lost, and some write small.
fn squashed(label: &str) -> String {
    label.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect()
}
