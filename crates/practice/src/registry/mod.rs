//! What the practice Developer Console knows: organisations, and projects with their secrets and certificates. Starts as
//! the seed says and is changed by the control interface and the secrets API. Tokens are left to the issuer.

mod client;
mod error;

pub use client::Project;
pub(crate) use client::{Client, StoredSecret};
pub use error::ControlError;

use crate::certificate;
use crate::seed::{SeedFile, SeedOrganization, SeedProject};
use indexmap::IndexMap;
use mudbrick_model::{ClientId, Timestamp};
use mudbrick_pki::Certificate;
use std::collections::HashSet;

/// All organisations and clients.
#[derive(Debug)]
pub(crate) struct Registry {
    organizations: Vec<SeedOrganization>,
    clients: IndexMap<String, Client>,
}

impl Registry {
    /// The world of `seed`, which must have been checked.
    pub(crate) fn new(seed: SeedFile, now: Timestamp) -> Result<Self, ControlError> {
        let mut registry = Self { organizations: seed.organizations, clients: IndexMap::default() };
        for project in seed.projects {
            registry.register(project, now)?;
        }
        Ok(registry)
    }

    /// Adds a project, as creating one in the Console would.
    pub(crate) fn register(
        &mut self,
        project: SeedProject,
        now: Timestamp,
    ) -> Result<(), ControlError> {
        project.check(&self.organizations).map_err(ControlError::Project)?;
        let key = project.client_id.as_str().to_owned();
        if self.clients.contains_key(&key) {
            return Err(ControlError::AlreadyRegistered(project.client_id));
        }
        let organization =
            self.organizations.iter().find(|known| known.title == project.organization).cloned();
        let organization = organization.ok_or_else(|| ControlError::UnknownClient(key.clone()))?;
        let secrets = project.client_secrets.iter().cloned();
        let secrets = secrets.map(|value| StoredSecret::new(value, now)).collect();
        let certificates = project.certificates.iter().map(|pem| certificate::read(pem.as_bytes()));
        let certificates =
            certificates.collect::<Result<_, _>>().map_err(ControlError::Certificate)?;
        let client =
            Client { project, organization, secrets, certificates, jtis: HashSet::default() };
        self.clients.insert(key, client);
        Ok(())
    }

    /// The client with this ID.
    pub(crate) fn client(&self, client_id: &str) -> Option<&Client> {
        self.clients.get(client_id)
    }

    /// The same, to be changed.
    pub(crate) fn client_mut(&mut self, client_id: &str) -> Option<&mut Client> {
        self.clients.get_mut(client_id)
    }

    /// The same, for the control interface.
    pub(crate) fn known(&mut self, client_id: &ClientId) -> Result<&mut Client, ControlError> {
        let unknown = || ControlError::UnknownClient(client_id.to_string());
        self.clients.get_mut(client_id.as_str()).ok_or_else(unknown)
    }

    /// Every client.
    pub(crate) fn clients(&self) -> impl Iterator<Item = &Client> {
        self.clients.values()
    }

    /// Every organisation.
    pub(crate) fn organizations(&self) -> &[SeedOrganization] {
        &self.organizations
    }

    /// Every project as the Console would show it.
    pub(crate) fn projects(&self) -> Vec<Project> {
        self.clients().map(Client::view).collect()
    }

    /// The present world as a seed.
    pub(crate) fn to_seed(&self) -> SeedFile {
        let project = |client: &Client| SeedProject {
            client_secrets: client.secrets.iter().map(|secret| secret.value.clone()).collect(),
            certificates: client.certificates.iter().map(Certificate::pem).collect(),
            ..client.project.clone()
        };
        SeedFile {
            version: 1,
            organizations: self.organizations.clone(),
            projects: self.clients().map(project).collect(),
        }
    }
}
