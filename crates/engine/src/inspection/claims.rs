//! Reading a token without checking or asking anything. Its header is read by hand as well: Adobe's `x5u` is a bare file name,
//! which strict JWT libraries refuse.

use super::view::{ClaimDifference, ClaimView, InspectedKind, InspectedScope, InspectedView};
use base64::Engine as _;
use base64::alphabet::URL_SAFE;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use mudbrick_compare::json::Tree;
use mudbrick_explain::{Standing, is_assertion, scope};
use mudbrick_ims::TokenKind;
use mudbrick_model::{ErrorCode, Problem, Profile, Timestamp};
use mudbrick_vault::{Secret, SecretText};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Map, Value};
use std::time::Duration;

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Longer than any token with all scopes there are; what is longer is something else.
const LONGEST: usize = 64 * 1024;

const CUT_OFF: &str = "Its middle part cannot be decoded; perhaps it was cut off.";

/// Seconds of which nobody means so many: this is in the year 5138, and in 1973 if it counts milliseconds.
const MOST_SECONDS: i64 = 100_000_000_000;

/// The claims of a token.
pub(super) struct Claims {
    /// As they came, in their order: numbers with all their digits, and names as often as they are there.
    written: Vec<(String, String)>,
    /// What programs understand: of a name the last, and nothing where no program could hold a number.
    meant: Map<String, Value>,
}

impl Claims {
    fn read(payload: &str) -> Option<Self> {
        let tree = Tree::read(payload).ok()?;
        let written: Vec<(String, String)> =
            tree.members()?.map(|(name, value)| (name, value.to_owned())).collect();
        let meant = written.iter().map(|(name, value)| {
            (name.clone(), serde_json::from_str(value).unwrap_or(Value::Null))
        });
        let meant = meant.collect();
        Some(Self { written, meant })
    }

    /// All values of a name, as text.
    fn told(&self, name: &str) -> Option<String> {
        let named = self.written.iter().filter(|(other, _)| other == name);
        let told: Vec<String> = named.map(|(_, value)| shown(value)).collect();
        (!told.is_empty()).then(|| told.join(", "))
    }

    /// Each name once.
    fn names(&self) -> impl Iterator<Item = &String> {
        self.meant.keys()
    }
}

/// A claim's value as a person reads it: a text without its quotes, everything else as it came.
fn shown(written: &str) -> String {
    serde_json::from_str(written).unwrap_or_else(|_| written.to_owned())
}

/// Milliseconds up to the end of the year 9999: what counts more is no time.
const MOST_MILLISECONDS: i64 = 253_402_300_799_999;

/// A reply of IMS's to a request for a token.
#[derive(Deserialize)]
struct Reply {
    access_token: SecretText,
}

/// The token out of whatever was pasted: the bare token, an `Authorization` header, one in quotes, or the whole reply in which it
/// came. What is no token is refused: it may be a secret, and a token is sent to Adobe when somebody asks about it.
pub(super) fn bare(pasted: &SecretText) -> Result<SecretText, Problem> {
    let text = pasted.expose().trim();
    if text.len() > LONGEST {
        return Err(no_token("It is far longer than any token."));
    }
    if text.starts_with('{') {
        let reply = serde_json::from_str::<Reply>(text).ok();
        let reply = reply.ok_or_else(|| no_token("This text has no access_token in it."))?;
        return one_token(reply.access_token.expose());
    }
    let last = text.rsplit(char::is_whitespace).next().unwrap_or(text);
    // A shell and an `.env` file have it behind the name of a variable. What has a dot before the sign is a part with its padding.
    let named = last.split_once('=').filter(|(name, _)| !name.contains('.'));
    let value = named.map_or(last, |(_, value)| value);
    one_token(value.trim_matches(['"', '\'', ',', ';']))
}

fn one_token(token: &str) -> Result<SecretText, Problem> {
    let is_part = |part: &str| {
        let letters = part.trim_end_matches('=');
        let is_letter = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_');
        !letters.is_empty() && letters.bytes().all(is_letter)
    };
    match token.split('.').count() == 3 && token.split('.').all(is_part) {
        true => Ok(SecretText::new(token.to_owned())),
        false => Err(no_token("A token has three parts with dots between them.")),
    }
}

