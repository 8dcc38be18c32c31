//! Each value that was found, with the Developer Console's word for it and where it stood. Secrets appear as masks.

use crate::profiles::MASK;
use crate::view::{FoundField, ProfileDraft};
use mudbrick_interchange::{Found, FoundCredential, Origin};
use mudbrick_model::{Adobe, Field};
use mudbrick_vault::SecretText;

pub(super) fn of_credential(found: &FoundCredential) -> Vec<FoundField> {
    let mut fields = Fields(Vec::new());
    fields.found(Field::Name, Some(&found.name));
    fields.found(Field::Organization, found.organization.as_ref());
    fields.found(Field::OrgId, found.org_id.as_ref());
    fields.found(Field::ClientId, found.client_id.as_ref());
    for (secret, field) in found.client_secrets.iter().zip(SECRETS) {
        fields.add(field, field.label(), MASK, &secret.origin.0);
    }
    if let Some(scopes) = &found.scopes {
        let label = Field::Scopes.label_for(found.grant);
        fields.add(Field::Scopes, label, &scopes.value.join(", "), &scopes.origin.0);
    }
    fields.found(Field::TechnicalAccountId, found.technical_account_id.as_ref());
    fields.found(Field::RedirectUri, found.redirect_uri.as_ref());
    fields.found(Field::Sandbox, found.sandbox.as_ref());
    if let Some(Found { value, origin: Origin(origin) }) = &found.adobe {
        fields.add(Field::Adobe, "Environment", adobe_word(*value), origin);
    }
    for (name, found) in &found.variables {
        fields.add(Field::Variables, &format!("Variable {name}"), &found.value, &found.origin.0);
    }
    fields.0
}

/// Of a kit or backup everything comes from one place.
pub(super) fn of_profile(
    draft: &ProfileDraft,
    secrets: &[SecretText],
    source: &str,
) -> Vec<FoundField> {
    let mut fields = Fields(Vec::new());
    for (field, value) in [
        (Field::Name, &draft.name),
        (Field::Organization, &draft.organization),
        (Field::OrgId, &draft.org_id),
        (Field::ClientId, &draft.client_id),
        (Field::Scopes, &draft.scopes),
        (Field::TechnicalAccountId, &draft.technical_account_id),
        (Field::RedirectUri, &draft.redirect_uri),
        (Field::Sandbox, &draft.sandbox),
    ] {
        if !value.is_empty() {
            fields.add(field, field.label_for(draft.grant), value, source);
        }
    }
    for (_, field) in secrets.iter().zip(SECRETS) {
        fields.add(field, field.label(), MASK, source);
    }
    for (name, value) in &draft.variables {
        fields.add(Field::Variables, &format!("Variable {name}"), value, source);
    }
    fields.0
}

/// The private key that came along.
pub(super) fn private_key(origin: &str) -> FoundField {
    FoundField {
        field: Field::PrivateKey,
        label: Field::PrivateKey.label().to_owned(),
        value: MASK.to_owned(),
        origin: origin.to_owned(),
    }
}

const SECRETS: [Field; 2] = [Field::ClientSecret, Field::SecondClientSecret];

fn adobe_word(adobe: Adobe) -> &'static str {
    match adobe {
        Adobe::Production => "Production",
        Adobe::Stage => "Stage",
        Adobe::Practice => "Practice",
    }
}

struct Fields(Vec<FoundField>);

impl Fields {
    fn found(&mut self, field: Field, found: Option<&Found<String>>) {
        if let Some(found) = found {
            self.add(field, field.label(), &found.value, &found.origin.0);
        }
    }

    fn add(&mut self, field: Field, label: &str, value: &str, origin: &str) {
        self.0.push(FoundField {
            field,
            label: label.to_owned(),
            value: value.to_owned(),
            origin: origin.to_owned(),
        });
    }
}
