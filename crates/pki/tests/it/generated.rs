//! What OpenSSL says of pairs made here.

use crate::openssl::{NOW, OpenSsl, PAIR, make, subject};
use mudbrick_model::Timestamp;
use mudbrick_pki::{
    Cancel, Certificate, CertificateOptions, GeneratedPair, KeySize, PrivateKey, Subject, generate,
};
use proptest::prelude::*;
use rstest::rstest;
use std::time::Duration;

/// Everything that must hold for any pair.
fn accepted(pair: &GeneratedPair, size: KeySize) -> OpenSsl {
    let openssl = OpenSsl::new();
    openssl.put("a.key", &*pair.private_key_pem()).put("a.crt", pair.certificate_pem());
    let moment = NOW.seconds() + 1;
    openssl.run(&format!("verify -attime {moment} -x509_strict -check_ss_sig -CAfile a.crt a.crt"));
    assert_eq!(openssl.run("rsa -check -noout -in a.key").trim(), "RSA key ok");
    assert!(openssl.get("a.key").starts_with("-----BEGIN PRIVATE KEY-----\n"));
    let modulus = openssl.run("rsa -noout -modulus -in a.key");
    assert_eq!(modulus, openssl.run("x509 -noout -modulus -in a.crt"));
    let text = openssl.run("x509 -noout -text -in a.crt");
    for expected in [
        "Version: 3 (0x2)",
        "Signature Algorithm: sha256WithRSAEncryption",
        &format!("Public-Key: ({} bit)", size.bits()),
        "Exponent: 65537",
        "X509v3 Subject Key Identifier",
        "CA:FALSE",
    ] {
        assert!(text.contains(expected), "{expected} is not in {text}");
    }
    assert!(pair.key.matches(&pair.certificate));
    assert_eq!(pair.key.bits(), size.bits());
    assert_eq!(pair.certificate.bits(), Some(size.bits()));
    openssl
}

#[rstest]
#[case(KeySize::Bits2048)]
#[case(KeySize::Bits3072)]
#[case(KeySize::Bits4096)]
fn openssl_accepts_every_size(#[case] size: KeySize) {
    accepted(&make(subject("places.com"), 365, size), size);
}

#[test]
fn the_subject_is_as_typed_in_the_right_string_types() {
    let typed = Subject {
        country: "DE".into(),
        state: "Baden-Württemberg".into(),
        locality: "東京, 渋谷".into(),
        organization: "Ключ & Söhne \"GmbH\" + Co/KG=1".into(),
        organizational_unit: "Ingénierie 🧱".into(),
        common_name: "places.com".into(),
        email: "poi+test@places.com".into(),
    };
    let openssl = accepted(&make(typed.clone(), 365, KeySize::Bits2048), KeySize::Bits2048);
    let subject =
        openssl.run("x509 -noout -subject -nameopt utf8,sep_multiline,lname,show_type -in a.crt");
    let expected = [
        "subject=".to_owned(),
        format!("    countryName=PRINTABLESTRING:{}", typed.country),
        format!("    stateOrProvinceName=UTF8STRING:{}", typed.state),
        format!("    localityName=UTF8STRING:{}", typed.locality),
        format!("    organizationName=UTF8STRING:{}", typed.organization),
        format!("    organizationalUnitName=UTF8STRING:{}", typed.organizational_unit),
        format!("    commonName=UTF8STRING:{}", typed.common_name),
        format!("    emailAddress=IA5STRING:{}", typed.email),
    ];
    assert_eq!(subject.lines().collect::<Vec<_>>(), expected);
    let issuer =
        openssl.run("x509 -noout -issuer -nameopt utf8,sep_multiline,lname,show_type -in a.crt");
    assert_eq!(issuer.replacen("issuer=", "subject=", 1), subject);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10))]
    #[test]
    fn openssl_accepts_any_valid_subject(
        state in "[^\\pC]{0,128}",
        organization in "[^\\pC]{0,64}",
        common_name in "[^\\pC]{1,64}",
    ) {
        let trimmed = |text: String| text.trim().to_owned();
        let (state, organization) = (trimmed(state), trimmed(organization));
        let common_name = match trimmed(common_name) {
            empty if empty.is_empty() => "x".to_owned(),
            name => name,
        };
        let subject = Subject {
            state: state.clone(), organization: organization.clone(), common_name: common_name.clone(),
            ..Subject::default()
        };
        let pair = make(subject, 1, KeySize::Bits2048);
        let openssl = accepted(&pair, KeySize::Bits2048);
        let shown = openssl.run("x509 -noout -subject -nameopt utf8,sep_multiline,sname -in a.crt");
        let mut expected = String::from("subject=\n");
        for (name, text) in [("ST", state), ("O", organization), ("CN", common_name)] {
            if !text.is_empty() {
                expected.push_str(&format!("    {name}={text}\n"));
            }
        }
        prop_assert_eq!(shown, expected);
    }
}

