//! Texts that are one value: a token, an ID, or what somebody copied from the Console's page.

use crate::read::fields::keep;
use crate::read::findings::Findings;
use crate::read::syntax::{Value, relaxed};
use crate::reading::{Found, Origin};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use mudbrick_model::{Field, Unused, UnusedReason};
use zeroize::Zeroizing;

/// No page is longer that has something to copy.
const MAX: usize = 16 * 1024;

/// A token by itself, with or without `Bearer`.
pub(crate) fn token(findings: &mut Findings<'_>, text: &str) -> bool {
    let text = text.trim().trim_matches(['"', '\'']);
    let bare = text.strip_prefix("Authorization:").map_or(text, str::trim);
    let bare = bare.strip_prefix("Bearer ").or(bare.strip_prefix("bearer ")).unwrap_or(bare).trim();
    if !is_token(bare) {
        return false;
    }
    findings.format("Token");
    let payload = payload_of(bare);
    let says = |key: &str| {
        let Some(Value::Map(entries)) = &payload else { return None };
        entries.iter().find(|(own, _)| own == key).and_then(|(_, value)| value.as_text())
    };
    let (what, why) = match (says("type"), says("aud").zip(says("iss")).zip(says("sub"))) {
        (Some("refresh_token"), _) => (Unused::RefreshToken, UnusedReason::SignInOfAPerson),
        (_, Some(_)) => (Unused::Assertion, UnusedReason::AssertionEnds),
        _ => (Unused::AccessToken, UnusedReason::TokenEnds),
    };
    findings.ignore(what, why);
    true
}

/// Three parts of base64, the first of which is a JSON object.
fn is_token(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    let fits = |part: &&str| {
        part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_' || b == b'=')
    };
    parts.len() == 3 && text.starts_with("eyJ") && parts.iter().all(fits)
}

/// The claims of a token.
pub(crate) fn payload_of(token: &str) -> Option<Value> {
    let part = token.split('.').nth(1)?.trim_end_matches('=');
    let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(part).ok()?);
    relaxed::parse(std::str::from_utf8(&bytes).ok()?).ok()
}

/// IDs and secrets known by their look, in a short text: the Console's page as people copy it.
pub(crate) fn ids(findings: &mut Findings<'_>, text: &str) -> bool {
    if text.len() > MAX {
        return false;
    }
    let mut partial = findings.partial();
    let mut tokens = 0;
    let words = text.split(|c: char| c.is_whitespace() || ",;'\"<>()|=".contains(c));
    for word in words.map(|word| word.trim_end_matches(['.', ':'])).filter(|word| !word.is_empty())
    {
        let origin = || Origin(findings.source().to_owned());
        let found = || Some(Found { value: word.to_owned(), origin: origin() });
        if word.ends_with("@AdobeOrg") {
            keep(&mut partial.org_id, found());
        } else if word.ends_with("@techacct.adobe.com") {
            // The e-mail looks the same but for hyphens, and is no ID.
            if !word.contains('-') {
                keep(&mut partial.technical_account_id, found());
            }
        } else if word.len() == 32 && word.bytes().all(|b| b.is_ascii_hexdigit()) {
            keep(&mut partial.client_id, found());
        } else if word.starts_with("p8e-") || word.starts_with("s8e-") {
            partial.secret(word, origin());
        } else if is_token(word) {
            tokens += 1;
        }
    }
    let beside = partial.org_id.is_some()
        || partial.technical_account_id.is_some()
        || !partial.client_secrets.is_empty();
    // Many things are 32 hexadecimal digits long; a client ID is meant when it is all there is.
    let alone = text.split_whitespace().count() == 1;
    let lone_client = alone && partial.is_credential();
    if !(beside || lone_client) {
        return false;
    }
    findings.format("IDs");
    if tokens > 0 {
        findings.ignore(Unused::AccessToken, UnusedReason::TokenEnds);
    }
    if partial.is_credential() && beside {
        findings.partials.push(partial);
        return true;
    }
    let mut ignore = |has: bool, field: Field, why: UnusedReason| {
        if has {
            findings.ignore(Unused::Value { field }, why);
        }
    };
    ignore(partial.is_credential(), Field::ClientId, UnusedReason::ApiKeyAlone);
    ignore(partial.org_id.is_some(), Field::OrgId, UnusedReason::ClientIdNotHere);
    ignore(
        partial.technical_account_id.is_some(),
        Field::TechnicalAccountId,
        UnusedReason::ClientIdNotHere,
    );
    ignore(!partial.client_secrets.is_empty(), Field::ClientSecret, UnusedReason::OwnerUnknown);
    true
}
