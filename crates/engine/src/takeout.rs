//! Several profiles at once, on their way to another machine or person: the share kit without a single secret, and the
//! backup with all of them, under a passphrase. What goes into them is found by `collecting`.

use crate::collecting::{Collected, WithSecrets};
use crate::engine::Engine;
use crate::export::count;
use crate::import::SUBJECTS;
use crate::subjects;
use crate::view::{Exported, LeftOut, Selection, Unreadable};
use mudbrick_interchange::backup::{self, Backup};
use mudbrick_interchange::kit::{self, Kit, KitFile};
use mudbrick_model::{ErrorCode, Problem};
use mudbrick_vault::SecretText;
use mudbrick_vault::files::{self, Mode, SaveError};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

/// The file that makes a folder a kit.
const MARKER: &str = "kit.toml";

impl Engine {
    /// Writes profiles, keys' public halves and requests, without a single secret: as a zip file when the path ends in
    /// `.zip`, else as a folder, which may be an earlier kit's.
    pub fn export_kit(
        &self,
        selection: &Selection,
        path: &Path,
        unreadable: Unreadable,
    ) -> Result<Exported, Problem> {
        let found = self.collect(selection)?;
        found.agreed(unreadable)?;
        let Collected { profiles, keys, requests, left_out } = found;
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
            left_out,
            notes,
            ..Exported::default()
        })
    }

    /// Writes profiles with their secrets, keys, requests and, of everything, subject templates, under a passphrase. The
    /// file takes its place once it was opened again with the passphrase and everything was in it.
    pub fn backup(
        &self,
        selection: &Selection,
        passphrase: &SecretText,
        path: &Path,
        unreadable: Unreadable,
    ) -> Result<Exported, Problem> {
        let mut found = self.collect(selection)?;
        let WithSecrets { profiles, keys } = self.collect_secrets(selection, &mut found)?;
        let mut settings = BTreeMap::new();
        if *selection == Selection::All {
            let subjects = self.subject_templates().and_then(|all| subjects::checked(&all));
            let subjects = found.read("the subject templates".to_owned(), subjects)?;
            settings.extend(subjects.map(|text| (SUBJECTS.to_owned(), text)));
        }
        found.agreed(unreadable)?;
        let Collected { requests, left_out, .. } = found;
        let backup = Backup {
            created_at: self.now(),
            profiles,
            keys,
            requests,
            settings,
            left_out: left_out.iter().map(noted).collect(),
        };
        let bytes = backup::write(&backup, passphrase, self.work_factor)?;
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        self.guard(&[])?.check(&name, &bytes)?;
        files::save_checked(path, &bytes, Mode::Private, |written| {
            read_back(&backup, written, bytes.len() as u64, passphrase)
        })
        .map_err(|error| not_verified(path, error))?;
        let secrets = backup.profiles.iter().map(|held| held.client_secrets.len()).sum();
        let private = backup.keys.iter().filter(|held| held.private_key.is_some()).count();
        Ok(Exported {
            path: path.display().to_string(),
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

/// Opens what was written as somebody would who needs it, and compares it with what was to be in it.
fn read_back(
    backup: &Backup,
    written: &Path,
    length: u64,
    passphrase: &SecretText,
) -> io::Result<()> {
    let differs = || io::Error::new(io::ErrorKind::InvalidData, DIFFERS);
    let bytes = files::read(written, length).map_err(io::Error::other)?;
    let read = backup::read(&bytes, passphrase).map_err(|_| differs())?;
    if read.is_same_as(backup) { Ok(()) } else { Err(differs()) }
}

const DIFFERS: &str = "what was written is not what was to be in it";

fn not_verified(path: &Path, error: SaveError) -> Problem {
    let problem = Problem::from(error);
    if problem.detail.as_deref() != Some(DIFFERS) {
        return problem;
    }
    let message = format!("The backup was written to {} and did not read back.", path.display());
    Problem::new(ErrorCode::Storage, format!("{message} No file was left there."))
        .remedy("Try again with a file on another disk.")
        .detail(DIFFERS)
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
