//! A credential's client secrets at Adobe, by the I/O Management API: listed, added, deleted. When to do which is left to the
//! engine.
//!
//! Sources: `ServerToServerAuthentication/ims.md` and `implementation.md` for addresses, scopes, headers and answers;
//! `aio-lib-console` spec/api.json for the status 200 of an added secret and the host of the stage environment. How Adobe
//! answers a third secret, or the deletion of the last one, is [unverified].

use crate::carrier::{Carrier, Received};
use crate::scrub::scrub;
use mudbrick_model::{
    Adobe, ClientId, ConsolePlace, ErrorCode, Explain, Method, Problem, RemedyAction, RotationWay,
    Timestamp,
};
use mudbrick_net::{AllowedHosts, Credentials, Outgoing, Redirects, SendError};
use mudbrick_vault::SecretText;
use serde::Deserialize;
use serde_json::Value;

/// The scopes without which Adobe neither lists nor changes secrets.
pub const SECRET_SCOPES: [&str; 2] = ["read_client_secret", "manage_client_secrets"];

/// All that the documents ask for.
pub const DOCUMENTED_SCOPES: [&str; 8] = [
    "AdobeID",
    "openid",
    "read_organizations",
    "additional_info.projectedProductContext",
    "additional_info.roles",
    "adobeio_api",
    SECRET_SCOPES[0],
    SECRET_SCOPES[1],
];

/// Far longer than any name of a secret, which has 32 digits.
const LONGEST_UUID: usize = 64;

/// The secrets of one credential.
#[derive(Debug, Clone)]
pub struct ClientSecretsApi {
    url: String,
}

/// Who calls.
#[derive(Clone, Copy)]
pub struct SecretsCaller<'a> {
    /// Sent as the API key.
    pub client_id: &'a ClientId,
    /// With [`SECRET_SCOPES`].
    pub token: &'a SecretText,
}

/// What Adobe tells of a secret: never the secret itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedSecret {
    /// Adobe's name for it, by which it is deleted.
    pub uuid: String,
    /// When it was made, by Adobe's clock.
    pub created_at: Option<Timestamp>,
    /// When a token was asked for with it last, by Adobe's clock.
    pub last_used_at: Option<Timestamp>,
}

/// All secrets of a credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretList {
    /// In Adobe's order.
    pub secrets: Vec<ListedSecret>,
    /// When Adobe answered, by its own clock; none where it does not say.
    pub at: Option<Timestamp>,
}

/// A secret that Adobe has just made. It says its value once.
pub struct AddedSecret {
    /// The secret.
    pub value: SecretText,
    /// Adobe's name for it.
    pub uuid: String,
}

/// Why secrets were not listed or changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SecretsError {
    /// No complete answer came.
    #[error("managing client secrets")]
    Send(#[source] SendError),
    /// Adobe says no.
    #[error("managing client secrets: refused with {status}: {words}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// The answer, scrubbed.
        words: String,
    },
    /// What came is not an answer of this API.
    #[error("managing client secrets: an answer with {status} that cannot be read")]
    BadAnswer {
        /// The HTTP status.
        status: u16,
    },
    /// The numbers are those of another credential.
    #[error("managing client secrets: the numbers belong to the client {client}")]
    AnotherClient {
        /// Whose they are.
        client: String,
    },
}

#[derive(Deserialize)]
struct Listed {
    client_id: String,
    client_secrets: Vec<Told>,
}

#[derive(Deserialize)]
struct Told {
    uuid: String,
    created_at: Option<Value>,
    secret_usages: Option<Vec<Usage>>,
}

#[derive(Deserialize)]
struct Usage {
    last_used_at: Option<Value>,
}

#[derive(Deserialize)]
struct Added {
    client_secret: SecretText,
    uuid: String,
}

impl ClientSecretsApi {
    /// Those of the credential at this place of the Console.
    pub fn at(adobe: Adobe, place: &ConsolePlace) -> Self {
        let host = match adobe {
            Adobe::Production | Adobe::Practice => "api.adobe.io",
            Adobe::Stage => "developers-stage.adobe.io",
        };
        let (organization, credential) = (place.organization(), place.credential());
        Self {
            url: format!(
                "https://{host}/console/organizations/{organization}/credentials/{credential}/secrets"
            ),
        }
    }

