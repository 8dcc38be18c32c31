//! Sends requests over a route.

use crate::answer::{Answer, Incoming, Stopwatch};
use crate::body::{Body, FileChanged};
use crate::cancel::Cancel;
use crate::clients::{Clients, builder_for, builder_here, built};
use crate::connect::{ATTEMPT, Attempt};
use crate::decode::{self, Encoding};
use crate::error::{InClear, SendError, Stage};
use crate::failure::{self, Target};
use crate::hosts::is_loopback;
use crate::journey::{Journey, Leg, Secured};
use crate::limits::Limits;
use crate::outgoing::{Credentials, Outgoing};
use crate::redirect::{self, Hop, Verdict};
use crate::route::{BuildError, Route};
use crate::upload;
use bytes::BytesMut;
use http::Version;
use mudbrick_model::{Header, HttpVersion, Method};
use std::net::SocketAddr;
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

impl Http {
    /// A client for `route`. A practice route is built whole, since its mistakes can be known now.
    pub fn build(route: Route) -> Result<Self, BuildError> {
        let automatic = match &route {
            Route::Practice(_) => {
                OnceCell::new_with(Some(built(builder_for(&route, HttpVersion::Automatic)?)?))
            }
            Route::Real(_) => OnceCell::new(),
        };
        let clients = Clients { automatic, ..Clients::default() };
        Ok(Self { inner: Arc::new(Inner { route, clients, here: Clients::default() }) })
    }

    /// Sends `outgoing`, follows redirects (see [`Hop`]) and gives the answer as soon as its headers are here. An answer
    /// that reports an error is an answer. Nothing leaves when the request carries a credential to a host that may not
    /// see it.
    #[allow(clippy::disallowed_methods, reason = "who calls this is looked at likewise")]
    pub async fn send(
        &self,
        outgoing: &Outgoing,
        limits: &Limits,
        cancel: &Cancel,
    ) -> Result<Answer, SendError> {
        self.send_measured(outgoing, limits, cancel, &Journey::default()).await
    }

    /// The same, and tells the journey of each leg as it ends.
    pub async fn send_measured(
        &self,
        outgoing: &Outgoing,
        limits: &Limits,
        cancel: &Cancel,
        journey: &Journey,
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
            let begun = Instant::now();
            let response =
                self.send_once(outgoing, &target, &attempt, limits, total_ends, cancel).await;
            let mut leg =
                leg(outgoing, &target, &attempt, (started, begun), response.as_ref().ok());
            let response = match response {
                Ok(response) => response,
                Err(error) => {
                    journey.push(leg);
                    return Err(error);
                }
            };
            if let Some(jar) = &outgoing.cookies {
                // Before a redirect is judged: a login sets its cookie with the redirect that leads on.
                jar.keep(response.headers(), &outgoing.url);
            }
            if let Some(took) = attempt.connect_took() {
                connect = Some(connect.unwrap_or_default() + took);
            }
            let not_followed =
                match redirect::judge(outgoing, response.status(), response.headers()) {
                    Verdict::Follow(next, hop) => {
                        leg.redirect = Some(hop.clone());
                        journey.push(leg);
                        let limit = next.redirects.most();
                        if redirects.len() == usize::from(limit) {
                            return Err(SendError::TooManyRedirects { host: hop.host, limit });
                        }
                        redirects.push(hop);
                        followed = Some(next.with_fresh_cookies());
                        continue;
                    }
                    Verdict::Keep(not_followed) => not_followed,
                };
            journey.push(leg);
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
            return self.inner.here.get(version, |version| builder_here(route, version)).await;
        }
        self.far_client(version).await
    }

    async fn far_client(&self, version: HttpVersion) -> Result<&reqwest::Client, BuildError> {
        self.inner.clients.get(version, |version| builder_for(&self.inner.route, version)).await
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
    let version = protocol(response.version());
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

fn protocol(version: Version) -> &'static str {
    match version {
        Version::HTTP_09 => "HTTP/0.9",
        Version::HTTP_10 => "HTTP/1.0",
        Version::HTTP_2 => "HTTP/2",
        Version::HTTP_3 => "HTTP/3",
        _ => "HTTP/1.1",
    }
}

/// What was seen of one request on its way, which began at `begun` of a journey that began at `started`.
fn leg(
    outgoing: &Outgoing,
    target: &Target,
    attempt: &Attempt,
    (started, begun): (Instant, Instant),
    response: Option<&reqwest::Response>,
) -> Leg {
    let since = |at: Instant| at.saturating_duration_since(started);
    let span = |(from, to)| (since(from), since(to));
    let stages = attempt.stages();
    Leg {
        method: outgoing.method,
        host: target.host.clone(),
        begin: since(begun),
        reused: response.is_some() && stages.connect.is_none(),
        resolve: stages.resolve.map(span),
        connect: stages.connect.map(span),
        tls: stages.tls.map(span),
        sent: stages.sent.map(since),
        headers: response.map(|_| since(Instant::now())),
        address: response.and_then(reqwest::Response::remote_addr),
        protocol: response.map(|response| protocol(response.version())),
        secured: response.and_then(Secured::of),
        redirect: None,
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

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
