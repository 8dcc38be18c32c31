//! One profile as a file for another tool, and the inventory of all. Looked through for secrets before anything is written.

mod bundles;
mod collecting;
pub(crate) mod kit_folder;
mod left_out;
pub(crate) mod view;

use crate::core::Core;
use crate::keys::Keys;
use crate::keys::certificate::key_fault;
use crate::vault::Vault;
use crate::vault::stored;
use crate::view::{ExportFormat, ExportSecrets, Exported, LeftOut};
use left_out::file_of;
use mudbrick_interchange::Outgoing;
use mudbrick_interchange::write::{self, InventoryRow, Written};
use mudbrick_model::{KeyPair, NoteView, Problem, Profile, ProfileId};
use mudbrick_store::{Damaged, Stored};
use mudbrick_vault::SecretText;
use mudbrick_vault::files::{Destination, Mode};
use std::sync::Arc;

/// The room of what goes to others.
pub struct Export {
    core: Arc<Core>,
    vault: Arc<Vault>,
    keys: Arc<Keys>,
}

impl Export {
    pub(crate) fn new(core: &Arc<Core>, vault: &Arc<Vault>, keys: &Arc<Keys>) -> Self {
        Self { core: Arc::clone(core), vault: Arc::clone(vault), keys: Arc::clone(keys) }
    }

    /// Writes a profile as a file for another tool: without its secrets, or with them for the owner's eyes alone.
    pub fn profile<'a>(
        &self,
        id: &ProfileId,
        format: ExportFormat,
        with: ExportSecrets,
        to: impl Into<Destination<'a>>,
    ) -> Result<Exported, Problem> {
        let to = to.into();
        let Stored { value: profile, slug, .. } = self.core.profiles.get(id)?;
        // A key that cannot be read is said, and not left out as if there were none.
        let pair = profile.credential.key().map(|key| self.core.keys.get(key)).transpose()?;
        let pair: Option<KeyPair> = pair.map(|stored| stored.value);
        if let Some(fault) = pair.as_ref().and_then(key_fault) {
            return Err(fault);
        }
        let (client_secrets, private_key, mode) = match (with, &pair) {
            (ExportSecrets::LeftOut, _) => (Vec::new(), None, Mode::Shared),
            (ExportSecrets::Included, pair) => {
                let key = pair.as_ref().map(|pair| stored::private_key(&self.core.vault, &pair.id));
                let key = key.transpose()?.flatten();
                (stored::client_secrets_of(&self.core.vault, &profile)?, key, Mode::Private)
            }
        };
        let written = written(
            format,
            &Outgoing {
                slug: &slug,
                profile: &profile,
                client_secrets: &client_secrets,
                private_key: private_key.as_ref(),
                certificate: pair.as_ref().and_then(|pair| pair.certificate.as_deref()),
            },
        );
        let chosen: Vec<SecretText> = client_secrets.iter().chain(&private_key).cloned().collect();
        let guard = self.vault.guard(&chosen)?;
        let path = to.display_name();
        guard.deliver(to, written.text.expose().as_bytes(), mode)?;
        Ok(Exported {
            path,
            profiles: 1,
            keys: u32::from(private_key.is_some()),
            requests: 0,
            secrets: !chosen.is_empty(),
            notes: written.notes.into_iter().map(NoteView::from).collect(),
            ..Exported::default()
        })
    }

    /// The file name a profile is exported under unless the person chooses another.
    pub fn file_name(&self, id: &ProfileId, format: ExportFormat) -> Result<String, Problem> {
        let stored = self.core.profiles.get(id)?;
        Ok(written(format, &bare(&stored)).file_name)
    }

    /// Writes a table of all profiles without secrets, for a spreadsheet. One that cannot be read has a line that says so.
    pub fn inventory<'a>(&self, to: impl Into<Destination<'a>>) -> Result<Exported, Problem> {
        let to = to.into();
        let path = to.display_name();
        let Inventory { text, profiles, left_out } = self.all()?;
        self.vault.guard(&[])?.deliver(to, text.as_bytes(), Mode::Shared)?;
        Ok(Exported { path, profiles, left_out, ..Exported::default() })
    }

    /// The same table as CSV text, looked through as well.
    pub fn inventory_text(&self) -> Result<Inventory, Problem> {
        let inventory = self.all()?;
        self.vault.guard(&[])?.check("inventory.csv", inventory.text.as_bytes())?;
        Ok(inventory)
    }

    /// A profile as another tool's text, without its secrets.
    pub fn text(&self, id: &ProfileId, format: ExportFormat) -> Result<String, Problem> {
        let stored = self.core.profiles.get(id)?;
        let written = written(format, &bare(&stored));
        self.vault.guard(&[])?.check(&written.file_name, written.text.expose().as_bytes())?;
        Ok(written.text.expose().clone())
    }

    fn all(&self) -> Result<Inventory, Problem> {
        let (profiles, keys) = (self.core.profiles.list()?, self.core.keys.list()?);
        let row = |profile| InventoryRow::Profile {
            profile,
            key: key_of(profile, keys.items.iter().map(|it| &it.value)),
        };
        let names: Vec<String> = profiles.damaged.iter().map(Damaged::name).collect();
        let rows: Vec<InventoryRow<'_>> = profiles
            .items
            .iter()
            .map(|stored| row(&stored.value))
            .chain(names.iter().map(|name| InventoryRow::Damaged { name }))
            .collect();
        let of = |what, damaged: &Damaged| LeftOut {
            what: file_of(what, damaged),
            problem: damaged.problem.clone(),
        };
        let damaged_profiles = profiles.damaged.iter().map(|damaged| of("profile", damaged));
        let damaged_keys = keys.damaged.iter().map(|damaged| of("key pair", damaged));
        let faults = keys.items.iter().filter_map(|stored| {
            let problem = key_fault(&stored.value)?;
            Some(LeftOut { what: format!("the key pair {}", stored.value.name), problem })
        });
        Ok(Inventory {
            text: write::inventory(&rows),
            profiles: count(profiles.items.len()),
            left_out: damaged_profiles.chain(damaged_keys).chain(faults).collect(),
        })
    }
}

/// The table of all profiles.
pub struct Inventory {
    /// As CSV.
    pub text: String,
    /// How many profiles are in it with all they have.
    pub profiles: u32,
    /// What could not be read.
    pub left_out: Vec<LeftOut>,
}

fn written(format: ExportFormat, outgoing: &Outgoing<'_>) -> Written {
    match format {
        ExportFormat::Env => write::env(outgoing),
        ExportFormat::Aio => write::aio(outgoing),
        ExportFormat::Aepp => write::aepp(outgoing),
        ExportFormat::Postman => write::postman(outgoing),
        ExportFormat::Console => write::console(outgoing),
    }
}

/// A profile without anything secret.
fn bare(stored: &Stored<Profile>) -> Outgoing<'_> {
    let (slug, profile) = (&stored.slug, &stored.value);
    Outgoing { slug, profile, client_secrets: &[], private_key: None, certificate: None }
}

fn key_of<'a>(
    profile: &Profile,
    mut keys: impl Iterator<Item = &'a KeyPair>,
) -> Option<&'a KeyPair> {
    let wanted = profile.credential.key()?;
    keys.find(|pair| pair.id == *wanted)
}

pub(crate) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
