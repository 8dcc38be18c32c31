//! The values in a search text: statuses, times, spans and sizes.

use jiff::Span;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use mudbrick_model::Timestamp;
use mudbrick_store::StatusFilter;
use std::ops::RangeInclusive;

/// When and where somebody searches: `after:2026-11-01` begins at midnight there.
pub(in crate::history) struct Now {
    pub(in crate::history) at: Timestamp,
    pub(in crate::history) zone: TimeZone,
}

/// `404`, `4xx` or `none`.
pub(super) fn status(text: &str) -> Result<StatusFilter, String> {
    let lower = text.to_lowercase();
    if lower == "none" {
        return Ok(StatusFilter::Unanswered);
    }
    let class = lower.strip_suffix("xx").and_then(|digit| digit.parse::<u8>().ok());
    let exactly = || lower.parse::<u16>().ok().filter(|status| (100..=999).contains(status));
    match class.filter(|digit| (1..=9).contains(digit)) {
        Some(digit) => Ok(StatusFilter::Class(digit)),
        None => exactly()
            .map(StatusFilter::Exactly)
            .ok_or_else(|| format!("{text} is not a status; write one such as 404, 4xx or none.")),
    }
}

/// `2026-11-01`, `2026-11-01T14:20`, either with `Z` for UTC, `today`, `yesterday`, or how long ago: `90min`, `12h`, `3d`, `2w`.
pub(super) fn time(text: &str, now: &Now) -> Result<Timestamp, String> {
    moment(text, now).ok_or_else(|| {
        format!("{text} is not a time; write one such as 2026-11-01, 2026-11-01T14:20, today, 12h or 3d.")
    })
}

fn moment(text: &str, now: &Now) -> Option<Timestamp> {
    let at = jiff::Timestamp::from_millisecond(now.at.0).ok()?;
    let here = at.to_zoned(now.zone.clone());
    let midnight = |days: i64| {
        let date = here.date().checked_sub(Span::new().try_days(days).ok()?).ok()?;
        Some(milliseconds_of(date.to_zoned(now.zone.clone()).ok()?.timestamp()))
    };
    match text.to_lowercase().as_str() {
        "today" => return midnight(0),
        "yesterday" => return midnight(1),
        _ => {}
    }
    if let Some(ago) = measured(text, &AGO) {
        return Some(Timestamp(now.at.0.saturating_sub(ago as i64)));
    }
    let (text, zone) = match text.strip_suffix(['Z', 'z']) {
        Some(text) => (text, TimeZone::UTC),
        None => (text, now.zone.clone()),
    };
    let read = match text.parse::<Date>() {
        Ok(date) if !text.contains(['T', 't', ':']) => {
            date.to_datetime(jiff::civil::Time::midnight())
        }
        _ => text.parse::<DateTime>().ok()?,
    };
    Some(milliseconds_of(read.to_zoned(zone).ok()?.timestamp()))
}

fn milliseconds_of(time: jiff::Timestamp) -> Timestamp {
    Timestamp(time.as_millisecond())
}

const AGO: [(&str, f64); 4] = [("min", 60e3), ("h", 3_600e3), ("d", 86_400e3), ("w", 604_800e3)];
const TOOK: [(&str, f64); 3] = [("ms", 1.0), ("min", 60e3), ("s", 1e3)];
const SIZES: [(&str, f64); 4] = [("kb", 1e3), ("mb", 1e6), ("gb", 1e9), ("b", 1.0)];

/// `>2s`, `<200ms`.
pub(super) fn milliseconds(text: &str) -> Result<RangeInclusive<f64>, String> {
    let range = bound(text, &TOOK).map(|(side, ms)| match side {
        Side::Above => ms..=f64::MAX,
        Side::Below => 0.0..=ms,
    });
    range.ok_or_else(|| format!("{text} is not a span; write one such as >2s or <200ms."))
}

/// `>1mb`, `<10kb`.
pub(super) fn bytes(text: &str) -> Result<RangeInclusive<u64>, String> {
    let range = bound(text, &SIZES).map(|(side, bytes)| match side {
        Side::Above => bytes as u64..=u64::MAX,
        Side::Below => 0..=bytes as u64,
    });
    range.ok_or_else(|| format!("{text} is not a size; write one such as >1mb or <10kb."))
}

enum Side {
    Above,
    Below,
}

fn bound(text: &str, units: &[(&str, f64)]) -> Option<(Side, f64)> {
    let (side, rest) = match (text.strip_prefix('>'), text.strip_prefix('<')) {
        (Some(rest), _) => (Side::Above, rest),
        (_, Some(rest)) => (Side::Below, rest),
        _ => return None,
    };
    Some((side, measured(rest.trim_start_matches('='), units)?))
}

/// A number with one of these units behind it.
fn measured(text: &str, units: &[(&str, f64)]) -> Option<f64> {
    let lower = text.to_lowercase();
    let end = lower.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let (number, unit) = lower.split_at(end);
    let (_, factor) = units.iter().find(|(name, _)| *name == unit)?;
    Some(number.parse::<f64>().ok()? * factor)
}
