//! Times and spans as a person says them.

use jiff::tz::TimeZone;
use mudbrick_model::{ErrorCode, Problem, Timestamp};

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
