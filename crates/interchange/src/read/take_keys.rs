//! Keys and certificates on their way to what was found, and the passphrases of encrypted ones.

use super::findings::Findings;
use super::keys::{HeldCertificate, HeldKey, Placing};
use crate::reading::{Locked, Origin};
use mudbrick_model::{Explain, KeyId, Repair, Unused, UnusedReason};
use mudbrick_pki::{Material, PrivateKey, ReadError};

impl Findings<'_> {
    /// Reads what should be a key or certificate. Something encrypted is put among the locked; then, and for certificates
    /// alone, there are no ids.
    pub(crate) fn take_keys(
        &mut self,
        bytes: &[u8],
        origin: &Origin,
        passphrase: Option<&str>,
        placing: Placing,
    ) -> Result<Vec<KeyId>, ReadError> {
        let material = match mudbrick_pki::read(bytes, passphrase) {
            Err(error) if error.is_locked() => match self.unlock(bytes, error) {
                Some(material) => material,
                None => return Ok(Vec::new()),
            },
            read => read?,
        };
        Ok(self.take_material(material, origin, placing))
    }

    fn unlock(&mut self, bytes: &[u8], locked: ReadError) -> Option<Material> {
        let place = self.met;
        self.met += 1;
        let given = self.passphrases.by_place.get(&place);
        let error = match given {
            Some(passphrase) => match mudbrick_pki::read(bytes, Some(passphrase.expose())) {
                Ok(material) => return Some(material),
                Err(error) => error,
            },
            None => locked,
        };
        let what = match &error {
            ReadError::NeedsPassphrase { what }
            | ReadError::WrongPassphrase { what }
            | ReadError::Encryption { what, .. } => what,
            _ => "Encrypted private key",
        };
        let problem = match &error {
            ReadError::NeedsPassphrase { .. } => None,
            _ => Some(error.problem()),
        };
        self.lock(what, place, problem);
        None
    }

    /// Puts something among the locked.
    pub(crate) fn lock(
        &mut self,
        what: &'static str,
        place: usize,
        problem: Option<mudbrick_model::Problem>,
    ) {
        let source = self.source().to_owned();
        self.locked.push(Locked { place, source, what, problem });
    }

    fn take_material(
        &mut self,
        material: Material,
        origin: &Origin,
        placing: Placing,
    ) -> Vec<KeyId> {
        let repairs = material.repairs;
        if placing == Placing::Loose {
            repairs.iter().for_each(|repair| self.repaired(*repair));
        }
        let mut ids = Vec::new();
        for key in material.keys {
            ids.push(key.id().clone());
            self.take_key(key, origin, &repairs, placing);
        }
        for certificate in material.certificates {
            let sha1 = certificate.sha1();
            if self.keys.certificates.iter().all(|held| held.certificate.sha1() != sha1) {
                let (source, origin) = (self.source().to_owned(), origin.clone());
                let repairs = repairs.clone();
                self.keys.certificates.push(HeldCertificate {
                    certificate,
                    source,
                    origin,
                    repairs,
                });
            }
        }
        for _ in &material.public_keys {
            self.ignore(Unused::PublicKey, UnusedReason::PublicHalf);
        }
        for refused in material.refused {
            let problem = refused.problem();
            self.ignore(Unused::KeyOrCertificate, UnusedReason::Unusable { problem });
        }
        ids
    }

    fn take_key(&mut self, key: PrivateKey, origin: &Origin, repairs: &[Repair], placing: Placing) {
        let known = self.keys.private.iter_mut().find(|held| held.key.id() == key.id());
        if let Some(held) = known {
            if !held.origins.contains(origin) {
                held.origins.push(origin.clone());
            }
            return;
        }
        self.keys.private.push(HeldKey {
            key,
            placing,
            group: self.group,
            source: self.source().to_owned(),
            origins: vec![origin.clone()],
            repairs: repairs.to_vec(),
        });
    }
}
