//! Keys and certificates found on the way.

use crate::reading::{FoundKey, Origin};
use mudbrick_model::{Fingerprint, KeyId, Repair};
use mudbrick_pki::{Certificate, PrivateKey};

/// Whether something stood by itself or within a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Placing {
    /// A file or text that is nothing else; looks for its credential.
    Loose,
    /// A value of a credential, which knows it.
    Within,
}

/// A private key.
#[derive(Debug)]
pub(crate) struct HeldKey {
    pub(crate) key: PrivateKey,
    pub(crate) placing: Placing,
    /// The input it was in.
    pub(crate) group: usize,
    /// The name of the source it was in.
    pub(crate) source: String,
    pub(crate) origins: Vec<Origin>,
    pub(crate) repairs: Vec<Repair>,
}

/// A certificate.
#[derive(Debug)]
pub(crate) struct HeldCertificate {
    pub(crate) certificate: Certificate,
    pub(crate) source: String,
    pub(crate) origin: Origin,
    pub(crate) repairs: Vec<Repair>,
}

/// All keys and certificates, each once.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    pub(crate) private: Vec<HeldKey>,
    pub(crate) certificates: Vec<HeldCertificate>,
}

impl Keys {
    /// The certificates over a key.
    pub(crate) fn fingerprints(&self, key: &KeyId) -> Vec<Fingerprint> {
        let over = self.certificates.iter().filter(|held| held.certificate.key_id() == key);
        over.map(|held| held.certificate.sha1()).collect()
    }
}

/// The keys as they are told: each private key with its best certificate, then the certificates without a key.
/// `listed` are the fingerprints that credentials know.
pub(crate) fn paired(
    keys: Keys,
    listed: &[Fingerprint],
) -> (Vec<FoundKey>, Vec<(String, Fingerprint)>) {
    let mut certificates = keys.certificates;
    // The one that ends last comes first, and before all of them one that the Console has.
    certificates.sort_by_key(|held| {
        let known = listed.contains(&held.certificate.sha1());
        (!known, std::cmp::Reverse(held.certificate.validity().not_after))
    });
    let mut found = Vec::new();
    let mut left_out = Vec::new();
    for held in keys.private {
        let (over, other): (Vec<_>, Vec<_>) =
            certificates.into_iter().partition(|c| held.key.matches(&c.certificate));
        certificates = other;
        let mut over = over.into_iter();
        let mut key = FoundKey {
            name: match held.placing {
                Placing::Loose => stem(&held.source),
                // Called after its credential.
                Placing::Within => String::new(),
            },
            private: Some(held.key),
            certificate: None,
            origins: held.origins,
            repairs: held.repairs,
        };
        if let Some(first) = over.next() {
            key.certificate = Some(first.certificate);
            if !key.origins.contains(&first.origin) {
                key.origins.push(first.origin);
            }
            let new = first.repairs.into_iter().filter(|repair| !key.repairs.contains(repair));
            let new: Vec<Repair> = new.collect();
            key.repairs.extend(new);
        }
        for further in over {
            left_out.push((further.source, further.certificate.sha1()));
        }
        found.push(key);
    }
    // In the order of their dates is as good as any, and stable.
    for held in certificates {
        found.push(FoundKey {
            name: stem(&held.source),
            private: None,
            certificate: Some(held.certificate),
            origins: vec![held.origin],
            repairs: held.repairs,
        });
    }
    (found, left_out)
}

/// `places_private` of `config.zip › places_private.key`.
pub(crate) fn stem(source: &str) -> String {
    let file = source.rsplit(" › ").next().unwrap_or(source);
    let file = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    if stem.is_empty() { file.to_owned() } else { stem.to_owned() }
}
