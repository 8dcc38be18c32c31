//! What to do about a problem: a sentence for people, and the deed itself for programs, with all that is known of it. The
//! window makes a button of the deed, the command line a command.

use crate::{Grant, Header, KeyId, ProfileId, RotationWay};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// What to do about a problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Remedy {
    /// One sentence: what to do now.
    pub text: String,
    /// The same for a program, where a program can do it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub action: Option<Box<RemedyAction>>,
}

/// What a program can do about a problem, or lead to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum RemedyAction {
    /// Correct a field of the profile.
    OpenField {
        /// Whose; none while no profile is known where the problem arose.
        #[cfg_attr(feature = "ts", ts(optional))]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        profile: Option<ProfileName>,
        /// Which.
        field: Field,
    },
    /// Let the profile's token go to this host as well, if the person trusts it.
    AllowHost {
        /// Whose.
        #[cfg_attr(feature = "ts", ts(optional))]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        profile: Option<ProfileName>,
        /// As it was asked for.
        host: String,
    },
    /// Give a variable a value.
    SetVariable {
        /// Whose.
        #[cfg_attr(feature = "ts", ts(optional))]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        profile: Option<ProfileName>,
        /// The variable.
        name: String,
    },
    /// Get a new token.
    RenewToken {
        /// Whose.
        #[cfg_attr(feature = "ts", ts(optional))]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        profile: Option<ProfileName>,
    },
    /// Sign in, in the browser.
    SignIn {
        /// With which profile's credential.
        #[cfg_attr(feature = "ts", ts(optional))]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        profile: Option<ProfileName>,
    },
    /// Generate or choose the key that the profile signs with, or give Adobe its certificate.
    ChooseKey {
        /// Whose.
        #[cfg_attr(feature = "ts", ts(optional))]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        profile: Option<ProfileName>,
    },
    /// Move the profile from service account (JWT) to OAuth Server-to-Server.
    Migrate {
        /// Whose.
        #[cfg_attr(feature = "ts", ts(optional))]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        profile: Option<ProfileName>,
    },
    /// Replace the profile's client secret at Adobe and here, or go on with that.
    RotateSecret {
        /// Whose.
        #[cfg_attr(feature = "ts", ts(optional))]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        profile: Option<ProfileName>,
        /// What is to be done with it now.
        way: RotationWay,
    },
    /// Do the same again.
    TryAgain,
    /// Wait, then do the same again.
    Wait {
        /// As long as was asked for.
        seconds: u32,
    },
    /// Enter the vault's passphrase, or have its keyring unlocked.
    Unlock,
    /// Bring an earlier state of a secret back.
    RestoreSecret {
        /// Whose.
        owner: SecretOwner,
        /// Which state, where one is known to be good.
        #[cfg_attr(feature = "ts", ts(optional))]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        number: Option<u32>,
    },
    /// Start the practice Adobe.
    StartPractice,
    /// Look at the credential's page in the Developer Console.
    OpenConsole {
        /// Whose.
        #[cfg_attr(feature = "ts", ts(optional))]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        profile: Option<ProfileName>,
    },
    /// Correct a part of the request.
    EditRequest {
        /// Which.
        part: RequestPart,
        /// What to set, where that is known.
        #[cfg_attr(feature = "ts", ts(optional))]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        header: Option<Header>,
    },
    /// Ask an administrator of the organization or of the product, who alone can change it.
    AskAdministrator {
        /// For whose technical account.
        #[cfg_attr(feature = "ts", ts(optional))]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        profile: Option<ProfileName>,
    },
}

/// A part of a request that a person edits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum RequestPart {
    /// The address with its query, and the method before it.
    Url,
    /// The headers.
    Headers,
    /// The body.
    Body,
}

/// A profile in a remedy: how programs and how people name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ProfileName {
    /// For calls.
    pub id: ProfileId,
    /// `Acme · Places`.
    pub title: String,
}

/// Whose secrets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum SecretOwner {
    /// A profile's client secrets.
    Profile {
        /// Which.
        id: ProfileId,
    },
    /// A key pair's private key.
    Key {
        /// Which.
        id: KeyId,
    },
}

/// A field of a profile, by the name that its drafts and files have for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Field {
    /// What the person calls it.
    Name,
    /// What the person calls the organisation.
    Organization,
    /// The IMS organisation.
    OrgId,
    /// The API key.
    ClientId,
    /// The secret that is used.
    ClientSecret,
    /// The secret that is tried when the first is refused.
    SecondClientSecret,
    /// How it asks for a token.
    Grant,
    /// Which of the credentials for people it is.
    UserClient,
    /// Where Adobe sends the browser after a sign-in.
    RedirectUri,
    /// Scopes, or metascopes.
    Scopes,
    /// Who a token is for.
    TechnicalAccountId,
    /// The key pair that signs.
    Key,
    /// The private half of it, in an import.
    PrivateKey,
    /// Which Adobe.
    Adobe,
    /// How careful to be.
    Risk,
    /// Its mark.
    Colour,
    /// The Experience Platform sandbox.
    Sandbox,
    /// The person's own variables.
    Variables,
    /// Hosts besides Adobe's that may see its token.
    AllowedHosts,
    /// How its requests are sent.
    Sending,
}

