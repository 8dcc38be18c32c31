//! Whether planted secrets are found, and nothing else is.

use super::*;
use crate::{FingerprintKey, Fingerprints};
use ::base64::Engine as _;
use ::base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE};
use mudbrick_pki::{Cancel, CertificateOptions, GeneratedPair, KeySize, Subject};
use proptest::prelude::*;
use rstest::rstest;
use std::io::{Cursor, Write as _};
use std::time::Instant;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn scan(bytes: &[u8], secrets: &[&SecretText]) -> Option<Leak> {
    super::scan(bytes, secrets).unwrap()
}

fn secret(text: &str) -> SecretText {
    SecretText::new(text.to_owned())
}

fn percent(text: &[u8]) -> Vec<u8> {
    text.iter()
        .flat_map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => vec![*byte],
            other => format!("%{other:02X}").into_bytes(),
        })
        .collect()
}

fn json(text: &[u8]) -> Vec<u8> {
    let quoted = serde_json::to_string(&String::from_utf8_lossy(text)).unwrap();
    quoted.as_bytes()[1..quoted.len() - 1].to_vec()
}

fn json_units(text: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(text);
    text.encode_utf16().flat_map(|unit| format!("\\u{unit:04x}").into_bytes()).collect()
}

fn html(text: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(text);
    text.chars().flat_map(|c| format!("&#{};", u32::from(c)).into_bytes()).collect()
}

fn base64_behind(before: &str, text: &[u8]) -> Vec<u8> {
    STANDARD.encode([before.as_bytes(), text, b":x"].concat()).into_bytes()
}

fn base64_lines(text: &[u8]) -> Vec<u8> {
    let text = STANDARD.encode([b"a longer text in front of it: ", text, &[b'.'; 90]].concat());
    text.as_bytes().chunks(64).flat_map(|line| [line, b"\r\n"].concat()).collect()
}

fn utf16(text: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(text).into_owned();
    // Something in front that shows what it is, as every file has. Quoted-printable has no `=` of its own.
    format!("key: {text}").encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// RFC 4648 section 6.
pub(crate) fn base32(text: &[u8]) -> Vec<u8> {
    let bits: Vec<u8> =
        text.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1)).collect();
    let value = |digit: &[u8]| (0..5).fold(0, |all, bit| all << 1 | digit.get(bit).unwrap_or(&0));
    let digit = |value: u8| b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[usize::from(value)];
    bits.chunks(5).map(|five| digit(value(five))).collect()
}

fn hex(text: &[u8], between: &str) -> Vec<u8> {
    let pairs: Vec<_> = text.iter().map(|byte| format!("{byte:02x}")).collect();
    pairs.join(between).into_bytes()
}

/// RFC 2045 section 6.7, with lines of 20.
fn quoted_printable(text: &[u8]) -> Vec<u8> {
    let plain =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'/' | b':');
    let quoted = text.iter().map(|byte| match plain(*byte) {
        true => char::from(*byte).to_string(),
        false => format!("={byte:02X}"),
    });
    let quoted: Vec<_> = quoted.collect();
    quoted.chunks(20).map(|line| line.concat()).collect::<Vec<_>>().join("=\r\n").into_bytes()
}

type Encoding = fn(&[u8]) -> Vec<u8>;

/// Those whose place is one of these are bytes and no text.
const UTF16: [usize; 2] = [11, 12];
/// These take texts only.
const OF_TEXTS: [usize; 5] = [2, 3, 4, 11, 12];

const ENCODINGS: [Encoding; 20] = [
    |text| text.to_vec(),
    percent,
    json,
    json_units,
    html,
    |text| base64_behind("", text),
    |text| base64_behind("i", text),
    |text| base64_behind("id", text),
    |text| URL_SAFE.encode(text).into_bytes(),
    |text| STANDARD_NO_PAD.encode(text).into_bytes(),
    base64_lines,
    utf16,
    |text| utf16(text).chunks(2).flat_map(|unit| [unit[1], unit[0]]).collect(),
    base32,
    |text| base32(text).to_ascii_lowercase(),
    |text| hex(text, ""),
    |text| hex(text, "").to_ascii_uppercase(),
    |text| hex(text, ":"),
    |text| [b"0x", &*hex(text, ", 0x")].concat(),
    quoted_printable,
];

