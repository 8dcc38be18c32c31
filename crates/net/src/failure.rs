//! Finds out what a library's error means. What a person is told about it is left to `error`.

use crate::body::FileChanged;
use crate::causes::{chain, words};
use crate::connect::ConnectTimedOut;
use crate::error::{SendError, Stage};
use crate::platform_trust::Unreadable;
use crate::route::BuildError;
use http::Uri;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use std::io;
use std::net::SocketAddr;
use tower::Service;

/// Whom a request was meant for.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    /// Host of the URL.
    pub(crate) host: String,
    /// Set on the practice route.
    pub(crate) practice: Option<SocketAddr>,
}

/// What a proxy's tunnel fails with. hyper-util, by which reqwest opens the tunnel, exports no name for it.
type TunnelError = <Tunnel<HttpConnector> as Service<Uri>>::Error;

/// Why no answer began.
pub(crate) fn sending(error: reqwest::Error, target: &Target) -> SendError {
    let error = error.without_url();
    let host = target.host.clone();
    let detail = words(&error);
    for cause in chain(&error) {
        if let Some(ConnectTimedOut(limit)) = cause.downcast_ref() {
            return SendError::TimedOut { host, stage: Stage::Connect, limit: *limit };
        }
        if let Some(changed) = cause.downcast_ref::<FileChanged>() {
            return SendError::File { detail: changed.to_string(), begun: true };
        }
        if cause.downcast_ref().is_some_and(hyper::Error::is_parse) {
            return SendError::NotHttp { host, detail };
        }
        if cause.is::<TunnelError>() {
            return SendError::Proxy { detail };
        }
        if let Some(tls) = cause.downcast_ref::<rustls::Error>() {
            return untrusted(tls, target);
        }
    }
    if error.is_dns() {
        return SendError::Unresolved { host, detail };
    }
    let refused = chain(&error)
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|io| io.kind() == io::ErrorKind::ConnectionRefused);
    match target.practice {
        Some(address) if refused => SendError::PracticeDown { address, detail },
        None if refused => SendError::Refused { host },
        _ if error.is_connect() => SendError::Unreachable { host, detail },
        _ => SendError::NoAnswer { host, detail },
    }
}

/// Why the answer ended too early.
pub(crate) fn reading(error: reqwest::Error, target: &Target, received: u64) -> SendError {
    let error = error.without_url();
    SendError::BrokenOff { host: target.host.clone(), received, detail: words(&error) }
}

fn untrusted(error: &rustls::Error, target: &Target) -> SendError {
    use rustls::CertificateError as Bad;
    let (host, detail) = (target.host.clone(), error.to_string());
    let bad = match error {
        rustls::Error::InvalidCertificate(bad) => bad,
        rustls::Error::Other(other) if other.0.is::<Unreadable>() => {
            return SendError::Build(BuildError::Tls(detail));
        }
        _ => return SendError::Tls { host, detail },
    };
    // The practice Adobe makes its root anew each time it starts; roots of two runs differ in nothing but the key.
    if let (Some(address), Bad::UnknownIssuer | Bad::BadSignature) = (target.practice, bad) {
        let detail = format!("something else answers there: {detail}");
        return SendError::PracticeDown { address, detail };
    }
    let reason = match bad {
        Bad::Expired | Bad::ExpiredContext { .. } => "its certificate has expired",
        Bad::NotValidYet | Bad::NotValidYetContext { .. } => {
            "its certificate is not valid yet, or this machine's clock is wrong"
        }
        Bad::NotValidForName | Bad::NotValidForNameContext { .. } => {
            "its certificate was issued for another name"
        }
        Bad::UnknownIssuer => "its certificate was issued by somebody this machine does not trust",
        Bad::Revoked => "its certificate was revoked",
        _ => "its certificate is not valid",
    };
    SendError::Untrusted { host, reason: reason.to_owned(), detail }
}

#[cfg(test)]
mod tests {
    use super::{Target, sending, untrusted};
    use crate::error::SendError;
    use rstest::rstest;
    use rustls::CertificateError as Bad;
    use std::net::{Ipv4Addr, SocketAddr};

    async fn failed(scheme: &str, address: SocketAddr, practice: Option<SocketAddr>) -> SendError {
        #[allow(clippy::disallowed_methods, reason = "an error of the library itself is wanted")]
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let error = client.get(format!("{scheme}://{address}/")).send().await.unwrap_err();
        sending(error, &Target { host: "mc.adobe.io".to_owned(), practice })
    }

    /// What a server that hangs up at once is told as.
    async fn hung_up(scheme: &str) -> SendError {
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { while listener.accept().await.is_ok() {} });
        let practice = failed(scheme, address, Some(address)).await;
        assert!(!matches!(practice, SendError::PracticeDown { .. }), "{practice:?}");
        failed(scheme, address, None).await
    }

    #[tokio::test]
    async fn a_server_that_refuses_is_told_as_that_and_the_practice_adobe_as_down() {
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        drop(listener);
        let refused = failed("http", address, None).await;
        assert!(matches!(refused, SendError::Refused { .. }), "{refused:?}");
        let down = failed("http", address, Some(address)).await;
        assert!(matches!(down, SendError::PracticeDown { .. }), "{down:?}");
    }

    #[tokio::test]
    async fn a_server_that_hangs_up_has_not_refused() {
        let in_clear = hung_up("http").await;
        assert!(matches!(in_clear, SendError::NoAnswer { .. }), "{in_clear:?}");
        let before_tls_is_there = hung_up("https").await;
        assert!(
            matches!(before_tls_is_there, SendError::Unreachable { .. }),
            "{before_tls_is_there:?}"
        );
    }

    fn told(bad: Bad, practice: Option<SocketAddr>) -> SendError {
        let target = Target { host: "mc.adobe.io".to_owned(), practice };
        untrusted(&rustls::Error::InvalidCertificate(bad), &target)
    }

    #[rstest]
    #[case(Bad::Expired, "expired")]
    #[case(Bad::NotValidYet, "clock")]
    #[case(Bad::NotValidForName, "another name")]
    #[case(Bad::UnknownIssuer, "does not trust")]
    #[case(Bad::Revoked, "revoked")]
    #[case(Bad::BadEncoding, "is not valid")]
    fn each_bad_certificate_has_its_reason(#[case] bad: Bad, #[case] expected: &str) {
        match told(bad, None) {
            SendError::Untrusted { reason, .. } => assert!(reason.contains(expected), "{reason}"),
            other => panic!("{other:?}"),
        }
    }

    /// The root of another run is not the person's affair; any other fault is.
    #[rstest]
    #[case(Bad::UnknownIssuer, true)]
    #[case(Bad::BadSignature, true)]
    #[case(Bad::Expired, false)]
    fn another_run_of_the_practice_adobe_is_told_apart(#[case] bad: Bad, #[case] is_down: bool) {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 1));
        let told = told(bad, Some(address));
        assert_eq!(matches!(told, SendError::PracticeDown { .. }), is_down, "{told:?}");
    }
}
