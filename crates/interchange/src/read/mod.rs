//! Recognising and reading what people bring, by what is in it and never by its name.
//!
//! ```text
//! input ──archive──▶ item ──text──▶ syntax ──▶ tree ──shapes──▶ PartialCredential ─┐
//!                      └───────────pki────────────────────▶ Keys ──────────────────┴──join──▶ Reading
//! ```
//!
//! A partial credential is what one place holds; `join` makes one credential of those that mean the same, and finds each
//! its key.

mod affix;
pub(crate) mod archive;
mod blocks;
mod fields;
mod findings;
mod item;
mod join;
mod keys;
mod mudbrick;
mod partial_credential;
mod recognise;
mod scopes;
mod shapes;
pub(crate) mod syntax;
mod take_keys;
pub(crate) mod text;
mod unused;

use crate::input::{Input, Passphrases};
use crate::reading::Reading;
use findings::Findings;
use item::{Content, Item};
use mudbrick_model::{Unused, UnusedReason};

/// Reads everything that the inputs hold, together: a key finds its credential in another file. The same inputs give the
/// same reading. Nothing is refused as a whole; what cannot be read has its problem in [`Reading::sources`].
pub fn read(inputs: &[Input], passphrases: &Passphrases) -> Reading {
    let mut findings = Findings::new(passphrases);
    let mut kits = Vec::new();
    let mut backups = Vec::new();
    let mut loose = Vec::new();
    for (group, input) in inputs.iter().enumerate() {
        let bytes = input.bytes.expose().as_slice();
        if !archive::is_archive(bytes) {
            let (name, path) = (input.name.clone(), input.name.replace('\\', "/"));
            loose.push((group, Item { name, path, content: Content::Given(bytes) }));
            continue;
        }
        findings.group = group;
        let items = match archive::open(bytes, archive::MAX_FILES) {
            Ok(members) => {
                members.into_iter().map(|member| unpacked(&input.name, member)).collect()
            }
            Err(problem) => {
                findings.begin(&input.name);
                findings.format("Zip archive");
                findings.problem(problem);
                continue;
            }
        };
        let items: Vec<Item<'_>> = items;
        if items.is_empty() {
            findings.begin(&input.name);
            findings.format("Zip archive");
            findings.ignore(Unused::Archive, UnusedReason::Empty);
        }
        let rest = mudbrick::take_kit(&mut findings, &mut kits, Some(&input.name), items);
        for item in rest {
            recognise::item(&mut findings, &mut kits, &mut backups, &item);
        }
    }
    let (groups, items): (Vec<usize>, Vec<Item<'_>>) = loose.into_iter().unzip();
    let by_name: Vec<(String, usize)> =
        items.iter().map(|item| item.path.clone()).zip(groups).collect();
    for item in mudbrick::take_kit(&mut findings, &mut kits, None, items) {
        let group = by_name.iter().find(|(path, _)| *path == item.path).map(|(_, group)| *group);
        findings.group = group.unwrap_or(inputs.len());
        recognise::item(&mut findings, &mut kits, &mut backups, &item);
    }
    let mut reading = join::join(findings);
    reading.kits = kits;
    reading.backups = backups;
    reading
}

fn unpacked(archive: &str, member: archive::Member) -> Item<'static> {
    Item {
        name: format!("{archive} › {}", member.name),
        path: member.name.replace('\\', "/"),
        content: match member.content {
            Ok(bytes) => Content::Unpacked(bytes),
            Err(problem) => Content::Refused(problem),
        },
    }
}
