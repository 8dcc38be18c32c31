//! Renaming, deleting and bringing back key pairs.

use crate::editing::tried_again;
use crate::engine::Engine;
use crate::keys::checked_name;
use crate::view::{Event, KeyView};
use mudbrick_model::{ErrorCode, KeyId, Problem};

impl Engine {
    /// Gives a key pair another name. Files that were saved under the old one keep it.
    pub fn rename_key(&self, id: &KeyId, name: &str) -> Result<KeyView, Problem> {
        let name = checked_name(name)?;
        let changed = tried_again(|| {
            let stored = self.keys.get(id)?;
            let mut pair = stored.value;
            if pair.name == name {
                return Ok(false);
            }
            if pair.name.to_lowercase() != name.to_lowercase() {
                self.keys.expect_free(&name)?;
            }
            pair.name.clone_from(&name);
            self.keys.update(pair, &stored.revision)?;
            Ok(true)
        })?;
        if !changed {
            return self.key(id);
        }
        self.emit(Event::KeysChanged);
        self.emit(Event::ProfilesChanged);
        self.key(id)
    }

    /// Puts a key pair aside; refused while a profile signs with it. Its private key stays in the vault until it can no
    /// longer be brought back.
    pub fn delete_key(&self, id: &KeyId) -> Result<(), Problem> {
        let key = self.key(id)?;
        if !key.used_by.is_empty() {
            return Err(Problem::new(
                ErrorCode::InvalidInput,
                format!("{} signs for {}.", key.name, key.used_by.join(" and ")),
            )
            .remedy(
                "Choose another key in the profile, or delete the profile, then delete this key.",
            ));
        }
        self.keys.delete(id)?;
        self.emit(Event::KeysChanged);
        Ok(())
    }

    /// Brings a deleted key pair back.
    pub fn restore_key(&self, id: &KeyId) -> Result<KeyView, Problem> {
        self.keys.restore(id)?;
        self.emit(Event::KeysChanged);
        self.key(id)
    }
}
