use super::*;
use crate::variables::Source;
use rstest::rstest;

fn variables() -> Variables {
    Variables::new()
        .with(Source::Profile, "API_KEY", "key")
        .with(Source::Own, "LIBRARY", "a b/ä")
        .with(Source::Own, "PKEY", "@aB-_c")
        .with(Source::Own, "AUTH", "Bearer {{ACCESS_TOKEN}}")
        .with(Source::Own, "ONE", "{{TWO}}")
        .with(Source::Own, "TWO", "x{{ONE}}")
        .with_secret("ACCESS_TOKEN", SecretText::new("canary\n".to_owned()))
}

fn request(url: &str, headers: &[(&str, &str)], body: Option<&str>) -> Request {
    Request {
        name: String::new(),
        method: Method::Get,
        url: url.to_owned(),
        headers: headers.iter().map(|(name, value)| Header::new(*name, *value)).collect(),
        body: body.map(str::to_owned),
    }
}

#[rstest]
#[case::plain("https://x.io/{{API_KEY}}/a", "https://x.io/key/a")]
#[case::adobes_key_stays("https://x.io/profile/{{PKEY}}", "https://x.io/profile/@aB-_c")]
#[case::what_no_url_can_hold("https://x.io/{{LIBRARY}}", "https://x.io/a%20b/%C3%A4")]
#[case::encoding_asked_for("https://x.io/{{%LIBRARY}}", "https://x.io/a%20b%2F%C3%A4")]
#[case::already_encoded("https://x.io/a%20b", "https://x.io/a%20b")]
#[case::unset_parameter_goes("https://x.io/?a={{NO}}&b=1&c={{ NO }}#d", "https://x.io/?b=1#d")]
#[case::all_parameters_go("https://x.io/p?a={{NO}}", "https://x.io/p")]
#[case::set_parameter_stays("https://x.io/?a={{API_KEY}}&b", "https://x.io/?a=key&b")]
fn urls(#[case] url: &str, #[case] expected: &str) {
    let filled = fill(&request(url, &[], None), &variables()).unwrap();
    assert_eq!(filled.url.expose().expose(), expected);
}

#[test]
fn headers_and_body() {
    let headers = [
        ("accept", "first"),
        ("Authorization", "{{AUTH}}"),
        ("x-user-token", "{{x-user-token}}"),
        ("X-Both", "a{{API_KEY}}"),
        ("X-Both", "b"),
        ("Accept", "last"),
    ];
    let filled =
        fill(&request("https://x.io/", &headers, Some("{\"a\":\"{{API_KEY}}\"}")), &variables())
            .unwrap();
    let exposed: Vec<_> = filled
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.expose().expose().clone()))
        .collect();
    let expected = [
        ("Authorization", "Bearer canary"),
        ("X-Both", "akey"),
        ("X-Both", "b"),
        ("Accept", "last"),
    ];
    assert_eq!(exposed, expected.map(|(name, value)| (name, value.to_owned())));
    assert_eq!(filled.left_out, ["x-user-token"]);
    assert_eq!(filled.body.as_ref().unwrap().shown(), "{\"a\":\"key\"}");
    assert_eq!(filled.header("authorization").unwrap().shown(), format!("Bearer {MASK}"));
    assert_eq!(filled.header("authorization").unwrap().named(), "Bearer {{ACCESS_TOKEN}}");
    assert!(filled.carries_credential());
    assert!(!format!("{filled:?}").contains("canary"));
    let uses: Vec<_> = filled.uses.iter().map(|used| (used.name.as_str(), used.source)).collect();
    let (own, token, profile) = (Some(Source::Own), Some(Source::Token), Some(Source::Profile));
    assert_eq!(uses, [("AUTH", own), ("ACCESS_TOKEN", token), ("API_KEY", profile)]);
}

use mudbrick_redact::MASK;

#[test]
fn what_is_unset_is_named_and_nothing_is_sent() {
    let headers = [("Authorization", "Bearer {{NO_TOKEN}}"), ("x-a", "{{NO_TOKEN}}{{NO}}")];
    let request = request("https://x.io/{{NO}}", &headers, None);
    let error = fill(&request, &variables()).expect_err("unset");
    assert_eq!(error, FillError::Missing { names: vec!["NO".to_owned(), "NO_TOKEN".to_owned()] });
    let message = error.problem().message;
    assert_eq!(message, "Nothing was sent: {{NO}}, {{NO_TOKEN}} have no value.");
    let outline = outline(&request, &variables());
    assert_eq!(outline.url.shown(), "https://x.io/{{NO}}");
    assert_eq!(outline.missing(), ["NO", "NO_TOKEN"]);
}

#[test]
fn a_circle_is_told_and_ends() {
    let error =
        fill(&request("https://x.io/{{ONE}}", &[], None), &variables()).expect_err("circle");
    let message = error.problem().message;
    assert_eq!(
        message,
        "Nothing was sent: {{ONE}} stands for {{TWO}} stands for {{ONE}}, without end."
    );
}

#[rstest]
#[case::nothing(&[], None, false)]
#[case::accept(&[("Accept", "*/*")], None, false)]
#[case::key(&[("X-Api-Key", "typed")], None, true)]
#[case::typed_token(&[("authorization", "Bearer typed")], None, true)]
#[case::in_the_body(&[], Some("token={{ACCESS_TOKEN}}"), true)]
fn a_credential_is_noticed(
    #[case] headers: &[(&str, &str)],
    #[case] body: Option<&str>,
    #[case] expected: bool,
) {
    let filled = fill(&request("https://x.io/", headers, body), &variables()).unwrap();
    assert_eq!(filled.carries_credential(), expected);
}
