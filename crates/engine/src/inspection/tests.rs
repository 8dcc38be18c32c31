//! What is read out of tokens of every kind, and of what is none.

use super::claims::{bare, claims, differences, token_kind, view};
use super::view::{InspectedKind, InspectedView};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use mudbrick_ims::TokenKind;
use mudbrick_model::{Profile, Timestamp};
use mudbrick_vault::SecretText;
use rstest::rstest;
use serde_json::{Value, json};

const NOW: Timestamp = Timestamp(1_767_225_600_123 + 3_600_000);

fn jwt(claims: &Value) -> SecretText {
    let header = r#"{"alg":"RS256","x5u":"ims_na1-key-at-1.cer","kid":"ims_na1-key-at-1"}"#;
    let encode = |text: &str| URL_SAFE_NO_PAD.encode(text);
    SecretText::new(format!("{}.{}.c2lnbmF0dXJl", encode(header), encode(&claims.to_string())))
}

fn token() -> Value {
    json!({
        "id": "1767225600123_0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9_ue1", "type": "access_token",
        "client_id": "0f0e0d0c0b0a09080706050403020100", "user_id": "AAAABBBBCCCCDDDD0A495E00@techacct.adobe.com",
        "as": "ims-na1", "ctp": 0, "moi": "a1b2c3d4", "expires_in": "86400000",
        "scope": "openid,AdobeID,read_organizations,something_new", "created_at": "1767225600123",
    })
}

fn inspected(token: &SecretText, profile: Option<&Profile>) -> InspectedView {
    view(&claims(token).unwrap(), profile, NOW)
}

fn profile() -> Profile {
    toml_profile("0f0e0d0c0b0a09080706050403020100")
}

fn toml_profile(client: &str) -> Profile {
    serde_json::from_value(json!({
        "id": "0".repeat(32), "name": "Places", "organization": "Acme", "org_id": "AAAABBBBCCCCDDDD0A495E00@AdobeOrg",
        "client_id": client, "credential": {"grant": "oauth_server_to_server", "scopes": ["openid"]}, "adobe": "production",
        "risk": "production", "colour": "blue", "created_at": 0, "updated_at": 0,
    }))
    .unwrap()
}

#[test]
fn an_access_token_is_told_claim_by_claim() {
    let view = inspected(&jwt(&token()), Some(&profile()));
    assert_eq!(view.kind, InspectedKind::AccessToken);
    assert_eq!(view.created_at, Some(Timestamp(1_767_225_600_123)));
    assert_eq!(view.expires_at, Some(Timestamp(1_767_225_600_123 + 86_400_000)));
    assert_eq!((view.is_over, view.not_the_profiles.len()), (Some(false), 0));
    assert_eq!(view.claims.len(), 10);
    let told = |name: &str| view.claims.iter().find(|it| it.name == name).unwrap();
    assert_eq!(told("client_id").value, "0f0e0d0c0b0a09080706050403020100");
    assert!(told("user_id").meaning.as_ref().unwrap().contains("technical account"));
    assert_eq!(told("moi").meaning, None, "nobody says what it is");
    let opens: Vec<bool> = view.scopes.iter().map(|scope| scope.opens.is_some()).collect();
    assert_eq!(opens, [true, true, true, false]);
    let all = serde_json::to_string(&view).unwrap();
    assert!(!all.contains("c2lnbmF0"), "the signature is nowhere: {all}");
}

#[test]
fn an_assertion_counts_in_seconds_and_asks_for_metascopes() {
    let claims = json!({
        "exp": 1_767_225_900, "iss": "AAAABBBBCCCCDDDD0A495E00@AdobeOrg", "sub": "A@techacct.adobe.com",
        "aud": "https://ims-na1.adobelogin.com/c/0f0e0d0c0b0a09080706050403020100",
        "https://ims-na1.adobelogin.com/s/ent_places_sdk": true,
    });
    let view = inspected(&jwt(&claims), Some(&profile()));
    assert_eq!(view.kind, InspectedKind::Assertion);
    assert_eq!((view.expires_at, view.is_over), (Some(Timestamp(1_767_225_900_000)), Some(true)));
    assert_eq!(view.scopes[0].opens.as_deref(), Some("Places"));
    assert!(view.not_the_profiles.is_empty(), "{:?}", view.not_the_profiles);
}

