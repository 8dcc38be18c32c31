//! Which `@variables` of a file hold a secret: by their own name or value, or by where a request puts the value.

use super::file_variables::with_file_variables;
use mudbrick_model::Request;
use mudbrick_redact::looks_secret;
use mudbrick_requests::{
    CredentialKind, HttpFile, PasteNote, names_in, variable_names, without_literal_credentials,
};

/// Their names, each once, in the file's order.
pub(super) fn secret_variables(file: &HttpFile) -> Vec<String> {
    let requests: Vec<&Request> = file.entries.iter().map(|entry| &entry.request).collect();
    let mut secret: Vec<String> = Vec::new();
    for (name, value) in &file.variables {
        let is_secret = || {
            looks_secret(name, value)
                || requests
                    .iter()
                    .any(|request| stands_for_a_secret((name, value), request, &file.variables))
        };
        if !secret.contains(name) && is_secret() {
            secret.push(name.clone());
        }
    }
    secret
}

/// Whether the request with the value written into it has a secret more than without: `{"client_secret": "{{cs}}"}`.
fn stands_for_a_secret(
    (name, value): (&String, &String),
    request: &Request,
    variables: &[(String, String)],
) -> bool {
    // What only names other variables holds nothing itself.
    if !names_in(value).is_empty() {
        return false;
    }
    let others: Vec<(String, String)> =
        variables.iter().filter(|(other, _)| other != name).cloned().collect();
    let without = with_file_variables(request, &others);
    if !variable_names(&without).contains(name) {
        return false;
    }
    let with = with_file_variables(&without, &[(name.clone(), value.clone())]);
    secrets_in(with) > secrets_in(without)
}

fn secrets_in(request: Request) -> usize {
    let (_, notes) = without_literal_credentials(request);
    let is_secret = |note: &&PasteNote| {
        matches!(
            note,
            PasteNote::Secret { .. }
                | PasteNote::Password { .. }
                | PasteNote::Credential {
                    what: CredentialKind::Token | CredentialKind::ClientSecret,
                    ..
                }
        )
    };
    notes.iter().filter(is_secret).count()
}
