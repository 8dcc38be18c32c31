use super::plain::{Plain, quick};
use super::*;
use crate::FingerprintKey;
use crate::readings::{Escapes, View};
use crate::scan::tests::base32;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};
use proptest::prelude::*;
use rstest::rstest;
use std::io::Write as _;

fn secret(text: &str) -> SecretText {
    SecretText::new(text.to_owned())
}

fn knowing(text: &str) -> Redactor {
    Redactor::new(&[&secret(text)])
}

/// A few bytes in front move base64 to another alignment, and some behind change its last character.
fn base64(engine: &impl base64::Engine, before: usize, text: &str) -> String {
    engine.encode(format!("{}{text}{}", &"id:"[..before], ":x"))
}

fn json(text: &str) -> String {
    let quoted = serde_json::to_string(text).unwrap();
    quoted[1..quoted.len() - 1].to_owned()
}

fn each(text: &str, escape: impl Fn(u32) -> String) -> String {
    text.chars().map(|character| escape(u32::from(character))).collect()
}

fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;").replace('\'', "&#39;")
}

const SOME: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'&').add(b'+');

/// The ways in which a server, a proxy or a library may write a text that it was given.
const FORMS: [fn(&str) -> String; 33] = [
    |text| text.to_owned(),
    |text| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string(),
    |text| utf8_percent_encode(text, SOME).to_string(),
    |text| text.bytes().map(|byte| format!("%{byte:02x}")).collect(),
    |text| url::form_urlencoded::byte_serialize(text.as_bytes()).collect(),
    |text| utf8_percent_encode(&FORMS[1](text), NON_ALPHANUMERIC).to_string(),
    json,
    |text| json(&json(text)),
    |text| json(text).replace('/', "\\/"),
    |text| text.encode_utf16().map(|unit| format!("\\u{unit:04X}")).collect(),
    |text| utf8_percent_encode(&json(text), NON_ALPHANUMERIC).to_string(),
    html,
    |text| each(text, |code| format!("&#{code};")),
    |text| each(text, |code| format!("&#x{code:x};")),
    |text| json(&html(text)),
    |text| base64(&STANDARD, 0, text),
    |text| base64(&STANDARD, 1, text),
    |text| base64(&STANDARD_NO_PAD, 2, text),
    |text| base64(&STANDARD, 3, text),
    |text| base64(&URL_SAFE, 0, text),
    |text| base64(&URL_SAFE_NO_PAD, 1, text),
    |text| base64(&URL_SAFE, 2, text),
    |text| utf8_percent_encode(&base64(&STANDARD, 2, text), NON_ALPHANUMERIC).to_string(),
    |text| base64(&STANDARD, 1, &FORMS[1](text)),
    |text| base64(&STANDARD, 0, &json(text)),
    |text| text.bytes().map(|byte| format!("{byte:02x}")).collect(),
    |text| text.bytes().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":"),
    |text| text.bytes().map(|byte| format!("\\x{byte:02x}")).collect(),
    |text| String::from_utf8(base32(text.as_bytes())).unwrap(),
    |text| text.bytes().map(|byte| format!("={byte:02X}")).collect(),
    |text| base64(&STANDARD, 2, &FORMS[25](text)),
    |text| FORMS[26](&::base64::Engine::encode(&STANDARD, text)),
    |text| FORMS[3](&FORMS[9](text)),
];

/// Secrets of every length, with what an encoding may take for its own in some of them.
const SECRETS: &str =
    "[!-~]{4,9}|p8e-[A-Za-z0-9_-]{9,40}|[A-Z0-9][ -~]{6,60}|a{4,9}|[a-f0-9%]{6,12}";

/// What gives itself away, whole and in pieces, and what is nearly one of them.
const PIECES: [&str; 22] = [
    "SECRET",
    "SECRET",
    "SECRET",
    "SECRET",
    "CUT",
    "CUT",
    JWT,
    "eyJ",
    ".eyJh.",
    "Bearer ",
    "BEARER+",
    "bearer%20",
    "bearer\t",
    "-----BEGIN PRIVATE KEY-----",
    "-----",
    "\"access_token\":\"",
    "client_secrets=[",
    "\"token\" : \"",
    "Password=",
    "PASSPHRASE:",
    "0123456789012345678901234567890123456789012345678901234567890123456789",
    "\r\n",
];

