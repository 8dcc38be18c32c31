//! Tokens for a child that outlives one: a loopback address that answers with a fresh token, for as long as this is kept.
//!
//! ```text
//! GET /v1/token                      200  the token as JSON
//! Host: 127.0.0.1:<port>             403  a web page, or another name for this machine
//! Authorization: Bearer <secret>     401  not this child's secret
//! ```
//!
//! Every user of this machine can connect to the port. What they need besides is the secret, which each child has in its own
//! environment alone. A web page gets nothing: it cannot choose `Host`, it sends `Origin`, and no answer allows it to read.

use super::accepting::next_connection;
use super::for_programs::{TokenVariable, token_json};
use super::whose::TokenFor;
use super::{Freshness, Tokens};
use crate::threads::blocking;
use aws_lc_rs::constant_time::verify_slices_are_equal;
use bytes::Bytes;
use http::header::{AUTHORIZATION, CACHE_CONTROL, CONNECTION, CONTENT_TYPE, HOST, ORIGIN};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use mudbrick_model::{ErrorCode, Problem, ProfileId};
use mudbrick_vault::SecretText;
use serde_json::{Value, json};
use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;

/// Where the token is.
const PATH: &str = "/v1/token";
/// A caller has one connection or a few; others on this machine may open thousands.
const MOST_CONNECTIONS: usize = 64;
/// For all headers of a request: whoever connects and says nothing keeps one of the connections.
const PATIENCE: Duration = Duration::from_secs(10);

/// The address and its secret. It ends when this is dropped.
pub struct TokenServer {
    address: SocketAddr,
    secret: SecretText,
    listening: JoinHandle<()>,
}

/// What is served, to whom.
struct Served {
    tokens: Tokens,
    profile: ProfileId,
    scopes: Vec<String>,
    freshness: Freshness,
    host: String,
    secret: SecretText,
}

impl TokenServer {
    /// Listens on a free port of this machine, and answers with tokens of the profile for these scopes.
    ///
    /// # Errors
    /// There is no port.
    pub async fn start(
        tokens: &Tokens,
        profile: ProfileId,
        scopes: Vec<String>,
        freshness: Freshness,
    ) -> Result<Self, Problem> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(no_port)?;
        let address = listener.local_addr().map_err(no_port)?;
        let random = || uuid::Uuid::new_v4().simple();
        let secret = SecretText::new(format!("{}{}", random(), random()));
        let served = Arc::new(Served {
            tokens: tokens.clone(),
            profile,
            scopes,
            freshness,
            host: address.to_string(),
            secret: secret.clone(),
        });
        let listening = tokio::spawn(listen(listener, served));
        Ok(Self { address, secret, listening })
    }

    /// Where a child asks, and what it has to show: for its environment.
    pub fn variables(&self) -> [TokenVariable; 2] {
        let url = SecretText::new(format!("http://{}{PATH}", self.address));
        [
            TokenVariable { name: "MUDBRICK_TOKEN_URL", value: url },
            TokenVariable { name: "MUDBRICK_TOKEN_SECRET", value: self.secret.clone() },
        ]
    }
}

impl Drop for TokenServer {
    fn drop(&mut self) {
        // With it go its connections: they are tasks of the set that it owns.
        self.listening.abort();
    }
}

async fn listen(listener: TcpListener, served: Arc<Served>) {
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let mut connections = tokio::task::JoinSet::new();
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let (stream, _) = next_connection(|| listener.accept()).await;
        while connections.try_join_next().is_some() {}
        let served = Arc::clone(&served);
        connections.spawn(async move {
            answer_all(stream, served).await;
            drop(place);
        });
    }
}

async fn answer_all(stream: TcpStream, served: Arc<Served>) {
    let answering = service_fn(move |request| {
        let served = Arc::clone(&served);
        async move { Ok::<_, Infallible>(served.answer(&request).await) }
    });
    let mut connection = http1::Builder::new();
    connection.timer(TokioTimer::new()).header_read_timeout(PATIENCE);
    // How a caller's connection ends is the caller's own affair.
    let _ = connection.serve_connection(TokioIo::new(stream), answering).await;
}

