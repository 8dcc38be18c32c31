//! Whether an answer says that the token itself is bad, so that a new one is worth a try. Every other refusal would be the
//! same with another token of the same credential.

use super::answered::Answered;
use mudbrick_explain::explain;

/// Whether a new token may help.
pub(crate) fn refuses_token(answer: &Answered<'_>) -> bool {
    answer.status == 401
        && (bearer_error(answer) == Some("invalid_token")
            || explain(&answer.as_explained()).is_some_and(|known| known.rule.new_token))
}

/// `error` of a `Bearer` challenge (RFC 6750 section 3).
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
