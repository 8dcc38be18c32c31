//! Sends requests. The one place that makes a reqwest client.

use crate::answer::{Answer, Incoming, Stopwatch};
use crate::body::{Body, FileChanged};
use crate::cancel::Cancel;
use crate::causes;
use crate::connect::{ATTEMPT, Attempt, Watch};
use crate::decode::{self, Encoding};
use crate::error::{InClear, SendError, Stage};
use crate::failure::{self, Target};
use crate::hosts::is_loopback;
use crate::limits::Limits;
use crate::outgoing::{Credentials, Outgoing};
use crate::proxy;
use crate::redirect::{self, Hop, Verdict};
use crate::route::{BuildError, Proxy, RealRoute, Root, Route};
use crate::upload;
use bytes::BytesMut;
use http::Version;
use mudbrick_model::{Header, HttpVersion, Method};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::OnceCell;
use tokio::time::Instant;
use url::{Host, Position, Url};

/// Sends requests over one route. Cheap to make and to clone: the connections are shared, and neither the platform's root
/// certificates nor its proxy settings are read before the first request.
#[derive(Debug, Clone)]
pub struct Http {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    route: Route,
    clients: Clients,
    /// For hosts that are this machine: a proxy would be sent what was meant to stay here, and in clear.
    here: Clients,
}

/// A client for each version of HTTP: the version is settled with a connection, so that they share none.
#[derive(Debug, Default)]
struct Clients {
    automatic: OnceCell<reqwest::Client>,
    http1: OnceCell<reqwest::Client>,
    http2: OnceCell<reqwest::Client>,
}

impl Clients {
    async fn get(
        &self,
        version: HttpVersion,
        make: impl FnOnce() -> Result<reqwest::ClientBuilder, BuildError>,
    ) -> Result<&reqwest::Client, BuildError> {
        let (cell, only): (_, fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder) = match version
        {
            HttpVersion::Automatic => (&self.automatic, |builder| builder),
            HttpVersion::Http1 => (&self.http1, reqwest::ClientBuilder::http1_only),
            HttpVersion::Http2 => (&self.http2, reqwest::ClientBuilder::http2_prior_knowledge),
        };
        cell.get_or_try_init(async || built(only(make()?))).await
    }
}

impl Http {
    /// A client for `route`. A practice route is built whole, since its mistakes can be known now.
    pub fn build(route: Route) -> Result<Self, BuildError> {
        let automatic = match &route {
            Route::Practice(_) => OnceCell::new_with(Some(built(builder_for(&route)?)?)),
            Route::Real(_) => OnceCell::new(),
        };
        let clients = Clients { automatic, ..Clients::default() };
        Ok(Self { inner: Arc::new(Inner { route, clients, here: Clients::default() }) })
    }

    /// Reads root certificates and proxy settings now rather than with the first request.
    pub async fn prepare(&self) -> Result<(), BuildError> {
        self.far_client(HttpVersion::Automatic).await.map(|_| ())
    }

    /// Sends `outgoing`, follows redirects (see [`Hop`]) and gives the answer as soon as its headers are here. An answer
    /// that reports an error is an answer. Nothing leaves when the request carries a credential to a host that may not
    /// see it.
    pub async fn send(
        &self,
        outgoing: &Outgoing,
        limits: &Limits,
        cancel: &Cancel,
    ) -> Result<Answer, SendError> {
        let started = Instant::now();
        let mut connect: Option<Duration> = None;
        let mut redirects: Vec<Hop> = Vec::new();
        let mut followed: Option<Outgoing> = None;
        loop {
            let outgoing = followed.as_ref().unwrap_or(outgoing);
            let target = self.admit(outgoing)?;
            let attempt = Attempt::new(limits);
            // Counted from the first hop: a chain of redirects must not begin a new limit each time.
            let total_ends = started + limits.total;
            let response =
                self.send_once(outgoing, &target, &attempt, limits, total_ends, cancel).await?;
            if let Some(took) = attempt.connect_took() {
                connect = Some(connect.unwrap_or_default() + took);
            }
            let not_followed =
                match redirect::judge(outgoing, response.status(), response.headers()) {
                    Verdict::Follow(next, hop) => {
                        let limit = next.redirects.most();
                        if redirects.len() == usize::from(limit) {
                            return Err(SendError::TooManyRedirects { host: hop.host, limit });
                        }
                        redirects.push(hop);
                        followed = Some(*next);
                        continue;
                    }
                    Verdict::Keep(not_followed) => not_followed,
                };
            let clock = Stopwatch { started, connect, first_byte: started.elapsed(), ended: None };
            let method = outgoing.method;
            let mut answer = answer(response, method, target, limits, cancel, clock);
            answer.url = outgoing.url.clone();
            answer.redirects = redirects;
            answer.not_followed = not_followed;
            return Ok(answer);
        }
    }

