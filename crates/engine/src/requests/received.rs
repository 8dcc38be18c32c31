//! An answer as it came, in memory for as long as it is looked at: what checks and captures look at, and what other requests
//! of its file may name while the program runs. History has it masked, and a captured token would be a mask.

use crate::answers::view::{CapturedView, CheckView};
use crate::threads::lock;
use mudbrick_answers::charset;
use mudbrick_model::{Header, Method, ProfileId, Request};
use mudbrick_redact::Redactor;
use mudbrick_requests::{Directives, Received, ResponsePart};
use mudbrick_vault::{Secret, SecretText};
use std::borrow::Cow;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, OnceLock};
use zeroize::Zeroize as _;

/// As much of a body as is looked through.
const MOST_BYTES: usize = 16 << 20;
/// Answers that are kept, the newest; each is at most `MOST_KEPT_BYTES` long.
const MOST_KEPT: usize = 32;
const MOST_KEPT_BYTES: usize = 1 << 20;

/// What is copied of a body on its way to the history.
#[derive(Default)]
pub(crate) struct Copied {
    bytes: Vec<u8>,
    is_cut: bool,
}

impl Write for Copied {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.is_cut |= self.bytes.len() + bytes.len() > MOST_BYTES;
        if !self.is_cut {
            // A buffer that grows by itself leaves what was in it behind in memory.
            if self.bytes.capacity() < self.bytes.len() + bytes.len() {
                let room = (self.bytes.len() + bytes.len()) * 2;
                let mut larger = Vec::with_capacity(room.min(MOST_BYTES));
                larger.extend_from_slice(&self.bytes);
                self.bytes.zeroize();
                self.bytes = larger;
            }
            self.bytes.extend_from_slice(bytes);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Copied {
    /// All of it; nothing when it is cut.
    pub(super) fn to_secret(&self) -> Secret<Vec<u8>> {
        Secret::new(if self.is_cut { Vec::new() } else { self.bytes.clone() })
    }
}

/// A whole answer.
pub(crate) struct RawAnswer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<Header>,
    /// None when it is too large to be looked through.
    body: Option<Secret<Vec<u8>>>,
    /// The body in UTF-8 where it came in another character set, once somebody looks at it.
    decoded: OnceLock<Option<Secret<Vec<u8>>>>,
    pub(crate) total_ms: f64,
    /// Knows what of it history masks.
    pub(crate) redactor: Redactor,
}

impl RawAnswer {
    pub(crate) fn new(
        status: u16,
        headers: Vec<Header>,
        copied: Copied,
        total_ms: f64,
        redactor: Redactor,
    ) -> Self {
        let Copied { bytes, is_cut } = copied;
        let body = Secret::new(bytes);
        Self::with_body(status, headers, (!is_cut).then_some(body), total_ms, redactor)
    }

    pub(super) fn with_body(
        status: u16,
        headers: Vec<Header>,
        body: Option<Secret<Vec<u8>>>,
        total_ms: f64,
        redactor: Redactor,
    ) -> Self {
        Self { status, headers, body, decoded: OnceLock::new(), total_ms, redactor }
    }

    /// The body, in UTF-8 if it is text.
    fn body(&self) -> Option<&[u8]> {
        let came = self.body.as_ref()?.expose();
        let decode = || {
            let mut headers = self.headers.iter();
            let header = headers.find(|header| header.name.eq_ignore_ascii_case("content-type"));
            match charset::text(came, header.map(|header| header.value.as_str())) {
                Some(Cow::Owned(text)) => Some(Secret::new(text.into_bytes())),
                _ => None,
            }
        };
        let decoded = self.decoded.get_or_init(decode);
        Some(decoded.as_ref().map_or(came, |text| text.expose()))
    }

    fn length(&self) -> Option<usize> {
        self.body.as_ref().map(|body| body.expose().len())
    }

    pub(super) fn received(&self) -> Received<'_> {
        Received {
            status: self.status,
            headers: &self.headers,
            body: self.body(),
            total_ms: self.total_ms,
        }
    }

    pub(super) fn succeeded(&self) -> bool {
        (200..400).contains(&self.status)
    }
}

/// A part of an answer, and whether history would mask it.
#[derive(Clone)]
pub(super) struct FoundPart {
    pub(super) text: SecretText,
    pub(super) is_secret: bool,
}

/// Takes a part. It is a secret when the masked answer has another text at its place: what history would not keep is not
/// shown either, and is masked wherever it goes.
pub(super) fn take(part: &ResponsePart, raw: &RawAnswer) -> Option<FoundPart> {
    let redactor = &raw.redactor;
    let text = part.of(&raw.received()).ok().flatten()?;
    let headers = redactor.headers(&raw.headers);
    let body = raw.body().map(|body| redactor.bytes(body));
    let masked = Received { headers: &headers, body: body.as_deref(), ..raw.received() };
    let shown = part.of(&masked).ok().flatten();
    let is_secret = shown.as_deref() != Some(&text) || redactor.text(&text) != text;
    Some(FoundPart { text: SecretText::new(text), is_secret })
}

/// What came of the checks of a request.
pub(super) fn checks(directives: &Directives, raw: &RawAnswer) -> Vec<CheckView> {
    let judged = directives.checks.iter().map(|check| {
        let result = check.judge(&raw.received());
        CheckView {
            check: check.written().to_owned(),
            passed: result.passed,
            found: result.found.map(|found| raw.redactor.text(&found).into_owned()),
            because: result.because,
        }
    });
    judged.collect()
}

/// What was captured, for a person to see.
pub(super) fn captured(directives: &Directives, raw: &RawAnswer) -> Vec<CapturedView> {
    let all = directives.captures.iter().map(|capture| {
        let taken = take(&capture.part, raw);
        let is_secret = taken.as_ref().is_some_and(|taken| taken.is_secret);
        let value = taken.filter(|_| !is_secret).map(|taken| taken.text.expose().clone());
        CapturedView { name: capture.name.clone(), value, is_secret }
    });
    all.collect()
}

/// The last answers to requests of files, for the requests that name them. Nothing of it outlives the process.
#[derive(Default)]
pub(super) struct KeptAnswers(Mutex<Vec<Kept>>);

struct Kept {
    profile: ProfileId,
    name: String,
    method: Method,
    url: String,
    answer: Arc<RawAnswer>,
}

impl KeptAnswers {
    pub(super) fn keep(&self, profile: &ProfileId, request: &Request, answer: Arc<RawAnswer>) {
        let length = answer.length().unwrap_or(usize::MAX);
        let mut kept = lock(&self.0);
        kept.retain(|one| !one.is_of(profile, request));
        if length > MOST_KEPT_BYTES {
            return;
        }
        if kept.len() >= MOST_KEPT {
            kept.remove(0);
        }
        kept.push(Kept {
            profile: profile.clone(),
            name: request.name.clone(),
            method: request.method,
            url: request.url.clone(),
            answer,
        });
    }

    pub(super) fn get(&self, profile: &ProfileId, request: &Request) -> Option<Arc<RawAnswer>> {
        let kept = lock(&self.0);
        let found = kept.iter().find(|one| one.is_of(profile, request))?;
        Some(Arc::clone(&found.answer))
    }

    /// Forgets a profile's, or all.
    pub(super) fn forget(&self, profile: Option<&ProfileId>) {
        lock(&self.0).retain(|one| profile.is_some_and(|profile| one.profile != *profile));
    }
}

impl Kept {
    fn is_of(&self, profile: &ProfileId, request: &Request) -> bool {
        self.profile == *profile
            && self.name == request.name
            && self.method == request.method
            && self.url == request.url
    }
}
