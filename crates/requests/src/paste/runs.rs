//! A text of any kind, looked through run by run of the characters that a secret is made of: what reads like one by itself, or
//! has the name of one before it.

use mudbrick_redact::{MASK, is_secret_member, looks_secret, without_secrets};

/// The text with something else in place of each secret; `instead` is told the name before it, and the secret.
pub(super) fn replaced(
    text: &str,
    mut instead: impl FnMut(Option<&str>, &str) -> String,
) -> String {
    let part =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '+' | '/' | '=');
    let mut changed = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let begin = rest.find(part).unwrap_or(rest.len());
        changed.push_str(&rest[..begin]);
        rest = &rest[begin..];
        let run = &rest[..rest.find(|c| !part(c)).unwrap_or(rest.len())];
        rest = &rest[run.len()..];
        let (name, run) = named(run);
        changed.push_str(name);
        if is_secret(&changed, run) {
            let value = instead(name_before(&changed), run);
            changed.push_str(&value);
        } else {
            changed.push_str(run);
        }
    }
    changed
}

/// A text for people without the secrets in it; none when there is none.
pub fn masked_text(text: &str) -> Option<String> {
    let mut is_masked = false;
    let mut masked = replaced(text, |_, _| {
        is_masked = true;
        MASK.to_owned()
    });
    // A key's lines are runs of their own, and none of them is like a secret.
    if text.contains("PRIVATE KEY-----") {
        let (without, lines) = without_secrets(&masked);
        is_masked |= !lines.is_empty();
        masked = without.into_owned();
    }
    is_masked.then_some(masked)
}

/// Whether a value is a secret whatever its name is. A short one may be anything.
pub(super) fn reads_like_a_secret(value: &str) -> bool {
    value.len() >= 20 && looks_secret("", value)
}

/// `name=` and what follows it; nothing and the whole for what is no such pair, or ends with the signs that base64 ends with.
fn named(run: &str) -> (&str, &str) {
    match run.split_once('=') {
        Some((name, value)) if !name.is_empty() && !value.trim_start_matches('=').is_empty() => {
            run.split_at(name.len() + 1)
        }
        _ => ("", run),
    }
}

fn is_secret(before: &str, run: &str) -> bool {
    const LEAST: usize = 6;
    if run.len() < LEAST {
        return false;
    }
    reads_like_a_secret(run)
        || (run.contains(|c: char| c.is_ascii_digit() || c == '=')
            && scheme_before(before).is_some_and(|it| reads_like_a_secret(&format!("{it} {run}"))))
        || name_before(before).is_some_and(|name| is_secret_member(name, run))
}

/// The word that stands before a credential in a header.
fn scheme_before(text: &str) -> Option<&'static str> {
    let text = text.strip_suffix(' ')?;
    let begin = text.len().saturating_sub("Bearer".len());
    let near = text.get(begin..)?.to_ascii_lowercase();
    ["Bearer", "Basic"].into_iter().find(|scheme| near.ends_with(&scheme.to_ascii_lowercase()))
}

/// The name of the value that begins at the end of `text`: `name=`, `name: `, `"name": "`, `<name>`.
pub(super) fn name_before(text: &str) -> Option<&str> {
    let quoted = |c: char| matches!(c, '"' | ' ' | '\'' | '\\');
    let text = match text.strip_suffix('>') {
        Some(element) => element,
        None => text.trim_end_matches(quoted).strip_suffix([':', '='])?.trim_end_matches(quoted),
    };
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let name = &text[text.trim_end_matches(part).len()..];
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const JWT: &str = "eyJhbGciOiJSUzI1NiJ9.eyJpZCI6IjEifQ.c2lnbmF0dXJl";

    #[rstest]
    #[case::token("curl -H 'Authorization: Bearer {JWT}'", "curl -H 'Authorization: Bearer *'")]
    #[case::opaque_token("Bearer 0123456789012345678901234567890.", "Bearer *")]
    #[case::basic("use Basic bWU6aHVudGVyMjM0NTY3OA== there", "use Basic * there")]
    #[case::pair("-d client_secret=p8e-0123456789abcdef&a=1", "-d client_secret=*&a=1")]
    #[case::named("api_secret: abcd1234 (old)", "api_secret: * (old)")]
    #[case::json("{\"apiKey\": \"1234567890abcdef\"}", "{\"apiKey\": \"*\"}")]
    #[case::element("<apiKey>1234567890abcdef</apiKey>", "<apiKey>*</apiKey>")]
    #[case::given_out("key ghp_16C7e42F292c6912E7710c838347Ae178B4a", "key *")]
    #[case::private_key(
        "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----*-----END PRIVATE KEY-----"
    )]
    fn secrets_in_texts_are_masked(#[case] text: &str, #[case] expected: &str) {
        let masked = masked_text(&text.replace("{JWT}", JWT)).unwrap();
        assert_eq!(masked.replace(MASK, "*"), expected);
    }

    #[rstest]
    #[case("password: required, at least 8 characters")]
    #[case("client_secret: Authentication of the client")]
    #[case("Authorization: Bearer <token>, or Bearer {{ACCESS_TOKEN}}")]
    #[case("The jwt of the session_id 12345 is a token")]
    #[case("key=customer1234&page=2&since=2026-11-30T00:00:00Z")]
    #[case("Basic authentication, Bearer authentication_required_here")]
    #[case("https://ns.adobe.com/aem/api_key/schemas/0123456789abcdef0123456789abcdef")]
    fn what_is_no_secret_stays(#[case] text: &str) {
        assert_eq!(masked_text(text), None);
    }
}
