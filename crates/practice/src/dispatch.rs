//! From a request to whoever answers it: by host, and for this machine's own names by path. Keeps the record and meets the
//! faults on order; what is answered is left to IMS, the gateway and the control interface. A body is read once its headers
//! have passed, and never by whoever answers.

use crate::arrival::{Arrival, is_local};
use crate::control;
use crate::fault::Mishap;
use crate::gateway::{self, Admitted};
use crate::guide::{self, plain};
use crate::ims::{Base, Refusal};
use crate::intake::{self, Taken, Untaken};
use crate::mishap::{self, BrokenOff, Voice};
use crate::port::Port;
use crate::products::Api;
use crate::record::Seen;
use crate::tls;
use crate::world::World;
use axum::body::Body;
use axum::response::IntoResponse;
use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HOST};
use http::request::Parts;
use http::{Method, Request, Response, StatusCode};
use hyper::body::{Body as _, Incoming};
use tower::ServiceExt;

/// More than any call to IMS carries; a longer body is answered 413.
const LONGEST_FORM: usize = 256 * 1024;

/// Who answers a request. Told by its headers alone, so that a body that nobody wants is not read.
enum Destination {
    /// IMS, under this name.
    Ims(Base),
    /// A product, for a caller who may pass.
    Product(Admitted),
    /// Nobody: the answer is known already.
    Known(Response<Body>),
}

impl Destination {
    fn of(world: &World, arrival: &Arrival, authority: &str, head: &Parts) -> Self {
        let host = without_port(authority).to_ascii_lowercase();
        let path = head.uri.path();
        if !is_local(&host) && !tls::is_adobe(&host) {
            let text = "The practice Adobe answers for Adobe's hosts, localhost and 127.0.0.1.\n";
            return Self::Known(plain(StatusCode::MISDIRECTED_REQUEST, text));
        }
        let is_pdf = host == "pdf-services.adobe.io" || is_local(&host);
        if is_ims(&host, path) || (is_pdf && path == "/token") {
            return Self::Ims(base(arrival, authority, &host));
        }
        if path == "/" && is_local(&host) {
            return Self::Known(plain(StatusCode::OK, &guide::greeting(world.address)));
        }
        let is_gateway = is_local(&host) || host.ends_with(".adobe.io");
        if !is_gateway && Api::locate(&host, path).is_none() {
            let text = "The practice Adobe has nothing at this address.\n";
            return Self::Known(plain(StatusCode::NOT_FOUND, text));
        }
        match gateway::admit(world, authority, head) {
            Ok(admitted) => Self::Product(admitted),
            Err(refusal) => Self::Known(refusal.into_response()),
        }
    }

    /// Reads the body if somebody wants it; a body that cannot be taken has an answer of its own.
    async fn read(&mut self, world: &World, voice: Voice, body: Incoming) -> Taken {
        let longest = match self {
            Self::Ims(_) => LONGEST_FORM,
            Self::Product(admitted) => admitted.longest,
            Self::Known(_) => {
                intake::pass_over(body).await;
                return Taken::default();
            }
        };
        match world.intake.take(body, longest).await {
            Ok(taken) => taken,
            Err(why) => {
                *self = Self::Known(not_taken(why, voice));
                Taken::default()
            }
        }
    }

    /// The answer without any fault.
    async fn answer(self, port: &Port, authority: &str, request: Request<Bytes>) -> Response<Body> {
        match self {
            Self::Known(answer) => answer,
            Self::Product(admitted) => gateway::answer(&port.world, authority, admitted, request),
            Self::Ims(base) => {
                let mut request = request.map(Body::from);
                request.extensions_mut().insert(base);
                match port.ims.clone().oneshot(request).await {
                    Ok(response) => response,
                    Err(never) => match never {},
                }
            }
        }
    }
}

/// Answers one request, or breaks its connection off when that was ordered.
pub(crate) async fn answer(
    port: &Port,
    arrival: &Arrival,
    request: Request<Incoming>,
) -> Result<Response<Body>, BrokenOff> {
    let world = &port.world;
    let (head, body) = request.into_parts();
    let authority = authority(&head, arrival);
    let host = without_port(&authority).to_ascii_lowercase();
    if is_local(&host) && control::is_address(head.uri.path()) {
        return Ok(control::answer(world, arrival, Request::from_parts(head, body)).await);
    }
    let voice = if is_ims(&host, head.uri.path()) { Voice::Ims } else { Voice::Gateway };
    let mut destination = Destination::of(world, arrival, &authority, &head);
    // Its room is kept until there is an answer.
    let taken = destination.read(world, voice, body).await;
    let request = Request::from_parts(head, taken.bytes.clone());
    let number = note(world, arrival, &authority, &request);
    let is_head = request.method() == Method::HEAD;
    let fault = world.faults.take(&host, request.uri().path());
    let instead = fault.and_then(|mishap| mishap::instead(mishap, voice));
    let answer = match instead {
        Some(answer) => answer,
        None => {
            let answer = destination.answer(port, &authority, request).await;
            spoiled(fault, answer).await?
        }
    };
    world.record.answered(number, answer.status());
    Ok(if is_head { without_body(answer) } else { answer })
}

