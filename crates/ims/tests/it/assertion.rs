//! Signed assertions, byte for byte against OpenSSL.

use crate::peer::{KEY, NOW, ids, run};
use mudbrick_ims::{Assertion, AssertionError};
use mudbrick_model::{ErrorCode, Explain, Metascope, Timestamp};
use proptest::prelude::*;
use std::cell::Cell;
use tempfile::TempDir;

/// Base64url without padding, by OpenSSL.
fn signature_by_openssl(folder: &TempDir, input: &str) -> String {
    std::fs::File::create(folder.path().join("input"))
        .and_then(|mut file| std::io::Write::write_all(&mut file, input.as_bytes()))
        .unwrap();
    run(folder, "openssl dgst -sha256 -sign key -out signature input");
    let base64 = run(folder, "openssl base64 -A -in signature");
    base64.trim().trim_end_matches('=').replace('+', "-").replace('/', "_")
}

fn put_key(folder: &TempDir) {
    std::fs::File::create(folder.path().join("key"))
        .and_then(|mut file| std::io::Write::write_all(&mut file, KEY.pkcs8_pem().as_bytes()))
        .unwrap();
}

#[test]
fn a_hundred_assertions_are_signed_as_by_openssl() {
    let folder = TempDir::new().unwrap();
    put_key(&folder);
    let cases = Cell::new(0);
    let config =
        ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() };
    let strategy = (
        "[A-Za-z0-9._-]{1,40}",
        "[a-z0-9.-]{1,30}",
        prop::collection::vec("[a-z_]{1,20}", 1..6),
        prop::collection::btree_map("\\PC{0,20}", "\\PC{0,60}", 0..4),
        0_i64..4_000_000_000_000,
    );
    let outcome = proptest::test_runner::TestRunner::new(config).run(
        &strategy,
        |(client_id, host, metascopes, more, now)| {
            let metascopes: Vec<_> =
                metascopes.iter().map(|name| Metascope::parse(name).unwrap()).collect();
            let (org, account, _) = ids();
            let client_id = mudbrick_model::ClientId::parse(&client_id).unwrap();
            let mut assertion =
                Assertion::new(&org, &account, &client_id, &metascopes, &host, Timestamp(now));
            for (name, value) in more {
                assertion = assertion.claim(&name, value);
            }
            let input = assertion.signing_input();
            let expected = format!("{input}.{}", signature_by_openssl(&folder, &input));
            let signed = assertion.sign(&KEY).unwrap();
            prop_assert_eq!(signed.expose(), &expected);
            cases.set(cases.get() + 1);
            Ok(())
        },
    );
    outcome.unwrap();
    assert_eq!(cases.get(), 100);
}

#[test]
fn nothing_is_signed_without_a_metascope() {
    let (org, account, client) = ids();
    let assertion = Assertion::new(&org, &account, &client, &[], "ims-na1.adobelogin.com", NOW);
    let error = assertion.sign(&KEY).unwrap_err();
    assert_eq!(error, AssertionError::NoMetascope);
    assert_eq!(error.code(), ErrorCode::ScopeRefused);
}
