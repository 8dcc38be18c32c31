//! What a client sees of a migration. No secret is in it.

use crate::inspection::view::ClaimDifference;
use crate::runs::view::ComparedTo;
use mudbrick_model::{ExchangeId, KeyId, Problem, ProfileId, ProfileName, Timestamp};
use serde::Serialize;

/// Where a migration stands, and what is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MigrationView {
    /// Whose.
    pub profile: ProfileId,
    /// `Acme · Places`.
    pub title: String,
    /// How far it is.
    pub step: MigrationStep,
    /// The profile with which OAuth is tried.
    pub trial: Option<ProfileName>,
    /// Who has made the JWT credential.
    pub issuer: JwtIssuer,
    /// The days that matter, in their order.
    pub dates: Vec<MigrationDate>,
    /// For each metascope, which scopes take its place.
    pub suggestions: Vec<MetascopeScopes>,
    /// The key pair that signs, and which stays.
    pub key: Option<KeyId>,
    /// When a token was got by JWT last during the migration, as far as this Mudbrick knows.
    pub last_jwt_at: Option<Timestamp>,
    /// From when on the Console lets the JWT credential be deleted, as far as this Mudbrick knows.
    pub console_allows_from: Option<Timestamp>,
}

/// How far a migration is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MigrationStep {
    /// The profile signs with JWT, and nothing was begun.
    NotBegun,
    /// The profile signs with JWT, and OAuth is tried beside it.
    Trying,
    /// The profile is OAuth, and can go back.
    Switched,
    /// The profile is OAuth.
    Done,
}

/// Who has made a JWT credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum JwtIssuer {
    /// The Adobe Developer Console, where JWT is over.
    DeveloperConsole,
    /// AEM as a Cloud Service: deprecated, still working.
    Aem,
}

/// A day that matters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MigrationDate {
    /// `2026-03-01`.
    pub day: String,
    /// What happened on it.
    pub kind: MigrationDateKind,
}

/// What happened on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MigrationDateKind {
    /// Adobe announced the end.
    Deprecated,
    /// From then on no JWT credential is made.
    NoNewCredentials,
    /// From then on no certificate is added or renewed.
    NoNewCertificates,
    /// What is left was converted, and stops working by JWT.
    Converted,
}

/// Which scopes take the place of a metascope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MetascopeScopes {
    /// As the profile has it.
    pub metascope: String,
    /// Empty where nothing is documented.
    pub scopes: Vec<String>,
}

/// What differs between JWT and OAuth.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MigrationComparison {
    /// Claims of the two tokens that differ, without those that differ in every token.
    pub claims: Vec<ClaimDifference>,
    /// The profile's own recent requests, sent with both.
    pub requests: Vec<ComparedRequest>,
}

/// One request, sent with both.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ComparedRequest {
    /// The entry of the history that it was taken from.
    pub exchange: ExchangeId,
    /// Redacted.
    pub url: String,
    /// What came by JWT.
    pub jwt_status: Option<u16>,
    /// What came by OAuth.
    pub oauth_status: Option<u16>,
    /// How the second answer compares with the first.
    pub compared: Option<ComparedTo>,
    /// Why one was not sent, or what an error means.
    pub problem: Option<Problem>,
}

impl ComparedRequest {
    /// Whether both came with one status and the same contents.
    pub fn is_same(&self) -> bool {
        self.jwt_status.is_some()
            && self.jwt_status == self.oauth_status
            && self.compared == Some(ComparedTo::Same)
    }
}

/// Something that a migration has done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MigrationProgress {
    /// The journal was written.
    JournalWritten,
    /// There is a trial profile.
    TrialMade,
    /// A token was got by OAuth.
    Tried,
    /// The profile has the OAuth client secret.
    SecretStored,
    /// The profile has another credential.
    CredentialChanged,
    /// The trial profile is in the trash.
    TrialRemoved,
    /// Nothing is under way any more.
    Ended,
}
