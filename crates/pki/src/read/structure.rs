//! Reading one structure of those that keys and certificates are kept in.

use super::der::{self, Kind};
use super::finds::Finds;
use super::job::Job;
use super::{encrypted, pkcs12};
use crate::certificate::key_id_of;
use crate::{Certificate, CertificateError, KeyError, PrivateKey};
use aws_lc_rs::encoding::{AsDer, PublicKeyX509Der};
use mudbrick_model::KeyId;

/// What a PEM label says is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expected {
    PrivateKey,
    Certificate,
    Anything,
}

impl Job<'_> {
    /// Reads one structure.
    pub(super) fn der(self, der: &[u8], expected: Expected, finds: &mut Finds) {
        match der::kind(der) {
            Some(Kind::PrivateKey) => finds.key(PrivateKey::from_der(der)),
            Some(Kind::EncryptedKey) => encrypted::read(der, self.passphrase, finds),
            Some(Kind::Certificate) => finds.certificate(Certificate::from_der(der)),
            Some(Kind::Pkcs12) => pkcs12::read(der, self.passphrase, finds),
            Some(Kind::PublicKey) => finds.public_key(Some(spki_id(der))),
            Some(Kind::RsaPublicKey) => finds.public_key(rsa_public_id(der)),
            Some(Kind::SigningRequest) => finds.refuse(KeyError::SigningRequest),
            Some(Kind::Pkcs7) => finds.refuse(KeyError::OtherBlock { label: "PKCS7".into() }),
            None if expected == Expected::Certificate => {
                let error = Certificate::from_der(der).err();
                finds.refuse(error.unwrap_or(CertificateError::CutOff));
            }
            None => finds.refuse(PrivateKey::from_der(der).err().unwrap_or(KeyError::Damaged)),
        }
    }
}

/// The id of a public key that stands alone, written anew as a certificate's is.
fn spki_id(der: &[u8]) -> KeyId {
    let inner = der::sequence(der).and_then(|fields| fields.get(1).map(|bits| bits.data));
    let rsa = inner.and_then(|bits| bits.strip_prefix(&[0])).and_then(rsa_public_id);
    rsa.unwrap_or_else(|| key_id_of(der))
}

fn rsa_public_id(der: &[u8]) -> Option<KeyId> {
    let key = aws_lc_rs::rsa::PublicKey::from_der(der).ok()?;
    let spki = AsDer::<PublicKeyX509Der<'_>>::as_der(&key).ok()?;
    Some(key_id_of(spki.as_ref()))
}
