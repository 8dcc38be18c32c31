//! Spans of time as arguments: `90`, `90s`, `30m`, `8h`, `1d`, `1h30m`.

use std::time::Duration;

/// A longer one is a slip of the finger.
const LONGEST: Duration = Duration::from_secs(366 * 86_400);

/// Reads a span. A number alone is seconds, as `expires_in` is.
pub(super) fn span(text: &str) -> Result<Duration, &'static str> {
    const HOW: &str = "write it as 90s, 30m, 8h, 1d or 1h30m";
    let mut whole = Duration::ZERO;
    let mut rest = text.trim();
    if rest.is_empty() {
        return Err(HOW);
    }
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let number: u64 = rest[..digits].parse().map_err(|_| HOW)?;
        let unit = rest[digits..].chars().next();
        let seconds = match unit {
            // Only where nothing stands before it: in 1h30 it may be anything.
            None if whole.is_zero() => 1,
            Some('s') => 1,
            Some('m') => 60,
            Some('h') => 3_600,
            Some('d') => 86_400,
            _ => return Err(HOW),
        };
        let part = number.checked_mul(seconds).map(Duration::from_secs).ok_or(HOW)?;
        whole = whole.checked_add(part).ok_or(HOW)?;
        rest = rest[digits..].get(1..).unwrap_or_default();
    }
    if whole > LONGEST { Err("it is longer than a year") } else { Ok(whole) }
}

/// The same for what takes some time.
pub(super) fn some_span(text: &str) -> Result<Duration, &'static str> {
    span(text).and_then(|span| if span.is_zero() { Err("it is no time at all") } else { Ok(span) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::number("90", Some(90))]
    #[case::seconds("90s", Some(90))]
    #[case::minutes("30m", Some(1_800))]
    #[case::hours("8h", Some(28_800))]
    #[case::days("1d", Some(86_400))]
    #[case::both("1h30m", Some(5_400))]
    #[case::zero("0", Some(0))]
    #[case::spaces(" 5m ", Some(300))]
    #[case::a_unit_is_missing("1h30", None)]
    #[case::nothing("", None)]
    #[case::unit_alone("h", None)]
    #[case::weeks("1w", None)]
    #[case::negative("-5m", None)]
    #[case::fraction("1.5h", None)]
    #[case::two_years("730d", None)]
    #[case::without_end("99999999999999999999d", None)]
    #[case::other_signs("5µ", None)]
    fn spans(#[case] text: &str, #[case] seconds: Option<u64>) {
        assert_eq!(span(text).ok(), seconds.map(Duration::from_secs), "{text}");
    }
}