#[rstest]
#[case::fraction(json!(1_796_052_000.5), 1_796_052_000_000)]
#[case::text(json!("1796052000"), 1_796_052_000_000)]
#[case::milliseconds(json!(1_796_052_000_000_i64), 1_796_052_000_000)]
fn an_end_is_read_however_it_is_counted(#[case] exp: Value, #[case] expected: i64) {
    let view = inspected(&jwt(&json!({"exp": exp})), None);
    assert_eq!(view.expires_at, Some(Timestamp(expected)));
}

/// Only what broke off was cut off.
#[rstest]
#[case(r#"{"a":1"#, true)]
#[case(r#"{"a":1e}"#, false)]
fn why_the_claims_cannot_be_read_is_not_made_up(#[case] claims: &str, #[case] is_cut: bool) {
    let token = format!("e30.{}.x", URL_SAFE_NO_PAD.encode(claims));
    let problem = super::claims::claims(&SecretText::new(token)).err().unwrap();
    let said = serde_json::to_string(&problem).unwrap();
    assert_eq!(said.contains("cut off"), is_cut, "{said}");
}

fn written(claims: &str) -> SecretText {
    SecretText::new(format!("e30.{}.x", URL_SAFE_NO_PAD.encode(claims)))
}

/// What differs in the last digit, or is there twice, is what somebody looks for.
#[test]
fn claims_are_told_as_they_came() {
    let told = |text: &str| -> Vec<(String, String)> {
        let view = inspected(&written(text), None);
        view.claims.into_iter().map(|claim| (claim.name, claim.value)).collect()
    };
    let text =
        r#"{"n":12345678901234567890123,"f":1.10,"e":1e400,"a":["x",1.0],"s":"\u00e9","s":"b"}"#;
    let expected = [
        ("n", "12345678901234567890123"),
        ("f", "1.10"),
        ("e", "1e400"),
        ("a", r#"["x",1.0]"#),
        ("s", "é"),
        ("s", "b"),
    ];
    assert_eq!(told(text), expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let other = text.replace("7890123", "7890124").replace(r#","s":"b""#, "");
    let found = differences(&claims(&written(text)).unwrap(), &claims(&written(&other)).unwrap());
    let names: Vec<&str> = found.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["n", "s"]);
    assert_eq!(found[1].left.as_deref(), Some("é, b"));
}

/// No clock has such a time.
#[rstest]
#[case("1e400")]
#[case("1e300")]
#[case("99999999999999999999")]
fn a_time_that_is_none_is_told_as_it_is(#[case] exp: &str) {
    let view = inspected(&written(&format!("{{\"exp\":{exp}}}")), None);
    assert_eq!((view.expires_at, view.claims[0].value.as_str()), (None, exp));
}

#[test]
fn anothers_token_is_said_to_be() {
    let other = toml_profile("ffffffffffffffffffffffffffffffff");
    let found = inspected(&jwt(&token()), Some(&other)).not_the_profiles;
    assert!(found.len() == 1 && found[0].contains("client ID"), "{found:?}");
    let mut stage = token();
    stage["as"] = "ims-na1-stg1".into();
    let found = inspected(&jwt(&stage), Some(&profile())).not_the_profiles;
    assert!(found.len() == 1 && found[0].contains("IMS"), "{found:?}");
}

#[test]
fn two_tokens_are_compared_claim_by_claim() {
    let mut later = token();
    later["scope"] = "openid".into();
    later["extra"] = 1.into();
    later.as_object_mut().unwrap().remove("moi");
    let found = differences(&claims(&jwt(&token())).unwrap(), &claims(&jwt(&later)).unwrap());
    let names: Vec<&str> = found.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["moi", "scope", "extra"]);
    assert_eq!((found[0].right.as_deref(), found[2].left.as_deref()), (None, None));
}

#[rstest]
#[case::header("Authorization: Bearer ", "")]
#[case::quoted("\"", "\",\n")]
#[case::spaces("  \n", "\n\n")]
#[case::shell("export ACCESS_TOKEN='", "'\n")]
#[case::env_file("ACCESS_TOKEN=", "")]
#[case::env_file_with_quotes("ACCESS_TOKEN=\"", "\"\n")]
fn however_it_was_copied_it_is_read(#[case] before: &str, #[case] behind: &str) {
    let pasted = format!("{before}{}{behind}", jwt(&token()).expose());
    assert_eq!(inspected(&SecretText::new(pasted), None).claims.len(), 10);
}

#[test]
fn a_whole_reply_is_read_and_only_its_token_would_be_sent() {
    let token = jwt(&token());
    let reply = json!({"token_type": "bearer", "access_token": token.expose(), "refresh_token": "a.b.c", "expires_in": 1});
    for pasted in [reply.to_string(), serde_json::to_string_pretty(&reply).unwrap()] {
        assert_eq!(bare(&SecretText::new(pasted)).unwrap().expose(), token.expose());
    }
}

#[rstest]
#[case::access("access_token", TokenKind::Access)]
#[case::refresh("refresh_token", TokenKind::Refresh)]
fn a_token_is_asked_about_as_what_it_is(#[case] kind: &str, #[case] expected: TokenKind) {
    let mut claims = token();
    claims["type"] = kind.into();
    assert_eq!(token_kind(&jwt(&claims)), expected);
}

#[test]
fn a_token_of_another_issuer_is_no_assertion_for_adobe() {
    let okta = json!({"iss": "https://dev-1.okta.com", "aud": "api://default", "exp": 1_767_225_900, "sub": "x"});
    let view = inspected(&jwt(&okta), None);
    assert_eq!(view.kind, InspectedKind::Other);
    let told = view.claims.iter().filter(|claim| claim.meaning.is_some());
    assert_eq!(told.map(|claim| claim.name.as_str()).collect::<Vec<_>>(), ["exp"]);
}

#[rstest]
#[case::nothing("")]
#[case::words("no token at all")]
#[case::two_parts("eyJhbGciOiJSUzI1NiJ9.eyJ9")]
#[case::four_parts("a.b.c.d")]
#[case::an_empty_part("eyJhbGciOiJSUzI1NiJ9.e30.")]
#[case::other_letters("eyJhbGciOiJSUzI1NiJ9.e30.\"x\",\"client_secret\":\"p8e-x\"")]
#[case::a_reply_without_one("{\"refresh_token\":\"eyJ.e30.x\"}")]
#[case::a_reply_with_another_thing("{\"access_token\":\"a.b.c d\"}")]
#[case::half_a_reply("{\"access_token\":\"eyJ.e30.x\",")]
#[case::cut_off("eyJhbGciOiJSUzI1NiJ9.eyJ0eXBlIjoiYWNj.x")]
#[case::no_object("eyJhbGciOiJSUzI1NiJ9.WzFd.x")]
fn what_is_no_token_is_refused_without_being_repeated(#[case] pasted: &str) {
    let problem = claims(&SecretText::new(pasted.to_owned())).err().unwrap();
    let said = serde_json::to_string(&problem).unwrap();
    assert!(pasted.len() < 3 || !said.contains(pasted), "{said}");
}

#[test]
fn padding_counts_for_nothing() {
    let body = STANDARD.encode(token().to_string()).replace('+', "-").replace('/', "_");
    let padded = SecretText::new(format!("e30.{body}.x"));
    assert_eq!(inspected(&padded, None).kind, InspectedKind::AccessToken);
}
