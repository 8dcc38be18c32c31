//! What a reading has found so far, good and bad.

use crate::repair::{Repair, Repairs};
use crate::{Certificate, CertificateError, KeyError, Material, PrivateKey, ReadError};
use mudbrick_model::KeyId;

/// Found and refused. Order is that of the text.
#[derive(Debug, Default)]
pub(crate) struct Finds {
    keys: Vec<PrivateKey>,
    certificates: Vec<Certificate>,
    public_keys: Vec<KeyId>,
    pub(super) repairs: Repairs,
    refused: Vec<ReadError>,
}

impl Finds {
    pub(super) fn refuse(&mut self, error: impl Into<ReadError>) {
        let error = error.into();
        if !self.refused.contains(&error) {
            self.refused.push(error);
        }
    }

    pub(super) fn mended(&mut self, repair: Repair) {
        self.repairs.add(repair);
    }

    /// Notes what was mended on the way to here.
    pub(super) fn mended_before(&mut self, mut before: Repairs) {
        before.add_all(std::mem::take(&mut self.repairs));
        self.repairs = before;
    }

    pub(super) fn key(&mut self, key: Result<PrivateKey, KeyError>) {
        match key {
            Ok(key) if self.keys.iter().any(|known| known.id() == key.id()) => {}
            Ok(key) => self.keys.push(key),
            Err(error) => self.refuse(error),
        }
    }

    pub(super) fn certificate(&mut self, certificate: Result<Certificate, CertificateError>) {
        match certificate {
            Ok(certificate) if self.certificates.contains(&certificate) => {}
            Ok(certificate) => self.certificates.push(certificate),
            Err(error) => self.refuse(error),
        }
    }

    pub(super) fn public_key(&mut self, id: Option<KeyId>) {
        match id {
            Some(id) if self.public_keys.contains(&id) => {}
            Some(id) => self.public_keys.push(id),
            None => self.refuse(KeyError::PublicKey),
        }
    }

    /// How much was got out of a text, to choose between two readings of it.
    pub(super) fn worth(&self) -> usize {
        let found = self.keys.len() + self.certificates.len() + self.public_keys.len();
        let known = |error: &&ReadError| !matches!(error, ReadError::Key(KeyError::NotPem));
        let locked = self.refused.iter().filter(|error| error.is_locked()).count();
        let named = self.refused.iter().find(known).is_some();
        100 * found + 10 * locked + usize::from(named)
    }

    /// Whether nothing is left to wish for.
    pub(super) fn is_clean(&self) -> bool {
        self.refused.is_empty()
    }

    /// For [`crate::read`].
    pub(super) fn into_material(self) -> Result<Material, ReadError> {
        let nothing =
            self.keys.is_empty() && self.certificates.is_empty() && self.public_keys.is_empty();
        let locked = self.refused.iter().find(|error| error.is_locked());
        if let Some(error) = locked.or(self.first_refused().filter(|_| nothing)) {
            return Err(error.clone());
        }
        let public_keys = self.public_keys.into_iter().filter(|id| {
            !self.keys.iter().any(|key| key.id() == id)
                && !self.certificates.iter().any(|certificate| certificate.key_id() == id)
        });
        Ok(Material {
            public_keys: public_keys.collect(),
            keys: self.keys,
            certificates: self.certificates,
            repairs: self.repairs.into_vec(),
            refused: self.refused,
        })
    }

    /// For [`PrivateKey::from_pem`].
    pub(crate) fn into_key(mut self) -> Result<PrivateKey, KeyError> {
        if !self.keys.is_empty() {
            return Ok(self.keys.swap_remove(0));
        }
        if self.refused.iter().any(ReadError::is_locked) {
            return Err(KeyError::Encrypted);
        }
        match self.first_refused() {
            Some(ReadError::Key(error)) if error.is_of_a_private_key() => return Err(error.clone()),
            _ if !self.certificates.is_empty() => return Err(KeyError::Certificate),
            _ if !self.public_keys.is_empty() => return Err(KeyError::PublicKey),
            _ => {}
        }
        Err(match self.refused.into_iter().next() {
            Some(ReadError::Key(error)) => error,
            Some(ReadError::Certificate(_)) => KeyError::Certificate,
            Some(ReadError::Encryption { .. }) => KeyError::Encrypted,
            Some(_) => KeyError::Damaged,
            None => KeyError::Empty,
        })
    }

    /// For [`Certificate::from_pem`].
    pub(crate) fn into_certificate(mut self) -> Result<Certificate, CertificateError> {
        if !self.certificates.is_empty() {
            return Ok(self.certificates.swap_remove(0));
        }
        let of_certificate = self.refused.iter().find_map(|error| match error {
            ReadError::Certificate(error) => Some(error.clone()),
            _ => None,
        });
        if let Some(error) = of_certificate {
            return Err(error);
        }
        let other = |label: &str| CertificateError::OtherBlock { label: label.to_owned() };
        if !self.keys.is_empty() {
            return Err(CertificateError::PrivateKey);
        }
        if !self.public_keys.is_empty() {
            return Err(other("PUBLIC KEY"));
        }
        Err(match self.refused.into_iter().next() {
            None | Some(ReadError::Key(KeyError::Empty)) => CertificateError::Empty,
            Some(ReadError::Key(KeyError::NotPem)) => CertificateError::NotPem,
            Some(ReadError::Key(KeyError::PublicKey)) => other("PUBLIC KEY"),
            Some(ReadError::Key(KeyError::SigningRequest)) => other("CERTIFICATE REQUEST"),
            Some(ReadError::Key(KeyError::OtherBlock { label })) => other(&label),
            Some(_) => CertificateError::PrivateKey,
        })
    }

    /// The refusal to tell: the first that is about a private key, or the first.
    fn first_refused(&self) -> Option<&ReadError> {
        let of_key = |error: &&ReadError| matches!(error, ReadError::Key(error) if error.is_of_a_private_key());
        self.refused.iter().find(of_key).or(self.refused.first())
    }
}