/// Whether any of the secret can be read in `text`, escapes undone as far as there are any.
fn survives(secret: &str, form: &str, text: &str) -> bool {
    let mut readings = vec![text.as_bytes().to_vec()];
    while let Some(view) = readings.last().and_then(|last| View::of(last, Escapes::All)) {
        readings.push(view.bytes().to_vec());
    }
    let readable = |part: &[u8]| {
        readings.iter().any(|reading| reading.windows(part.len()).any(|window| window == part))
    };
    // All of the secret, or a telling part of what it was written as.
    let parts: Vec<&[u8]> = form.as_bytes().windows(12.min(form.len())).collect();
    readable(secret.as_bytes())
        || parts.into_iter().any(|part| text.as_bytes().windows(part.len()).any(|w| w == part))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]

    #[test]
    fn no_form_of_a_secret_survives_anywhere(
        canary in "[A-Z0-9][ -~äß€😀]{6,40}[A-Z0-9]",
        form in 0..FORMS.len(),
        before in "[a-z .,:;]{0,12}",
        after in "[a-z .,:;]{0,12}",
    ) {
        let redactor = knowing(&canary);
        let form = FORMS[form](&canary);
        let texts = [
            format!("{before}{form}{after}"),
            format!("https://x.io/p/{form}?q={form}&r=1#{form}"),
            format!("{{\"id\":\"{form}\",\"n\":[\"{before}{form}{after}\"]}}"),
            format!("<a href=\"{form}\">{before}</a>"),
        ];
        for text in texts {
            let redacted = redactor.text(&text);
            prop_assert!(!survives(&canary, &form, &redacted), "{text}\nbecame\n{redacted}");
            let header = redactor.header(&Header::new("x-echo", text.clone()));
            prop_assert!(!survives(&canary, &form, &header.value), "{}", header.value);
        }
    }

    #[test]
    fn a_fingerprint_masks_what_the_secret_would(
        canary in "[A-Z0-9][ -~]{6,40}[A-Z0-9]",
        form in 0..FORMS.len(),
        before in "[a-z .,:;]{0,12}",
        after in "[a-z .,:;]{0,12}",
    ) {
        let key = FingerprintKey::random().unwrap();
        let marks = key.marks(&secret(&canary)).into_iter().map(|mark| (0, mark));
        let prints = Fingerprints::of(&key, marks).map(Arc::new);
        let redactor = Redactor::new(&[]).with_fingerprints(prints);
        let form = FORMS[form](&canary);
        let text = format!("{{\"id\":\"{form}\",\"n\":[\"{before}{form}{after}\"]}}");
        let redacted = redactor.text(&text);
        prop_assert!(!survives(&canary, &form, &redacted), "{text}\nbecame\n{redacted}");
        let mut writer = redactor.writer(Vec::new());
        for piece in text.as_bytes().chunks(7) {
            writer.write_all(piece).unwrap();
        }
        prop_assert_eq!(String::from_utf8(writer.finish().unwrap().0).unwrap(), redacted);
    }

    /// Whatever is masked when every byte is looked at is masked, and nothing else, as a whole and in pieces.
    #[test]
    fn the_quick_way_masks_what_the_plain_one_does(
        at_hand in prop::collection::vec(SECRETS, 0..3),
        fingerprinted in prop::collection::vec(SECRETS, 0..4),
        pieces in prop::collection::vec((prop::sample::select(&PIECES[..]), any::<prop::sample::Index>(), 0..FORMS.len(), "[ -~]{0,9}"), 0..14),
        cut in 1_usize..200,
    ) {
        let secrets: Vec<String> = at_hand.iter().chain(&fingerprinted).cloned().collect();
        let mut text = String::new();
        for (piece, which, form, between) in &pieces {
            match (*piece, secrets.is_empty()) {
                ("SECRET", false) => text.push_str(&FORMS[*form](which.get(&secrets).as_str())),
                ("CUT", false) => {
                    let secret = FORMS[*form](which.get(&secrets).as_str());
                    text.extend(secret.chars().take(secret.chars().count() - 1));
                }
                (piece, _) => text.push_str(piece),
            }
            text.push_str(between);
        }
        let texts = |all: &[String]| all.iter().map(|text| secret(text)).collect::<Vec<_>>();
        let (at_hand, fingerprinted) = (texts(&at_hand), texts(&fingerprinted));
        let redactor = quick(&at_hand, &fingerprinted);
        let plainly = Plain::of(&at_hand, &fingerprinted).bytes(text.as_bytes());
        let plainly = String::from_utf8_lossy(&plainly);
        prop_assert_eq!(&redactor.text(&text), &plainly, "{}", text);
        let mut writer = redactor.writer(Vec::new());
        for piece in text.as_bytes().chunks(cut) {
            writer.write_all(piece).unwrap();
        }
        let streamed = writer.finish().unwrap().0;
        prop_assert_eq!(&String::from_utf8_lossy(&streamed), &plainly, "{}", text);
    }

    #[test]
    fn what_holds_no_secret_stays_as_it_is(text in "[ -~\nä€]{0,200}") {
        let redactor = knowing("QZ-canary-QZ-0123456789");
        // The rules for fields may find something; a text without their marks must pass untouched.
        let lower = text.to_lowercase();
        prop_assume!(!["token", "secret", "passw", "passph", "bearer", "key", "eyj"].iter().any(|mark| lower.contains(mark)));
        prop_assert_eq!(redactor.text(&text), text.as_str());
    }
}

