//! What is in a token, in words. Its signature is nowhere in it.

use mudbrick_model::{ProfileId, Timestamp};
use mudbrick_vault::SecretText;
use serde::{Deserialize, Serialize};

/// Which token is looked at. What a person pasted is in the call alone, and kept nowhere.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum TokenSource {
    /// One that a person pasted.
    Pasted {
        /// With whatever was copied around it.
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        text: SecretText,
    },
    /// The one that a profile has.
    Kept {
        /// Whose.
        profile: ProfileId,
    },
    /// The assertion that a profile would send for a token.
    Assertion {
        /// Whose.
        profile: ProfileId,
    },
}

/// A token, read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct InspectedView {
    /// What it is.
    pub kind: InspectedKind,
    /// Every claim, in its order.
    pub claims: Vec<ClaimView>,
    /// What it was granted, each with what that opens.
    pub scopes: Vec<InspectedScope>,
    /// When it was made, by Adobe's clock.
    pub created_at: Option<Timestamp>,
    /// When it ends, by Adobe's clock.
    pub expires_at: Option<Timestamp>,
    /// Whether its end has passed by this machine's clock; none where it does not say when it ends.
    pub is_over: Option<bool>,
    /// Why it is not the profile's that it was compared with; empty where it is, or none was named.
    pub not_the_profiles: Vec<String>,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum InspectedKind {
    /// It opens APIs.
    AccessToken,
    /// It gets new access tokens.
    RefreshToken,
    /// A signed assertion, to be exchanged for a token.
    Assertion,
    /// Another token: of Adobe's, by its own claim `type`, or of another issuer.
    Other,
}

/// A claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct ClaimView {
    /// As it is called in the token.
    pub name: String,
    /// As text.
    pub value: String,
    /// The time that it is, where it is one.
    pub when: Option<Timestamp>,
    /// What it means; none where nobody documents it.
    pub meaning: Option<String>,
}

/// A scope of a token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct InspectedScope {
    /// As it is written.
    pub name: String,
    /// What it opens; none where nobody documents it.
    pub opens: Option<String>,
    /// Whether that is documented or reported, and not only believed.
    pub is_verified: bool,
}

/// A claim that differs between two tokens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct ClaimDifference {
    /// As it is called in the token.
    pub name: String,
    /// In the first; none where it is missing.
    pub left: Option<String>,
    /// In the second.
    pub right: Option<String>,
}

/// What IMS says of a token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct AskedView {
    /// Whether it works.
    pub valid: bool,
    /// IMS's word for why not, where it is one.
    pub reason: Option<String>,
    /// Until when, if IMS says so.
    pub expires_at: Option<Timestamp>,
}
