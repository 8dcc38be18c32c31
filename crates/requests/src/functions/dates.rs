//! Dates as REST Client writes them: its patterns are those of moment.js, of which everything that stands for a part of a date
//! or a time is understood here, and the rest is named.

use super::error::FunctionError;
use jiff::tz::TimeZone;
use jiff::{Span, Zoned};
use mudbrick_model::Timestamp;

const TIMESTAMP: &str = "{{$timestamp}} or {{$timestamp -3 h}}";
const DATETIME: &str = "{{$datetime iso8601}}, {{$datetime rfc1123}} or {{$datetime \"YYYY-MM-DD\"}}, and an offset such as 1 d";

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [&str; 7] =
    ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// What moment.js takes for a part of a date, the longest first. Everything else in a pattern stands for itself.
const TOKENS: [&str; 44] = [
    "YYYY", "MMMM", "DDDD", "dddd", "gggg", "GGGG", "LLLL", "MMM", "DDD", "ddd", "SSS", "LTS",
    "LLL", "YY", "MM", "Mo", "DD", "Do", "dd", "HH", "hh", "kk", "mm", "ss", "SS", "ZZ", "WW",
    "ww", "LT", "LL", "Q", "M", "D", "d", "E", "H", "h", "k", "m", "s", "S", "Z", "A", "a",
];
/// The rest of one letter.
const MORE_TOKENS: [&str; 7] = ["X", "x", "W", "w", "e", "L", "N"];

/// Seconds since 1970, perhaps with an offset.
pub(super) fn timestamp(now: Timestamp, rest: &str) -> Result<String, FunctionError> {
    let at = moved(at(now, &TimeZone::UTC)?, rest, TIMESTAMP)?;
    Ok(at.timestamp().as_second().to_string())
}

/// `2026-02-12T17:04:36.123Z`.
pub(super) fn iso(now: Timestamp) -> Result<String, FunctionError> {
    Ok(iso_of(&at(now, &TimeZone::UTC)?))
}

/// A form and an offset: `iso8601`, `"DD.MM.YYYY" 1 d`.
pub(super) fn datetime(
    now: Timestamp,
    zone: &TimeZone,
    rest: &str,
) -> Result<String, FunctionError> {
    let form = FunctionError::Form { form: DATETIME };
    let quoted = rest.chars().next().filter(|first| matches!(first, '"' | '\''));
    let (pattern, offset) = match quoted {
        Some(quote) => {
            let end = rest[1..].rfind(quote).ok_or(form)? + 1;
            (Some(&rest[1..end]), &rest[end + 1..])
        }
        None => (None, rest.split_once(char::is_whitespace).map_or("", |(_, offset)| offset)),
    };
    let at = moved(at(now, zone)?, offset, DATETIME)?;
    if let Some(pattern) = pattern {
        return written(&at, pattern);
    }
    match rest.split_whitespace().next() {
        Some("iso8601") => Ok(iso_of(&at)),
        // The form of HTTP's own dates; a local one has its offset instead.
        Some("rfc1123") if *zone == TimeZone::UTC => {
            written(&at, "ddd, DD MMM YYYY HH:mm:ss [GMT]")
        }
        Some("rfc1123") => written(&at, "ddd, DD MMM YYYY HH:mm:ss ZZ"),
        _ => Err(FunctionError::Form { form: DATETIME }),
    }
}

fn at(now: Timestamp, zone: &TimeZone) -> Result<Zoned, FunctionError> {
    let at = jiff::Timestamp::from_millisecond(now.0).map_err(|_| FunctionError::OutOfRange)?;
    Ok(at.to_zoned(zone.clone()))
}

/// `at` moved by an offset such as `-3 h`; nothing moves nothing.
fn moved(at: Zoned, offset: &str, form: &'static str) -> Result<Zoned, FunctionError> {
    let wrong = || FunctionError::Form { form };
    let parts: Vec<&str> = offset.split_whitespace().collect();
    let (count, unit) = match parts.as_slice() {
        [] => return Ok(at),
        [count, unit] => (count.parse::<i64>().map_err(|_| wrong())?, *unit),
        _ => return Err(wrong()),
    };
    let span = span(count, unit).ok_or_else(wrong)?;
    at.checked_add(span).map_err(|_| FunctionError::OutOfRange)
}