    /// Checks that the request may go where its URL says, on this route.
    fn admit(&self, outgoing: &Outgoing) -> Result<Target, SendError> {
        let url = &outgoing.url;
        let host = url.host_str().unwrap_or_default().to_owned();
        if let Credentials::Attached(allowed) = &outgoing.credentials
            && !allowed.allows(url)
        {
            let in_clear = if allowed.lists(&host) { InClear::Yes } else { InClear::No };
            return Err(SendError::HostNotAllowed { host, in_clear });
        }
        let Route::Practice(practice) = &self.inner.route else {
            return Ok(Target { host, practice: None });
        };
        if !leads_to_practice(url, practice.address) {
            let host = url[Position::BeforeHost..Position::AfterPort].to_owned();
            return Err(SendError::OutsidePractice { host });
        }
        Ok(Target { host, practice: Some(practice.address) })
    }

    async fn send_once(
        &self,
        outgoing: &Outgoing,
        target: &Target,
        attempt: &Attempt,
        limits: &Limits,
        total_ends: Instant,
        cancel: &Cancel,
    ) -> Result<reqwest::Response, SendError> {
        let client = self.client(&outgoing.url, outgoing.version).await?;
        // A second try and a redirect begin again from the start, so it must still be the file that was looked at.
        if let Some(Body::File(file)) = &outgoing.body
            && file.has_changed()
        {
            return Err(SendError::File { detail: FileChanged.to_string(), begun: false });
        }
        let mut request =
            reqwest::Request::new(method_on_the_wire(outgoing.method), outgoing.url.clone());
        *request.headers_mut() = outgoing.wire_headers();
        if let Some(body) = &outgoing.body {
            *request.body_mut() = Some(upload::body(body.clone(), attempt.clone()));
        }
        tokio::select! {
            // A stop in the same moment as an answer is a stop: the person has been shown it already.
            biased;
            () = cancel.cancelled() => Err(SendError::Cancelled),
            result = ATTEMPT.scope(attempt.clone(), client.execute(request)) => {
                result.map_err(|error| failure::sending(error, target))
            }
            stage = attempt.overdue(limits, total_ends) => {
                let limit = if stage == Stage::Total { limits.total } else { limits.first_byte };
                Err(SendError::TimedOut { host: target.host.clone(), stage, limit })
            }
        }
    }

    async fn client(
        &self,
        url: &Url,
        version: HttpVersion,
    ) -> Result<&reqwest::Client, BuildError> {
        if let Route::Real(route) = &self.inner.route
            && is_loopback(url)
        {
            // A proxy cannot reach this machine, and must not see what was meant for it.
            return self.inner.here.get(version, || Ok(builder_here(route))).await;
        }
        self.far_client(version).await
    }

    async fn far_client(&self, version: HttpVersion) -> Result<&reqwest::Client, BuildError> {
        self.inner.clients.get(version, || builder_for(&self.inner.route)).await
    }
}

