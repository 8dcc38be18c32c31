//! Keys and certificates on their way to what was found, and the passphrases of encrypted ones.

use super::fields::{Field, is_file_of};
use super::findings::{Findings, WaitingKey};
use super::keys::{HeldCertificate, HeldKey, Placing};
use super::syntax::Node;
use crate::reading::{Locked, Origin};
use mudbrick_model::{Explain, KeyId, Note, Repair, Unused, UnusedReason};
use mudbrick_pki::{Material, PrivateKey, ReadError, Sealed};
use mudbrick_vault::Secret;

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
                None => {
                    if placing == Placing::Loose {
                        self.let_wait(bytes);
                    }
                    return Ok(Vec::new());
                }
            },
            read => read?,
        };
        let source = self.source().to_owned();
        Ok(self.take_material(material, origin, &source, placing))
    }

    /// Takes a key or certificate that no credential is there for, as a file of its own would be. False when it is neither.
    pub(crate) fn take_alone(&mut self, field: Field, node: &Node<'_>) -> bool {
        let is_named_so = matches!(field, Field::PrivateKey | Field::Certificate);
        let Some(text) = node.text().filter(|_| is_named_so) else { return false };
        let read = self.take_keys(text.as_bytes(), &node.origin(), None, Placing::Loose);
        if read.is_ok() {
            node.settle();
        }
        read.is_ok()
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
        let what = error.sealed().unwrap_or(Sealed::PrivateKey).name();
        let problem = match &error {
            ReadError::NeedsPassphrase { .. } => None,
            _ => Some(error.problem()),
        };
        self.lock(what, place, problem);
        None
    }

    /// Keeps an encrypted key until everything was read: the passphrase may stand in a configuration beside it.
    fn let_wait(&mut self, bytes: &[u8]) {
        let Some(place) = self.locked.last().map(|locked| locked.place) else { return };
        let (source, group) = (self.source().to_owned(), self.group);
        self.waiting.push(WaitingKey { place, bytes: Secret::new(bytes.to_vec()), source, group });
    }

    /// Opens encrypted keys with the passphrases that stand beside their names. Nobody has to be asked for those.
    pub(crate) fn open_waiting(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        let places = self.partials.iter().enumerate().filter_map(|(at, partial)| {
            let passphrase = partial.key_passphrase.clone()?;
            Some((at, passphrase, partial.key_path.clone(), partial.group))
        });
        for (at, passphrase, path, group) in places.collect::<Vec<_>>() {
            let named = |key: &&WaitingKey| {
                path.as_deref().map_or(key.group == group, |path| is_file_of(path, &key.source))
            };
            let Some(key) = waiting.iter().find(named) else { continue };
            let read = mudbrick_pki::read(key.bytes.expose(), Some(passphrase.expose()));
            let Ok(material) = read else {
                if let Some(partial) = self.partials.get_mut(at) {
                    partial.note(Note::PassphraseDoesNotFit { file: key.source.clone() });
                }
                continue;
            };
            self.locked.retain(|locked| locked.place != key.place);
            let origin = Origin(key.source.clone());
            let before = std::mem::replace(&mut self.group, key.group);
            let ids = self.take_material(material, &origin, &key.source, Placing::Loose);
            self.group = before;
            if let Some(partial) = self.partials.get_mut(at) {
                partial.key = partial.key.take().or(ids.into_iter().next());
            }
        }
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
        source: &str,
        placing: Placing,
    ) -> Vec<KeyId> {
        let repairs = material.repairs;
        if placing == Placing::Loose {
            repairs.iter().for_each(|repair| self.repaired_in(source, *repair));
        }
        let mut ids = Vec::new();
        for key in material.keys {
            ids.push(key.id().clone());
            self.take_key(key, origin, source, &repairs, placing);
        }
        for certificate in material.certificates {
            let sha1 = certificate.sha1();
            if self.keys.certificates.iter().all(|held| held.certificate.sha1() != sha1) {
                let (source, origin) = (source.to_owned(), origin.clone());
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

    fn take_key(
        &mut self,
        key: PrivateKey,
        origin: &Origin,
        source: &str,
        repairs: &[Repair],
        placing: Placing,
    ) {
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
            source: source.to_owned(),
            origins: vec![origin.clone()],
            repairs: repairs.to_vec(),
        });
    }
}
