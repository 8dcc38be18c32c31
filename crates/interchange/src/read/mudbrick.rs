//! Mudbrick's own share kits and backups among what is read.

use super::findings::Findings;
use super::item::{Content, Item, MAX_TEXT};
use super::text;
use crate::backup::{self, BackupError};
use crate::kit::{self, Part};
use crate::reading::{FoundBackup, FoundKit};
use mudbrick_model::{ErrorCode, Explain, Problem, Unused, UnusedReason};
use zeroize::Zeroizing;

const KIT: &str = "Mudbrick share kit";
/// For a profile or key of a kit by itself.
const MARKER: (&str, &str) = ("kit.toml", "format = \"mudbrick-kit\"\nversion = 1\n");

/// Takes a kit out of the files of an archive or folder, if there is one among them; gives the other files back.
pub(super) fn take_kit<'a>(
    findings: &mut Findings<'_>,
    kits: &mut Vec<FoundKit>,
    archive: Option<&str>,
    items: Vec<Item<'a>>,
) -> Vec<Item<'a>> {
    let texts: Vec<Option<Zeroizing<String>>> = items.iter().map(text_of).collect();
    let marker = items.iter().zip(&texts).find(|(item, text)| {
        item.path.rsplit('/').next() == Some(MARKER.0)
            && text.as_ref().is_some_and(|text| kit::part(text) == Some(Part::Marker))
    });
    let Some((marker, _)) = marker else { return items };
    let files: Vec<(&str, &str)> = items
        .iter()
        .zip(&texts)
        .filter_map(|(item, text)| Some((item.path.as_str(), text.as_ref()?.as_str())))
        .collect();
    let name = archive.map_or_else(|| marker.name.clone(), str::to_owned);
    findings.begin(&name);
    findings.format(KIT);
    let root = marker.path.strip_suffix(MARKER.0).unwrap_or_default().to_owned();
    match kit::read(&files) {
        Err(error) => {
            findings.problem(error.problem());
            // A newer kit's files are not to be taken for something else.
            items.into_iter().filter(|item| !item.path.starts_with(&root)).collect()
        }
        Ok(read) => {
            let mut left = Vec::new();
            for (path, error) in read.unused {
                match error {
                    Some(error) => {
                        let problem = error.problem();
                        let what = Unused::File { path: Some(path) };
                        findings.ignore(what, UnusedReason::Unusable { problem });
                    }
                    None => left.push(path),
                }
            }
            kits.push(FoundKit { source: name, kit: read.kit });
            let texts = items.iter().zip(&texts).filter(|(_, text)| text.is_none());
            left.extend(texts.map(|(item, _)| item.path.clone()));
            items.into_iter().filter(|item| left.contains(&item.path)).collect()
        }
    }
}

fn text_of(item: &Item<'_>) -> Option<Zeroizing<String>> {
    match &item.content {
        Content::Refused(_) => None,
        _ if item.bytes().len() > MAX_TEXT => None,
        _ => text::decode(item.bytes()).map(|decoded| decoded.text),
    }
}

/// A file of a kit by itself: a profile or a key is as good as a kit of one.
pub(super) fn part(findings: &mut Findings<'_>, kits: &mut Vec<FoundKit>, text: &str) -> bool {
    let path = match kit::part(text) {
        None => return false,
        Some(Part::Marker) => {
            findings.format(KIT);
            findings.problem(
                Problem::new(
                    ErrorCode::InvalidInput,
                    "This is the list of a share kit, without its files.",
                )
                .remedy("Drop the kit's folder or zip file."),
            );
            return true;
        }
        Some(Part::Profile) => "profiles/it.toml",
        Some(Part::Key) => "keys/it.toml",
    };
    findings.format("Part of a Mudbrick share kit");
    match kit::read(&[MARKER, (path, text)]) {
        Ok(read) => match read.unused.into_iter().find_map(|(_, error)| error) {
            Some(error) => findings.problem(error.problem()),
            None => kits.push(FoundKit { source: findings.source().to_owned(), kit: read.kit }),
        },
        Err(error) => findings.problem(error.problem()),
    }
    true
}

/// A backup, which needs its passphrase to be anything.
pub(super) fn take_backup(
    findings: &mut Findings<'_>,
    backups: &mut Vec<FoundBackup>,
    bytes: &[u8],
) {
    const WHAT: &str = "Mudbrick backup";
    findings.format(WHAT);
    let place = findings.met;
    findings.met += 1;
    let passphrases = findings.passphrases;
    let Some(passphrase) = passphrases.by_place.get(&place) else {
        return findings.lock(WHAT, place, None);
    };
    match backup::read(bytes, passphrase, &passphrases.derivation) {
        Ok(backup) => {
            let source = findings.source().to_owned();
            backups.push(FoundBackup { source, backup });
        }
        Err(error @ BackupError::WrongPassphrase) => {
            findings.lock(WHAT, place, Some(error.problem()))
        }
        Err(error) => findings.problem(error.problem()),
    }
}
