//! A profile: everything about one Adobe Developer Console project that is not a secret.

use crate::{
    AllowedHost, ClientId, ConsoleFacts, Grant, HostPattern, KeyId, Metascope, OrgId, ProfileId,
    ProfileName, RedirectUri, Scope, SendOptions, TechnicalAccountId, Timestamp, UserClient,
};
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;

/// One Developer Console credential and what a person wants to know about it at a glance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Made once, never changed; names the secret file.
    pub id: ProfileId,
    /// What the person calls it, such as `Places`.
    pub name: String,
    /// The organisation it is listed under, in the person's words, such as `Acme`.
    #[serde(default)]
    pub organization: String,
    /// The IMS organisation, sent as `x-gw-ims-org-id`.
    pub org_id: OrgId,
    /// The API key, sent as `x-api-key`.
    pub client_id: ClientId,
    /// How a token is asked for.
    pub credential: Credential,
    /// Which Adobe it speaks to.
    #[serde(default)]
    pub adobe: Adobe,
    /// How careful one has to be with it.
    #[serde(default)]
    pub risk: Risk,
    /// The colour of its mark.
    #[serde(default)]
    pub colour: Colour,
    /// Experience Platform sandbox, sent as `x-sandbox-name`; Adobe's own default is `prod`.
    #[serde(default = "default_sandbox")]
    pub sandbox: String,
    /// The person's own `{{variables}}`, and Adobe's where the profile knows them better, such as `TENANT_ID`.
    #[serde(default)]
    pub variables: BTreeMap<String, String>,
    /// Hosts besides Adobe's that may be sent this profile's token; `*.example.com` covers every host below it.
    #[serde(default)]
    pub allowed_hosts: Vec<AllowedHost>,
    /// How its requests are sent, where that is not as usual.
    #[serde(default, skip_serializing_if = "SendOptions::is_empty")]
    pub sending: SendOptions,
    /// What the Developer Console says about it and no call needs.
    #[serde(default, skip_serializing_if = "ConsoleFacts::is_empty")]
    pub console: ConsoleFacts,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last saved.
    pub updated_at: Timestamp,
}

impl Profile {
    /// `Acme · Places`: the name a person tells two profiles apart by.
    pub fn title(&self) -> String {
        if self.organization.is_empty() {
            return self.name.clone();
        }
        format!("{} · {}", self.organization, self.name)
    }

    /// The hosts that may be sent its token. What its file has besides that is no pattern and allows nothing.
    pub fn host_patterns(&self) -> impl Iterator<Item = &HostPattern> {
        self.allowed_hosts.iter().filter_map(AllowedHost::pattern)
    }
}

fn default_sandbox() -> String {
    "prod".to_owned()
}

/// How a profile asks IMS for a token, with what that way needs besides secrets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "grant", rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Credential {
    /// OAuth Server-to-Server: `client_credentials` with a client secret.
    OauthServerToServer {
        /// Asked for in this order, comma separated.
        #[serde(default)]
        scopes: Vec<Scope>,
        /// Shown by the Console; the grant itself does not need it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        technical_account_id: Option<TechnicalAccountId>,
    },
    /// Service account (JWT): a signed assertion exchanged for a token. Legacy in the Developer Console, current for AEM
    /// service credentials.
    Jwt {
        /// The assertion's subject.
        technical_account_id: TechnicalAccountId,
        /// Each becomes a claim of the assertion.
        #[serde(default)]
        metascopes: Vec<Metascope>,
        /// The key that signs; none until one was generated or imported.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        key: Option<KeyId>,
    },
    /// OAuth for users: a person signs in in the browser, and Adobe sends them back to the redirect URI with a code.
    OauthUser {
        /// Which of the Console's three credentials for people.
        client: UserClient,
        /// Where Adobe sends the browser back to, as it is registered on the credential's page.
        redirect_uri: RedirectUri,
        /// Asked for in this order, comma separated. `offline_access` brings a refresh token.
        #[serde(default)]
        scopes: Vec<Scope>,
    },
}

impl Credential {
    /// The grant alone.
    pub fn grant(&self) -> Grant {
        match self {
            Self::OauthServerToServer { .. } => Grant::OauthServerToServer,
            Self::Jwt { .. } => Grant::Jwt,
            Self::OauthUser { .. } => Grant::OauthUser,
        }
    }

    /// Its scopes; a service account (JWT) has metascopes instead.
    pub fn scopes(&self) -> &[Scope] {
        match self {
            Self::OauthServerToServer { scopes, .. } | Self::OauthUser { scopes, .. } => scopes,
            Self::Jwt { .. } => &[],
        }
    }

