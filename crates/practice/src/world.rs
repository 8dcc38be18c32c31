//! Everything one running practice Adobe knows, shared by all its connections. Each part guards itself; how a request finds
//! its part is left to `dispatch`.

use crate::control::ControlToken;
use crate::fault::Faults;
use crate::gateway::Quota;
use crate::ims::{Grantee, Issuer, Promises, SignIns};
use crate::intake::Intake;
use crate::mask::Mask;
use crate::products::Products;
use crate::record::Record;
use crate::registry::{Client, Registry};
use mudbrick_model::{Clock, Timestamp};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The scope that puts product contexts, and with them tenants, behind a token.
pub(crate) const PRODUCT_CONTEXT: &str = "additional_info.projectedProductContext";

/// One practice Adobe.
pub(crate) struct World {
    pub(crate) issuer: Issuer,
    /// Who signs in, and with what they can renew.
    pub(crate) sign_ins: SignIns,
    /// For whom clients may act later.
    pub(crate) promises: Promises,
    pub(crate) products: Products,
    pub(crate) faults: Faults,
    pub(crate) record: Record,
    pub(crate) intake: Intake,
    /// What callers left behind.
    pub(crate) quota: Quota,
    /// Opens the control interface to programs.
    pub(crate) control_token: ControlToken,
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// The root certificate of this run.
    pub(crate) root_pem: String,
    registry: Mutex<Registry>,
    mask: Mutex<Arc<Mask>>,
    clock: MovableClock,
}

/// The given clock, moved by what the control interface says.
pub(crate) struct MovableClock {
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) moved_by_ms: AtomicI64,
}

impl MovableClock {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, moved_by_ms: AtomicI64::new(0) }
    }

    fn now(&self) -> Timestamp {
        Timestamp(self.clock.now().0.saturating_add(self.moved_by_ms.load(Ordering::Relaxed)))
    }
}

impl World {
    pub(crate) fn new(
        registry: Registry,
        products: Products,
        clock: MovableClock,
        address: SocketAddr,
        root_pem: String,
    ) -> Self {
        Self {
            issuer: Issuer::default(),
            sign_ins: SignIns::default(),
            promises: Promises::default(),
            products,
            faults: Faults::default(),
            record: Record::default(),
            intake: Intake::default(),
            quota: Quota::default(),
            control_token: ControlToken::make(),
            address,
            root_pem,
            registry: Mutex::new(registry),
            mask: Mutex::new(Arc::new(Mask::of(std::iter::empty()))),
            clock,
        }
    }

    /// The practice clock.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Moves the practice clock; negative is back.
    pub(crate) fn move_clock(&self, by_ms: i64) {
        let moved = |now: i64| Some(now.saturating_add(by_ms));
        // The closure always gives a value, so the update cannot fail.
        let _ = self.clock.moved_by_ms.fetch_update(Ordering::Relaxed, Ordering::Relaxed, moved);
    }

    /// The Console's side of it. Never held across an await.
    pub(crate) fn registry(&self) -> MutexGuard<'_, Registry> {
        self.registry.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What takes secrets out of the record: it knows those of every client, and this run's own token. Made anew when they are others.
    pub(crate) fn mask(&self) -> Arc<Mask> {
        let registry = self.registry();
        let of_clients = || registry.clients().flat_map(Client::confidential);
        let secrets = || of_clients().chain([self.control_token.expose()]);
        let mut mask = self.mask.lock().unwrap_or_else(PoisonError::into_inner);
        if !mask.is_of(secrets()) {
            *mask = Arc::new(Mask::of(secrets()));
        }
        Arc::clone(&mask)
    }

    /// What a token of `client` carries when nothing narrower is asked for.
    pub(crate) fn grantee(&self, client: &Client) -> Grantee {
        Grantee {
            client_id: client.project.client_id.to_string(),
            user_id: client
                .project
                .technical_account_id
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            scopes: client.project.scopes.iter().map(ToString::to_string).collect(),
            refresh: None,
        }
    }
}
