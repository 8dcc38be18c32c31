//! Which `@variables` of a file hold a secret: by their own name or value, or by where a request puts the value.

use super::file_variables::with_file_variables;
use mudbrick_model::Request;
use mudbrick_redact::looks_secret;
use mudbrick_requests::{
    CredentialKind, HttpFile, PasteNote, names_in, variable_names, without_literal_credentials,
};
use std::collections::{HashMap, HashSet};

/// Their names, each once, in the file's order.
pub(super) fn secret_variables(file: &HttpFile) -> Vec<String> {
    let looking = file.variables.iter().filter(|(name, value)| looks_secret(name, value));
    let mut secret: HashSet<String> = looking.map(|(name, _)| name.clone()).collect();
    let mut values: HashMap<&str, Vec<&(String, String)>> = HashMap::new();
    for variable in &file.variables {
        values.entry(&variable.0).or_default().push(variable);
    }
    for entry in &file.entries {
        // A large file has many variables, and each request few of them.
        let given = given(&entry.request, &values);
        for (name, value) in &given {
            if !secret.contains(name) && stands_for_a_secret((name, value), &entry.request, &given)
            {
                secret.insert(name.clone());
            }
        }
    }
    // Each is taken where it is met first.
    let names = file.variables.iter().map(|(name, _)| name);
    names.filter(|name| secret.remove(*name)).cloned().collect()
}

/// The variables that a request names, and those that their values name.
fn given(
    request: &Request,
    values: &HashMap<&str, Vec<&(String, String)>>,
) -> Vec<(String, String)> {
    let mut names = variable_names(request);
    let (mut seen, mut given) = (HashSet::new(), Vec::new());
    while let Some(name) = names.pop() {
        let known = values.get(name.as_str()).into_iter().flatten();
        if seen.insert(name) {
            for variable in known {
                names.extend(names_in(&variable.1));
                given.push((*variable).clone());
            }
        }
    }
    given
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
    let with = with_file_variables(&without, &[(name.clone(), value.clone())]);
    with != without && secrets_in(with) > secrets_in(without)
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
