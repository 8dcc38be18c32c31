//! A profile's secrets one by one, for the person who asks for them by name.

use super::Profiles;
use crate::core::Change;
use crate::events::Event;
use crate::tokens::no_key;
use crate::vault::client_secrets::{SecretAnswer, none_stored};
use crate::vault::stored;
use crate::vault::view::SecretKind;
use mudbrick_model::{ErrorCode, Problem, ProfileId};

impl Profiles {
    /// A stored secret of the profile, for the person who asked for it by name.
    pub fn secret(&self, id: &ProfileId, kind: SecretKind) -> Result<SecretAnswer, Problem> {
        let profile = self.core.profiles.get(id)?.value;
        let value = match kind {
            SecretKind::ClientSecret | SecretKind::SecondClientSecret => {
                self.vault.client_secret(&profile, kind)?
            }
            SecretKind::PrivateKey => {
                let key = profile.credential.key().ok_or_else(|| no_key(&profile))?;
                self.keys.private_key_pem(key)?
            }
        };
        self.vault.tell();
        let title = format!("{} of {}", kind.label(), profile.title());
        Ok(SecretAnswer { value, title, expires_at: None })
    }

    /// Forgets one of a profile's client secrets. When the first goes, the second takes its place.
    pub fn remove_secret(&self, id: &ProfileId, kind: SecretKind) -> Result<(), Problem> {
        let profile = self.core.profiles.get(id)?.value;
        let place = match kind {
            SecretKind::ClientSecret => 0,
            SecretKind::SecondClientSecret => 1,
            SecretKind::PrivateKey => {
                return Err(Problem::new(
                    ErrorCode::InvalidInput,
                    "A private key belongs to its key pair and not to one profile.",
                )
                .remedy(
                    "Delete the key pair under Keys & certificates, once no profile signs with it.",
                ));
            }
        };
        let mut found = false;
        stored::change_client_secrets(
            &self.core.vault,
            &profile,
            &profile.client_id,
            |mut stored| {
                found = place < stored.len();
                found.then(|| stored.remove(place));
                found.then_some(stored)
            },
        )?;
        if !found {
            return Err(none_stored(&profile, kind));
        }
        self.core.changed(Change::Profile(id));
        self.core.emit(Event::ProfilesChanged);
        Ok(())
    }
}
