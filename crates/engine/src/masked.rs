//! An exchange as history keeps it: every text of it masked alike. Of one that nobody can look through, because the vault
//! was locked or a secret could not be read, the parts that may hold a secret are left out.

use crate::file_body;
use crate::known_secrets::Masking;
use crate::recording::Sent;
use mudbrick_model::{Exchange, Header, Outcome, Problem, Request, Timings};
use mudbrick_redact::{MASK, Redactor};

/// Headers that say what kind of thing is sent, and hold nothing of anybody's.
const HARMLESS: [&str; 9] = [
    "accept",
    "accept-encoding",
    "accept-language",
    "cache-control",
    "content-encoding",
    "content-length",
    "content-type",
    "date",
    "user-agent",
];

/// The exchange as history keeps it.
pub(crate) fn exchange(
    sent: &Sent<'_>,
    masking: &Masking,
    outcome: Outcome,
    timings: Timings,
) -> Exchange {
    let redactor = &masking.redactor;
    Exchange {
        profile: sent.profile.id.clone(),
        profile_title: redactor.text(&sent.profile.title()).into_owned(),
        started_at: sent.started_at,
        request: template(sent, masking),
        sent_method: sent.filled.method,
        sent_url: address(&sent.filled.url.shown(), masking),
        sent_headers: headers(&sent.wire_headers(), masking),
        sent_body: sent_body(sent, masking),
        outcome: match outcome {
            Outcome::Answered { status, headers: received, body_bytes } => {
                Outcome::Answered { status, headers: headers(&received, masking), body_bytes }
            }
            Outcome::Failed { problem } => Outcome::Failed { problem: told(problem, redactor) },
        },
        timings,
        not_kept: masking.not_kept.clone(),
    }
}

fn sent_body(sent: &Sent<'_>, masking: &Masking) -> Option<String> {
    let redactor = &masking.redactor;
    let has_one = sent.file.is_some() || sent.filled.body.is_some();
    match (&masking.not_kept, sent.file, &sent.filled.body) {
        (Some(why), _, _) => has_one.then(|| format!("Not kept: {why}.")),
        (None, Some(file), _) => Some(file_body::shown(file, redactor)),
        (None, None, Some(body)) => Some(redactor.text(&body.shown()).into_owned()),
        (None, None, None) => None,
    }
}

/// The request as written, for replays: a secret typed into it goes, a variable that stands for one stays.
fn template(sent: &Sent<'_>, masking: &Masking) -> Request {
    let (request, redactor) = (sent.request, &masking.redactor);
    let kept = masking.not_kept.is_none();
    let header = |header: &Header| match header.value.contains("{{") {
        true => Header::new(redactor.text(&header.name), redactor.text(&header.value)),
        false => Header::new(redactor.text(&header.name), redactor.header(header).value),
    };
    Request {
        name: match kept {
            true => redactor.text(&request.name).into_owned(),
            false => format!("{} {}", request.method, address(&request.url, masking)),
        },
        method: request.method,
        url: address(&request.url, masking),
        headers: match kept {
            true => request.headers.iter().map(header).collect(),
            false => headers(&request.headers, masking),
        },
        body: match sent.file {
            _ if !kept => None,
            Some(file) => file_body::replayable(file).filter(|text| redactor.text(text) == *text),
            None => request.body.as_ref().map(|body| redactor.text(body).into_owned()),
        },
    }
}

fn headers(headers: &[Header], masking: &Masking) -> Vec<Header> {
    let masked = headers.iter().map(|header| {
        let name = masking.redactor.text(&header.name).into_owned();
        let is_harmless = HARMLESS.iter().any(|one| name.eq_ignore_ascii_case(one));
        match masking.not_kept.is_none() || is_harmless {
            true => Header::new(name, masking.redactor.header(header).value),
            false => Header::new(name, MASK),
        }
    });
    masked.collect()
}

/// A URL; where nobody can tell what in it is secret, its host alone. A path may hold a secret as well as a query.
fn address(url: &str, masking: &Masking) -> String {
    let url = masking.redactor.text(url);
    if masking.not_kept.is_none() {
        return url.into_owned();
    }
    let parsed = url::Url::parse(&url).ok().filter(url::Url::has_host);
    parsed.map_or_else(
        || MASK.to_owned(),
        |url| format!("{}/{MASK}", url.origin().ascii_serialization()),
    )
}

fn told(mut problem: Problem, redactor: &Redactor) -> Problem {
    problem.message = redactor.text(&problem.message).into_owned();
    problem.remedy = problem.remedy.map(|remedy| redactor.text(&remedy).into_owned());
    problem.detail = problem.detail.map(|detail| redactor.text(&detail).into_owned());
    problem
}
