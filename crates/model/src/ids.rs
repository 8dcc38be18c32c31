//! Identifiers as types, each with the check Adobe's own forms would make, so that a client ID never lands in the place
//! of an organisation ID.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a text is not the identifier it was taken for. The message is a whole sentence, ready for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidId {
    what: &'static str,
    reason: String,
}

impl InvalidId {
    pub(crate) fn new(what: &'static str, reason: impl Into<String>) -> Self {
        Self { what, reason: reason.into() }
    }

    /// The name of the field, in the Developer Console's words.
    pub fn field(&self) -> &'static str {
        self.what
    }
}

impl fmt::Display for InvalidId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.what, self.reason)
    }
}

impl std::error::Error for InvalidId {}

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident, $check:path) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(as = "String"))]
        pub struct $name(String);

        impl $name {
            /// Checks `text` (surrounding white space is dropped first).
            pub fn parse(text: &str) -> Result<Self, InvalidId> {
                let text = text.trim();
                $check(text)?;
                Ok(Self(text.to_owned()))
            }

            /// The identifier as Adobe writes it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;
            fn try_from(text: String) -> Result<Self, InvalidId> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_id! {
    /// Mudbrick's own name for a profile: 32 lower-case hexadecimal digits, made once and never changed.
    ProfileId, check_profile_id
}
text_id! {
    /// Mudbrick's own name for a key: SHA-256 of its SubjectPublicKeyInfo, 64 lower-case hexadecimal digits. It is the
    /// same for a private key and every certificate over it.
    KeyId, check_key_id
}
text_id! {
    /// A file-name-safe short name: lower-case letters, digits and hyphens, at most 64.
    Slug, check_slug
}
text_id! {
    /// An IMS organisation: `<letters and digits>@AdobeOrg`.
    OrgId, check_org_id
}
text_id! {
    /// A client ID, which Adobe's API pages also call the API key: 32 hexadecimal digits, or a word for AEM's own.
    ClientId, check_client_id
}
text_id! {
    /// A technical account: `<letters and digits>@techacct.adobe.com`.
    TechnicalAccountId, check_technical_account_id
}
text_id! {
    /// One OAuth scope, such as `read_organizations`.
    Scope, check_scope
}
text_id! {
    /// One JWT metascope by its short name, such as `ent_places_sdk`; a full URL form is cut to that on reading.
    Metascope, check_scope
}
text_id! {
    /// A saved request by its place under the `requests` folder without extension, such as `places/List libraries`.
    RequestPath, check_request_path
}

impl Metascope {
    /// Reads the short name, the `/s/name` form or a full `https://…/s/name` URL.
    pub fn from_any_form(text: &str) -> Result<Self, InvalidId> {
        let text = text.trim();
        Self::parse(text.rsplit_once("/s/").map_or(text, |(_, name)| name))
    }
}

impl Slug {
    /// A slug made from a name a person chose; `profile` when nothing of it can be kept.
    pub fn derive(name: &str) -> Self {
        let mut slug = String::new();
        for character in name.chars().flat_map(char::to_lowercase) {
            if character.is_ascii_alphanumeric() {
                slug.push(character);
            } else if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
            if slug.len() == 60 {
                break;
            }
        }
        let slug = slug.trim_end_matches('-');
        Self(if slug.is_empty() { "profile".to_owned() } else { slug.to_owned() })
    }

    /// The same slug with a number behind it, for when the plain one is taken.
    pub fn numbered(&self, number: u32) -> Self {
        let stem: String = self.0.chars().take(52).collect();
        Self(format!("{}-{number}", stem.trim_end_matches('-')))
    }
}

/// Adobe's client secrets have begun with these words.
const CLIENT_SECRET: [&str; 2] = ["p8e-", "s8e-"];
/// Fewer characters behind such a word are a name that begins like a secret.
const SHORTEST_SECRET: usize = 6;

/// Whether the text is a client secret in Adobe's form, and nothing else.
pub fn is_client_secret(text: &str) -> bool {
    let behind = CLIENT_SECRET.iter().find_map(|word| text.strip_prefix(word));
    behind.is_some_and(|rest| rest.len() >= SHORTEST_SECRET && rest.chars().all(is_of_secret))
}

/// Whether a client secret in Adobe's form stands anywhere in the text, which then must not be shown.
pub fn holds_client_secret(text: &str) -> bool {
    text.split(|c| !is_of_secret(c)).any(|word| {
        let starts = CLIENT_SECRET.iter().flat_map(|start| word.match_indices(start));
        starts.into_iter().any(|(at, _)| {
            let is_inside = word[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
            !is_inside && is_client_secret(&word[at..])
        })
    })
}

fn is_of_secret(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '_')
}

fn is_lower_hex(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

fn check_profile_id(text: &str) -> Result<(), InvalidId> {
    if is_lower_hex(text, 32) {
        return Ok(());
    }
    Err(InvalidId::new("Profile ID", "must be 32 lower-case hexadecimal digits."))
}

fn check_key_id(text: &str) -> Result<(), InvalidId> {
    if is_lower_hex(text, 64) {
        return Ok(());
    }
    Err(InvalidId::new("Key ID", "must be 64 lower-case hexadecimal digits."))
}

fn check_slug(text: &str) -> Result<(), InvalidId> {
    let safe = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if !text.is_empty() && text.len() <= 64 && !text.starts_with('-') && text.bytes().all(safe) {
        return Ok(());
    }
    Err(InvalidId::new(
        "Short name",
        "may contain only lower-case letters, digits and hyphens, at most 64.",
    ))
}

fn check_org_id(text: &str) -> Result<(), InvalidId> {
    const WHAT: &str = "Organization ID";
    if text.is_empty() {
        return Err(InvalidId::new(
            WHAT,
            "is empty. Copy it from the credential's page in the Developer Console; it ends in @AdobeOrg.",
        ));
    }
    let Some(ident) = text.strip_suffix("@AdobeOrg") else {
        return Err(InvalidId::new(
            WHAT,
            "must end in @AdobeOrg, as the Developer Console shows it on the credential's page.",
        ));
    };
    if ident.len() > 64 || ident.is_empty() || !ident.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Err(InvalidId::new(
            WHAT,
            "must be letters and digits followed by @AdobeOrg, such as 0A1B2C3D4E5F60718293A4B5@AdobeOrg.",
        ));
    }
    Ok(())
}

fn check_client_id(text: &str) -> Result<(), InvalidId> {
    const WHAT: &str = "Client ID";
    if text.is_empty() {
        return Err(InvalidId::new(
            WHAT,
            "is empty. Copy it from the credential's page in the Developer Console; it has 32 characters.",
        ));
    }
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    if let Some(wrong) = text.chars().find(|c| !(c.is_ascii() && plain(*c as u8))) {
        let wrong = match wrong {
            ' ' => "a space".to_owned(),
            '\n' | '\r' => "a line break".to_owned(),
            '\t' => "a tab".to_owned(),
            other => format!("the character {other:?}"),
        };
        return Err(InvalidId::new(
            WHAT,
            format!("contains {wrong}. It has 32 characters: digits and the letters a to f."),
        ));
    }
    if holds_client_secret(text) {
        return Err(InvalidId::new(
            WHAT,
            "is a client secret: those begin with p8e- or s8e-. It has 32 characters: digits and the letters a to f.",
        ));
    }
    if text.len() > 128 {
        return Err(InvalidId::new(
            WHAT,
            "is longer than 128 characters. The Developer Console shows one of 32.",
        ));
    }
    Ok(())
}

fn check_technical_account_id(text: &str) -> Result<(), InvalidId> {
    const WHAT: &str = "Technical account ID";
    let Some(ident) = text.strip_suffix("@techacct.adobe.com") else {
        return Err(InvalidId::new(
            WHAT,
            "must end in @techacct.adobe.com, as the Developer Console shows it on the credential's page.",
        ));
    };
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
    if ident.is_empty() || ident.len() > 64 || !ident.bytes().all(plain) {
        return Err(InvalidId::new(
            WHAT,
            "must be letters and digits followed by @techacct.adobe.com.",
        ));
    }
    Ok(())
}

/// RFC 6749 section 3.3 allows any printable character but space, quote and backslash; a comma separates scopes at Adobe.
/// No scope of Adobe's has `=`, and an assignment that slipped into a list of scopes has.
fn check_scope(text: &str) -> Result<(), InvalidId> {
    const WHAT: &str = "Scope";
    if text.is_empty() {
        return Err(InvalidId::new(WHAT, "is empty."));
    }
    if holds_client_secret(text) {
        return Err(InvalidId::new(WHAT, "holds a client secret, which is no scope."));
    }
    let plain = |b: u8| matches!(b, 0x21 | 0x23..=0x2B | 0x2D..=0x3C | 0x3E..=0x5B | 0x5D..=0x7E);
    if text.len() > 256 || !text.bytes().all(plain) {
        return Err(InvalidId::new(
            WHAT,
            format!(
                "{text:?} contains a character that no scope contains, or is longer than 256 characters."
            ),
        ));
    }
    Ok(())
}

fn check_request_path(text: &str) -> Result<(), InvalidId> {
    const WHAT: &str = "Request name";
    let forbidden =
        |c: char| c.is_control() || matches!(c, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
    let bad_part =
        |part: &str| part.is_empty() || part.starts_with('.') || part.ends_with(['.', ' ']);
    if text.is_empty()
        || text.len() > 400
        || text.contains(forbidden)
        || text.split('/').any(bad_part)
    {
        return Err(InvalidId::new(
            WHAT,
            r#"cannot be a file name: leave out \ : * ? " < > | and dots at either end."#,
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case::without_suffix("0A1B2C3D4E5F60718293A4B5", "must end in @AdobeOrg")]
    #[case::lower_case_suffix("0A1B2C3D4E5F60718293A4B5@adobeorg", "must end in @AdobeOrg")]
    #[case::nothing_before("@AdobeOrg", "letters and digits")]
    #[case::inner_space("0A1B 2C3D@AdobeOrg", "letters and digits")]
    #[case::empty("", "is empty")]
    fn organisation_ids_that_are_none(#[case] text: &str, #[case] expected: &str) {
        let error = OrgId::parse(text).expect_err("must be refused").to_string();
        assert!(error.starts_with("Organization ID") && error.contains(expected), "{error}");
    }

    #[rstest]
    #[case::hex("0f0e0d0c0b0a09080706050403020100")]
    #[case::aem_word("cm-p1-e2-integration-3")]
    #[case::pasted_with_white_space("  0f0e0d0c0b0a09080706050403020100\n")]
    fn client_ids(#[case] text: &str) {
        assert_eq!(ClientId::parse(text).expect("valid").as_str(), text.trim());
    }

    #[rstest]
    #[case::url("https://example.com", "the character ':'")]
    #[case::two_words("0f0e 0d0c", "a space")]
    #[case::two_lines("0f0e\n0d0c", "a line break")]
    #[case::curly_quote("\u{201c}0f0e", "the character '\u{201c}'")]
    fn malformed_client_ids(#[case] text: &str, #[case] wrong: &str) {
        let error = ClientId::parse(text).expect_err("must be refused").to_string();
        let expected = "It has 32 characters: digits and the letters a to f.";
        assert_eq!(error, format!("Client ID contains {wrong}. {expected}"));
    }

    #[rstest]
    #[case::alone("p8e-AbCdEfGh", true)]
    #[case::older("s8e-AbCdEfGh", true)]
    #[case::in_an_assignment("CLIENT_SECRET=p8e-Ab_dEfGh", true)]
    #[case::behind_a_hyphen("x-p8e-AbCdEfGh", true)]
    #[case::in_quotes("\u{201c}p8e-AbCdEfGh\u{201d}", true)]
    #[case::a_short_name("p8e-one", false)]
    #[case::inside_a_word("ep8e-AbCdEfGh", false)]
    #[case::a_client_id("0f0e0d0c0b0a09080706050403020100", false)]
    fn client_secrets_are_known_by_their_form(#[case] text: &str, #[case] expected: bool) {
        assert_eq!(holds_client_secret(text), expected);
    }

    #[rstest]
    #[case::client_id(ClientId::parse("p8e-AbCdEfGh").map(|_| ()))]
    #[case::scope(Scope::parse("p8e-AbCdEfGh").map(|_| ()))]
    #[case::assignment(Scope::parse("SECRET=p8e-AbCdEfGh").map(|_| ()))]
    fn a_client_secret_is_nothing_else_and_not_shown(#[case] parsed: Result<(), InvalidId>) {
        let error = parsed.expect_err("must be refused").to_string();
        assert!(error.contains("client secret") && !error.contains("AbCd"), "{error}");
    }

    #[test]
    fn an_assignment_is_no_scope() {
        assert!(Scope::parse("NAME=").is_err());
    }

    #[rstest]
    #[case("ent_places_sdk")]
    #[case("/s/ent_places_sdk")]
    #[case("https://ims-na1.adobelogin.com/s/ent_places_sdk")]
    fn metascopes_in_any_form(#[case] text: &str) {
        assert_eq!(Metascope::from_any_form(text).expect("valid").as_str(), "ent_places_sdk");
    }

    proptest! {
        #[test]
        fn every_name_gives_a_valid_slug(name in "\\PC{0,120}", number in 0u32..=u32::MAX) {
            let slug = Slug::derive(&name);
            prop_assert!(Slug::parse(slug.as_str()).is_ok());
            prop_assert!(Slug::parse(slug.numbered(number).as_str()).is_ok());
        }

        #[test]
        fn request_paths_never_leave_their_folder(text in "[./\\\\a-zA-Z ]{0,20}") {
            if let Ok(path) = RequestPath::parse(&text) {
                prop_assert!(!path.as_str().starts_with('/'));
                prop_assert!(path.as_str().split('/').all(|part| part != ".." && part != "."));
            }
        }
    }
}