/// The answer to `HEAD`: over HTTP/2 nobody else takes the body away, and a client takes one for a broken stream. How long it
/// would have been is still said.
fn without_body(answer: Response<Body>) -> Response<Body> {
    let length = answer.body().size_hint().exact();
    let mut answer = answer.map(|_| Body::empty());
    if let Some(length) = length {
        answer.headers_mut().entry(CONTENT_LENGTH).or_insert(length.into());
    }
    answer
}

/// A body that was not taken, in the words of whoever was asked; which those are at Adobe is [unverified].
fn not_taken(why: Untaken, voice: Voice) -> Response<Body> {
    match voice {
        Voice::Ims => Refusal::bare(why.status(), "invalid_request").into_response(),
        Voice::Gateway => gateway::refuse(
            why.status(),
            &format!("{}000", why.status().as_str()),
            &why.to_string(),
        ),
    }
}

async fn spoiled(
    fault: Option<Mishap>,
    answer: Response<Body>,
) -> Result<Response<Body>, BrokenOff> {
    match fault {
        Some(mishap) => mishap::spoil(mishap, answer).await,
        None => Ok(answer),
    }
}

/// IMS has hosts of its own; under this machine's names it is `/ims`.
fn is_ims(host: &str, path: &str) -> bool {
    let own_host = host.ends_with(".adobelogin.com") || host.ends_with(".services.adobe.com");
    own_host || (is_local(host) && (path == "/ims" || path.starts_with("/ims/")))
}

fn base(arrival: &Arrival, authority: &str, host: &str) -> Base {
    if !is_local(host) {
        return Base { origin: format!("https://{host}"), is_local: false };
    }
    let scheme = if arrival.is_secure { "https" } else { "http" };
    Base { origin: format!("{scheme}://{authority}"), is_local: true }
}

/// The host the client meant: in the address (HTTP/2, and plain proxying), the Host header, the tunnel, or else this machine.
fn authority(head: &Parts, arrival: &Arrival) -> String {
    let in_header = || head.headers.get(HOST)?.to_str().ok().filter(|host| !host.is_empty());
    let named = head.uri.authority().map(http::uri::Authority::as_str).or_else(in_header);
    named.or(arrival.tunnel.as_deref()).unwrap_or("localhost").to_owned()
}

fn without_port(authority: &str) -> &str {
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => host,
        _ => authority,
    }
}

fn note(world: &World, arrival: &Arrival, authority: &str, request: &Request<Bytes>) -> u64 {
    let seen = Seen {
        at: world.now(),
        host: authority.to_owned(),
        method: request.method().clone(),
        path: request.uri().path().to_owned(),
        query: request.uri().query().map(str::to_owned),
        headers: request.headers().clone(),
        body: request.body().clone(),
        body_length: request.body().len(),
        is_secure: arrival.is_secure,
        status: None,
    };
    world.record.note(seen.masked(&world.mask()))
}

#[cfg(test)]
mod tests {
    use super::{is_ims, without_port};
    use rstest::rstest;

    #[rstest]
    #[case("ims-na1.adobelogin.com", "/anything", true)]
    #[case("adobeid-na1.services.adobe.com", "/ims/logout/v1", true)]
    #[case("127.0.0.1", "/ims/token/v3", true)]
    #[case("127.0.0.1", "/imsx", false)]
    #[case("platform.adobe.io", "/ims/token/v3", false)]
    fn ims_has_its_own_hosts(#[case] host: &str, #[case] path: &str, #[case] expected: bool) {
        assert_eq!(is_ims(host, path), expected);
    }

    #[rstest]
    #[case("localhost:8443", "localhost")]
    #[case("[::1]:8443", "[::1]")]
    #[case("[::1]", "[::1]")]
    #[case("mc.adobe.io", "mc.adobe.io")]
    fn ports_are_cut(#[case] authority: &str, #[case] host: &str) {
        assert_eq!(without_port(authority), host);
    }
}