/// As what IMS is asked about it. What a token does not say of itself is told by nobody, and access tokens are what people have.
pub(super) fn token_kind(token: &SecretText) -> TokenKind {
    match claims(token).map(|claims| kind(&claims.meant)) {
        Ok(InspectedKind::RefreshToken) => TokenKind::Refresh,
        _ => TokenKind::Access,
    }
}

/// The claims of a token.
pub(super) fn claims(pasted: &SecretText) -> Result<Claims, Problem> {
    let token = bare(pasted)?;
    let payload = token.expose().split('.').nth(1).unwrap_or_default();
    let payload = BASE64.decode(payload).map(Secret::new);
    let payload = payload.map_err(|_| no_token(CUT_OFF))?;
    let text = std::str::from_utf8(payload.expose()).unwrap_or_default();
    Claims::read(text).ok_or_else(|| {
        let read = serde_json::from_slice::<IgnoredAny>(payload.expose());
        match read.is_err_and(|error| error.is_eof()) {
            true => no_token(CUT_OFF),
            false => no_token("Its middle part is nothing that can be read here."),
        }
    })
}

fn no_token(why: &str) -> Problem {
    Problem::new(ErrorCode::InvalidInput, "This is no token of Adobe's.")
        .remedy(format!("{why} Copy it again, whole."))
}

/// What the claims say.
pub(super) fn view(claims: &Claims, profile: Option<&Profile>, now: Timestamp) -> InspectedView {
    let Claims { written, meant } = claims;
    let kind = kind(meant);
    let (created_at, expires_at) = times(meant);
    InspectedView {
        kind,
        scopes: scopes(meant),
        claims: written.iter().map(|(name, value)| claim(kind, name, value)).collect(),
        created_at,
        expires_at,
        is_over: expires_at.map(|end| end <= now),
        not_the_profiles: profile.map(|profile| strangers(meant, profile)).unwrap_or_default(),
    }
}

