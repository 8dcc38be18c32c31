//! Whether this machine's clock is wrong, by an answer's `Date`, and how people say a span of time.

use mudbrick_model::Timestamp;
use mudbrick_net::http_date;
use std::time::Duration;

/// A difference of clocks smaller than this cannot make an assertion expire: IMS forgives 30 seconds (`aio-lib-java`
/// JwtTokenBuilder), and an answer takes a moment to arrive.
const NOTICEABLE: Duration = Duration::from_secs(60);

/// How this machine's clock differs from Adobe's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Skew {
    /// This machine is too early by that much.
    Behind(Duration),
    /// This machine is too late by that much.
    Ahead(Duration),
}

impl Skew {
    /// Compares `now` with a `Date` header; none when they agree within a minute, or the header is no date.
    pub(crate) fn between(now: Timestamp, date: Option<&str>) -> Option<Self> {
        let theirs = http_date(date?)?;
        let (behind, ahead) = (now.until(theirs), theirs.until(now));
        if behind > NOTICEABLE {
            Some(Self::Behind(behind))
        } else if ahead > NOTICEABLE {
            Some(Self::Ahead(ahead))
        } else {
            None
        }
    }
}

/// A span as people say it, in the largest whole unit: `30 seconds`, `5 minutes`, `2 hours`, `3 days`.
pub(crate) fn span(span: Duration) -> String {
    let seconds = span.as_secs();
    let (count, unit) = match seconds {
        0..=119 => (seconds, "second"),
        120..=7_199 => (seconds.div_ceil(60), "minute"),
        7_200..=172_799 => (seconds / 3_600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    /// Fri, 15 Jan 2027 08:00:00 GMT.
    const NOW: Timestamp = Timestamp::from_seconds(1_800_000_000);

    #[rstest]
    #[case::same("Fri, 15 Jan 2027 08:00:59 GMT", None)]
    #[case::behind("Fri, 15 Jan 2027 08:10:00 GMT", Some(Skew::Behind(Duration::from_secs(600))))]
    #[case::ahead("Fri, 15 Jan 2027 07:00:00 GMT", Some(Skew::Ahead(Duration::from_secs(3600))))]
    #[case::a_minute_behind("Fri, 15 Jan 2027 08:01:00 GMT", None)]
    #[case::a_minute_ahead("Fri, 15 Jan 2027 07:59:00 GMT", None)]
    #[case::more_ahead("Fri, 15 Jan 2027 07:58:59 GMT", Some(Skew::Ahead(Duration::from_secs(61))))]
    #[case::no_date("yesterday", None)]
    fn whose_clock_is_wrong(#[case] date: &str, #[case] expected: Option<Skew>) {
        assert_eq!(Skew::between(NOW, Some(date)), expected);
    }

    #[rstest]
    #[case(1, "1 second")]
    #[case(90, "90 seconds")]
    #[case(119, "119 seconds")]
    #[case(120, "2 minutes")]
    #[case(121, "3 minutes")]
    #[case(600, "10 minutes")]
    #[case(7_199, "120 minutes")]
    #[case(7_200, "2 hours")]
    #[case(172_799, "47 hours")]
    #[case(172_800, "2 days")]
    #[case(864_000, "10 days")]
    fn spans_in_words(#[case] seconds: u64, #[case] expected: &str) {
        assert_eq!(span(Duration::from_secs(seconds)), expected);
    }
}
