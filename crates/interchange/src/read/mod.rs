//! Recognising and reading what people bring, by what is in it and never by its name.
//!
//! ```text
//! input ──archive──▶ item ──text──▶ syntax ──▶ tree ──shapes──▶ Draft ─┐
//!                      └───────────pki────────────────────▶ Keys ──────┴──join──▶ Reading
//! ```
//!
//! Drafts are what single places hold; `join` makes one credential of those that mean the same, and finds each its key.

mod archive;
mod draft;
mod fields;
mod finds;
mod item;
mod join;
mod keys;
mod mudbrick;
mod recognise;
mod scopes;
mod shapes;
mod syntax;
mod take_keys;
mod text;

use crate::input::{Input, Passphrases};
use crate::reading::Reading;
use finds::Finds;
use item::{Content, Item};

/// Reads everything that the inputs hold, together: a key finds its credential in another file. The same inputs give the
/// same reading. Nothing is refused as a whole; what cannot be read has its problem in [`Reading::sources`].
pub fn read(inputs: &[Input], passphrases: &Passphrases) -> Reading {
    let mut finds = Finds::new(passphrases);
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
        finds.group = group;
        let items = match archive::open(bytes) {
            Ok(members) => {
                members.into_iter().map(|member| unpacked(&input.name, member)).collect()
            }
            Err(problem) => {
                finds.begin(&input.name);
                finds.format("Zip archive");
                finds.problem(problem);
                continue;
            }
        };
        let items: Vec<Item<'_>> = items;
        if items.is_empty() {
            finds.begin(&input.name);
            finds.format("Zip archive");
            finds.ignore("archive", "It is empty.");
        }
        let rest = mudbrick::take_kit(&mut finds, &mut kits, Some(&input.name), items);
        for item in rest {
            recognise::item(&mut finds, &mut kits, &mut backups, &item);
        }
    }
    let (groups, items): (Vec<usize>, Vec<Item<'_>>) = loose.into_iter().unzip();
    let by_name: Vec<(String, usize)> =
        items.iter().map(|item| item.path.clone()).zip(groups).collect();
    for item in mudbrick::take_kit(&mut finds, &mut kits, None, items) {
        let group = by_name.iter().find(|(path, _)| *path == item.path).map(|(_, group)| *group);
        finds.group = group.unwrap_or(inputs.len());
        recognise::item(&mut finds, &mut kits, &mut backups, &item);
    }
    let mut reading = join::join(finds);
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
