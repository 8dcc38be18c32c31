//! The cryptography of the process, for TLS and for looking at a client certificate before it is used.

use rustls::crypto::CryptoProvider;
use std::sync::Arc;

/// The one that was installed for the process, and else the one that Mudbrick is built with.
pub(crate) fn provider() -> Arc<CryptoProvider> {
    CryptoProvider::get_default()
        .cloned()
        .unwrap_or_else(|| Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
}
