//! A server that answers what it is told to and remembers what it was asked: raw bytes over real TLS, so that it can
//! misbehave in ways a proper HTTP library would not.

use mudbrick_model::Method;
use mudbrick_net::{
    AllowedHosts, Answer, Cancel, Credentials, Http, Limits, Outgoing, PracticeRoute, Route,
    SendError, Stage,
};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::{ServerConfig, pki_types::PrivateKeyDer};

/// What the server does, one after another.
pub(crate) enum Step {
    /// Sends these bytes.
    Send(Vec<u8>),
    /// Sends these bytes for ever.
    SendForEver(Vec<u8>),
    /// Keeps the connection open and does nothing more.
    Stall,
    /// Ends the connection.
    Close,
}

pub(crate) fn text(answer: impl Into<String>) -> Vec<Step> {
    vec![Step::Send(answer.into().into_bytes())]
}

/// An answer with these header lines and this body, whose length it states.
pub(crate) fn answer(head: &str, body: &[u8]) -> Vec<Step> {
    let mut bytes = format!("{head}\r\ncontent-length: {}\r\n\r\n", body.len()).into_bytes();
    bytes.extend_from_slice(body);
    vec![Step::Send(bytes)]
}

type Script = Arc<dyn Fn(&str) -> Vec<Step> + Send + Sync>;

/// How the server meets a connection.
pub(crate) enum Greeting {
    /// With TLS and a certificate for `*.adobe.io`, valid or expired.
    Tls { expired: Expired },
    /// In clear.
    Plain,
    /// It accepts the connection and never says a word.
    Silence,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expired {
    Yes,
    No,
}

/// A running server. It ends with the test's runtime.
pub(crate) struct Peer {
    pub(crate) address: SocketAddr,
    pub(crate) root_pem: String,
    seen: Arc<Mutex<Seen>>,
}

#[derive(Default)]
struct Seen {
    connections: usize,
    requests: Vec<String>,
}

impl Peer {
    pub(crate) async fn start(script: impl Fn(&str) -> Vec<Step> + Send + Sync + 'static) -> Self {
        Self::meeting(Greeting::Tls { expired: Expired::No }, script).await
    }

    pub(crate) async fn meeting(
        greeting: Greeting,
        script: impl Fn(&str) -> Vec<Step> + Send + Sync + 'static,
    ) -> Self {
        let expired = match greeting {
            Greeting::Tls { expired } => expired,
            Greeting::Plain | Greeting::Silence => Expired::No,
        };
        let (config, root_pem) = certificate(expired);
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Mutex::new(Seen::default()));
        let script: Script = Arc::new(script);
        let (noted, script) = (Arc::clone(&seen), script);
        let greeting = Arc::new(greeting);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                noted.lock().unwrap().connections += 1;
                let (seen, script) = (Arc::clone(&noted), Arc::clone(&script));
                let (acceptor, greeting) = (acceptor.clone(), Arc::clone(&greeting));
                tokio::spawn(async move {
                    match *greeting {
                        Greeting::Plain => serve(stream, seen, script).await,
                        Greeting::Silence => {
                            std::future::pending::<()>().await;
                            drop(stream);
                        }
                        Greeting::Tls { .. } => {
                            if let Ok(stream) = acceptor.accept(stream).await {
                                serve(stream, seen, script).await;
                            }
                        }
                    }
                });
            }
        });
        Self { address, root_pem, seen }
    }

    pub(crate) fn connections(&self) -> usize {
        self.seen.lock().unwrap().connections
    }

    /// The requests so far, head and body as they came.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.seen.lock().unwrap().requests.clone()
    }

    /// A practice route to this server.
    pub(crate) fn route(&self) -> Route {
        Route::Practice(PracticeRoute { address: self.address, root_pem: self.root_pem.clone() })
    }

    pub(crate) fn http(&self) -> Http {
        Http::build(self.route()).unwrap()
    }

    /// A GET without credentials and with the usual limits.
    pub(crate) async fn get(&self, url: &str) -> Result<Answer, SendError> {
        send(&self.http(), Outgoing::new(Method::Get, url)?).await
    }
}

pub(crate) async fn send(http: &Http, outgoing: Outgoing) -> Result<Answer, SendError> {
    http.send(&outgoing, &Limits::default(), &Cancel::new()).await
}

