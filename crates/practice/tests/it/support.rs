//! A running practice Adobe, clients for it, and signed assertions.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use mudbrick_model::{Clock, Timestamp};
use mudbrick_pki::{Cancel, CertificateOptions, GeneratedPair, KeySize, Subject};
use mudbrick_practice::{Control, Practice, PracticeOptions, Project, SeedFile};
use serde_json::{Value, json};
use std::process::Command;
use std::sync::{Arc, OnceLock};

/// Half past midnight on 1 January 2026, UTC.
pub(crate) const NOW: Timestamp = Timestamp(1_767_227_400_000);

pub(crate) const IMS: &str = "https://ims-na1.adobelogin.com";
pub(crate) const TOKEN: &str = "https://ims-na1.adobelogin.com/ims/token/v3";
pub(crate) const EXCHANGE: &str = "https://ims-na1.adobelogin.com/ims/exchange/jwt";
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

/// A clock that stands still; the practice Adobe moves its own.
struct Still;

impl Clock for Still {
    fn now(&self) -> Timestamp {
        NOW
    }
}

/// An answer, read whole.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: http::HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).expect("JSON")
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("text"))
    }
}

/// A practice Adobe with the built-in seed and a client that resolves every name to it.
pub(crate) struct Adobe {
    pub(crate) practice: Practice,
    pub(crate) http: reqwest::Client,
}

impl Adobe {
    pub(crate) async fn start() -> Self {
        Self::with_seed(None).await
    }

    pub(crate) async fn with_seed(seed: Option<SeedFile>) -> Self {
        let options = PracticeOptions { clock: Arc::new(Still), seed, ..Default::default() };
        let practice = Practice::start(options).await.expect("starts");
        let http = client(&practice);
        Self { practice, http }
    }

    pub(crate) fn control(&self) -> Control {
        self.practice.control()
    }

    /// The seeded project with this organisation and title.
    pub(crate) fn project(&self, organization: &str, title: &str) -> Project {
        let mut projects = self.practice.projects().into_iter();
        projects
            .find(|project| project.organization == organization && project.title == title)
            .expect("seeded")
    }

    pub(crate) async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        let answer = request.send().await.expect("answered");
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        Answer { status, headers, text: answer.text().await.expect("text") }
    }

    pub(crate) async fn get(&self, url: &str, headers: &[(&str, &str)]) -> Answer {
        let request = self.http.get(url);
        self.send(headers.iter().fold(request, |r, (name, value)| r.header(*name, *value))).await
    }

    pub(crate) async fn post(&self, url: &str, content_type: &str, body: String) -> Answer {
        self.send(self.http.post(url).header("content-type", content_type).body(body)).await
    }

    pub(crate) async fn form(&self, url: &str, pairs: &[(&str, &str)]) -> Answer {
        self.post(url, FORM, encode(pairs)).await
    }

    /// An access token of an OAuth project, with all its scopes.
    pub(crate) async fn token(&self, project: &Project) -> String {
        let scopes: Vec<&str> = project.scopes.iter().map(|scope| scope.as_str()).collect();
        let answer = self.form(TOKEN, &credentials(project, &scopes.join(","))).await;
        answer.json()["access_token"].as_str().expect("a token").to_owned()
    }

    /// Exchanges an assertion with these claims, signed by the test pair.
    pub(crate) async fn exchange(&self, project: &Project, claims: &Value) -> Answer {
        let assertion = sign(&json!({ "alg": "RS256", "typ": "JWT" }), claims);
        let pairs = [
            ("client_id", project.client_id.as_str()),
            ("client_secret", &project.client_secret),
            ("jwt_token", &assertion),
        ];
        self.form(EXCHANGE, &pairs).await
    }

    /// A JWT project with the test pair's certificate registered.
    pub(crate) fn jwt_project(&self) -> Project {
        let project = self.project("Acme", "Places (JWT)");
        let pem = pair().certificate_pem();
        self.control().register_certificate(&project.client_id, pem).expect("taken");
        project
    }
}

