//! Access tokens: the value, and until when it is good.
//!
//! A token is opaque by contract and a JWT in practice. Its claims are read when they can be and never relied on to be
//! there; its header is not looked at, since Adobe's `x5u` is a bare file name that strict JWT libraries refuse.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD_INDIFFERENT;
use mudbrick_model::{Grant, OrgId, Timestamp};
use mudbrick_vault::{Secret, SecretText};
use serde_json::Value;
use std::time::Duration;

/// A lifetime no token has; more than this means that the unit was another.
const LONGEST: Duration = Duration::from_secs(30 * 86_400);

/// The same at the other end, for the exchange, where a day in seconds would read as a minute and a half.
const SHORTEST_EXCHANGED: Duration = Duration::from_secs(180);

/// For a token that says nothing: the shortest lifetime known of any grant (Enterprise Web App, `AdminAuthentication/ims.md`).
const ASSUMED: Duration = Duration::from_secs(3_600);

/// A token and what is known about it.
#[derive(Debug, Clone)]
pub struct AccessToken {
    /// What goes behind `Authorization: Bearer`.
    pub value: SecretText,
    /// When it was asked for, on this machine's clock. Adobe's own date for it is not used: one of the two clocks may be wrong.
    pub created_at: Timestamp,
    /// When it stops working, on this machine's clock.
    pub expires_at: Timestamp,
    /// What was granted, which can be more than was asked for; empty when the token does not say.
    pub scopes: Vec<String>,
}

impl AccessToken {
    /// The token that IMS gave to a request of `asked_at`. `expires_in` is the reply's own.
    pub(crate) fn given(
        value: SecretText,
        expires_in: Option<&Value>,
        grant: Grant,
        asked_at: Timestamp,
    ) -> Self {
        let claims = Claims::of(value.expose());
        let replied = || expires_in.and_then(whole).and_then(|number| lifetime(number, grant));
        // The claims first: they are in one unit everywhere (`aio-lib-ims` src/ims.js trusts nothing else).
        let lifetime = claims.lifetime.or_else(replied).unwrap_or(ASSUMED);
        let expires_at = asked_at.after(lifetime);
        Self { value, created_at: asked_at, expires_at, scopes: claims.scopes }
    }
}

impl AccessToken {
    /// Whose token it is by its own claims.
    pub fn owner(&self) -> TokenOwner {
        let Claims { client_id, org_id, .. } = Claims::of(self.value.expose());
        TokenOwner { client_id, org_id }
    }

    /// Who signed in, for a person's token: the claim `user_id`.
    pub fn user_id(&self) -> Option<String> {
        Claims::of(self.value.expose()).user_id
    }

    /// How long the refresh token that goes with it lives: the claims `rtea` and `created_at`, both on Adobe's clock.
    pub(crate) fn refresh_lifetime(&self) -> Option<Duration> {
        Claims::of(self.value.expose()).refresh_lifetime
    }
}

/// Whose a token is, as far as it says so.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TokenOwner {
    /// The client that it was given to (facts: verified).
    pub client_id: Option<String>,
    /// The organisation: the claim `org`, which comes with some scopes only, and whose form nobody has verified. What does not
    /// look like an organisation's ID says nothing.
    pub org_id: Option<String>,
}

/// What `expires_in` of a reply means: seconds from `/ims/token/*`, milliseconds from `/ims/exchange/jwt` (ims-go,
/// umapi-client). A value that is absurd in that unit is taken in the other.
fn lifetime(number: u64, grant: Grant) -> Option<Duration> {
    let (seconds, millis) = (Duration::from_secs(number), Duration::from_millis(number));
    let span = match grant {
        Grant::OauthServerToServer | Grant::OauthUser if seconds > LONGEST => millis,
        Grant::OauthServerToServer | Grant::OauthUser => seconds,
        Grant::Jwt if millis < SHORTEST_EXCHANGED => seconds,
        Grant::Jwt => millis,
    };
    (span <= LONGEST).then_some(span)
}

/// The claims that matter here; each may be missing (`expires_in` is a string of milliseconds).
#[derive(Debug, Default)]
struct Claims {
    lifetime: Option<Duration>,
    scopes: Vec<String>,
    client_id: Option<String>,
    org_id: Option<String>,
    user_id: Option<String>,
    refresh_lifetime: Option<Duration>,
}

