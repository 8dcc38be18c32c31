//! What every connection needs. How one is served is left to `wire`.

use crate::world::World;
use axum::Router;
use std::sync::Arc;
use tokio::sync::{Semaphore, watch};
use tokio_rustls::TlsAcceptor;

/// What every connection needs.
#[derive(Clone)]
pub(crate) struct Port {
    pub(crate) world: Arc<World>,
    /// Every address of IMS.
    pub(crate) ims: Router,
    pub(crate) acceptor: TlsAcceptor,
    /// Changes, or closes, when the practice Adobe stops.
    pub(crate) stopped: watch::Receiver<()>,
    /// A place for each connection.
    pub(crate) places: Arc<Semaphore>,
}
