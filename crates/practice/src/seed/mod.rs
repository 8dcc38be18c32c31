//! The seed: a TOML file that says which organisations and Developer Console projects the practice Adobe knows.
//!
//! `seed/default.toml` in this crate is the built-in one and the example to copy. What the products hold is left to
//! them; what changes after the start, to the registry, which can also be written back as a seed.

mod error;
#[cfg(test)]
mod tests;

pub use error::SeedError;

use crate::certificate;
use mudbrick_model::{
    ClientId, Grant, Metascope, OrgId, RedirectUri, Scope, TechnicalAccountId, UserClient,
};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::path::Path;

/// The only version of the format so far.
const VERSION: u32 = 1;

/// How many secrets one credential may have (`ServerToServerAuthentication/ims.md`).
pub(crate) const MOST_SECRETS: usize = 2;

/// A practice world. In TOML: `version = 1`, then `[[organization]]` and `[[project]]` tables.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedFile {
    /// Always 1.
    pub version: u32,
    /// The IMS organisations.
    #[serde(default, rename = "organization")]
    pub organizations: Vec<SeedOrganization>,
    /// The Developer Console projects, one credential each.
    #[serde(default, rename = "project")]
    pub projects: Vec<SeedProject>,
}

/// An IMS organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedOrganization {
    /// The name people see; projects refer to it.
    pub title: String,
    /// `…@AdobeOrg`.
    pub id: OrgId,
    /// Campaign's `<ORGANIZATION>` and, with an underscore before it, Platform's tenant ID.
    pub tenant: String,
    /// The number in Console addresses, which the secrets API takes in place of the IMS organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub console_id: Option<String>,
}

/// A project with its one credential.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedProject {
    /// The name people see.
    pub title: String,
    /// The title of its organisation.
    pub organization: String,
    /// Also the API key.
    pub client_id: ClientId,
    /// The credential's number in Console addresses; derived when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credential_id: Option<String>,
    /// One or two; each of them works. None for a public client.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub client_secrets: Vec<String>,
    /// `…@techacct.adobe.com`; none where people sign in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub technical_account_id: Option<TechnicalAccountId>,
    /// How people sign in with it, for the grant `oauth_user`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign_in: Option<SeedSignIn>,
    /// The ways to a token it may use; both while a credential migrates.
    pub grants: Vec<Grant>,
    /// What its tokens may carry. The exchange grants all of them.
    #[serde(default)]
    pub scopes: Vec<Scope>,
    /// What its assertions may name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub metascopes: Vec<Metascope>,
    /// The APIs added to the project; a call to another is answered 403003.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub apis: Vec<ProjectApi>,
    /// PEM texts of the certificates uploaded for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub certificates: Vec<String>,
    /// Whether assertions must carry a `jti` never seen before.
    #[serde(default, skip_serializing_if = "Jti::is_optional")]
    pub jti: Jti,
    /// Permanent codes for `authorization_code`, with which Adobe's own services get service tokens.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authorization_codes: Vec<String>,
}

/// How people sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedSignIn {
    /// Which of the Console's credentials for people.
    pub client: UserClient,
    /// Where the browser may be sent back to; the first is the default.
    pub redirect_uris: Vec<RedirectUri>,
}

/// An API that can be added to a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProjectApi {
    /// Places Service.
    Places,
    /// Campaign Standard.
    Campaign,
    /// Experience Platform.
    Platform,
    /// Analytics.
    Analytics,
    /// User Management.
    UserManagement,
    /// I/O Management, which rotates secrets.
    Management,
}

/// Whether a binding demands a `jti` in every assertion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Jti {
    /// It may be left out.
    #[default]
    Optional,
    /// Missing or reused: `invalid_jti`.
    Required,
}

impl Jti {
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde's skip_serializing_if asks for it")]
    fn is_optional(&self) -> bool {
        *self == Self::Optional
    }
}

impl SeedFile {
    /// Reads and checks a seed from disk.
    pub fn read(path: &Path) -> Result<Self, SeedError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| SeedError::Read { path: path.to_owned(), source })?;
        Self::parse(&text)
    }

    /// Parses and checks a seed.
    pub fn parse(text: &str) -> Result<Self, SeedError> {
        let seed: Self = toml::from_str(text).map_err(|e| SeedError::Parse(Box::new(e)))?;
        seed.check()?;
        Ok(seed)
    }

    /// Renders it as [`SeedFile::parse`] reads it.
    pub fn render(&self) -> String {
        toml::to_string_pretty(self).unwrap_or_default()
    }

    /// Checks what the types alone do not.
    pub fn check(&self) -> Result<(), SeedError> {
        if self.version != VERSION {
            return Err(SeedError::Version(self.version));
        }
        let mut seen = HashSet::new();
        for organization in &self.organizations {
            for name in [organization.title.as_str(), organization.id.as_str()] {
                if !seen.insert(name) {
                    return Err(SeedError::Twice { what: "organization", name: name.to_owned() });
                }
            }
        }
        let mut clients = HashSet::new();
        for project in &self.projects {
            if !clients.insert(&project.client_id) {
                let name = project.client_id.to_string();
                return Err(SeedError::Twice { what: "client ID", name });
            }
            project.check(&self.organizations)?;
        }
        Ok(())
    }
}

impl Default for SeedFile {
    #[allow(clippy::expect_used, reason = "the built-in seed is part of the program, and tested")]
    fn default() -> Self {
        Self::parse(include_str!("../../seed/default.toml"))
            .expect("BUG: the built-in seed is valid")
    }
}

impl SeedProject {
    /// Checks one project against the organisations it may belong to.
    pub(crate) fn check(&self, organizations: &[SeedOrganization]) -> Result<(), SeedError> {
        let project = self.title.clone();
        if !organizations.iter().any(|organization| organization.title == self.organization) {
            let organization = self.organization.clone();
            return Err(SeedError::UnknownOrganization { project, organization });
        }
        let signs_in = self.grants.contains(&Grant::OauthUser);
        if signs_in != self.sign_in.as_ref().is_some_and(|it| !it.redirect_uris.is_empty()) {
            return Err(SeedError::SignIn { project });
        }
        let is_only_for_people = self.grants == [Grant::OauthUser];
        if !is_only_for_people && !self.grants.is_empty() && self.technical_account_id.is_none() {
            return Err(SeedError::NoAccount { project });
        }
        let secrets = &self.client_secrets;
        let is_public = self.sign_in.as_ref().is_some_and(|it| !it.client.has_secret());
        if secrets.is_empty() != is_public
            || secrets.len() > MOST_SECRETS
            || secrets.iter().any(String::is_empty)
        {
            return Err(SeedError::Secrets { project });
        }
        if self.grants.is_empty() {
            return Err(SeedError::NoGrant { project });
        }
        for pem in &self.certificates {
            certificate::read(pem.as_bytes())
                .map_err(|source| SeedError::Certificate { project: project.clone(), source })?;
        }
        Ok(())
    }
}