impl Claims {
    fn of(token: &str) -> Self {
        Self::decode(token).unwrap_or_default()
    }

    fn decode(token: &str) -> Option<Self> {
        let mut parts = token.split('.');
        let payload = parts.nth(1)?;
        // Three parts, or it is something else with a dot in it.
        parts.next().filter(|_| parts.next().is_none())?;
        let payload = Secret::new(URL_SAFE_NO_PAD_INDIFFERENT.decode(payload).ok()?);
        let claims: Value = serde_json::from_slice(payload.expose()).ok()?;
        let number = |name| claims.get(name).and_then(whole);
        let lifetime = number("expires_in").map(Duration::from_millis);
        let text = |name| claims.get(name).and_then(Value::as_str).map(str::to_owned);
        let ends = number("rtea").zip(number("created_at"));
        Some(Self {
            user_id: text("user_id"),
            refresh_lifetime: ends
                .and_then(|(ends, made)| ends.checked_sub(made))
                .map(Duration::from_millis),
            client_id: text("client_id"),
            org_id: text("org").filter(|org| OrgId::parse(org).is_ok()),
            lifetime: lifetime.filter(|span| !span.is_zero() && *span <= LONGEST),
            scopes: scopes(claims.get("scope").and_then(Value::as_str).unwrap_or_default()),
        })
    }
}

