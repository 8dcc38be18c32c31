//! An answer as it is explained: as much as is known of it, which for a pasted body is nothing else.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD_INDIFFERENT;
use mudbrick_model::{Grant, Header, is_loopback_host};
use serde::Deserialize;
use serde_json::{Map, Value};

/// An answer, and what is known of the call it answers. What is unknown is none.
#[derive(Debug, Clone, Copy, Default)]
pub struct Answer<'a> {
    /// Whose answer it is.
    pub host: Option<&'a str>,
    /// The path that was asked for, without its query.
    pub path: Option<&'a str>,
    /// `GET` and the like.
    pub method: Option<&'a str>,
    /// The HTTP status.
    pub status: Option<u16>,
    /// As they came; none where only a body is known.
    pub headers: &'a [Header],
    /// The decoded body.
    pub body: Option<&'a [u8]>,
    /// Whether that may be only a part of the body, or words beside it: what it lacks then says nothing of the answer.
    pub is_part: bool,
    /// What the request showed as its token.
    pub bearer: Bearer,
    /// What is known of whoever asked.
    pub facts: Facts,
}

/// What a request carried in its `Authorization` header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bearer {
    /// Nobody knows, or it was masked.
    #[default]
    Unknown,
    /// There was none.
    Absent,
    /// Something that is no token of Adobe's at all.
    NotAToken,
    /// A signed assertion that was not exchanged for a token.
    Assertion,
    /// A token.
    Token,
}

/// What is known of the profile that asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Facts {
    /// How it asks for tokens.
    pub grant: Option<Grant>,
}

impl<'a> Answer<'a> {
    /// The first header of a name.
    pub fn header(&self, name: &str) -> Option<&'a str> {
        let mut named = self.headers.iter().filter(|header| header.name.eq_ignore_ascii_case(name));
        named.next().map(|header| header.value.as_str())
    }

    /// The host, where it says whose answer it is: on this machine, an imitation or a relay may answer for anybody.
    pub(crate) fn known_host(&self) -> Option<&'a str> {
        self.host.filter(|host| !host.is_empty() && !is_loopback_host(host))
    }
}

impl Bearer {
    /// What a request with these headers carried.
    pub fn of(headers: &[Header]) -> Self {
        let named =
            |name: &str| headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
        match named("authorization") {
            Some(header) => Self::of_value(&header.value),
            // A browser signs in by its cookies.
            None if named("cookie").is_some() => Self::Unknown,
            None => Self::Absent,
        }
    }

    /// The same of headers that somebody pasted: what looks like no token there stands in place of one more often than it was
    /// sent, as in `Bearer REDACTED` or `Bearer eyJ...`.
    pub(crate) fn of_pasted(headers: &[Header]) -> Self {
        match Self::of(headers) {
            Self::NotAToken => Self::Unknown,
            bearer => bearer,
        }
    }

    fn of_value(value: &str) -> Self {
        let Some((scheme, token)) = value.trim().split_once(' ') else { return Self::Unknown };
        // A mask, or a variable that is filled elsewhere: what went out cannot be told.
        let is_written = token.bytes().all(|byte| byte.is_ascii_graphic())
            && !token.contains("{{")
            && !token.contains(['*', '$', '<', '[']);
        if !scheme.eq_ignore_ascii_case("bearer") || !is_written {
            return Self::Unknown;
        }
        match claims(token) {
            None => Self::NotAToken,
            Some(claims) if is_assertion(&claims) => Self::Assertion,
            // A token of Adobe's has none of them (02, "no exp, iat, iss, aud"): this is another issuer's.
            Some(claims) if claims.contains_key("aud") && claims.contains_key("exp") => {
                Self::Unknown
            }
            Some(_) => Self::Token,
        }
    }
}

/// Whether these are the claims of an assertion for Adobe: made out to a client of an IMS (`https://ims…/c/…`), or asking it for a
/// metascope (`https://ims…/s/…`). Every issuer's tokens have `aud` and `exp`.
pub fn is_assertion(claims: &Map<String, Value>) -> bool {
    let names_a_client = |audience: &Value| audience.as_str().is_some_and(|it| it.contains("/c/"));
    let is_audience = claims.get("aud").is_some_and(|audience| match audience {
        Value::Array(all) => all.iter().any(names_a_client),
        one => names_a_client(one),
    });
    claims.contains_key("exp") && (is_audience || claims.keys().any(|name| name.contains("/s/")))
}

fn claims(token: &str) -> Option<Map<String, Value>> {
    let mut parts = token.split('.');
    let payload = parts.nth(1)?;
    parts.next().filter(|_| parts.next().is_none())?;
    let payload = URL_SAFE_NO_PAD_INDIFFERENT.decode(payload).ok()?;
    serde_json::from_slice(&payload).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use rstest::rstest;

    fn jwt(claims: &str) -> String {
        let encode = |text: &str| URL_SAFE_NO_PAD.encode(text);
        format!("Bearer {}.{}.c2ln", encode(r#"{"alg":"RS256"}"#), encode(claims))
    }

    #[rstest]
    #[case::token(&jwt(r#"{"type":"access_token"}"#), Bearer::Token)]
    #[case::assertion(&jwt(r#"{"aud":"https://ims/c/x","exp":1}"#), Bearer::Assertion)]
    #[case::metascope(&jwt(r#"{"aud":"x","exp":1,"https://ims/s/ent_places_sdk":true}"#), Bearer::Assertion)]
    #[case::anothers(&jwt(r#"{"aud":"api://default","exp":1,"iss":"https://dev-1.okta.com"}"#), Bearer::Unknown)]
    #[case::of_several(&jwt(r#"{"aud":["api://default","https://dev-1.okta.com"],"exp":1}"#), Bearer::Unknown)]
    #[case::nonsense("Bearer nonsense", Bearer::NotAToken)]
    #[case::two_parts("Bearer eyJ.eyJ", Bearer::NotAToken)]
    #[case::masked("Bearer ••••", Bearer::Unknown)]
    #[case::variable("Bearer {{ACCESS_TOKEN}}", Bearer::Unknown)]
    #[case::shell("Bearer $TOKEN", Bearer::Unknown)]
    #[case::another_scheme("Basic dTpw", Bearer::Unknown)]
    fn what_was_sent(#[case] value: &str, #[case] expected: Bearer) {
        let headers = [Header::new("Cookie", "a=b"), Header::new("AUTHORIZATION", value)];
        assert_eq!(Bearer::of(&headers), expected);
        let is_doubtful = expected == Bearer::NotAToken;
        let pasted = if is_doubtful { Bearer::Unknown } else { expected };
        assert_eq!(Bearer::of_pasted(&headers), pasted);
        assert_eq!(Bearer::of(&headers[..1]), Bearer::Unknown, "it may sign in by the cookie");
        assert_eq!(Bearer::of(&[]), Bearer::Absent);
    }
}
