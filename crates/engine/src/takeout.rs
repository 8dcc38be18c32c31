//! Several profiles at once, on their way to another machine or person: the share kit without a single secret, and the
//! backup with all of them, under a passphrase.

use crate::engine::Engine;
use crate::export::count;
use crate::import::SUBJECTS;
use crate::secrets;
use crate::view::{Exported, Selection};
use mudbrick_interchange::backup::{self, Backup, BackupKey, BackupProfile};
use mudbrick_interchange::kit::{self, Kit, KitFile};
use mudbrick_model::{ErrorCode, KeyPair, Problem, Profile, RequestPath};
use mudbrick_vault::SecretText;
use mudbrick_vault::files::{self, Mode};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The file that makes a folder a kit.
const MARKER: &str = "kit.toml";

/// What a selection takes along.
struct Selected {
    profiles: Vec<Profile>,
    keys: Vec<KeyPair>,
    requests: Vec<(RequestPath, String)>,
}

impl Engine {
    /// Writes profiles, keys' public halves and requests, without a single secret: as a zip file when the path ends in
    /// `.zip`, else as a folder, which may be an earlier kit's.
    pub fn export_kit(&self, selection: &Selection, path: &Path) -> Result<Exported, Problem> {
        let Selected { profiles, keys, requests } = self.selected(selection)?;
        let kit = Kit { profiles, keys, requests };
        let kit::KitFiles { files, mut notes } = kit::write(&kit)?;
        let guard = self.guard(&[])?;
        for file in &files {
            guard.check(&file.path, file.text.as_bytes())?;
        }
        if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip")) {
            guard.save(path, &kit::zip(&files)?, Mode::Shared)?;
        } else {
            notes.extend(left_over(path, &files)?);
            for file in &files {
                guard.save(&path.join(&file.path), file.text.as_bytes(), Mode::Shared)?;
            }
        }
        Ok(Exported {
            path: path.display().to_string(),
            profiles: count(kit.profiles.len()),
            keys: count(kit.keys.len()),
            requests: count(kit.requests.len()),
            secrets: false,
            notes,
        })
    }

    /// Writes profiles with their secrets, keys, requests and, of everything, subject templates, under a passphrase.
    pub fn backup(
        &self,
        selection: &Selection,
        passphrase: &SecretText,
        path: &Path,
    ) -> Result<Exported, Problem> {
        let selected = self.selected(selection)?;
        let mut settings = BTreeMap::new();
        if *selection == Selection::All {
            let subjects = serde_json::to_string(&self.subject_templates()?);
            settings.extend(subjects.ok().map(|text| (SUBJECTS.to_owned(), text)));
        }
        let profile = |profile: Profile| {
            let client_secrets = secrets::client_secrets(&self.vault, &profile.id)?;
            Ok(BackupProfile { profile, client_secrets })
        };
        let key = |pair: KeyPair| {
            let private_key = secrets::private_key(&self.vault, &pair.id)?;
            Ok(BackupKey { pair, private_key })
        };
        let backup = Backup {
            created_at: self.now(),
            profiles: selected.profiles.into_iter().map(profile).collect::<Result<_, Problem>>()?,
            keys: selected.keys.into_iter().map(key).collect::<Result<_, Problem>>()?,
            requests: selected.requests,
            settings,
        };
        let bytes = backup::write(&backup, passphrase, None)?;
        // Nothing in it can be read without the passphrase, so there is nothing to look through it for.
        files::save(path, &bytes, Mode::Private)?;
        Ok(Exported {
            path: path.display().to_string(),
            profiles: count(backup.profiles.len()),
            keys: count(backup.keys.len()),
            requests: count(backup.requests.len()),
            secrets: true,
            notes: Vec::new(),
        })
    }

    fn selected(&self, selection: &Selection) -> Result<Selected, Problem> {
        let mut requests = Vec::new();
        for path in self.own_requests.list()?.paths {
            let text = self.own_requests.load(&path)?.text;
            requests.push((path, text));
        }
        let keys = self.keys.list()?.items.into_iter().map(|stored| stored.value);
        let Selection::Profiles { ids } = selection else {
            let profiles = self.profiles.list()?.items;
            let profiles = profiles.into_iter().map(|stored| stored.value).collect();
            return Ok(Selected { profiles, keys: keys.collect(), requests });
        };
        let ids: BTreeSet<_> = ids.iter().collect();
        let profiles = ids.into_iter().map(|id| Ok(self.profiles.get(id)?.value));
        let profiles: Vec<Profile> = profiles.collect::<Result<_, Problem>>()?;
        let signs = |pair: &KeyPair| {
            profiles.iter().any(|profile| profile.credential.key() == Some(&pair.id))
        };
        let keys = keys.filter(signs).collect();
        Ok(Selected { profiles, keys, requests })
    }
}

/// What of an earlier kit in this folder is not in the new one. Nothing is removed: it may be somebody's own.
///
/// # Errors
/// The folder holds something else than a kit.
fn left_over(folder: &Path, files: &[KitFile]) -> Result<Option<String>, Problem> {
    let mut present = Vec::new();
    walk(folder, &PathBuf::new(), &mut present);
    if present.is_empty() && !folder.is_file() {
        return Ok(None);
    }
    if !folder.join(MARKER).is_file() {
        return Err(Problem::new(
            ErrorCode::AlreadyExists,
            format!("{} holds other files. Nothing was written.", folder.display()),
        )
        .remedy("Choose a new or empty folder, an earlier kit's, or a name that ends in .zip."));
    }
    let written: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    present.retain(|path| !written.contains(path.as_str()));
    Ok((!present.is_empty()).then(|| {
        format!("Files that were there before are not part of this kit: {}.", present.join(", "))
    }))
}

/// The files below a folder, with `/` between their parts, but for those of version control.
fn walk(folder: &Path, inside: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder.join(inside)).into_iter().flatten().flatten() {
        let name = entry.file_name();
        if name.to_string_lossy().starts_with('.') {
            continue;
        }
        let path = inside.join(&name);
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => walk(folder, &path, found),
            _ => {
                let parts = path.iter().map(|part| part.to_string_lossy());
                found.push(parts.collect::<Vec<_>>().join("/"));
            }
        }
    }
    found.sort();
}