fn kind(claims: &Map<String, Value>) -> InspectedKind {
    match claims.get("type").and_then(Value::as_str) {
        Some("access_token") => InspectedKind::AccessToken,
        Some("refresh_token") => InspectedKind::RefreshToken,
        None if is_assertion(claims) => InspectedKind::Assertion,
        _ => InspectedKind::Other,
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}

fn moment(milliseconds: i64) -> Option<Timestamp> {
    (0..=MOST_MILLISECONDS).contains(&milliseconds).then_some(Timestamp(milliseconds))
}

/// Seconds, also with a fraction (RFC 7519, 2). Some issuers count milliseconds against the standard.
fn seconds(value: &Value) -> Option<Timestamp> {
    let number = number(value).or_else(|| value.as_f64().map(|seconds| seconds as i64))?;
    moment(if number > MOST_SECONDS { number } else { number.saturating_mul(1000) })
}

/// The claims that are times: in seconds where the standard names them, in milliseconds where Adobe does (02).
fn time(name: &str, value: &Value) -> Option<Timestamp> {
    match name {
        "exp" | "iat" | "nbf" => seconds(value),
        "created_at" | "rtea" => number(value).and_then(moment),
        _ => None,
    }
}

/// Access tokens count in milliseconds, as text (02); assertions in seconds.
fn times(claims: &Map<String, Value>) -> (Option<Timestamp>, Option<Timestamp>) {
    let at = |name: &str| time(name, claims.get(name)?);
    if let Some(end) = at("exp") {
        return (at("iat"), Some(end));
    }
    let created = at("created_at");
    let lifetime = claims.get("expires_in").and_then(number);
    let lifetime = lifetime.and_then(|ms| u64::try_from(ms).ok());
    (created, created.zip(lifetime).map(|(at, ms)| at.after(Duration::from_millis(ms))))
}

fn scopes(claims: &Map<String, Value>) -> Vec<InspectedScope> {
    let granted = claims.get("scope").and_then(Value::as_str).unwrap_or_default();
    let separates = |c: char| c == ',' || c.is_whitespace();
    let granted = granted.split(separates).filter(|name| !name.is_empty());
    // Each metascope of an assertion is a claim of its own: `https://ims…/s/ent_places_sdk: true`.
    let metascopes = claims.iter().filter(|(_, value)| **value == Value::Bool(true));
    let metascopes = metascopes.filter_map(|(name, _)| name.rsplit_once("/s/").map(|(_, it)| it));
    granted.chain(metascopes).map(in_words).collect()
}

fn in_words(name: &str) -> InspectedScope {
    let known = scope(name);
    InspectedScope {
        name: name.to_owned(),
        opens: known.map(|scope| scope.opens.clone()),
        is_verified: known.is_some_and(|scope| scope.standing != Standing::Unverified),
    }
}

fn claim(kind: InspectedKind, name: &str, written: &str) -> ClaimView {
    let value = serde_json::from_str(written).unwrap_or(Value::Null);
    ClaimView {
        name: name.to_owned(),
        value: shown(written),
        when: time(name, &value),
        meaning: meaning(kind, name, &value).map(str::to_owned),
    }
}

/// 02-access-token-shape.md and 01-ims.md 1.3.
fn meaning(kind: InspectedKind, name: &str, value: &Value) -> Option<&'static str> {
    // What these are in the tokens of other issuers, those say.
    let is_anothers = kind != InspectedKind::Assertion;
    Some(match name {
        "iss" | "sub" | "aud" | "jti" if is_anothers => return None,
        "id" => "The token's own number: when, which, and in which region it was made.",
        "type" => "What kind of token it is.",
        "client_id" => "The client ID (API key) that it was made for.",
        "user_id" if text(value).ends_with("@techacct.adobe.com") => {
            "The technical account that it is for."
        }
        "user_id" if text(value).ends_with("@AdobeService") => "The service that it is for.",
        "user_id" => "The account that it is for.",
        "aa_id" => "The account that signed in.",
        "as" => "Which IMS made it; the address is this name with .adobelogin.com.",
        "created_at" => "When it was made, in milliseconds since 1970.",
        "expires_in" => "How long it lasts, in milliseconds.",
        "scope" => "What it was granted.",
        "sid" => "The session.",
        "rtid" => "The refresh token that belongs to it.",
        "rtea" => "When that refresh token ends, in milliseconds since 1970.",
        "state" => "What the sign-in was given to hand back.",
        "fg" => "A fingerprint.",
        "iss" => "The organization that asks.",
        "sub" => "The technical account that the token is to be for.",
        "aud" => "Which IMS and which client ID it is made out to.",
        "exp" => "When it ends, in seconds since 1970.",
        "iat" => "When it was made, in seconds since 1970.",
        "jti" => "A number that must not be used twice.",
        name if name.contains("/s/") => "A metascope that is asked for.",
        _ => return None,
    })
}

/// What of the claims belongs to somebody else than the profile.
fn strangers(claims: &Map<String, Value>, profile: &Profile) -> Vec<String> {
    let said = |name: &str| claims.get(name).map(text);
    let mut found = Vec::new();
    let mut differs = |what: &str, theirs: Option<String>, ours: &str| {
        if let Some(theirs) = theirs.filter(|theirs| theirs != ours) {
            found.push(format!("Its {what} is {theirs}, and the profile's is {ours}."));
        }
    };
    let audience = said("aud").and_then(|aud| aud.rsplit_once("/c/").map(|(_, id)| id.to_owned()));
    differs("client ID", said("client_id").or(audience), profile.client_id.as_str());
    differs("organization", said("iss"), profile.org_id.as_str());
    let host = profile.adobe.ims_host();
    differs("IMS", said("as"), host.trim_end_matches(".adobelogin.com"));
    if let Some(account) = profile.credential.technical_account() {
        differs("account", said("user_id").or(said("sub")), account.as_str());
    }
    found
}

/// Claim by claim, in the first token's order.
pub(super) fn differences(left: &Claims, right: &Claims) -> Vec<ClaimDifference> {
    let only_right = right.names().filter(|name| !left.meant.contains_key(*name));
    let all = left.names().chain(only_right).map(|name| ClaimDifference {
        name: name.clone(),
        left: left.told(name),
        right: right.told(name),
    });
    all.filter(|both| both.left != both.right).collect()
}
