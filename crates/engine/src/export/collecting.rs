//! Everything that a kit or backup takes along, and everything that should be in it and cannot be read. Nothing is passed
//! over in silence: what is not in the one list is in the other. Writing is left to `bundles`.

use super::Export;
use super::left_out::file_of;
use crate::keys::certificate::key_fault;
use crate::profiles::draft;
use crate::vault::stored;
use crate::view::{LeftOut, Selection, Unreadable};
use mudbrick_interchange::backup::{BackupKey, BackupProfile};
use mudbrick_model::{ErrorCode, KeyPair, Problem, Profile, RequestPath};
use mudbrick_store::Listing;
use mudbrick_vault::SecretId;
use std::collections::BTreeSet;

/// What a selection takes along.
#[derive(Default)]
pub(crate) struct Collected {
    pub(crate) profiles: Vec<Profile>,
    pub(crate) keys: Vec<KeyPair>,
    pub(crate) requests: Vec<(RequestPath, String)>,
    /// What it should take along and cannot.
    pub(crate) left_out: Vec<LeftOut>,
}

/// The secrets of what was collected.
#[derive(Default)]
pub(crate) struct WithSecrets {
    pub(crate) profiles: Vec<BackupProfile>,
    pub(crate) keys: Vec<BackupKey>,
}

impl Export {
    /// Reads what the selection names. A damaged file is noted, and the rest is read on.
    pub(crate) fn collect(&self, selection: &Selection) -> Result<Collected, Problem> {
        let mut found = Collected::default();
        let keys = self.core.keys.list()?;
        match selection {
            Selection::All => {
                let profiles = self.core.profiles.list()?;
                found.note_files("profile", &profiles);
                found.note_files("key pair", &keys);
                found.profiles = profiles.items.into_iter().map(|stored| stored.value).collect();
            }
            Selection::Profiles { ids } => {
                for id in ids.iter().collect::<BTreeSet<_>>() {
                    match self.core.profiles.get(id) {
                        Ok(stored) => found.profiles.push(stored.value),
                        Err(error) => found.note(format!("the profile {id}"), error.into())?,
                    }
                }
            }
        }
        let signing: BTreeSet<_> =
            found.profiles.iter().filter_map(|profile| profile.credential.key()).cloned().collect();
        let wanted = |pair: &KeyPair| *selection == Selection::All || signing.contains(&pair.id);
        for pair in keys.items.into_iter().map(|stored| stored.value).filter(wanted) {
            match key_fault(&pair) {
                Some(fault) => found.note(format!("the key pair {}", pair.name), fault)?,
                None => found.keys.push(pair),
            }
        }
        self.note_missing_keys(selection, &mut found)?;
        self.collect_requests(&mut found)?;
        Ok(found)
    }

    /// A profile is not whole without the key it signs with. One in a damaged file was noted with that.
    fn note_missing_keys(
        &self,
        selection: &Selection,
        found: &mut Collected,
    ) -> Result<(), Problem> {
        for profile in found.profiles.clone() {
            let Some(id) = profile.credential.key() else { continue };
            let Err(error) = self.core.keys.get(id) else { continue };
            let problem = Problem::from(error);
            if *selection == Selection::All && problem.code == ErrorCode::Damaged {
                continue;
            }
            let missing = Problem {
                code: ErrorCode::Damaged,
                remedy: Some("Bring the key pair back, or choose another in the profile.".into()),
                ..problem
            };
            found.note(format!("the key pair that {} signs with", profile.title()), missing)?;
        }
        Ok(())
    }

    fn collect_requests(&self, found: &mut Collected) -> Result<(), Problem> {
        let listing = self.core.own_requests.list()?;
        for damaged in &listing.damaged {
            found.note(file_of("request", damaged), damaged.problem.clone())?;
        }
        for path in listing.paths {
            match self.core.own_requests.text(&path) {
                Ok(text) => found.requests.push((path, text)),
                Err(error) => found.note(format!("the request {path}"), error.into())?,
            }
        }
        Ok(())
    }