const JWT: &str = "eyJhbGciOiJSUzI1NiJ9.eyJpZCI6IjEifQ.c2lnbmF0dXJl-_";
const LONG: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

#[rstest]
#[case::token_reply(r#"{"token_type":"bearer","access_token":"CANARY","expires_in":86399}"#)]
#[case::pretty(r#"{ "access_token" : "CANARY" }"#)]
#[case::escaped_quotation_mark(r#"{"client_secret":"CAN\"CANARY"}"#)]
#[case::json_in_json(r#"{"body":"{\"refresh_token\":\"CANARY\"}"}"#)]
#[case::json_in_json_in_json(r#"{"b":"{\"b\":\"{\\\"id_token\\\":\\\"CANARY\\\"}\"}"}"#)]
#[case::two_secrets(r#"{"client_secrets":["CANARY", "CANARY"],"n":1}"#)]
#[case::three_secrets(r#"{"client_secrets":["CANARY","CANARY" , "CANARY"]}"#)]
#[case::form("grant_type=client_credentials&client_secret=CANARY&scope=openid")]
#[case::form_first("jwt_token=CANARY&client_id=1")]
#[case::form_in_a_form("body=client_secret%3DCANARY&x=1")]
#[case::json_in_a_url("?q=%7B%22access_token%22%3A%22CANARY%22%7D")]
#[case::html("{&quot;access_token&quot;:&quot;CANARY&quot;}")]
#[case::camel_case(r#"{"clientSecret":"CANARY","accessToken":"CANARY"}"#)]
#[case::upper_case("CLIENT_SECRET=CANARY")]
#[case::yaml("private_key: CANARY-CANARY\n")]
#[case::single_quotes("access_token='CANARY'")]
#[case::cut_off(r#"{"access_token":"CANARY"#)]
#[case::query_service(r#"{"compressedToken":"CANARY","dbName":"prod:all"}"#)]
#[case::private_key("-----BEGIN PRIVATE KEY-----\nCANARY\n-----END PRIVATE KEY-----")]
#[case::rsa_key_in_json(
    r#""-----BEGIN RSA PRIVATE KEY-----\nCANARY\n-----END RSA PRIVATE KEY-----""#
)]
#[case::key_cut_off("-----BEGIN ENCRYPTED PRIVATE KEY-----\nCANARY")]
#[case::header_in_a_body("Authorization: Bearer CANARYCANARYCANARYCANARY")]
fn what_gives_itself_away_is_masked(#[case] text: &str) {
    let redacted = Redactor::new(&[]).text(text).into_owned();
    assert!(!redacted.contains("CANARY"), "{redacted}");
    assert!(redacted.contains(MASK), "{redacted}");
}

#[rstest]
#[case::in_json(r#"{"a":"JWT"}"#, r#"{"a":"MASK"}"#)]
#[case::in_text("got JWT, next", "got MASK, next")]
#[case::in_a_url("https://x.io/?t=JWT&u=1", "https://x.io/?t=MASK&u=1")]
#[case::behind_bearer("Bearer JWT", "Bearer MASK")]
#[case::query_services_token(r#"{"token":"JWT"}"#, r#"{"token":"MASK"}"#)]
#[case::long_opaque_token(r#"{"token":"LONG"}"#, r#"{"token":"MASK"}"#)]
fn tokens_are_masked_and_nothing_else(#[case] text: &str, #[case] expected: &str) {
    let text = text.replace("JWT", JWT).replace("LONG", LONG);
    assert_eq!(Redactor::new(&[]).text(&text), expected.replace("MASK", MASK));
}

