//! What Adobe would answer with an error, found without sending. Variables without a value are left to [`crate::fill`],
//! hosts that may not see a token to `mudbrick-net`.
//!
//! A warning never keeps a request from being sent: people try things on purpose.

mod call;
mod needed;
mod schema_registry;
mod warning;

pub use needed::missing_headers;
pub use warning::{Part, Warning};

use crate::fill::{Filled, Piece};
use call::Call;
use mudbrick_model::Method;
use url::Url;
use warning::Warnings;

/// Looks a filled request over.
pub fn check(filled: &Filled) -> Vec<Warning> {
    let mut warnings = Warnings::default();
    if let Ok(url) = Url::parse(&filled.url.shown()) {
        let call = Call { filled, host: url.host_str().unwrap_or_default(), path: url.path() };
        credentials(&call, &mut warnings);
        sandbox(&call, &mut warnings);
        if call.is_platform() {
            schema_registry::check(&call, &mut warnings);
            privacy(&call, &url, &mut warnings);
        }
        transactional_event(&call, &mut warnings);
    }
    authorization(filled, &mut warnings);
    body(filled, &mut warnings);
    warnings.0
}

/// The gateway's checks (facts: 09): key, token, organisation.
fn credentials(call: &Call<'_>, warnings: &mut Warnings) {
    for header in needed::of_the_gateway(call) {
        let (name, error) = (header.name, header.error);
        let message = format!("The header {name} is missing; Adobe answers with {error}.");
        warnings.add(Part::Headers, message);
    }
}

fn sandbox(call: &Call<'_>, warnings: &mut Warnings) {
    if needed::lacks_a_sandbox(call) {
        warnings.add(
            Part::Headers,
            "The header x-sandbox-name is missing, which this call needs; the default sandbox is prod.",
        );
    }
}

fn privacy(call: &Call<'_>, url: &Url, warnings: &mut Warnings) {
    let listing = call.filled.method == Method::Get && call.path == "/data/core/privacy/jobs";
    if listing && !url.query_pairs().any(|(name, _)| name == "regulation") {
        warnings.add(
            Part::Url,
            "The parameter regulation is missing, which this call needs, such as regulation=gdpr.",
        );
    }
}

/// `…/campaign/mc<ORG>/<event>`: only the sending call insists on the charset (facts: 06, section 6.1).
fn transactional_event(call: &Call<'_>, warnings: &mut Warnings) {
    let event = call.path.split_once("/campaign/mc").is_some_and(|(_, rest)| {
        let mut parts = rest.split('/');
        parts.next().is_some_and(|org| !org.is_empty())
            && parts.next().is_some()
            && parts.next().is_none()
    });
    if !(call.is_campaign() && event && call.filled.method == Method::Post) {
        return;
    }
    let content_type = call.header("content-type").unwrap_or_default();
    let content_type = content_type.to_ascii_lowercase().replace([' ', '"'], "");
    if content_type != "application/json;charset=utf-8" {
        warnings.add(
            Part::Headers,
            "A transactional event needs the header Content-Type: application/json;charset=utf-8.",
        );
    }
}

fn authorization(filled: &Filled, warnings: &mut Warnings) {
    let Some(value) = filled.header("authorization") else { return };
    let adobe = Url::parse(&filled.url.shown()).is_ok_and(|url| {
        url.host_str()
            .is_some_and(|host| host.ends_with(".adobe.io") || host.ends_with(".adobe.com"))
    });
    if adobe && !value.shown().trim_start().to_ascii_lowercase().starts_with("bearer ") {
        warnings
            .add(Part::Headers, "The header Authorization should begin with Bearer and a blank.");
    }
}

fn body(filled: &Filled, warnings: &mut Warnings) {
    let Some(body) = &filled.body else { return };
    if matches!(filled.method, Method::Get | Method::Head) {
        let message =
            format!("A {} request carries a body, which servers ignore or refuse.", filled.method);
        warnings.add(Part::Body, message);
    }
    let text = body.shown();
    let content_type =
        filled.header("content-type").map(|value| value.shown().to_ascii_lowercase());
    if content_type.is_none() {
        warnings
            .add(Part::Headers, "There is a body, but no header Content-Type to say what it is.");
    }
    if let Some(line) =
        text.lines().position(|line| line.starts_with("> {%") || line.starts_with("< {%"))
    {
        warnings.add(
            Part::Body,
            format!(
                "Line {} of the body begins a script; Mudbrick runs none and sends it.",
                line + 1
            ),
        );
    }
    let looks_like_json = text.trim_start().starts_with(['{', '[']);
    let is_json = match content_type {
        Some(kind) => {
            let kind = kind.split(';').next().unwrap_or_default().trim();
            kind == "application/json" || kind.ends_with("+json")
        }
        None => looks_like_json,
    };
    let unset = body.pieces().iter().any(|piece| matches!(piece, Piece::Unset { .. }));
    if is_json && !unset {
        json(&text, warnings);
    }
}

fn json(text: &str, warnings: &mut Warnings) {
    let Err(error) = serde_json::from_str::<serde_json::Value>(text) else { return };
    let what = error.to_string();
    let what = what.split(" at line ").next().unwrap_or_default();
    let message = format!(
        "The body is not valid JSON at line {}, column {}: {what}.",
        error.line(),
        error.column()
    );
    warnings.add(Part::Body, message);
}

#[cfg(test)]
mod tests;