fn answer(
    response: reqwest::Response,
    method: Method,
    target: Target,
    limits: &Limits,
    cancel: &Cancel,
    clock: Stopwatch,
) -> Answer {
    let status = response.status().as_u16();
    let version = match response.version() {
        Version::HTTP_09 => "HTTP/0.9",
        Version::HTTP_10 => "HTTP/1.0",
        Version::HTTP_2 => "HTTP/2",
        Version::HTTP_3 => "HTTP/3",
        _ => "HTTP/1.1",
    };
    let headers = response.headers().iter();
    let headers = headers
        .map(|(name, value)| {
            Header::new(name.as_str(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        })
        .collect();
    let has_body = method != Method::Head && !matches!(status, 204 | 304);
    let encoding = Encoding::of(response.headers()).filter(|_| has_body);
    let url = response.url().clone();
    let (reader, on_the_wire) = decode::reader(response, encoding);
    let body = Incoming {
        reader: Some(reader),
        buffer: BytesMut::new(),
        encoding,
        on_the_wire,
        received: 0,
        failed: None,
        target,
        limits: *limits,
        cancel: cancel.clone(),
        clock,
    };
    Answer { status, version, headers, url, redirects: Vec::new(), not_followed: None, body }
}

fn method_on_the_wire(method: Method) -> http::Method {
    match method {
        Method::Get => http::Method::GET,
        Method::Head => http::Method::HEAD,
        Method::Options => http::Method::OPTIONS,
        Method::Post => http::Method::POST,
        Method::Put => http::Method::PUT,
        Method::Patch => http::Method::PATCH,
        Method::Delete => http::Method::DELETE,
    }
}

/// Whether reqwest will take `url` to the practice Adobe: a name without a port, which is what its resolver answers; or
/// the practice Adobe's own address. A port in a URL overrides the resolver's, and an address is never resolved.
fn leads_to_practice(url: &Url, practice: SocketAddr) -> bool {
    match url.host() {
        Some(Host::Domain(_)) => url.port().is_none(),
        Some(Host::Ipv4(ip)) => url.port() == Some(practice.port()) && practice.ip() == ip,
        Some(Host::Ipv6(ip)) => url.port() == Some(practice.port()) && practice.ip() == ip,
        None => false,
    }
}

/// Answers every name with the same addresses.
struct EveryName(Vec<SocketAddr>);

impl Resolve for EveryName {
    fn resolve(&self, _: Name) -> Resolving {
        let addresses: Addrs = Box::new(self.0.clone().into_iter());
        Box::pin(std::future::ready(Ok(addresses)))
    }
}

/// What every client has in common.
#[allow(clippy::disallowed_methods, reason = "this is the one home of the HTTP client")]
fn builder() -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .connector_layer(Watch)
}

fn builder_for(route: &Route) -> Result<reqwest::ClientBuilder, BuildError> {
    Ok(match route {
        Route::Real(route) => personal(through(&route.proxy)?, route),
        Route::Practice(practice) => {
            if !practice.address.ip().is_loopback() {
                return Err(BuildError::NotLoopback(practice.address));
            }
            let roots = Root::all_in(&practice.root_pem)?;
            builder()
                .no_proxy()
                .dns_resolver(EveryName(vec![practice.address]))
                .tls_certs_only(roots.iter().map(Root::certificate))
        }
    })
}

fn through(proxy: &Proxy) -> Result<reqwest::ClientBuilder, BuildError> {
    match proxy {
        Proxy::Platform => {
            proxy::check(|name| std::env::var_os(name))?;
            Ok(builder())
        }
        Proxy::None => Ok(builder().no_proxy()),
        Proxy::Fixed(url) => {
            let proxy = reqwest::Proxy::all(url.clone())
                .map_err(|error| BuildError::BadProxy(error.without_url().to_string()))?;
            Ok(builder().proxy(proxy))
        }
    }
}

/// With the person's own roots besides the platform's, and their certificate.
fn personal(builder: reqwest::ClientBuilder, route: &RealRoute) -> reqwest::ClientBuilder {
    let builder = builder.tls_certs_merge(route.roots.iter().map(Root::certificate));
    match &route.identity {
        Some(identity) => builder.identity(identity.identity()),
        None => builder,
    }
}

/// For hosts that are this machine. `localhost` and the names below it are answered here, since a name server that is asked
/// for them may name any machine (RFC 6761 section 6.3).
fn builder_here(route: &RealRoute) -> reqwest::ClientBuilder {
    let here = [IpAddr::from(Ipv4Addr::LOCALHOST), IpAddr::from(Ipv6Addr::LOCALHOST)];
    let addresses = here.map(|address| SocketAddr::new(address, 0)).to_vec();
    personal(builder().no_proxy().dns_resolver(EveryName(addresses)), route)
}

fn built(builder: reqwest::ClientBuilder) -> Result<reqwest::Client, BuildError> {
    builder.build().map_err(|error| BuildError::Tls(causes::words(&error)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const HERE: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 4711);
    const HERE_V6: SocketAddr = SocketAddr::new(IpAddr::V6(Ipv6Addr::LOCALHOST), 4711);

    #[rstest]
    #[case::name("https://platform.adobe.io/a", HERE, true)]
    #[case::name_with_the_usual_port("https://platform.adobe.io:443/", HERE, true)]
    #[case::name_with_its_port("https://platform.adobe.io:4711/", HERE, false)]
    #[case::its_address("https://127.0.0.1:4711/", HERE, true)]
    #[case::another_port("https://127.0.0.1:4712/", HERE, false)]
    #[case::another_address("https://127.0.0.2:4711/", HERE, false)]
    #[case::neither("https://127.0.0.2:4712/", HERE, false)]
    #[case::no_port("https://127.0.0.1/", HERE, false)]
    #[case::its_v6_address("https://[::1]:4711/", HERE_V6, true)]
    #[case::another_v6_port("https://[::1]:4712/", HERE_V6, false)]
    #[case::another_v6_address("https://[::2]:4711/", HERE_V6, false)]
    #[case::neither_v6("https://[::2]:4712/", HERE_V6, false)]
    #[case::v6_for_v4("https://[::1]:4711/", HERE, false)]
    #[case::v4_for_v6("https://127.0.0.1:4711/", HERE_V6, false)]
    fn what_leads_to_the_practice_adobe(
        #[case] url: &str,
        #[case] practice: SocketAddr,
        #[case] expected: bool,
    ) {
        assert_eq!(leads_to_practice(&Url::parse(url).unwrap(), practice), expected);
    }
}
