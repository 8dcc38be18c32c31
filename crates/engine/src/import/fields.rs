//! Each value that was found, with the Developer Console's word for it and where it stood. Secrets appear as masks.

use crate::profiles::MASK;
use crate::view::{FoundField, ProfileDraft};
use mudbrick_interchange::{Found, FoundCredential, Origin};
use mudbrick_model::{Adobe, Grant};
use mudbrick_vault::SecretText;

pub(super) fn of_credential(found: &FoundCredential) -> Vec<FoundField> {
    let mut fields = Fields(Vec::new());
    fields.found("name", "Name", Some(&found.name));
    fields.found("organization", "Organization", found.organization.as_ref());
    fields.found("org_id", "Organization ID", found.org_id.as_ref());
    fields.found("client_id", "Client ID", found.client_id.as_ref());
    for (secret, (field, label)) in found.client_secrets.iter().zip(SECRETS) {
        fields.add(field, label, MASK, &secret.origin.0);
    }
    if let Some(scopes) = &found.scopes {
        fields.add("scopes", scopes_label(found.grant), &scopes.value.join(", "), &scopes.origin.0);
    }
    fields.found("technical_account_id", ACCOUNT, found.technical_account_id.as_ref());
    fields.found("sandbox", "Sandbox", found.sandbox.as_ref());
    if let Some(Found { value, origin: Origin(origin) }) = &found.adobe {
        fields.add("adobe", "Environment", adobe_word(*value), origin);
    }
    for (name, found) in &found.variables {
        fields.add("variables", &format!("Variable {name}"), &found.value, &found.origin.0);
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
    for (field, label, value) in [
        ("name", "Name", &draft.name),
        ("organization", "Organization", &draft.organization),
        ("org_id", "Organization ID", &draft.org_id),
        ("client_id", "Client ID", &draft.client_id),
        ("scopes", scopes_label(draft.grant), &draft.scopes),
        ("technical_account_id", ACCOUNT, &draft.technical_account_id),
        ("sandbox", "Sandbox", &draft.sandbox),
    ] {
        if !value.is_empty() {
            fields.add(field, label, value, source);
        }
    }
    for (_, (field, label)) in secrets.iter().zip(SECRETS) {
        fields.add(field, label, MASK, source);
    }
    for (name, value) in &draft.variables {
        fields.add("variables", &format!("Variable {name}"), value, source);
    }
    fields.0
}

/// The private key that came along.
pub(super) fn private_key(origin: &str) -> FoundField {
    FoundField {
        field: "private_key".to_owned(),
        label: "Private key".to_owned(),
        value: MASK.to_owned(),
        origin: origin.to_owned(),
    }
}

const ACCOUNT: &str = "Technical account ID";
const SECRETS: [(&str, &str); 2] =
    [("client_secret", "Client secret"), ("second_client_secret", "Second client secret")];

fn scopes_label(grant: Grant) -> &'static str {
    match grant {
        Grant::OauthServerToServer => "Scopes",
        Grant::Jwt => "Metascopes",
    }
}

fn adobe_word(adobe: Adobe) -> &'static str {
    match adobe {
        Adobe::Production => "Production",
        Adobe::Stage => "Stage",
        Adobe::Practice => "Practice",
    }
}

struct Fields(Vec<FoundField>);

impl Fields {
    fn found(&mut self, field: &str, label: &str, found: Option<&Found<String>>) {
        if let Some(found) = found {
            self.add(field, label, &found.value, &found.origin.0);
        }
    }

    fn add(&mut self, field: &str, label: &str, value: &str, origin: &str) {
        self.0.push(FoundField {
            field: field.to_owned(),
            label: label.to_owned(),
            value: value.to_owned(),
            origin: origin.to_owned(),
        });
    }
}
