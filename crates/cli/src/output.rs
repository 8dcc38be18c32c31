//! Where text goes: answers to standard output, everything said about them to standard error.

use crate::arguments::Format;
use jiff::tz::TimeZone;
use mudbrick_model::{ErrorCode, Problem, Timestamp};
use serde::Serialize;
use std::io::{IsTerminal, Write};

/// Prints in the format that was asked for.
pub(crate) struct Output {
    format: Format,
}

impl Output {
    pub(crate) fn new(format: Format) -> Self {
        Self { format }
    }

    pub(crate) fn is_json(&self) -> bool {
        self.format == Format::Json
    }

    /// The answer: `value` as JSON, or `text`.
    pub(crate) fn answer<T: Serialize>(
        &self,
        value: &T,
        text: impl FnOnce() -> String,
    ) -> Result<(), Problem> {
        match self.format {
            Format::Json => self.line(&serde_json::to_string_pretty(value).map_err(internal)?),
            Format::Text => self.line(text().trim_end_matches('\n')),
        }
    }

    /// Text on standard output, ended by a line break.
    pub(crate) fn line(&self, text: &str) -> Result<(), Problem> {
        self.bytes(format!("{text}\n").as_bytes())
    }

    /// Bytes on standard output as they are. A reader that has had enough (`| head`) ends the program quietly.
    pub(crate) fn bytes(&self, bytes: &[u8]) -> Result<(), Problem> {
        let mut stdout = std::io::stdout().lock();
        match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
                Err(Problem::new(ErrorCode::Storage, "Standard output could not be written.")
                    .detail(error.to_string()))
            }
            _ => Ok(()),
        }
    }

    /// Something said about the answer; left out with `--json`.
    pub(crate) fn note(&self, text: &str) {
        if self.format == Format::Text {
            let _ = writeln!(std::io::stderr(), "{text}");
        }
    }

    /// Why there is no answer.
    pub(crate) fn problem(&self, problem: &Problem) {
        let mut stderr = std::io::stderr().lock();
        let _ = match self.format {
            Format::Json => {
                let error = serde_json::json!({ "error": problem });
                writeln!(stderr, "{error:#}")
            }
            Format::Text => writeln!(stderr, "{}", as_text(problem)),
        };
    }

    /// Whether a person looks at standard output.
    pub(crate) fn is_terminal(&self) -> bool {
        std::io::stdout().is_terminal()
    }
}

fn as_text(problem: &Problem) -> String {
    let mut text = format!("error: {}", problem.message);
    if let Some(remedy) = &problem.remedy {
        text.push_str("\n  ");
        text.push_str(remedy);
    }
    for line in problem.detail.iter().flat_map(|detail| detail.lines()) {
        text.push_str("\n  | ");
        text.push_str(line);
    }
    text
}

/// A point in time in the person's own zone: `2026-03-01 14:20`.
pub(crate) fn local(time: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(time.0).map_or_else(
        |_| format!("{} ms", time.0),
        |time| time.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string(),
    )
}

/// A span the way a person says it: `9 h 12 min`, `3 days`.
pub(crate) fn span(time: std::time::Duration) -> String {
    let minutes = time.as_secs() / 60;
    match minutes {
        0 => "less than a minute".to_owned(),
        1..60 => format!("{minutes} min"),
        60..2880 => format!("{} h {} min", minutes / 60, minutes % 60),
        _ => format!("{} days", minutes / 1440),
    }
}

pub(crate) fn internal(error: impl std::fmt::Display) -> Problem {
    Problem::new(ErrorCode::Internal, "The answer could not be put together.")
        .detail(error.to_string())
}
