//! A server that answers byte for byte what it is told to, over TCP or over TLS with a root of its own: what no HTTP library
//! would let a server say.

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::io::{self, Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::thread;

/// A running server; each connection has a thread. It ends with the test.
pub struct RawServer {
    address: String,
    /// What a client has to trust, for a server with TLS.
    pub root_pem: Option<String>,
    heard: Arc<Mutex<Vec<String>>>,
}

/// What is answered to the head of a request. Whoever is asked may go on for as long as the other end takes it.
pub type Answering = dyn Fn(&str, &mut dyn Write) -> io::Result<()> + Send + Sync;

impl RawServer {
    /// One in clear.
    pub fn plain(
        answer: impl Fn(&str, &mut dyn Write) -> io::Result<()> + Send + Sync + 'static,
    ) -> Self {
        Self::start(None, Arc::new(answer))
    }

    /// One with TLS, as `localhost`.
    pub fn tls(
        answer: impl Fn(&str, &mut dyn Write) -> io::Result<()> + Send + Sync + 'static,
    ) -> Self {
        Self::start(Some(certificate()), Arc::new(answer))
    }

    fn start(tls: Option<(Arc<ServerConfig>, String)>, answer: Arc<Answering>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = Arc::<Mutex<Vec<String>>>::default();
        let (config, root_pem) = tls.unzip();
        let address = match config {
            Some(_) => format!("https://localhost:{port}"),
            None => format!("http://127.0.0.1:{port}"),
        };
        let keeps = Arc::clone(&heard);
        thread::spawn(move || {
            for peer in listener.incoming().flatten() {
                let (keeps, answer, config) =
                    (Arc::clone(&keeps), Arc::clone(&answer), config.clone());
                thread::spawn(move || {
                    // What the other end does not wait for is lost, as it is with any server.
                    let _ = match config {
                        None => serve(peer, &keeps, &*answer),
                        Some(config) => {
                            let session = ServerConnection::new(config).unwrap();
                            serve(StreamOwned::new(session, peer), &keeps, &*answer)
                        }
                    };
                });
            }
        });
        Self { address, root_pem, heard }
    }

    /// The address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// The head of every request so far.
    pub fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
}

/// One request, one answer; then the connection is closed without a word, which a client has to take for a cut.
fn serve(
    mut peer: impl Read + Write,
    heard: &Mutex<Vec<String>>,
    answer: &Answering,
) -> io::Result<()> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        peer.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    // Kept before it is answered, so that whoever has the answer finds it here.
    heard.lock().unwrap().push(head.clone());
    answer(&head, &mut peer)?;
    peer.flush()
}

fn certificate() -> (Arc<ServerConfig>, String) {
    let (root_key, key) = (KeyPair::generate().unwrap(), KeyPair::generate().unwrap());
    let mut root = CertificateParams::default();
    root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let root = CertifiedIssuer::self_signed(root, root_key).unwrap();
    let names = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let certificate = names.signed_by(&key, &root).unwrap();
    let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    (Arc::new(config), root.pem())
}
