//! Markdown, to be read: how many calls came to what, those that are not as they have to be, then all.

use super::super::journal::InOrder;
use super::super::run_view::{RunOutcome, RunResult};
use super::source::Source;
use crate::markdown::escaped;
use std::io::{self, Write};

pub(super) fn write(
    source: &Source<'_>,
    results: &mut InOrder,
    file: &mut impl Write,
) -> io::Result<()> {
    let (header, counts) = (&source.index.header, source.index.counts);
    writeln!(file, "# Run {}\n", header.id)?;
    let at = jiff::Timestamp::from_millisecond(header.started_at.0).unwrap_or_default();
    writeln!(file, "Begun {at:.0}.\n")?;
    writeln!(
        file,
        "| calls | passed | check failed | error answer | no answer | not sent | left |"
    )?;
    writeln!(file, "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |")?;
    writeln!(
        file,
        "| {} | {} | {} | {} | {} | {} | {} |",
        counts.calls,
        counts.passed,
        counts.check_failed,
        counts.error_answer,
        counts.send_failed,
        counts.not_sent,
        counts.left()
    )?;
    if counts.failed() > 0 {
        writeln!(file, "\n## Not as it has to be\n")?;
        source.each(
            results,
            |_| true,
            |result| match result.outcome {
                RunOutcome::Passed => Ok(()),
                _ => failure(&result, file),
            },
        )?;
    }
    writeln!(file, "\n## All calls\n")?;
    writeln!(file, "| # | request | profile | row | result | status | ms | bytes | history |")?;
    writeln!(file, "| ---: | --- | --- | ---: | --- | ---: | ---: | ---: | ---: |")?;
    source.each(results, |_| true, |result| row(&result, file))
}

fn failure(result: &RunResult, file: &mut impl Write) -> io::Result<()> {
    let (name, title) = (escaped(&result.title_with_row()), escaped(&result.title));
    writeln!(file, "- **{name}** on {title}: {}", result.outcome.told())?;
    for reason in result.reasons() {
        writeln!(file, "  - {}", escaped(&reason))?;
    }
    Ok(())
}

fn row(result: &RunResult, file: &mut impl Write) -> io::Result<()> {
    let or_none = |value: Option<String>| value.unwrap_or_default();
    writeln!(
        file,
        "| {} | {} | {} | {} | {} | {} | {} | {} | {} |",
        result.number,
        escaped(&result.name),
        escaped(&result.title),
        or_none(result.row.map(|row| row.to_string())),
        result.outcome.told(),
        or_none(result.status.map(|status| status.to_string())),
        or_none(result.total_ms.map(|ms| format!("{ms:.0}"))),
        or_none(result.body_bytes.map(|bytes| bytes.to_string())),
        or_none(result.exchange.map(|id| format!("#{}", id.0))),
    )
}
