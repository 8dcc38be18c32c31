//! What a client sees of a migration. No secret is in it.

use crate::inspection::view::ClaimDifference;
use crate::runs::view::ComparedTo;
use mudbrick_model::{ExchangeId, KeyId, Method, Problem, ProfileId, ProfileName, Timestamp};
use serde::{Deserialize, Serialize};

/// Where a migration stands, and what is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct MigrationView {
    /// Whose.
    pub profile: ProfileId,
    /// `Acme · Places`.
    pub title: String,
    /// How far it is.
    pub step: MigrationStep,
    /// The profile with which OAuth is tried.
    pub trial: Option<ProfileName>,
    /// Whether the trial was made for this, and goes to the trash at its end.
    pub is_own_trial: bool,
    /// What has to be entered before OAuth can be tried.
    pub needs: MigrationNeeds,
    /// Scopes to try it with, comma separated: the trial's own, else those that are documented to take the metascopes' place.
    pub scopes: String,
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
    /// What came of the last try; none where nothing was compared yet.
    pub outcome: Option<TrialOutcome>,
}

/// What has to be entered before OAuth can be tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum MigrationNeeds {
    /// The scopes and the client secret of the OAuth credential.
    Credential,
    /// Nothing; what is entered corrects the trial.
    Correction,
    /// Nothing: a person's own OAuth profile of the same client is tried as it is.
    Nothing,
}

/// What came of a try, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct TrialOutcome {
    /// When.
    pub at: Timestamp,
    /// In how many claims the tokens differ.
    pub claims: u32,
    /// How many requests were answered the same with both.
    pub same: u32,
    /// How many were answered otherwise.
    pub differ: u32,
    /// How many could not be compared.
    pub not_compared: u32,
}

/// How far a migration is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
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
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum JwtIssuer {
    /// The Adobe Developer Console, where JWT is over.
    DeveloperConsole,
    /// AEM as a Cloud Service: deprecated, still working.
    Aem,
}

/// A day that matters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct MigrationDate {
    /// `2026-03-01`.
    pub day: String,
    /// What happened on it.
    pub kind: MigrationDateKind,
    /// The same for people, a clause.
    pub words: String,
}

/// What happened on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
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
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct MetascopeScopes {
    /// As the profile has it.
    pub metascope: String,
    /// Empty where nothing is documented.
    pub scopes: Vec<String>,
}

/// How OAuth is tried.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct TrialWish {
    /// The scopes of the OAuth credential, comma separated; empty leaves them as they are.
    pub scopes: String,
    /// How many of the profile's recent requests are sent with both at most.
    pub requests: u32,
}

/// How far a try is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct TrialProgress {
    /// How many requests were sent with both.
    pub done: u32,
    /// Of how many; none while the tokens are being asked for.
    pub of: Option<u32>,
}

/// What came of a try.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct Tried {
    /// How far the migration is now.
    pub migration: MigrationView,
    /// What differs.
    pub comparison: MigrationComparison,
}

/// What differs between JWT and OAuth.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct MigrationComparison {
    /// Why no token comes by JWT any more. Then no claims are compared, and the answers with those that came by JWT before.
    pub jwt_problem: Option<Problem>,
    /// Claims of the two tokens that differ, without those that differ in every token.
    pub claims: Vec<ClaimDifference>,
    /// The profile's own recent requests, sent with both.
    pub requests: Vec<ComparedRequest>,
    /// Recent requests that were not sent.
    pub left_out: Vec<LeftOutRequest>,
}

/// One request, sent with both.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct ComparedRequest {
    /// The entry of the history that it was taken from.
    pub exchange: ExchangeId,
    /// Redacted.
    pub url: String,
    /// What came by JWT: just now, or when it was sent before.
    pub jwt_status: Option<u16>,
    /// What came by OAuth.
    pub oauth_status: Option<u16>,
    /// Its entry in the history by JWT.
    pub jwt_exchange: Option<ExchangeId>,
    /// Its entry in the history by OAuth.
    pub oauth_exchange: Option<ExchangeId>,
    /// How the second answer compares with the first.
    pub compared: Option<ComparedTo>,
    /// Whether both came with one status and the same contents.
    pub is_same: bool,
    /// Why one was not sent, or what an error means.
    pub problem: Option<Problem>,
}

/// A recent request that was not sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct LeftOutRequest {
    /// Its entry in the history.
    pub exchange: ExchangeId,
    /// The method.
    pub method: Method,
    /// Redacted.
    pub url: String,
    /// Why.
    pub why: WhyLeftOut,
    /// The same for people, a sentence.
    pub words: String,
}

/// Why a recent request was not sent with both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum WhyLeftOut {
    /// It is no GET request.
    NotReading,
    /// It was not answered well when it was sent.
    Failed,
    /// As many as were wished for were sent already.
    Enough,
    /// It was stopped before.
    Stopped,
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
