use super::*;
use rstest::rstest;
use std::sync::atomic::{AtomicU64, Ordering};

/// 2026-02-12 17:04:36.123 UTC, a Thursday.
const NOW: Timestamp = Timestamp(1_770_915_876_123);

/// The same bits in every run: a counter that is spread over all of them.
struct Counted(AtomicU64);

impl Randomness for Counted {
    fn bits(&self) -> u64 {
        self.0.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }
}

struct Always(u64);

impl Randomness for Always {
    fn bits(&self) -> u64 {
        self.0
    }
}

fn functions(randomness: impl Randomness + 'static) -> Functions {
    let zone = || TimeZone::fixed(jiff::tz::Offset::from_seconds(-12_600).unwrap());
    Functions::new(NOW, zone, Arc::new(randomness))
        .environment(Arc::new(|name| match name {
            "HOME" => Some("/home/ada".to_owned()),
            "STAGE_TOKEN" => Some("canary".to_owned()),
            "MUDBRICK_AGE_KEY" => Some("AGE-SECRET-KEY".to_owned()),
            _ => None,
        }))
        .dotenv(|| Some(BTreeMap::from([("DB.KEY-1".to_owned(), "canary".to_owned())])))
}

fn made(call: &str) -> Result<String, FunctionError> {
    let known = [("WHICH", "STAGE_TOKEN"), ("KEY", "DB.KEY-1")];
    let named = |name: &str| {
        known.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
    };
    functions(Counted(AtomicU64::new(1))).make(call, named).map(|made| match made {
        Made::Plain(text) => text,
        Made::Secret(secret) => format!("secret {}", secret.expose()),
    })
}

#[rstest]
#[case::seconds("$timestamp", "1770915876")]
#[case::three_hours_before("$timestamp -3 h", "1770905076")]
#[case::a_month_later("$timestamp 1 M", "1773335076")]
#[case::iso("$isoTimestamp", "2026-02-12T17:04:36.123Z")]
#[case::datetime_iso("$datetime iso8601", "2026-02-12T17:04:36.123Z")]
#[case::datetime_iso_offset("$datetime iso8601 1 d", "2026-02-13T17:04:36.123Z")]
#[case::datetime_rfc("$datetime rfc1123", "Thu, 12 Feb 2026 17:04:36 GMT")]
#[case::datetime_rfc_year("$datetime rfc1123 -1 y", "Wed, 12 Feb 2025 17:04:36 GMT")]
#[case::pattern("$datetime \"DD-MM-YYYY\"", "12-02-2026")]
#[case::pattern_offset("$datetime 'YYYY/M/D H:mm' 2 Q", "2026/8/12 17:04")]
#[case::last_of_a_month("$datetime \"MM-DD\" -43 d", "12-31")]
#[case::words(
    "$datetime \"dddd, MMMM Do YYYY, h:mm:ss a\"",
    "Thursday, February 12th 2026, 5:04:36 pm"
)]
#[case::literal("$datetime \"[Today is] dd DDDD T SSS\"", "Today is Th 043 T 123")]
#[case::iso_week("$datetime \"GGGG-[W]WW-E\"", "2026-W07-4")]
#[case::local_iso("$localDatetime iso8601", "2026-02-12T13:34:36.123-03:30")]
#[case::local_rfc("$localDatetime rfc1123", "Thu, 12 Feb 2026 13:34:36 -0330")]
#[case::local_pattern("$localDatetime \"HH:mm Z\" 1 h", "14:34 -03:30")]
#[case::environment("$processEnv STAGE_TOKEN", "secret canary")]
#[case::environment_by_variable("$processEnv %WHICH", "secret canary")]
#[case::environment_by_no_variable("$processEnv %HOME", "secret /home/ada")]
#[case::jetbrains_environment("$env.HOME", "secret /home/ada")]
#[case::dotenv("$dotenv DB.KEY-1", "secret canary")]
#[case::dotenv_by_variable("$dotenv %KEY", "secret canary")]
#[case::dotenv_by_no_variable("$dotenv %DB.KEY-1", "secret canary")]
fn what_is_made_is_exact(#[case] call: &str, #[case] expected: &str) {
    assert_eq!(made(call).as_deref(), Ok(expected));
}

