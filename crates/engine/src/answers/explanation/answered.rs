//! An answer as the engine has it, and as the rule book is asked about it.

use mudbrick_explain::{Answer, Bearer, Facts};
use mudbrick_model::{Header, Method, Timestamp};
use mudbrick_net::retry_after;
use std::time::Duration;
use url::Url;

/// Seconds to wait where nobody says how long.
pub(super) const A_MOMENT: u32 = 10;

/// An answer, as far as it says what it means.
pub(crate) struct Answered<'a> {
    /// Whose answer it is; none where the URL was masked or the answer was pasted without one.
    pub(crate) url: Option<&'a Url>,
    pub(crate) method: Option<Method>,
    pub(crate) status: u16,
    pub(crate) headers: &'a [Header],
    /// Its beginning, at least; nothing where history did not keep it.
    pub(crate) body: &'a [u8],
    /// Whether there was no body at all, which some services mean something by.
    pub(crate) is_empty: bool,
    /// What was sent as a token.
    pub(crate) bearer: Bearer,
    /// When it came, for a date to wait until.
    pub(crate) at: Timestamp,
}

impl Answered<'_> {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|it| it.name.eq_ignore_ascii_case(name));
        found.next().map(|header| header.value.as_str())
    }

    /// How long it asks to wait, if that is not over.
    pub(super) fn wait(&self) -> Option<Duration> {
        self.wait_asked().filter(|wait| !wait.is_zero())
    }

    /// The same, and zero where it is over. The gateway's 503071 comes with a header that is really called `Retry_After`
    /// (validatorsHandlerErrorDecorator.lua).
    pub(crate) fn wait_asked(&self) -> Option<Duration> {
        let value = self.header("retry-after").or_else(|| self.header("retry_after"))?;
        retry_after(value, self.header("date"), self.at)
    }

    /// As the rule book is asked.
    pub(super) fn as_explained(&self) -> Answer<'_> {
        let is_kept = self.is_empty || !self.body.is_empty();
        Answer {
            host: self.url.and_then(Url::host_str),
            path: self.url.map(Url::path),
            method: self.method.map(Method::as_str),
            status: Some(self.status),
            headers: self.headers,
            body: is_kept.then_some(self.body),
            is_part: false,
            bearer: self.bearer,
            facts: Facts::default(),
        }
    }
}
