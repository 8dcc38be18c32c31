//! Does this key match? Compared with a fingerprint from the Developer Console, a certificate or public key as text, or the
//! key that a profile signs with; the answer is a sentence, with what to do when it is no.

use super::Keys;
use crate::view::{KeyMatch, MatchAgainst};
use mudbrick_model::{Credential, Explain, Fingerprint, KeyId, KeyPair, Problem, ProfileId};
use mudbrick_pki::{Certificate, Material};
use mudbrick_vault::Secret;

/// What is longer than this is no fingerprint, whatever else it is. In characters.
const LONGEST_FINGERPRINT: usize = 160;

impl Keys {
    /// Whether the key is the one that was given in another form.
    pub fn compare(&self, id: &KeyId, against: &MatchAgainst) -> Result<KeyMatch, Problem> {
        let pair = self.core.keys.get(id)?.value;
        match against {
            MatchAgainst::Profile { profile } => self.match_profile(&pair, profile),
            MatchAgainst::Text { text } => match mudbrick_pki::parse_fingerprint(text) {
                Ok(fingerprint) => self.match_fingerprint(&pair, fingerprint),
                Err(_) if looks_like_key(text) => self.match_bytes(&pair, text.as_bytes()),
                Err(error) => Err(error.problem().remedy(
                    "Paste a fingerprint as the Developer Console shows it, a certificate, or a public key.",
                )),
            },
        }
    }

    /// The same for a file's content, which need not be text.
    pub fn compare_file(&self, id: &KeyId, content: &Secret<Vec<u8>>) -> Result<KeyMatch, Problem> {
        match std::str::from_utf8(content.expose()) {
            Ok(text) => self.compare(id, &MatchAgainst::Text { text: text.to_owned() }),
            Err(_) => self.match_bytes(&self.core.keys.get(id)?.value, content.expose()),
        }
    }

    fn match_profile(&self, pair: &KeyPair, id: &ProfileId) -> Result<KeyMatch, Problem> {
        let profile = self.core.profiles.get(id)?.value;
        let (title, name) = (profile.title(), &pair.name);
        let fingerprint = certificate_of(pair).map(|certificate| certificate.sha1());
        let sentence = match &profile.credential {
            Credential::OauthServerToServer { .. } | Credential::OauthUser { .. } => {
                let grant = profile.credential.grant().label();
                return Ok(no(format!(
                    "{title} uses {grant}, which signs nothing: it needs no key."
                )));
            }
            Credential::Jwt { key: Some(key), .. } if *key == pair.id => {
                format!("Yes: {title} signs with {name}.")
            }
            Credential::Jwt { key: Some(key), .. } => {
                let other = match self.core.keys.get(key) {
                    Ok(stored) => stored.value.name,
                    Err(_) => "a key that is not here".to_owned(),
                };
                return Ok(no(format!(
                    "No: {title} signs with {other}. Choose {name} in the profile if its certificate is the one on \
                     the credential's page in the Developer Console."
                )));
            }
            Credential::Jwt { key: None, .. } => {
                return Ok(no(format!(
                    "No: {title} has no key yet. Choose {name} in the profile to sign with it."
                )));
            }
        };
        Ok(KeyMatch { matches: true, sentence, fingerprint })
    }

    fn match_fingerprint(
        &self,
        pair: &KeyPair,
        fingerprint: Fingerprint,
    ) -> Result<KeyMatch, Problem> {
        let name = &pair.name;
        let is_of = |pair: &KeyPair| {
            certificate_of(pair).is_some_and(|it| it.has_fingerprint(&fingerprint))
        };
        let matches = is_of(pair) || fingerprint.as_str() == pair.id.as_str();
        let sentence = if matches {
            format!("Yes: this is the fingerprint of {name}'s certificate.")
        } else if let Some(other) =
            self.core.keys.list()?.items.into_iter().find(|other| is_of(&other.value))
        {
            format!(
                "No: this is the fingerprint of {}'s certificate. Sign with that key, or upload {name}'s certificate.",
                other.value.name
            )
        } else if pair.certificate.is_none() {
            format!(
                "This cannot be told: {name} has no certificate here, and a fingerprint is a certificate's. Paste the \
                 certificate itself."
            )
        } else {
            format!(
                "No: this is the fingerprint of another certificate. If it is the only one on the credential's page, \
                 upload {name}'s certificate there."
            )
        };
        Ok(KeyMatch { matches, sentence, fingerprint: Some(fingerprint) })
    }

    fn match_bytes(&self, pair: &KeyPair, bytes: &[u8]) -> Result<KeyMatch, Problem> {
        let Material { keys, certificates, public_keys, .. } = mudbrick_pki::read(bytes, None)?;
        let name = &pair.name;
        if let Some(certificate) = certificates.iter().find(|it| *it.key_id() == pair.id) {
            let same = certificate_of(pair).is_some_and(|own| own == *certificate);
            let sentence = match same {
                true => format!("Yes: this is {name}'s certificate."),
                false => format!("Yes: this is another certificate over the key {name}."),
            };
            return Ok(KeyMatch { matches: true, sentence, fingerprint: Some(certificate.sha1()) });
        }
        if keys.iter().any(|key| *key.id() == pair.id) || public_keys.contains(&pair.id) {
            let sentence = format!("Yes: this is the key {name}.");
            return Ok(KeyMatch { matches: true, sentence, fingerprint: None });
        }
        let what = match (certificates.is_empty(), keys.is_empty()) {
            (false, _) => "certificate",
            (true, false) => "private key",
            (true, true) => "public key",
        };
        let known = keys
            .iter()
            .map(mudbrick_pki::PrivateKey::id)
            .chain(certificates.iter().map(Certificate::key_id))
            .chain(&public_keys)
            .find_map(|id| self.core.keys.get(id).ok());
        let sentence = match known {
            Some(other) => format!("No: this {what} belongs to the key {}.", other.value.name),
            None => format!(
                "No: this {what} belongs to another key, which is not here. Find the private key that it was made \
                 with, or generate a new pair and upload its certificate."
            ),
        };
        let fingerprint = certificates.first().map(Certificate::sha1);
        Ok(KeyMatch { matches: false, sentence, fingerprint })
    }
}

/// A key or certificate is worth being read as one; anything short is a fingerprint that was copied badly.
fn looks_like_key(text: &str) -> bool {
    text.contains("BEGIN") || text.len() > LONGEST_FINGERPRINT
}

fn no(sentence: String) -> KeyMatch {
    KeyMatch { matches: false, sentence, fingerprint: None }
}

fn certificate_of(pair: &KeyPair) -> Option<Certificate> {
    Certificate::from_pem(pair.certificate.as_deref()?).ok()
}
