//! Where a value ends that shows no end.

use super::names::{BEARER, BEGIN, FIELDS};
use super::{Found, LONG_TOKEN, LONGEST, TOKEN_FIELD};
use super::{bearer, field, private_key, token};
use crate::{MASK, Redactor};
use rstest::rstest;

/// What [`super::find`] finds, with every name looked for at every byte.
pub(crate) fn find_plainly(bytes: &[u8], found: &mut Vec<Found>) {
    for from in 0..bytes.len() {
        let after = |name: &str| {
            let end = from + name.len();
            let here = bytes.get(from..end)?;
            here.eq_ignore_ascii_case(name.as_bytes()).then_some(end)
        };
        let masks = [
            token(bytes, from),
            after(BEARER).and_then(|after| bearer(bytes, after)),
            after(BEGIN).and_then(|after| private_key(bytes, after)),
        ];
        found.extend(masks.into_iter().flatten().map(|mask| Found { from, mask }));
        for name in FIELDS.into_iter().chain([TOKEN_FIELD]) {
            if let Some(after) = after(name) {
                let shortest = if name == TOKEN_FIELD { LONG_TOKEN } else { 1 };
                field(bytes, from, after, shortest, found);
            }
        }
    }
}

#[rstest]
#[case::private_key("x -----BEGIN PRIVATE KEY-----")]
#[case::quoted("x password=\"")]
#[case::bare("x password=")]
fn no_more_than_the_longest_secret_is_masked(#[case] begin: &str) {
    let text = format!("{begin}{}", "a".repeat(LONGEST + 100));
    let expected = format!("{begin}{MASK}{}", "a".repeat(100));
    assert!(Redactor::new(&[]).text(&text) == expected);
}

#[test]
fn a_list_of_secrets_ends_where_the_longest_secret_would() {
    // The comma behind the first is the last place at which the list goes on.
    let first = "a".repeat(LONGEST - "password=[\"\"".len());
    let text = format!(r#"password=["{first}","b","c"]"#);
    assert!(Redactor::new(&[]).text(&text) == format!(r#"password=["{MASK}","{MASK}","c"]"#));
}

#[test]
fn what_follows_a_list_of_secrets_is_none() {
    let text = r#"client_secrets=["a", "b"] "note""#;
    let expected = format!(r#"client_secrets=["{MASK}", "{MASK}"] "note""#);
    assert_eq!(Redactor::new(&[]).text(text), expected);
}