/// A request with Adobe's headers in it, as a profile would send it.
pub(crate) fn with_credentials(method: Method, url: &str) -> Outgoing {
    Outgoing::new(method, url)
        .and_then(|o| o.header("Authorization", "Bearer canary"))
        .and_then(|o| o.header("x-api-key", "canary"))
        .and_then(|o| o.header("x-gw-ims-org-id", "canary@AdobeOrg"))
        .and_then(|o| o.header("Cookie", "session=canary"))
        .and_then(|o| o.header("X-Of-My-Own", "canary"))
        .and_then(|o| o.header("Accept", "application/json"))
        .unwrap()
        .credentials(Credentials::Attached(AllowedHosts::adobe()))
}

/// Limits that are short for one stage alone, so that a busy machine cannot make another one fail first.
pub(crate) fn short_at(stage: Stage, moment: Duration) -> Limits {
    let usual = Limits::default();
    match stage {
        Stage::Connect => Limits { connect: moment, ..usual },
        Stage::FirstByte => Limits { first_byte: moment, ..usual },
        Stage::Body => Limits { idle: moment, ..usual },
        Stage::Total => Limits { total: moment, ..usual },
    }
}

async fn serve<S: AsyncRead + AsyncWrite + Unpin>(
    mut stream: S,
    seen: Arc<Mutex<Seen>>,
    script: Script,
) {
    while let Some(request) = read_request(&mut stream).await {
        let steps = script(&request);
        seen.lock().unwrap().requests.push(request);
        for step in steps {
            let sent = match step {
                Step::Send(bytes) => stream.write_all(&bytes).await,
                Step::SendForEver(bytes) => loop {
                    if let Err(error) = stream.write_all(&bytes).await {
                        break Err(error);
                    }
                },
                Step::Stall => {
                    let _ = stream.flush().await;
                    std::future::pending().await
                }
                Step::Close => {
                    let _ = stream.shutdown().await;
                    return;
                }
            };
            if sent.is_err() {
                return;
            }
        }
        if stream.flush().await.is_err() {
            return;
        }
    }
}

pub(crate) async fn read_request<S: AsyncRead + Unpin>(stream: &mut S) -> Option<String> {
    let mut bytes = Vec::new();
    loop {
        if let Some(head) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let text = String::from_utf8_lossy(&bytes[..head]).to_ascii_lowercase();
            let length = text.lines().find_map(|line| line.strip_prefix("content-length: "));
            let length: usize = length.map_or(0, |length| length.trim().parse().unwrap());
            if bytes.len() >= head + 4 + length {
                return Some(String::from_utf8_lossy(&bytes).into_owned());
            }
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
}

fn certificate(expired: Expired) -> (ServerConfig, String) {
    let mut root = CertificateParams::new(Vec::new()).unwrap();
    root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let root = CertifiedIssuer::self_signed(root, KeyPair::generate().unwrap()).unwrap();
    let names = ["*.adobe.io", "*.adobelogin.com", "*.adobe.com", "127.0.0.1"];
    let mut leaf = CertificateParams::new(names.map(str::to_owned).to_vec()).unwrap();
    if expired == Expired::Yes {
        leaf.not_before = rcgen::date_time_ymd(2019, 1, 1);
        leaf.not_after = rcgen::date_time_ymd(2020, 1, 1);
    }
    let key = KeyPair::generate().unwrap();
    let certificate = leaf.signed_by(&key, &root).unwrap();
    let provider = Arc::new(tokio_rustls::rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
        )
        .unwrap();
    (config, root.pem())
}

/// A server that speaks only HTTP/2 and answers with what it was asked. `/long` has a header of 40 KB in its answer.
pub(crate) async fn http2() -> (SocketAddr, String) {
    use http_body_util::Full;
    use hyper_util::rt::{TokioExecutor, TokioIo};
    type Refused = std::convert::Infallible;
    let (mut config, root_pem) = certificate(Expired::No);
    config.alpn_protocols = vec![b"h2".to_vec()];
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(stream) = acceptor.accept(stream).await else { continue };
            let echo = hyper::service::service_fn(
                async |request: hyper::Request<hyper::body::Incoming>| {
                    let token = request.headers()["authorization"].to_str().unwrap();
                    let text = format!("{} {} {token}", request.method(), request.uri());
                    let is_long = request.uri().path() == "/long";
                    let mut response = hyper::Response::new(Full::new(bytes::Bytes::from(text)));
                    if is_long {
                        let value = "a".repeat(40_000).parse().unwrap();
                        response.headers_mut().insert("x-long", value);
                    }
                    Ok::<_, Refused>(response)
                },
            );
            let connection = hyper::server::conn::http2::Builder::new(TokioExecutor::new());
            tokio::spawn(async move {
                let _ = connection.serve_connection(TokioIo::new(stream), echo).await;
            });
        }
    });
    (address, root_pem)
}
