//! A limit of time that a person writes: seconds, with a fraction where that is meant.

use serde::{Deserialize, Serialize, Serializer};
use std::fmt;
use std::time::Duration;

/// A day. Whoever writes more means milliseconds.
const MOST_MS: u32 = 86_400_000;

const RANGE: &str = "a time limit is a number of seconds from 0.001 to 86400";

/// A limit of time, of milliseconds at least and a day at most. Written as a number of seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "f64")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(type = "number"))]
pub struct TimeLimit(u32);

impl TimeLimit {
    /// Whole seconds. Zero is taken for the shortest, and more than a day for a day.
    pub fn from_seconds(seconds: u32) -> Self {
        Self(seconds.saturating_mul(1000).clamp(1, MOST_MS))
    }

    /// `30`, `0.5`, `500 ms`, `30 s`, `2 m`: seconds when there is no unit, as JetBrains' HTTP Client reads it.
    ///
    /// # Errors
    /// What a limit is, in a person's words.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        const SHAPE: &str = "a time limit is written as 30, 0.5, 500 ms, 30 s or 2 m";
        let (number, unit_ms) = written_time(text).ok_or(SHAPE)?;
        Self::try_from(number * unit_ms.unwrap_or(1000.0) / 1000.0)
    }

    /// How long.
    pub fn duration(self) -> Duration {
        Duration::from_millis(self.0.into())
    }
}

/// A time as a person writes it, such as `500 ms`, `0.5 s` or `2 m`: its number, and the milliseconds of its unit where one is
/// written. None where it is not written so.
pub fn written_time(text: &str) -> Option<(f64, Option<f64>)> {
    let text = text.trim();
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let unit_ms = match unit.trim() {
        "" => None,
        "ms" => Some(1.0),
        "s" => Some(1000.0),
        "m" => Some(60_000.0),
        _ => return None,
    };
    Some((number.parse().ok()?, unit_ms))
}

impl TryFrom<f64> for TimeLimit {
    type Error = &'static str;

    fn try_from(seconds: f64) -> Result<Self, Self::Error> {
        let ms = (seconds * 1000.0).round();
        if !(1.0..=f64::from(MOST_MS)).contains(&ms) {
            return Err(RANGE);
        }
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is whole and in range"
        )]
        Ok(Self(ms as u32))
    }
}

/// Whole seconds are written without a fraction, as people write them.
impl Serialize for TimeLimit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 % 1000 {
            0 => serializer.serialize_u32(self.0 / 1000),
            _ => serializer.serialize_f64(f64::from(self.0) / 1000.0),
        }
    }
}

impl fmt::Display for TimeLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = f64::from(self.0) / 1000.0;
        write!(f, "{seconds} s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("30", Some(30_000))]
    #[case("0.5", Some(500))]
    #[case("500 ms", Some(500))]
    #[case("500ms", Some(500))]
    #[case(" 30 s ", Some(30_000))]
    #[case("2 m", Some(120_000))]
    #[case("86400", Some(86_400_000))]
    #[case("86401", None)]
    #[case("0", None)]
    #[case("0.0001", None)]
    #[case("-1", None)]
    #[case("", None)]
    #[case("s", None)]
    #[case("1.2.3", None)]
    #[case("30 h", None)]
    #[case("soon", None)]
    #[case("NaN", None)]
    fn as_people_write_it(#[case] text: &str, #[case] ms: Option<u32>) {
        assert_eq!(TimeLimit::parse(text).ok(), ms.map(TimeLimit));
    }

    #[test]
    fn it_is_told_in_seconds() {
        assert_eq!(TimeLimit(30_000).to_string(), "30 s");
        assert_eq!(TimeLimit(500).to_string(), "0.5 s");
        assert_eq!(TimeLimit::from_seconds(u32::MAX), TimeLimit(MOST_MS));
    }
}
