//! Where a value ends that shows no end.

use super::LONGEST;
use crate::{MASK, Redactor};
use rstest::rstest;

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
