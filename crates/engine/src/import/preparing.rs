//! What a reading brings, as candidates: credentials, kits and backups side by side.

use super::candidates::{Prepared, SUBJECTS, Shared, found_key, from_credential, locked, source};
use super::{Import, suggested_risk};
use crate::view::{IgnoredItem, ImportSource};
use mudbrick_interchange::Reading;
use mudbrick_interchange::backup::{BackupKey, BackupProfile};
use mudbrick_model::{Unused, UnusedReason};
use mudbrick_practice::SeedFile;

impl Import {
    pub(super) fn prepare(&self, reading: Reading, unread: &[ImportSource]) -> Prepared {
        let mut prepared = Prepared {
            sources: reading
                .sources
                .into_iter()
                .map(source)
                .chain(unread.iter().cloned())
                .collect(),
            profiles: Vec::new(),
            keys: reading.keys.into_iter().filter_map(found_key).collect(),
            requests: Vec::new(),
            subjects: Vec::new(),
            locked: reading.locked.into_iter().map(locked).collect(),
            ignored: reading.ignored.into_iter().map(IgnoredItem::from).collect(),
        };
        let practice = self.practice_clients();
        for credential in reading.credentials {
            let candidate = from_credential(credential, &prepared.keys, &practice);
            prepared.profiles.push(candidate);
        }
        for found in reading.kits {
            let keys = found.kit.keys.into_iter().map(|pair| BackupKey { pair, private_key: None });
            let profiles = found.kit.profiles.into_iter().map(|profile| {
                let (profile, note) = suggested_risk::shared(profile);
                Shared { profile, secrets: Vec::new(), note }
            });
            prepared.add(&found.source, keys, profiles, found.kit.requests);
        }
        for found in reading.backups {
            let held = found.backup.profiles.into_iter();
            let profiles = held.map(|held| {
                let BackupProfile { profile, client_secrets: secrets } = held;
                Shared { profile, secrets, note: None }
            });
            prepared.add(&found.source, found.backup.keys, profiles, found.backup.requests);
            prepared.ignored.extend(found.backup.left_out.into_iter().map(|it| {
                let what = Unused::LeftOutOfBackup { what: it.what };
                let why = UnusedReason::LeftOutOfBackup { why: it.why };
                IgnoredItem::new(found.source.clone(), String::new(), what, why)
            }));
            // What a backup says that cannot be understood here is left to the Mudbrick that wrote it.
            let subjects = found.backup.settings.get(SUBJECTS);
            let subjects = subjects.and_then(|text| serde_json::from_str(text).ok());
            prepared.subjects.extend(subjects.unwrap_or_else(Vec::new));
        }
        prepared
    }

    /// Client IDs that exist in the practice Adobe alone: in the one that runs, else in the built-in one.
    fn practice_clients(&self) -> Vec<String> {
        match self.practice.control() {
            Some(control) => {
                control.projects().iter().map(|project| project.client_id.to_string()).collect()
            }
            None => SeedFile::default()
                .projects
                .iter()
                .map(|project| project.client_id.to_string())
                .collect(),
        }
    }
}
