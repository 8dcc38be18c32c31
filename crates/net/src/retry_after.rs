//! When an answer asks to be asked again: `Retry-After` in each of its forms (RFC 9110 sections 5.6.7 and 10.2.3).

use httpdate::parse_http_date;
use mudbrick_model::Timestamp;
use std::time::{Duration, UNIX_EPOCH};

/// No service asks for a longer wait; more than this is nonsense, or a date that was read with another clock.
const LONGEST: Duration = Duration::from_secs(7 * 86_400);

/// How long to wait, from `now` on. A date is compared with the server's own `Date`, where there is one: this machine's clock
/// may be off. Zero when the time has come; none when the value says nothing that can be meant.
pub fn retry_after(value: &str, date: Option<&str>, now: Timestamp) -> Option<Duration> {
    let value = value.trim();
    let wait = match value.bytes().all(|byte| byte.is_ascii_digit()) {
        true => Duration::from_secs(value.parse().ok()?),
        false => date.and_then(http_date).unwrap_or(now).until(http_date(value)?),
    };
    (wait <= LONGEST).then_some(wait)
}

/// A date of HTTP, in any of its three formats.
pub fn http_date(value: &str) -> Option<Timestamp> {
    let since_epoch = parse_http_date(value.trim()).ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(Timestamp(0).after(since_epoch))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    /// Fri, 15 Jan 2027 08:00:00 GMT.
    const NOW: Timestamp = Timestamp::from_seconds(1_800_000_000);

    #[rstest]
    #[case::seconds("30", Some(30))]
    #[case::white_space(" 30 ", Some(30))]
    #[case::none_at_all("0", Some(0))]
    #[case::a_week("604800", Some(604_800))]
    #[case::more("604801", None)]
    #[case::fixed_date("Fri, 15 Jan 2027 08:01:00 GMT", Some(60))]
    #[case::rfc_850("Friday, 15-Jan-27 08:01:00 GMT", Some(60))]
    #[case::asctime("Fri Jan 15 08:01:00 2027", Some(60))]
    #[case::past_date("Fri, 15 Jan 2027 07:00:00 GMT", Some(0))]
    #[case::another_year("Sat, 15 Jan 2028 08:00:00 GMT", None)]
    #[case::negative("-5", None)]
    #[case::with_a_sign("+5", None)]
    #[case::fraction("1.5", None)]
    #[case::words("soon", None)]
    #[case::nothing("", None)]
    #[case::huge("99999999999999999999999", None)]
    #[case::no_such_day("Fri, 35 Jan 2027 08:01:00 GMT", None)]
    #[case::unit("30s", None)]
    fn how_long_to_wait(#[case] value: &str, #[case] seconds: Option<u64>) {
        assert_eq!(retry_after(value, None, NOW), seconds.map(Duration::from_secs));
    }

    /// The server's clock is three hours ahead of this one, or behind it.
    #[rstest]
    #[case::ahead("Fri, 15 Jan 2027 11:00:00 GMT", "Fri, 15 Jan 2027 11:00:07 GMT")]
    #[case::behind("Friday, 15-Jan-27 05:00:00 GMT", "Fri Jan 15 05:00:07 2027")]
    fn a_date_is_one_of_the_servers_clock(#[case] date: &str, #[case] value: &str) {
        assert_eq!(retry_after(value, Some(date), NOW), Some(Duration::from_secs(7)));
        assert_eq!(retry_after("7", Some(date), NOW), Some(Duration::from_secs(7)));
    }

    #[test]
    fn a_server_without_a_date_is_taken_to_share_this_clock() {
        let value = "Fri, 15 Jan 2027 08:00:07 GMT";
        assert_eq!(retry_after(value, Some("today"), NOW), Some(Duration::from_secs(7)));
    }
}
