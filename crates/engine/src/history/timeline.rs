//! The way of an exchange as the history keeps it, made of what was measured. What is not known stays none.

use super::origins;
use super::sent::Sent;
use mudbrick_model::{
    HeaderOrigin, OriginOfPart, PartOrigin, RedirectTaken, ServerCertificate, TimeSpan, Timeline,
    TimelineLeg,
};
use mudbrick_net::{Answer, Leg, Span};
use mudbrick_pki::Certificate;
use mudbrick_redact::Redactor;
use std::time::Duration;

/// What is known of a body when no more of it comes.
#[derive(Debug, Clone, Copy)]
pub(super) struct BodyEnd {
    wire_bytes: u64,
    encoding: Option<&'static str>,
    /// In milliseconds; none when it broke off.
    last_byte_ms: Option<f64>,
}

impl BodyEnd {
    pub(super) fn of(answer: &Answer, is_whole: bool) -> Self {
        Self {
            wire_bytes: answer.received_on_the_wire(),
            encoding: answer.encoding(),
            last_byte_ms: is_whole.then(|| (answer.timings().total_ms * 1e3).round() / 1e3),
        }
    }
}

/// The timeline of an exchange; `end` is none when no answer began.
pub(super) fn timeline(sent: &Sent, end: Option<BodyEnd>, redactor: &Redactor) -> Timeline {
    Timeline {
        legs: sent.journey.legs().into_iter().map(|one| leg(one, redactor)).collect(),
        last_byte_ms: end.and_then(|end| end.last_byte_ms),
        wire_bytes: end.map(|end| end.wire_bytes),
        encoding: end.and_then(|end| end.encoding).map(ToOwned::to_owned),
        header_origins: header_origins(sent, redactor),
    }
}

/// A server chooses the hosts that it sends us on to, and may put anything into their names.
fn leg(leg: Leg, redactor: &Redactor) -> TimelineLeg {
    let masked = |text: &str| redactor.text(text).into_owned();
    TimelineLeg {
        method: leg.method,
        host: masked(&leg.host),
        begin_ms: ms(leg.begin),
        reused: leg.reused,
        resolve: leg.resolve.map(span),
        connect: leg.connect.map(span),
        tls: leg.tls.map(span),
        sent_ms: leg.sent.map(ms),
        headers_ms: leg.headers.map(ms),
        address: leg.address.map(|address| address.to_string()),
        protocol: leg.protocol.map(ToOwned::to_owned),
        tls_version: leg.secured.as_ref().and_then(|tls| tls.version).map(ToOwned::to_owned),
        certificate: leg.secured.and_then(|tls| tls.certificate).and_then(|der| certificate(&der)),
        redirect: leg.redirect.map(|hop| RedirectTaken {
            status: hop.status,
            host: masked(&hop.host),
            dropped: hop.dropped.iter().map(|name| masked(name)).collect(),
            body_dropped: hop.body_dropped,
        }),
    }
}

/// TLS took it for a certificate; what this reader does not understand of it is not shown.
fn certificate(der: &[u8]) -> Option<ServerCertificate> {
    let read = Certificate::from_der(der).ok()?;
    Some(ServerCertificate {
        subject: read.subject_line().to_owned(),
        issuer: read.issuer_line().to_owned(),
        valid_until: read.validity().not_after,
    })
}

/// Of the headers as they stand on the wire. Several of one name keep their order there.
fn header_origins(sent: &Sent, redactor: &Redactor) -> Vec<HeaderOrigin> {
    let wire = sent.wire_headers();
    let masked = |text: &str| redactor.text(text).into_owned();
    let origin = |(index, header): (usize, &mudbrick_model::Header)| {
        let same = |name: &str| name.eq_ignore_ascii_case(&header.name);
        let nth = wire[..index].iter().filter(|earlier| same(&earlier.name)).count();
        let mut written = sent.filled.headers.iter().filter(|(name, _)| same(name));
        let parts = match written.nth(nth) {
            Some((_, value)) => origins::of_text(value),
            None => vec![OriginOfPart { origin: added_by(sent, &header.name), variable: None }],
        };
        let parts = parts
            .into_iter()
            .map(|part| OriginOfPart { variable: part.variable.map(|name| masked(&name)), ..part });
        HeaderOrigin { name: masked(&header.name), parts: parts.collect() }
    };
    wire.iter().enumerate().map(origin).collect()
}

/// Who added a header that the request does not have.
fn added_by(sent: &Sent, name: &str) -> PartOrigin {
    let is_kept = name.eq_ignore_ascii_case("cookie") && sent.outgoing.has_kept_cookies();
    if is_kept { PartOrigin::Cookies } else { PartOrigin::Mudbrick }
}

/// In microseconds' steps: more is not measured, and such a number is the same when it is read from the history again.
fn ms(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e6).round() / 1e3
}

fn span((from, to): Span) -> TimeSpan {
    TimeSpan { from_ms: ms(from), to_ms: ms(to) }
}