impl Served {
    async fn answer(&self, request: &Request<Incoming>) -> Response<Full<Bytes>> {
        // First of all: whoever does not know the secret learns nothing else.
        if let Err(refused) = self.admits(request.headers()) {
            return refused.answer();
        }
        match (request.method(), request.uri().path()) {
            (&Method::GET, PATH) => {}
            (_, PATH) => return Refused::METHOD.answer(),
            _ => return Refused::PATH.answer(),
        }
        match self.token().await {
            Ok(token) => json_answer(StatusCode::OK, &token),
            Err(problem) => failed(status_of(problem.code), &problem),
        }
    }

    fn admits(&self, headers: &HeaderMap) -> Result<(), Refused> {
        // A page whose name was made to lead to this machine sends its own name.
        if only(headers, HOST.as_str()) != Some(self.host.as_bytes()) {
            return Err(Refused::HOST);
        }
        if headers.contains_key(ORIGIN) {
            return Err(Refused::PAGE);
        }
        let shown = only(headers, AUTHORIZATION.as_str()).and_then(bearer).unwrap_or_default();
        verify_slices_are_equal(shown, self.secret.expose().as_bytes()).map_err(|_| Refused::SECRET)
    }

    async fn token(&self) -> Result<Value, Problem> {
        // Read each time: the profile may be edited while the child runs.
        let (core, id) = (Arc::clone(&self.tokens.core), self.profile.clone());
        let profile = blocking(move || core.profiles.get(&id)).await??.value;
        let whose = TokenFor::only(profile, &self.scopes)?;
        let token = self.tokens.get_for(&whose, self.freshness).await?;
        token_json(whose.as_profile(), &token)
    }
}

/// Why a call is not answered with a token, whatever the vault and Adobe would say.
struct Refused {
    status: StatusCode,
    code: ErrorCode,
    why: &'static str,
    /// What HTTP has an answer of this status say besides.
    header: Option<(&'static str, &'static str)>,
}

impl Refused {
    const HOST: Self = Self::call(StatusCode::FORBIDDEN, "Host is not this address.");
    const PAGE: Self = Self::call(StatusCode::FORBIDDEN, "Web pages are not answered.");
    const PATH: Self = Self {
        code: ErrorCode::NotFound,
        ..Self::call(StatusCode::NOT_FOUND, "Only /v1/token is answered.")
    };
    const METHOD: Self = Self {
        header: Some(("allow", "GET")),
        ..Self::call(StatusCode::METHOD_NOT_ALLOWED, "Only GET is answered.")
    };
    const SECRET: Self = Self {
        code: ErrorCode::CredentialRefused,
        header: Some(("www-authenticate", "Bearer")),
        ..Self::call(StatusCode::UNAUTHORIZED, "The secret is not this address’s.")
    };

    const fn call(status: StatusCode, why: &'static str) -> Self {
        Self { status, code: ErrorCode::InvalidInput, why, header: None }
    }

    fn answer(self) -> Response<Full<Bytes>> {
        let mut response = failed(self.status, &Problem::new(self.code, self.why));
        // Another user of this machine, who asks without the secret again and again, would keep a connection for ever.
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        if let Some((name, value)) = self.header {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        response
    }
}

/// What a header's value shows. Programs write the scheme's name as they like.
fn bearer(value: &[u8]) -> Option<&[u8]> {
    let (scheme, shown) = value.split_at_checked(b"Bearer ".len())?;
    scheme.eq_ignore_ascii_case(b"Bearer ").then_some(shown)
}

/// The header, when it is there once.
fn only<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a [u8]> {
    let mut all = headers.get_all(name).iter();
    all.next().filter(|_| all.next().is_none()).map(HeaderValue::as_bytes)
}

/// A child branches on it: 423 is for a person, 503 for waiting, and everything else will not get better by itself.
fn status_of(code: ErrorCode) -> StatusCode {
    match code {
        ErrorCode::VaultLocked | ErrorCode::VaultAbsent | ErrorCode::VaultDenied => {
            StatusCode::LOCKED
        }
        ErrorCode::Network | ErrorCode::Throttled => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::BAD_GATEWAY,
    }
}

/// One shape for whatever is wrong, so that who reads it needs one way.
fn failed(status: StatusCode, problem: &Problem) -> Response<Full<Bytes>> {
    json_answer(status, &json!({ "error": problem }))
}

fn json_answer(status: StatusCode, value: &Value) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(format!("{value}\n"))));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn no_port(error: std::io::Error) -> Problem {
    Problem::new(ErrorCode::Internal, "No port of this machine could be listened on.")
        .detail(error.to_string())
}
