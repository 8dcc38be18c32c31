//! A profile: everything about one Adobe Developer Console project that is not a secret.

use crate::{ClientId, KeyId, Metascope, OrgId, ProfileId, Scope, TechnicalAccountId, Timestamp};
use serde::{Deserialize, Serialize};
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
    pub allowed_hosts: Vec<String>,
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
}

impl Credential {
    /// The grant alone.
    pub fn grant(&self) -> Grant {
        match self {
            Self::OauthServerToServer { .. } => Grant::OauthServerToServer,
            Self::Jwt { .. } => Grant::Jwt,
        }
    }

    /// The key that signs its assertions, when there is one.
    pub fn key(&self) -> Option<&KeyId> {
        match self {
            Self::OauthServerToServer { .. } => None,
            Self::Jwt { key, .. } => key.as_ref(),
        }
    }
}

/// The two ways to a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Grant {
    /// `client_credentials` at `/ims/token/v3`.
    OauthServerToServer,
    /// The assertion exchange at `/ims/exchange/jwt`.
    Jwt,
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
}

/// How careful one has to be: production's colour is on the frame and the Send button, and a writing call asks first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Risk {
    /// Real customers' data.
    Production,
    /// A copy that others work on too.
    Staging,
    /// Nobody minds.
    #[default]
    Development,
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
