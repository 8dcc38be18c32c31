//! JUnit's XML, as build servers read it: a suite for each profile, a case for each call.

use super::super::journal::InOrder;
use super::super::run_view::{RunCounts, RunOutcome, RunResult};
use super::source::Source;
use std::fmt::Write as _;
use std::io::{self, Write};

pub(super) fn write(
    source: &Source<'_>,
    results: &mut InOrder,
    file: &mut impl Write,
) -> io::Result<()> {
    let header = &source.index.header;
    writeln!(file, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    let all = source.index.counts;
    writeln!(file, "<testsuites name=\"mudbrick run\" {}>", numbers(&all))?;
    for profile in 0..header.settings.profiles.len() {
        let fits = |number: u64| header.profile_of(number) == profile;
        // A suite says its numbers before its cases, so they are counted first.
        let (mut counts, mut title, mut seconds) = (RunCounts::default(), None, 0.0);
        source.each(results, fits, |result| {
            counts.note(result.outcome);
            seconds += result.total_ms.unwrap_or_default() / 1000.0;
            title.get_or_insert(result.title);
            Ok(())
        })?;
        // Nothing came of any call with this profile.
        let Some(title) = title else { continue };
        let (title, numbers) = (attribute(&title), numbers(&counts));
        writeln!(file, "  <testsuite name=\"{title}\" {numbers} time=\"{seconds:.3}\">")?;
        source.each(results, fits, |result| case(&result, file))?;
        writeln!(file, "  </testsuite>")?;
    }
    writeln!(file, "</testsuites>")
}

fn numbers(counts: &RunCounts) -> String {
    let (failures, errors) = (counts.check_failed + counts.error_answer, counts.send_failed);
    let (tests, skipped) = (counts.done(), counts.not_sent);
    format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\"")
}

fn case(result: &RunResult, file: &mut impl Write) -> io::Result<()> {
    let name = attribute(&result.title_with_row());
    let class = attribute(&result.called);
    let seconds = result.total_ms.unwrap_or_default() / 1000.0;
    let begin =
        format!("    <testcase name=\"{name}\" classname=\"{class}\" time=\"{seconds:.3}\"");
    let element = match result.outcome {
        RunOutcome::Passed => return writeln!(file, "{begin}/>"),
        RunOutcome::CheckFailed | RunOutcome::ErrorAnswer => "failure",
        RunOutcome::SendFailed => "error",
        RunOutcome::NotSent => "skipped",
    };
    let reasons = result.reasons();
    let message = attribute(reasons.first().map_or(result.outcome.told(), String::as_str));
    writeln!(file, "{begin}>")?;
    let went = result.url.iter().map(|url| format!("{} {url}", result.method));
    let status = result.status.iter().map(|status| format!("status {status}"));
    let entry = result.exchange.iter().map(|id| format!("history #{}", id.0));
    let lines: Vec<String> = reasons.into_iter().chain(went).chain(status).chain(entry).collect();
    let kind = result.outcome.told();
    match element {
        // Its schema allows no text in it.
        "skipped" => writeln!(file, "      <skipped message=\"{message}\"/>")?,
        _ => writeln!(
            file,
            "      <{element} message=\"{message}\" type=\"{kind}\">{}</{element}>",
            text(&lines.join("\n"))
        )?,
    }
    writeln!(file, "    </testcase>")
}

/// As the value of an attribute: line breaks too, which a reader would make spaces of.
fn attribute(value: &str) -> String {
    escaped(value, true)
}

fn text(value: &str) -> String {
    escaped(value, false)
}

/// XML 1.0 has no way to write most control characters, so each is shown as its code.
fn escaped(value: &str, is_attribute: bool) -> String {
    let mut escaped = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' if !is_attribute => escaped.push(c),
            '\n' | '\t' => drop(write!(escaped, "&#{};", u32::from(c))),
            '\u{fffe}' | '\u{ffff}' => drop(write!(escaped, "\\u{{{:x}}}", u32::from(c))),
            c if c.is_control() => drop(write!(escaped, "\\u{{{:x}}}", u32::from(c))),
            c => escaped.push(c),
        }
    }
    escaped
}
