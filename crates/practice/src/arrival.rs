//! How a request came to this machine.

use std::sync::Arc;
use tokio::sync::OwnedSemaphorePermit;

/// How a request came.
#[derive(Debug, Clone)]
pub(crate) struct Arrival {
    /// Over TLS.
    pub(crate) is_secure: bool,
    /// From this machine.
    pub(crate) is_near: bool,
    /// Through a CONNECT to this host and port.
    pub(crate) tunnel: Option<String>,
    /// Its place among the connections, given up when the last that serves it is done. A tunnel keeps that of its proxy.
    #[allow(dead_code, reason = "kept for the time it is kept")]
    pub(crate) place: Option<Arc<OwnedSemaphorePermit>>,
}

/// Whether `host` (without a port) names this machine.
pub(crate) fn is_local(host: &str) -> bool {
    matches!(host, "localhost" | "127.0.0.1" | "[::1]" | "::1")
}
