//! `--timeline`: where the time of an exchange went, a line for each stage with a bar, and where each header came from.

use crate::commands::going_out;
use crate::output::{Page, local};
use mudbrick_engine::view::{ExchangeView, TimeSpan, Timeline, TimelineLeg};

/// The width of the whole time as a bar.
const BAR: f64 = 30.0;

pub(crate) fn page(exchange: &ExchangeView) -> Page {
    let mut page = Page::new();
    let Some(timeline) = &exchange.timeline else {
        page.line("Not measured: an earlier Mudbrick sent this.");
        return page;
    };
    let total = exchange.summary.total_ms;
    for leg in &timeline.legs {
        one_leg(leg, total, &mut page);
    }
    let headers_at = timeline.legs.last().and_then(|leg| leg.headers_ms);
    if let (Some(from_ms), Some(to_ms)) = (headers_at, timeline.last_byte_ms) {
        stage("body", TimeSpan { from_ms, to_ms }, total, &mut page);
    }
    sizes(exchange, timeline, &mut page);
    for header in &timeline.header_origins {
        writeln!(page, "{}{}", header.name, going_out::sources(&header.parts));
    }
    page
}

fn one_leg(leg: &TimelineLeg, total: f64, page: &mut Page) {
    let said = [&leg.address, &leg.protocol, &leg.tls_version];
    let said: Vec<&str> = said.into_iter().flatten().map(String::as_str).collect();
    writeln!(page, "{} {}  {}", leg.method, leg.host, said.join(", "));
    if leg.reused {
        page.line("  an open connection was used again");
    }
    let stages = [("name", leg.resolve), ("connect", leg.connect), ("TLS", leg.tls)];
    for (name, span) in stages {
        if let Some(span) = span {
            stage(name, span, total, page);
        }
    }
    let connected = [leg.tls, leg.connect, leg.resolve].into_iter().flatten().next();
    let mut from_ms = connected.map_or(leg.begin_ms, |span| span.to_ms);
    if let Some(to_ms) = leg.sent_ms {
        stage("send", TimeSpan { from_ms, to_ms }, total, page);
        from_ms = to_ms;
    }
    if let Some(to_ms) = leg.headers_ms {
        stage("wait", TimeSpan { from_ms, to_ms }, total, page);
    }
    if let Some(shown) = &leg.certificate {
        writeln!(
            page,
            "  certificate of {}, signed by {}, valid until {}",
            shown.subject,
            shown.issuer,
            local(shown.valid_until)
        );
    }
    if let Some(redirect) = &leg.redirect {
        let mut dropped = redirect.dropped.clone();
        dropped.extend(redirect.body_dropped.then(|| "the body".to_owned()));
        let dropped = match dropped.is_empty() {
            true => "nothing".to_owned(),
            false => dropped.join(", "),
        };
        writeln!(page, "  {} to {}; dropped: {dropped}", redirect.status, redirect.host);
    }
}

fn stage(name: &str, span: TimeSpan, total: f64, page: &mut Page) {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "both are clamped")]
    let columns = |ms: f64| (ms / total.max(f64::MIN_POSITIVE) * BAR).clamp(0.0, BAR) as usize;
    let before = columns(span.from_ms);
    let long = (columns(span.to_ms) - before.min(columns(span.to_ms))).max(1);
    writeln!(
        page,
        "  {name:<8}{:>10.1} ms  {}{}",
        span.took_ms(),
        " ".repeat(before),
        "#".repeat(long)
    );
}

fn sizes(exchange: &ExchangeView, timeline: &Timeline, page: &mut Page) {
    let Some(wire) = timeline.wire_bytes else { return };
    let unpacked = exchange.summary.body_bytes.unwrap_or(wire);
    match &timeline.encoding {
        Some(encoding) => writeln!(
            page,
            "The body: {wire} bytes on the wire ({encoding}), {unpacked} bytes unpacked"
        ),
        None => writeln!(page, "The body: {wire} bytes on the wire, not compressed"),
    }
}
