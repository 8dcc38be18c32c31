//! What to tell colleagues: a text to copy, without a secret.

use super::Rotation;
use super::problems::utc;
use super::view::{RotationStep, RotationView, SecretRole};
use mudbrick_model::{Problem, ProfileId};

impl Rotation {
    /// A message for those who use the same credential elsewhere.
    ///
    /// # Errors
    /// The profile is gone.
    pub fn for_colleagues(&self, id: &ProfileId, view: &RotationView) -> Result<String, Problem> {
        let profile = self.core.profiles.get(id)?.value;
        let (title, client) = (profile.title(), &profile.client_id);
        let what = match view.step {
            RotationStep::Done | RotationStep::OldDeleted => {
                format!(
                    "The client secret of {title} (client ID {client}) was replaced, and the old one does not work any more."
                )
            }
            RotationStep::Watching => {
                format!(
                    "The client secret of {title} (client ID {client}) was replaced. The old one still works and will be deleted."
                )
            }
            _ => format!(
                "The client secret of {title} (client ID {client}) is going to be replaced."
            ),
        };
        let old = view.secrets.iter().find(|one| one.role == SecretRole::Old);
        let used = old.and_then(|old| old.last_used_at);
        let used = used.map_or_else(String::new, |at| {
            format!("\nAdobe says that the old one was used last at {}.", utc(at))
        });
        Ok(format!(
            "{what}{used}\nPlease copy the new one from the credential's page in the Adobe Developer Console, put it wherever you use the old one, and tell me when that is done. Do not send secrets by mail or chat."
        ))
    }
}