    /// Takes the secrets of what was collected out of the vault.
    pub(crate) fn collect_secrets(
        &self,
        selection: &Selection,
        found: &mut Collected,
    ) -> Result<WithSecrets, Problem> {
        let mut whole = WithSecrets::default();
        for profile in std::mem::take(&mut found.profiles) {
            if let Err(wrong) = draft::check(&draft::from_profile(&profile)) {
                // It can be read and could not be brought back: no form takes it as it is.
                let problem = Problem { code: ErrorCode::Damaged, ..draft::refused(&wrong) };
                found.note(format!("the profile {}", profile.title()), problem)?;
                continue;
            }
            let what = format!("the client secret of {}", profile.title());
            let client_secrets = match self.lost(profile.id.as_str()) {
                Some(lost) => Err(lost),
                None => stored::client_secrets_of(&self.core.vault, &profile),
            };
            let client_secrets = found.read(what, client_secrets)?.unwrap_or_default();
            whole.profiles.push(BackupProfile { profile, client_secrets });
        }
        for pair in std::mem::take(&mut found.keys) {
            let what = format!("the private key of {}", pair.name);
            let private_key = match self.lost(pair.id.as_str()) {
                Some(lost) => Err(lost),
                None => stored::private_key(&self.core.vault, &pair.id),
            };
            let private_key = found.read(what, private_key)?.flatten();
            whole.keys.push(BackupKey { pair, private_key });
        }
        if *selection == Selection::All {
            self.note_ownerless(found, &whole)?;
        }
        Ok(whole)
    }

    /// A secret whose file is gone while earlier states of it are there was not removed by Mudbrick, which removes those
    /// first.
    fn lost(&self, owner: &str) -> Option<Problem> {
        let id = SecretId::secret(owner);
        if self.core.vault.holds(&id) {
            return None;
        }
        let newest = self.core.vault.generations(&id).ok()?.into_iter().find(|it| it.readable)?;
        let problem = Problem::new(ErrorCode::Damaged, "A file of the vault is missing.");
        Some(problem.remedy(format!("Restore its earlier state {}.", newest.number)))
    }

    /// A secret that belongs to nobody may be that of a profile whose file was changed or lost. Where a file is damaged,
    /// that is noted already.
    fn note_ownerless(&self, found: &mut Collected, whole: &WithSecrets) -> Result<(), Problem> {
        if found.left_out.iter().any(|it| it.problem.code == ErrorCode::Damaged) {
            return Ok(());
        }
        let owners = whole.profiles.iter().map(|each| each.profile.id.to_string());
        let owners = owners.chain(whole.keys.iter().map(|each| each.pair.id.to_string()));
        let known: BTreeSet<String> = owners
            .chain(self.core.profiles.deleted())
            .chain(self.core.keys.deleted())
            .chain(self.vault.unfinished())
            .collect();
        for owner in self.core.vault.owners()?.into_iter().filter(|owner| !known.contains(owner)) {
            let problem = Problem::new(
                ErrorCode::Damaged,
                "The vault has a secret that belongs to no profile or key pair.",
            )
            .remedy(
                "Put the profile or key pair back that it belongs to, or delete the file if you know that nothing needs it.",
            );
            found.note(format!("the vault's file secrets/{owner}.age"), problem)?;
        }
        Ok(())
    }
}

impl Collected {
    fn note_files<T>(&mut self, what: &str, listing: &Listing<T>) {
        self.left_out.extend(listing.damaged.iter().map(|damaged| LeftOut {
            what: file_of(what, damaged),
            problem: damaged.problem.clone(),
        }));
    }

    /// Notes what cannot be read.
    ///
    /// # Errors
    /// The vault is closed: nothing is damaged then.
    pub(crate) fn note(&mut self, what: String, problem: Problem) -> Result<(), Problem> {
        match problem.code {
            ErrorCode::VaultLocked | ErrorCode::VaultAbsent | ErrorCode::VaultDenied => {
                Err(problem)
            }
            _ => {
                self.left_out.push(LeftOut { what, problem });
                Ok(())
            }
        }
    }

    /// What was read, or none with a note.
    pub(crate) fn read<T>(
        &mut self,
        what: String,
        read: Result<T, Problem>,
    ) -> Result<Option<T>, Problem> {
        match read {
            Ok(read) => Ok(Some(read)),
            Err(problem) => self.note(what, problem).map(|()| None),
        }
    }

    /// Whether to go on without what cannot be read.
    ///
    /// # Errors
    /// It is not to be left out: a problem that names all of it.
    pub(crate) fn agreed(&self, unreadable: Unreadable) -> Result<(), Problem> {
        if self.left_out.is_empty() || unreadable == Unreadable::LeftOut {
            return Ok(());
        }
        let names: Vec<&str> = self.left_out.iter().map(|it| it.what.as_str()).collect();
        let details: Vec<String> = self.left_out.iter().map(detailed).collect();
        Err(Problem::new(
            ErrorCode::Damaged,
            format!("Nothing was written, because this cannot be read: {}.", names.join(", ")),
        )
        .remedy("Repair or restore it, or leave it out (on the command line with --skip-damaged).")
        .detail(details.join("\n")))
    }
}

fn detailed(left_out: &LeftOut) -> String {
    let problem = &left_out.problem;
    let parts = [Some(problem.message.as_str()), problem.detail.as_deref(), problem.remedy_text()];
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    format!("{}: {}", left_out.what, parts.join(" "))
}
