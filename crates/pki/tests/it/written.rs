//! What is written here, read by OpenSSL and keytool.

use crate::openssl::{NOW, OpenSsl, PAIR, make, subject};
use mudbrick_model::{ErrorCode, Explain};
use mudbrick_pki::{
    Certificate, FingerprintError, KeySize, Pkcs12Error, parse_fingerprint, pkcs12, read,
};
use proptest::prelude::*;
use rstest::rstest;

const PASSPHRASE: &str = "Práctice 1";

fn written(name: &str) -> OpenSsl {
    let bytes = pkcs12(&PAIR.key, Some(&PAIR.certificate), name, PASSPHRASE).expect("a file");
    let openssl = OpenSsl::new();
    openssl.put("a.p12", &*bytes).put("passphrase", PASSPHRASE);
    openssl
}

#[test]
fn openssl_reads_key_and_certificate_back() {
    let openssl = written("places");
    let part = |options: &str| {
        openssl.run(&format!("pkcs12 -in a.p12 -passin file:passphrase -nodes {options}"))
    };
    openssl.put("key", part("-nocerts")).put("crt", part("-nokeys"));
    assert_eq!(openssl.run("pkcs8 -topk8 -nocrypt -in key"), *PAIR.private_key_pem());
    assert_eq!(openssl.run("x509 -in crt"), PAIR.certificate_pem());
    assert!(openssl.get("key").contains("friendlyName: places"));
}

#[test]
fn it_is_encrypted_as_openssl_3_does() {
    let openssl = written("places");
    let told = openssl.program("openssl", "pkcs12 -in a.p12 -passin file:passphrase -info -noout");
    assert!(told.0, "{}", told.1);
    let scheme = "PBES2, PBKDF2, AES-256-CBC, Iteration 100000, PRF hmacWithSHA256";
    assert_eq!(told.1.matches(scheme).count(), 2, "{}", told.1);
    assert!(told.1.contains("MAC: sha256, Iteration 100000"), "{}", told.1);
}

#[test]
fn keytool_lists_it() {
    let openssl = OpenSsl::new();
    let bytes = pkcs12(&PAIR.key, Some(&PAIR.certificate), "places", "practice").expect("a file");
    openssl.put("a.p12", &*bytes);
    let (succeeded, list) = openssl
        .program("keytool", "-list -v -keystore a.p12 -storepass practice -J-Duser.language=en");
    assert!(succeeded, "{list}");
    assert!(list.contains("Alias name: places") && list.contains("PrivateKeyEntry"), "{list}");
    let digest = PAIR.certificate.sha256().to_string().to_uppercase();
    assert!(list.replace(':', "").contains(&digest), "{list}");
}

#[rstest]
#[case::plain("places")]
#[case::nothing("")]
#[case::unusual("Küste 🧱 東京 \"'\\/")]
#[case::long(&"x".repeat(500))]
fn it_is_read_here_whatever_its_name(#[case] name: &str) {
    let bytes = pkcs12(&PAIR.key, Some(&PAIR.certificate), name, PASSPHRASE).expect("a file");
    let material = read(&bytes, Some(PASSPHRASE)).expect("readable");
    assert_eq!(material.keys[0].id(), PAIR.key.id());
    assert_eq!(material.certificates.as_slice(), std::slice::from_ref(&PAIR.certificate));
}

#[test]
fn a_key_without_a_certificate() {
    let openssl = OpenSsl::new();
    let bytes = pkcs12(&PAIR.key, None, "alone", "practice").expect("a file");
    openssl.put("a.p12", &*bytes);
    openssl.put("key", openssl.run("pkcs12 -in a.p12 -passin pass:practice -nodes"));
    assert_eq!(openssl.run("pkcs8 -topk8 -nocrypt -in key"), *PAIR.private_key_pem());
}

#[test]
fn a_certificate_of_another_key_is_refused() {
    let other = make(subject("other"), 1, KeySize::Bits2048);
    let error = pkcs12(&PAIR.key, Some(&other.certificate), "x", "x").expect_err("refused");
    assert_eq!(error, Pkcs12Error::NotAPair);
    assert_eq!(error.code(), ErrorCode::BadKey);
}

#[test]
fn certificates_as_pem_and_der() {
    let openssl = OpenSsl::new();
    openssl.put("pem", PAIR.certificate.pem()).put("der", PAIR.certificate.der());
    assert_eq!(openssl.run("x509 -in pem"), PAIR.certificate.pem());
    assert_eq!(openssl.run("x509 -in der -inform DER"), PAIR.certificate.pem());
    assert_eq!(Certificate::from_der(PAIR.certificate.der()).as_ref(), Ok(&PAIR.certificate));
}

#[test]
fn fingerprints_as_programs_show_them() {
    let openssl = OpenSsl::new();
    openssl.put("crt", PAIR.certificate.pem());
    let moment = NOW.seconds();
    let other = make(subject("other"), 1, KeySize::Bits2048).certificate;
    for digest in ["sha1", "sha256"] {
        let line = openssl.run(&format!("x509 -noout -fingerprint -{digest} -in crt"));
        let bare = line.rsplit('=').next().expect("a value").trim().to_owned();
        let label = digest.replace("sha", "SHA-");
        let texts = [
            line.clone(),
            bare.replace(':', "").to_lowercase(),
            bare.replace(':', " "),
            bare.replace(':', "")
                .as_bytes()
                .chunks(4)
                .map(|c| str::from_utf8(c).unwrap())
                .collect::<Vec<_>>()
                .join(" "),
            format!("  {bare}\r\n"),
            format!("{label}: {bare}"),
            format!("{label} Fingerprint={bare}"),
            format!("{digest}:{}", bare.replace(':', "")),
            format!("\u{200e}{bare}"),
            format!("\"{bare}\","),
        ];
        for text in texts {
            let fingerprint = parse_fingerprint(&text).unwrap_or_else(|e| panic!("{text}: {e}"));
            assert!(PAIR.certificate.has_fingerprint(&fingerprint), "{text} at {moment}");
            assert!(!other.has_fingerprint(&fingerprint));
        }
    }
}

#[rstest]
#[case::nothing("", FingerprintError::Length { digits: 0 })]
#[case::md5("00112233445566778899aabbccddeeff", FingerprintError::Length { digits: 32 })]
#[case::one_short("0123456789012345678901234567890123456789".split_at(39).0, FingerprintError::Length { digits: 39 })]
#[case::a_name("my certificate", FingerprintError::Foreign { character: 'm' })]
#[case::base64("SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU", FingerprintError::Foreign { character: 'Q' })]
fn what_is_no_fingerprint(#[case] text: &str, #[case] expected: FingerprintError) {
    let error = parse_fingerprint(text).expect_err("refused");
    assert_eq!(error, expected);
    let problem = error.problem();
    assert!(problem.message.ends_with('.') && problem.remedy.is_some());
}

proptest! {
    #[test]
    fn any_fingerprint_is_read_without_panic(text in "(sha-?(1|256)[:= ]?)?([0-9a-fA-F:= -]{0,100}|\\PC{0,20})") {
        let _ = parse_fingerprint(&text);
    }
}