    /// The technical account that its tokens are for, where it is known. A person has none.
    pub fn technical_account(&self) -> Option<&TechnicalAccountId> {
        match self {
            Self::OauthServerToServer { technical_account_id, .. } => technical_account_id.as_ref(),
            Self::Jwt { technical_account_id, .. } => Some(technical_account_id),
            Self::OauthUser { .. } => None,
        }
    }

    /// Whether it shows IMS a client secret.
    pub fn has_secret(&self) -> bool {
        match self {
            Self::OauthServerToServer { .. } | Self::Jwt { .. } => true,
            Self::OauthUser { client, .. } => client.has_secret(),
        }
    }

    /// The key that signs its assertions, when there is one.
    pub fn key(&self) -> Option<&KeyId> {
        match self {
            Self::OauthServerToServer { .. } | Self::OauthUser { .. } => None,
            Self::Jwt { key, .. } => key.as_ref(),
        }
    }
}

/// Which Adobe a profile speaks to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Adobe {
    /// The real one.
    #[default]
    Production,
    /// Adobe's own stage environment.
    Stage,
    /// The practice Adobe on this machine, under production's host names.
    Practice,
}

impl Adobe {
    /// The IMS host (`aio-lib-ims` src/ims.js; the practice Adobe answers for production's name).
    pub fn ims_host(self) -> &'static str {
        match self {
            Self::Production | Self::Practice => "ims-na1.adobelogin.com",
            Self::Stage => "ims-na1-stg1.adobelogin.com",
        }
    }

    /// How careful to be with a profile of it as long as the person has not said otherwise.
    pub fn usual_risk(self) -> Risk {
        match self {
            Self::Production => Risk::Production,
            Self::Stage => Risk::Staging,
            Self::Practice => Risk::Development,
        }
    }
}

/// How careful one has to be: production's colour is on the frame and the Send button, and a writing call asks first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Risk {
    /// Real customers' data. Also what stands for a risk that is not known.
    #[default]
    Production,
    /// A copy that others work on too.
    Staging,
    /// Nobody minds.
    Development,
}

impl Risk {
    /// The one of both that asks for more care.
    #[must_use]
    pub fn more_careful(self, other: Self) -> Self {
        self.min(other)
    }
}

/// A word that is not known, or something else in its place, is production: whoever wrote it may have meant just that.
impl<'de> Deserialize<'de> for Risk {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Word(String),
            Other(IgnoredAny),
        }
        Ok(match Written::deserialize(deserializer)? {
            Written::Word(word) if word == "staging" => Self::Staging,
            Written::Word(word) if word == "development" => Self::Development,
            Written::Word(_) | Written::Other(IgnoredAny) => Self::Production,
        })
    }
}

/// The colour of a profile's mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Colour {
    #[default]
    #[allow(missing_docs)]
    Blue,
    #[allow(missing_docs)]
    Green,
    #[allow(missing_docs)]
    Orange,
    #[allow(missing_docs)]
    Red,
    #[allow(missing_docs)]
    Purple,
    #[allow(missing_docs)]
    Grey,
}

impl ProfileName {
    /// The profile's.
    pub fn of(profile: &Profile) -> Self {
        Self { id: profile.id.clone(), title: profile.title() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::production(r#"risk = "production""#, Risk::Production)]
    #[case::staging(r#"risk = "staging""#, Risk::Staging)]
    #[case::development(r#"risk = "development""#, Risk::Development)]
    #[case::capitals(r#"risk = "Development""#, Risk::Production)]
    #[case::unknown(r#"risk = "none""#, Risk::Production)]
    #[case::empty(r#"risk = """#, Risk::Production)]
    #[case::number("risk = 3", Risk::Production)]
    #[case::list("risk = [\"development\"]", Risk::Production)]
    #[case::table("risk = { development = true }", Risk::Production)]
    #[case::missing("", Risk::Production)]
    fn an_unknown_risk_is_production(#[case] text: &str, #[case] expected: Risk) {
        #[derive(Deserialize)]
        struct Holder {
            #[serde(default)]
            risk: Risk,
        }
        assert_eq!(toml::from_str::<Holder>(text).unwrap().risk, expected);
    }

    #[test]
    fn every_risk_reads_as_it_is_written() {
        for risk in [Risk::Production, Risk::Staging, Risk::Development] {
            let text = serde_json::to_string(&risk).unwrap();
            assert_eq!(serde_json::from_str::<Risk>(&text).unwrap(), risk);
            assert_eq!(risk.more_careful(Risk::Production), Risk::Production);
        }
        assert_eq!(serde_json::from_str::<Risk>("null").unwrap(), Risk::Production);
    }
}
