//! The control interface: what a person does in the Developer Console, and what a test does to time and the network. This is
//! the handle for Rust; the same over HTTP is in `http`.

mod access;
mod http;

pub use access::CONTROL_HEADER;
pub(crate) use access::ControlToken;
pub(crate) use http::{answer, is_address};

use crate::fault::Fault;
use crate::record::Seen;
use crate::registry::{ControlError, Project};
use crate::seed::{SeedFile, SeedProject};
use crate::world::World;
use mudbrick_model::{ClientId, Fingerprint, Metascope, Scope, Timestamp};
use mudbrick_pki::Certificate;
use std::sync::Arc;
use std::time::Duration;

/// A handle on a running practice Adobe. Cheap to clone; works for as long as any clone is kept.
#[derive(Clone)]
pub struct Control(pub(crate) Arc<World>);

impl Control {
    /// Every project as the Console would show it.
    pub fn projects(&self) -> Vec<Project> {
        self.0.registry().projects()
    }

    /// Creates a project of an organisation that is there.
    pub fn register(&self, project: SeedProject) -> Result<(), ControlError> {
        self.0.registry().register(project, self.0.now())
    }

    /// The present world, to start another practice Adobe with: added projects, secrets and certificates included.
    pub fn seed(&self) -> SeedFile {
        self.0.registry().to_seed()
    }

    /// Adds a client secret and gives its uuid. A credential has at most two.
    pub fn add_secret(&self, client_id: &ClientId, secret: &str) -> Result<String, ControlError> {
        let now = self.0.now();
        let mut registry = self.0.registry();
        Ok(registry.known(client_id)?.add_secret(secret.to_owned(), now)?.uuid.clone())
    }

    /// Removes a client secret by its uuid or value; the last one stays.
    pub fn remove_secret(&self, client_id: &ClientId, name: &str) -> Result<(), ControlError> {
        self.0.registry().known(client_id)?.remove_secret(name)
    }

    /// Uploads a certificate, PEM or DER, and gives its SHA-1 fingerprint. The same one twice is one.
    pub fn register_certificate(
        &self,
        client_id: &ClientId,
        certificate: impl AsRef<[u8]>,
    ) -> Result<Fingerprint, ControlError> {
        self.0.registry().known(client_id)?.add_certificate(certificate.as_ref())
    }

    /// The certificates registered for a client.
    pub fn certificates(&self, client_id: &ClientId) -> Result<Vec<Certificate>, ControlError> {
        Ok(self.0.registry().known(client_id)?.certificates.clone())
    }

    /// Removes a certificate by its SHA-1 fingerprint in lower-case hexadecimal.
    pub fn remove_certificate(
        &self,
        client_id: &ClientId,
        fingerprint: &str,
    ) -> Result<(), ControlError> {
        self.0.registry().known(client_id)?.remove_certificate(fingerprint)
    }

    /// Sets what the client's tokens may carry from now on.
    pub fn set_scopes(&self, client_id: &ClientId, scopes: Vec<Scope>) -> Result<(), ControlError> {
        self.0.registry().known(client_id)?.project.scopes = scopes;
        Ok(())
    }

    /// Sets what the client's assertions may name from now on.
    pub fn set_metascopes(
        &self,
        client_id: &ClientId,
        metascopes: Vec<Metascope>,
    ) -> Result<(), ControlError> {
        self.0.registry().known(client_id)?.project.metascopes = metascopes;
        Ok(())
    }

    /// The practice clock.
    pub fn now(&self) -> Timestamp {
        self.0.now()
    }

    /// Moves the practice clock on: tokens age, certificates expire.
    pub fn advance(&self, by: Duration) {
        self.0.move_clock(i64::try_from(by.as_millis()).unwrap_or(i64::MAX));
    }

    /// Orders a fault. Faults are met in the order they were ordered.
    pub fn add_fault(&self, fault: Fault) {
        self.0.faults.add(fault);
    }

    /// The faults still on order.
    pub fn faults(&self) -> Vec<Fault> {
        self.0.faults.list()
    }

    /// Takes back all faults.
    pub fn clear_faults(&self) {
        self.0.faults.clear();
    }

    /// What a program has to show in the header [`CONTROL_HEADER`] to use the control interface over HTTP.
    pub fn token(&self) -> &str {
        self.0.control_token.expose()
    }

    /// The last 1,000 requests to Adobe's addresses, oldest first, without secrets; fewer when they take more than 16 MiB in
    /// all.
    pub fn requests(&self) -> Vec<Seen> {
        self.0.record.list()
    }

    /// How many of them had a path beginning with `path`.
    pub fn count(&self, path: &str) -> usize {
        self.0.record.list().iter().filter(|seen| seen.path.starts_with(path)).count()
    }

    /// Forgets them.
    pub fn clear_requests(&self) {
        self.0.record.clear();
    }

    /// Ends an access token, as a revocation would. After 100,000 no more are remembered.
    pub fn revoke(&self, token: &str) {
        self.0.issuer.revoke(token);
    }
}

impl std::fmt::Debug for Control {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Control").field("address", &self.0.address).finish_non_exhaustive()
    }
}