#[rstest]
#[case::validation(r#"{"valid":true,"token":{"id":"1","scope":"a"}}"#)]
#[case::page(r#"{"_page":{"token":"next-page-2"}}"#)]
#[case::numbers(r#"{"access_token_lifetime":86400,"password":null,"client_secret":true}"#)]
#[case::placeholder("client_secret={{CLIENT_SECRET}}&access_token={{ACCESS_TOKEN}}")]
#[case::placeholder_in_json(r#"{"client_secret":"{{CLIENT_SECRET}}"}"#)]
#[case::prose("The access_token is missing; use a bearer token. Password: required.")]
#[case::challenge(r#"Bearer realm="JIL", error="invalid_token""#)]
#[case::public_key("-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----")]
#[case::certificate("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----")]
#[case::half_a_token("eyJhbGciOiJSUzI1NiJ9.and.more")]
#[case::file_name("eyJunction.eyJ")]
#[case::one_word("the bearer_of_the_certificate_of_origin")]
#[case::structure("client_secret={id}&password={{PASSWORD}}")]
#[case::words("client_secret=null&access_token=true&refresh_token=false&id_token=")]
#[case::key_without_anything("-----BEGIN PRIVATE KEY----------END PRIVATE KEY-----")]
#[case::certificate_and_words(
    "-----BEGIN CERTIFICATE-----\nMIIBMIIBMIIBMIIBMIIBMIIB\n-----END CERTIFICATE-----\nand no PRIVATE KEY-----\nat all"
)]
fn what_is_no_secret_stays(#[case] text: &str) {
    assert_eq!(Redactor::new(&[]).text(text), text);
}

#[rstest]
#[case::token("Authorization", "Bearer abc", "Bearer ••••••••")]
#[case::basic("authorization", "Basic abc", "Basic ••••••••")]
#[case::without_scheme("AUTHORIZATION", "abc def", MASK)]
#[case::cookie("Set-Cookie", "ims_sid=1; Path=/", MASK)]
#[case::key("x-api-key", "0f0e0d", "0f0e0d")]
#[case::request_id("X-Request-Id", "abc", "abc")]
fn headers(#[case] name: &str, #[case] value: &str, #[case] expected: &str) {
    let redacted = Redactor::new(&[]).header(&Header::new(name, value));
    assert_eq!((redacted.name.as_str(), redacted.value.as_str()), (name, expected));
}

#[test]
fn a_private_keys_lines_and_a_tokens_parts_are_secrets_too() {
    let key = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEF\nAASCBKcwggSjAgEAAoIBAQC7VJTU\n-----END PRIVATE KEY-----";
    let redactor = Redactor::new(&[&secret(key), &secret(JWT)]);
    assert_eq!(redactor.text("x AASCBKcwggSjAgEAAoIBAQC7VJTU y"), format!("x {MASK} y"));
    let long = format!("eyJhbGciOiJSUzI1NiJ9.{LONG}.{LONG}b");
    let redacted = Redactor::new(&[&secret(&long)]).text(LONG).into_owned();
    assert_eq!(redacted, MASK);
}

#[test]
fn hex_that_ends_in_0_before_an_x_is_read_to_its_end() {
    let redactor = knowing("AaA0a0aP");
    for text in [
        "4161413061306150",
        "41 61 41 30 61 30 61 50",
        "0x41,0x61,0x41,0x30,0x61,0x30,0x61,0x50",
        "0x410x610x410x300x610x300x610x50",
    ] {
        assert_eq!(
            redactor.text(&format!("{text}x")).trim_start_matches("0x"),
            format!("{MASK}x"),
            "{text}"
        );
    }
}

#[test]
fn all_headers_are_masked_each_for_itself() {
    let headers = [Header::new("Cookie", "a=1"), Header::new("x-echo", "canary-canary, b")];
    let masked = knowing("canary-canary").headers(&headers);
    let masked: Vec<_> =
        masked.iter().map(|header| (header.name.as_str(), header.value.as_str())).collect();
    assert_eq!(masked, [("Cookie", MASK), ("x-echo", &*format!("{MASK}, b"))]);
}

