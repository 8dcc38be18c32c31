use super::Mask;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue};
use proptest::prelude::*;
use rstest::rstest;

/// A secret of no known shape.
const SECRET: &str = "4f6c-Wunderbar/+ 77";

fn mask() -> Mask {
    Mask::of([SECRET].into_iter())
}

fn headers(content_type: &str) -> HeaderMap {
    HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_str(content_type).unwrap())])
}

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

/// Secrets that nobody told the mask, under their names.
#[rstest]
#[case(FORM, "client_id=a&client_secret=hid+den&scope=b", "client_id=a&client_secret=***&scope=b")]
#[case(FORM, "jwt_token=hidden&code=hidden&a=code", "jwt_token=***&code=***&a=code")]
#[case(FORM, "client%5Fsecret=hidden", "client%5Fsecret=***")]
#[case(FORM, "token_type_hint=access_token&token=hidden", "token_type_hint=***&token=***")]
#[case(
    "",
    "client_assertion=hidden&client_assertion_type=jwt",
    "client_assertion=***&client_assertion_type=jwt"
)]
#[case(JSON, r#"{"client_secret": "hid\"den", "a": 1}"#, r#"{"client_secret":"***", "a": 1}"#)]
#[case(
    JSON,
    r#"{"client_secrets":["hidden",{"a":"]"}],"b":[]}"#,
    r#"{"client_secrets":"***","b":[]}"#
)]
#[case(
    JSON,
    r#"{"password":hidden,"token_type":"bearer"}"#,
    r#"{"password":"***","token_type":"bearer"}"#
)]
#[case(JSON, r#"{"client\u005fsecret":"hidden"}"#, r#"{"client\u005fsecret":"***"}"#)]
#[case(JSON, r#"{"a":{"access_token":"hidden, broken off"#, r#"{"a":{"access_token":"***""#)]
#[case("text/plain", "client_secret=hidden", "client_secret=***")]
fn secrets_are_known_by_name(#[case] kind: &str, #[case] body: &str, #[case] expected: &str) {
    assert_eq!(mask().body(&headers(kind), body), expected);
}

#[test]
fn the_parts_of_a_form_are_masked_by_name() {
    let part = |name: &str, value: &str| {
        format!("--b\r\nContent-Disposition: form-data; name={name}\r\n\r\n{value}\r\n")
    };
    let [id, bare, quoted] =
        [("\"client_id\"", "a"), ("client_secret", "hidden"), ("\"jwt_token\"", "hidden")]
            .map(|(name, value)| part(name, value));
    let body = format!("{id}{bare}{quoted}--b--\r\n");
    let masked = mask().body(&headers("multipart/form-data; boundary=b"), &body);
    assert_eq!(masked, body.replace("hidden", "***"));
}

#[rstest]
#[case("authorization", "Bearer hidden", "Bearer ***")]
#[case("authorization", "Basic aGlkZGVuOmhpZGRlbg==", "Basic ***")]
#[case("authorization", "hidden", "***")]
#[case("x-user-token", "hidden hidden hidden", "***")]
#[case("cookie", "a=hidden; b=hidden", "***")]
#[case("x-api-key", "public", "public")]
#[case("referer", "http://a/?access_token=hidden&b=c", "http://a/?access_token=***&b=c")]
fn headers_are_masked(#[case] name: &str, #[case] value: &str, #[case] expected: &str) {
    let name: HeaderName = name.parse().unwrap();
    let sent = HeaderMap::from_iter([(name.clone(), HeaderValue::from_str(value).unwrap())]);
    assert_eq!(mask().headers(&sent)[name], expected);
}

/// What nobody named and nobody told.
#[rstest]
#[case("/x/eyJhbGciOiJSUzI1NiJ9.e30.c2ln", "/x/***")]
#[case("note: eyJhbGciOiJSUzI1NiJ9%2Ee30%2Ec2ln.", "note: ***")]
#[case("eyJ is short", "eyJ is short")]
#[case("\"p8e-Some_Secret-1\"", "\"***\"")]
#[case("-----BEGIN PRIVATE KEY-----\nMII\n-----END PRIVATE KEY-----\nb", "***\nb")]
#[case("a -----BEGIN RSA PRIVATE KEY-----\nMII", "a ***")]
#[case("-----BEGIN CERTIFICATE-----\nMII", "-----BEGIN CERTIFICATE-----\nMII")]
fn secrets_are_known_by_shape(#[case] text: &str, #[case] expected: &str) {
    assert_eq!(mask().text(text), expected);
}

/// Two secrets, and one that is the end of the first and the beginning of the second.
#[rstest]
#[case("first-half;second-half", "***;***")]
#[case("first-halfsecond-half", "***")]
#[case("first-halfsecond", "***")]
#[case("first-half first-half", "*** ***")]
#[case("first-halffirst-half", "******")]
#[case("second-hal", "second-hal")]
fn secrets_that_reach_into_each_other_go_whole(#[case] text: &str, #[case] expected: &str) {
    let mask = Mask::of(["first-half", "second-half", "halfsecond"].into_iter());
    assert_eq!(mask.text(text), expected);
}

#[test]
fn it_is_for_the_secrets_that_it_was_made_for() {
    let is_for = |secrets: &[&str]| mask().is_of(secrets.iter().copied());
    assert_eq!(
        [&[SECRET][..], &[], &["other"], &[SECRET, SECRET]].map(is_for),
        [true, false, false, false]
    );
}

proptest! {
    /// Whatever stands around it: a secret of the registry is found as it is, encoded, and within base64.
    #[test]
    fn secrets_are_known_by_value(before in "[ -~]{0,7}", after in "[ -~]{0,7}") {
        let encoded: String = form_urlencoded::byte_serialize(SECRET.as_bytes()).collect();
        let hex: String = SECRET.bytes().map(|byte| format!("{byte:02X}")).collect();
        let whole = format!("{before}{SECRET}{after}");
        let texts = [
            whole.clone(),
            format!("{before}{encoded}{after}"),
            format!("{before}{hex}{after}"),
            STANDARD.encode(&whole),
            URL_SAFE_NO_PAD.encode(&whole),
        ];
        for text in texts {
            prop_assert!(mask().text(&text).contains("***"), "{text}");
        }
    }

    /// Nothing panics, and what holds no secret is left alone.
    #[test]
    fn other_texts_stay(text in "[a-d \\[\\]{}\",:&=\\\\é]{0,60}") {
        for kind in [FORM, JSON, "multipart/form-data; boundary=b"] {
            prop_assert_eq!(&mask().body(&headers(kind), &text), &text);
        }
    }
}
