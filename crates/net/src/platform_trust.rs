//! Trust in what the platform trusts, whose certificates are read once a connection wants them: they are hundreds of files, and a
//! call in clear has no use for them.

use crate::crypto::provider;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{DigitallySignedStruct, Error, OtherError, SignatureScheme};
use rustls_platform_verifier::Verifier;
use std::sync::{Arc, Mutex, Once, OnceLock, PoisonError};
use std::thread;

#[derive(Debug)]
pub(crate) struct PlatformTrust {
    verifier: Arc<Lazy>,
    begun: Once,
}

#[derive(Debug)]
struct Lazy {
    /// Trusted beside the platform's.
    roots: Vec<CertificateDer<'static>>,
    read: OnceLock<Verifier>,
    /// Held while they are read, which is done by one thread.
    reading: Mutex<()>,
}

/// The platform's certificates cannot be read: no server is to blame for it.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub(crate) struct Unreadable(Error);

impl Lazy {
    /// Waits where another thread is reading. What could not be read is tried again by whoever comes next.
    fn get(&self) -> Result<&Verifier, Error> {
        let _reading = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(verifier) = self.read.get() {
            return Ok(verifier);
        }
        let read = match self.roots.is_empty() {
            true => Verifier::new(provider()),
            false => Verifier::new_with_extra_roots(self.roots.iter().cloned(), provider()),
        };
        let read = read.map_err(|error| Error::Other(OtherError(Arc::new(Unreadable(error)))))?;
        Ok(self.read.get_or_init(|| read))
    }
}

impl PlatformTrust {
    pub(crate) fn and(roots: Vec<CertificateDer<'static>>) -> Self {
        let lazy = Lazy { roots, read: OnceLock::new(), reading: Mutex::default() };
        Self { verifier: Arc::new(lazy), begun: Once::new() }
    }
}

impl ServerCertVerifier for PlatformTrust {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let verifier = self.verifier.get()?;
        verifier.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.verifier.get()?.verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.verifier.get()?.verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        // Asked for at the beginning of each handshake: the files are read while the server is waited for. Without a thread for
        // it, they are read when its certificate comes.
        self.begun.call_once(|| {
            let verifier = Arc::clone(&self.verifier);
            let read = move || drop(verifier.get());
            drop(thread::Builder::new().name("certificates".to_owned()).spawn(read));
        });
        provider().signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_read_before_a_handshake_begins() {
        let trust = PlatformTrust::and(Vec::new());
        assert!(trust.verifier.read.get().is_none());
        let schemes = trust.supported_verify_schemes();
        if let Ok(verifier) = trust.verifier.get() {
            assert_eq!(verifier.supported_verify_schemes(), schemes);
        }
        assert!(trust.verifier.read.get().is_some());
    }

    #[test]
    fn what_cannot_be_read_is_told_as_that() {
        let trust = PlatformTrust::and(vec![CertificateDer::from(b"none".to_vec())]);
        let Err(Error::Other(OtherError(error))) = trust.verifier.get() else {
            panic!("it is none")
        };
        assert!(error.is::<Unreadable>());
        assert!(trust.verifier.read.get().is_none(), "it is tried again");
    }
}