/// The form of a client-credentials call.
pub(crate) fn credentials<'a>(project: &'a Project, scope: &'a str) -> [(&'a str, &'a str); 4] {
    [
        ("grant_type", "client_credentials"),
        ("client_id", project.client_id.as_str()),
        ("client_secret", &project.client_secret),
        ("scope", scope),
    ]
}

/// The claims a client makes for this project at production's IMS.
pub(crate) fn claims(project: &Project) -> Value {
    let mut claims = json!({
        "exp": NOW.seconds() + 300,
        "iss": project.org_id,
        "sub": project.technical_account_id,
        "aud": format!("{IMS}/c/{}", project.client_id),
    });
    for metascope in &project.metascopes {
        claims[format!("{IMS}/s/{metascope}")] = json!(true);
    }
    claims
}

/// A JWT over the test pair's key.
pub(crate) fn sign(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let input = format!("{}.{}", part(header), part(claims));
    let key = signing_key();
    let mut signature = vec![0; key.public_modulus_len()];
    key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), input.as_bytes(), &mut signature)
        .expect("signed");
    format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature))
}

/// The test pair's private key, for headers that no client would write.
fn signing_key() -> &'static RsaKeyPair {
    static KEY: OnceLock<RsaKeyPair> = OnceLock::new();
    KEY.get_or_init(|| {
        let pem = pair().private_key_pem();
        let base64: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
        let der = STANDARD.decode(base64).expect("base64");
        RsaKeyPair::from_pkcs8(&der).expect("a key")
    })
}

/// One key pair for all tests, whose certificate ends 30 days after [`NOW`].
pub(crate) fn pair() -> &'static GeneratedPair {
    static PAIR: OnceLock<GeneratedPair> = OnceLock::new();
    PAIR.get_or_init(|| {
        let subject = Subject { common_name: "Practice".to_owned(), ..Subject::default() };
        let options = CertificateOptions { subject, days: 30, bits: KeySize::Bits2048 };
        mudbrick_pki::generate(&options, NOW, &|_| {}, &Cancel::new()).expect("a pair")
    })
}

#[allow(
    clippy::disallowed_methods,
    reason = "any client is a peer here; the product's own is not under test"
)]
pub(crate) fn builder(practice: &Practice) -> reqwest::ClientBuilder {
    let root = reqwest::Certificate::from_pem(practice.root_pem().as_bytes()).expect("PEM");
    reqwest::Client::builder()
        .no_proxy()
        .tls_certs_only([root])
        .redirect(reqwest::redirect::Policy::none())
}

pub(crate) fn client(practice: &Practice) -> reqwest::Client {
    let hosts = [
        "ims-na1.adobelogin.com",
        "ims-na1-stg1.adobelogin.com",
        "adobeid-na1.services.adobe.com",
        "api-places.adobe.io",
        "query.places.adobe.com",
        "mc.adobe.io",
        "platform.adobe.io",
        "platform-stage.adobe.io",
        "pdf-services.adobe.io",
        "api.adobe.io",
        "analytics.adobe.io",
        "usermanagement.adobe.io",
        "unknown.adobe.io",
    ];
    let resolved =
        |builder: reqwest::ClientBuilder, host: &&str| builder.resolve(host, practice.address());
    hosts.iter().fold(builder(practice), resolved).build().expect("client")
}

/// `application/x-www-form-urlencoded`.
pub(crate) fn encode(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// `multipart/form-data` as Node's form-data writes it: the content type and the body.
pub(crate) fn multipart(pairs: &[(&str, &str)]) -> (String, String) {
    let boundary = "--------------------------735323031399963166993862";
    let part = |(name, value): &(&str, &str)| {
        format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        )
    };
    let parts: String = pairs.iter().map(part).collect();
    (format!("multipart/form-data; boundary={boundary}"), format!("{parts}--{boundary}--\r\n"))
}

/// What curl prints, and whether it was content.
pub(crate) async fn curl(arguments: Vec<String>) -> (bool, String) {
    let run = move || {
        let output = Command::new("curl")
            .env_clear()
            .args(["--silent", "--show-error", "--max-time", "20"])
            .args(arguments)
            .output();
        let output = output.expect("curl is installed");
        let text = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&text).into_owned())
    };
    tokio::task::spawn_blocking(run).await.expect("ran")
}
