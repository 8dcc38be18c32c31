//! What people choose instead of an RSA private key, each made by the program that makes it.

use crate::openssl::{OpenSsl, PAIR};
use mudbrick_model::{ErrorCode, Explain};
use mudbrick_pki::{Certificate, CertificateError, KeyError, PrivateKey};
use rstest::rstest;

/// A folder with `a.key` and what `commands` make.
fn made(commands: &[&str]) -> OpenSsl {
    let openssl = OpenSsl::new();
    openssl.put("a.key", &*PAIR.private_key_pem()).put("a.crt", PAIR.certificate.pem());
    for command in commands {
        openssl.run(command);
    }
    openssl
}

#[rstest]
#[case::pkcs1("rsa -in a.key -traditional -out x", "-----BEGIN RSA PRIVATE KEY-----")]
#[case::pkcs8("pkcs8 -topk8 -nocrypt -in a.key -out x", "-----BEGIN PRIVATE KEY-----")]
fn both_forms_are_read(#[case] command: &str, #[case] begin: &str) {
    let text = made(&[command]).get("x");
    assert!(text.starts_with(begin), "{text}");
    let key = PrivateKey::from_pem(&text).expect("a key");
    assert_eq!(key.id(), PAIR.key.id());
    // The label is often wrong in files that scripts have put together.
    let other = if begin.contains("RSA") { "PRIVATE KEY" } else { "RSA PRIVATE KEY" };
    let label = begin.trim_matches('-').trim_start_matches("BEGIN ");
    assert!(PrivateKey::from_pem(&text.replace(label, other)).is_ok());
}

#[test]
fn the_key_is_found_behind_a_certificate_and_attributes() {
    let openssl = made(&["pkcs12 -export -passout pass:p -inkey a.key -in a.crt -out a.p12"]);
    openssl.run("pkcs12 -in a.p12 -nodes -passin pass:p -out both.pem");
    let both = openssl.get("both.pem");
    assert!(both.contains("Bag Attributes"));
    assert!(PrivateKey::from_pem(&both).expect("a key").matches(&PAIR.certificate));
    assert_eq!(Certificate::from_pem(&both).as_ref(), Ok(&PAIR.certificate));
}

#[rstest]
#[case::pkcs8_encrypted("pkcs8 -topk8 -passout pass:p -in a.key -out x", KeyError::Encrypted)]
#[case::pkcs1_encrypted(
    "rsa -traditional -aes256 -passout pass:p -in a.key -out x",
    KeyError::Encrypted
)]
#[case::elliptic("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out x",
    KeyError::NotRsa { kind: "elliptic-curve" })]
#[case::elliptic_old("ecparam -name prime256v1 -genkey -out x",
    KeyError::NotRsa { kind: "elliptic-curve" })]
#[case::edwards("genpkey -algorithm ED25519 -out x", KeyError::NotRsa { kind: "Edwards-curve" })]
#[case::pss("genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -out x",
    KeyError::NotRsa { kind: "RSA-PSS" })]
#[case::too_short("genrsa -out x 1024", KeyError::Size { bits: 1024 })]
#[case::public("pkey -in a.key -pubout -out x", KeyError::PublicKey)]
#[case::public_pkcs1("rsa -in a.key -RSAPublicKey_out -out x", KeyError::PublicKey)]
#[case::certificate("x509 -in a.crt -out x", KeyError::Certificate)]
#[case::request("req -new -key a.key -subj /CN=x -out x", KeyError::SigningRequest)]
fn what_openssl_makes(#[case] command: &str, #[case] expected: KeyError) {
    refused(&made(&[command]).get("x"), &expected);
}

const OPENSSH: &str = "-----BEGIN OPENSSH PRIVATE KEY-----\n\
    b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW\n\
    -----END OPENSSH PRIVATE KEY-----\n";

