//! Whether an answer says that the token itself is bad, so that a new one is worth a try. Every other refusal would be the
//! same with another token of the same credential.

use super::answered::Answered;
use serde_json::Value;

/// Whether a new token may help.
pub(crate) fn refuses_token(answer: &Answered<'_>) -> bool {
    answer.status == 401
        && (bearer_error(answer) == Some("invalid_token") || says_so(answer) || is_aems(answer))
}

fn says_so(answer: &Answered<'_>) -> bool {
    let Ok(json) = serde_json::from_slice::<Value>(answer.body) else { return false };
    let names = |member: &str, value: &str| json.get(member).and_then(Value::as_str) == Some(value);
    // The gateway.
    names("error_code", "401013")
        // Analytics 2.0 (analytics-2.0-apis issue 232), whose gateway checks the token a second time.
        || names("errorCode", "invalid_token")
        // The namespaces of Experience Platform's Identity Service.
        || names("error", "INVALID_IMS_TOKEN")
}

/// AEM answers with nothing at all to a token that has ended or was revoked (aem-headless-client-js issue 54). An answer with
/// a challenge is somebody else's, an MCP server's for instance.
fn is_aems(answer: &Answered<'_>) -> bool {
    answer.is_of("adobeaemcloud.com")
        && answer.is_empty
        && answer.header("www-authenticate").is_none()
}

/// `error` of a `Bearer` challenge (RFC 6750 section 3); User Management sends nothing else
/// (umapi-documentation partials/unauthorized.md).
pub(super) fn bearer_error<'a>(answer: &Answered<'a>) -> Option<&'a str> {
    let challenges =
        answer.headers.iter().filter(|it| it.name.eq_ignore_ascii_case("www-authenticate"));
    challenges.filter_map(|header| error_in(&header.value)).next()
}

/// Walks over the parameters one by one: a quoted value may hold commas, and words that look like other parameters.
fn error_in(challenge: &str) -> Option<&str> {
    let (scheme, mut rest) = challenge.trim().split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return None;
    }
    loop {
        let (name, behind) = rest.split_once('=')?;
        let (value, next) = match behind.trim_start().strip_prefix('"') {
            Some(quoted) => quoted.split_once('"')?,
            None => behind.split_once(',').map_or((behind, ""), |(value, next)| (value, next)),
        };
        if name.trim_matches([' ', ',']).eq_ignore_ascii_case("error") {
            return Some(value.trim());
        }
        rest = next;
    }
}

#[cfg(test)]
mod tests {
    use super::error_in;
    use rstest::rstest;

    #[rstest]
    #[case::jil(r#"Bearer realm="JIL", error="invalid_token", error_description="The access token is invalid""#, Some("invalid_token"))]
    #[case::bare("bearer error=invalid_token", Some("invalid_token"))]
    #[case::in_quotes(
        r#"Bearer realm="a, error=b", error="insufficient_scope""#,
        Some("insufficient_scope")
    )]
    #[case::mcp(
        r#"Bearer resource_metadata="https://x/.well-known/oauth-protected-resource", scope="a""#,
        None
    )]
    #[case::another_scheme(r#"Basic error="invalid_token""#, None)]
    #[case::not_closed(r#"Bearer error="invalid_token"#, None)]
    #[case::nothing("Bearer", None)]
    fn the_error_of_a_challenge(#[case] challenge: &str, #[case] expected: Option<&str>) {
        assert_eq!(error_in(challenge), expected);
    }
}
