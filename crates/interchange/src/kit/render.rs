//! Writing a kit. What looks like a secret stays behind and is named.

use super::{FORMAT, Kit, KitError, KitFile, KitFiles, MARKER, VERSION};
use mudbrick_model::{Note, Profile, Slug};
use mudbrick_redact::{looks_secret, without_secrets};
use serde::Serialize;
use std::collections::BTreeSet;

#[derive(Serialize)]
struct Versioned<'a, T> {
    version: u32,
    #[serde(flatten)]
    record: &'a T,
}

/// The kit's files, sorted by path. The order of the things in `kit` makes no difference.
///
/// # Errors
/// [`KitError::Unwritable`], when TOML cannot hold a value.
pub fn write(kit: &Kit) -> Result<KitFiles, KitError> {
    let mut files = vec![KitFile { path: MARKER.to_owned(), text: marker() }];
    let mut notes = Vec::new();

    let mut profiles: Vec<&Profile> = kit.profiles.iter().collect();
    profiles.sort_by_cached_key(|profile| (profile.title(), profile.id.clone()));
    let mut taken = BTreeSet::new();
    for profile in profiles {
        let name = free_name(&profile.title(), &mut taken);
        let profile = without_secret_variables(profile, &mut notes);
        files.push(record(format!("profiles/{name}.toml"), &profile)?);
    }

    let mut keys: Vec<_> = kit.keys.iter().collect();
    keys.sort_by_key(|key| (&key.name, &key.id));
    let mut taken = BTreeSet::new();
    for key in keys {
        let name = free_name(&key.name, &mut taken);
        files.push(record(format!("keys/{name}.toml"), key)?);
    }

    for (path, text) in &kit.requests {
        let (text, lines) = without_secrets(text);
        for line in lines {
            let line = u32::try_from(line).unwrap_or(u32::MAX);
            notes.push(Note::Masked { line, path: path.to_string() });
        }
        files.push(KitFile { path: format!("requests/{path}.http"), text: text.into_owned() });
    }
    files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(KitFiles { files, notes })
}

fn marker() -> String {
    format!(
        "# A Mudbrick share kit: profiles and requests without secrets.\n\
         # Open it with Mudbrick, or with `mudbrick import`.\n\
         format = \"{FORMAT}\"\nversion = {VERSION}\n"
    )
}

fn record<T: Serialize>(path: String, record: &T) -> Result<KitFile, KitError> {
    let unwritable = |error: toml::ser::Error| KitError::Unwritable {
        file: path.clone(),
        reason: error.to_string(),
    };
    let text = toml::to_string(&Versioned { version: VERSION, record }).map_err(unwritable)?;
    Ok(KitFile { path, text })
}

fn without_secret_variables(profile: &Profile, notes: &mut Vec<Note>) -> Profile {
    let mut profile = profile.clone();
    let title = profile.title();
    let client_id = profile.client_id.as_str().to_owned();
    profile.variables.retain(|name, value| {
        let leaves = looks_secret(name, value) && *value != client_id;
        if leaves {
            notes.push(Note::VariableLeftOut { name: name.clone(), title: title.clone() });
        }
        !leaves
    });
    profile
}

fn free_name(name: &str, taken: &mut BTreeSet<Slug>) -> Slug {
    let plain = Slug::derive(name);
    let mut slug = plain.clone();
    let mut number = 2;
    while !taken.insert(slug.clone()) {
        slug = plain.numbered(number);
        number += 1;
    }
    slug
}
