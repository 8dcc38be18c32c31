//! Search texts, understood and not.

use super::{KEYS, Now, SearchText};
use jiff::tz::TimeZone;
use mudbrick_model::{Method, Timestamp};
use mudbrick_store::{Mark, StatusFilter};
use proptest::prelude::*;
use rstest::rstest;

/// 2026-11-05, 10:00 in UTC, which is 11:00 there.
const NOW: i64 = 1_793_872_800_000;
const HOUR: i64 = 3_600_000;

fn now() -> Now {
    Now { at: Timestamp(NOW), zone: TimeZone::fixed(jiff::tz::offset(1)) }
}

fn parse(text: &str) -> SearchText {
    SearchText::parse(text, &now()).unwrap()
}

fn refused(text: &str) -> Vec<String> {
    SearchText::parse(text, &now()).unwrap_err()
}

#[test]
fn everything_at_once() {
    let text = "libr status:404,5xx method:post,PUT host:Platform profile:acme org:Globex \
                request:\"List libraries\" after:2026-11-01 before:2026-11-02T14:20Z time:>2s time:<1min \
                size:>1.5kb is:write,pinned is:noted \"exact words\" https://x.io/a:b";
    let expected = SearchText {
        words: vec!["libr".into(), "https://x.io/a:b".into()],
        phrases: vec!["exact words".into()],
        profiles: vec!["acme".into()],
        organizations: vec!["globex".into()],
        hosts: vec!["platform".into()],
        methods: vec![Method::Post, Method::Put],
        statuses: vec![StatusFilter::Exactly(404), StatusFilter::Class(5)],
        since: Some(Timestamp(NOW - 4 * 24 * HOUR - 11 * HOUR)),
        until: Some(Timestamp(NOW - 3 * 24 * HOUR + 4 * HOUR + 20 * 60_000)),
        name: Some("List libraries".into()),
        took_ms: Some(2_000.0..=60_000.0),
        body_bytes: Some(1_500..=u64::MAX),
        only: vec![Mark::Write, Mark::Pinned, Mark::Noted],
    };
    assert_eq!(parse(text), expected);
}

#[rstest]
#[case::today("today", -11 * HOUR)]
#[case::yesterday("Yesterday", -35 * HOUR)]
#[case::minutes_ago("90min", -HOUR - HOUR / 2)]
#[case::hours_ago("12h", -12 * HOUR)]
#[case::days_ago("3d", -72 * HOUR)]
#[case::weeks_ago("2W", -336 * HOUR)]
#[case::a_day_in_utc("2026-11-05Z", -10 * HOUR)]
#[case::a_minute_here("2026-11-05T11:30", HOUR / 2)]
fn times_are_of_the_persons_zone(#[case] written: &str, #[case] from_now: i64) {
    let found = parse(&format!("after:{written}")).since;
    assert_eq!(found, Some(Timestamp(NOW + from_now)));
}

#[rstest]
#[case::an_unknown_key("stauts:404", "stauts: is not known")]
#[case::an_unknown_state("is:broken", "is:failed")]
#[case::no_status("status:4x", "404, 4xx or none")]
#[case::a_status_beyond_all("status:99", "404, 4xx or none")]
#[case::no_method("method:FETCH", "FETCH is not a method")]
#[case::no_time("after:soon", "soon is not a time")]
#[case::a_day_that_is_none("before:2026-02-30", "2026-02-30 is not a time")]
#[case::no_side("time:2s", ">2s or <200ms")]
#[case::no_unit("size:>1", ">1mb or <10kb")]
fn what_is_not_understood_is_named(#[case] text: &str, #[case] said: &str) {
    let told = refused(&format!("libr {text}"));
    assert!(matches!(&told[..], [one] if one.contains(said)), "{told:?}");
}

#[test]
fn each_unknown_word_is_named_and_every_key_is_told() {
    let told = refused("a:b is:x c:d");
    assert_eq!(told.len(), 3, "{told:?}");
    for key in KEYS.replace(" and ", ", ").split(", ") {
        let told = SearchText::parse(&format!("{key}:\"?\""), &now());
        let is_unknown = |told: &Vec<String>| told[0].starts_with(&format!("{key}: is not known"));
        assert!(!told.as_ref().is_err_and(is_unknown), "{key}: {told:?}");
    }
}

#[rstest]
#[case::an_address("https://api.io:443/a?b=c:d")]
#[case::a_port("localhost:8080")]
#[case::an_address_with_a_port("127.0.0.1:443")]
#[case::a_time("12:30")]
#[case::json("{\"id\":3}")]
fn a_colon_in_a_text_is_a_colon(#[case] text: &str) {
    let found = parse(text);
    assert!(found.words.len() + found.phrases.len() > 0, "{found:?}");
}

#[test]
fn what_is_typed_up_to_here_is_no_mistake() {
    assert_eq!(parse("status:"), SearchText::default());
    assert_eq!(parse("status:404,").statuses, [StatusFilter::Exactly(404)]);
    assert_eq!(parse("\"exact wo").phrases, ["exact wo"]);
    assert_eq!(parse("request:\"List").name, Some("List".into()));
    assert_eq!(parse("  "), SearchText::default());
}

proptest! {
    #[test]
    fn any_text_is_read_or_named(text in "\\PC{0,60}") {
        // That it ends, and that nothing of it panics.
        let read = SearchText::parse(&text, &now());
        prop_assert!(read.is_ok() || read.is_err_and(|told| !told.is_empty()));
    }

    #[test]
    fn quoted_words_come_back_as_they_are(words in "[a-z: ]{1,30}") {
        let read = parse(&format!("\"{words}\""));
        prop_assert_eq!(read.phrases, [words]);
    }
}