impl Field {
    /// The Developer Console's word for it, where it has one.
    pub fn label(self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::Organization => "Organization",
            Self::OrgId => "Organization ID",
            Self::ClientId => "Client ID",
            Self::ClientSecret => "Client secret",
            Self::SecondClientSecret => "Second client secret",
            Self::Grant => "Credential type",
            Self::UserClient => "Application type",
            Self::RedirectUri => "Redirect URI",
            Self::Scopes => "Scopes",
            Self::TechnicalAccountId => "Technical account ID",
            Self::Key => "Key pair",
            Self::PrivateKey => "Private key",
            Self::Adobe => "Connects to",
            Self::Risk => "Risk",
            Self::Colour => "Colour",
            Self::Sandbox => "Sandbox",
            Self::Variables => "Variables",
            Self::AllowedHosts => "Allowed hosts",
            Self::Sending => "Sending",
        }
    }

    /// The same, for a credential of this kind: one has scopes, the other metascopes.
    pub fn label_for(self, grant: Grant) -> &'static str {
        match (self, grant) {
            (Self::Scopes, Grant::Jwt) => "Metascopes",
            _ => self.label(),
        }
    }
}

impl RemedyAction {
    /// The same for this profile, where it is about one and none is named yet.
    #[must_use]
    pub fn of_profile(mut self, named: &ProfileName) -> Self {
        match &mut self {
            Self::OpenField { profile, .. }
            | Self::AllowHost { profile, .. }
            | Self::SetVariable { profile, .. }
            | Self::RenewToken { profile }
            | Self::SignIn { profile }
            | Self::ChooseKey { profile }
            | Self::RotateSecret { profile, .. }
            | Self::Migrate { profile }
            | Self::OpenConsole { profile }
            | Self::AskAdministrator { profile } => {
                profile.get_or_insert_with(|| named.clone());
            }
            Self::TryAgain
            | Self::Wait { .. }
            | Self::Unlock
            | Self::RestoreSecret { .. }
            | Self::StartPractice
            | Self::EditRequest { .. } => {}
        }
        self
    }

    /// A step of the rotation of a profile that is not known yet.
    pub fn rotation(way: RotationWay) -> Self {
        Self::RotateSecret { profile: None, way }
    }

    /// A field of a profile that is not known yet.
    pub fn field(field: Field) -> Self {
        Self::OpenField { profile: None, field }
    }
}

impl fmt::Display for Remedy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl From<String> for Remedy {
    fn from(text: String) -> Self {
        Self { text, action: None }
    }
}

impl From<&str> for Remedy {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

/// Mudbrick once kept the sentence alone, in the history among others, and such a history is read for ever.
#[derive(Deserialize)]
#[serde(untagged)]
enum Stored {
    Sentence(String),
    Whole {
        text: String,
        // What a newer Mudbrick knows how to do is a sentence here.
        #[serde(default, deserialize_with = "known")]
        action: Option<Box<RemedyAction>>,
    },
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Perhaps {
    Known(RemedyAction),
    #[allow(dead_code, reason = "read to be passed over")]
    Other(serde::de::IgnoredAny),
}

fn known<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Box<RemedyAction>>, D::Error> {
    Ok(match Perhaps::deserialize(from)? {
        Perhaps::Known(action) => Some(Box::new(action)),
        Perhaps::Other(_) => None,
    })
}

impl<'de> Deserialize<'de> for Remedy {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(match Stored::deserialize(from)? {
            Stored::Sentence(text) => text.into(),
            Stored::Whole { text, action } => Self { text, action },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::sentence_alone(r#""Wait.""#, None)]
    #[case::whole(
        r#"{"text":"Wait.","action":{"kind":"wait","seconds":7}}"#,
        Some(RemedyAction::Wait { seconds: 7 })
    )]
    #[case::of_a_newer_mudbrick(r#"{"text":"Wait.","action":{"kind":"fly","to":"Mars"}}"#, None)]
    #[case::without(r#"{"text":"Wait."}"#, None)]
    fn what_was_kept_is_read(#[case] json: &str, #[case] action: Option<RemedyAction>) {
        let remedy: Remedy = serde_json::from_str(json).unwrap();
        let action = action.map(Box::new);
        assert_eq!(remedy, Remedy { text: "Wait.".to_owned(), action });
        let again = serde_json::to_string(&remedy).unwrap();
        assert_eq!(serde_json::from_str::<Remedy>(&again).unwrap(), remedy);
    }
}
