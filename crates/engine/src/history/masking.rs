//! An exchange as history keeps it: every text of it masked alike. Of one that nobody can look through, because the vault
//! was locked or a secret could not be read, the parts that may hold a secret are left out.

use super::History;
use super::file_body;
use super::sent::Sent;
use crate::vault::known_secrets::KnownSecrets;
use mudbrick_model::{
    ErrorCode, Exchange, Header, Outcome, PartialAnswer, Problem, Remedy, RemedyAction, Request,
    SentFrom, Timings,
};
use mudbrick_redact::{MASK, Redactor};
use mudbrick_requests::{Filled, Variables};
use std::sync::Arc;

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

/// How an exchange is masked.
pub(crate) struct Masking {
    /// Knows what can be known.
    pub(crate) redactor: Redactor,
    /// Why bodies are left out: there may be secrets in them that nobody can look for. `the vault was locked`.
    pub(crate) not_kept: Option<String>,
}

impl History {
    /// Knows the secrets that variables stand for, whole, and every other one by its fingerprint.
    pub(crate) fn masking(
        &self,
        variables: &Variables,
        filled: &Filled,
        known: &Result<Arc<KnownSecrets>, Problem>,
    ) -> Masking {
        // What came from the environment is a secret of this request alone.
        let secrets = [variables.secrets(), filled.secrets()].concat();
        let redactor = Redactor::new(&secrets);
        match known {
            Ok(known) => Masking {
                redactor: redactor.with_fingerprints(known.fingerprints.clone()),
                not_kept: known.unreadable.first().map(|file| {
                    let mut name = self.vault.name_of_secret(file);
                    // It goes on in the middle of a sentence.
                    if let Some(first) = name.get_mut(..1) {
                        first.make_ascii_lowercase();
                    }
                    format!("{name} cannot be read")
                }),
            },
            Err(problem) => Masking {
                redactor,
                not_kept: Some(
                    match problem.code {
                        ErrorCode::VaultLocked => "the vault was locked",
                        ErrorCode::VaultAbsent => "the vault's key was missing",
                        ErrorCode::VaultDenied => "the keyring did not give the vault's key",
                        _ => "the vault could not be read",
                    }
                    .to_owned(),
                ),
            },
        }
    }
}

/// The exchange as history keeps it.
pub(crate) fn exchange(
    sent: &Sent,
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
            Outcome::Failed { problem, came } => Outcome::Failed {
                problem: masked_problem(problem, redactor),
                came: came
                    .map(|came| PartialAnswer { headers: headers(&came.headers, masking), ..came }),
            },
        },
        timings,
        timeline: None,
        not_kept: masking.not_kept.clone(),
        sent_from: sent_from(sent, masking),
        new_secret: None,
    }
}

/// Where the request was kept; not where that may say what is left out.
fn sent_from(sent: &Sent, masking: &Masking) -> Option<SentFrom> {
    let from = sent.from.clone().filter(|_| masking.not_kept.is_none())?;
    let mut texts = std::iter::once(&from.place).chain(&from.name);
    texts.all(|text| masking.redactor.text(text) == *text).then_some(from)
}

fn sent_body(sent: &Sent, masking: &Masking) -> Option<String> {
    let redactor = &masking.redactor;
    let has_one = sent.file.is_some() || sent.filled.body.is_some();
    match (&masking.not_kept, &sent.file, &sent.filled.body) {
        (Some(why), _, _) => has_one.then(|| format!("Not kept: {why}.")),
        (None, Some(file), _) => Some(file_body::masked_excerpt(file, redactor)),
        (None, None, Some(body)) => Some(redactor.text(&body.shown()).into_owned()),
        (None, None, None) => None,
    }
}

/// The request as written, for replays: a secret typed into it goes, a variable that stands for one stays.
fn template(sent: &Sent, masking: &Masking) -> Request {
    let (request, redactor) = (&sent.request, &masking.redactor);
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
        body: match sent.file.as_ref() {
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

/// What a program could do is a host, a variable or a profile's title away from holding a secret as well.
fn masked_remedy(remedy: Remedy, redactor: &Redactor) -> Remedy {
    let whole = |text: &str| redactor.text(text) == *text;
    let action = remedy.action.filter(|action| match &**action {
        RemedyAction::AllowHost { host, .. } => whole(host),
        RemedyAction::SetVariable { name, .. } => whole(name),
        _ => true,
    });
    Remedy { text: redactor.text(&remedy.text).into_owned(), action }
}

fn masked_problem(mut problem: Problem, redactor: &Redactor) -> Problem {
    problem.message = redactor.text(&problem.message).into_owned();
    problem.remedy = problem.remedy.map(|remedy| masked_remedy(remedy, redactor));
    problem.detail = problem.detail.map(|detail| redactor.text(&detail).into_owned());
    problem
}
