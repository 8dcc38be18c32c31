//! Subject templates: what a certificate says of its owner, kept for the next key pair. The file is the store's.

use super::Keys;
use super::draft::options;
use crate::view::{Event, KeyPairDraft, SubjectTemplate};
use mudbrick_model::{ErrorCode, Problem};

/// The longest name, in characters.
const LONGEST_NAME: usize = 60;

impl Keys {
    /// Every template, by name.
    pub fn templates(&self) -> Result<Vec<SubjectTemplate>, Problem> {
        Ok(self.core.subjects.list()?.into_iter().map(view).collect())
    }

    /// Keeps a template, in place of one with the same name.
    pub fn save_template(&self, template: &SubjectTemplate) -> Result<(), Problem> {
        let name = checked_name(template)?;
        let KeyPairDraft { bits, days, .. } = template.draft;
        let draft = template.draft.clone();
        self.core.subjects.save(mudbrick_store::SubjectTemplate {
            name: name.to_owned(),
            bits,
            days,
            country: draft.country,
            state: draft.state,
            locality: draft.locality,
            organization: draft.organization,
            organizational_unit: draft.organizational_unit,
            common_name: draft.common_name,
            email: draft.email,
        })?;
        self.core.emit(Event::KeysChanged);
        Ok(())
    }

    /// Forgets a template.
    pub fn delete_template(&self, name: &str) -> Result<(), Problem> {
        self.core.subjects.delete(name.trim())?;
        self.core.emit(Event::KeysChanged);
        Ok(())
    }
}

/// Templates as a backup carries them, once each has proved to be one that can be brought back.
pub(crate) fn checked(templates: &[SubjectTemplate]) -> Result<String, Problem> {
    for template in templates {
        checked_name(template)?;
    }
    serde_json::to_string(templates)
        .map_err(|error| Problem::new(ErrorCode::Internal, error.to_string()))
}

fn checked_name(template: &SubjectTemplate) -> Result<&str, Problem> {
    let name = template.name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.contains(char::is_control) {
        return Err(Problem::new(
            ErrorCode::InvalidInput,
            format!("The template's name must be 1 to {LONGEST_NAME} characters on one line."),
        )
        .remedy("Choose a name such as Acme production."));
    }
    options(&template.draft)?;
    Ok(name)
}

fn view(stored: mudbrick_store::SubjectTemplate) -> SubjectTemplate {
    SubjectTemplate {
        name: stored.name,
        draft: KeyPairDraft {
            name: String::new(),
            bits: stored.bits,
            days: stored.days,
            country: stored.country,
            state: stored.state,
            locality: stored.locality,
            organization: stored.organization,
            organizational_unit: stored.organizational_unit,
            common_name: stored.common_name,
            email: stored.email,
        },
    }
}
