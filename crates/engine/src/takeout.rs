//! Several profiles at once, on their way to another machine or person: the share kit without a single secret, and the
//! backup with all of them, under a passphrase.

use crate::engine::Engine;
use crate::export::count;
use crate::import::SUBJECTS;
use crate::kit_folder;
use crate::secrets;
use crate::view::{Exported, Selection};
use mudbrick_interchange::backup::{self, Backup, BackupKey, BackupProfile};
use mudbrick_interchange::kit::{self, Kit};
use mudbrick_model::{KeyPair, Problem, Profile, RequestPath};
use mudbrick_vault::files::{self, Destination, Existing, Mode, Place};
use mudbrick_vault::{KeyDerivation, SecretText};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What a selection takes along.
struct Selected {
    profiles: Vec<Profile>,
    keys: Vec<KeyPair>,
    requests: Vec<(RequestPath, String)>,
}

impl Engine {
    /// Writes profiles, keys' public halves and requests, without a single secret: as a zip file to a stream or when the
    /// path ends in `.zip`, else as a folder, which may be an earlier kit's when replacing was agreed to.
    pub fn export_kit<'a>(
        &self,
        selection: &Selection,
        to: impl Into<Destination<'a>>,
    ) -> Result<Exported, Problem> {
        let to = to.into();
        let path = to.shown();
        let Selected { profiles, keys, requests } = self.selected(selection)?;
        let kit = Kit { profiles, keys, requests };
        let kit::KitFiles { files, mut notes } = kit::write(&kit)?;
        let guard = self.guard(&[])?;
        for file in &files {
            guard.check(&file.path, file.text.as_bytes())?;
        }
        match folder(&to) {
            None => guard.deliver(to, &kit::zip(&files)?, Mode::Shared)?,
            Some((folder, existing)) => {
                notes.extend(kit_folder::write(folder, existing, &files)?);
            }
        }
        Ok(Exported {
            path,
            profiles: count(kit.profiles.len()),
            keys: count(kit.keys.len()),
            requests: count(kit.requests.len()),
            secrets: false,
            notes,
        })
    }

    /// Writes profiles with their secrets, keys, requests and, of everything, subject templates, under a passphrase.
    pub fn backup<'a>(
        &self,
        selection: &Selection,
        passphrase: &SecretText,
        to: impl Into<Destination<'a>>,
    ) -> Result<Exported, Problem> {
        let to = to.into();
        let path = to.shown();
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
        let bytes = backup::write(&backup, passphrase, &KeyDerivation::in_home(self.home.path()))?;
        // Nothing in it can be read without the passphrase, so there is nothing to look through it for.
        files::deliver(to, &bytes, Mode::Private)?;
        Ok(Exported {
            path,
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

/// The folder that a kit goes to; none when it goes as a zip file.
fn folder<'a>(to: &Destination<'a>) -> Option<(&'a Path, Existing)> {
    let Destination::File { path, existing } = to else { return None };
    let is_zip = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip"));
    let is_stream = matches!(Place::of(path), Ok(Place::Stream));
    (!is_zip && !is_stream).then_some((*path, *existing))
}