#[rstest]
#[case::unknown("$aadToken new", "no such function")]
#[case::unknown_random("$random.address.city", "no such function")]
#[case::no_bounds("$randomInt 6 1", "{{$randomInt MIN MAX}}")]
#[case::one_bound("$randomInt 6", "{{$randomInt MIN MAX}}")]
#[case::no_length("$random.alphabetic", "{{$random.alphabetic(LENGTH)}}")]
#[case::endless("$random.hexadecimal(99999999)", "LENGTH")]
#[case::not_closed("$random.integer(1,6", "MIN, MAX")]
#[case::no_form("$datetime", "iso8601")]
#[case::unknown_form("$datetime rfc9999", "iso8601")]
#[case::never_closed("$datetime \"YYYY", "iso8601")]
#[case::unknown_unit("$timestamp 1 fortnight", "$timestamp -3 h")]
#[case::no_unit("$timestamp 1", "$timestamp -3 h")]
#[case::in_no_calendar("$timestamp 99999 y", "-3 h")]
#[case::out_of_the_calendar("$timestamp 9999 y", "out of range")]
#[case::by_language("$datetime \"LLLL\"", "LLLL")]
#[case::not_set("$processEnv NOWHERE", "NOWHERE")]
#[case::own("$processEnv MUDBRICK_AGE_KEY", "Mudbrick's own")]
#[case::own_in_any_case("$env.mudbrick_age_key", "Mudbrick's own")]
#[case::not_in_dotenv("$dotenv OTHER", ".env has no OTHER")]
fn what_cannot_be_made_is_said(#[case] call: &str, #[case] expected: &str) {
    let error = made(call).expect_err("must be refused").to_string();
    assert!(error.contains(expected), "{error}");
    assert!(!error.contains("AGE-SECRET"), "{error}");
}

#[test]
fn a_uuid_is_a_random_one_by_its_form() {
    for call in ["$guid", "$uuid", "$random.uuid"] {
        let made = made(call).unwrap();
        let shape: Vec<usize> = made.split('-').map(str::len).collect();
        assert_eq!(shape, [8, 4, 4, 4, 12], "{made}");
        assert_eq!(&made[14..15], "4", "{made}");
        assert!(matches!(&made[19..20], "8" | "9" | "a" | "b"), "{made}");
    }
}

#[rstest]
#[case::integers("$randomInt -2 3", &["-2", "-1", "0", "1", "2"])]
#[case::jetbrains("$random.integer(-2, 3)", &["-2", "-1", "0", "1", "2"])]
#[case::whole_range("$randomInt -9223372036854775808 9223372036854775807", &[])]
fn integers_stay_within_their_bounds(#[case] call: &str, #[case] all: &[&str]) {
    let functions = functions(Counted(AtomicU64::new(1)));
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..500 {
        let Made::Plain(text) = functions.make(call, |_| None).unwrap() else { panic!() };
        assert!(text.parse::<i64>().is_ok());
        assert!(all.is_empty() || all.contains(&text.as_str()), "{text}");
        seen.insert(text);
    }
    assert!(seen.len() >= all.len(), "each of them comes: {seen:?}");
}

#[test]
fn the_ends_of_what_chance_gives() {
    let made = |bits, call: &str| match functions(Always(bits)).make(call, |_| None).unwrap() {
        Made::Plain(text) => text,
        Made::Secret(_) => panic!(),
    };
    assert_eq!(made(0, "$randomInt"), "0");
    assert_eq!(made(u64::MAX, "$randomInt"), "999");
    assert_eq!(made(0, "$random.float(1.5, 2)"), "1.5");
    assert!(made(u64::MAX, "$random.float").parse::<f64>().unwrap() < 1000.0);
    assert_eq!(made(0, "$random.alphabetic(3)"), "aaa");
    assert_eq!(made(u64::MAX, "$random.alphanumeric(3)"), "___");
    assert_eq!(made(u64::MAX, "$random.hexadecimal(3)"), "fff");
    assert_eq!(made(u64::MAX, "$random.email"), "zzzzzzzzzzzz@example.com");
}