#[test]
fn any_encoding_of_any_secret_that_is_known_is_within_reach() {
    let (short, long) = ("QZ/+", "QZ/+ \"canary\" &<%41>".repeat(40));
    let key = FingerprintKey::random().unwrap();
    for (at_hand, elsewhere) in [(short, &*long), (&*long, short)] {
        let marks = key.marks(&secret(elsewhere)).into_iter().map(|mark| (0, mark));
        let prints = Fingerprints::of(&key, marks).map(Arc::new);
        let redactor = Redactor::new(&[&secret(at_hand)]).with_fingerprints(prints);
        let longest = FORMS.iter().map(|form| form(&long).len()).max().unwrap();
        assert!(redactor.reach() >= crate::rules::REACH + longest, "{at_hand}");
    }
    for secret in [short, &*long] {
        for form in FORMS {
            assert!(reach(secret.len()) >= form(secret).len(), "{}", form(secret));
        }
    }
}

#[test]
fn digits_in_short_lines_go_on_in_the_next() {
    let redactor = knowing("p8e-0123-4567-89ab-cdef");
    let base64 = "cDhlLT\r\n    AxMjMt\r\n    NDU2Ny\r\n    04OWFi\r\n    LWNkZW\r\n    Y=";
    let redacted = redactor.text(base64);
    assert!(redacted.starts_with(MASK) && !redacted.contains("NDU2Ny"), "{redacted}");
}

#[test]
fn overlapping_and_touching_secrets_become_one_mask() {
    let redactor = Redactor::new(&[&secret("abcdef"), &secret("defghi")]);
    assert_eq!(redactor.text("-abcdefghi-abcdefdefghi-"), format!("-{MASK}-{MASK}-"));
}

#[test]
fn debug_shows_no_secret() {
    let shown = format!("{:?}", knowing("canary-canary"));
    assert!(!shown.contains("canary"), "{shown}");
}

#[test]
fn bytes_that_are_no_text_pass() {
    let mut bytes = vec![0xFF, 0x00, 0xFE];
    assert_eq!(knowing("canary").bytes(&bytes), bytes.as_slice());
    bytes.extend_from_slice(b"canary\xFF");
    assert_eq!(
        knowing("canary").bytes(&bytes),
        [&[0xFF, 0, 0xFE], MASK.as_bytes(), &[0xFF]].concat()
    );
}

/// A body of 3 MB with secrets of every kind everywhere, also across the borders of what is looked at together.
fn large_body(canary: &str) -> String {
    let mut body = String::new();
    let mut filler = 0_usize;
    while body.len() < 3 << 20 {
        filler = filler.wrapping_mul(31).wrapping_add(7);
        let form = FORMS[filler % FORMS.len()](canary);
        body.push_str(&"lorem ipsum ".repeat(filler % 4001));
        body.push_str(&format!(
            "{{\"a\":\"{form}\",\"access_token\" : \"{canary}{LONG}\"}} {JWT} "
        ));
    }
    body
}

#[rstest]
#[case::in_pieces_of_the_net(64 * 1024)]
#[case::odd(7919)]
#[case::at_once(usize::MAX)]
fn a_stream_is_redacted_as_a_whole_text_is(#[case] piece: usize) {
    let canary = "QZ/+ \"canary\" &<%41>";
    let redactor = knowing(canary);
    let body = large_body(canary);
    let mut writer = redactor.writer(Vec::new());
    for piece in body.as_bytes().chunks(piece.min(body.len())) {
        writer.write_all(piece).unwrap();
    }
    let (streamed, length) = writer.finish().unwrap();
    assert_eq!(streamed.len() as u64, length);
    assert!(streamed == redactor.bytes(body.as_bytes()).as_ref(), "they differ");
    assert!(streamed.len() < body.len() && !streamed.windows(6).any(|window| window == b"canary"));
}

#[test]
fn a_secret_that_is_cut_off_is_still_one() {
    let long = "QZ0123456789".repeat(10);
    let redacted = knowing(&long).text(&long[..50]).into_owned();
    assert_eq!(redacted, MASK);
}

#[test]
fn a_secret_across_two_looks_at_a_stream_is_masked() {
    let redactor = knowing("QZ0123456789");
    // So close together that every look ends within one.
    let body = "QZ0123456789 ".repeat(100_000);
    let mut writer = redactor.writer(Vec::new());
    for piece in body.as_bytes().chunks(7919) {
        writer.write_all(piece).unwrap();
    }
    let (streamed, _) = writer.finish().unwrap();
    assert!(streamed == redactor.bytes(body.as_bytes()).as_ref(), "they differ");
}
