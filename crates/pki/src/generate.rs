//! Making a pair: racing searches for a key, then a certificate over the one that was found.
//!
//! How long a search takes is a matter of luck, so two run side by side and the first key found is taken. A search
//! cannot be interrupted: one that is no longer wanted is left to end on its own, and its key is dropped unseen.

use crate::generate_error::GenerateError;
use crate::options::{CertificateOptions, KeySize};
use crate::{Certificate, PrivateKey, issue};
use aws_lc_rs::rsa::KeyPair as RsaKeyPair;
use mudbrick_model::Timestamp;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

/// How often a search looks whether it was cancelled, and tells how long it has been going.
const TICK: Duration = Duration::from_millis(20);

/// A new key and its self-signed certificate.
#[derive(Debug)]
pub struct GeneratedPair {
    /// The private half.
    pub key: PrivateKey,
    /// The public half, to be uploaded.
    pub certificate: Certificate,
}

impl GeneratedPair {
    /// What goes into `<name>_private.key`: unencrypted PKCS #8.
    pub fn private_key_pem(&self) -> Zeroizing<String> {
        self.key.pkcs8_pem()
    }

    /// What goes into `<name>_public.crt`.
    pub fn certificate_pem(&self) -> String {
        self.certificate.pem()
    }
}

/// How far it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Looking for primes; there is no telling how long.
    Searching {
        /// So far.
        elapsed: Duration,
    },
    /// Signing the certificate, which is quick.
    Signing,
}

/// Stops a generation from another thread. Clones share one switch, which cannot be turned back.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// A switch that is not pressed.
    pub fn new() -> Self {
        Self::default()
    }

    /// Presses it.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Release);
    }

    /// Whether it was pressed.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// Makes a key and a certificate over it, valid from `now`. Blocks: from a tenth of a second to several seconds for
/// 4096 bits. `progress` is called on this thread, about every 20 ms; `cancel` takes effect within that time.
pub fn generate(
    options: &CertificateOptions,
    now: Timestamp,
    progress: &dyn Fn(Progress),
    cancel: &Cancel,
) -> Result<GeneratedPair, GenerateError> {
    let invalid = options.check();
    if !invalid.is_empty() {
        return Err(GenerateError::Invalid(invalid));
    }
    let pair = search(options.bits, progress, cancel)?;
    progress(Progress::Signing);
    let key = PrivateKey::from_pair(pair).map_err(|_| GenerateError::Unreadable)?;
    let certificate = issue::self_signed(&key, options, now)?;
    Ok(GeneratedPair { key, certificate })
}

fn search(
    size: KeySize,
    progress: &dyn Fn(Progress),
    cancel: &Cancel,
) -> Result<RsaKeyPair, GenerateError> {
    let (found, finds) = mpsc::channel();
    for number in 0..racers() {
        let found = found.clone();
        let racer = thread::Builder::new().name(format!("key search {number}"));
        // Nobody listens any more when another search was first.
        let started = racer.spawn(move || drop(found.send(RsaKeyPair::generate(aws_size(size)))));
        match started {
            Ok(_) => {}
            Err(error) if number == 0 => return Err(GenerateError::Thread(error)),
            Err(_) => break,
        }
    }
    drop(found);
    let begin = Instant::now();
    loop {
        if cancel.is_cancelled() {
            return Err(GenerateError::Cancelled);
        }
        progress(Progress::Searching { elapsed: begin.elapsed() });
        match finds.recv_timeout(TICK) {
            Ok(Ok(pair)) => return Ok(pair),
            // One search failed; the other may yet succeed, and the channel closes when none is left.
            Ok(Err(_)) | Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Err(GenerateError::Random),
        }
    }
}

/// More than two would shorten the wait little and warm the machine much.
fn racers() -> usize {
    thread::available_parallelism().map_or(1, |cores| cores.get().min(2))
}

fn aws_size(size: KeySize) -> aws_lc_rs::rsa::KeySize {
    match size {
        KeySize::Bits2048 => aws_lc_rs::rsa::KeySize::Rsa2048,
        KeySize::Bits3072 => aws_lc_rs::rsa::KeySize::Rsa3072,
        KeySize::Bits4096 => aws_lc_rs::rsa::KeySize::Rsa4096,
    }
}