/// By moment.js's names of units, in which `M` is a month and `m` a minute. None for a unit that there is not, or more of it
/// than a calendar has.
fn span(count: i64, unit: &str) -> Option<Span> {
    let span = Span::new();
    let span = match unit {
        "y" => span.try_years(count),
        "Q" => span.try_months(count.checked_mul(3)?),
        "M" => span.try_months(count),
        "w" => span.try_weeks(count),
        "d" => span.try_days(count),
        "h" => span.try_hours(count),
        "m" => span.try_minutes(count),
        "s" => span.try_seconds(count),
        "ms" => span.try_milliseconds(count),
        _ => return None,
    };
    span.ok()
}

fn iso_of(at: &Zoned) -> String {
    let zone = match at.time_zone() == &TimeZone::UTC {
        true => "Z".to_owned(),
        false => offset(at, ":"),
    };
    let (date, time) = (at.date(), at.time());
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}{zone}",
        date.year(),
        date.month(),
        date.day(),
        time.hour(),
        time.minute(),
        time.second(),
        time.millisecond()
    )
}

/// `+01:00`.
fn offset(at: &Zoned, colon: &str) -> String {
    let seconds = at.offset().seconds();
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.abs() / 60;
    format!("{sign}{:02}{colon}{:02}", minutes / 60, minutes % 60)
}

fn written(at: &Zoned, pattern: &str) -> Result<String, FunctionError> {
    let mut text = String::new();
    let mut rest = pattern;
    while let Some(first) = rest.chars().next() {
        if first == '['
            && let Some(end) = rest.find(']')
        {
            text.push_str(&rest[1..end]);
            rest = &rest[end + 1..];
            continue;
        }
        let token = TOKENS.iter().chain(&MORE_TOKENS).find(|token| rest.starts_with(**token));
        match token {
            Some(token) => {
                text.push_str(&part(at, token)?);
                rest = &rest[token.len()..];
            }
            None => {
                text.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    Ok(text)
}

fn part(at: &Zoned, token: &str) -> Result<String, FunctionError> {
    let (date, time) = (at.date(), at.time());
    let weekday = usize::try_from(date.weekday().to_sunday_zero_offset()).unwrap_or_default();
    let month = usize::try_from(date.month() - 1).unwrap_or_default();
    let twelve = match time.hour() % 12 {
        0 => 12,
        hour => hour,
    };
    let twenty_four = if time.hour() == 0 { 24 } else { time.hour() };
    let week = date.iso_week_date();
    Ok(match token {
        "YYYY" => format!("{:04}", date.year()),
        "YY" => format!("{:02}", date.year().rem_euclid(100)),
        "Q" => (month / 3 + 1).to_string(),
        "MMMM" => MONTHS[month].to_owned(),
        "MMM" => MONTHS[month][..3].to_owned(),
        "MM" => format!("{:02}", date.month()),
        "Mo" => ordinal(date.month().into()),
        "M" => date.month().to_string(),
        "DDDD" => format!("{:03}", date.day_of_year()),
        "DDD" => date.day_of_year().to_string(),
        "DD" => format!("{:02}", date.day()),
        "Do" => ordinal(date.day().into()),
        "D" => date.day().to_string(),
        "dddd" => DAYS[weekday].to_owned(),
        "ddd" => DAYS[weekday][..3].to_owned(),
        "dd" => DAYS[weekday][..2].to_owned(),
        "d" => weekday.to_string(),
        "E" => date.weekday().to_monday_one_offset().to_string(),
        "HH" => format!("{:02}", time.hour()),
        "H" => time.hour().to_string(),
        "hh" => format!("{twelve:02}"),
        "h" => twelve.to_string(),
        "kk" => format!("{twenty_four:02}"),
        "k" => twenty_four.to_string(),
        "A" => if time.hour() < 12 { "AM" } else { "PM" }.to_owned(),
        "a" => if time.hour() < 12 { "am" } else { "pm" }.to_owned(),
        "mm" => format!("{:02}", time.minute()),
        "m" => time.minute().to_string(),
        "ss" => format!("{:02}", time.second()),
        "s" => time.second().to_string(),
        "SSS" => format!("{:03}", time.millisecond()),
        "SS" => format!("{:02}", time.millisecond() / 10),
        "S" => (time.millisecond() / 100).to_string(),
        "ZZ" => offset(at, ""),
        "Z" => offset(at, ":"),
        "X" => at.timestamp().as_second().to_string(),
        "x" => at.timestamp().as_millisecond().to_string(),
        "GGGG" => format!("{:04}", week.year()),
        "WW" => format!("{:02}", week.week()),
        "W" => week.week().to_string(),
        // What depends on a language: weeks that begin on its own day, and its usual forms of a date.
        letters => return Err(FunctionError::Pattern { letters: letters.to_owned() }),
    })
}

fn ordinal(number: i16) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}