#[test]
fn a_character_of_two_units_is_never_parted() {
    for filler in 0..70 {
        let canary = secret("\\😀-canary");
        let planted = utf16(&json(format!("{}{}", "x".repeat(filler), canary.expose()).as_bytes()));
        assert!(scan(&planted, &[&canary]).is_some(), "{filler}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn a_planted_secret_is_found_in_any_encoding(
        canary in "[A-Z0-9][ -~äß€😀]{6,40}[A-Z0-9]",
        inner in 0..ENCODINGS.len(),
        outer in 0..ENCODINGS.len(),
        before in "[ -~]{0,40}",
    ) {
        let secrets = [secret("something else"), secret(&canary)];
        prop_assume!(!UTF16.contains(&inner) || !OF_TEXTS.contains(&outer));
        let planted = ENCODINGS[outer](&ENCODINGS[inner](canary.as_bytes()));
        let file = [before.as_bytes(), b"\n\"", &planted, b"\"\n"].concat();
        let leak = scan(&file, &secrets.each_ref());
        let leak = leak.map(|leak| (leak.secret, leak.at + 16 >= before.len() && leak.at < file.len()));
        prop_assert_eq!(leak, Some((1, true)), "{}", String::from_utf8_lossy(&file));
    }

    #[test]
    fn a_fingerprint_finds_what_the_secret_would(
        canary in "[A-Z0-9][ -~]{6,40}[A-Z0-9]",
        inner in 0..ENCODINGS.len(),
        outer in 0..ENCODINGS.len(),
        key in any::<[u8; 32]>(),
    ) {
        prop_assume!(!UTF16.contains(&inner) || !OF_TEXTS.contains(&outer));
        let key = FingerprintKey::of(key);
        let marks = key.marks(&secret(&canary)).into_iter().map(|mark| (7, mark));
        let scanner = Scanner::of(Fingerprints::of(&key, marks));
        let planted = ENCODINGS[outer](&ENCODINGS[inner](canary.as_bytes()));
        let file = [b"before \"", planted.as_slice(), b"\" after"].concat();
        let leak = scanner.scan(&file).unwrap().map(|leak| leak.secret);
        prop_assert_eq!(leak, Some(7), "{}", String::from_utf8_lossy(&file));
    }

    #[test]
    fn what_holds_no_secret_passes(file in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let secrets = [secret("QZ-canary-0123456789"), secret("0123456789abcdef")];
        prop_assert_eq!(scan(&file, &secrets.each_ref()), None);
    }
}

/// A text of a megabyte, half JSON and half base64.
fn megabyte() -> Vec<u8> {
    let mut file = Vec::new();
    let mut number = 1_u64;
    while file.len() < 1 << 20 {
        number =
            number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let noise = STANDARD.encode(number.to_be_bytes().repeat(6));
        let line =
            format!("{{\"id\": \"{number:x}\", \"path\": \"a\\/b%20c\", \"data\": \"{noise}\"}}\n");
        file.extend_from_slice(line.as_bytes());
    }
    file
}

#[test]
fn five_hundred_secrets_in_a_megabyte() {
    let secrets: Vec<SecretText> = (0..500_u32)
        .map(|number| {
            secret(&format!("p8e-{}", STANDARD_NO_PAD.encode(number.to_be_bytes().repeat(6))))
        })
        .collect();
    let secrets: Vec<&SecretText> = secrets.iter().collect();
    let mut file = megabyte();
    let begun = Instant::now();
    let scanner = Scanner::new(&secrets);
    assert_eq!(scanner.scan(&file), Ok(None));
    let took = begun.elapsed();
    // A few seconds unoptimised; what is looked for here is a cost that grows with the product of both.
    assert!(took.as_secs() < 300, "{took:?}");

    let planted = base64_behind("x", percent(secrets[321].expose().as_bytes()).as_slice());
    let place = file.len() / 2;
    file.splice(place..place, [b"\n", planted.as_slice(), b"\n"].concat());
    let leak = scanner.scan(&file).unwrap().unwrap();
    assert_eq!(leak.secret, 321);
    assert!(leak.at.abs_diff(place) < 200, "{} {place}", leak.at);
}

fn pair() -> GeneratedPair {
    let subject = Subject { common_name: "places.example.com".to_owned(), ..Subject::default() };
    let options = CertificateOptions { subject, days: 365, bits: KeySize::Bits2048 };
    mudbrick_pki::generate(&options, mudbrick_model::Timestamp(0), &|_| {}, &Cancel::new()).unwrap()
}

#[test]
fn a_private_key_is_found_in_any_form_and_its_certificate_is_not_taken_for_it() {
    let pair = pair();
    let pem = secret(&pair.private_key_pem());
    let secrets = [&pem];
    let certificate = pair.certificate_pem();
    assert_eq!(scan(certificate.as_bytes(), &secrets), None);
    assert_eq!(scan(pair.certificate.der(), &secrets), None);
    assert_eq!(scan(STANDARD.encode(&certificate).as_bytes(), &secrets), None);

    let text = pem.expose();
    let pkcs1 = pair.key.pkcs1_der();
    let lines: Vec<&str> = text.lines().collect();
    let forms: [Vec<u8>; 8] = [
        text.clone().into_bytes(),
        text.replace('\n', "\r\n").into_bytes(),
        text.replace('\n', "\\n").into_bytes(),
        lines.concat().into_bytes(),
        serde_json::to_vec(&lines).unwrap(),
        STANDARD.encode(text).into_bytes(),
        pkcs1.to_vec(),
        URL_SAFE.encode(&*pkcs1).into_bytes(),
    ];
    for (place, form) in forms.into_iter().enumerate() {
        let file = [b"before ", form.as_slice(), b" after"].concat();
        assert_eq!(scan(&file, &secrets).map(|leak| leak.secret), Some(0), "form {place}");
    }
}

pub(crate) fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn zip_members_are_opened() {
    let canary = secret("canary-0123456789");
    let text = format!("{}{}", "compressed ".repeat(50), canary.expose());
    let inner = zip(&[("a.txt", text.as_bytes())]);
    assert!(!inner.windows(17).any(|window| window == canary.expose().as_bytes()));
    let leak = scan(&inner, &[&canary]).unwrap();
    assert_eq!((leak.member.as_deref(), leak.at), (Some("a.txt"), 550));
    let outer = zip(&[("one.txt", b"nothing"), ("in.zip", &inner)]);
    assert_eq!(scan(&outer, &[&canary]).unwrap().member.as_deref(), Some("in.zip › a.txt"));
    let named = zip(&[("canary-0123456789.txt", b"nothing")]);
    assert!(scan(&named, &[&canary]).is_some());
    assert_eq!(scan(&zip(&[("one.txt", b"nothing")]), &[&canary]), None);
}

#[rstest]
#[case::too_short("abc", b"abc abc", None)]
#[case::raw("abcd", b"x abcd", Some(2))]
#[case::after_an_escape("abcd", b"%20%20ab%63d", Some(6))]
#[case::in_base64("canary-012345", b"id Y2FuYXJ5LTAxMjM0NQ==", Some(3))]
fn places(#[case] canary: &str, #[case] file: &[u8], #[case] at: Option<usize>) {
    assert_eq!(scan(file, &[&secret(canary)]).map(|leak| leak.at), at);
}

#[test]
fn nothing_of_a_secret_is_shown() {
    let canary = secret("canary-0123456789");
    let scanner = Scanner::new(&[&canary]);
    let shown = format!("{scanner:?} {:?}", scanner.scan(b"canary-0123456789"));
    assert!(!shown.contains("canary"), "{shown}");
    assert_eq!(format!("{scanner:?}"), "Scanner(…)");
}
