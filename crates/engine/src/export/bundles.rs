//! Several profiles at once, on their way to another machine or person: the share kit without a single secret, and the
//! backup with all of them, under a passphrase. What goes into them is found by `collecting`.

use super::Export;
use super::collecting::{Collected, WithSecrets};
use super::count;
use super::kit_folder;
use crate::import::SUBJECTS;
use crate::jobs::Job;
use crate::keys::subject_templates;
use crate::view::{Exported, LeftOut, Selection, Unreadable};
use mudbrick_interchange::backup::{self, Backup};
use mudbrick_interchange::kit::{self, Kit};
use mudbrick_model::{ErrorCode, NoteView, Problem};
use mudbrick_vault::files::{self, Destination, Existing, Mode, Place};
use mudbrick_vault::{KeyDerivation, SecretText};
use std::collections::BTreeMap;
use std::path::Path;

impl Export {
    /// Writes profiles, keys' public halves and requests, without a single secret: as a zip file to a stream or when the
    /// path ends in `.zip`, else as a folder, which may be an earlier kit's when replacing was agreed to.
    pub fn kit<'a>(
        &self,
        selection: &Selection,
        to: impl Into<Destination<'a>>,
        unreadable: Unreadable,
    ) -> Result<Exported, Problem> {
        let to = to.into();
        let path = to.display_name();
        let found = self.collect(selection)?;
        found.agreed(unreadable)?;
        let Collected { profiles, keys, requests, left_out } = found;
        let kit = Kit { profiles, keys, requests };
        let kit::KitFiles { files, mut notes } = kit::write(&kit)?;
        let guard = self.vault.guard(&[])?;
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
            left_out,
            notes: notes.into_iter().map(NoteView::from).collect(),
            ..Exported::default()
        })
    }

    /// Writes profiles with their secrets, keys, requests and, of everything, subject templates, under a passphrase. It
    /// goes out once it was opened again with the passphrase and everything was in it.
    pub fn backup<'a>(
        &self,
        job: &Job,
        selection: &Selection,
        passphrase: &SecretText,
        to: impl Into<Destination<'a>>,
        unreadable: Unreadable,
    ) -> Result<Exported, Problem> {
        let to = to.into();
        let path = to.display_name();
        let mut found = self.collect(selection)?;
        let WithSecrets { profiles, keys } = self.collect_secrets(selection, &mut found)?;
        let mut settings = BTreeMap::new();
        if *selection == Selection::All {
            let subjects = self.keys.templates().and_then(|all| subject_templates::checked(&all));
            let subjects = found.read("the subject templates".to_owned(), subjects)?;
            settings.extend(subjects.map(|text| (SUBJECTS.to_owned(), text)));
        }
        found.agreed(unreadable)?;
        let Collected { requests, left_out, .. } = found;
        let backup = Backup {
            created_at: self.core.now(),
            profiles,
            keys,
            requests,
            settings,
            left_out: left_out.iter().map(noted).collect(),
        };
        let derivation = KeyDerivation::in_home(self.core.home.path());
        let derivation = match self.core.work_factor {
            Some(factor) => derivation.with_work_factor(factor),
            None => derivation,
        };
        job.go_on()?;
        let bytes = backup::write(&backup, passphrase, &derivation)?;
        job.go_on()?;
        opened_again(&backup, &bytes, passphrase, &derivation)?;
        job.go_on()?;
        let file = written_file(&to);
        // Nothing in it can be read without the passphrase, so there is nothing to look through it for.
        files::deliver(to, &bytes, Mode::Private)?;
        if let Some(file) = file {
            let same = files::read(file, bytes.len() as u64).is_ok_and(|found| found == bytes);
            if !same {
                return Err(differs());
            }
        }
        let secrets = backup.profiles.iter().map(|each| each.client_secrets.len()).sum();
        let private = backup.keys.iter().filter(|each| each.private_key.is_some()).count();
        Ok(Exported {
            path,
            profiles: count(backup.profiles.len()),
            keys: count(backup.keys.len()),
            requests: count(backup.requests.len()),
            secrets: true,
            client_secrets: count(secrets),
            private_keys: count(private),
            left_out,
            notes: Vec::new(),
        })
    }
}

fn noted(left_out: &LeftOut) -> backup::LeftOut {
    backup::LeftOut { what: left_out.what.clone(), why: left_out.problem.message.clone() }
}

/// Opens the backup as somebody would who needs it, and compares it with what was to be in it.
fn opened_again(
    backup: &Backup,
    bytes: &[u8],
    passphrase: &SecretText,
    derivation: &KeyDerivation,
) -> Result<(), Problem> {
    match backup::read(bytes, passphrase, derivation) {
        Ok(read) if read.is_same_as(backup) => Ok(()),
        _ => Err(differs()),
    }
}

/// The file that can be read once it is written; a pipe or device cannot.
fn written_file<'a>(to: &Destination<'a>) -> Option<&'a Path> {
    let Destination::File { path, .. } = to else { return None };
    (!matches!(Place::of(path), Ok(Place::Stream))).then_some(*path)
}

fn differs() -> Problem {
    Problem::new(ErrorCode::Storage, "The backup was written and did not read back as it was.")
        .remedy("Do not rely on that file. Try again with a file on another disk.")
}

/// The folder that a kit goes to; none when it goes as a zip file.
fn folder<'a>(to: &Destination<'a>) -> Option<(&'a Path, Existing)> {
    let Destination::File { path, existing } = to else { return None };
    let is_zip = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip"));
    let is_stream = matches!(Place::of(path), Ok(Place::Stream));
    (!is_zip && !is_stream).then_some((*path, *existing))
}
