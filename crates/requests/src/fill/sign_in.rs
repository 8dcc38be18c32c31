//! `Authorization` as `.http` files have it for people: user and password as they are, and schemes whose headers a program works
//! out from them.

use super::text::{FilledText, Piece};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use mudbrick_vault::SecretText;

/// Stands in code for what Basic has made of secrets.
const NAME: &str = "BASIC_CREDENTIALS";

/// Words behind `openid` and `oauth2` by which httpyac gets a token.
const FLOWS: [&str; 6] =
    ["client_credentials", "password", "code", "authorization_code", "implicit", "device_code"];

/// Whether a header has a sign-in.
pub(crate) fn is_of_sign_in(name: &str) -> bool {
    ["authorization", "proxy-authorization"].iter().any(|one| name.eq_ignore_ascii_case(one))
}

/// The scheme of a value that is meant for a program which works out the header, and would give the secret away as it is.
pub(crate) fn not_worked_out(value: &str) -> Option<&'static str> {
    let mut words = value.split_whitespace();
    let (scheme, first) = (words.next()?.to_ascii_lowercase(), words.next()?);
    let has_more = words.next().is_some();
    // What is worked out already begins with `username="…"`, and AWS's with the key and the signature in one word.
    match scheme.as_str() {
        "digest" if has_more && !first.contains('=') => Some("Digest"),
        "aws" if has_more => Some("AWS"),
        "cognito" => Some("COGNITO"),
        "ntlm" if has_more => Some("NTLM"),
        "openid" | "oauth2" if FLOWS.contains(&first.to_ascii_lowercase().as_str()) => {
            Some("OAuth")
        }
        _ => None,
    }
}

/// `Basic user password` and `Basic user:password` in base64 (RFC 7617), in which neither a blank nor a colon occurs; any other
/// value as it is.
pub(super) fn encoded(value: FilledText) -> FilledText {
    let has_unset = value.pieces().iter().any(|piece| matches!(piece, Piece::Unset { .. }));
    let whole = value.expose();
    let text = whole.expose();
    let start = text.len() - text.trim_start().len();
    let Some(scheme) = text[start..].find([' ', '\t']).map(|length| &text[start..start + length])
    else {
        return value;
    };
    if !scheme.eq_ignore_ascii_case("basic") || has_unset {
        return value;
    }
    let begin = start + scheme.len();
    let Some(at) = boundary(&value, begin) else { return value };
    let (user, password) = (text[begin..at].trim_start(), text[at + 1..].trim_end());
    let password = if text[at..].starts_with(':') { password } else { password.trim_start() };
    let encoded = STANDARD.encode(format!("{user}:{password}"));
    let secrets: Vec<SecretText> = value.secrets().cloned().collect();
    if secrets.is_empty() {
        return FilledText::of(vec![Piece::Literal(format!("{scheme} {encoded}"))]);
    }
    let credentials = Piece::Secret { name: NAME.to_owned(), value: SecretText::new(encoded) };
    FilledText::of(vec![Piece::Literal(format!("{scheme} ")), credentials]).with_inner(secrets)
}

/// Where the user ends: at the first colon or blank that is written in the request, or else at the first in a value, for a user
/// that a variable has may have blanks.
fn boundary(value: &FilledText, begin: usize) -> Option<usize> {
    let written = value.pieces().iter().map(|piece| match piece {
        Piece::Literal(text) => text.clone(),
        other => "x".repeat(FilledText::of(vec![other.clone()]).expose().expose().len()),
    });
    let written: String = written.collect();
    first_sign(&written, begin).or_else(|| first_sign(value.expose().expose(), begin))
}

fn first_sign(text: &str, begin: usize) -> Option<usize> {
    let rest = text[begin..].trim_end();
    let start = rest.len() - rest.trim_start().len();
    rest[start..].find([':', ' ', '\t']).map(|at| begin + start + at)
}

#[cfg(test)]
mod tests;
