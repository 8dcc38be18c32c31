//! What to tell colleagues: a text to copy, without a secret.

use super::problems::utc;
use super::view::{RotationStep, RotationView, SecretRole};
use mudbrick_model::Profile;

/// A message for those who use the same credential elsewhere.
pub(super) fn message(profile: &Profile, view: &RotationView) -> String {
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
        _ => {
            format!("The client secret of {title} (client ID {client}) is going to be replaced.")
        }
    };
    let old = view.secrets.iter().find(|one| one.role == SecretRole::Old);
    let used = old.and_then(|old| old.last_used_at);
    let used = used.map_or_else(String::new, |at| {
        format!("\nAdobe says that the old one was used last at {}.", utc(at))
    });
    format!(
        "{what}{used}\nPlease copy the new one from the credential's page in the Adobe Developer Console, put it wherever you use the old one, and tell me when that is done. Do not send secrets by mail or chat."
    )
}
