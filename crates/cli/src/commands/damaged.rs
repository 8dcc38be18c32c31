//! Profiles and key pairs whose files cannot be read, among those that can.

use crate::output::{Output, Page};
use mudbrick_engine::view::{DamagedRecord, RecordKind};
use serde::Serialize;

/// An entry of a list with `--json`: a damaged one has `damaged` and no `id`.
#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum Listed<'a, T> {
    Whole(&'a T),
    Damaged { damaged: &'a DamagedRecord },
}

pub(crate) fn only(kind: RecordKind, damaged: Vec<DamagedRecord>) -> Vec<DamagedRecord> {
    damaged.into_iter().filter(|it| it.kind == kind).collect()
}

pub(crate) fn listed<'a, T>(whole: &'a [T], damaged: &'a [DamagedRecord]) -> Vec<Listed<'a, T>> {
    let damaged = damaged.iter().map(|damaged| Listed::Damaged { damaged });
    whole.iter().map(Listed::Whole).chain(damaged).collect()
}

/// What is wrong with each and what to do.
pub(crate) fn say(damaged: &[DamagedRecord], output: &Output) {
    for it in damaged {
        output.problem(&it.problem);
    }
}

/// Adds a line for each.
pub(crate) fn add(damaged: &[DamagedRecord], page: &mut Page) {
    for it in damaged {
        writeln!(page, "{}  DAMAGED: {}", it.name, it.path);
    }
}