/// A whole number, as JSON's own or as a string.
fn whole(value: &Value) -> Option<u64> {
    match value {
        Value::Number(number) => {
            // Some server in between may have written `86399.0`.
            number.as_u64().or_else(|| number.as_f64().filter(|n| *n >= 0.0).map(|n| n as u64))
        }
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

fn scopes(text: &str) -> Vec<String> {
    let separates = |c: char| c == ',' || c.is_whitespace();
    text.split(separates).filter(|scope| !scope.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use proptest::prelude::*;
    use rstest::rstest;
    use serde_json::json;

    const NOW: Timestamp = Timestamp(1_800_000_000_000);
    const DAY: i64 = 86_400_000;

    fn jwt(claims: &Value) -> String {
        // The header as Adobe writes it, with the x5u that is no URL.
        let header = r#"{"alg":"RS256","x5u":"ims_na1-key-at-1.cer","kid":"ims_na1-key-at-1"}"#;
        let encode = |text: &str| URL_SAFE_NO_PAD.encode(text);
        format!("{}.{}.c2ln", encode(header), encode(&claims.to_string()))
    }

    fn given(token: &str, expires_in: Value, grant: Grant) -> AccessToken {
        AccessToken::given(SecretText::new(token.to_owned()), Some(&expires_in), grant, NOW)
    }

    #[test]
    fn the_claims_come_before_the_reply() {
        let claims = json!({
            "created_at": "1799999999123", "expires_in": "86400000", "scope": "openid,AdobeID",
        });
        let token = given(&jwt(&claims), json!(60), Grant::OauthServerToServer);
        assert_eq!((token.created_at, token.expires_at), (NOW, Timestamp(NOW.0 + DAY)));
        assert_eq!(token.scopes, ["openid", "AdobeID"]);
    }

    #[rstest]
    #[case::both(json!({"client_id": "abc", "org": "AAAABBBBCCCCDDDD0A495E00@AdobeOrg"}), Some("abc"), Some("AAAABBBBCCCCDDDD0A495E00@AdobeOrg"))]
    #[case::no_organisation(json!({"client_id": "abc", "org": "acme"}), Some("abc"), None)]
    #[case::other_types(json!({"client_id": 7, "org": ["x"]}), None, None)]
    #[case::nothing(json!({}), None, None)]
    fn whose_it_is(#[case] claims: Value, #[case] client: Option<&str>, #[case] org: Option<&str>) {
        let owner = given(&jwt(&claims), json!(60), Grant::Jwt).owner();
        assert_eq!((owner.client_id.as_deref(), owner.org_id.as_deref()), (client, org));
        assert_eq!(given("opaque", json!(60), Grant::Jwt).owner(), TokenOwner::default());
    }

    #[rstest]
    #[case::seconds(json!(86_399), Grant::OauthServerToServer, 86_399_000)]
    #[case::seconds_of_an_hour(json!(3_599), Grant::OauthServerToServer, 3_599_000)]
    #[case::seconds_as_text(json!("86399"), Grant::OauthServerToServer, 86_399_000)]
    #[case::millis(json!(86_399_994), Grant::Jwt, 86_399_994)]
    #[case::millis_of_an_hour(json!(3_599_994), Grant::Jwt, 3_599_994)]
    #[case::millis_from_the_token_endpoint(json!(86_399_994), Grant::OauthServerToServer, 86_399_994)]
    #[case::seconds_from_the_exchange(json!(86_399), Grant::Jwt, 86_399_000)]
    #[case::the_most_seconds(json!(2_592_000), Grant::OauthServerToServer, 2_592_000_000)]
    #[case::more_is_no_seconds(json!(2_592_001), Grant::OauthServerToServer, 2_592_001)]
    #[case::the_fewest_millis(json!(180_000), Grant::Jwt, 180_000)]
    #[case::fewer_are_no_millis(json!(179_999), Grant::Jwt, 179_999_000)]
    #[case::fraction(json!(86_399.0), Grant::OauthServerToServer, 86_399_000)]
    #[case::missing(Value::Null, Grant::Jwt, 3_600_000)]
    #[case::negative(json!(-1), Grant::OauthServerToServer, 3_600_000)]
    #[case::without_end(json!(u64::MAX), Grant::Jwt, 3_600_000)]
    #[case::words(json!("a day"), Grant::Jwt, 3_600_000)]
    fn opaque_tokens_live_by_the_reply(
        #[case] expires_in: Value,
        #[case] grant: Grant,
        #[case] lifetime: i64,
    ) {
        let token = given("opaque", expires_in, grant);
        assert_eq!((token.created_at, token.expires_at), (NOW, Timestamp(NOW.0 + lifetime)));
        assert!(token.scopes.is_empty());
    }

    #[rstest]
    #[case::only_created_at(json!({"created_at": "1799999999000"}))]
    #[case::no_lifetime(json!({"created_at": "1799999999000", "expires_in": "0"}))]
    #[case::absurd_lifetime(json!({"created_at": "1799999999000", "expires_in": "99999999999999"}))]
    #[case::not_a_number(json!({"created_at": "1799999999000", "expires_in": "1 day"}))]
    fn half_of_the_claims_is_filled_up_from_the_reply(#[case] claims: Value) {
        let token = given(&jwt(&claims), json!(1000), Grant::OauthServerToServer);
        assert_eq!(token.expires_at, Timestamp(NOW.0 + 1_000_000));
    }

    #[rstest]
    #[case::another_year("1900000000000")]
    #[case::hours_behind("1799989200000")]
    #[case::hours_ahead("1800010800000")]
    fn whatever_adobes_clock_says_it_ages_by_this_one(#[case] created_at: &str) {
        let claims = json!({"created_at": created_at, "expires_in": "86400000"});
        let token = given(&jwt(&claims), Value::Null, Grant::Jwt);
        assert_eq!((token.created_at, token.expires_at), (NOW, Timestamp(NOW.0 + DAY)));
    }

    proptest! {
        #[test]
        fn any_token_gets_an_end(token in "(\\PC{0,40}|[a-zA-Z0-9_-]{0,20}(\\.[a-zA-Z0-9_-]{0,40}){0,4})") {
            let token = given(&token, json!(86_399), Grant::OauthServerToServer);
            prop_assert!(token.expires_at > token.created_at);
            prop_assert_eq!(format!("{:?}", token.value), "Secret(…)");
        }

        #[test]
        fn any_claims_are_tolerated(created_at in any::<i64>(), expires_in in any::<u64>(), scope in "\\PC{0,30}") {
            let claims = json!({"created_at": created_at.to_string(), "expires_in": expires_in, "scope": scope});
            let token = given(&jwt(&claims), json!(86_399), Grant::OauthServerToServer);
            prop_assert!(token.expires_at > token.created_at);
            prop_assert!(NOW.until(token.expires_at) <= LONGEST);
        }
    }
}