    /// All that there are.
    ///
    /// # Errors
    /// Adobe refuses, or the credential is another client's.
    pub async fn list(
        &self,
        carrier: &impl Carrier,
        caller: SecretsCaller<'_>,
    ) -> Result<SecretList, SecretsError> {
        let received = send(carrier, caller, Method::Get, &self.url).await?;
        let bad = SecretsError::BadAnswer { status: received.status };
        let Ok(listed) = serde_json::from_slice::<Listed>(&received.body) else { return Err(bad) };
        if listed.client_id != caller.client_id.as_str() {
            let client = scrub(&listed.client_id, [caller.token].into_iter());
            return Err(SecretsError::AnotherClient { client });
        }
        match listed.client_secrets.iter().all(|told| is_uuid(&told.uuid)) {
            true => Ok(SecretList {
                secrets: listed.client_secrets.into_iter().map(ListedSecret::from).collect(),
                at: received.at,
            }),
            false => Err(bad),
        }
    }

    /// Has Adobe make one more.
    ///
    /// # Errors
    /// Adobe refuses. Of an answer that was lost on its way nobody knows whether a secret was made: see
    /// [`SecretsError::is_without_effect`].
    pub async fn add(
        &self,
        carrier: &impl Carrier,
        caller: SecretsCaller<'_>,
    ) -> Result<AddedSecret, SecretsError> {
        let received = send(carrier, caller, Method::Post, &self.url).await?;
        match serde_json::from_slice::<Added>(&received.body) {
            Ok(Added { client_secret, uuid })
                if is_uuid(&uuid) && !client_secret.expose().is_empty() =>
            {
                Ok(AddedSecret { value: client_secret, uuid })
            }
            _ => Err(SecretsError::BadAnswer { status: received.status }),
        }
    }

    /// Deletes one. One that is not there counts as deleted.
    ///
    /// # Errors
    /// Adobe refuses.
    pub async fn delete(
        &self,
        carrier: &impl Carrier,
        caller: SecretsCaller<'_>,
        uuid: &str,
    ) -> Result<(), SecretsError> {
        if !is_uuid(uuid) {
            let words = "the secret's name is not one of Adobe's".to_owned();
            return Err(SecretsError::Refused { status: 404, words });
        }
        let url = format!("{}/{uuid}", self.url);
        match send(carrier, caller, Method::Delete, &url).await {
            Err(SecretsError::Refused { status: 404, .. }) => {
                // Either the secret is gone or the credential is, and only a list tells which.
                let left = self.list(carrier, caller).await?;
                match left.secrets.iter().any(|secret| secret.uuid == uuid) {
                    true => Err(SecretsError::BadAnswer { status: 404 }),
                    false => Ok(()),
                }
            }
            outcome => outcome.map(drop),
        }
    }
}

async fn send(
    carrier: &impl Carrier,
    caller: SecretsCaller<'_>,
    method: Method,
    url: &str,
) -> Result<Received, SecretsError> {
    let outgoing = Outgoing::new(method, url)
        .and_then(|out| out.header("accept", "application/json"))
        .and_then(|out| out.header("x-api-key", caller.client_id.as_str()))
        .and_then(|out| out.header("authorization", &format!("Bearer {}", caller.token.expose())))
        .map_err(SecretsError::Send)?
        .credentials(Credentials::Attached(AllowedHosts::adobe()))
        .redirects(Redirects::Show);
    let received = carrier.carry(method, outgoing).await.map_err(SecretsError::Send)?;
    let status = received.status;
    match status {
        200..=299 => Ok(received),
        300..=399 => Err(SecretsError::BadAnswer { status }),
        _ => {
            let words = String::from_utf8_lossy(&received.body);
            Err(SecretsError::Refused { status, words: scrub(&words, [caller.token].into_iter()) })
        }
    }
}

impl From<Told> for ListedSecret {
    fn from(told: Told) -> Self {
        let used = told.secret_usages.unwrap_or_default();
        Self {
            last_used_at: used.iter().filter_map(|use_| time(use_.last_used_at.as_ref())).max(),
            created_at: time(told.created_at.as_ref()),
            uuid: told.uuid,
        }
    }
}

/// Milliseconds, which Adobe writes as a text.
fn time(value: Option<&Value>) -> Option<Timestamp> {
    let value = value?;
    value.as_i64().or_else(|| value.as_str()?.parse().ok()).map(Timestamp)
}

/// It becomes a part of an address and is shown.
fn is_uuid(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    !text.is_empty() && text.len() <= LONGEST_UUID && text.chars().all(plain)
}

impl SecretsError {
    /// Whether Adobe understood the call and lets this caller make it, and refuses it all the same: with what status is not
    /// documented.
    pub fn is_refused_change(&self) -> bool {
        matches!(self, Self::Refused { status: 400..=499, .. })
            && !matches!(self, Self::Refused { status: 401 | 404 | 429, .. })
    }

