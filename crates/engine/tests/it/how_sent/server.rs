//! A server over real TLS that speaks HTTP/1.1 and HTTP/2, answers what it is told to, asks who is there, and writes down what
//! arrived. And a proxy that leads to it, whatever it is asked for.

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use std::collections::VecDeque;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::client::danger::HandshakeSignatureValid;
use tokio_rustls::rustls::crypto::{
    CryptoProvider, aws_lc_rs, verify_tls12_signature, verify_tls13_signature,
};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, UnixTime};
use tokio_rustls::rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use tokio_rustls::rustls::{
    DigitallySignedStruct, DistinguishedName, Error, ServerConfig, SignatureScheme,
};

/// What arrived.
#[derive(Debug, Clone)]
pub(super) struct Arrived {
    pub(super) version: http::Version,
    pub(super) method: String,
    /// Path and query as they came.
    pub(super) target: String,
    /// Its `Cookie` header.
    pub(super) cookie: Option<String>,
    pub(super) body: Bytes,
    /// The certificate that the other end showed, as DER.
    pub(super) certificate: Option<Vec<u8>>,
}

/// What is answered.
#[derive(Debug, Clone)]
pub(super) enum Reply {
    Status(u16, Vec<(&'static str, String)>),
    /// Nothing, for as long as the other end waits.
    Nothing,
}

pub(super) fn status(status: u16) -> Reply {
    Reply::Status(status, Vec::new())
}

pub(super) fn with(status: u16, name: &'static str, value: impl Into<String>) -> Reply {
    Reply::Status(status, vec![(name, value.into())])
}

#[derive(Default)]
struct Script {
    replies: VecDeque<Reply>,
    arrived: Vec<Arrived>,
}

/// A running server. It ends with the test's runtime.
pub(super) struct Server {
    address: SocketAddr,
    pub(super) root_pem: String,
    script: Arc<Mutex<Script>>,
}

impl Server {
    /// One that answers `replies`, one after the other, and then 200.
    pub(super) async fn start(replies: impl IntoIterator<Item = Reply>) -> Self {
        Self::speaking(&[b"h2", b"http/1.1"], replies).await
    }

    pub(super) async fn speaking(
        protocols: &[&[u8]],
        replies: impl IntoIterator<Item = Reply>,
    ) -> Self {
        let (mut config, root_pem) = config();
        config.alpn_protocols = protocols.iter().map(|name| name.to_vec()).collect();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let replies = replies.into_iter().collect();
        let script = Arc::new(Mutex::new(Script { replies, ..Script::default() }));
        let shared = Arc::clone(&script);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, acceptor.clone(), Arc::clone(&shared)));
            }
        });
        Self { address, root_pem, script }
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("https://localhost:{}{path}", self.address.port())
    }

    pub(super) fn arrived(&self) -> Vec<Arrived> {
        self.script.lock().unwrap().arrived.clone()
    }

    pub(super) async fn until_arrived(&self, count: usize) {
        while self.arrived().len() < count {
            tokio::task::yield_now().await;
        }
    }

    /// A proxy that leads here, and what it is asked for.
    pub(super) async fn proxy(&self) -> (String, Arc<Mutex<Vec<String>>>) {
        use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (noted, target) = (Arc::clone(&asked), self.address);
        tokio::spawn(async move {
            while let Ok((mut client, _)) = listener.accept().await {
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    head.push(client.read_u8().await.unwrap());
                }
                let line = String::from_utf8_lossy(&head).lines().next().unwrap().to_owned();
                noted.lock().unwrap().push(line);
                client.write_all(b"HTTP/1.1 200 Connected\r\n\r\n").await.unwrap();
                let mut server = TcpStream::connect(target).await.unwrap();
                tokio::spawn(async move {
                    let _ = tokio::io::copy_bidirectional(&mut client, &mut server).await;
                });
            }
        });
        (url, asked)
    }
}

async fn serve(stream: TcpStream, acceptor: TlsAcceptor, script: Arc<Mutex<Script>>) {
    let Ok(stream) = acceptor.accept(stream).await else { return };
    let certificate = stream.get_ref().1.peer_certificates().map(|all| all[0].to_vec());
    let answer =
        hyper::service::service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
            let (script, certificate) = (Arc::clone(&script), certificate.clone());
            async move {
                let (head, body) = request.into_parts();
                let body = body.collect().await.unwrap().to_bytes();
                let target = head.uri.path_and_query().unwrap().as_str().to_owned();
                let reply = {
                    let mut script = script.lock().unwrap();
                    let method = head.method.to_string();
                    let version = head.version;
                    let cookie = head.headers.get("cookie");
                    let cookie = cookie.map(|value| value.to_str().unwrap().to_owned());
                    let one = Arrived { version, method, target, cookie, body, certificate };
                    script.arrived.push(one);
                    script.replies.pop_front().unwrap_or(Reply::Status(200, Vec::new()))
                };
                let Reply::Status(status, headers) = reply else {
                    return std::future::pending().await;
                };
                let mut response = hyper::Response::builder().status(status);
                for (name, value) in headers {
                    response = response.header(name, value);
                }
                Ok::<_, Infallible>(response.body(Full::new(Bytes::from_static(b"{}"))).unwrap())
            }
        });
    let _ = Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(stream), answer).await;
}

fn config() -> (ServerConfig, String) {
    let mut root = CertificateParams::new(Vec::new()).unwrap();
    root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let root = CertifiedIssuer::self_signed(root, KeyPair::generate().unwrap()).unwrap();
    let names = ["localhost", "api.example.com"].map(str::to_owned).to_vec();
    let key = KeyPair::generate().unwrap();
    let leaf = CertificateParams::new(names).unwrap().signed_by(&key, &root).unwrap();
    let provider = Arc::new(aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_client_cert_verifier(Arc::new(Anybody(provider)))
        .with_single_cert(
            vec![leaf.der().clone()],
            PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
        )
        .unwrap();
    (config, root.pem())
}

/// Asks for a certificate, takes any and none, and makes sure that the other end has its private key.
#[derive(Debug)]
struct Anybody(Arc<CryptoProvider>);

impl ClientCertVerifier for Anybody {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn client_auth_mandatory(&self) -> bool {
        false
    }

    fn verify_client_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        Ok(ClientCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(
            message,
            certificate,
            signed,
            &self.0.signature_verification_algorithms,
        )
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(
            message,
            certificate,
            signed,
            &self.0.signature_verification_algorithms,
        )
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
