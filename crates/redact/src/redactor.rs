//! Takes secrets out of whatever is shown or kept. Which texts that must be is left to the engine: everything that history
//! records, the window shows or a log line holds.
//!
//! Three things are looked for: the secrets that are at hand, the fingerprints of those that are not, both in every encoding,
//! and what gives itself away as a secret (tokens, private keys, fields such as `access_token`).

use crate::fingerprints::Fingerprints;
use crate::forms::{Ends, Forms};
use crate::found::{Found, MASK, masked_into};
use crate::readings::{Matcher, Origin, reach, search};
use crate::rules;
use mudbrick_model::Header;
use mudbrick_vault::SecretText;
use std::borrow::Cow;
use std::ops::{ControlFlow, Range};
use std::sync::Arc;

/// Headers whose whole value is a secret (after the scheme, where there is one).
const SECRET_HEADERS: [&str; 8] = [
    "authorization",
    "proxy-authorization",
    "cookie",
    "set-cookie",
    "x-user-token",
    "x-ims-token",
    "x-auth-token",
    "x-user-auth",
];

/// Takes secrets out of texts. Cheap to use on megabytes, and to clone; made once for each profile.
#[derive(Debug, Clone)]
pub struct Redactor {
    patterns: SecretPatterns,
}

/// What is looked for in every reading.
#[derive(Debug, Default, Clone)]
struct SecretPatterns {
    forms: Option<Arc<Forms>>,
    fingerprints: Option<Arc<Fingerprints>>,
}

impl Redactor {
    /// A redactor that knows `secrets`. One shorter than 4 bytes is not looked for: it would be found everywhere.
    pub fn new(secrets: &[&SecretText]) -> Self {
        let forms = Forms::of(secrets, Ends::CutOff).map(Arc::new);
        Self { patterns: SecretPatterns { forms, fingerprints: None } }
    }

    /// The same that also knows these fingerprints.
    #[must_use]
    pub fn with_fingerprints(mut self, fingerprints: Option<Arc<Fingerprints>>) -> Self {
        self.patterns.fingerprints = fingerprints;
        self
    }

    /// The text without secrets.
    pub fn text<'a>(&self, text: &'a str) -> Cow<'a, str> {
        match self.bytes(text.as_bytes()) {
            Cow::Borrowed(_) => Cow::Borrowed(text),
            // What was cut out is ASCII or whole characters, so this never has to replace anything.
            Cow::Owned(bytes) => Cow::Owned(
                String::from_utf8(bytes)
                    .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()),
            ),
        }
    }

    /// The bytes without secrets; they need not be text.
    pub fn bytes<'a>(&self, bytes: &'a [u8]) -> Cow<'a, [u8]> {
        let found = self.find(bytes);
        if found.is_empty() {
            return Cow::Borrowed(bytes);
        }
        let mut out = Vec::with_capacity(bytes.len());
        masked_into(bytes, &found, &mut out);
        Cow::Owned(out)
    }

    /// The header with its value without secrets. A scheme stays: `Bearer ••••••••`.
    pub fn header(&self, header: &Header) -> Header {
        let name = header.name.trim();
        if !SECRET_HEADERS.iter().any(|secret| name.eq_ignore_ascii_case(secret)) {
            return Header::new(header.name.clone(), self.text(&header.value));
        }
        let scheme = header.value.trim().split_once(' ').map(|(scheme, _)| scheme);
        let value = match scheme.filter(|scheme| matches!(*scheme, "Bearer" | "bearer" | "Basic")) {
            Some(scheme) => format!("{scheme} {MASK}"),
            None => MASK.to_owned(),
        };
        Header::new(header.name.clone(), value)
    }

    /// Headers without secrets, such as [`Redactor::header`] makes them.
    pub fn headers(&self, headers: &[Header]) -> Vec<Header> {
        headers.iter().map(|header| self.header(header)).collect()
    }

    /// All secrets in `bytes`, by the beginning of their mask; masks may overlap.
    pub(crate) fn find(&self, bytes: &[u8]) -> Vec<Found> {
        let mut found = Vec::new();
        if !self.patterns.is_empty() {
            let searched = search(&self.patterns, bytes, &mut |mask, _| {
                found.push(Found { from: mask.start, mask });
                ControlFlow::Continue(())
            });
            if searched.is_err() {
                // Nobody can tell what is in there.
                found.push(Found { from: 0, mask: 0..bytes.len() });
            }
        }
        rules::find(bytes, &mut found);
        found.sort_unstable_by_key(|found| (found.mask.start, found.mask.end));
        found
    }

    /// Bytes that may lie between a finding's beginning and its end.
    pub(crate) fn reach(&self) -> usize {
        rules::REACH + reach(self.patterns.longest())
    }
}

impl SecretPatterns {
    fn is_empty(&self) -> bool {
        self.forms.is_none() && self.fingerprints.is_none()
    }

    fn all(&self) -> impl Iterator<Item = &dyn Matcher> {
        let forms = self.forms.iter().map(|forms| forms.as_ref() as &dyn Matcher);
        forms.chain(self.fingerprints.iter().map(|prints| prints.as_ref() as &dyn Matcher))
    }
}

impl Matcher for SecretPatterns {
    fn shortest(&self) -> usize {
        self.all().map(Matcher::shortest).min().unwrap_or(usize::MAX)
    }

    fn longest(&self) -> usize {
        self.all().map(Matcher::longest).max().unwrap_or(0)
    }

    fn find(
        &self,
        reading: &[u8],
        origin: Origin,
        found: &mut dyn FnMut(Range<usize>, usize) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        self.all().try_for_each(|matcher| matcher.find(reading, origin, found))
    }
}

#[cfg(test)]
mod plain;
#[cfg(test)]
mod tests;
