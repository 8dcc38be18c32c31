//! What the tests ask and whom: ids, a key, commands, and a server that answers as told and notes what it was asked.

use mudbrick_ims::{Assertion, ClientCredentials, JwtCredentials};
use mudbrick_model::{ClientId, Clock, Metascope, OrgId, Scope, TechnicalAccountId, Timestamp};
use mudbrick_net::{Http, Proxy, Route};
use mudbrick_pki::{Cancel, CertificateOptions, GeneratedPair, KeySize, PrivateKey, Subject};
use mudbrick_vault::SecretText;
use std::net::SocketAddr;
use std::process::Command;
use std::sync::{Arc, LazyLock, Mutex};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Fri, 15 Jan 2027 08:00:00 GMT.
pub(crate) const NOW: Timestamp = Timestamp::from_seconds(1_800_000_000);

/// A client secret with everything in it that needs encoding or quoting somewhere.
pub(crate) const SECRET: &str = "p8e-canary'\"&=+ %2F\\$(x)`é@";

static PAIR: LazyLock<GeneratedPair> = LazyLock::new(make_pair);

/// The key that signs here.
pub(crate) static KEY: LazyLock<&'static PrivateKey> = LazyLock::new(|| &PAIR.key);

/// Its certificate.
pub(crate) fn certificate() -> String {
    PAIR.certificate_pem()
}

pub(crate) fn make_pair() -> GeneratedPair {
    let subject = Subject { common_name: "test".into(), ..Subject::default() };
    let options = CertificateOptions { subject, days: 3650, bits: KeySize::Bits2048 };
    mudbrick_pki::generate(
        &options,
        NOW.before(std::time::Duration::from_secs(86_400 * 365)),
        &|_| {},
        &Cancel::new(),
    )
    .unwrap()
}

/// A clock that a test sets.
pub(crate) struct At(pub(crate) Timestamp);

impl Clock for At {
    fn now(&self) -> Timestamp {
        self.0
    }
}

pub(crate) fn ids() -> (OrgId, TechnicalAccountId, ClientId) {
    (
        OrgId::parse("AAAABBBBCCCCDDDD0A495C12@AdobeOrg").unwrap(),
        TechnicalAccountId::parse("AAAABBBBCCCCDDDD0A495E00@techacct.adobe.com").unwrap(),
        ClientId::parse("0f0e0d0c0b0a09080706050403020100").unwrap(),
    )
}

pub(crate) fn client_credentials() -> ClientCredentials {
    ClientCredentials {
        client_id: ids().2,
        client_secret: SecretText::new(SECRET.into()),
        scopes: ["openid", "AdobeID"].map(|scope| Scope::parse(scope).unwrap()).to_vec(),
    }
}

pub(crate) fn jwt_credentials(host: &str) -> JwtCredentials {
    let (org, account, client_id) = ids();
    let metascopes = [Metascope::parse("ent_places_sdk").unwrap()];
    let jwt =
        Assertion::new(&org, &account, &client_id, &metascopes, host, NOW).sign(&KEY).unwrap();
    JwtCredentials { client_id, client_secret: SecretText::new(SECRET.into()), jwt }
}

/// Straight to loopback, past any proxy of the machine.
pub(crate) fn http() -> Http {
    Http::build(Route::through(Proxy::None)).unwrap()
}

/// Runs a command line in a folder; its standard output.
pub(crate) fn run(folder: &TempDir, line: &str) -> String {
    let output = Command::new("sh").args(["-c", line]).current_dir(folder.path()).output().unwrap();
    assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// One request as it came over the wire.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    /// `POST /ims/token/v3 HTTP/1.1`
    pub(crate) line: String,
    /// In lower case.
    pub(crate) headers: String,
    pub(crate) body: String,
}

impl Request {
    /// The form in its body.
    pub(crate) fn form(&self) -> Vec<(String, String)> {
        form_urlencoded::parse(self.body.as_bytes()).into_owned().collect()
    }
}

/// Answers every request with the same bytes.
pub(crate) struct Peer {
    pub(crate) address: SocketAddr,
    seen: Arc<Mutex<Vec<Request>>>,
}

impl Peer {
    /// `answer` is a whole HTTP answer, head included; the connection ends behind it.
    pub(crate) async fn answering(answer: impl Into<Vec<u8>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (seen, answer) = (Arc::<Mutex<Vec<Request>>>::default(), answer.into());
        let noted = Arc::clone(&seen);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let request = read(&mut stream).await;
                noted.lock().unwrap().push(request);
                // The client may have hung up, which is its right.
                let _ = stream.write_all(&answer).await;
                let _ = stream.shutdown().await;
            }
        });
        Self { address, seen }
    }

    /// The same with a status line, headers and a body of known length.
    pub(crate) async fn saying(status: &str, headers: &str, body: &str) -> Self {
        let length = body.len();
        Self::answering(format!(
            "HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n{headers}\r\n{body}"
        ))
        .await
    }

    /// Where it is, for [`mudbrick_ims::Ims::at`].
    pub(crate) fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn seen(&self) -> Vec<Request> {
        self.seen.lock().unwrap().clone()
    }
}

async fn read(stream: &mut TcpStream) -> Request {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let (line, headers) = head.split_once("\r\n").unwrap();
            let headers = headers.to_lowercase();
            let length = headers
                .lines()
                .find_map(|header| header.strip_prefix("content-length:"))
                .map_or(0, |length| length.trim().parse().unwrap());
            if body.len() >= length {
                return Request { line: line.to_owned(), headers, body: body.to_owned() };
            }
        }
        assert_ne!(stream.read_buf(&mut bytes).await.unwrap(), 0, "the request ended early");
    }
}
