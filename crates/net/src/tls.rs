//! The TLS of every connection. It trusts what reqwest would trust by itself, the platform's roots or a route's own, and is made
//! here because a handshake tells its beginning to nobody but the store of its sessions.

use crate::connect::ATTEMPT;
use crate::crypto::provider;
use crate::platform_trust::PlatformTrust;
use crate::route::{BuildError, Identity, Root};
use mudbrick_model::HttpVersion;
use rustls::client::{
    ClientSessionMemoryCache, ClientSessionStore, Resumption, Tls12ClientSessionValue,
    Tls13ClientSessionValue, WantsClientCert,
};
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ConfigBuilder, NamedGroup, RootCertStore};
use std::sync::Arc;

/// So many servers' sessions are kept, as rustls does by itself.
const MOST_SESSIONS: usize = 256;

/// Which certificates are trusted.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Trust<'a> {
    /// What these roots issued, and nothing else.
    Only(&'a [Root]),
    /// What the platform trusts, and what these issued.
    PlatformAnd(&'a [Root]),
}

/// TLS for connections of one kind.
pub(crate) fn config(
    trust: Trust<'_>,
    identity: Option<&Identity>,
    version: HttpVersion,
) -> Result<ClientConfig, BuildError> {
    let failed = |error: &dyn std::fmt::Display| BuildError::Tls(error.to_string());
    let builder = ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .map_err(|error| failed(&error))?;
    let builder: ConfigBuilder<ClientConfig, WantsClientCert> = match trust {
        Trust::Only(roots) => {
            let mut store = RootCertStore::empty();
            for root in roots {
                store.add(root.der()).map_err(|error| failed(&error))?;
            }
            builder.with_root_certificates(store)
        }
        Trust::PlatformAnd(roots) => {
            let verifier = Arc::new(PlatformTrust::and(roots.iter().map(Root::der).collect()));
            // "Dangerous" to rustls is any verifier that is not its own; this is the platform's.
            builder.dangerous().with_custom_certificate_verifier(verifier)
        }
    };
    let mut config = match identity {
        None => builder.with_no_client_auth(),
        Some(identity) => {
            let (chain, key) = identity.parts();
            builder.with_client_auth_cert(chain, key).map_err(|error| failed(&error))?
        }
    };
    config.alpn_protocols = match version {
        HttpVersion::Automatic => vec![b"h2".to_vec(), b"http/1.1".to_vec()],
        HttpVersion::Http1 => vec![b"http/1.1".to_vec()],
        HttpVersion::Http2 => vec![b"h2".to_vec()],
    };
    config.resumption =
        Resumption::store(Arc::new(Told(ClientSessionMemoryCache::new(MOST_SESSIONS))));
    Ok(config)
}

/// Keeps sessions as rustls does by itself, and tells the attempt that a handshake begins.
#[derive(Debug)]
struct Told(ClientSessionMemoryCache);

impl ClientSessionStore for Told {
    fn set_kx_hint(&self, server: ServerName<'static>, group: NamedGroup) {
        self.0.set_kx_hint(server, group);
    }

    fn kx_hint(&self, server: &ServerName<'_>) -> Option<NamedGroup> {
        // Asked for once in each handshake, when its first message is made. Of a proxy's handshake and the server's behind it,
        // the later one counts.
        let _ = ATTEMPT.try_with(|attempt| attempt.securing());
        self.0.kx_hint(server)
    }

    fn set_tls12_session(&self, server: ServerName<'static>, session: Tls12ClientSessionValue) {
        self.0.set_tls12_session(server, session);
    }

    fn tls12_session(&self, server: &ServerName<'_>) -> Option<Tls12ClientSessionValue> {
        self.0.tls12_session(server)
    }

    fn remove_tls12_session(&self, server: &ServerName<'static>) {
        self.0.remove_tls12_session(server);
    }

    fn insert_tls13_ticket(&self, server: ServerName<'static>, ticket: Tls13ClientSessionValue) {
        self.0.insert_tls13_ticket(server, ticket);
    }

    fn take_tls13_ticket(&self, server: &ServerName<'static>) -> Option<Tls13ClientSessionValue> {
        self.0.take_tls13_ticket(server)
    }
}
