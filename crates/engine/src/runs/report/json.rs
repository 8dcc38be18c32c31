//! JSON: what the run was, how many calls came to what, and every result.

use super::super::journal::InOrder;
use super::super::run_view::{RunCounts, RunId, RunSettings};
use super::source::Source;
use mudbrick_model::Timestamp;
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Head<'a> {
    version: u32,
    id: &'a RunId,
    started_at: Timestamp,
    settings: &'a RunSettings,
    counts: RunCounts,
}

pub(super) fn write(
    source: &Source<'_>,
    results: &mut InOrder,
    file: &mut impl Write,
) -> io::Result<()> {
    let header = &source.index.header;
    let head = Head {
        version: 1,
        id: &header.id,
        started_at: header.started_at,
        settings: &header.settings,
        counts: source.index.counts,
    };
    let head = serde_json::to_string(&head)?;
    // The results go where the object is closed: all of them at once are more than memory has room for.
    let open = head.strip_suffix('}').unwrap_or(&head);
    write!(file, "{},\"results\":[", source.redactor.text(open))?;
    let mut between = "\n";
    source.each(
        results,
        |_| true,
        |result| {
            write!(file, "{between}{}", serde_json::to_string(&result)?)?;
            between = ",\n";
            Ok(())
        },
    )?;
    writeln!(file, "\n]}}")
}