#[rstest]
#[case::one_day(1)]
#[case::a_year(365)]
#[case::the_longest(3650)]
fn days_count_from_now(#[case] days: u32) {
    let pair = make(subject("days"), days, KeySize::Bits2048);
    let validity = pair.certificate.validity();
    assert_eq!(validity.not_before, NOW);
    assert_eq!(validity.not_after, NOW.after(Duration::from_secs(u64::from(days) * 86_400)));
    let openssl = OpenSsl::new();
    openssl.put("a.crt", pair.certificate_pem());
    let dates = openssl.run("x509 -noout -dates -dateopt iso_8601 -in a.crt");
    assert!(dates.starts_with("notBefore=2027-01-15 08:00:00Z\n"), "{dates}");
    let last = u64::from(days) * 86_400;
    let at = |seconds: u64| {
        let moment = NOW.seconds().unsigned_abs() + seconds;
        openssl.program("openssl", &format!("verify -attime {moment} -CAfile a.crt a.crt")).0
    };
    assert!(at(0) && at(last - 1) && !at(last + 1));
}

#[test]
fn dates_past_2050_have_their_own_form() {
    let options =
        CertificateOptions { subject: subject("far"), days: 3650, bits: KeySize::Bits2048 };
    // 2049-12-31T12:00:00Z.
    let now = Timestamp::from_seconds(2_524_564_800);
    let pair = generate(&options, now, &|_| {}, &Cancel::new()).expect("a pair");
    let openssl = OpenSsl::new();
    openssl.put("a.crt", pair.certificate_pem());
    let dates = openssl.run("x509 -noout -dates -dateopt iso_8601 -in a.crt");
    assert_eq!(dates, "notBefore=2049-12-31 12:00:00Z\nnotAfter=2059-12-29 12:00:00Z\n");
    let dump = openssl.run("asn1parse -in a.crt");
    assert!(dump.contains("UTCTIME") && dump.contains("GENERALIZEDTIME"), "{dump}");
}

#[test]
fn serials_are_random_and_positive() {
    let other = make(subject("places.com"), 365, KeySize::Bits2048);
    let serials = [PAIR.certificate.serial_hex(), other.certificate.serial_hex()];
    assert_ne!(serials[0], serials[1]);
    for serial in serials {
        let first = u8::from_str_radix(&serial[..2], 16).expect("hexadecimal");
        assert!(serial.len() == 32 && (0x40..0x80).contains(&first), "{serial}");
    }
    let openssl = OpenSsl::new();
    openssl.put("a.crt", PAIR.certificate.pem());
    let shown = openssl.run("x509 -noout -serial -in a.crt").to_lowercase();
    assert_eq!(shown.trim(), format!("serial={}", serials[0]));
}

#[test]
fn fingerprints_are_those_of_openssl() {
    let openssl = OpenSsl::new();
    openssl.put("a.crt", PAIR.certificate.pem());
    for (name, ours) in [("sha1", PAIR.certificate.sha1()), ("sha256", PAIR.certificate.sha256())] {
        let line = openssl.run(&format!("x509 -noout -fingerprint -{name} -in a.crt"));
        let theirs =
            line.trim().rsplit('=').next().expect("a value").replace(':', "").to_lowercase();
        assert_eq!(ours.as_str(), theirs);
    }
}

#[test]
fn the_key_id_is_the_digest_of_the_public_key() {
    let openssl = OpenSsl::new();
    openssl.put("a.key", &*PAIR.private_key_pem());
    openssl.run("pkey -in a.key -pubout -outform DER -out spki");
    let digest = openssl.run("dgst -sha256 -r spki");
    assert!(digest.starts_with(PAIR.key.id().as_str()), "{digest}");
    assert_eq!(PAIR.certificate.key_id(), PAIR.key.id());
}

#[test]
fn a_certificate_of_openssl_belongs_to_its_key_only() {
    let openssl = OpenSsl::new();
    openssl.run("req -x509 -sha256 -nodes -days 9 -newkey rsa:2048 -keyout b.key -out b.crt -subj /C=US/CN=b/emailAddress=b@x.y");
    let certificate = Certificate::from_pem(&openssl.get("b.crt")).expect("a certificate");
    let key = PrivateKey::from_pem(&openssl.get("b.key")).expect("a key");
    assert!(key.matches(&certificate));
    assert!(!PAIR.key.matches(&certificate) && !key.matches(&PAIR.certificate));
    assert_eq!(certificate.subject_line(), "C=US, CN=b, emailAddress=b@x.y");
    let validity = certificate.validity();
    assert_eq!(validity.not_before.until(validity.not_after), Duration::from_secs(9 * 86_400));
}

#[test]
fn signatures_are_those_of_openssl() {
    let openssl = OpenSsl::new();
    openssl.put("a.key", &*PAIR.private_key_pem()).put("message", "header.claims");
    let signature = PAIR.key.sign(b"header.claims");
    openssl.run("dgst -sha256 -sign a.key -out signature message");
    openssl.put("ours", &signature);
    openssl.run("dgst -sha256 -prverify a.key -signature ours message");
    assert!(PAIR.certificate.verifies(b"header.claims", &signature));
    assert!(!PAIR.certificate.verifies(b"header.claimz", &signature));
    assert!(!PAIR.certificate.verifies(b"header.claims", &signature[1..]));
}