    /// Whether Adobe has certainly changed nothing.
    pub fn is_without_effect(&self) -> bool {
        match self {
            Self::Send(error) => error.is_before_sending(),
            Self::Refused { status, .. } => *status < 500,
            Self::AnotherClient { .. } => true,
            Self::BadAnswer { .. } => false,
        }
    }
}

impl Explain for SecretsError {
    fn problem(&self) -> Problem {
        let (status, words) = match self {
            Self::Send(error) => return error.problem(),
            Self::AnotherClient { client } => {
                return Problem::new(
                    ErrorCode::InvalidInput,
                    format!(
                        "The numbers from the Console's address belong to another credential: the client {client}."
                    ),
                )
                .remedy("Open this profile's credential in the Developer Console and copy the address from there.")
                .action(RemedyAction::rotation(RotationWay::GivePlace));
            }
            Self::BadAnswer { status } => {
                return Problem::new(
                    ErrorCode::BadAnswer,
                    "The answer of Adobe's I/O Management API cannot be read.",
                )
                .remedy("Look again how things are before you go on.")
                .action(RemedyAction::TryAgain)
                .detail(format!("HTTP {status}"));
            }
            Self::Refused { status, words } => (*status, words),
        };
        let (code, message, remedy, action) = match status {
            401 => (
                ErrorCode::CredentialRefused,
                "Adobe's I/O Management API does not take the token.",
                "Get a new token, then try again.",
                RemedyAction::RenewToken { profile: None },
            ),
            403 => (
                ErrorCode::ScopeRefused,
                "Adobe does not let this credential manage client secrets.",
                "Add the I/O Management API to the project in the Developer Console, and its scopes to the profile.",
                RemedyAction::OpenConsole { profile: None },
            ),
            404 => (
                ErrorCode::NotFound,
                "Adobe has no credential with the numbers that the profile has from the Console's address.",
                "Open the credential in the Developer Console and copy the address from there.",
                RemedyAction::rotation(RotationWay::GivePlace),
            ),
            429 => (
                ErrorCode::Throttled,
                "Adobe asks to wait.",
                "Wait a minute, then try again.",
                RemedyAction::Wait { seconds: 60 },
            ),
            500.. => (
                ErrorCode::Network,
                "Adobe's I/O Management API failed.",
                "Try again in a minute; if it goes on, look at status.adobe.com.",
                RemedyAction::TryAgain,
            ),
            _ => (
                ErrorCode::InvalidInput,
                "Adobe refused to change the client secrets.",
                "Look at the credential's page in the Developer Console: while it is migrated from JWT its secrets cannot be changed, and it cannot have more than two.",
                RemedyAction::OpenConsole { profile: None },
            ),
        };
        let problem = Problem::new(code, message).remedy(remedy).action(action);
        problem.detail(format!("HTTP {status}\n{words}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn what_is_documented_is_read() {
        let told = r#"{"client_id":"a","client_secrets":[
            {"expires_at":"PERMANENT","created_at":"1767225600000","uuid":"11f0aaaa","secret_usages":
                [{"last_used_at":"1767229200000","grant_type":"client_credentials"},{"last_used_at":null}]},
            {"uuid":"11f0bbbb","secret_usages":null}]}"#;
        let listed: Listed = serde_json::from_str(told).unwrap();
        let secrets: Vec<_> = listed.client_secrets.into_iter().map(ListedSecret::from).collect();
        assert_eq!(secrets[0].created_at, Some(Timestamp(1_767_225_600_000)));
        assert_eq!(secrets[0].last_used_at, Some(Timestamp(1_767_229_200_000)));
        assert_eq!((secrets[1].created_at, secrets[1].last_used_at), (None, None));
    }

    #[rstest]
    #[case::documented("11f0aaaabbbbccccddddeeeeffff0000", true)]
    #[case::hyphens("11f0aaaa-bbbb-cccc-dddd-eeeeffff0000", true)]
    #[case::empty("", false)]
    #[case::path("../../organizations", false)]
    #[case::query("a?b", false)]
    fn names_that_may_go_into_an_address(#[case] uuid: &str, #[case] expected: bool) {
        assert_eq!(is_uuid(uuid), expected);
    }

    #[rstest]
    #[case::refused(400, true)]
    #[case::scope(403, true)]
    #[case::failed(500, false)]
    fn only_a_refusal_is_without_effect(#[case] status: u16, #[case] expected: bool) {
        let error = SecretsError::Refused { status, words: String::new() };
        assert_eq!(error.is_without_effect(), expected);
        assert!(error.problem().remedy.is_some());
    }
}
