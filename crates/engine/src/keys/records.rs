//! Renaming, deleting and bringing back key pairs, and who signs with them.

use super::Keys;
use super::draft::checked_name;
use crate::core::Change;
use crate::retry::tried_again;
use crate::view::{Event, KeyView};
use mudbrick_model::{Credential, ErrorCode, KeyId, Problem, ProfileId};

impl Keys {
    /// Gives a key pair another name. Files that were saved under the old one keep it.
    pub fn rename(&self, id: &KeyId, name: &str) -> Result<KeyView, Problem> {
        let name = checked_name(name)?;
        let changed = tried_again(|| {
            let stored = self.core.keys.get(id)?;
            let mut pair = stored.value;
            if pair.name == name {
                return Ok(false);
            }
            if pair.name.to_lowercase() != name.to_lowercase() {
                self.core.keys.expect_free(&name)?;
            }
            pair.name.clone_from(&name);
            self.core.keys.update(pair, &stored.revision)?;
            Ok(true)
        })?;
        if !changed {
            return self.get(id);
        }
        self.core.emit(Event::KeysChanged);
        self.core.emit(Event::ProfilesChanged);
        self.get(id)
    }

    /// Puts a key pair aside; refused while a profile signs with it. Its private key stays in the vault until it can no
    /// longer be brought back.
    pub fn delete(&self, id: &KeyId) -> Result<(), Problem> {
        let key = self.get(id)?;
        if !key.used_by.is_empty() {
            return Err(Problem::new(
                ErrorCode::InvalidInput,
                format!("{} signs for {}.", key.name, key.used_by.join(" and ")),
            )
            .remedy(
                "Choose another key in the profile, or delete the profile, then delete this key.",
            ));
        }
        self.core.keys.delete(id)?;
        self.core.emit(Event::KeysChanged);
        Ok(())
    }

    /// Brings a deleted key pair back.
    pub fn restore(&self, id: &KeyId) -> Result<KeyView, Problem> {
        self.core.keys.restore(id)?;
        self.core.emit(Event::KeysChanged);
        self.get(id)
    }

    /// Has a JWT profile sign with this key from now on.
    pub fn sign_with(&self, profile: &ProfileId, id: &KeyId) -> Result<(), Problem> {
        tried_again(|| self.save_signing(profile, id))?;
        self.core.changed(Change::Profile(profile));
        self.core.emit(Event::ProfilesChanged);
        Ok(())
    }

    fn save_signing(&self, profile: &ProfileId, id: &KeyId) -> Result<(), Problem> {
        let stored = self.core.profiles.get(profile)?;
        let mut edited = stored.value.clone();
        let Credential::Jwt { key, .. } = &mut edited.credential else {
            return Err(Problem::new(
                ErrorCode::InvalidInput,
                format!(
                    "{} uses {}, which signs nothing.",
                    edited.title(),
                    edited.credential.grant().label()
                ),
            )
            .remedy("Change the profile to Service account (JWT) first."));
        };
        *key = Some(id.clone());
        edited.updated_at = self.core.now();
        self.core.profiles.update(edited, &stored.revision)?;
        Ok(())
    }
}