#[rstest]
#[case::nothing(" \r\n\t", KeyError::Empty)]
#[case::prose("my private key", KeyError::NotPem)]
#[case::json("{\"client_id\": \"0f0e\"}", KeyError::NotPem)]
#[case::openssh_cut_off(OPENSSH, KeyError::CutOff)]
#[case::openssh_public("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQ me@host", KeyError::PublicKey)]
#[case::putty("PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none", KeyError::Putty)]
#[case::only_the_end("AbCd\n-----END PRIVATE KEY-----", KeyError::CutOff)]
#[case::no_end("-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkq\n", KeyError::CutOff)]
#[case::only_the_lines("-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----", KeyError::CutOff)]
#[case::elided("-----BEGIN PRIVATE KEY-----\nMIIE…\n-----END PRIVATE KEY-----",
    KeyError::Foreign { character: '…' })]
#[case::parameters("-----BEGIN DH PARAMETERS-----\nMAY=\n-----END DH PARAMETERS-----",
    KeyError::OtherBlock { label: "DH PARAMETERS".into() })]
#[case::another_content(
    "-----BEGIN PRIVATE KEY-----\nMAMCAQA=\n-----END PRIVATE KEY-----",
    KeyError::Damaged
)]
fn what_people_paste(#[case] text: &str, #[case] expected: KeyError) {
    refused(text, &expected);
}

#[test]
fn lines_missing_in_the_middle_or_at_the_end() {
    let pem = PAIR.private_key_pem();
    let lines: Vec<&str> = pem.lines().collect();
    for missing in 1..lines.len() - 1 {
        let mut left = lines.clone();
        left.remove(missing);
        let error = PrivateKey::from_pem(&left.join("\n")).expect_err("must be refused");
        // Without its first line it does not even begin as a key does, and what it seems to be is chance.
        assert!(missing == 1 || error == KeyError::CutOff, "line {missing}: {error:?}");
    }
}

#[test]
fn numbers_that_do_not_belong_together() {
    let pem = made(&[]).run("rsa -in a.key -traditional");
    // A line of the private exponent.
    let line = pem.lines().nth(10).expect("a line");
    let swapped: String = line.chars().rev().collect();
    refused(&pem.replace(line, &swapped), &KeyError::Inconsistent);
}

#[track_caller]
fn refused(text: &str, expected: &KeyError) {
    let error = PrivateKey::from_pem(text).expect_err("must be refused");
    assert_eq!(&error, expected);
    let problem = error.problem();
    assert_eq!(problem.code, ErrorCode::BadKey);
    let remedy = problem.remedy.expect("a remedy");
    assert!(
        problem.message.ends_with('.') && remedy.text.len() > 20,
        "{} {remedy}",
        problem.message
    );
}

#[rstest]
#[case::empty("", CertificateError::Empty)]
#[case::prose("a certificate", CertificateError::NotPem)]
#[case::cut("-----BEGIN CERTIFICATE-----\nMIIDxTCCAq2g", CertificateError::CutOff)]
#[case::short(
    "-----BEGIN CERTIFICATE-----\nMIIDxTCCAq2g\n-----END CERTIFICATE-----",
    CertificateError::CutOff
)]
fn what_is_no_certificate(#[case] text: &str, #[case] expected: CertificateError) {
    let error = Certificate::from_pem(text).expect_err("must be refused");
    assert_eq!(error, expected);
    assert_eq!(error.code(), ErrorCode::BadKey);
}

#[test]
fn other_files_given_as_a_certificate() {
    let openssl = made(&["pkey -in a.key -pubout -out x"]);
    let error = Certificate::from_pem(&PAIR.private_key_pem()).expect_err("a key");
    assert_eq!(error, CertificateError::PrivateKey);
    let error = Certificate::from_pem(&openssl.get("x")).expect_err("a public key");
    assert_eq!(error.problem().message, "This is a public key, not a certificate.");
}

#[test]
fn a_certificate_over_another_algorithm_is_read_and_matches_nothing() {
    let openssl = OpenSsl::new();
    openssl.run(
        "req -x509 -nodes -newkey ec -pkeyopt ec_paramgen_curve:P-256 -keyout k -out x -subj /CN=e",
    );
    let certificate = Certificate::from_pem(&openssl.get("x")).expect("a certificate");
    assert_eq!(certificate.bits(), None);
    assert!(!PAIR.key.matches(&certificate));
    assert!(!certificate.verifies(b"x", &PAIR.key.sign(b"x")));
}
