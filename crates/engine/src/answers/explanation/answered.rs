//! An answer as it is explained, and what explanations are made of.

use mudbrick_model::{ErrorCode, Header, Problem, RemedyAction, Timestamp};
use mudbrick_net::retry_after;
use std::time::Duration;
use url::Url;

/// Seconds to wait where Adobe does not say how long.
pub(super) const A_MOMENT: u32 = 10;

/// An answer, as far as it says what it means.
pub(crate) struct Answered<'a> {
    /// Whose answer it is, where the URL has not been masked.
    pub(crate) host: &'a str,
    pub(crate) status: u16,
    pub(crate) headers: &'a [Header],
    /// Its beginning, at least; nothing where history did not keep it.
    pub(crate) body: &'a [u8],
    /// Whether there was no body at all, which some services mean something by.
    pub(crate) is_empty: bool,
    /// When it came, for a date to wait until.
    pub(crate) at: Timestamp,
}

/// The host of a URL, or nothing.
pub(crate) fn host_of(url: &str) -> String {
    let parsed = Url::parse(url).ok();
    parsed.as_ref().and_then(Url::host_str).unwrap_or_default().to_owned()
}

impl Answered<'_> {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|it| it.name.eq_ignore_ascii_case(name));
        found.next().map(|header| header.value.as_str())
    }

    /// How long it asks to wait, if that is not over. The gateway's 503071 comes with a header that is really called
    /// `Retry_After` (validatorsHandlerErrorDecorator.lua).
    pub(super) fn wait(&self) -> Option<Duration> {
        self.wait_asked().filter(|wait| !wait.is_zero())
    }

    /// The same, and zero where it is over.
    pub(crate) fn wait_asked(&self) -> Option<Duration> {
        let value = self.header("retry-after").or_else(|| self.header("retry_after"))?;
        retry_after(value, self.header("date"), self.at)
    }

    pub(super) fn is_of(&self, domain: &str) -> bool {
        let below = self.host.strip_suffix(domain);
        below.is_some_and(|below| below.is_empty() || below.ends_with('.'))
    }
}

/// What happened and what to do, for people alone.
pub(super) fn problem(code: ErrorCode, message: &str, remedy: &str) -> Problem {
    Problem::new(code, message).remedy(remedy)
}

/// A token that a new one may take the place of.
pub(super) fn renew(message: &str) -> Problem {
    problem(ErrorCode::CredentialRefused, message, "Renew the token and send again.")
        .action(RemedyAction::RenewToken { profile: None })
}
