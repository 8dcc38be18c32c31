//! The ways in: Adobe's names over TLS, plain HTTP, the proxy; HTTP/1.1 and HTTP/2; reqwest and curl. And the ways out:
//! nothing leaves this machine, and stopping stops.

use crate::support::{Adobe, TOKEN, builder, credentials, curl, encode};
use std::io::Write;

/// curl's common arguments for a token call, and the root certificate in a file.
async fn token_by_curl(adobe: &Adobe, way: &[&str], url: &str) -> (bool, String) {
    let project = adobe.project("Acme", "Places");
    let mut root = tempfile::NamedTempFile::new().expect("file");
    root.write_all(adobe.practice.root_pem().as_bytes()).expect("written");
    let body = encode(&credentials(&project, "openid"));
    let fixed = ["--cacert", root.path().to_str().expect("text"), "--data", &body, url];
    curl(way.iter().chain(&fixed).map(|text| (*text).to_owned()).collect()).await
}

#[tokio::test]
async fn curl_with_adobes_names() {
    let adobe = Adobe::start().await;
    let way = format!("::{}", adobe.practice.address());
    for version in ["--http1.1", "--http2"] {
        let (ok, text) = token_by_curl(&adobe, &["--connect-to", &way, version], TOKEN).await;
        assert!(ok && text.contains("access_token"), "{version}: {text}");
    }
}

#[tokio::test]
async fn curl_through_the_proxy() {
    let adobe = Adobe::start().await;
    let proxy = adobe.practice.base_url();
    let (ok, text) = token_by_curl(&adobe, &["--proxy", &proxy], TOKEN).await;
    assert!(ok && text.contains("access_token"), "{text}");
    let seen = adobe.control().requests();
    assert_eq!(seen.len(), 1, "the CONNECT itself is not a request to Adobe");
    assert!(seen[0].is_secure);
    // Plain proxying, with the whole address in the request line.
    let plain = TOKEN.replace("https:", "http:");
    let (ok, text) = token_by_curl(&adobe, &["--proxy", &proxy], &plain).await;
    assert!(ok && text.contains("access_token"), "{text}");
    assert!(!adobe.control().requests()[1].is_secure);
}

#[tokio::test]
async fn curl_with_a_base_url() {
    let adobe = Adobe::start().await;
    let port = adobe.practice.address().port();
    for base in [format!("http://127.0.0.1:{port}"), format!("https://localhost:{port}")] {
        let (ok, text) = token_by_curl(&adobe, &[], &format!("{base}/ims/token/v3")).await;
        assert!(ok && text.contains("access_token"), "{base}: {text}");
    }
}

#[tokio::test]
async fn tls_needs_the_root_of_this_very_run() {
    let (one, other) = (Adobe::start().await, Adobe::start().await);
    let stranger = builder(&other.practice)
        .resolve("ims-na1.adobelogin.com", one.practice.address())
        .build()
        .expect("client");
    let error = stranger.get(TOKEN).send().await.expect_err("must not be trusted");
    assert!(error.is_connect(), "{error:?}");
}

#[tokio::test]
async fn the_proxy_reaches_nothing_but_itself() {
    let adobe = Adobe::start().await;
    let proxy = adobe.practice.base_url();
    for url in ["https://example.com/", "https://notadobe.io/", "https://169.254.169.254/"] {
        let arguments = ["--proxy", &proxy, url].map(str::to_owned);
        let (ok, text) = curl(arguments.into()).await;
        assert!(!ok && text.contains("502"), "{url}: {text}");
    }
    let (_, text) =
        curl(["--proxy", &proxy, "http://example.com/"].map(str::to_owned).into()).await;
    assert!(text.contains("answers for Adobe's hosts"), "{text}");
}

#[tokio::test]
async fn reqwest_speaks_http2_under_adobes_name() {
    let adobe = Adobe::start().await;
    let answer = adobe.http.get("https://api-places.adobe.io/ping").send().await.expect("sent");
    assert_eq!(answer.version(), http::Version::HTTP_2);
}

#[tokio::test]
async fn deep_and_regional_names_are_in_the_certificate() {
    let adobe = Adobe::start().await;
    for host in [
        "query.places.adobe.com",
        "adobeid-na1.services.adobe.com",
        "dcs.adobedc.net",
        "platform-nld2.adobe.io",
        "author-p1-e2.adobeaemcloud.com",
        "ims-na1-stg1.adobelogin.com",
    ] {
        let client = builder(&adobe.practice).resolve(host, adobe.practice.address());
        let client = client.build().expect("client");
        let answer = client.get(format!("https://{host}/")).send().await.expect(host);
        assert!(answer.status().is_client_error(), "{host}: {answer:?}");
    }
}

#[tokio::test]
async fn stopping_frees_the_port_and_breaks_connections_off() {
    let mut freed = false;
    // A test beside this one may be given the port in the moment after; one that was never freed is taken every time.
    for _ in 0..5 {
        let adobe = Adobe::start().await;
        let address = adobe.practice.address();
        assert_eq!(adobe.get("https://api-places.adobe.io/ping", &[]).await.status, 200);
        adobe.practice.stop().await;
        freed |= std::net::TcpListener::bind(address).is_ok();
        adobe.http.get("https://api-places.adobe.io/ping").send().await.expect_err("nobody");
    }
    assert!(freed, "the port was taken every time");
}

#[tokio::test]
async fn a_taken_port_is_explained() {
    use mudbrick_model::Explain;
    use mudbrick_practice::{Practice, PracticeOptions};
    let adobe = Adobe::start().await;
    let options = PracticeOptions { listen: adobe.practice.address(), ..Default::default() };
    let problem = Practice::start(options).await.expect_err("is taken").problem();
    assert!(problem.message.contains("cannot listen on 127.0.0.1:"), "{problem:?}");
    assert!(problem.remedy.is_some());
}

#[tokio::test]
async fn every_answer_tells_the_time_of_the_practice_clock() {
    let adobe = Adobe::start().await;
    adobe.control().advance(std::time::Duration::from_secs(90 * 60));
    let control = format!("{}/.practice/clock", adobe.practice.base_url());
    let addresses = [TOKEN, "https://mc.adobe.io/acme/campaign/", &control];
    for address in addresses {
        let answer = adobe.get(address, &[]).await;
        assert_eq!(answer.header("date"), "Thu, 01 Jan 2026 02:00:00 GMT", "{address}");
    }
}
