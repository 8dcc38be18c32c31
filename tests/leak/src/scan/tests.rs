//! What is found and what is not; that everything planted is found is tested with the planting.

use super::Scanner;
use crate::canary::{Canary, random};
use std::collections::BTreeSet;

fn forms(canary: &Canary, bytes: &[u8]) -> Vec<String> {
    let mut found = BTreeSet::new();
    Scanner::new(std::slice::from_ref(canary)).unwrap().bytes("here", bytes, &mut found);
    found.into_iter().map(|finding| finding.form).collect()
}

#[test]
fn nothing_is_found_where_nothing_is() {
    let canary = Canary::text("x", &random()).unwrap();
    let other = random();
    assert!(forms(&canary, format!("{other} {other}").as_bytes()).is_empty());
    assert!(forms(&canary, b"").is_empty());
    assert!(forms(&canary, &[0; 4096]).is_empty());
}

#[test]
fn half_a_canary_is_enough() {
    let secret = random();
    let canary = Canary::text("x", &secret).unwrap();
    assert_eq!(forms(&canary, &secret.as_bytes()[..20]), ["as it is"]);
    assert_eq!(forms(&canary, &secret.as_bytes()[4..]), ["as it is"]);
}

#[test]
fn the_way_in_is_told() {
    let secret = random();
    let canary = Canary::text("x", &secret).unwrap();
    let escaped: String = secret.bytes().map(|byte| format!("%{byte:02x}")).collect();
    let found = forms(&canary, escaped.as_bytes());
    assert_eq!(found, ["percent-encoded, as it is", "wrapped several times, as it is"]);
}

#[test]
fn a_private_key_is_found_as_it_comes_in_other_formats() {
    let der: Vec<u8> = [0xaa; 300]
        .into_iter()
        .chain([0x02, 0x03, 0x01, 0x00, 0x01])
        .chain((0..900_u32).map(|n| (n * 7 % 251) as u8))
        .collect();
    let body = crate::canary::base64(&der);
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\n");
    let canary = Canary::private_key("x", &pem).unwrap();
    assert!(forms(&canary, &der[..300]).is_empty(), "the public half is no secret");
    assert!(forms(&canary, &der).contains(&"as it is".to_owned()));
    // Another header before it, as in PKCS #1, moves every base64 digit.
    for before in 1..4 {
        let moved = crate::canary::base64(&[&vec![7; before][..], &der[300..]].concat());
        assert_eq!(forms(&canary, moved.as_bytes()), ["base64"], "{before}");
    }
}
