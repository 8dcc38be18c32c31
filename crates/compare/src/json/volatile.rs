//! What a value looks like that differs in every answer: a time, the id of a request, the mark of a version. By shape where
//! the shape says it, by the member's name where only that does.

/// What a value seems to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Volatile {
    Time,
    RequestId,
    VersionMark,
}

impl Volatile {
    pub(super) fn called(self) -> &'static str {
        match self {
            Self::Time => "a time",
            Self::RequestId => "the id of a request",
            Self::VersionMark => "the mark of a version",
        }
    }
}

/// Judges a scalar as it is written, by itself and by the name of its member.
pub(super) fn of(name: Option<&str>, text: &str) -> Option<Volatile> {
    let words = name.map(words).unwrap_or_default();
    match text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(string) => of_string(&words, string),
        None => is_moment(text, &words).then_some(Volatile::Time),
    }
}

fn of_string(words: &[String], string: &str) -> Option<Volatile> {
    if is_date(string) || is_moment(string, words) {
        return Some(Volatile::Time);
    }
    let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
    if words.iter().any(|word| word == "etag") || words.join("") == "etag" {
        return Some(Volatile::VersionMark);
    }
    let is_id = has(&["id", "uuid", "guid"]);
    let of_a_call = ["request", "trace", "span", "correlation", "transaction", "activation"];
    let is_joined = of_a_call.iter().any(|what| words.contains(&format!("{what}id")));
    if is_id && has(&of_a_call) || is_joined || has(&["nonce"]) {
        return Some(Volatile::RequestId);
    }
    None
}

/// Seconds or milliseconds since 1970, between 2001 and 2065, where the name speaks of time.
fn is_moment(text: &str, words: &[String]) -> bool {
    const OF_TIME: [&str; 18] = [
        "time",
        "timestamp",
        "date",
        "at",
        "ts",
        "created",
        "modified",
        "updated",
        "changed",
        "expires",
        "expiry",
        "expiration",
        "start",
        "started",
        "end",
        "ended",
        "iat",
        "exp",
    ];
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    let fits = match text.len() {
        10 => text.as_bytes()[0] <= b'2',
        13 => text.as_bytes()[0] <= b'2',
        _ => false,
    };
    is_number && fits && words.iter().any(|word| OF_TIME.contains(&word.as_str()))
}

/// A date with a time of day, as ISO 8601 or as HTTP writes it.
fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digits = |from: usize, to: usize| {
        bytes.get(from..to).is_some_and(|part| part.iter().all(u8::is_ascii_digit))
    };
    let at = |index: usize, wanted: &[u8]| bytes.get(index).is_some_and(|b| wanted.contains(b));
    let is_iso = digits(0, 4)
        && at(4, b"-")
        && digits(5, 7)
        && at(7, b"-")
        && digits(8, 10)
        && at(10, b"Tt ")
        && digits(11, 13)
        && at(13, b":")
        && digits(14, 16);
    let is_http = bytes.len() == 29
        && at(3, b",")
        && digits(5, 7)
        && digits(12, 16)
        && digits(17, 19)
        && at(19, b":")
        && text.ends_with(" GMT");
    is_iso || is_http
}

/// The words of a name, in small letters: of `lastModifiedAt`, `last_modified_at` and `x-last-modified-at` the same.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_small = false;
    for character in name.chars() {
        if !character.is_alphanumeric() || character.is_uppercase() && was_small {
            words.push(String::new());
        }
        was_small = character.is_lowercase() || character.is_numeric();
        if character.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(character.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("created", r#""2026-11-28T20:03:53Z""#, Some(Volatile::Time))]
    #[case("x", r#""2026-11-28 20:03:53.123+01:00""#, Some(Volatile::Time))]
    #[case("x", r#""Sat, 28 Nov 2026 20:03:53 GMT""#, Some(Volatile::Time))]
    #[case("lastModifiedAt", "1764360233000", Some(Volatile::Time))]
    #[case("expires_at", r#""1764360233""#, Some(Volatile::Time))]
    #[case("x-request-id", r#""abc""#, Some(Volatile::RequestId))]
    #[case("requestId", r#""abc""#, Some(Volatile::RequestId))]
    #[case("requestid", r#""abc""#, Some(Volatile::RequestId))]
    #[case("eTag", r#""33a64df5""#, Some(Volatile::VersionMark))]
    #[case("_etag", r#""33a64df5""#, Some(Volatile::VersionMark))]
    #[case("id", r#""0e4b2f0a-3c1c-4e0a-9a6e-5b7f1f6a2a10""#, None)]
    #[case("size", "1764360233", None)]
    #[case("birthday", r#""2026-11-28""#, None)]
    #[case("created", "7", None)]
    fn what_a_value_seems_to_be(
        #[case] name: &str,
        #[case] text: &str,
        #[case] expected: Option<Volatile>,
    ) {
        assert_eq!(of(Some(name), text), expected);
    }
}
