//! One credential: its secrets, its certificates, and how the Console shows it. Which there are is left to the parent module.

use super::ControlError;
use crate::certificate;
use crate::seed::{MOST_SECRETS, SeedOrganization, SeedProject, SeedSignIn};
use mudbrick_model::{
    ClientId, Fingerprint, Grant, Metascope, OrgId, Scope, TechnicalAccountId, Timestamp,
};
use mudbrick_pki::Certificate;
use serde::Serialize;
use std::collections::HashSet;

/// A project as the Console's credential page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Project {
    /// The project's name.
    pub title: String,
    /// The organisation's name.
    pub organization: String,
    /// `…@AdobeOrg`.
    pub org_id: OrgId,
    /// Also the API key.
    pub client_id: ClientId,
    /// The first of its secrets. Public knowledge: it opens nothing outside this process.
    pub client_secret: String,
    /// `…@techacct.adobe.com`; a credential with which people sign in has none.
    pub technical_account_id: Option<TechnicalAccountId>,
    /// How people sign in with it, where they do.
    pub sign_in: Option<SeedSignIn>,
    /// The first of its ways to a token.
    pub grant: Grant,
    /// What its tokens may carry.
    pub scopes: Vec<Scope>,
    /// What its assertions may name.
    pub metascopes: Vec<Metascope>,
    /// Campaign's `<ORGANIZATION>`; Platform's tenant ID is this with an underscore before it.
    pub tenant: String,
    /// The Platform sandbox to start with.
    pub sandbox: String,
    /// PEM texts of its certificates.
    pub certificates: Vec<String>,
}

/// A client secret and what the secrets API tells of it.
#[derive(Debug, Clone)]
pub(crate) struct StoredSecret {
    pub(crate) uuid: String,
    pub(crate) value: String,
    pub(crate) created_at: Timestamp,
    pub(crate) last_used: Option<Timestamp>,
}

impl StoredSecret {
    pub(super) fn new(value: String, created_at: Timestamp) -> Self {
        Self { uuid: uuid::Uuid::new_v4().simple().to_string(), value, created_at, last_used: None }
    }
}

/// One credential as it stands now.
#[derive(Debug, Clone)]
pub(crate) struct Client {
    /// As seeded or registered; its secrets and certificates are only the first ones.
    pub(crate) project: SeedProject,
    pub(crate) organization: SeedOrganization,
    pub(crate) secrets: Vec<StoredSecret>,
    pub(crate) certificates: Vec<Certificate>,
    /// Every `jti` of an accepted assertion, where the binding demands one.
    pub(crate) jtis: HashSet<i64>,
}

impl Client {
    /// Everything that opens something: its secrets, and the permanent codes of service tokens.
    pub(crate) fn confidential(&self) -> impl Iterator<Item = &str> {
        let secrets = self.secrets.iter().map(|secret| secret.value.as_str());
        secrets.chain(self.project.authorization_codes.iter().map(String::as_str))
    }

    /// Whether `secret` is one of its secrets; notes the use.
    pub(crate) fn accepts_secret(&mut self, secret: &str, now: Timestamp) -> bool {
        let stored = self.secrets.iter_mut().find(|stored| stored.value == secret);
        stored.map(|stored| stored.last_used = Some(now)).is_some()
    }

    /// Whether it is known by its client ID alone.
    pub(crate) fn is_public(&self) -> bool {
        self.project.sign_in.as_ref().is_some_and(|sign_in| !sign_in.client.has_secret())
    }

    /// Whether it may use `grant`.
    pub(crate) fn allows(&self, grant: Grant) -> bool {
        self.project.grants.contains(&grant)
    }

    /// Whether it is on its way from JWT to OAuth Server-to-Server: then it has both.
    pub(crate) fn is_migrating(&self) -> bool {
        self.allows(Grant::Jwt) && self.allows(Grant::OauthServerToServer)
    }

    /// The number in Console addresses.
    pub(crate) fn credential_id(&self) -> &str {
        self.project.credential_id.as_deref().unwrap_or(self.project.client_id.as_str())
    }

    /// As the Console shows it.
    pub(super) fn view(&self) -> Project {
        let project = &self.project;
        Project {
            title: project.title.clone(),
            organization: self.organization.title.clone(),
            org_id: self.organization.id.clone(),
            client_id: project.client_id.clone(),
            client_secret: self.secrets.first().map(|s| s.value.clone()).unwrap_or_default(),
            technical_account_id: project.technical_account_id.clone(),
            sign_in: project.sign_in.clone(),
            grant: project.grants.first().copied().unwrap_or(Grant::OauthServerToServer),
            scopes: project.scopes.clone(),
            metascopes: project.metascopes.clone(),
            tenant: self.organization.tenant.clone(),
            sandbox: "prod".to_owned(),
            certificates: self.certificates.iter().map(|c| c.pem()).collect(),
        }
    }

    /// Adds a secret; a credential has at most two.
    pub(crate) fn add_secret(
        &mut self,
        value: String,
        now: Timestamp,
    ) -> Result<&StoredSecret, ControlError> {
        let known = self.secrets.iter().any(|secret| secret.value == value);
        if known || value.is_empty() || self.secrets.len() >= MOST_SECRETS {
            return Err(ControlError::SecretRefused);
        }
        self.secrets.push(StoredSecret::new(value, now));
        self.secrets.last().ok_or(ControlError::SecretRefused)
    }

    /// Removes a secret by its uuid or value; the last one stays.
    pub(crate) fn remove_secret(&mut self, name: &str) -> Result<(), ControlError> {
        let position = self.secrets.iter().position(|s| s.uuid == name || s.value == name);
        match position {
            Some(position) if self.secrets.len() > 1 => {
                self.secrets.remove(position);
                Ok(())
            }
            _ => Err(ControlError::SecretKept),
        }
    }

    /// Registers a certificate and gives its fingerprint. Uploading the same one again changes nothing.
    pub(crate) fn add_certificate(&mut self, upload: &[u8]) -> Result<Fingerprint, ControlError> {
        let certificate = certificate::read(upload).map_err(ControlError::Certificate)?;
        let fingerprint = certificate.sha1();
        if !self.certificates.contains(&certificate) {
            self.certificates.push(certificate);
        }
        Ok(fingerprint)
    }

    /// Removes a certificate.
    pub(crate) fn remove_certificate(&mut self, fingerprint: &str) -> Result<(), ControlError> {
        let position = self.certificates.iter().position(|c| c.sha1().as_str() == fingerprint);
        let position =
            position.ok_or_else(|| ControlError::UnknownCertificate(fingerprint.to_owned()))?;
        self.certificates.remove(position);
        Ok(())
    }
}
